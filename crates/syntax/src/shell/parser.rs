//! The reader's state: where it stands in the text, what it may read, and the steps between tokens.

use std::mem;

use memchr::memchr;

use super::bytes::{DELIMITER, Table};
use super::redirect::HereDocuments;
use super::{Script, Span};
use crate::Logical;

/// How deep constructs may stand in each other. Each level costs some ten stack frames.
const DEPTH: usize = 64;
/// How often a part that is never closed is read a second time, so that reading stays linear.
const RETRIES: usize = 8;

pub(super) struct Parser<'a> {
    pub(super) logical: &'a Logical,
    text: &'a str,
    bytes: &'a [u8],
    /// Where the reader stands.
    pub(super) pos: usize,
    /// Where its text ends: less than the whole inside here-documents and the like.
    pub(super) end: usize,
    /// The end of the last token.
    pub(super) last: usize,
    /// The reserved words and brackets that enclosing constructs wait for.
    pub(super) stops: u16,
    pub(super) documents: HereDocuments,
    depth: usize,
    retries: usize,
}

/// Where a reader stood, to read again from there.
pub(super) struct Place {
    pos: usize,
    last: usize,
    documents: (usize, usize),
}

impl<'a> Parser<'a> {
    pub(super) fn new(logical: &'a Logical) -> Self {
        let text = logical.text.as_str();
        Self {
            logical,
            text,
            bytes: text.as_bytes(),
            pos: 0,
            end: text.len(),
            last: 0,
            stops: 0,
            documents: HereDocuments::default(),
            depth: 0,
            retries: RETRIES,
        }
    }

    /// Reads all of the text.
    pub(super) fn script_file(mut self) -> Script {
        let script = self.list(0);
        self.documents.finish();
        script
    }

    /// Reads `logical`, a rewritten part of this text, with what is left of this reader's limits.
    pub(super) fn script_in(&mut self, logical: &Logical) -> Script {
        let mut inner = Parser::new(logical);
        inner.depth = self.depth;
        inner.retries = self.retries;
        let script = inner.list(0);
        self.retries = inner.retries;
        inner.documents.finish();
        script
    }

    /// The byte at `at`, 0 behind the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at < self.end { self.bytes[at] } else { 0 }
    }

    pub(super) fn here(&self) -> u8 {
        self.byte(self.pos)
    }

    pub(super) fn next(&self) -> u8 {
        self.byte(self.pos + 1)
    }

    pub(super) fn at_end(&self) -> bool {
        self.pos >= self.end
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.logical.span(start, end)
    }

    /// Passes bytes that are not in `table`.
    pub(super) fn run(&mut self, table: &Table) {
        let rest = &self.bytes[self.pos.min(self.end)..self.end];
        self.pos += rest.iter().position(|&byte| table[byte as usize]).unwrap_or(rest.len());
    }

    /// Passes `width` bytes, which are a token.
    pub(super) fn token(&mut self, width: usize) {
        self.pos = (self.pos + width).min(self.end);
        self.last = self.pos;
    }

    /// Passes one character and returns it.
    pub(super) fn character(&mut self) -> &'a str {
        let start = self.pos;
        self.pos += 1;
        while self.pos < self.end && !self.text.is_char_boundary(self.pos) {
            self.pos += 1;
        }
        self.slice(start, self.pos)
    }

    /// Where `byte` stands next.
    pub(super) fn find(&self, byte: u8, from: usize) -> Option<usize> {
        memchr(byte, self.bytes.get(from..self.end)?).map(|found| from + found)
    }

    /// The end of the line that `from` stands on, without its line feed.
    pub(super) fn line_end(&self, from: usize) -> usize {
        self.find(b'\n', from).unwrap_or(self.end)
    }

    /// The bytes of a continuation at `at`: a backslash and a line end. 0 where there is none.
    pub(super) fn continuation(&self, at: usize) -> usize {
        match (self.byte(at), self.byte(at + 1), self.byte(at + 2)) {
            (b'\\', b'\n', _) => 2,
            (b'\\', b'\r', b'\n') => 3,
            _ => 0,
        }
    }

    /// The first byte from `at` on that is no part of a continuation.
    pub(super) fn behind_continuations(&self, at: usize) -> usize {
        let mut behind = at;
        loop {
            match self.continuation(behind) {
                0 => return behind,
                width => behind += width,
            }
        }
    }

    /// Whether a carriage return at `at` belongs to a line end.
    pub(super) fn ends_line(&self, at: usize) -> bool {
        self.byte(at) == b'\r' && (at + 1 >= self.end || self.byte(at + 1) == b'\n')
    }

    /// Passes blanks, continuations and a comment. To be called between tokens only.
    pub(super) fn blanks(&mut self) {
        loop {
            match self.here() {
                b' ' | b'\t' => self.pos += 1,
                b'\r' if self.ends_line(self.pos) => self.pos += 1,
                b'\\' => match self.continuation(self.pos) {
                    0 => return,
                    width => self.pos += width,
                },
                b'#' => self.pos = self.line_end(self.pos),
                _ => return,
            }
        }
    }

    /// Passes blanks, comments and line ends.
    pub(super) fn lines(&mut self) {
        self.blanks();
        while self.here() == b'\n' {
            self.line_feed();
            self.blanks();
        }
    }

    /// Passes the line feed here and the here-documents behind it.
    pub(super) fn line_feed(&mut self) {
        self.pos += 1;
        if self.documents.wait() {
            self.read_bodies();
        }
    }

    /// Whether `word` stands here as a whole word.
    pub(super) fn at_word(&self, word: &str) -> bool {
        let end = self.pos + word.len();
        self.slice(self.pos, end.min(self.end)) == word && (end >= self.end || DELIMITER[self.byte(end) as usize])
    }

    /// Passes `word` if it stands here.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let found = self.at_word(word);
        if found {
            self.token(word.len());
        }
        found
    }

    /// Passes `byte` if it stands here.
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = !self.at_end() && self.here() == byte;
        if found {
            self.token(1);
        }
        found
    }

    /// Reads one level deeper. Where that is too deep, the rest of the text is passed unread.
    pub(super) fn nested<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            self.pos = self.end;
            self.last = self.end;
            return None;
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        Some(result)
    }

    /// Reads as if the text ended at `end`, and goes on there.
    pub(super) fn within<T>(&mut self, end: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.end;
        self.end = end.min(outer);
        let result = read(self);
        self.pos = self.end;
        self.end = outer;
        result
    }

    /// Reads a substitution's commands, in which only `stops` are waited for.
    pub(super) fn inner_list(&mut self, stops: u16) -> Script {
        let outer = mem::take(&mut self.stops);
        let script = self.list(stops);
        self.stops = outer;
        script
    }

    pub(super) fn place(&self) -> Place {
        Place { pos: self.pos, last: self.last, documents: self.documents.place() }
    }

    pub(super) fn go_back(&mut self, place: Place) {
        self.pos = place.pos;
        self.last = place.last;
        self.documents.go_back(place.documents);
    }

    /// Whether something unclosed may be read a second time; uses that chance up.
    pub(super) fn may_retry(&mut self) -> bool {
        let left = self.retries > 0;
        self.retries = self.retries.saturating_sub(1);
        left
    }
}
