//! The parser's place in the text: lines, columns, white space, comments, and the documents of a stream.

use super::block::Spot;
use super::{Comment, Node, Problem, Value, Yaml};
use crate::Span;

/// How many times the length of the text may be read again after a failed attempt at a flow collection or quoted scalar.
const RESCANS: usize = 8;

pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) bytes: &'t [u8],
    /// Where the text begins, behind a byte order mark.
    start: usize,
    pub(super) pos: usize,
    /// Where the current line begins.
    line_start: usize,
    /// Where column 0 of the current line lies; on a line indented with tabs, before or behind its real beginning.
    origin: i64,
    /// The columns of the block collections that are open, outermost first.
    pub(super) columns: Vec<i64>,
    /// The column of the key whose value is being looked for on the next lines.
    pub(super) pending: Option<i64>,
    pub(super) depth: usize,
    /// Bytes read again so far.
    pub(super) rescanned: usize,
    out: Yaml,
}

/// A state to return to.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) pos: usize,
    line_start: usize,
    origin: i64,
    comments: usize,
    problems: usize,
}

pub(super) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

pub(super) const fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

pub(super) const fn is_flow_indicator(byte: u8) -> bool {
    matches!(byte, b',' | b'[' | b']' | b'{' | b'}')
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self {
            text,
            bytes: text.as_bytes(),
            start,
            pos: start,
            line_start: start,
            origin: start as i64,
            columns: Vec::new(),
            pending: None,
            depth: 0,
            rescanned: 0,
            out: Yaml::default(),
        }
    }

    /// All documents of the text.
    pub(super) fn stream(mut self) -> Yaml {
        let mut open = false;
        loop {
            self.skip_blank();
            if self.at_marker(b"---") {
                if open {
                    self.push_empty_document();
                }
                self.step(3);
                open = true;
            } else if self.at_marker(b"...") {
                if std::mem::take(&mut open) {
                    self.push_empty_document();
                }
                self.step(3);
                self.finish_line();
            } else if self.pos >= self.bytes.len() {
                if open {
                    self.push_empty_document();
                }
                return self.out;
            } else if !open && self.peek() == Some(b'%') && self.pos == self.line_start {
                self.directive();
            } else {
                let root = self.block_node(-1, Spot::Free);
                self.out.documents.push(root);
                self.leftover();
                open = false;
            }
        }
    }

    fn push_empty_document(&mut self) {
        let node = Node::new(Span::empty(self.pos as u32), Value::Null);
        self.out.documents.push(node);
    }

    fn directive(&mut self) {
        let start = self.pos;
        self.pos = self.line_end(start);
        self.out.directives.push(self.span_from(start));
    }

    /// Skips what follows a root that cannot be continued, up to the next document.
    fn leftover(&mut self) {
        self.skip_blank();
        while !self.at_document_end() {
            let start = self.pos;
            self.pos = self.line_end(start);
            self.problem(self.span_from(start), "the document has ended before this line");
            self.skip_blank();
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.pos).copied()
    }

    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    pub(super) fn step(&mut self, bytes: usize) {
        self.pos += bytes;
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.pos as u32)
    }

    pub(super) fn problem(&mut self, span: Span, message: &'static str) {
        self.out.problems.push(Problem { span, message });
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            pos: self.pos,
            line_start: self.line_start,
            origin: self.origin,
            comments: self.out.comments.len(),
            problems: self.out.problems.len(),
        }
    }

    pub(super) fn reset(&mut self, mark: Mark) {
        self.pos = mark.pos;
        self.line_start = mark.line_start;
        self.origin = mark.origin;
        self.out.comments.truncate(mark.comments);
        self.out.problems.truncate(mark.problems);
    }

    /// As [`Self::reset`], for an attempt that failed: what it read counts against the budget of rescans.
    pub(super) fn give_up(&mut self, mark: Mark) {
        self.rescanned += self.pos.saturating_sub(mark.pos);
        self.reset(mark);
    }

    /// Whether an attempt over several lines may still be made.
    pub(super) fn may_attempt(&self) -> bool {
        self.rescanned <= RESCANS * self.bytes.len()
    }

    /// The column of the current place, in bytes.
    pub(super) fn column(&self) -> i64 {
        self.pos as i64 - self.origin
    }

    /// Whether only white space or nothing remains at `at` before the line end or a comment.
    pub(super) fn is_line_rest(&self, at: usize) -> bool {
        match self.byte(at) {
            None => true,
            Some(b'#') => at == self.start || self.byte(at - 1).is_some_and(|b| is_blank(b) || is_break(b)),
            Some(byte) => is_break(byte),
        }
    }

    /// Whether the byte at `at` is white space, a line end or the end of the text.
    pub(super) fn is_space(&self, at: usize) -> bool {
        self.byte(at).is_none_or(|b| is_blank(b) || is_break(b))
    }

    /// Whether the indicator `byte` stands at `at`, followed by white space.
    pub(super) fn is_indicator(&self, at: usize, byte: u8) -> bool {
        self.byte(at) == Some(byte) && self.is_space(at + 1)
    }

    fn at_marker(&self, marker: &[u8]) -> bool {
        self.pos == self.line_start && self.is_marker(self.pos, marker)
    }

    fn is_marker(&self, at: usize, marker: &[u8]) -> bool {
        self.bytes.get(at..at + 3) == Some(marker) && self.is_space(at + 3)
    }

    /// Whether the line that begins at `line` is `---` or `...`.
    pub(super) fn is_document_line(&self, line: usize) -> bool {
        self.is_marker(line, b"---") || self.is_marker(line, b"...")
    }

    /// Whether the text or the document ends here.
    pub(super) fn at_document_end(&self) -> bool {
        self.pos >= self.bytes.len() || self.pos == self.line_start && self.is_document_line(self.pos)
    }

    /// Where the line that holds `from` ends, its line break excluded.
    pub(super) fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |at| from + at)
    }

    /// The start of the line behind the line break at `at`; the length of the text if there is none.
    pub(super) fn after_break(&self, at: usize) -> usize {
        match (self.byte(at), self.byte(at + 1)) {
            (Some(b'\r'), Some(b'\n')) => at + 2,
            (Some(_), _) => at + 1,
            (None, _) => at,
        }
    }

    /// The first byte at or behind `from` that is not a blank.
    pub(super) fn skip_blanks(&self, mut from: usize) -> usize {
        while self.byte(from).is_some_and(is_blank) {
            from += 1;
        }
        from
    }

    /// The first byte at or behind `from` that is not a space.
    pub(super) fn skip_spaces(&self, mut from: usize) -> usize {
        while self.byte(from) == Some(b' ') {
            from += 1;
        }
        from
    }

    /// Begins the line at `start`.
    pub(super) fn begin_line(&mut self, start: usize) {
        self.pos = start;
        self.line_start = start;
        self.origin = start as i64;
    }

    /// Skips blanks on this line.
    pub(super) fn skip_inline(&mut self) {
        self.pos = self.skip_blanks(self.pos);
    }

    /// Skips blanks, line ends and comments, and settles the column of the content behind them.
    pub(super) fn skip_blank(&mut self) {
        let mut fresh = self.pos == self.line_start;
        loop {
            let spaces = self.skip_spaces(self.pos);
            self.pos = self.skip_blanks(spaces);
            match self.peek() {
                Some(byte) if is_break(byte) => {
                    self.begin_line(self.after_break(self.pos));
                    fresh = true;
                }
                Some(b'#') if self.is_line_rest(self.pos) => self.comment(fresh),
                Some(_) if fresh && spaces < self.pos => return self.settle_tabs(spaces),
                _ => return,
            }
        }
    }

    /// Reads the comment that begins here.
    pub(super) fn comment(&mut self, own_line: bool) {
        let start = self.pos;
        self.pos = self.line_end(start);
        let span = self.span_from(start);
        self.out.comments.push(Comment { span, own_line });
    }

    /// Reads a comment up to the end of the line; reports whatever else stands there.
    pub(super) fn finish_line(&mut self) {
        self.skip_inline();
        if !self.is_line_rest(self.pos) {
            let start = self.pos;
            self.pos = self.line_end(start);
            self.problem(self.span_from(start), "unexpected text behind a complete value");
        } else if self.peek() == Some(b'#') {
            self.comment(false);
        }
    }

    /// Gives a line whose indentation holds a tab (at `tab`) the column that makes the best sense of it.
    fn settle_tabs(&mut self, tab: usize) {
        let start = self.pos;
        if self.is_indicator(start, b'-') || self.is_indicator(start, b'?') || self.is_key_line(start) {
            self.problem(Span::new(tab as u32, tab as u32 + 1), "a tab is used as indentation");
        } else if (tab - self.line_start) as i64 > self.columns.last().copied().unwrap_or(-1) {
            self.origin = (start - (tab - self.line_start)) as i64;
            return;
        }
        self.origin = start as i64 - self.guess_column(start);
    }

    /// The column that the line with content at `start` was meant to have, told by the lines around it.
    fn guess_column(&self, start: usize) -> i64 {
        let next = self.next_column(start);
        let innermost = self.columns.last().copied().unwrap_or(0);
        if let Some(parent) = self.pending {
            let deeper = next.filter(|&next| next > parent);
            return match deeper {
                Some(next) if self.opens_block(start) => parent + (next - parent + 1) / 2,
                Some(next) => next,
                None => parent + 1,
            };
        }
        let limit = next.unwrap_or(innermost) - i64::from(self.opens_block(start));
        self.columns.iter().rev().copied().find(|&column| column <= limit).unwrap_or(0)
    }

    /// Whether the line that holds `at` ends with a colon.
    pub(super) fn opens_block(&self, at: usize) -> bool {
        let line = self.bytes.get(at..self.line_end(at)).unwrap_or_default();
        line.trim_ascii_end().ends_with(b":")
    }

    /// The indentation of the next line with content, in spaces.
    pub(super) fn next_column(&self, at: usize) -> Option<i64> {
        let mut line = self.after_break(self.line_end(at));
        while line < self.bytes.len() {
            let start = self.skip_spaces(line);
            if !self.is_line_rest(self.skip_blanks(start)) {
                return Some((start - line) as i64);
            }
            line = self.after_break(self.line_end(start));
        }
        None
    }

    /// Whether the rest of the line at `at` reads `key:`, quoted or not.
    pub(super) fn is_key_line(&self, at: usize) -> bool {
        let from = match self.byte(at) {
            Some(quote @ (b'"' | b'\'')) => {
                self.closing_quote(at + 1, quote, self.line_end(at)).map_or(at, |end| end + 1)
            }
            _ => at,
        };
        let end = self.skip_blanks(self.plain_line_end(from, self.bytes.len(), false));
        self.byte(end) == Some(b':')
    }
}
