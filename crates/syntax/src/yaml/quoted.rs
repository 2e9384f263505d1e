//! Quoted scalars: where they end, folding, and the escapes of double quotes.

use super::cursor::{Parser, is_blank, is_break};
use super::scalar::push_breaks;
use super::{Node, Scalar, Style, Value};
use crate::Span;

impl Parser<'_> {
    /// The quoted scalar here and whether it is closed. It may run over lines deeper than `parent`; if it does not end
    /// there, with nothing behind it, only its first line is taken.
    pub(super) fn quoted(&mut self, parent: i64) -> (Node, bool) {
        let start = self.pos;
        let quote = self.bytes[start];
        let line_end = self.line_end(start);
        if let Some(end) = self.closing_quote(start + 1, quote, line_end) {
            return (self.quoted_node(end, 1), true);
        }
        if self.may_attempt()
            && let Some((end, line)) = self.closing_quote_below(line_end, quote, parent)
        {
            let node = self.quoted_node(end, 1);
            self.begin_line(line);
            self.pos = end + 1;
            return (node, true);
        }
        self.problem(Span::new(start as u32, start as u32 + 1), "this quote is never closed");
        let text = self.bytes.get(start..line_end).unwrap_or_default();
        (self.quoted_node(start + text.trim_ascii_end().len(), 0), false)
    }

    /// The scalar from here to its closing quote at `end`, which is `closing` bytes long.
    fn quoted_node(&mut self, end: usize, closing: usize) -> Node {
        let start = self.pos;
        let double = self.bytes[start] == b'"';
        let inner = Span::new(start as u32 + 1, end.max(start + 1) as u32);
        self.pos = (end + closing).max(start + 1);
        let style = if double { Style::DoubleQuoted } else { Style::SingleQuoted };
        let text = self.unquote(inner, double);
        Node::new(self.span_from(start), Value::Scalar(Scalar { text, style }))
    }

    /// The closing `quote` at or behind `from` and before `limit`.
    pub(super) fn closing_quote(&self, mut from: usize, quote: u8, limit: usize) -> Option<usize> {
        loop {
            let rest = self.bytes.get(from..limit)?;
            let at = from + memchr::memchr2(quote, if quote == b'"' { b'\\' } else { quote }, rest)?;
            match self.bytes[at] {
                b'\\' => from = at + 2,
                b'\'' if at + 1 < limit && self.bytes[at + 1] == b'\'' => from = at + 2,
                _ => return Some(at),
            }
        }
    }

    /// The closing quote on one of the lines below the line end at `at`, and where its line begins. All these lines must
    /// be deeper than `parent`, and nothing but `,`, a bracket, a colon or a comment may follow the quote.
    fn closing_quote_below(&mut self, mut at: usize, quote: u8, parent: i64) -> Option<(usize, usize)> {
        let first = at;
        while at < self.bytes.len() {
            let line = self.after_break(at);
            let spaces = self.skip_spaces(line);
            at = self.line_end(spaces);
            if self.skip_blanks(spaces) == at && at < self.bytes.len() {
                continue;
            }
            if (spaces - line) as i64 <= parent || self.is_document_line(line) {
                break;
            }
            if let Some(end) = self.closing_quote(spaces, quote, at) {
                let next = self.skip_blanks(end + 1);
                let fits = self.is_line_rest(next) || matches!(self.byte(next), Some(b',' | b']' | b'}' | b':'));
                return fits.then_some((end, line));
            }
        }
        self.rescanned += at - first;
        None
    }

    fn unquote(&mut self, inner: Span, double: bool) -> String {
        let raw = inner.text(self.text);
        if memchr::memchr3(b'\n', b'\r', if double { b'\\' } else { b'\'' }, raw.as_bytes()).is_none() {
            return raw.to_owned();
        }
        let mut text = String::with_capacity(raw.len());
        // What stands before this length came from an escape and is not trimmed at a line end.
        let mut fixed = 0;
        let (bytes, mut at) = (raw.as_bytes(), 0);
        while at < bytes.len() {
            let byte = bytes[at];
            if byte == b'\\' && double {
                at = self.escape(inner.start, raw, at, &mut text);
                fixed = text.len();
            } else if byte == b'\'' && !double {
                text.push('\'');
                at += 2;
            } else if is_break(byte) {
                let kept = text.len() - trailing_blanks(&text.as_bytes()[fixed..]);
                text.truncate(kept);
                let (next, breaks) = fold(bytes, at);
                push_breaks(&mut text, breaks);
                fixed = text.len();
                at = next;
            } else {
                let rest = &bytes[at..];
                let plain =
                    rest.iter().position(|&b| is_break(b) || b == b'\\' || b == b'\'').unwrap_or(rest.len()).max(1);
                text.push_str(raw.get(at..at + plain).unwrap_or_default());
                at += plain;
            }
        }
        text
    }

    /// Reads the escape at `at` of `raw`, which begins behind byte `start - 1` of the text; gives the place behind it.
    fn escape(&mut self, start: u32, raw: &str, at: usize, text: &mut String) -> usize {
        let bytes = raw.as_bytes();
        let Some(&code) = bytes.get(at + 1) else { return at + 1 };
        if is_break(code) {
            let (next, breaks) = fold(bytes, at + 1);
            text.extend(std::iter::repeat_n('\n', breaks - 1));
            return next;
        }
        let digits = match code {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => {
                let width = raw.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                match named_escape(code) {
                    Some(c) => text.push(c),
                    None => self.bad_escape(start, raw, at, at + 1 + width, text),
                }
                return at + 1 + width;
            }
        };
        let end = at + 2 + digits;
        let value = raw.get(at + 2..end).and_then(hex);
        if let Some(c) = value.and_then(char::from_u32) {
            text.push(c);
            return end;
        }
        if let Some(c) = value.and_then(|high| surrogate_pair(high, raw.get(end..end + 6)?)) {
            text.push(c);
            return end + 6;
        }
        self.bad_escape(start, raw, at, at + 2, text);
        at + 2
    }

    /// Reports an escape that YAML does not know and keeps it as written.
    fn bad_escape(&mut self, start: u32, raw: &str, from: usize, to: usize, text: &mut String) {
        let span = Span::new(start + from as u32, start + to as u32);
        self.problem(span, "double quotes do not know this escape");
        text.push_str(raw.get(from..to).unwrap_or_default());
    }
}

fn trailing_blanks(bytes: &[u8]) -> usize {
    bytes.iter().rev().take_while(|&&byte| is_blank(byte)).count()
}

/// Skips the line break at `at` and all white space behind it: the place of the next text, and the line breaks passed.
fn fold(bytes: &[u8], mut at: usize) -> (usize, usize) {
    let mut breaks = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            _ if is_break(byte) => breaks += 1,
            _ if is_blank(byte) => {}
            _ => break,
        }
        at += 1;
    }
    (at, breaks)
}

const fn named_escape(code: u8) -> Option<char> {
    Some(match code {
        b'0' => '\0',
        b'a' => '\x07',
        b'b' => '\x08',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\x0b',
        b'f' => '\x0c',
        b'r' => '\r',
        b'e' => '\x1b',
        b' ' => ' ',
        b'"' => '"',
        b'/' => '/',
        b'\\' => '\\',
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        _ => return None,
    })
}

fn hex(digits: &str) -> Option<u32> {
    let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    valid.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// The character of a UTF-16 pair written as in JSON: `high`, and `\uXXXX` in `low`.
fn surrogate_pair(high: u32, low: &str) -> Option<char> {
    let low = hex(low.strip_prefix("\\u")?)?;
    if !(0xd800..0xdc00).contains(&high) || !(0xdc00..0xe000).contains(&low) {
        return None;
    }
    char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
}
