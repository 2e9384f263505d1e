//! An open document: its rope, its tree, and incremental edits to both.

use std::cell::RefCell;
use std::sync::Arc;

use ropey::Rope;
use tree_sitter::{InputEdit, Parser, Point, Tree};

use crate::dockerfile::{Change, Dockerfile, Lowered};
use crate::{Encoding, LineIndex, Position, Span};

/// The languages that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Dockerfiles, also called Containerfiles.
    Dockerfile,
    /// Compose files.
    Compose,
}

/// A text under edit. Dockerfiles keep their tree and their nodes, and every edit reads anew only what it touched: the one
/// instruction it stands in, or by the tree what may have become something else.
#[derive(Clone, Debug)]
pub struct Document {
    language: Language,
    rope: Rope,
    text: Arc<str>,
    /// The tree, told of all edits; `None` before it is needed, and for compose files.
    tree: Option<Tree>,
    /// Whether the tree is that of the text, and not only told of what became of it.
    parsed: bool,
    /// The nodes of the text, or of what it was before `change`; `None` until somebody asks.
    lowered: Option<Lowered>,
    change: Option<Change>,
}

impl Document {
    /// A document with the given text.
    #[must_use]
    pub fn new(language: Language, text: &str) -> Self {
        let rope = Rope::from_str(text);
        Self { language, rope, text: text.into(), tree: None, parsed: false, lowered: None, change: None }
    }

    /// The language it was opened in.
    #[must_use]
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Replaces the whole text.
    pub fn replace(&mut self, text: &str) {
        *self = Self::new(self.language, text);
    }

    /// Replaces `start..end`, positions counted in `encoding` and clamped to the text, with `new`. Where the ends are
    /// swapped they are put in order.
    pub fn edit(&mut self, start: Position, end: Position, encoding: Encoding, new: &str) {
        let (start, end) = (self.byte(start, encoding), self.byte(end, encoding));
        self.splice(Span::new(start.min(end), start.max(end)), new);
    }

    /// The owned syntax nodes of the text; `None` for a compose file. What it returned before is best dropped first:
    /// instructions that nobody else holds are moved behind an edit, others are copied.
    #[must_use]
    pub fn dockerfile(&mut self) -> Option<Dockerfile> {
        if self.language != Language::Dockerfile {
            return None;
        }
        let lowered = match (self.lowered.take(), self.change.take()) {
            (Some(lowered), None) => Ok(lowered),
            (Some(lowered), Some(change)) => lowered.patched(change, &self.text).map_err(Some),
            (None, _) => Err(None),
        };
        let lowered = lowered.or_else(|old| self.lower(old).ok_or(())).ok()?;
        Some(self.lowered.insert(lowered).file.clone())
    }

    /// The nodes by the tree, which is made that of the text. `None` only where the grammar cannot be loaded, which the
    /// tests of the grammar exclude.
    fn lower(&mut self, old: Option<Lowered>) -> Option<Lowered> {
        if !self.parsed {
            self.tree = parse(&self.text, self.tree.as_ref());
            self.parsed = true;
        }
        Some(Lowered::new(self.tree.as_ref()?, &self.text, old))
    }

    fn byte(&self, position: Position, encoding: Encoding) -> u32 {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_bytes() as u32;
        }
        let start = self.rope.line_to_byte(line) as u32;
        let content = self.rope.line(line).to_string();
        let at = LineIndex::new(&content).offset(&content, Position { line: 0, column: position.column }, encoding);
        start + at
    }

    fn splice(&mut self, span: Span, new: &str) {
        let new_end = span.start + new.len() as u32;
        let (start_point, old_end_point) = (self.point(span.start), self.point(span.end));
        let chars = self.rope.byte_to_char(span.start as usize)..self.rope.byte_to_char(span.end as usize);
        self.rope.remove(chars.clone());
        self.rope.insert(chars.start, new);
        self.text = self.rope.to_string().into();
        let edit = InputEdit {
            start_byte: span.start as usize,
            old_end_byte: span.end as usize,
            new_end_byte: new_end as usize,
            start_position: start_point,
            old_end_position: old_end_point,
            new_end_position: self.point(new_end),
        };
        if let Some(tree) = &mut self.tree {
            tree.edit(&edit);
        }
        self.parsed = false;
        let change = Change { start: span.start, old_end: span.end, new_end };
        self.change = Some(self.change.map_or(change, |before| before.then(change)));
    }

    /// tree-sitter counts rows by `\n` alone, so a lone `\r` does not end one.
    fn point(&self, byte: u32) -> Point {
        let before = &self.text.as_bytes()[..byte as usize];
        let row = memchr::memchr_iter(b'\n', before).count();
        let column = memchr::memrchr(b'\n', before).map_or(before.len(), |at| before.len() - at - 1);
        Point { row, column }
    }
}

/// The tree of a Dockerfile; `old` is the tree before edits that it has been told of. `None` only where the grammar
/// cannot be loaded, which the tests of the grammar exclude.
pub(crate) fn parse(text: &str, old: Option<&Tree>) -> Option<Tree> {
    thread_local! {
        static PARSER: RefCell<Option<Parser>> = RefCell::new(parser());
    }
    PARSER.with_borrow_mut(|parser| parser.as_mut()?.parse(text, old))
}

fn parser() -> Option<Parser> {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_dockerfile::LANGUAGE.into()).ok()?;
    Some(parser)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_move_both_rope_and_tree() {
        let mut document = Document::new(Language::Dockerfile, "FROM a\nRUN x\n");
        let at = |line, column| Position { line, column };
        document.edit(at(1, 4), at(1, 5), Encoding::Utf16, "😀 y");
        document.edit(at(1, 7), at(1, 8), Encoding::Utf16, "z");
        assert_eq!(&*document.text(), "FROM a\nRUN 😀 z\n");
        let mut fresh = Document::new(Language::Dockerfile, &document.text());
        assert_eq!(document.dockerfile(), fresh.dockerfile());
    }
}
