//! A tolerant YAML parser with byte spans: indentation leads, so that one broken line costs that line only.

mod anchors;
mod block;
mod cursor;
mod flow;
mod kind;
mod literal;
mod mapping;
mod query;
mod quoted;
mod scalar;
mod sequence;

use crate::Span;

pub use anchors::Anchors;
pub use kind::Kind;

/// Collections nested deeper than this are not read; a [`Problem`] says so.
pub const DEPTH_LIMIT: usize = 100;

/// Everything read from one text. There is always an answer, whatever the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Yaml {
    /// The root node of each document, in order; empty for a text without content.
    pub documents: Vec<Node>,
    /// All comments, in order.
    pub comments: Vec<Comment>,
    /// The lines that begin with `%` ahead of a document.
    pub directives: Vec<Span>,
    /// What YAML forbids, as far as the parser noticed, in order of discovery.
    pub problems: Vec<Problem>,
}

/// A comment, from `#` to the end of its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` up to the line end.
    pub span: Span,
    /// Whether nothing but white space stands before it on its line.
    pub own_line: bool,
}

/// A place where the text is not YAML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The bytes at fault; empty where something is missing.
    pub span: Span,
    /// What is wrong, without a final full stop.
    pub message: &'static str,
}

/// A value or a key, with its properties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its content without the properties: a quoted scalar with its quotes, a block scalar from its `|` or `>` to the end
    /// of its last line with text, a block collection from its first key or dash to the end of its last value. Empty for
    /// an absent value, at the place where it would stand.
    pub span: Span,
    /// `&name`.
    pub anchor: Option<Box<Anchor>>,
    /// `!name`.
    pub tag: Option<Box<Tag>>,
    /// What it holds.
    pub value: Value,
}

/// `&name` before a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The name without `&`.
    pub name: String,
    /// With `&`.
    pub span: Span,
}

/// `!name` before a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    /// As written, with its `!`; handles are not resolved.
    pub name: String,
    /// The same bytes.
    pub span: Span,
}

/// The content of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing is written. (`~` and `null` are scalars whose [`Kind`] is null.)
    Null,
    /// A string in any style.
    Scalar(Scalar),
    /// A list.
    Sequence(Sequence),
    /// Keys with values.
    Mapping(Mapping),
    /// `*name`, without the star.
    Alias(String),
}

/// A scalar: its text after folding and escapes, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text that the scalar stands for.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

/// The five ways to write a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `text`
    Plain,
    /// `'text'`
    SingleQuoted,
    /// `"text"`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A list in block or flow style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sequence {
    /// Its items, in order.
    pub items: Vec<Item>,
    /// Whether it is written `[…]`.
    pub flow: bool,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its `-`; `None` in flow style, and in a broken text where the dash is missing.
    pub dash: Option<Span>,
    /// The item itself.
    pub node: Node,
}

/// Keys with values in block or flow style. A key may stand there twice: see [`Mapping::duplicates`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Its entries, in order; `<<` is one of them.
    pub entries: Vec<Entry>,
    /// Whether it is written `{…}`.
    pub flow: bool,
}

/// A key and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key; any node is allowed, nearly always a scalar.
    pub key: Node,
    /// Its `:`; `None` where the key is half typed, and for a lone key in flow style.
    pub colon: Option<Span>,
    /// The value; [`Value::Null`] where none is written.
    pub value: Node,
}

/// Reads `text`. Spans count bytes of it, a byte order mark included. Takes time proportional to its length.
#[must_use]
pub fn parse(text: &str) -> Yaml {
    cursor::Parser::new(text).stream()
}
