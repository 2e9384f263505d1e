//! Errors in whole projects of compose files, held against what the engine says of the corpus and of single cases.

#![expect(clippy::expect_used, clippy::print_stdout, reason = "tests say what they compared")]

#[path = "support/oracle.rs"]
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_lint::{Diagnostic, Settings, Severity, check};
use longshore_model::{File, Workspace};
use longshore_syntax::{Encoding, Language};
use serde_json::Value;

use oracle::{records, shared};

/// The compose files of the corpus where they stand, each with its record and what is found in it.
fn judged() -> Vec<(Value, Arc<File>, Vec<Diagnostic>)> {
    let corpus = shared().join("corpus").canonicalize().unwrap_or_default();
    let records = oracle::records("oracle/compose_config.jsonl");
    let path = |record: &Value| corpus.join(record["file"].as_str().expect("a path"));
    let mut workspace = Workspace::new(vec![corpus.clone()]);
    workspace.set_compose_files(records.iter().map(path).collect::<BTreeSet<PathBuf>>());
    let judge = |record: Value| {
        let file = workspace.file(&path(&record), Language::Compose)?;
        let found = check(&workspace, &file, &Settings::default());
        Some((record, file, found))
    };
    records.iter().cloned().filter_map(judge).collect()
}

fn shown(file: &File, one: &Diagnostic) -> String {
    let line = file.lines.position(&file.text, one.span.start, Encoding::Utf8).line + 1;
    format!("{line}: {} {}: {}", one.severity.name(), one.rule.name, one.message)
}

#[test]
fn files_have_the_verdict_of_the_engine_where_they_stand() {
    let judged = judged();
    let (mut alarms, mut refused, mut missed) = (Vec::new(), 0, Vec::new());
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for (record, file, found) in &judged {
        found.iter().for_each(|one| *counts.entry((one.rule.name, one.severity.name())).or_default() += 1);
        let name = record["file"].as_str().expect("a path");
        // Alone in a folder, its env files were made.
        let alone = record["lone"]["ok"] == true;
        let errors = found.iter().filter(|one| one.severity == Severity::Error);
        let errors: Vec<String> =
            errors.filter(|one| !(alone && one.rule.name == "missing-file")).map(|one| shown(file, one)).collect();
        let accepted = record["ok"] == true || alone;
        if accepted {
            alarms.extend(errors.iter().map(|one| format!("{name}:{one}")));
        }
        // Fragments and variables that are not set are no fault of the file.
        let own = ["other", "schema"].contains(&record["lone"]["class"].as_str().unwrap_or_default());
        let empty = record["error"] == "empty compose file";
        if !accepted && own && !empty {
            refused += 1;
            missed.extend(errors.is_empty().then(|| format!("{name}: {}", record["error"])));
        }
    }
    if std::env::var_os("LONGSHORE_SHOW").is_some() {
        let all = judged.iter().flat_map(|(record, file, found)| {
            found.iter().map(move |one| format!("{}:{}", record["file"].as_str().unwrap_or_default(), shown(file, one)))
        });
        println!("{}", all.collect::<Vec<_>>().join("\n"));
    }
    println!("{} files, {} alarms; {refused} refused, {} missed", judged.len(), alarms.len(), missed.len());
    println!("{counts:#?}");
    assert!(alarms.is_empty(), "{alarms:#?}");
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The faults of names, files and text among the probes, and the rule that finds each.
const PROBES: &[(&str, &str, Severity)] = &[
    ("yaml syntax error", "invalid-yaml", Severity::Error),
    ("tab indentation", "invalid-yaml", Severity::Error),
    ("duplicate key", "duplicate-key", Severity::Error),
    ("depends_on unknown service", "unknown-service", Severity::Error),
    ("depends_on self", "dependency-cycle", Severity::Error),
    ("depends_on cycle", "dependency-cycle", Severity::Error),
    ("undefined network", "undeclared-resource", Severity::Error),
    ("undefined volume", "undeclared-volume", Severity::Error),
    ("undefined secret", "undeclared-resource", Severity::Error),
    ("undefined config", "undeclared-resource", Severity::Error),
    ("neither image nor build", "missing-image", Severity::Error),
    ("obsolete version key", "obsolete-version", Severity::Information),
    ("service_healthy on service without healthcheck", "missing-health-check", Severity::Information),
    ("duplicate container_name", "duplicate-container-name", Severity::Error),
    ("duplicate host port", "duplicate-host-port", Severity::Warning),
    ("extends unknown service", "unknown-service", Severity::Error),
    ("extends missing file", "missing-file", Severity::Error),
    ("include missing file", "missing-file", Severity::Error),
    ("env_file missing", "missing-file", Severity::Error),
    ("build context missing", "missing-file", Severity::Warning),
    ("build target not in Dockerfile", "unknown-build-target", Severity::Warning),
    ("bad interpolation", "invalid-interpolation", Severity::Error),
    ("undefined alias", "undefined-alias", Severity::Error),
    ("sexagesimal port unquoted", "sexagesimal-number", Severity::Information),
];

/// Rules of the schema and of state, which speak of other things in the probes.
const OTHERS: &[&str] = &[
    "unknown-compose-key",
    "wrong-type",
    "invalid-value",
    "doubtful-value",
    "unused-volume",
    "legacy-layout",
    "conflicting-keys",
    "missing-key",
];

#[test]
fn probes_are_found_and_the_others_are_silent() {
    let probes = records("conformance/probes_compose.json");
    let mut seen = 0;
    for probe in &probes {
        let (name, text) = (probe["name"].as_str().expect("a name"), probe["compose"].as_str().expect("a text"));
        let mut workspace = Workspace::default();
        workspace.set_whole();
        let file = Arc::new(File::new(PathBuf::from("compose.yaml"), Language::Compose, text));
        workspace.insert(Arc::clone(&file));
        let dockerfile = File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, "FROM node:22 AS build\n");
        workspace.insert(Arc::new(dockerfile));
        let found = check(&workspace, &file, &Settings::default());
        let found: Vec<_> = found.iter().filter(|one| !OTHERS.contains(&one.rule.name)).collect();
        let expected = PROBES.iter().find(|(probe, ..)| *probe == name);
        match expected {
            Some((_, rule, severity)) => {
                seen += 1;
                assert_eq!(
                    found.iter().map(|one| (one.rule.name, one.severity)).collect::<Vec<_>>(),
                    [(*rule, *severity)],
                    "{name}: {found:#?}"
                );
            }
            None => assert!(found.is_empty(), "{name}: {found:#?}"),
        }
    }
    assert!(probes.is_empty() || seen == PROBES.len(), "{seen}");
}

#[test]
fn paths_outside_the_folders_are_silent() {
    let text = "services:\n  a:\n    image: x/y\n    env_file: ../../outside.env\n";
    let path = Path::new("/nowhere/project/compose.yaml");
    let file = File::new(path.to_owned(), Language::Compose, text);
    let found = check(&Workspace::new(vec![PathBuf::from("/nowhere/project")]), &file, &Settings::default());
    assert!(found.is_empty(), "{found:#?}");
}
