//! Whatever the text: no panic, spans in range and within each other, and time proportional to the length.

use std::time::{Duration, Instant};

use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Anchors, Node, Yaml};
use proptest::prelude::*;

use crate::shared::{Dice, compose_files};

/// Fails unless all spans of `parsed` fit `text` and its tree.
fn check(text: &str, parsed: &Yaml) {
    let whole = Span::new(0, text.len() as u32);
    let fits = |span: Span| span.start <= span.end && text.get(span.range()).is_some();
    for document in &parsed.documents {
        node(text, whole, document);
    }
    for pair in parsed.documents.windows(2) {
        assert!(pair[0].outer_span().end <= pair[1].outer_span().start, "documents overlap in {text:?}");
    }
    for comment in &parsed.comments {
        assert!(fits(comment.span) && comment.span.text(text).starts_with('#'), "{comment:?} in {text:?}");
    }
    assert!(parsed.comments.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "comments in {text:?}");
    assert!(parsed.problems.iter().all(|problem| fits(problem.span)), "{:?} in {text:?}", parsed.problems);
}

fn node(text: &str, around: Span, node: &Node) {
    let outer = node.outer_span();
    assert!(outer.start <= outer.end && text.get(node.span.range()).is_some(), "{node:?} in {text:?}");
    assert!(around.contains(outer), "{outer:?} is not within {around:?}: {node:?} in {text:?}");
    if let Some(anchor) = &node.anchor {
        assert_eq!(anchor.span.text(text), format!("&{}", anchor.name));
    }
    if let Some(tag) = &node.tag {
        assert_eq!(tag.span.text(text), tag.name);
    }
    let mut end = node.span.start;
    for child in node.children() {
        assert!(end <= child.outer_span().start, "{child:?} begins before {end} in {text:?}");
        end = child.outer_span().end;
        self::node(text, node.span, child);
    }
    for entry in node.entries() {
        assert!(entry.colon.is_none_or(|colon| colon.text(text) == ":" && node.span.contains(colon)));
    }
    for item in node.items() {
        assert!(item.dash.is_none_or(|dash| dash.text(text) == "-" && node.span.contains(dash)));
    }
}

/// Text made of what YAML gives a meaning to.
fn yamlish() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a", "b: c", "- ", "? ", ": ", ":", "\n", "\n", "\n  ", "\n    ", "\n      ", "\r\n", "\t", " ", "\"", "'",
        "[", "]", "{", "}", ",", "# c", "&x ", "*x", "!t ", "|", ">", "|-2\n", "---\n", "...\n", "%YAML\n", "\\",
        "\\x4", "\\u12", "<<: *x", "é", "\u{feff}", "~", "1",
    ]);
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn pieces_of_yaml(text in yamlish()) {
        check(&text, &yaml::parse(&text));
    }

    #[test]
    fn any_text(text in "\\PC{0,80}") {
        check(&text, &yaml::parse(&text));
    }
}

#[test]
fn the_corpus_has_spans_in_order() {
    for (_, text) in compose_files() {
        check(&text, &yaml::parse(&text));
    }
}

/// Only in a release build, with the corpus: at least 50 MB a second.
#[test]
fn speed() {
    let files = compose_files();
    if cfg!(debug_assertions) || files.is_empty() {
        println!("skipped: speed is measured in release builds, on the corpus");
        return;
    }
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let run = || {
        let started = Instant::now();
        files.iter().for_each(|(_, text)| drop(std::hint::black_box(yaml::parse(text))));
        started.elapsed()
    };
    let best = (0..20).map(|_| run()).min().unwrap_or_default();
    let speed = bytes as f64 / best.as_secs_f64() / 1e6;
    println!("{bytes} bytes in {best:?}: {speed:.0} MB/s");
    assert!(speed > 50.0, "{speed:.0} MB/s");
}

/// A short text to edit where the corpus is absent.
const SAMPLE: &str = "services:\n  web: &w\n    image: \"a:1\" # c\n    ports: [80, {target: 1}]\n    command: |\n      x\n  db:\n    <<: *w\n";

#[test]
fn a_hundred_thousand_edits() {
    let mut texts: Vec<String> =
        compose_files().into_iter().map(|(_, text)| text).filter(|text| text.len() < 3000).collect();
    texts.push(SAMPLE.to_owned());
    let snippets = [
        " ", "\n", "  ", "\t", "- ", ":", ": ", "\"", "'", "[", "]", "{", "}", "|", ">", "#", "&a ", "*a", "!", ",",
        "im", "?", "---\n", "\r",
    ];
    let mut dice = Dice(71);
    let (mut edits, started) = (0, Instant::now());
    while edits < 100_000 {
        let mut text = texts[dice.roll(texts.len())].clone();
        for _ in 0..50 {
            edit(&mut text, &snippets, &mut dice);
            check(&text, &yaml::parse(&text));
            edits += 1;
        }
    }
    println!("100,000 edits in {:?}", started.elapsed());
}

fn edit(text: &mut String, snippets: &[&str], dice: &mut Dice) {
    let mut at = dice.roll(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    if dice.roll(2) == 0 {
        return text.insert_str(at, snippets[dice.roll(snippets.len())]);
    }
    let mut end = (at + dice.roll(12)).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    text.replace_range(at..end, "");
}

/// Texts that make careless parsers slow, `size` bytes or so each.
fn hard_texts(size: usize) -> Vec<(&'static str, String)> {
    let lines = |line: &str| line.repeat(size / line.len());
    let stairs = |line: &str| {
        let steps = (size * 2).isqrt();
        (0..steps).map(|step| format!("{}{line}\n", " ".repeat(step))).collect::<String>()
    };
    vec![
        ("brackets", lines("[")),
        ("braces", lines("{a: ")),
        ("bracket lines", lines("[\n")),
        ("bracket lines in a mapping", format!("a: b\n{}", lines("  [\n"))),
        ("bracket lines in a value", format!("a: [\n{}", lines(" b: [\n"))),
        ("bracket stairs", stairs("[")),
        ("bracket stairs with keys", stairs("a: [b: - c")),
        ("bracket stairs behind a key", format!("a: b\n{}", stairs("[ }"))),
        ("quote lines", lines("- \"a\n")),
        ("quote stairs", stairs("a: 'b")),
        ("quotes", lines("\"")),
        ("escapes", format!("\"{}", lines("\\\""))),
        ("quotes in brackets", format!("[{}", lines("\"a\" '\n"))),
        ("dashes", lines("- ")),
        ("questions", lines("? ")),
        ("colons", lines(": ")),
        ("keys on one line", lines("a: ")),
        ("dash stairs", stairs("-")),
        ("key stairs", stairs("a:")),
        ("tab lines", lines("\tb:\n")),
        ("tab lines with gaps", lines("\t\n\tb: c\n\n#\n")),
        ("blank lines", lines(" \n")),
        ("lone words", lines("im\n")),
        ("falling lines", stairs("a: b").lines().rev().map(|line| format!("{line}\n")).collect()),
        ("plain lines", format!("a: {}", lines("b\n  "))),
        ("anchors", lines("&a ")),
        ("tags", lines("!a\n")),
        ("markers", lines("---\n")),
        ("block scalars", lines("- |\n \n")),
        ("half keys", lines("  a\n b\n")),
    ]
}

#[test]
fn hard_texts_take_linear_time() {
    for ((name, small), (_, large)) in hard_texts(100_000).into_iter().zip(hard_texts(1_600_000)) {
        let time = |text: &str| {
            let started = Instant::now();
            let parsed = yaml::parse(text);
            let taken = started.elapsed();
            check(text, &parsed);
            taken
        };
        let (short, long) = (time(&small), time(&large));
        println!("{name}: {short:?}, {long:?}");
        // Sixteen times the text; quadratic time would be 256 times as long.
        let bound = (short * 64).max(Duration::from_millis(1500));
        assert!(long < bound, "{name}: {short:?} for 100 kB, {long:?} for 1.6 MB");
    }
}

#[test]
fn a_bomb_of_aliases_costs_nothing() {
    let mut text = String::from("a0: &a0 {k: v}\n");
    for level in 1..80 {
        let list = format!("*a{} , ", level - 1).repeat(9);
        text.push_str(&format!("a{level}: &a{level}\n  <<: [{list}]\n"));
    }
    let started = Instant::now();
    let parsed = yaml::parse(&text);
    let root = parsed.root().unwrap();
    let anchors = Anchors::of(root);
    let top = root.get("a79").unwrap();
    assert_eq!(anchors.get(top, "k").and_then(Node::as_str), Some("v"));
    assert!(started.elapsed() < Duration::from_secs(1));
}
