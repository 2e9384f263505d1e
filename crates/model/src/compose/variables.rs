//! The variables that compose files are interpolated with, as `.env` files give them.

use std::collections::HashMap;
use std::path::Path;

use longshore_syntax::Span;

use super::interpolate::interpolate;
use super::text::{Builder, Place, Source};
use crate::value::Value;

/// Names with values. What it does not have may still be set where the engine runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variables(HashMap<String, Value>);

impl Variables {
    pub(crate) fn get(&self, name: &str) -> Option<Value> {
        self.0.get(name).cloned()
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Adds what `text`, the text of an env file, sets; names that have a value keep it.
    pub(crate) fn add(&mut self, text: &str) {
        let mut own = self.clone();
        for (name, value, raw) in assignments(text) {
            let value = if raw { Value::from(value) } else { own.replaced(&value) };
            own.0.insert(name.to_owned(), value.clone());
            self.0.entry(name.to_owned()).or_insert(value);
        }
    }

    fn replaced(&self, text: &str) -> Value {
        let mut raw = Builder::default();
        raw.literal(text, 0);
        let place = Place { source: Source::of(Path::new("")), span: Span::default() };
        interpolate(raw.finish(place), &|name| self.get(name)).value
    }
}

/// Name, value, and whether `$` stands for itself in it.
fn assignments(text: &str) -> Vec<(&str, String, bool)> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find('\n').unwrap_or(rest.len());
        let line = rest[..end].trim();
        let assignment = line.strip_prefix("export ").unwrap_or(line).split_once(['=', ':']);
        let next = rest.get(end + 1..).unwrap_or_default();
        rest = match assignment {
            Some((name, value)) if !line.starts_with('#') && is_name(name.trim()) => {
                let (value, raw, behind) = value_of(value.trim_start(), next);
                found.push((name.trim(), value, raw));
                behind
            }
            _ => next,
        };
    }
    found
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}

/// The value that begins with `line` and may go on in `next` where it is quoted; what is behind it.
fn value_of<'t>(line: &str, next: &'t str) -> (String, bool, &'t str) {
    let Some(quote) = line.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
        let comment = line.find(" #").or_else(|| line.starts_with('#').then_some(0));
        return (line[..comment.unwrap_or(line.len())].trim_end().to_owned(), false, next);
    };
    let raw = quote == '\'';
    if let Some((value, _)) = quoted(&line[1..], quote) {
        return (value, raw, next);
    }
    match quoted(next, quote) {
        Some((more, end)) => {
            let behind = &next[end..];
            let behind = behind.find('\n').and_then(|at| behind.get(at + 1..)).unwrap_or_default();
            (format!("{}\n{more}", &line[1..]), raw, behind)
        }
        None => (line.to_owned(), raw, next),
    }
}

/// The text up to `quote`, escapes resolved in double quotes, and where the quote ends.
fn quoted(text: &str, quote: char) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            c if c == quote => return Some((value, at + 1)),
            '\\' if quote == '"' => match chars.next()?.1 {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                'r' => value.push('\r'),
                '$' => value.push_str("$$"),
                other => value.push(other),
            },
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn env_files_are_read_as_the_engine_does() {
        let mut variables = Variables::default();
        variables.0.insert("KEPT".to_owned(), Value::from("outer"));
        variables
            .add("# A=0\nA=1 # one\nexport B=\"x ${A}\"\nC='$A'\nD: d\nE=\"a\nb\"\nKEPT=inner\nF=${NONE:-f}\n1 =\n");
        let of = |name: &str| variables.get(name).map(|value| value.to_string());
        let known = |text: &str| Some(text.to_owned());
        assert_eq!([of("A"), of("B"), of("C"), of("D")], [known("1"), known("x 1"), known("$A"), known("d")]);
        assert_eq!([of("E"), of("KEPT"), of("F"), of("G")], [known("a\nb"), known("outer"), known("f"), None]);
    }
}
