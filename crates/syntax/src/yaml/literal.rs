//! Block scalars, `|` and `>`: header, indentation, folding and chomping.

use super::cursor::{Parser, is_blank, is_break};
use super::{Node, Scalar, Style, Value};
use crate::Span;

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomp {
    /// All go.
    Strip,
    /// One stays.
    Clip,
    /// All stay.
    Keep,
}

/// The text of a block scalar while its lines come in.
struct Lines {
    text: String,
    folded: bool,
    /// The break behind the last line, held back until it is known what follows. The end of the text counts as one.
    held: bool,
    /// The breaks of the empty lines behind that.
    empty: usize,
    /// Whether the last line begins with a blank, which keeps its breaks from folding.
    blank: bool,
}

impl Lines {
    fn push(&mut self, line: &str) {
        let blank = line.as_bytes().first().is_some_and(|&byte| is_blank(byte));
        if self.held {
            if !self.folded || self.blank || blank {
                self.text.push('\n');
            } else if self.empty == 0 {
                self.text.push(' ');
            }
        }
        self.text.extend(std::iter::repeat_n('\n', self.empty));
        self.text.push_str(line);
        self.blank = blank;
        self.held = true;
        self.empty = 0;
    }

    fn finish(mut self, chomp: Chomp) -> String {
        if self.held && chomp != Chomp::Strip {
            self.text.push('\n');
        }
        if chomp == Chomp::Keep {
            self.text.extend(std::iter::repeat_n('\n', self.empty));
        }
        self.text
    }
}

impl Parser<'_> {
    /// The block scalar whose `|` or `>` is here, inside the collection at `parent`.
    pub(super) fn block_scalar(&mut self, parent: i64) -> Node {
        let start = self.pos;
        let folded = self.peek() == Some(b'>');
        self.step(1);
        let (chomp, digit) = self.block_header();
        let mut span = self.span_from(start);
        self.finish_line();
        self.begin_line(self.after_break(self.pos));
        let indent = match digit {
            Some(digit) => parent.max(0) + digit,
            None => self.detect_indent(parent),
        };
        let mut lines = Lines { text: String::new(), folded, held: false, empty: 0, blank: false };
        if let Some(end) = self.block_lines(indent as usize, &mut lines) {
            span.end = end as u32;
        }
        let style = if folded { Style::Folded } else { Style::Literal };
        Node::new(span, Value::Scalar(Scalar { text: lines.finish(chomp), style }))
    }

    /// Chomping and indentation indicators, in either order.
    fn block_header(&mut self) -> (Chomp, Option<i64>) {
        let (mut chomp, mut digit) = (Chomp::Clip, None);
        loop {
            match self.peek() {
                Some(b'-') => chomp = Chomp::Strip,
                Some(b'+') => chomp = Chomp::Keep,
                Some(byte @ b'1'..=b'9') if digit.is_none() => digit = Some(i64::from(byte - b'0')),
                Some(b'0') => {
                    self.problem(Span::new(self.pos as u32, self.pos as u32 + 1), "an indentation of 0 is not allowed")
                }
                _ => return (chomp, digit),
            }
            self.step(1);
        }
    }

    /// The indentation of the first line with text. If that is outside the scalar, its blank lines are all empty.
    fn detect_indent(&self, parent: i64) -> i64 {
        let (mut line, mut widest) = (self.pos, parent + 1);
        while line < self.bytes.len() {
            let start = self.skip_spaces(line);
            let width = (start - line) as i64;
            match self.byte(start) {
                Some(byte) if !is_break(byte) && width > parent => return width,
                Some(byte) if is_break(byte) => widest = widest.max(width),
                _ => break,
            }
            line = self.after_break(start);
        }
        widest
    }

    /// Reads the lines indented by `indent` or more; gives the end of the last one with text.
    fn block_lines(&mut self, indent: usize, lines: &mut Lines) -> Option<usize> {
        let mut last = None;
        while self.pos < self.bytes.len() {
            let line = self.pos;
            let spaces = self.skip_spaces(line).min(line + indent);
            let end = self.line_end(spaces);
            if spaces == end {
                if end == self.bytes.len() {
                    // Blanks without a line break count as a line only where there is no other.
                    lines.empty = lines.empty.max(usize::from(!lines.held));
                    self.pos = end;
                    break;
                }
                lines.empty += 1;
            } else if spaces < line + indent || self.is_document_line(line) {
                break;
            } else {
                lines.push(self.text.get(spaces..end).unwrap_or_default());
                last = Some(end);
            }
            self.begin_line(self.after_break(end));
        }
        last
    }
}
