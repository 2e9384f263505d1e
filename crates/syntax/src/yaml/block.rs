//! Block style: nodes told apart by their column, and what to do with a line whose column or form fits nowhere.

use super::cursor::{Parser, is_flow_indicator};
use super::{Anchor, DEPTH_LIMIT, Entry, Item, Mapping, Node, Sequence, Tag, Value};
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
    fn is_below(&self, parent: i64, spot: Spot) -> bool {
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
    fn is_colon(&self, at: usize, key: &Node) -> bool {
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
    fn ends_atom(&self) -> bool {
        let next = self.skip_blanks(self.pos);
        self.is_line_rest(next) || self.byte(next) == Some(b':')
    }

    fn key_behind_opener(&self, start: usize) -> bool {
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
    fn skip_openers(&mut self) {
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

    /// The mapping whose first entry is here; its key may be read already.
    fn mapping(&mut self, parent: i64, place: Place, first: Option<Node>) -> Node {
        if self.depth >= DEPTH_LIMIT {
            return self.too_deep(parent, place.start);
        }
        self.depth += 1;
        self.columns.push(place.column);
        let mut entries = Vec::new();
        match first {
            Some(key) => self.entry_of(key, place.column, &mut entries),
            None => self.entry(place.column, &mut entries),
        }
        self.columns.pop();
        self.depth -= 1;
        self.more_entries(parent, place, entries)
    }

    /// The entries behind those read already.
    fn more_entries(&mut self, parent: i64, place: Place, mut entries: Vec<Entry>) -> Node {
        self.depth += 1;
        let mut column = place.column;
        self.columns.push(column);
        while let Some(own) = self.next_entry(parent, column) {
            if own < column && entries.len() == 1 {
                column = own;
                self.columns.pop();
                self.columns.push(column);
            }
            if self.is_indicator(self.pos, b'-') {
                self.dash_in_mapping(own, &mut entries);
            } else {
                self.entry(own, &mut entries);
            }
        }
        self.columns.pop();
        self.depth -= 1;
        let start = Span::empty(place.start as u32);
        let span = entries.last().map_or(start, |last| start.join(last.span()));
        Node::new(span, Value::Mapping(Mapping { entries, flow: false }))
    }

    /// The column of the next line if it belongs to the collection at `column` inside the one at `parent`.
    fn next_entry(&mut self, parent: i64, column: i64) -> Option<i64> {
        self.skip_blank();
        let own = self.column();
        if self.at_document_end() || own < column && !self.belongs(parent, column, own) {
            return None;
        }
        if own != column {
            self.problem(Span::empty(self.pos as u32), "this line is indented otherwise than its neighbours");
        }
        Some(own)
    }

    /// Whether a line at `own`, between `parent` and `column`, is meant for `column`: the nearer one wins. A line one
    /// column off both is judged by the next one, which is either its child or its neighbour.
    fn belongs(&self, parent: i64, column: i64, own: i64) -> bool {
        if own <= parent {
            return false;
        }
        let (here, there) = (column - own, own - parent);
        if parent < 0 || here != there || here > 1 {
            return parent < 0 || here <= there;
        }
        let next = self.next_column(self.pos).unwrap_or(-1);
        if self.opens_block(self.pos) { next > column } else { next >= column }
    }

    /// A dash where a key is expected: it continues or supplies the list of the last key, or it is one too many.
    fn dash_in_mapping(&mut self, column: i64, entries: &mut Vec<Entry>) {
        let Some(last) = entries.last_mut() else { return };
        match &mut last.value.value {
            Value::Null => last.value = self.sequence(column - 1, column),
            Value::Sequence(list) if !list.flow => {
                let more = self.sequence(column - 1, column);
                last.value.span = last.value.span.join(more.span);
                match more.value {
                    Value::Sequence(more) => list.items.extend(more.items),
                    _ => list.items.push(Item { dash: None, node: more }),
                }
            }
            _ => {
                self.problem(Span::new(self.pos as u32, self.pos as u32 + 1), "a dash is one too many here");
                self.step(1);
                self.skip_inline();
                if !self.is_line_rest(self.pos) {
                    self.entry(column, entries);
                }
            }
        }
    }

    /// The entry that begins here, counted as standing at `column`.
    fn entry(&mut self, column: i64, entries: &mut Vec<Entry>) {
        if self.is_indicator(self.pos, b'?') {
            return self.explicit_entry(column, entries);
        }
        let own = self.properties();
        let node = if self.is_indicator(self.pos, b':') {
            Node::new(Span::empty(self.pos as u32), Value::Null)
        } else {
            self.key(column)
        };
        self.entry_of(own.on(node), column, entries);
    }

    /// A key on one line.
    fn key(&mut self, column: i64) -> Node {
        let start = self.pos;
        match self.peek() {
            Some(b'*') => return self.alias(),
            Some(b'[' | b'{') => {
                let mark = self.mark();
                let (node, closed) = self.flow(column);
                if closed {
                    return node;
                }
                self.give_up(mark);
                self.skip_openers();
            }
            Some(quote @ (b'"' | b'\'')) => {
                let closed = self.closing_quote(start + 1, quote, self.line_end(start)).is_some();
                let mark = self.mark();
                if closed {
                    let (node, _) = self.quoted(column);
                    if self.ends_atom() || !self.key_behind_opener(start) {
                        return node;
                    }
                }
                self.reset(mark);
                self.skip_openers();
            }
            _ => {}
        }
        self.plain_line()
    }

    /// The colon and the value of `key`.
    fn entry_of(&mut self, key: Node, column: i64, entries: &mut Vec<Entry>) {
        self.skip_inline();
        if self.is_colon(self.pos, &key) {
            let colon = self.pos;
            self.step(1);
            if !self.is_space(self.pos) {
                self.problem(Span::empty(self.pos as u32), "a space is missing behind the colon");
            }
            let value = self.value(column);
            let colon = Some(Span::new(colon as u32, colon as u32 + 1));
            return entries.push(Entry { key, colon, value });
        }
        self.problem(Span::empty(key.span.end), missing_colon(key.span.text(self.text)));
        self.finish_line();
        let end = key.outer_span().end;
        let value = self.below(end as usize, column, Spot::Free);
        entries.push(Entry { key, colon: None, value });
    }

    /// The value behind the colon of a key at `column`.
    fn value(&mut self, column: i64) -> Node {
        let start = self.pos;
        self.skip_inline();
        if !self.is_line_rest(self.pos) {
            return self.block_node(column, Spot::BehindKey);
        }
        self.below(start, column, Spot::BelowKey)
    }

    /// The node on the lines below, if they belong to `spot` of the collection at `column`; an absent one at `start`
    /// otherwise.
    fn below(&mut self, start: usize, column: i64, spot: Spot) -> Node {
        self.pending = Some(column);
        self.skip_blank();
        self.pending = None;
        if self.is_below(column, spot) {
            self.block_node(column, spot)
        } else {
            Node::new(Span::empty(start as u32), Value::Null)
        }
    }

    /// `? key`, and `: value` on a line of its own.
    fn explicit_entry(&mut self, column: i64, entries: &mut Vec<Entry>) {
        self.step(1);
        let key = self.compact(column);
        let mark = self.mark();
        self.skip_blank();
        if self.at_document_end() || self.column() != column || !self.is_indicator(self.pos, b':') {
            self.reset(mark);
            let value = Node::new(Span::empty(key.outer_span().end), Value::Null);
            return entries.push(Entry { key, colon: None, value });
        }
        let colon = Some(Span::new(self.pos as u32, self.pos as u32 + 1));
        self.step(1);
        let value = self.compact(column);
        entries.push(Entry { key, colon, value });
    }

    /// The node behind an indicator at `column`, where a block collection may begin on the same line.
    fn compact(&mut self, column: i64) -> Node {
        let start = self.pos;
        self.skip_inline();
        if self.is_line_rest(self.pos) {
            self.below(start, column, Spot::BelowKey)
        } else {
            self.block_node(column, Spot::BelowKey)
        }
    }

    /// The list whose first dash is here, at `column`, inside the collection at `parent`.
    fn sequence(&mut self, parent: i64, column: i64) -> Node {
        let start = self.pos;
        if self.depth >= DEPTH_LIMIT {
            return self.too_deep(parent, start);
        }
        self.depth += 1;
        self.columns.push(column);
        let mut items = vec![self.item(column)];
        let mut stray = false;
        while let Some(own) = self.next_item(parent, column) {
            if self.is_indicator(self.pos, b'-') {
                items.push(self.item(own));
            } else if items.len() == 1 && self.is_key_line(self.pos) {
                stray = true;
                break;
            } else {
                self.problem(Span::empty(self.pos as u32), "a dash is missing before this item");
                let node = self.block_node(own - 1, Spot::Free);
                items.push(Item { dash: None, node });
            }
        }
        self.columns.pop();
        self.depth -= 1;
        if stray {
            self.problem(Span::new(start as u32, start as u32 + 1), "a dash is one too many here");
            let entries = items.into_iter().flat_map(|item| unwrap_item(item.node)).collect();
            return self.more_entries(parent, Place { start, column }, entries);
        }
        let span = items.iter().fold(Span::empty(start as u32), |span, item| span.join(item.span()));
        Node::new(span, Value::Sequence(Sequence { items, flow: false }))
    }

    /// The column of the next line if it belongs to the list at `column`.
    fn next_item(&mut self, parent: i64, column: i64) -> Option<i64> {
        self.skip_blank();
        let own = self.column();
        let dash = self.is_indicator(self.pos, b'-');
        if self.at_document_end() || own <= parent && !(own == column && dash) {
            return None;
        }
        if own < column && !(dash && self.belongs(parent, column, own)) {
            return None;
        }
        if own != column {
            self.problem(Span::empty(self.pos as u32), "this item is indented otherwise than its neighbours");
        }
        Some(own)
    }

    fn item(&mut self, column: i64) -> Item {
        let dash = self.pos;
        self.step(1);
        let start = self.pos;
        self.skip_inline();
        let node = if self.is_line_rest(self.pos) {
            self.below(start, column, Spot::Free)
        } else {
            self.block_node(column, Spot::Free)
        };
        Item { dash: Some(Span::new(dash as u32, dash as u32 + 1)), node }
    }

    /// Skips a collection below the depth limit, with all lines deeper than `parent`.
    fn too_deep(&mut self, parent: i64, start: usize) -> Node {
        let mut end = self.pos;
        while !self.at_document_end() && (end == self.pos || self.column() > parent) {
            end = self.line_end(self.pos);
            self.pos = end;
            self.skip_blank();
        }
        let span = Span::new(start as u32, end as u32);
        self.problem(Span::new(start as u32, start as u32 + 1), "this is nested too deeply to be read");
        Node::new(span, Value::Null)
    }
}

/// Where a block collection begins.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    column: i64,
}

fn missing_colon(key: &str) -> &'static str {
    if key.contains(':') { "a space is missing behind the colon" } else { "a colon is missing behind this key" }
}

/// The entries of an item whose dash is one too many: what follows a key without value on deeper lines is its value.
fn unwrap_item(node: Node) -> Vec<Entry> {
    let end = node.span.end;
    match node.value {
        Value::Mapping(Mapping { mut entries, flow: false }) => {
            if entries.len() < 2 || entries.first().is_some_and(|first| first.value.value != Value::Null) {
                return entries;
            }
            let rest = entries.split_off(1);
            let span = rest.iter().fold(Span::empty(end), |span, entry| span.join(entry.span()));
            if let Some(first) = entries.first_mut() {
                first.value = Node::new(span, Value::Mapping(Mapping { entries: rest, flow: false }));
            }
            entries
        }
        _ => {
            let value = Node::new(Span::empty(end), Value::Null);
            vec![Entry { key: node, colon: None, value }]
        }
    }
}
