//! The generated files are those of the grammar, and the queries fit it.
#![expect(clippy::unwrap_used, reason = "a test may fail so")]

mod support;

use std::process::Command;
use support::{parse, text};
use tree_sitter::{Query, QueryCursor, StreamingIterator};
use tree_sitter_dockerfile::{HIGHLIGHTS_QUERY, INJECTIONS_QUERY, LANGUAGE, NODE_TYPES};

#[test]
fn parser_is_generated_from_the_grammar() {
    let folder = env!("CARGO_MANIFEST_DIR");
    let sum = Command::new("sha256sum").arg("grammar.js").current_dir(folder).output().unwrap();
    let actual = String::from_utf8(sum.stdout).unwrap();
    let noted = include_str!("../src/grammar.js.sha256");
    assert_eq!(actual.split_whitespace().next(), Some(noted.trim()), "grammar.js has changed: run generate.sh");
}

#[test]
fn language_is_of_the_current_abi() {
    let language = tree_sitter::Language::from(LANGUAGE);
    assert_eq!(language.abi_version(), 15);
    assert_eq!(language.name(), Some("dockerfile"));
    let types: serde_json::Value = serde_json::from_str(NODE_TYPES).unwrap();
    assert!(types.as_array().unwrap().iter().any(|it| it["type"] == "run_instruction"));
}

#[test]
fn queries_fit_the_grammar() {
    for query in [HIGHLIGHTS_QUERY, INJECTIONS_QUERY] {
        Query::new(&LANGUAGE.into(), query).unwrap();
    }
}

/// The languages of the injections in `source`, with their texts.
fn injections(source: &str) -> Vec<(String, String)> {
    let query = Query::new(&LANGUAGE.into(), INJECTIONS_QUERY).unwrap();
    let content = query.capture_index_for_name("injection.content").unwrap();
    let tree = parse(source.as_bytes());
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&query, tree.root_node(), source.as_bytes());
    let mut found = Vec::new();
    while let Some(one) = matches.next() {
        let language = query.property_settings(one.pattern_index)[0].value.as_deref().unwrap().to_owned();
        found.extend(one.nodes_for_capture_index(content).map(|it| (language.clone(), text(it, source.as_bytes()))));
    }
    found
}

#[test]
fn commands_and_heredocs_are_injected() {
    let found = injections(
        "FROM a\nRUN b c\nRUN <<E\n#!/usr/bin/python3\nd\nE\nRUN <<E\ne\nE\nCOPY <<E /x/f.json\n{}\nE\nCMD g\nSHELL [\"pwsh\"]\nRUN h\n",
    );
    let expected = [
        ("bash", "b c"),
        ("bash", "<<E"),
        ("python", "#!/usr/bin/python3\nd\n"),
        ("bash", "<<E"),
        ("bash", "e\n"),
        ("json", "{}\n"),
        ("bash", "g"),
        ("powershell", "h"),
    ];
    assert_eq!(found, expected.map(|(language, text)| (language.to_owned(), text.to_owned())));
}

#[test]
fn keywords_and_variables_are_highlighted() {
    let source = "FROM a:$V AS b\n# c\nENV D=\"e\"\n";
    let query = Query::new(&LANGUAGE.into(), HIGHLIGHTS_QUERY).unwrap();
    let tree = parse(source.as_bytes());
    let mut cursor = QueryCursor::new();
    let mut captures = cursor.captures(&query, tree.root_node(), source.as_bytes());
    let mut found = Vec::new();
    while let Some((one, index)) = captures.next() {
        let capture = one.captures[*index];
        found.push((query.capture_names()[capture.index as usize], text(capture.node, source.as_bytes())));
    }
    for expected in [
        ("keyword", "FROM"),
        ("type", "a:$V"),
        ("variable", "$V"),
        ("keyword", "AS"),
        ("label", "b"),
        ("comment", "# c"),
        ("property", "D"),
        ("string", "\"e\""),
    ] {
        assert!(found.contains(&(expected.0, expected.1.to_owned())), "{expected:?} in {found:?}");
    }
}
