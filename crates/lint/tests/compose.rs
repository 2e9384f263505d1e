//! Errors in compose files, held against what the engine and the schema of the specification say of the corpus.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "tests say what they compared")]

#[path = "support/oracle.rs"]
mod oracle;

use std::collections::BTreeMap;
use std::path::Path;

use longshore_lint::{Diagnostic, Settings, check};
use longshore_model::{File, Workspace};
use longshore_syntax::{Encoding, Language};
use serde_json::Value;

use oracle::{records, shared};

/// The text of the file that `record` is about.
fn corpus(record: &Value) -> Option<String> {
    std::fs::read_to_string(shared().join("corpus").join(record["file"].as_str()?)).ok()
}

/// The rules that are judged by themselves here: what the schema and the formats of the engine refuse.
const RULES: &[&str] =
    &["legacy-layout", "unknown-compose-key", "wrong-type", "invalid-value", "missing-key", "conflicting-keys"];

/// What our rules find in `text`, with lines.
fn found(path: &str, text: &str) -> Vec<String> {
    let file = File::new(Path::new("/x").join(path), Language::Compose, text);
    let line = |one: &Diagnostic| file.lines.position(text, one.span.start, Encoding::Utf8).line + 1;
    let all = check(&Workspace::new(Vec::new()), &file, &Settings::default());
    let own = all.iter().filter(|one| RULES.contains(&one.rule.name));
    own.map(|one| format!("{}:{}: {}", line(one), one.rule.name, one.message)).collect()
}

/// The files of the corpus with what the engine says of each, alone in a folder, and what we find.
fn judged() -> Vec<(Value, Vec<String>)> {
    let records = records("oracle/compose_config.jsonl").into_iter();
    let judge = |record: Value| {
        let text = corpus(&record)?;
        let found = found(record["file"].as_str()?, &text);
        Some((record, found))
    };
    records.filter_map(judge).collect()
}

#[test]
fn files_that_the_engine_takes_have_no_error() {
    let judged = judged();
    let accepted = judged.iter().filter(|(record, _)| record["ok"] == true || record["lone"]["ok"] == true);
    let mut alarms = Vec::new();
    let mut files = 0;
    for (record, found) in accepted {
        files += 1;
        alarms.extend(found.iter().map(|one| format!("{}:{one}", record["file"])));
    }
    println!("{files} files are accepted, {} false alarms", alarms.len());
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn files_that_the_schema_refuses_have_an_error() {
    let judged: BTreeMap<String, (Value, Vec<String>)> =
        judged().into_iter().map(|one| (one.0["file"].to_string(), one)).collect();
    let mut refused = 0;
    let mut missed = Vec::new();
    for record in records("oracle/compose_schema.jsonl").iter().filter(|record| record["ok"] == false) {
        let Some((engine, found)) = judged.get(&record["file"].to_string()) else { continue };
        // The engine drops items that the schema forbids to repeat. An empty file may be there to be filled by a tool.
        let dropped = engine["lone"]["ok"] == true;
        let empty = engine["lone"]["error"] == "empty compose file";
        if dropped || empty {
            continue;
        }
        refused += 1;
        missed.extend(found.is_empty().then(|| record["file"].to_string()));
    }
    println!("{refused} files are refused by schema and engine, {} of them without an error", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn probes_are_found_and_the_others_are_silent() {
    let faulty = [
        "unknown top-level key",
        "unknown service key",
        "wrong type (ports: string)",
        "bad enum (pull_policy)",
        "bad duration",
        "bad port",
        "bad port text",
        "bad mem_limit",
        "service name invalid chars",
        // Names of containers have two letters at least.
        "duplicate container_name",
    ];
    let mut seen = 0;
    for record in records("conformance/probes_compose.json") {
        let (name, text) = (record["name"].as_str().expect("a name"), record["compose"].as_str().expect("a text"));
        let found = found("compose.yaml", text);
        let broken = name == "yaml syntax error" || name == "tab indentation";
        seen += usize::from(faulty.contains(&name));
        assert!(broken || found.is_empty() != faulty.contains(&name), "{name}: {found:?}");
    }
    assert!(seen == 0 || seen == faulty.len(), "{seen}");
}

/// Single values at every key, with the engine's verdict on each: a record has `text`, `ok` and `error`.
#[test]
fn single_values_have_the_verdict_of_the_engine() {
    let records = records("oracle/compose_values.jsonl");
    let (mut alarms, mut missed) = (Vec::new(), Vec::new());
    for record in &records {
        let text = record["text"].as_str().expect("a text");
        let found = found("compose.yaml", text);
        let what = format!("{} {}", record["path"], record["value"]);
        match record["ok"] == true {
            true if !found.is_empty() => alarms.push(format!("{what}: {found:?}")),
            false if found.is_empty() => missed.push(format!("{what}: {}", record["error"])),
            _ => {}
        }
    }
    println!("{} values: {} false alarms, {} missed", records.len(), alarms.len(), missed.len());
    if std::env::var_os("LONGSHORE_SHOW").is_some() {
        println!("{alarms:#?}\n{missed:#?}");
    }
    assert!(alarms.is_empty(), "{alarms:#?}");
    // Missed are references to what is not there, and other faults across keys.
    assert!(missed.len() * 50 <= records.len(), "{missed:#?}");
}
