//! Soundness of compose files: scalars keep their text and the keys above them.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Node, Yaml};

use super::{hold, moved};
use crate::Edit;

/// Whether `new` still has all scalars and comments of `old` that `sorted` did not touch, the scalars under the same
/// keys but for those that are renamed, and neither more problems nor more keys that stand there twice. Each comes with its text.
pub(super) fn sound((old, before): (&Yaml, &str), sorted: &[&Edit], (new, after): (&Yaml, &str)) -> bool {
    old.documents.len() == new.documents.len()
        && scalars_stay(old, sorted, new)
        && hold(&comments(old, before, sorted), &comments(new, after, &[]))
        && new.problems.len() <= old.problems.len()
        && duplicates(new) <= duplicates(old)
}

/// A key or value with the keys above it; in the place of those that an edit touches stands nothing.
struct Leaf<'a> {
    node: &'a Node,
    keys: Vec<Option<&'a str>>,
}

fn touches(sorted: &[&Edit], span: Span) -> bool {
    sorted
        .iter()
        .any(|edit| edit.span.start < span.end && span.start < edit.span.end || edit.span == Span::empty(span.start))
}

fn scalars_stay(old: &Yaml, sorted: &[&Edit], new: &Yaml) -> bool {
    let (old, new) = (leaves(old, sorted), leaves(new, &[]));
    old.iter().filter(|leaf| !touches(sorted, leaf.node.span)).all(|leaf| {
        let at = moved(leaf.node.span.start, sorted);
        let index = new.partition_point(|other| i64::from(other.node.span.start) < at);
        let same = |other: &Leaf<'_>| {
            i64::from(other.node.span.start) == at
                && other.node.value == leaf.node.value
                && other.keys.len() == leaf.keys.len()
                && leaf.keys.iter().zip(&other.keys).all(|(old, new)| old.is_none() || old == new)
        };
        new.get(index).is_some_and(same)
    })
}

/// All scalars and aliases in the order of the text.
fn leaves<'a>(yaml: &'a Yaml, sorted: &[&Edit]) -> Vec<Leaf<'a>> {
    let mut found = Vec::new();
    yaml.documents.iter().for_each(|document| collect(document, sorted, &mut Vec::new(), &mut found));
    found
}

fn collect<'a>(node: &'a Node, sorted: &[&Edit], keys: &mut Vec<Option<&'a str>>, found: &mut Vec<Leaf<'a>>) {
    if node.as_mapping().is_none() && node.as_sequence().is_none() && !node.span.is_empty() {
        found.push(Leaf { node, keys: keys.clone() });
    }
    for entry in node.entries() {
        collect(&entry.key, sorted, keys, found);
        keys.push(entry.key.as_str().filter(|_| !touches(sorted, entry.key.span)));
        collect(&entry.value, sorted, keys, found);
        keys.pop();
    }
    node.items().iter().for_each(|item| collect(&item.node, sorted, keys, found));
}

/// The comments that must stay, in alphabetical order: those that have a line of their own, and those that no edit takes
/// away with what they stand beside.
fn comments<'t>(yaml: &Yaml, text: &'t str, sorted: &[&Edit]) -> Vec<&'t str> {
    let goes = |span: Span| sorted.iter().any(|edit| edit.span.contains(span));
    let kept = yaml.comments.iter().filter(|comment| comment.own_line || !goes(comment.span));
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
