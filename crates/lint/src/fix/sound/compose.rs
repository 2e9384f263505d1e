//! Soundness of compose files: scalars keep their text and the keys above them.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Node, Yaml};

use super::{hold, moved};
use crate::Edit;

/// Whether `new` still has all scalars and comments of `old` that `sorted` did not touch, the scalars under the same
/// keys, and neither more problems nor more keys that stand there twice. Each comes with its text.
pub(super) fn sound((old, before): (&Yaml, &str), sorted: &[&Edit], (new, after): (&Yaml, &str)) -> bool {
    old.documents.len() == new.documents.len()
        && scalars_stay(old, sorted, new)
        && hold(&comments(old, before, sorted), &comments(new, after, &[]))
        && new.problems.len() <= old.problems.len()
        && duplicates(new) <= duplicates(old)
}

/// A key or value with the keys above it.
struct Leaf<'a> {
    node: &'a Node,
    keys: Vec<&'a str>,
}

fn scalars_stay(old: &Yaml, sorted: &[&Edit], new: &Yaml) -> bool {
    let (old, new) = (leaves(old), leaves(new));
    let touched = |leaf: &Leaf<'_>| {
        let span = leaf.node.span;
        sorted.iter().any(|edit| {
            edit.span.start < span.end && span.start < edit.span.end || edit.span == Span::empty(span.start)
        })
    };
    old.iter().filter(|leaf| !touched(leaf)).all(|leaf| {
        let at = moved(leaf.node.span.start, sorted);
        let index = new.partition_point(|other| i64::from(other.node.span.start) < at);
        let same = |other: &Leaf<'_>| {
            i64::from(other.node.span.start) == at && other.node.value == leaf.node.value && other.keys == leaf.keys
        };
        new.get(index).is_some_and(same)
    })
}

/// All scalars and aliases in the order of the text.
fn leaves(yaml: &Yaml) -> Vec<Leaf<'_>> {
    let mut found = Vec::new();
    yaml.documents.iter().for_each(|document| collect(document, &mut Vec::new(), &mut found));
    found
}

fn collect<'a>(node: &'a Node, keys: &mut Vec<&'a str>, found: &mut Vec<Leaf<'a>>) {
    if node.as_mapping().is_none() && node.as_sequence().is_none() && !node.span.is_empty() {
        found.push(Leaf { node, keys: keys.clone() });
    }
    for entry in node.entries() {
        collect(&entry.key, keys, found);
        keys.push(entry.key.as_str().unwrap_or_default());
        collect(&entry.value, keys, found);
        keys.pop();
    }
    node.items().iter().for_each(|item| collect(&item.node, keys, found));
}

/// The comments that no edit takes away, in alphabetical order.
fn comments<'t>(yaml: &Yaml, text: &'t str, sorted: &[&Edit]) -> Vec<&'t str> {
    let kept = yaml.comments.iter().filter(|comment| !sorted.iter().any(|edit| edit.span.contains(comment.span)));
    let mut all: Vec<&str> = kept.map(|comment| comment.span.text(text)).collect();
    all.sort_unstable();
    all
}

/// How many keys stand there a second time.
fn duplicates(yaml: &Yaml) -> usize {
    fn below(node: &Node) -> usize {
        let own = node.as_mapping().map_or(0, |mapping| mapping.duplicates().len());
        own + node.children().map(below).sum::<usize>()
    }
    yaml.documents.iter().map(below).sum()
}
