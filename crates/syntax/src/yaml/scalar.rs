//! Plain scalars: where a line of one ends, and which lines continue it.

use super::cursor::{Parser, is_blank, is_break, is_flow_indicator};
use super::{Node, Scalar, Style, Value};
use crate::Span;

/// The bytes at which a plain scalar may end, in block and in flow style.
const STOPS: [[bool; 256]; 2] = [stops(b":#\n\r"), stops(b":#\n\r,[]{}")];

const fn stops(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize] = true;
        at += 1;
    }
    table
}

/// Joins the lines of a scalar as YAML folds them: one line break is a space, each further one stays.
pub(super) fn push_breaks(text: &mut String, breaks: usize) {
    match breaks {
        0 => {}
        1 => text.push(' '),
        _ => text.extend(std::iter::repeat_n('\n', breaks - 1)),
    }
}

impl Parser<'_> {
    /// Where the plain text that begins at `from` ends on its line and before `limit`, blanks behind it excluded.
    pub(super) fn plain_line_end(&self, from: usize, limit: usize, flow: bool) -> usize {
        let bytes = self.bytes.get(..limit).unwrap_or(self.bytes);
        let stops = &STOPS[usize::from(flow)];
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            if stops[byte as usize] && self.ends_plain(at, byte, flow) && (at > from || byte != b'#') {
                break;
            }
            at += 1;
        }
        while at > from && is_blank(bytes[at - 1]) {
            at -= 1;
        }
        at
    }

    fn ends_plain(&self, at: usize, byte: u8, flow: bool) -> bool {
        match byte {
            b':' => self.is_space(at + 1) || flow && self.byte(at + 1).is_some_and(is_flow_indicator),
            b'#' => at > 0 && is_blank(self.bytes[at - 1]),
            _ => true,
        }
    }

    /// The plain scalar on the rest of this line, which may be a key.
    pub(super) fn plain_line(&mut self) -> Node {
        let start = self.pos;
        self.check_plain_start();
        self.pos = self.plain_line_end(start, self.bytes.len(), false);
        self.plain_node(start, self.span_from(start).text(self.text).to_owned())
    }

    pub(super) fn plain_node(&self, start: usize, text: String) -> Node {
        Node::new(self.span_from(start), Value::Scalar(Scalar { text, style: Style::Plain }))
    }

    fn check_plain_start(&mut self) {
        let start = self.pos as u32;
        if let Some(b'@' | b'`' | b'%' | b',' | b']' | b'}') = self.peek() {
            self.problem(Span::new(start, start + 1), "a plain scalar cannot begin with this character");
        }
    }

    /// The plain scalar here, with the lines deeper than `parent` that continue it. `inline`: it stands behind `key:`
    /// and cannot be a key itself.
    pub(super) fn plain(&mut self, parent: i64, inline: bool) -> Node {
        let start = self.pos;
        let mut node = self.plain_line();
        if self.byte(self.skip_blanks(self.pos)) == Some(b':') {
            return if inline { self.value_with_colon(start) } else { node };
        }
        let Value::Scalar(scalar) = &mut node.value else { return node };
        while let Some((from, breaks)) = self.continuation(parent) {
            let end = self.plain_line_end(from, self.bytes.len(), false);
            push_breaks(&mut scalar.text, breaks);
            scalar.text.push_str(self.text.get(from..end).unwrap_or_default());
            self.pos = end;
            node.span.end = end as u32;
        }
        node
    }

    /// `a: b` behind `key:`, which YAML forbids; all of it is the value.
    fn value_with_colon(&mut self, start: usize) -> Node {
        let colon = self.skip_blanks(self.pos) as u32;
        self.problem(Span::new(colon, colon + 1), "a value with `: ` in it must be quoted");
        let mut at = start;
        let end = self.line_end(start);
        while at < end && !(self.bytes[at] == b'#' && at > start && is_blank(self.bytes[at - 1])) {
            at += 1;
        }
        let read = self.text.get(start..at).unwrap_or_default().trim_ascii_end();
        self.pos = start + read.len();
        self.plain_node(start, read.to_owned())
    }

    /// Goes to the next line if it continues a plain scalar inside `parent`: where its text begins, and how many line
    /// breaks lie before it.
    fn continuation(&mut self, parent: i64) -> Option<(usize, usize)> {
        let mut at = self.skip_blanks(self.pos);
        let mut breaks = 0;
        while self.byte(at).is_some_and(is_break) {
            let line = self.after_break(at);
            breaks += 1;
            let spaces = self.skip_spaces(line);
            at = self.skip_blanks(spaces);
            if self.byte(at).is_some_and(is_break) {
                continue;
            }
            let deeper = (spaces - line) as i64 > parent;
            if !deeper || self.is_line_rest(at) || self.is_document_line(line) || self.is_key_in_plain(at) {
                return None;
            }
            self.begin_line(line);
            return Some((at, breaks));
        }
        None
    }

    fn is_key_in_plain(&self, at: usize) -> bool {
        let end = self.plain_line_end(at, self.bytes.len(), false);
        self.byte(self.skip_blanks(end)) == Some(b':')
    }
}
