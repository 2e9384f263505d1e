//! What a scalar means by the core schema of YAML 1.2: null, boolean, number or string.

use super::{Node, Scalar, Style, Value};

/// The type and value of a scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Absent, empty, `~` or `null`.
    Null,
    /// `true` or `false`. (`yes`, `no`, `on` and `off` are strings.)
    Bool(bool),
    /// Decimal, `0o` octal or `0x` hexadecimal.
    Int(i128),
    /// A number with a point or exponent, infinity, not a number, or an integer too large for [`Kind::Int`].
    Float(f64),
    /// Anything else, and everything quoted.
    Str,
}

impl Scalar {
    /// Its type without regard to a tag.
    #[must_use]
    pub fn kind(&self) -> Kind {
        if self.style == Style::Plain { resolve(&self.text) } else { Kind::Str }
    }
}

impl Node {
    /// The type of a scalar or an absent value; the tags `!!str` and `!` make it a string. None for collections and aliases.
    #[must_use]
    pub fn kind(&self) -> Option<Kind> {
        let string = self.tag.as_ref().is_some_and(|tag| matches!(tag.name.as_str(), "!" | "!!str"));
        match &self.value {
            Value::Null => Some(if string { Kind::Str } else { Kind::Null }),
            Value::Scalar(_) if string => Some(Kind::Str),
            Value::Scalar(scalar) => Some(scalar.kind()),
            _ => None,
        }
    }
}

fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" => Kind::Bool(true),
        "false" | "False" | "FALSE" => Kind::Bool(false),
        _ => number(text).unwrap_or(Kind::Str),
    }
}

fn number(text: &str) -> Option<Kind> {
    let first = text.as_bytes().first()?;
    if !matches!(first, b'0'..=b'9' | b'+' | b'-' | b'.') {
        return None;
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16);
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned {
        ".inf" | ".Inf" | ".INF" => {
            return Some(Kind::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
        }
        ".nan" | ".NaN" | ".NAN" if unsigned.len() == text.len() => return Some(Kind::Float(f64::NAN)),
        _ => {}
    }
    if !unsigned.is_empty() && unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.parse().ok().map(Kind::Int).or_else(|| text.parse().ok().map(Kind::Float));
    }
    // Rust reads more forms than the core schema: `inf`, `infinity` and `nan` are excluded by their letters.
    let allowed = unsigned.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    if !allowed || !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    text.parse().ok().map(Kind::Float)
}

fn radix(digits: &str, radix: u32) -> Option<Kind> {
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    Some(i128::from_str_radix(digits, radix).map_or(Kind::Float(f64::INFINITY), Kind::Int))
}
