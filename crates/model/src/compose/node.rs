//! The tree of a compose file as the engine sees it: aliases and merge keys followed, variables replaced.

use std::sync::Arc;

use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Anchors, Kind, Style};

use super::interpolate::{Lookup, interpolate};
use super::text::{Builder, Pieces, Place, Source, Text};
use crate::value::Value;

/// How many nodes the aliases of a file may add to those that are written; what is beyond reads as null.
const COPIES: usize = 100_000;

/// A value with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where its content stands, without a dash before it.
    pub place: Place,
    /// What a tag says about merging.
    pub change: Option<Change>,
    /// What it holds.
    pub term: Term,
}

/// `!reset` and `!override`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// What stood there before is gone, and so is this.
    Reset,
    /// This stands in the place of what stood there before.
    Override,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Nothing, or a null.
    Null,
    /// A string, number or boolean.
    Scalar(Text, Scalar),
    /// A list.
    List(Vec<Node>),
    /// Keys with values; each key once.
    Map(Vec<Entry>),
}

/// The types of scalars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Text, also what an interpolated scalar is.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key, variables not replaced.
    pub name: String,
    /// Where the key stands.
    pub key: Place,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Nothing, at `place`.
    pub(super) const fn null(place: Place) -> Self {
        Self { place, change: None, term: Term::Null }
    }

    /// Its keys with their values; none for anything but a mapping.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.term {
            Term::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Its items; none for anything but a list.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        match &self.term {
            Term::List(items) => items,
            _ => &[],
        }
    }

    /// The entry with that key.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.name == name)
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// Takes the entries out that stand behind a key.
    pub(super) fn take(&mut self, name: &str) -> Vec<Entry> {
        let Term::Map(entries) = &mut self.term else { return Vec::new() };
        match entries.iter_mut().find(|entry| entry.name == name).map(|entry| &mut entry.value.term) {
            Some(Term::Map(entries)) => std::mem::take(entries),
            _ => Vec::new(),
        }
    }

    /// Its text, for a scalar.
    #[must_use]
    pub const fn scalar(&self) -> Option<&Text> {
        match &self.term {
            Term::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// The text of the scalar behind a key.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&Text> {
        self.get(name).and_then(Self::scalar)
    }

    /// The boolean behind a key, also where it is a string.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.text(name)?.text().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// The scalars of a list; a lone scalar counts as a list of one.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.scalar().into_iter().chain(self.items().iter().filter_map(Self::scalar))
    }

    /// The keys of a mapping as texts.
    pub fn names(&self) -> impl Iterator<Item = Text> {
        let key = |entry: &Entry| Text::new(Value::from(entry.name.as_str()), entry.key.clone(), Pieces::new());
        self.entries().iter().map(key)
    }

    /// How many nodes it is made of, itself included.
    pub(super) fn count(&self) -> usize {
        let entries = self.entries().iter().map(|entry| entry.value.count());
        1 + entries.chain(self.items().iter().map(Self::count)).sum::<usize>()
    }

    /// Whether it is nothing or a null.
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self.term, Term::Null)
    }
}

/// The tree of `root`, a document of `text`, which is the text of `source`.
pub(super) fn read(source: &Arc<Source>, text: &str, root: &yaml::Node, lookup: Lookup<'_>) -> Node {
    let mut reader = Reader { source, text, anchors: Anchors::of(root), lookup, copies: COPIES };
    reader.node(root, root, 0, false)
}

struct Reader<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    anchors: Anchors<'a>,
    lookup: Lookup<'a>,
    copies: usize,
}

impl<'a> Reader<'a> {
    fn place(&self, span: Span) -> Place {
        Place { source: Arc::clone(self.source), span }
    }

    /// `node`, which `written` is or stands for; `copied` where an alias or a merge leads to it.
    fn node(&mut self, written: &'a yaml::Node, node: &'a yaml::Node, depth: usize, copied: bool) -> Node {
        let place = self.place(node.span);
        self.copies = self.copies.saturating_sub(usize::from(copied));
        if depth > yaml::DEPTH_LIMIT || self.copies == 0 {
            return Node::null(place);
        }
        let tag = written.tag.as_ref().or(node.tag.as_ref()).map(|tag| tag.name.as_str());
        let change = match tag {
            Some("!reset") => Some(Change::Reset),
            Some("!override") => Some(Change::Override),
            _ => None,
        };
        let term = match &node.value {
            yaml::Value::Null | yaml::Value::Alias(_) => Term::Null,
            yaml::Value::Scalar(scalar) => self.scalar(node, scalar),
            yaml::Value::Sequence(list) => {
                Term::List(list.items.iter().map(|item| self.value(&item.node, depth + 1, copied)).collect())
            }
            yaml::Value::Mapping(_) => Term::Map(self.entries(node, depth + 1, copied)),
        };
        Node { place, change, term }
    }

    fn value(&mut self, written: &'a yaml::Node, depth: usize, copied: bool) -> Node {
        match self.anchors.resolve(written) {
            Some(node) => {
                let alias = matches!(written.value, yaml::Value::Alias(_));
                self.node(written, node, depth, copied || alias)
            }
            None => Node::null(self.place(written.span)),
        }
    }

    fn entries(&mut self, node: &'a yaml::Node, depth: usize, copied: bool) -> Vec<Entry> {
        let merged = self.anchors.merged(node);
        let mut entries = Vec::with_capacity(merged.len());
        for entry in merged {
            if self.copies == 0 {
                break;
            }
            let Some(name) = self.anchors.resolve(&entry.key).and_then(yaml::Node::as_str) else { continue };
            let foreign = !node.span.contains(entry.key.span);
            let value = self.value(&entry.value, depth, copied || foreign);
            entries.push(Entry { name: name.to_owned(), key: self.place(entry.key.span), value });
        }
        entries
    }

    fn scalar(&self, node: &yaml::Node, scalar: &yaml::Scalar) -> Term {
        let kind = match node.kind() {
            Some(Kind::Null) => return Term::Null,
            Some(Kind::Bool(_)) => Scalar::Bool,
            Some(Kind::Int(_) | Kind::Float(_)) => Scalar::Number,
            _ => Scalar::String,
        };
        let raw = align(self.text, node, scalar).finish(self.place(node.span));
        Term::Scalar(if kind == Scalar::String { interpolate(raw, self.lookup) } else { raw }, kind)
    }
}

/// The text of `scalar` with the bytes of the file that it comes from.
fn align(file: &str, node: &yaml::Node, scalar: &yaml::Scalar) -> Builder {
    let mut builder = Builder::default();
    let quote = u32::from(matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted));
    let inner = Span::new(node.span.start + quote, node.span.end.saturating_sub(quote).max(node.span.start + quote));
    let written = inner.text(file);
    if written == scalar.text {
        builder.literal(&scalar.text, inner.start);
        return builder;
    }
    let header = if matches!(scalar.style, Style::Literal | Style::Folded) {
        written.find('\n').map_or(written.len(), |at| at + 1)
    } else {
        0
    };
    follow(scalar, written, header, inner.start, &mut builder);
    builder
}

/// Walks along `text` and `written`, which differ by folded line ends, indentation and escapes. Where a byte of the text
/// is not found, it stands at the last place that was.
fn follow(scalar: &yaml::Scalar, written: &str, mut at: usize, start: u32, builder: &mut Builder) {
    let doubles = scalar.style == Style::SingleQuoted;
    for c in scalar.text.chars() {
        let mut buffer = [0; 4];
        let piece = &*c.encode_utf8(&mut buffer);
        let rest = written.get(at..).unwrap_or_default();
        let space = c.is_whitespace();
        let passes = |next: char| next != c && (next.is_whitespace() || !space && next == '\\');
        let skip = rest.find(|next: char| !passes(next)).unwrap_or(0);
        let found = rest.get(skip..).unwrap_or_default();
        if found.starts_with(c) {
            builder.literal(piece, start + (at + skip) as u32);
            at += skip + c.len_utf8() + usize::from(doubles && c == '\'');
        } else {
            builder.replaced(&Value::from(piece), Span::empty(start + at as u32));
            at += skip + escape(found);
        }
    }
}

/// The length of the escape that `written` begins with, or of the line end that became a space.
fn escape(written: &str) -> usize {
    match written.as_bytes() {
        [b'\\', b'x', ..] => 4,
        [b'\\', b'u', ..] => 6,
        [b'\\', b'U', ..] => 10,
        [b'\\', _, ..] => 2,
        _ => 0,
    }
}
