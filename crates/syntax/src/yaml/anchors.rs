//! Aliases and merge keys, resolved when asked: nothing is copied or expanded, so a bomb of aliases costs nothing.

use std::collections::{HashMap, HashSet};

use super::{Entry, Node, Value};

/// How many mappings one call of [`Anchors::merged`] follows, and how many aliases in a row lead to one node.
const BUDGET: usize = 1000;

/// The anchors of one document.
#[derive(Clone, Debug, Default)]
pub struct Anchors<'a> {
    by_name: HashMap<&'a str, Vec<&'a Node>>,
}

impl<'a> Anchors<'a> {
    /// All anchors in and below `root`. Takes time proportional to the size of the tree.
    #[must_use]
    pub fn of(root: &'a Node) -> Self {
        let mut anchors = Self::default();
        anchors.collect(root);
        anchors
    }

    fn collect(&mut self, node: &'a Node) {
        if let Some(anchor) = &node.anchor {
            self.by_name.entry(&anchor.name).or_default().push(node);
        }
        node.children().for_each(|child| self.collect(child));
    }

    /// The node that `*name` at `offset` stands for: the last one before it with that anchor.
    #[must_use]
    pub fn find(&self, name: &str, offset: u32) -> Option<&'a Node> {
        let nodes = self.by_name.get(name)?;
        let before =
            nodes.partition_point(|node| node.anchor.as_ref().is_some_and(|anchor| anchor.span.start < offset));
        nodes.get(before.checked_sub(1)?).copied()
    }

    /// `node` itself, or what it stands for if it is an alias; None if its anchor does not exist or leads in a circle.
    #[must_use]
    pub fn resolve(&self, mut node: &'a Node) -> Option<&'a Node> {
        for _ in 0..BUDGET {
            let Value::Alias(name) = &node.value else { return Some(node) };
            node = self.find(name, node.span.start)?;
        }
        None
    }

    /// The entries of the mapping that `node` is or stands for, with those that its merge keys bring in behind its own.
    /// A key of its own wins over a merged one, an earlier merge over a later one; merged mappings may merge in turn.
    /// `<<` itself is not among them.
    #[must_use]
    pub fn merged(&self, node: &'a Node) -> Vec<&'a Entry> {
        if let Some(entries) = self.resolve(node).and_then(plain) {
            return entries.iter().collect();
        }
        let mut merge = Merge { anchors: self, keys: HashSet::new(), seen: HashSet::new(), entries: Vec::new() };
        merge.mapping(node);
        merge.entries
    }

    /// The value of `key` in [`Self::merged`], aliases followed.
    #[must_use]
    pub fn get(&self, node: &'a Node, key: &str) -> Option<&'a Node> {
        let entry = self.merged(node).into_iter().find(|entry| entry.key.as_str() == Some(key))?;
        self.resolve(&entry.value)
    }
}

/// The entries of `node` where there are few, each with a key of its own and no merge: those of most mappings.
fn plain(node: &Node) -> Option<&[Entry]> {
    const FEW: usize = 12;
    let entries = node.entries();
    let alone = |(at, entry): (usize, &Entry)| {
        let own = entry.key.as_str().filter(|_| !entry.is_merge());
        own.is_some_and(|own| !entries.iter().take(at).any(|before| before.key.as_str() == Some(own)))
    };
    (entries.len() <= FEW && entries.iter().enumerate().all(alone)).then_some(entries)
}

struct Merge<'m, 'a> {
    anchors: &'m Anchors<'a>,
    keys: HashSet<&'a str>,
    /// Mappings merged already: a second time they bring in nothing, and a circle ends.
    seen: HashSet<*const Node>,
    entries: Vec<&'a Entry>,
}

impl<'a> Merge<'_, 'a> {
    fn mapping(&mut self, node: &'a Node) {
        let Some(node) = self.anchors.resolve(node) else { return };
        if self.seen.len() >= BUDGET || !self.seen.insert(node) {
            return;
        }
        let (merges, own): (Vec<_>, Vec<_>) = node.entries().iter().partition(|entry| entry.is_merge());
        for entry in own {
            if entry.key.as_str().is_none_or(|key| self.keys.insert(key)) {
                self.entries.push(entry);
            }
        }
        merges.into_iter().for_each(|entry| self.source(&entry.value));
    }

    /// What stands behind `<<`: a mapping, an alias of one, or a list of them.
    fn source(&mut self, value: &'a Node) {
        let Some(value) = self.anchors.resolve(value) else { return };
        match &value.value {
            Value::Sequence(list) => list.items.iter().for_each(|item| self.mapping(&item.node)),
            _ => self.mapping(value),
        }
    }
}
