//! Holds the trees of the corpus against what BuildKit's own parser says about the same files.
#![expect(clippy::unwrap_used, reason = "a test may fail so")]

mod support;

use serde_json::Value;
use support::{children, parse, shared, text};
use tree_sitter::Node;

/// What both sides say about an instruction.
#[derive(Debug, PartialEq)]
struct Instruction {
    keyword: String,
    lines: (usize, usize),
    flags: Vec<String>,
    heredocs: Vec<String>,
    json: bool,
    child: Option<Box<Instruction>>,
}

#[test]
fn instructions_are_those_of_buildkit() {
    let Some(shared) = shared() else { return };
    let oracle = std::fs::read_to_string(shared.join("oracle/buildkit_parse.jsonl")).unwrap();
    let (mut files, mut instructions, mut differences) = (0, 0, Vec::new());
    for line in oracle.lines() {
        let record: Value = serde_json::from_str(line).unwrap();
        let source = std::fs::read(shared.join("corpus").join(record["file"].as_str().unwrap())).unwrap();
        let tree = parse(&source);
        assert!(!tree.root_node().has_error(), "{}", record["file"]);
        if record["ok"] != true {
            continue;
        }
        files += 1;
        let expected: Vec<_> = record["instructions"].as_array().unwrap().iter().map(|it| buildkit(it, None)).collect();
        let actual: Vec<_> = instruction_nodes(tree.root_node()).map(|it| ours(it, &source)).collect();
        instructions += expected.len();
        differences.extend(compare(&record, &expected, &actual));
        if record["stages_ok"] != false {
            differences.extend(compare_stages(&record, tree.root_node(), &source));
        }
    }
    eprintln!("{files} files, {instructions} instructions, {} differences", differences.len());
    assert!(files > 0 && instructions > 0);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn compare(record: &Value, expected: &[Instruction], actual: &[Instruction]) -> Vec<String> {
    let mut differences = Vec::new();
    for index in 0..expected.len().max(actual.len()) {
        let (expected, actual) = (expected.get(index), actual.get(index));
        if expected != actual {
            differences.push(format!("{}\n  BuildKit: {expected:?}\n  tree:     {actual:?}", record["file"]));
        }
    }
    differences
}

fn compare_stages(record: &Value, root: Node, source: &[u8]) -> Option<String> {
    let expected: Vec<_> = record["stages"]
        .as_array()?
        .iter()
        .map(|stage| (stage["name"].as_str().map(str::to_owned), stage["base"].as_str().unwrap_or("").to_owned()))
        .collect();
    let field = |node: Node, name| node.child_by_field_name(name).map(|it| text(it, source));
    let actual: Vec<_> = instruction_nodes(root)
        .filter(|it| it.kind() == "from_instruction")
        .map(|it| (field(it, "name").map(|it| it.to_lowercase()), field(it, "image").unwrap_or_default()))
        .collect();
    (expected != actual).then(|| format!("{}\n  BuildKit: {expected:?}\n  tree:     {actual:?}", record["file"]))
}

/// BuildKit gives the lines of an `ONBUILD`, not those of the instruction below it.
fn buildkit(record: &Value, lines: Option<(usize, usize)>) -> Instruction {
    let line = |name: &str| record[name].as_u64().unwrap() as usize;
    let lines = lines.unwrap_or_else(|| (line("start_line"), line("end_line")));
    let strings = |value: &Value, name: &str| -> Vec<String> {
        let texts = value.as_array().into_iter().flatten();
        texts.map(|it| if name.is_empty() { it } else { &it[name] }.as_str().unwrap().to_owned()).collect()
    };
    let child = record.get("sub").filter(|it| !it.is_null()).map(|it| Box::new(buildkit(it, Some(lines))));
    Instruction {
        // BuildKit keeps the case of words it does not know.
        keyword: record["cmd"].as_str().unwrap().to_uppercase(),
        lines,
        flags: strings(&record["flags"], ""),
        heredocs: strings(&record["heredocs"], "name"),
        json: record["json"] == true,
        child,
    }
}

fn instruction_nodes(root: Node) -> impl Iterator<Item = Node> {
    children(root).filter(|it| it.kind().ends_with("_instruction"))
}

fn ours(node: Node, source: &[u8]) -> Instruction {
    let child = node.child_by_field_name("instruction");
    let lines = (node.start_position().row + 1, node.end_position().row + 1);
    let blocks = children(child.unwrap_or(node)).filter(|it| it.kind() == "heredoc_block");
    let ends = blocks.filter_map(|it| children(it).last());
    Instruction {
        keyword: text(node.child_by_field_name("keyword").unwrap(), source).to_uppercase(),
        lines,
        flags: children(node).filter(|it| it.kind() == "flag").map(|it| unquoted(&text(it, source))).collect(),
        // BuildKit hangs the heredocs of an ONBUILD's instruction on the ONBUILD.
        heredocs: ends.map(|it| text(it, source).trim_start_matches('\t').to_owned()).collect(),
        json: children(node).any(|it| it.kind() == "json_array"),
        child: child.map(|it| Box::new(Instruction { lines, heredocs: Vec::new(), ..ours(it, source) })),
    }
}

/// A flag as BuildKit hands it on: without quotes and escapes.
fn unquoted(flag: &str) -> String {
    let mut result = String::new();
    let mut characters = flag.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' => {}
            '\\' => result.extend(characters.next()),
            _ => result.push(character),
        }
    }
    result
}
