//! Block style: nodes told apart by their column, and what to do with a line whose column or form fits nowhere.

use super::cursor::{Parser, is_flow_indicator};
use super::{Anchor, Node, Tag, Value};
use crate::Span;

/// The properties of a node.
#[derive(Default)]
pub(super) struct Properties {
    anchor: Option<Box<Anchor>>,
    tag: Option<Box<Tag>>,
}

impl Properties {
    const fn is_empty(&self) -> bool {
        self.anchor.is_none() && self.tag.is_none()
    }

    fn or(self, outer: Self) -> Self {
        Self { anchor: self.anchor.or(outer.anchor), tag: self.tag.or(outer.tag) }
    }

    pub(super) fn on(self, node: Node) -> Node {
        Node { anchor: self.anchor.or(node.anchor), tag: self.tag.or(node.tag), ..node }
    }
}

/// Where a node may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spot {
    /// Behind `key:` on the same line: no block collection may begin here.
    BehindKey,
    /// On the lines below `key:`, where a list may stand in the column of the key.
    BelowKey,
    /// As a root, or behind or below a dash.
    Free,
}

/// How a scalar, alias or flow collection that begins a line ended.
enum Atom {
    /// Complete.
    Node(Node),
    /// Its opening quote or bracket is not closed, or closed in the wrong place, and a key follows it.
    StrayOpener,
}

impl Parser<'_> {
    /// The node at the current place, inside a collection at `parent` (-1 for a root).
    pub(super) fn block_node(&mut self, parent: i64, mut spot: Spot) -> Node {
        let mut outer = Properties::default();
        loop {
            let (start, column) = (self.pos, self.column());
            let own = self.properties();
            if own.is_empty() || !self.is_line_rest(self.pos) {
                let inline = spot == Spot::BehindKey;
                return self.content(parent, inline, Place { start, column }, own, outer);
            }
            let end = self.trim_back(start);
            outer = own.or(outer);
            if spot == Spot::BehindKey {
                spot = Spot::BelowKey;
            }
            self.skip_blank();
            if !self.is_below(parent, spot) {
                return outer.on(Node::new(Span::empty(end), Value::Null));
            }
        }
    }

    /// The end of what was read since `start`, without blanks behind it.
    fn trim_back(&self, start: usize) -> u32 {
        let read = self.bytes.get(start..self.pos).unwrap_or_default();
        (start + read.trim_ascii_end().len()) as u32
    }

    /// Whether the content here belongs to a node at `spot` of the collection at `parent`.
    pub(super) fn is_below(&self, parent: i64, spot: Spot) -> bool {
        let column = self.column();
        let dash = spot != Spot::Free && column == parent && self.is_indicator(self.pos, b'-');
        !self.at_document_end() && (column > parent || dash)
    }

    /// `&anchor` and `!tag`, in any order, with the blanks behind them.
    pub(super) fn properties(&mut self) -> Properties {
        let mut found = Properties::default();
        loop {
            let start = self.pos;
            match self.peek() {
                Some(b'&') if found.anchor.is_none() => {
                    let name = self.name();
                    found.anchor = Some(Box::new(Anchor { name, span: self.span_from(start) }));
                }
                Some(b'!') if found.tag.is_none() => {
                    self.tag_end();
                    let span = self.span_from(start);
                    found.tag = Some(Box::new(Tag { name: span.text(self.text).to_owned(), span }));
                }
                _ => return found,
            }
            self.skip_inline();
        }
    }

    /// The name behind `&` or `*`.
    pub(super) fn name(&mut self) -> String {
        let start = self.pos + 1;
        self.step(1);
        while !self.is_space(self.pos) && !self.peek().is_some_and(is_flow_indicator) {
            self.step(1);
        }
        self.text.get(start..self.pos).unwrap_or_default().to_owned()
    }

    fn tag_end(&mut self) {
        let verbatim = self.byte(self.pos + 1) == Some(b'<');
        while !self.is_space(self.pos) && (verbatim || !self.peek().is_some_and(is_flow_indicator)) {
            self.step(1);
            if verbatim && self.byte(self.pos - 1) == Some(b'>') {
                break;
            }
        }
    }

    /// The node whose properties `own` stand at `place`; `outer` ones stand on lines before it.
    fn content(&mut self, parent: i64, inline: bool, place: Place, own: Properties, outer: Properties) -> Node {
        let at = self.pos;
        if self.is_indicator(at, b'-') {
            if inline || !own.is_empty() {
                self.problem(Span::new(at as u32, at as u32 + 1), "a list must begin on its own line");
            }
            let column = self.column();
            return own.or(outer).on(self.sequence(parent, column));
        }
        match self.peek() {
            Some(b'|' | b'>') => {
                let node = self.block_scalar(parent);
                own.or(outer).on(node)
            }
            Some(b'?') if !inline && self.is_space(at + 1) => {
                let mapping = self.mapping(parent, place, None);
                own.or(outer).on(mapping)
            }
            Some(b':') if self.is_space(at + 1) && !inline => {
                let key = own.on(Node::new(Span::empty(at as u32), Value::Null));
                outer.on(self.mapping(parent, place, Some(key)))
            }
            _ => match self.atom(parent, inline) {
                Atom::StrayOpener => {
                    self.skip_openers();
                    let mapping = self.mapping(parent, place, None);
                    own.or(outer).on(mapping)
                }
                Atom::Node(node) if !inline && self.is_key(&node, parent) => {
                    let key = own.on(node);
                    outer.on(self.mapping(parent, place, Some(key)))
                }
                Atom::Node(node) => {
                    self.finish_line();
                    own.or(outer).on(node)
                }
            },
        }
    }

    /// Whether `node`, just read, is the first key of a mapping: a colon follows, or it is a lone word in front of keys.
    fn is_key(&self, node: &Node, parent: i64) -> bool {
        let next = self.skip_blanks(self.pos);
        if self.byte(next) == Some(b':') {
            return self.is_colon(next, node);
        }
        if !matches!(node.value, Value::Scalar(_)) || !self.is_line_rest(next) {
            return false;
        }
        let start = node.span.start as usize;
        self.line_end(start) == self.line_end(self.pos) && self.key_follows(parent)
    }

    /// Whether the next line with content is a key inside the collection at `parent`.
    fn key_follows(&self, parent: i64) -> bool {
        let mut line = self.after_break(self.line_end(self.pos));
        while line < self.bytes.len() {
            let start = self.skip_spaces(line);
            let content = self.skip_blanks(start);
            if !self.is_line_rest(content) {
                let deeper = (start - line) as i64 > parent;
                return deeper && !self.is_document_line(line) && self.is_key_line(content);
            }
            line = self.after_break(self.line_end(start));
        }
        false
    }

    /// Whether the colon at `at` makes `key` a key.
    pub(super) fn is_colon(&self, at: usize, key: &Node) -> bool {
        self.byte(at) == Some(b':') && (self.is_space(at + 1) || !key.is_plain())
    }

    /// A scalar, alias or flow collection. Plain and quoted ones run over lines deeper than `parent`.
    fn atom(&mut self, parent: i64, inline: bool) -> Atom {
        let start = self.pos;
        match self.peek() {
            Some(b'*') => Atom::Node(self.alias()),
            Some(b'[' | b'{') => {
                let mark = self.mark();
                let (node, closed) = self.flow(parent);
                if !inline && !closed && self.key_behind_opener(start) {
                    self.give_up(mark);
                    return Atom::StrayOpener;
                }
                Atom::Node(node)
            }
            Some(b'"' | b'\'') => {
                let mark = self.mark();
                let (node, closed) = self.quoted(parent);
                let stray = !closed || !self.ends_atom();
                if !inline && stray && self.key_behind_opener(start) {
                    self.give_up(mark);
                    return Atom::StrayOpener;
                }
                Atom::Node(node)
            }
            _ => Atom::Node(self.plain(parent, inline)),
        }
    }

    /// Whether nothing, a comment or a colon follows.
    pub(super) fn ends_atom(&self) -> bool {
        let next = self.skip_blanks(self.pos);
        self.is_line_rest(next) || self.byte(next) == Some(b':')
    }

    pub(super) fn key_behind_opener(&self, start: usize) -> bool {
        let end = self.plain_line_end(start, self.bytes.len(), false);
        self.byte(self.skip_blanks(end)) == Some(b':') && self.opener_end(start) < end
    }

    fn opener_end(&self, mut at: usize) -> usize {
        while matches!(self.byte(at), Some(b'[' | b'{' | b'"' | b'\'' | b' ')) {
            at += 1;
        }
        at
    }

    /// Reports and skips the opening brackets and quotes here.
    pub(super) fn skip_openers(&mut self) {
        let start = self.pos;
        self.pos = self.opener_end(start);
        self.problem(Span::new(start as u32, start as u32 + 1), "this is never closed");
    }

    pub(super) fn alias(&mut self) -> Node {
        let start = self.pos;
        let name = self.name();
        if name.len() > 1 && name.ends_with(':') && !self.is_line_rest(self.skip_blanks(self.pos)) {
            // By the letter an alias called `name:` with junk behind it; libyaml and its ports read a key.
            self.pos -= 1;
            let name = name.trim_end_matches(':').to_owned();
            return Node::new(self.span_from(start), Value::Alias(name));
        }
        Node::new(self.span_from(start), Value::Alias(name))
    }
}

/// Where a block collection begins.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) column: i64,
}
