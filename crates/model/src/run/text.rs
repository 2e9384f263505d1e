//! Text with the place in the source that each byte of it comes from.

use longshore_syntax::{Logical, Span};

use crate::value::{UNKNOWN, Value};

/// A text and where it comes from: lines of a here-document, what `echo` prints, a script in an argument. What
/// variables say comes from the place of their use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text(Logical);

impl Text {
    /// `text` that stands at `span`.
    #[must_use]
    pub fn new(text: &str, span: Span) -> Self {
        let mut result = Self::default();
        result.push(text, span);
        result
    }

    /// The text; unknown parts are [`UNKNOWN`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.text
    }

    /// The text as a value.
    #[must_use]
    pub fn value(&self) -> Value {
        Value::from(self.as_str())
    }

    /// The text as the parsers take it.
    #[must_use]
    pub fn logical(&self) -> &Logical {
        &self.0
    }

    /// Its lines without line ends, each with its place.
    pub fn lines(&self) -> impl Iterator<Item = (&str, Span)> {
        self.pieces(|c| c == '\n')
    }

    /// Its words, split at white space, each with its place.
    pub fn words(&self) -> impl Iterator<Item = (&str, Span)> {
        self.pieces(char::is_whitespace).filter(|(word, _)| !word.is_empty())
    }

    fn pieces(&self, separator: fn(char) -> bool) -> impl Iterator<Item = (&str, Span)> {
        let mut at = 0;
        self.as_str().split_inclusive(separator).map(move |piece| {
            let start = at;
            at += piece.len();
            let piece = piece.trim_end_matches(separator);
            (piece, self.0.span(start, start + piece.len()))
        })
    }

    pub(super) fn trim_end(&self) -> Self {
        Self(self.0.slice(0, self.as_str().trim_end_matches('\n').len()))
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> Self {
        Self(self.0.slice(start, end))
    }

    /// Appends text of `span`: as it stands where the lengths agree, else spread over the span.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        let text = if self.0.text.ends_with(UNKNOWN) { text.trim_start_matches(UNKNOWN) } else { text };
        let length = span.end.saturating_sub(span.start);
        if text.len() == length as usize {
            self.0.push(text, span.start);
            return;
        }
        for (at, c) in text.char_indices() {
            let place = span.start + (at as u32).min(length.saturating_sub(1));
            self.0.push(c.encode_utf8(&mut [0; 4]), place);
        }
    }

    pub(super) fn append(&mut self, other: &Self) {
        for (at, c) in other.as_str().char_indices() {
            self.0.push(c.encode_utf8(&mut [0; 4]), other.0.source(at));
        }
    }
}
