//! Merges the trees of compose files as the engine does for overrides, `extends` and `include`.

use std::collections::HashMap;

use super::environment::assignment;
use super::mount::Mount;
use super::node::{Change, Entry, Node, Term};
use super::port::Port;

/// How values of a key are merged; what no row names is merged by its form: mappings by key, lists one behind the
/// other, and of anything else the later one counts.
#[derive(Clone, Copy)]
enum How {
    /// By form.
    Form,
    /// The later one counts.
    Replace,
    /// `NAME=value` in a list or mapping, by name.
    Pairs,
    /// Names in a list or mapping, by name.
    Names,
    /// A list whose items have a key, or one item of it.
    Keyed(fn(&Node) -> String),
    /// `build`, whose short form names the context.
    Build,
}

/// The keys of a service with their own way to merge, by path.
const SERVICE: &[(&str, How)] = &[
    ("annotations", How::Pairs),
    ("build", How::Build),
    ("build.additional_contexts", How::Pairs),
    ("build.args", How::Pairs),
    ("build.labels", How::Pairs),
    ("cap_add", How::Keyed(text)),
    ("cap_drop", How::Keyed(text)),
    ("command", How::Replace),
    ("configs", How::Keyed(grant)),
    ("depends_on", How::Names),
    ("deploy.labels", How::Pairs),
    ("dns", How::Keyed(text)),
    ("dns_opt", How::Keyed(text)),
    ("dns_search", How::Keyed(text)),
    ("entrypoint", How::Replace),
    ("env_file", How::Keyed(path)),
    ("environment", How::Pairs),
    ("expose", How::Keyed(text)),
    ("extends", How::Replace),
    ("healthcheck.test", How::Replace),
    ("labels", How::Pairs),
    ("links", How::Keyed(text)),
    ("networks", How::Names),
    ("ports", How::Keyed(port)),
    ("profiles", How::Keyed(text)),
    ("secrets", How::Keyed(grant)),
    ("sysctls", How::Pairs),
    ("tmpfs", How::Keyed(tmpfs)),
    ("volumes", How::Keyed(volume)),
    ("volumes_from", How::Keyed(text)),
];

fn text(item: &Node) -> String {
    item.scalar().map_or_else(String::new, |text| text.text().to_owned())
}

fn path(item: &Node) -> String {
    item.text("path").map_or_else(|| text(item), |path| path.text().to_owned())
}

fn tmpfs(item: &Node) -> String {
    text(item).split(':').next().unwrap_or_default().to_owned()
}

fn grant(item: &Node) -> String {
    let of = |name| item.text(name).map(|text| text.text().to_owned());
    of("target").or_else(|| of("source")).unwrap_or_else(|| text(item))
}

fn volume(item: &Node) -> String {
    Mount::new(item).map_or_else(String::new, |mount| mount.target.text().trim_end_matches('/').to_owned())
}

fn port(item: &Node) -> String {
    let Some(port) = Port::new(item) else { return String::new() };
    let of = |text: &Option<super::text::Text>| text.as_ref().map_or("", super::text::Text::text).to_owned();
    let (address, published) = (of(&port.address), of(&port.published));
    let protocol = port.protocol.as_ref().map_or("tcp", super::text::Text::text);
    format!("{address}|{published}|{}|{protocol}", port.target.text())
}

/// The tree of two files, the later one `over` the other.
pub(super) fn files(base: Node, over: Node) -> Node {
    by_name(base, over, &|name, base, over| match name {
        "services" => by_name(base, over, &|_, base, over| service(base, over)),
        _ => by_form(base, over),
    })
}

/// The service that `over` makes of `base`.
pub(super) fn service(base: Node, over: Node) -> Node {
    below("", base, over)
}

/// `service` with lists in their merged form: of items with one key the last one counts.
pub(super) fn settled(mut service: Node) -> Node {
    let Term::Map(entries) = &mut service.term else { return service };
    for entry in entries.iter_mut() {
        let nothing = Node::null(entry.value.place.clone());
        let value = std::mem::replace(&mut entry.value, nothing.clone());
        entry.value = value_of(&entry.name, nothing, value);
    }
    service
}

/// Takes out of `node` what `!reset` takes away.
pub(super) fn clean(node: &mut Node) {
    let stays = |node: &mut Node| node.change != Some(Change::Reset);
    match &mut node.term {
        Term::Map(entries) => {
            entries.retain_mut(|entry| stays(&mut entry.value));
            entries.iter_mut().for_each(|entry| clean(&mut entry.value));
        }
        Term::List(items) => {
            items.retain_mut(stays);
            items.iter_mut().for_each(clean);
        }
        Term::Null | Term::Scalar(..) => {}
    }
}

/// Merges the mappings at `path` of a service, key by key.
fn below(path: &str, base: Node, over: Node) -> Node {
    by_name(base, over, &|name, base, over| {
        let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        value_of(&path, base, over)
    })
}

/// Merges the values at `path` of a service.
fn value_of(path: &str, base: Node, over: Node) -> Node {
    if over.change.is_some() {
        return over;
    }
    let how = SERVICE.iter().find(|(key, _)| *key == path).map_or(How::Form, |row| row.1);
    match how {
        How::Replace => over,
        How::Pairs => by_name(pairs(base), pairs(over), &|_, _, over| over),
        How::Names => by_name(names(base), names(over), &|_, base, over| by_form(base, over)),
        How::Keyed(key) => keyed(base, over, key),
        How::Build => below(path, build(base), build(over)),
        How::Form if over.entries().is_empty() && base.entries().is_empty() => by_form(base, over),
        How::Form => below(path, base, over),
    }
}

/// Merges mappings with `merge` for the values of keys that both have; what is no mapping counts as an empty one. The key
/// of a merged mapping stands where it stood first, of anything else where it stands last.
fn by_name(base: Node, over: Node, merge: &dyn Fn(&str, Node, Node) -> Node) -> Node {
    if over.change.is_some() || base.is_null() {
        return over;
    }
    let place = base.place;
    let mut entries = mapped(base.term);
    let later = mapped(over.term);
    let mut index: HashMap<String, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.name.clone(), at)).collect();
    for entry in later {
        match index.get(&entry.name).and_then(|&at| entries.get_mut(at)) {
            Some(slot) => {
                let before = std::mem::replace(&mut slot.value, Node::null(entry.value.place.clone()));
                slot.value = merge(&entry.name, before, entry.value);
                if !matches!(slot.value.term, Term::Map(_)) {
                    slot.key = entry.key;
                }
            }
            None => {
                index.insert(entry.name.clone(), entries.len());
                entries.push(entry);
            }
        }
    }
    Node { place, change: base.change, term: Term::Map(entries) }
}

fn mapped(term: Term) -> Vec<Entry> {
    if let Term::Map(entries) = term { entries } else { Vec::new() }
}

fn by_form(base: Node, over: Node) -> Node {
    if over.change.is_some() {
        return over;
    }
    match (base.term, over.term) {
        (Term::List(mut items), Term::List(later)) => {
            items.extend(later);
            Node { place: over.place, change: base.change, term: Term::List(items) }
        }
        (base_term @ Term::Map(_), over_term @ Term::Map(_)) => by_name(
            Node { place: base.place, change: base.change, term: base_term },
            Node { place: over.place, change: over.change, term: over_term },
            &|_, base, over| by_form(base, over),
        ),
        (term @ (Term::Map(_) | Term::List(_)), Term::Null) => Node { place: base.place, change: base.change, term },
        (_, term) => Node { place: over.place, change: base.change.or(over.change), term },
    }
}

/// Puts the items of both in one list, a later item in the place of one with the same key.
fn keyed(base: Node, over: Node, key: fn(&Node) -> String) -> Node {
    let (place, change) = (over.place.clone(), base.change);
    let alone = base.is_null() && over.items().len() < 2;
    if alone && matches!(over.term, Term::Null | Term::List(_)) {
        return over;
    }
    let mut items: Vec<Node> = Vec::new();
    let mut index: HashMap<String, usize> = HashMap::new();
    for item in listed(base).into_iter().chain(listed(over)) {
        let at = *index.entry(key(&item)).or_insert(items.len());
        match items.get_mut(at) {
            Some(slot) => *slot = item,
            None => items.push(item),
        }
    }
    Node { place, change, term: Term::List(items) }
}

/// The items of a list; a scalar or mapping is one item.
fn listed(node: Node) -> Vec<Node> {
    match node.term {
        Term::List(items) => items,
        Term::Null => Vec::new(),
        _ => vec![node],
    }
}

/// A list of `NAME=value` as a mapping.
fn pairs(node: Node) -> Node {
    let Term::List(items) = &node.term else { return node };
    let entries = items.iter().filter_map(|item| {
        let variable = assignment(item.scalar()?);
        let value = match variable.value {
            Some(text) => {
                Node { place: text.place.clone(), change: item.change, term: Term::Scalar(text, super::Scalar::String) }
            }
            None => Node::null(variable.place.clone()),
        };
        Some(Entry { name: variable.name.text().to_owned(), key: variable.name.place, value })
    });
    // A name that stands there twice counts once: the later one.
    let nothing = Node { place: node.place.clone(), change: None, term: Term::Map(Vec::new()) };
    let map = Term::Map(entries.collect());
    by_name(nothing, Node { term: map, ..node }, &|_, _, over| over)
}

/// A list of names as a mapping.
fn names(node: Node) -> Node {
    let Term::List(items) = &node.term else { return node };
    let entries = items.iter().filter_map(|item| {
        let name = item.scalar()?;
        Some(Entry { name: name.text().to_owned(), key: name.place.clone(), value: Node::null(item.place.clone()) })
    });
    let map = Term::Map(entries.collect());
    Node { term: map, ..node }
}

/// `build` in its long form.
fn build(node: Node) -> Node {
    let Term::Scalar(text, _) = &node.term else { return node };
    let entry = Entry { name: "context".to_owned(), key: node.place.clone(), value: node.clone() };
    Node { place: text.place.clone(), change: node.change, term: Term::Map(vec![entry]) }
}
