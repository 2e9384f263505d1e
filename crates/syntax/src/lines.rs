//! Lines of a text, and positions in the three encodings that editors count in.

use crate::Span;

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units, what a client means that says nothing.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// The width of `c` in units of this encoding.
    #[must_use]
    pub const fn width(self, c: char) -> u32 {
        match self {
            Self::Utf8 => c.len_utf8() as u32,
            Self::Utf16 => c.len_utf16() as u32,
            Self::Utf32 => 1,
        }
    }
}

/// A place in a text: line and column from 0, the column in units of some [`Encoding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0.
    pub column: u32,
}

/// Where each line of a text begins. Lines end with `\n`, `\r\n` or a lone `\r`, as in LSP.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
}

impl LineIndex {
    /// The lines of `text`; there is always at least one.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at as u32 + 1);
        }
        Self { starts, length: bytes.len() as u32 }
    }

    /// How many lines there are; an empty line after a final line end counts.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line, from 0, that holds byte `offset`; past the end, the last one.
    #[must_use]
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32 - 1
    }

    /// The bytes of `line` (from 0) with its line end; empty past the last line.
    #[must_use]
    pub fn span(&self, line: u32) -> Span {
        let start = self.starts.get(line as usize).copied().unwrap_or(self.length);
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(self.length);
        Span::new(start, end)
    }

    /// The bytes of `line` (from 0) of `text` without its line end.
    #[must_use]
    pub fn content(&self, text: &str, line: u32) -> Span {
        let span = self.span(line);
        let trimmed = span.text(text).trim_end_matches(['\n', '\r']);
        Span::new(span.start, span.start + trimmed.len() as u32)
    }

    /// Line and column of byte `offset` of `text`. Offsets inside a character or past the end move back to its start
    /// or to the end.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32, encoding: Encoding) -> Position {
        let offset = floor_boundary(text, offset.min(self.length));
        let line = self.line(offset);
        let before = Span::new(self.span(line).start, offset).text(text);
        Position { line, column: width(before, encoding) }
    }

    /// The byte of `text` at `position`. A column past the line's end means the line's end (before its terminator), a
    /// line past the last means the end of the text, a column inside a character means its start.
    #[must_use]
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> u32 {
        if position.line >= self.count() {
            return self.length;
        }
        let line = self.content(text, position.line);
        let mut column = 0;
        for (at, c) in line.text(text).char_indices() {
            column += encoding.width(c);
            if column > position.column {
                return line.start + at as u32;
            }
        }
        line.end
    }
}

/// The width of `text` in units of `encoding`.
fn width(text: &str, encoding: Encoding) -> u32 {
    if encoding == Encoding::Utf8 || text.is_ascii() {
        text.len() as u32
    } else {
        text.chars().map(|c| encoding.width(c)).sum()
    }
}

fn floor_boundary(text: &str, mut offset: u32) -> u32 {
    while !text.is_char_boundary(offset as usize) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_with_any_terminator() {
        let text = "a\r\nb\rc\n";
        let lines = LineIndex::new(text);
        let all: Vec<&str> = (0..lines.count()).map(|line| lines.content(text, line).text(text)).collect();
        assert_eq!(all, ["a", "b", "c", ""]);
    }

    #[test]
    fn columns_count_in_the_encoding() {
        let text = "x\n😀é z";
        let lines = LineIndex::new(text);
        let z = text.find('z').map_or(0, |at| at as u32);
        for (encoding, column) in [(Encoding::Utf8, 7), (Encoding::Utf16, 4), (Encoding::Utf32, 3)] {
            let position = lines.position(text, z, encoding);
            assert_eq!(position, Position { line: 1, column });
            assert_eq!(lines.offset(text, position, encoding), z);
        }
    }

    #[test]
    fn columns_past_the_end_and_inside_characters_are_clamped() {
        let text = "😀\nb";
        let lines = LineIndex::new(text);
        let at = |line, column| lines.offset(text, Position { line, column }, Encoding::Utf16);
        assert_eq!((at(0, 1), at(0, 99), at(7, 0)), (0, 4, 6));
    }
}
