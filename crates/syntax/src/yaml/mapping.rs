//! Block mappings, and lines in them that are no entry.

use super::block::{Place, Spot};
use super::cursor::Parser;
use super::{DEPTH_LIMIT, Entry, Item, Mapping, Node, Value};
use crate::Span;

impl Parser<'_> {
    /// The mapping whose first entry is here; its key may be read already.
    pub(super) fn mapping(&mut self, parent: i64, place: Place, first: Option<Node>) -> Node {
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
    pub(super) fn more_entries(&mut self, parent: i64, place: Place, mut entries: Vec<Entry>) -> Node {
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
    pub(super) fn belongs(&self, parent: i64, column: i64, own: i64) -> bool {
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
    pub(super) fn below(&mut self, start: usize, column: i64, spot: Spot) -> Node {
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
    pub(super) fn compact(&mut self, column: i64) -> Node {
        let start = self.pos;
        self.skip_inline();
        if self.is_line_rest(self.pos) {
            self.below(start, column, Spot::BelowKey)
        } else {
            self.block_node(column, Spot::BelowKey)
        }
    }
}

fn missing_colon(key: &str) -> &'static str {
    if key.contains(':') { "a space is missing behind the colon" } else { "a colon is missing behind this key" }
}
