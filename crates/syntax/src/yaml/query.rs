//! Questions to a tree: values by key and path, the node at an offset, keys that stand there twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::{Comment, Entry, Item, Mapping, Node, Sequence, Style, Value, Yaml};
use crate::Span;

impl Node {
    pub(super) const fn new(span: Span, value: Value) -> Self {
        Self { span, anchor: None, tag: None, value }
    }

    /// Its content and properties.
    #[must_use]
    pub fn outer_span(&self) -> Span {
        let span = self.anchor.as_ref().map_or(self.span, |anchor| self.span.join(anchor.span));
        self.tag.as_ref().map_or(span, |tag| span.join(tag.span))
    }

    /// Whether a colon behind it needs white space to make it a key: not so for quoted scalars and flow collections.
    pub(super) fn is_plain(&self) -> bool {
        match &self.value {
            Value::Scalar(scalar) => scalar.style == Style::Plain,
            Value::Sequence(Sequence { flow, .. }) | Value::Mapping(Mapping { flow, .. }) => !flow,
            Value::Null | Value::Alias(_) => true,
        }
    }

    /// The text of a scalar.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Its mapping.
    #[must_use]
    pub const fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// Its list.
    #[must_use]
    pub const fn as_sequence(&self) -> Option<&Sequence> {
        match &self.value {
            Value::Sequence(sequence) => Some(sequence),
            _ => None,
        }
    }

    /// The entries of a mapping; none for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        self.as_mapping().map_or(&[], |mapping| &mapping.entries)
    }

    /// The items of a list; none for anything else.
    #[must_use]
    pub fn items(&self) -> &[Item] {
        self.as_sequence().map_or(&[], |sequence| &sequence.items)
    }

    /// Whether nothing is written, or a null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind() == Some(super::Kind::Null)
    }

    /// The value of `key`, of the first one if it stands there twice. Neither aliases nor merge keys are followed: see
    /// [`super::Anchors`].
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The first entry with `key`.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.as_str() == Some(key))
    }

    /// The value reached through `keys` one after the other; in a list a key is an index in decimal digits.
    #[must_use]
    pub fn path<K: AsRef<str>>(&self, keys: &[K]) -> Option<&Self> {
        keys.iter().try_fold(self, |node, key| match &node.value {
            Value::Sequence(list) => list.items.get(key.as_ref().parse::<usize>().ok()?).map(|item| &item.node),
            _ => node.get(key.as_ref()),
        })
    }

    /// The deepest node, key or value, that `offset` touches.
    #[must_use]
    pub fn node_at(&self, offset: u32) -> Option<&Self> {
        self.path_at(offset).last().copied()
    }

    /// The nodes that `offset` touches, each within the one before. Of neighbours that meet there, the later one counts if
    /// it is not empty.
    #[must_use]
    pub fn path_at(&self, offset: u32) -> Vec<&Self> {
        let mut path = Vec::new();
        let mut next = Some(self).filter(|node| node.outer_span().touches(offset));
        while let Some(node) = next {
            path.push(node);
            next = node.child_at(offset);
        }
        path
    }

    fn child_at(&self, offset: u32) -> Option<&Self> {
        let touched = |node: &&Self| node.outer_span().touches(offset);
        let better = |found: Option<&'_ Self>, node: &Self| found.is_none() || !node.outer_span().is_empty();
        self.children().filter(touched).fold(None, |found, node| if better(found, node) { Some(node) } else { found })
    }

    /// Its keys and values, or its items, in the order of the text.
    pub fn children(&self) -> impl Iterator<Item = &Self> {
        let items = self.items().iter().map(|item| &item.node);
        self.entries().iter().flat_map(|entry| [&entry.key, &entry.value]).chain(items)
    }
}

impl Entry {
    /// From its key to the end of its value.
    #[must_use]
    pub fn span(&self) -> Span {
        let key = self.colon.map_or(self.key.outer_span(), |colon| self.key.outer_span().join(colon));
        key.join(self.value.outer_span())
    }

    /// Whether it merges other mappings into this one: a plain `<<`.
    #[must_use]
    pub fn is_merge(&self) -> bool {
        matches!(&self.key.value, Value::Scalar(key) if key.style == Style::Plain && key.text == "<<")
    }
}

impl Item {
    /// From its dash to its end.
    #[must_use]
    pub fn span(&self) -> Span {
        let node = self.node.outer_span();
        self.dash.map_or(node, |dash| dash.join(node))
    }
}

impl Mapping {
    /// Entries whose key stood there before, each with the first entry of that key. `<<` counts like any other key.
    #[must_use]
    pub fn duplicates(&self) -> Vec<(&Entry, &Entry)> {
        let mut first = HashMap::with_capacity(self.entries.len());
        let mut found = Vec::new();
        for entry in &self.entries {
            let Some(key) = entry.key.as_str() else { continue };
            match first.entry(key) {
                Slot::Vacant(slot) => {
                    slot.insert(entry);
                }
                Slot::Occupied(slot) => found.push((*slot.get(), entry)),
            }
        }
        found
    }
}

impl Yaml {
    /// The comments that begin within `span`, in order.
    #[must_use]
    pub fn comments_in(&self, span: Span) -> &[Comment] {
        let from = self.comments.partition_point(|comment| comment.span.start < span.start);
        let to = self.comments.partition_point(|comment| comment.span.start < span.end);
        self.comments.get(from..to).unwrap_or_default()
    }

    /// The root of the first document.
    #[must_use]
    pub fn root(&self) -> Option<&Node> {
        self.documents.first()
    }
}
