//! Words for what a compose file must hold at a place, and for what stands there.

use longshore_model::compose::At;
use longshore_model::compose::keys::{Format, Scalars, Shape};
use longshore_syntax::Span;
use longshore_syntax::yaml::{Entry, Kind, Node, Style, Value, Yaml};

/// `a list or a mapping`: what `shape` takes.
pub(super) fn taken(shape: &Shape) -> String {
    let scalars = shape.scalars;
    let number = scalars.has(Scalars::WHOLE) || scalars.has(Scalars::DECIMAL);
    let kinds = [
        (scalars.has(Scalars::BOOL), "`true` or `false`"),
        (number, "a number"),
        (scalars.has(Scalars::TEXT) && !matches!(shape.format, Format::Flag), "text"),
        (shape.list.is_some(), "a list"),
        (shape.map.is_some(), "a mapping"),
    ];
    one_of(kinds.into_iter().filter(|(taken, _)| *taken).map(|(_, word)| word.to_owned()))
}

/// `a, b or c`.
pub(super) fn one_of(words: impl IntoIterator<Item = String>) -> String {
    let mut words: Vec<String> = words.into_iter().collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) }
}

/// The words, each as code.
pub(super) fn code(words: &[&str]) -> String {
    one_of(words.iter().filter(|word| !word.is_empty()).map(|word| format!("`{word}`")))
}

/// `a list`: what `node` is.
pub(super) fn kind(node: &Node) -> &'static str {
    match (&node.value, node.kind()) {
        (Value::Sequence(_), _) => "a list",
        (Value::Mapping(_), _) => "a mapping",
        (_, Some(Kind::Null)) => "nothing",
        (_, Some(Kind::Bool(_))) => "a boolean",
        (_, Some(Kind::Int(_) | Kind::Float(_))) => "a number",
        _ => "text",
    }
}

/// `` `ports` `` or `` an item of `ports` ``: the place that a finding speaks of.
pub(super) fn place(at: At<'_>) -> String {
    match at {
        At { key: "", .. } => "the file".to_owned(),
        At { key, item: true, .. } => format!("an item of `{key}`"),
        At { key, item: false, .. } => format!("`{key}`"),
    }
}

/// The bytes of a scalar that is written on one line, without its quotes; `None` for other nodes.
pub(super) fn inner(node: &Node, file: &str) -> Option<Span> {
    let Value::Scalar(scalar) = &node.value else { return None };
    let quote = u32::from(matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted));
    let block = matches!(scalar.style, Style::Literal | Style::Folded);
    let span = Span::new(node.span.start + quote, node.span.end.saturating_sub(quote));
    (!block && span.text(file) == scalar.text).then_some(span)
}

/// The key at `span`, with the mapping that it stands in.
pub(super) fn entry_at(yaml: &Yaml, span: Span) -> Option<(&Node, &Node)> {
    let mut paths = yaml.documents.iter().map(|root| root.path_at(span.start));
    paths.find_map(|path| match path.as_slice() {
        [.., mapping, key] if key.span == span => Some((*mapping, *key)),
        _ => None,
    })
}

/// The only entry of a mapping whose key and value stand on one line without quotes, as one text: `8080:80`.
pub(super) fn joined(mapping: &Node, between: &str) -> Option<String> {
    let [Entry { key, value, .. }] = mapping.entries() else { return None };
    let plain = |node: &Node| match &node.value {
        Value::Scalar(scalar) if scalar.style == Style::Plain => !scalar.text.contains(['"', '\\', '\n']),
        _ => false,
    };
    (plain(key) && plain(value))
        .then(|| format!("{}{between}{}", key.as_str().unwrap_or_default(), value.as_str().unwrap_or_default()))
}
