//! Expands the variables of Dockerfile words to values.

use longshore_syntax::dockerfile::{Operation, Part, Variable, Word};

use crate::value::Value;

/// `word` with its variables replaced. `lookup` gives the value of a name; `None` where the name is not set as far as
/// the file tells.
pub(crate) fn expand(word: &Word, lookup: &dyn Fn(&str) -> Option<Value>) -> Value {
    expand_parts(&word.parts, lookup)
}

fn expand_parts(parts: &[Part], lookup: &dyn Fn(&str) -> Option<Value>) -> Value {
    let mut value = Value::default();
    for part in parts {
        match part {
            Part::Text(text) => value.push(text),
            Part::Variable(used) => value.append(&variable(used, lookup)),
        }
    }
    value
}

/// A variable whose value is not known takes its default where it has one: that is what the file says.
fn variable(used: &Variable, lookup: &dyn Fn(&str) -> Option<Value>) -> Value {
    let value = lookup(&used.name);
    match &used.operation {
        None | Some(Operation::Required) => value.unwrap_or_else(Value::unknown),
        Some(Operation::Default { colon, word }) => match value {
            Some(value) if !(value.hidden() || *colon && value.text().is_empty()) => value,
            _ => expand_parts(word, lookup),
        },
        Some(Operation::Alternative { colon, word }) => match value {
            Some(value) if value.hidden() => Value::unknown(),
            Some(value) if !(*colon && value.text().is_empty()) => expand_parts(word, lookup),
            _ => Value::default(),
        },
        Some(Operation::Remove { suffix, longest, pattern }) => {
            let pattern = expand_parts(pattern, lookup);
            value.map_or_else(Value::unknown, |value| remove(&value, &pattern, *suffix, *longest))
        }
        Some(Operation::Replace { all, pattern, replacement }) => {
            let (pattern, new) = (expand_parts(pattern, lookup), expand_parts(replacement, lookup));
            value.map_or_else(Value::unknown, |value| replace(&value, &pattern, &new, *all))
        }
        Some(Operation::Unsupported) => Value::unknown(),
    }
}

fn has_wildcard(pattern: &str) -> bool {
    pattern.contains(['*', '?', '['])
}

/// `${v#p}` and its kin: patterns are literal text, or one `*` at an end with literal text.
pub(crate) fn remove(value: &Value, pattern: &Value, suffix: bool, longest: bool) -> Value {
    let (Some(text), Some(pattern)) = (value.known(), pattern.known()) else { return Value::unknown() };
    let kept = if suffix { remove_suffix(text, pattern, longest) } else { remove_prefix(text, pattern, longest) };
    kept.map_or_else(Value::unknown, Value::from)
}

fn remove_suffix<'t>(text: &'t str, pattern: &str, longest: bool) -> Option<&'t str> {
    match pattern.strip_suffix('*') {
        Some(literal) if !has_wildcard(literal) => {
            let found = if longest { text.find(literal) } else { text.rfind(literal) };
            Some(found.map_or(text, |at| &text[..at]))
        }
        _ if has_wildcard(pattern) => None,
        _ => Some(text.strip_suffix(pattern).unwrap_or(text)),
    }
}

fn remove_prefix<'t>(text: &'t str, pattern: &str, longest: bool) -> Option<&'t str> {
    match pattern.strip_prefix('*') {
        Some(literal) if !has_wildcard(literal) => {
            let found = if longest { text.rfind(literal) } else { text.find(literal) };
            Some(found.map_or(text, |at| &text[at + literal.len()..]))
        }
        _ if has_wildcard(pattern) => None,
        _ => Some(text.strip_prefix(pattern).unwrap_or(text)),
    }
}

pub(crate) fn replace(value: &Value, pattern: &Value, new: &Value, all: bool) -> Value {
    let (Some(text), Some(pattern), Some(new)) = (value.known(), pattern.known(), new.known()) else {
        return Value::unknown();
    };
    if has_wildcard(pattern) || pattern.is_empty() {
        return Value::unknown();
    }
    Value::from(if all { text.replace(pattern, new) } else { text.replacen(pattern, new, 1) })
}

#[cfg(test)]
mod tests {
    use longshore_syntax::Logical;

    use super::*;

    fn of(text: &str) -> String {
        let word = Word::new(&Logical::identity(text, 0), 0, text.len(), '\\');
        let lookup = |name: &str| match name {
            "A" => Some(Value::from("/srv/app.tar.gz")),
            "E" => Some(Value::default()),
            "H" => Some(Value::unknown()),
            _ => None,
        };
        expand(&word, &lookup).to_string()
    }

    #[test]
    fn every_form() {
        let cases = [
            ("$A/x", "/srv/app.tar.gz/x"),
            ("${NONE}/x", "…/x"),
            ("${NONE:-/d}/$NONE", "/d/…"),
            ("${E:-d}${E-d}", "d"),
            ("${H:-d}", "d"),
            ("${A:+set}${E:+set}${NONE+set}", "set"),
            ("${A%.gz}", "/srv/app.tar"),
            ("${A%%.*}", "/srv/app"),
            ("${A#/srv/}", "app.tar.gz"),
            ("${A##*/}", "app.tar.gz"),
            ("${A/app/x}", "/srv/x.tar.gz"),
            ("${A%[a]}", "…"),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
