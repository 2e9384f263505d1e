//! What the lines of a configuration say, and how their values are read.

use longshore_syntax::Span;

use crate::value::Value;

/// A line that may tell of state, and where it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) says: Says,
    /// The value, the command or the job.
    pub(crate) span: Span,
}

/// What a line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// A setting has this value.
    Setting(String, Value),
    /// A program has this option, as on its command line.
    Option(&'static str, String, Value),
    /// This command runs.
    Command,
    /// Cron runs what the line says.
    Job,
}

/// The value of a variable where it is known.
pub(crate) type Lookup<'a> = &'a dyn Fn(&str) -> Option<Value>;

/// A line that sets `name` to what stands at `span` of `text`, variables replaced.
pub(crate) fn setting(name: impl Into<String>, text: &str, span: Span, lookup: Lookup<'_>) -> Line {
    Line { says: Says::Setting(name.into(), value(span.text(text), lookup)), span }
}

/// The lines of `text` without white space around them, each with its span.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let line = line.trim();
        let start = start.min(at);
        (line, Span::new(start as u32, (start + line.len()) as u32))
    })
}

/// The part of `span` that `part` is; `part` was cut out of `whole`, which stands there.
pub(crate) fn within(whole: &str, span: Span, part: &str) -> Span {
    let offset = (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize).min(whole.len());
    let start = span.start + offset as u32;
    Span::new(start, start + part.len() as u32)
}

/// `text` without the quotes around it.
pub(crate) fn unquoted(text: &str) -> &str {
    let inner = |quote: char| text.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(text)
}

/// `text` with its variables replaced: `$name`, `${NAME}`, `${NAME:-default}`, `%(name)s`.
pub(crate) fn value(text: &str, lookup: Lookup<'_>) -> Value {
    let mut value = Value::default();
    let mut rest = text;
    while let Some(at) = rest.find(['$', '%']) {
        value.push(&rest[..at]);
        let (found, length) = variable(&rest[at..], lookup).unwrap_or_else(|| (Value::from(&rest[at..=at]), 1));
        value.append(&found);
        rest = &rest[at + length..];
    }
    value.push(rest);
    value
}

/// The variable at the beginning of `text`, and how long its reference is.
fn variable(text: &str, lookup: Lookup<'_>) -> Option<(Value, usize)> {
    let known = |name: &str| lookup(name).unwrap_or_else(Value::unknown);
    if let Some(rest) = text.strip_prefix("${") {
        let inner = &rest[..rest.find('}')?];
        let (name, default) = inner.split_once(":-").or_else(|| inner.split_once(':')).unwrap_or((inner, ""));
        let found = lookup(name).unwrap_or_else(|| if default.is_empty() { Value::unknown() } else { default.into() });
        return Some((found, inner.len() + 3));
    }
    if let Some(rest) = text.strip_prefix("%(") {
        let name = &rest[..rest.find(')')?];
        let end = name.len() + 3;
        let conversion = usize::from(rest.as_bytes().get(name.len() + 1).is_some_and(u8::is_ascii_alphabetic));
        return Some((known(name.strip_prefix("ENV_").unwrap_or(name)), end + conversion));
    }
    let rest = text.strip_prefix('$')?;
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    (length > 0).then(|| (known(&rest[..length]), length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_all_forms() {
        let lookup = |name: &str| (name == "LOGS").then(|| Value::from("/l"));
        for (text, expected) in [
            ("${LOGS}/a", "/l/a"),
            ("$LOGS/a", "/l/a"),
            ("%(ENV_LOGS)s/a", "/l/a"),
            ("${X:-/d}/a", "/d/a"),
            ("${X}/a$y", "…/a…"),
            ("%(x)s.log", "….log"),
            ("100% $", "100% $"),
            ("${open", "${open"),
            ("%h|ü", "%h|ü"),
        ] {
            assert_eq!(value(text, &lookup).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn lines_know_their_place() {
        let text = "a\r\n  b c \n\nd";
        let found: Vec<_> = lines(text).map(|(line, span)| (line, span.text(text))).collect();
        assert_eq!(found, [("a", "a"), ("b c", "b c"), ("", ""), ("d", "d")]);
    }
}
