//! Block lists, and lines in them that are no item.

use super::block::{Place, Spot};
use super::cursor::Parser;
use super::{DEPTH_LIMIT, Entry, Item, Mapping, Node, Sequence, Value};
use crate::Span;

impl Parser<'_> {
    /// The list whose first dash is here, at `column`, inside the collection at `parent`.
    pub(super) fn sequence(&mut self, parent: i64, column: i64) -> Node {
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

    pub(super) fn item(&mut self, column: i64) -> Item {
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
    pub(super) fn too_deep(&mut self, parent: i64, start: usize) -> Node {
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
