//! Where something stands, as the formats for programs tell it.

use longshore_model::File;
use longshore_syntax::{Encoding, Span};
use serde::Serialize;

/// From one point up to, not including, another.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Range {
    pub(super) start: Point,
    pub(super) end: Point,
}

/// A place in a text: lines and columns count from 1, columns in Unicode scalar values; bytes count from 0.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Point {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) byte: u32,
}

/// Where `span` stands in `file`.
pub(super) fn range(file: &File, span: Span) -> Range {
    let point = |byte| {
        let position = file.lines.position(&file.text, byte, Encoding::Utf32);
        Point { line: position.line + 1, column: position.column + 1, byte }
    };
    Range { start: point(span.start), end: point(span.end) }
}
