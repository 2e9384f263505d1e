//! Holds the shape of the repository: who may use what, how long things are, and what lies where.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "tidy/size.rs"]
mod size;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use longshore_lint::rules;

/// Which packages of ours a package may use; the first is the package.
const ARROWS: &[(&str, &[&str])] = &[
    ("longshore", &["config", "lint", "model", "server", "syntax"]),
    ("server", &["config", "ide", "lint", "model", "syntax"]),
    ("config", &["lint"]),
    ("ide", &["lint", "model", "syntax"]),
    ("lint", &["model", "syntax"]),
    ("model", &["syntax"]),
    ("syntax", &["tree-sitter-dockerfile"]),
    ("tree-sitter-dockerfile", &[]),
];

/// The only packages of ours that may use a package of others; what is not here is free.
const ONLY_PLACES: &[(&str, &[&str])] = &[
    ("annotate-snippets", &["longshore"]),
    ("anstream", &["longshore"]),
    ("anyhow", &["longshore"]),
    ("clap", &["longshore"]),
    ("clap_complete", &["longshore"]),
    ("comfy-table", &["longshore"]),
    ("ignore", &["longshore", "server"]),
    ("rayon", &["longshore"]),
    ("ropey", &["syntax"]),
    ("schemars", &["config"]),
    ("serde", &["config", "longshore", "server"]),
    ("serde_json", &["config", "longshore", "server"]),
    ("serde_yaml", &["config"]),
    ("tokio", &["server"]),
    ("toml", &["config"]),
    ("tower-lsp", &["server"]),
    ("tree-sitter", &["syntax"]),
    ("tree-sitter-language", &["tree-sitter-dockerfile"]),
];

/// What may lie at the top, but for hidden files and what is built.
const TOP: &[&str] = &[
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "crates",
    "editors",
    "tests",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All files of the repository below `folder`, but for what is built or installed.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() {
            if ![".git", "node_modules", "target"].contains(&name) {
                found.extend(files(&path));
            }
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn rust_files() -> Vec<PathBuf> {
    let found: Vec<PathBuf> =
        files(root()).into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    assert!(found.len() > 20, "the files were not found");
    found
}

/// The names below `[dependencies]` by package, without the prefix of ours.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let manifests = files(root()).into_iter().filter(|path| path.ends_with("Cargo.toml"));
    let mut packages = BTreeMap::new();
    for manifest in manifests {
        let text = fs::read_to_string(&manifest).unwrap();
        let (mut name, mut section, mut used) = (String::new(), "", BTreeSet::new());
        for line in text.lines() {
            if line.starts_with('[') {
                section = line;
            } else if let Some((key, value)) = line.split_once('=') {
                let key = key.trim().trim_end_matches(".workspace");
                match section {
                    "[package]" if key == "name" => name = plain(value.trim().trim_matches('"')),
                    "[dependencies]" => _ = used.insert(plain(key)),
                    _ => {}
                }
            }
        }
        packages.insert(name, used);
    }
    packages
}

fn plain(name: &str) -> String {
    name.strip_prefix("longshore-").unwrap_or(name).to_owned()
}

#[test]
fn packages_use_what_the_arrows_allow() {
    let packages = dependencies();
    let known: BTreeSet<&str> = ARROWS.iter().map(|(package, _)| *package).collect();
    assert_eq!(packages.keys().map(String::as_str).collect::<BTreeSet<_>>(), known);
    for (package, allowed) in ARROWS {
        let ours = packages[*package].iter().map(String::as_str).filter(|name| known.contains(name));
        for used in ours {
            assert!(allowed.contains(&used), "{package} must not use {used}");
        }
    }
}

#[test]
fn what_has_its_place_is_used_only_there() {
    let packages = dependencies();
    for (dependency, places) in ONLY_PLACES {
        for (package, used) in &packages {
            assert!(!used.contains(*dependency) || places.contains(&package.as_str()), "{package} uses {dependency}");
        }
    }
    let c = files(root()).into_iter().filter(|path| path.extension().is_some_and(|end| end == "c" || end == "h"));
    for path in c {
        assert!(path.starts_with(root().join("crates/tree-sitter-dockerfile")), "{}", path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for path in rust_files() {
        let text = fs::read_to_string(&path).unwrap();
        let head = text.lines().next().unwrap_or_default();
        assert!(head.starts_with("//! ") && head.len() > 10, "{}: {head:?}", path.display());
    }
}

#[test]
fn every_rule_has_its_file_and_every_file_its_rule() {
    let folder = root().join("crates/lint/src/rules");
    let listed: BTreeSet<String> = rules::ALL.iter().map(|rule| rule.name.replace('-', "_")).collect();
    assert_eq!(listed.len(), rules::ALL.len(), "a name stands twice");
    let mut stems = BTreeSet::new();
    for language in ["dockerfile", "compose"] {
        for entry in fs::read_dir(folder.join(language)).into_iter().flatten() {
            let path = entry.unwrap().path();
            // A folder holds what a rule of the same name is divided into.
            if path.is_file() {
                stems.insert(path.file_stem().unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(stems, listed);
}

#[test]
fn aliases_and_names_do_not_collide() {
    for rule in rules::ALL {
        assert!(rule.aliases.iter().all(|alias| rules::ALL.iter().all(|other| other.name != *alias)), "{}", rule.name);
        assert!(!rule.summary().is_empty(), "{}", rule.name);
    }
}

#[test]
fn only_what_belongs_lies_at_the_top() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(name.starts_with('.') || name == "target" || TOP.contains(&name.as_str()), "{name}");
    }
}

#[test]
fn nothing_names_the_machine_it_was_written_on() {
    let home = std::env::var("HOME").unwrap_or_default() + "/.cargo";
    let here = root().to_str().unwrap().to_owned();
    for path in files(root()) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for machine in [home.as_str(), here.as_str()] {
            assert!(!text.contains(machine), "{} names {machine}", path.display());
        }
    }
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    for source in lock.lines().filter(|line| line.starts_with("source = ")) {
        assert_eq!(source, "source = \"registry+https://github.com/rust-lang/crates.io-index\"");
    }
}
