//! What a tree answers: paths, offsets, kinds, duplicate keys, aliases and merge keys.

use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Anchors, Kind, Node};

fn root(text: &str) -> Node {
    let parsed = yaml::parse(text);
    assert_eq!(parsed.problems, [], "{text}");
    parsed.documents.into_iter().next().unwrap()
}

fn keys<'a>(entries: impl IntoIterator<Item = &'a yaml::Entry>) -> Vec<&'a str> {
    entries.into_iter().filter_map(|entry| entry.key.as_str()).collect()
}

#[test]
fn paths_go_through_mappings_and_lists() {
    let root = root("services:\n  web:\n    ports:\n      - 80\n      - {target: 443}\n");
    let target = root.path(&["services", "web", "ports", "1", "target"]).unwrap();
    assert_eq!(target.as_str(), Some("443"));
    assert_eq!(root.path(&["services", "web", "ports", "2"]), None);
    assert_eq!(root.path(&["services", "db"]), None);
}

#[test]
fn the_deepest_node_at_an_offset() {
    let text = "a:\n  - &x b: 'c d'\n    e:\n";
    let root = root(text);
    let at = |needle: &str| text.find(needle).unwrap() as u32;
    assert_eq!(root.node_at(at("c d")).and_then(Node::as_str), Some("c d"));
    assert_eq!(root.node_at(at("&x")).and_then(Node::as_str), Some("b"), "an anchor belongs to its node");
    let behind = at("e:") + 2;
    assert_eq!(
        root.node_at(behind).map(|node| node.span),
        Some(Span::empty(behind)),
        "the absent value behind a colon"
    );
    assert_eq!(root.path_at(at("c d")).len(), 4, "mapping, list, mapping, value");
    assert_eq!(root.node_at(text.len() as u32), None);
}

#[test]
fn scalars_mean_what_the_core_schema_says() {
    let cases = [
        ("~", Kind::Null),
        ("null", Kind::Null),
        ("true", Kind::Bool(true)),
        ("FALSE", Kind::Bool(false)),
        ("yes", Kind::Str),
        ("on", Kind::Str),
        ("tRUE", Kind::Str),
        ("0", Kind::Int(0)),
        ("-12", Kind::Int(-12)),
        ("+3", Kind::Int(3)),
        ("017", Kind::Int(17)),
        ("0o17", Kind::Int(15)),
        ("0x1F", Kind::Int(31)),
        ("0x", Kind::Str),
        ("-0x1", Kind::Str),
        ("1_000", Kind::Str),
        ("1.5", Kind::Float(1.5)),
        (".5", Kind::Float(0.5)),
        ("1.", Kind::Float(1.0)),
        ("-1e3", Kind::Float(-1000.0)),
        (".inf", Kind::Float(f64::INFINITY)),
        ("-.Inf", Kind::Float(f64::NEG_INFINITY)),
        ("inf", Kind::Str),
        ("nan", Kind::Str),
        (".", Kind::Str),
        ("1e", Kind::Str),
        ("80:80", Kind::Str),
        ("1.2.3", Kind::Str),
        ("'1'", Kind::Str),
        ("\"true\"", Kind::Str),
        ("!!str 1", Kind::Str),
    ];
    for (text, kind) in cases {
        assert_eq!(root(text).kind(), Some(kind), "{text}");
    }
    assert!(matches!(root(".nan").kind(), Some(Kind::Float(value)) if value.is_nan()));
    assert_eq!(root("[1]").kind(), None);
}

#[test]
fn duplicate_keys_are_found() {
    let root = root("a: 1\nb: 2\n\"a\": 3\na: 4\n");
    let found = root.as_mapping().unwrap().duplicates();
    let places: Vec<_> = found.iter().map(|(first, again)| (first.key.span.start, again.key.span.start)).collect();
    assert_eq!(places, [(0, 10), (0, 17)]);
}

#[test]
fn an_alias_means_the_last_anchor_before_it() {
    let root = root("- &x 1\n- *x\n- &x 2\n- *x\n- *y\n");
    let anchors = Anchors::of(&root);
    let values: Vec<_> = root.items().iter().map(|item| anchors.resolve(&item.node).and_then(Node::as_str)).collect();
    assert_eq!(values, [Some("1"), Some("1"), Some("2"), Some("2"), None]);
}

#[test]
fn merges_are_chained_and_the_nearer_key_wins() {
    let root = root("a: &a {k: 1, l: 1}\nb: &b\n  <<: *a\n  k: 2\nc:\n  m: 3\n  <<: [*b, {m: 4, n: 4, l: 4}]\n");
    let anchors = Anchors::of(&root);
    let c = root.get("c").unwrap();
    assert_eq!(keys(anchors.merged(c)), ["m", "k", "l", "n"]);
    let value = |key| anchors.get(c, key).and_then(Node::as_str);
    assert_eq!([value("m"), value("k"), value("l"), value("n")], [Some("3"), Some("2"), Some("1"), Some("4")]);
    assert_eq!(keys(c.entries()), ["m", "<<"], "the tree keeps what is written");
}

#[test]
fn circles_end() {
    let root = root("a: &a\n  <<: *b\n  k: 1\nb: &b\n  <<: *a\n  x: *b\nc: &c\n  <<: *c\n");
    let anchors = Anchors::of(&root);
    assert_eq!(keys(anchors.merged(root.get("b").unwrap())), ["x", "k"]);
    assert_eq!(keys(anchors.merged(root.get("c").unwrap())), [""; 0]);
}

#[test]
fn comments_are_found_by_their_place() {
    let text = "a: 1 # one\n# two\nb:\n  # three\n  c: 1\n";
    let parsed = yaml::parse(text);
    let b = parsed.root().unwrap().entry("b").unwrap();
    let within: Vec<_> = parsed.comments_in(b.span()).iter().map(|comment| comment.span.text(text)).collect();
    assert_eq!(within, ["# three"]);
    assert_eq!(parsed.comments.iter().map(|comment| comment.own_line).collect::<Vec<_>>(), [false, true, true]);
}
