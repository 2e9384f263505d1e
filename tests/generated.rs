//! What is generated is fresh, and the examples of the rules' pages are true. `UPDATE_EXPECT=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "../crates/cli/fence.rs"]
mod fence;
#[path = "generated/picture.rs"]
mod picture;
#[path = "generated/vscode.rs"]
mod vscode;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use expect_test::expect_file;
use fence::{Example, Kind, examples};
use longshore_config::Config;
use longshore_lint::fix::{Selection, fix_all};
use longshore_lint::{Diagnostic, Rule, Safety, Settings, check, rules};
use longshore_model::{File, Workspace};

const PAGES: &str = "crates/lint/docs";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What `longshore explain --markdown` prints.
fn explained(rule: Option<&str>) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_longshore")).args(["explain", "--markdown"]).args(rule).output().unwrap();
    assert!(output.status.success(), "{rule:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    fs::create_dir_all(root().join(PAGES)).unwrap();
    for rule in rules::ALL {
        expect_file![root().join(PAGES).join(format!("{}.md", rule.name))].assert_eq(&explained(Some(rule.name)));
    }
    let pages: BTreeSet<PathBuf> =
        fs::read_dir(root().join(PAGES)).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    let expected: BTreeSet<PathBuf> =
        rules::ALL.iter().map(|rule| root().join(PAGES).join(format!("{}.md", rule.name))).collect();
    assert_eq!(pages, expected);
}

#[test]
fn the_table_of_rules_in_the_readme_is_fresh() {
    const START: &str = "<!-- rules: written by tests/generated.rs -->\n";
    const END: &str = "<!-- end of rules -->\n";
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (before, rest) = readme.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let table = explained(None).replace("](", &format!("]({PAGES}/"));
    expect_file![root().join("README.md")].assert_eq(&format!("{before}{START}{table}{END}{after}"));
}

#[test]
fn the_schema_of_the_configuration_is_fresh() {
    expect_file![root().join("crates/config/schema.json")].assert_eq(&Config::schema());
}

#[test]
fn the_settings_of_vs_code_are_those_of_the_schema() {
    let path = root().join("editors/vscode/package.json");
    let schema = serde_json::from_str(&Config::schema()).unwrap();
    let manifest = vscode::manifest(&fs::read_to_string(&path).unwrap(), &schema);
    expect_file![&path].assert_eq(&manifest);
    // An editor may send what nobody has set.
    let manifest: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let settings = manifest["contributes"]["configuration"][0]["properties"].as_object().unwrap();
    let defaults = settings.iter().map(|(key, setting)| (key.replace("longshore.", ""), setting["default"].clone()));
    Config::from_json(&defaults.collect()).unwrap();
}

/// An example, and what its rule finds in it.
struct Tried {
    rule: &'static Rule,
    workspace: Workspace,
    file: Arc<File>,
    settings: Settings,
    found: Vec<Diagnostic>,
}

impl Tried {
    fn new(rule: &'static Rule, example: &Example) -> Self {
        let (workspace, file) = example.project();
        let settings = Settings::default().only(|other| other.name == rule.name);
        let found = check(&workspace, &file, &settings);
        Self { rule, workspace, file, settings, found }
    }

    fn fixed(&self) -> Option<String> {
        let selection = Selection { rule: Some(self.rule.name), safety: Safety::Unsafe };
        fix_all(&self.workspace, &self.file, &self.settings, selection)
    }
}

#[test]
fn the_examples_are_true() {
    let mut count = 0;
    for rule in rules::ALL {
        let mut bad = None;
        for example in examples(rule.docs) {
            let tried = Tried::new(rule, &example);
            let messages: Vec<&str> = tried.found.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
            let place = format!("{}: {:?}\n{}", rule.name, example.kind, example.text);
            match example.kind {
                Kind::Bad => assert!(!messages.is_empty(), "finds nothing: {place}"),
                Kind::Good => assert!(messages.is_empty(), "finds {messages:#?}: {place}"),
                Kind::Beside => unreachable!("not among the examples"),
                Kind::Fixed => {
                    let before: &Tried = bad.as_ref().unwrap();
                    assert_eq!(before.fixed().as_deref(), Some(example.text.as_str()), "{place}");
                }
            }
            if example.kind == Kind::Bad {
                bad = Some(tried);
            }
            count += 1;
        }
    }
    println!("{count} examples of {} rules", rules::ALL.len());
    assert!(count >= rules::ALL.len() * 2);
}

#[test]
fn every_rule_shows_what_it_finds_and_what_it_does_not() {
    for rule in rules::ALL {
        let kinds: Vec<Kind> = examples(rule.docs).iter().map(|example| example.kind).collect();
        assert!(kinds.contains(&Kind::Bad) && kinds.contains(&Kind::Good), "{}: {kinds:?}", rule.name);
        let offers = examples(rule.docs)
            .iter()
            .filter(|example| example.kind == Kind::Bad)
            .any(|example| Tried::new(rule, example).found.iter().any(|diagnostic| !diagnostic.fixes.is_empty()));
        assert!(!offers || kinds.contains(&Kind::Fixed), "{} offers fixes and shows none", rule.name);
    }
}
