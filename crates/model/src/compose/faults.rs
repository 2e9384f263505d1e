//! What the engine refuses about the keys, types and formats of a compose file, in one pass over its tree.

use std::cell::OnceCell;
use std::collections::HashSet;

use longshore_syntax::Span;
use longshore_syntax::yaml::{Anchors, Entry, Item, Kind, Node, Style, Value, Yaml};

use super::keys::{Conflict, Element, FILE, Format, List, Map, Names, Object, Scalars, Shape, Verdict};

/// Items of longer lists are not compared with each other.
const COMPARED: usize = 200;

/// Something that is wrong.
#[derive(Clone, Debug)]
pub struct Fault<'a> {
    /// The key or value at fault, without anchor and tag.
    pub span: Span,
    /// Where it stands.
    pub at: At<'a>,
    /// What is wrong with it.
    pub kind: FaultKind<'a>,
    /// Whether another file, which this one is merged with, may mend it.
    pub partial: bool,
}

/// Where a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    /// The key that it stands behind; empty for the whole file.
    pub key: &'a str,
    /// Whether it is an item of the list there.
    pub item: bool,
    /// The key; for an item its dash, or itself where it has none.
    pub span: Span,
}

impl At<'_> {
    /// The whole file.
    const TOP: Self = Self { key: "", item: false, span: Span::empty(0) };
}

/// What is wrong.
#[derive(Clone, Copy, Debug)]
pub enum FaultKind<'a> {
    /// The mapping has no such key.
    UnknownKey(&'static Object),
    /// The key is no text.
    KeyType(&'a Node),
    /// The key is no name for such an element.
    BadName(Element),
    /// The value has a type that is not taken here.
    WrongType(&'a Node, &'static Shape),
    /// The text is written such that the engine reads a date, which it takes nowhere.
    Date(&'a Node),
    /// The engine refuses the text.
    Refused(&'a Node, Format),
    /// The engine takes the text and fails later, or ignores it.
    Odd(&'a Node, Format),
    /// The first item is none of those that must stand there.
    First(&'a Node, &'static List),
    /// The item stands in the list already, at this place.
    Repeated(Span),
    /// A key is missing: one of these.
    Missing(&'static [&'static str]),
    /// The key does not go together with the one at this place.
    Conflict(&'static Conflict, Span),
    /// Services stand at the top level, as they did before `services` was a key.
    LegacyLayout,
}

/// All that is wrong with `yaml`, in the order of the text. Variables may stand for anything; tags that merge and tags
/// that are not known are left alone.
#[must_use]
pub fn faults(yaml: &Yaml) -> Vec<Fault<'_>> {
    let mut found = Vec::new();
    for root in &yaml.documents {
        let mut walk = Walk { root, anchors: OnceCell::new(), seen: HashSet::new(), extended: false, found };
        walk.document();
        found = walk.found;
    }
    found.sort_by_key(|fault| (fault.span.start, fault.span.end));
    found.dedup_by(|one, other| {
        one.span == other.span && std::mem::discriminant(&one.kind) == std::mem::discriminant(&other.kind)
    });
    found
}

/// The shape of the whole file.
static FILE_SHAPE: Shape = Shape { scalars: Scalars::NULL, format: Format::Free, list: None, map: Some(&FILE_MAP) };
static FILE_MAP: Map = Map::Object(&FILE);

struct Walk<'a> {
    root: &'a Node,
    anchors: OnceCell<Anchors<'a>>,
    /// What aliases and merges led to, and as what it was judged.
    seen: HashSet<(*const Node, *const Shape)>,
    /// Whether the service begins with another one, which may bring what is missing.
    extended: bool,
    found: Vec<Fault<'a>>,
}

impl<'a> Walk<'a> {
    fn document(&mut self) {
        match legacy_service(self.root) {
            Some(key) => self.report(key.span, At::TOP, FaultKind::LegacyLayout),
            None => self.value(self.root, &FILE_SHAPE, At::TOP),
        }
    }

    fn anchors(&self) -> &Anchors<'a> {
        self.anchors.get_or_init(|| Anchors::of(self.root))
    }

    fn report(&mut self, span: Span, at: At<'a>, kind: FaultKind<'a>) {
        let partial = match kind {
            FaultKind::WrongType(node, _) => node.is_null(),
            FaultKind::Missing(_) => true,
            _ => false,
        };
        // What a service begins with brings nothing to `extends` itself.
        if !(partial && self.extended && at.key != "extends") {
            self.found.push(Fault { span, at, kind, partial });
        }
    }

    fn value(&mut self, node: &'a Node, shape: &'static Shape, at: At<'a>) {
        if node.tag.as_ref().is_some_and(|tag| !matches!(tag.name.as_str(), "!override" | "!!str" | "!")) {
            return;
        }
        match &node.value {
            Value::Alias(_) => {
                let Some(target) = self.anchors().resolve(node) else { return };
                if self.seen.insert((target, shape)) {
                    self.value(target, shape, at);
                }
            }
            Value::Null | Value::Scalar(_) => self.scalar(node, shape, at),
            Value::Sequence(sequence) => match shape.list {
                Some(list) => self.list(&sequence.items, list, at),
                None => self.report(node.span, at, FaultKind::WrongType(node, shape)),
            },
            Value::Mapping(_) => match shape.map {
                Some(map) => self.map(node, map, at),
                None => self.report(node.span, at, FaultKind::WrongType(node, shape)),
            },
        }
    }

    fn scalar(&mut self, node: &'a Node, shape: &'static Shape, at: At<'a>) {
        let text = node.as_str().unwrap_or_default();
        let (kind, of) = match node.kind() {
            Some(Kind::Null) => (Scalars::NULL, Verdict::Fine),
            Some(Kind::Bool(_)) => (Scalars::BOOL, Verdict::Fine),
            Some(Kind::Float(_)) => (Scalars::DECIMAL, Verdict::Fine),
            Some(Kind::Int(_)) => (Scalars::WHOLE, shape.format.judge_number(text)),
            // What a variable stands for, nobody knows; that has nothing to do with the name before it.
            _ if text.contains('$') && shape.format != Format::Variable => (Scalars::TEXT, Verdict::Fine),
            _ => (Scalars::TEXT, shape.format.judge(text)),
        };
        let kind = if !shape.scalars.has(kind) || is_date(node) {
            FaultKind::WrongType(node, shape)
        } else {
            match of {
                Verdict::Fine => return,
                Verdict::Odd => FaultKind::Odd(node, shape.format),
                Verdict::Refused => FaultKind::Refused(node, shape.format),
            }
        };
        if is_date(node) && shape.scalars.has(Scalars::TEXT) {
            self.report(node.span, at, FaultKind::Date(node));
        } else if !is_other_number(node) {
            self.report(if node.is_null() { at.span } else { node.span }, at, kind);
        }
    }

    fn list(&mut self, items: &'a [Item], list: &'static List, at: At<'a>) {
        if let (false, Some(first)) = (list.first.is_empty(), items.first().map(|item| &item.node)) {
            let wrong = |text: &str| !text.contains('$') && !list.first.contains(&text);
            if first.as_str().is_some_and(wrong) {
                self.report(first.span, at, FaultKind::First(first, list));
            }
        }
        for (index, Item { node, dash }) in items.iter().enumerate() {
            let at = At { item: true, span: dash.unwrap_or(node.span), ..at };
            self.value(node, &list.items, at);
            if list.unique && index < COMPARED {
                let same = |other: &&Item| node.as_str().is_some() && other.node.value == node.value;
                if let Some(other) = items[..index].iter().find(same) {
                    self.report(node.span, at, FaultKind::Repeated(other.node.span));
                }
            }
        }
    }

    fn map(&mut self, node: &'a Node, map: &'static Map, at: At<'a>) {
        if node.entries().iter().any(Entry::is_merge) {
            let merged = self.anchors().merged(node);
            self.entries(node, merged.iter().copied(), map, at);
        } else {
            self.entries(node, node.entries().iter(), map, at);
        }
    }

    /// The entries of `node`, of which some may come from mappings that it merges.
    fn entries(
        &mut self,
        node: &'a Node,
        entries: impl Iterator<Item = &'a Entry> + Clone,
        map: &'static Map,
        at: At<'a>,
    ) {
        for entry in entries.clone() {
            let half_typed = entry.colon.is_none() && entry.value.span.is_empty();
            let Some(name) = entry.key.as_str().filter(|_| !half_typed) else { continue };
            let Some(shape) = self.key(&entry.key, name, map, at) else { continue };
            let foreign = !node.span.contains(entry.key.span);
            if foreign && !self.seen.insert((&raw const entry.value, shape)) {
                continue;
            }
            let service = matches!(map, Map::Free { names: Names::Declares(Element::Service), .. });
            self.extended = if service { extends(&entry.value) } else { self.extended };
            self.value(&entry.value, shape, At { key: name, item: false, span: entry.key.span });
        }
        if let Map::Object(object) = map {
            self.together(node, entries, object, at);
        }
    }

    /// Judges the key `name`; what may stand behind it.
    fn key(&mut self, key: &'a Node, name: &'a str, map: &'static Map, at: At<'a>) -> Option<&'static Shape> {
        let known = match map {
            Map::Object(object) => object.key(name).map(|key| &key.shape),
            Map::Free { values, .. } => Some(values),
        };
        let kind = match map {
            _ if key.kind() != Some(Kind::Str) => FaultKind::KeyType(key),
            Map::Free { names: Names::Small, .. } if !name.bytes().all(|b| b.is_ascii_lowercase()) => return None,
            Map::Object(object) if known.is_none() && !object.takes(name) => FaultKind::UnknownKey(object),
            Map::Free { names: Names::Declares(element) | Names::Refers(element), .. } if !is_name(name, *element) => {
                FaultKind::BadName(*element)
            }
            _ => return known,
        };
        self.report(key.span, at, kind);
        None
    }

    /// Keys that are missing, and keys that do not go together.
    fn together(
        &mut self,
        node: &'a Node,
        entries: impl Iterator<Item = &'a Entry> + Clone,
        object: &'static Object,
        at: At<'a>,
    ) {
        let entry = |name: &str| entries.clone().find(|entry| entry.key.as_str() == Some(name));
        let place = match node.entries().first() {
            Some(first) if at.item => first.key.span,
            None if at.item => node.span,
            _ => at.span,
        };
        for required in object.required.chunks(1) {
            if entry(required[0]).is_none() {
                self.report(place, at, FaultKind::Missing(required));
            }
        }
        if !object.either.is_empty() && !object.either.iter().any(|name| entry(name).is_some()) {
            self.report(place, at, FaultKind::Missing(object.either));
        }
        for need in object.needs {
            let holds =
                entry(need.key).and_then(|entry| entry.value.as_str()).is_some_and(|is| need.values.contains(&is));
            if holds && need.needed.iter().all(|name| entry(name).is_none()) {
                self.report(place, at, FaultKind::Missing(need.needed));
            }
        }
        for conflict in object.conflicts {
            let find = |path: &str| {
                let (outer, inner) = path.split_once('.').unwrap_or((path, ""));
                let outer = entry(outer)?;
                if inner.is_empty() { Some(outer) } else { outer.value.entry(inner) }
            };
            let Some(one) = find(conflict.key) else { continue };
            let Some(other) = find(conflict.other) else { continue };
            let value = conflict.value.is_none_or(|value| one.value.as_str() == Some(value));
            let number = || other.value.as_str().and_then(|text| text.parse::<i64>().ok());
            if value && conflict.above.is_none_or(|above| number().is_some_and(|number| number > above)) {
                self.report(other.key.span, at, FaultKind::Conflict(conflict, one.key.span));
            }
        }
    }
}

/// Whether a service begins with another one.
fn extends(service: &Node) -> bool {
    service.entries().iter().any(|entry| entry.is_merge() || entry.key.as_str() == Some("extends"))
}

/// Whether the engine takes `name` as the name of such an element. It does not look at those of networks and models.
fn is_name(name: &str, element: Element) -> bool {
    let free = matches!(element, Element::Network | Element::Model);
    free || !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
}

/// Whether a plain scalar is a date as YAML reads one: `2026-11-25`.
fn is_date(node: &Node) -> bool {
    let plain = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Plain) && node.tag.is_none();
    let text = node.as_str().unwrap_or_default();
    if !plain || text.len() > 10 || text.as_bytes().get(4) != Some(&b'-') {
        return false;
    }
    let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
    let in_range =
        matches!((parts.next(), parts.next(), parts.next()), (Some(Some(_)), Some(Some(1..=12)), Some(Some(1..=28))));
    in_range && parts.next().is_none()
}

/// Whether a plain scalar may be a number in a way that only older YAML knows, such as `1_000` or `0b11`.
fn is_other_number(node: &Node) -> bool {
    let plain = matches!(&node.value, Value::Scalar(scalar) if scalar.style == Style::Plain);
    let text = node.as_str().unwrap_or_default();
    plain && text.starts_with(|c: char| c.is_ascii_digit()) && (text.contains('_') || text.starts_with("0b"))
}

/// The first service of a file that has them at its top level.
fn legacy_service(root: &Node) -> Option<&Node> {
    let known = root.entries().iter().any(|entry| entry.key.as_str() == Some("services"));
    let service = |entry: &&Entry| {
        let name = entry.key.as_str().unwrap_or_default();
        let keys = ["image", "build", "extends"];
        FILE.key(name).is_none() && !FILE.takes(name) && keys.iter().any(|key| entry.value.get(key).is_some())
    };
    root.entries().iter().find(service).filter(|_| !known).map(|entry| &entry.key)
}
