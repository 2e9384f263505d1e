//! Builds a word's parts; runs of literal text become one part.

use super::brace::{self, Mark};
use super::{Part, PartKind, Span};
use crate::Logical;

pub(super) struct Builder<'a> {
    logical: &'a Logical,
    pub(super) parts: Vec<Part>,
    /// Which parts are unquoted braces and commas.
    pub(super) marks: Vec<(usize, Mark)>,
    text: String,
    quoted: bool,
    /// The bytes that `text` stands for; equal where there is no text.
    range: (usize, usize),
}

impl<'a> Builder<'a> {
    pub(super) fn new(logical: &'a Logical) -> Self {
        Self { logical, parts: Vec::new(), marks: Vec::new(), text: String::new(), quoted: false, range: (0, 0) }
    }

    /// Appends `text`, which stands for the bytes `start..end`.
    pub(super) fn literal(&mut self, text: &str, start: usize, end: usize, quoted: bool) {
        if self.range.0 == self.range.1 {
            self.range.0 = start;
            self.quoted = quoted;
        } else if self.quoted != quoted {
            self.flush();
            self.range.0 = start;
            self.quoted = quoted;
        }
        self.range.1 = end;
        self.text.push_str(text);
    }

    /// Ends the literal that is being built.
    pub(super) fn flush(&mut self) {
        let (start, end) = self.range;
        if start != end {
            let kind = PartKind::Literal(std::mem::take(&mut self.text));
            self.parts.push(Part { span: self.logical.span(start, end), quoted: self.quoted, kind });
            self.range = (0, 0);
        }
    }

    pub(super) fn part(&mut self, kind: PartKind, start: usize, end: usize, quoted: bool) {
        self.flush();
        self.parts.push(Part { span: self.span(start, end), quoted, kind });
    }

    /// Appends a brace or a comma that may be part of a brace expansion.
    pub(super) fn mark(&mut self, mark: Mark, text: &str, start: usize) {
        self.flush();
        self.marks.push((self.parts.len(), mark));
        self.part(PartKind::Literal(text.to_owned()), start, start + text.len(), false);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.logical.span(start, end)
    }

    pub(super) fn finish(mut self) -> Vec<Part> {
        self.flush();
        if self.marks.is_empty() { self.parts } else { brace::fold(self.parts, &self.marks) }
    }
}
