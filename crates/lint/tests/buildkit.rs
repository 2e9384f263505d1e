//! Holds the checks of the build and the errors to what BuildKit says of the corpus: the same files, the same lines.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a record that cannot be read has failed, and a test that is skipped says so"
)]

#[path = "support/oracle.rs"]
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use longshore_lint::{Diagnostic, Group, Rule, Settings, Severity, check, rules};
use longshore_model::{File, Workspace};
use longshore_syntax::{Encoding, Language};
use serde_json::Value;

use oracle::{records, shared};

/// The text of the file that `record` is about.
fn corpus(record: &Value) -> Option<String> {
    std::fs::read_to_string(shared().join("corpus").join(record["file"].as_str()?)).ok()
}

/// What BuildKit's linter says of the files of the corpus, and what we do.
fn linted() -> &'static [(Value, Judged)] {
    static LINTED: OnceLock<Vec<(Value, Judged)>> = OnceLock::new();
    LINTED.get_or_init(|| {
        let records = records("oracle/buildkit_lint.jsonl").into_iter();
        records.filter_map(|record| corpus(&record).map(|text| (record, Judged::new(&text)))).collect()
    })
}

/// A judged text.
#[derive(Debug)]
struct Judged {
    file: File,
    found: Vec<Diagnostic>,
}

impl Judged {
    fn new(text: &str) -> Self {
        Self::beside(text, None)
    }

    fn beside(text: &str, ignored: Option<&str>) -> Self {
        let mut workspace = Workspace::new(Vec::new());
        workspace.set_text(Path::new("/x/.dockerignore"), ignored.map(Into::into));
        let file = File::new(PathBuf::from("/x/Dockerfile"), Language::Dockerfile, text);
        let found = check(&workspace, &file, &Settings::default());
        Self { file, found }
    }

    fn line(&self, offset: u32) -> u64 {
        u64::from(self.file.lines.position(&self.file.text, offset, Encoding::Utf8).line) + 1
    }

    /// The lines of the findings of `rule`.
    fn lines(&self, rule: &Rule) -> BTreeSet<u64> {
        let own = self.found.iter().filter(|one| one.rule == rule);
        own.map(|one| self.line(one.span.start)).collect()
    }

    fn errors(&self) -> Vec<(u64, String)> {
        let errors = self.found.iter().filter(|one| one.rule.group == Group::Error && one.severity == Severity::Error);
        errors.map(|one| (self.line(one.span.start), format!("{}: {}", one.rule.name, one.message))).collect()
    }
}

/// The rule for a check of BuildKit.
fn rule(check: &str) -> &'static Rule {
    let found = rules::ALL.iter().find(|rule| rule.aliases.contains(&check));
    found.unwrap_or_else(|| panic!("no rule for {check}"))
}

/// The lines of each check, as ranges from the first to the last line of the instruction.
fn expected(record: &Value, experimental: bool) -> BTreeMap<String, BTreeSet<(u64, u64)>> {
    let mut all: BTreeMap<String, BTreeSet<(u64, u64)>> = BTreeMap::new();
    let lists = ["warnings", if experimental { "experimental" } else { "" }];
    for warning in lists.iter().filter_map(|list| record[*list].as_array()).flatten() {
        let line = |name: &str| warning[name].as_u64().unwrap_or_default();
        let name = warning["rule"].as_str().unwrap_or_default().to_owned();
        all.entry(name).or_default().insert((line("start_line"), line("end_line")));
    }
    all
}

/// Whether all of `ours` lie in `theirs` and the other way round.
fn same(ours: &BTreeSet<u64>, theirs: &BTreeSet<(u64, u64)>) -> bool {
    let within = |line: u64, (start, end): (u64, u64)| start <= line && line <= end.max(start);
    ours.iter().all(|&line| theirs.iter().any(|&range| within(line, range)))
        && theirs.iter().all(|&range| ours.iter().any(|&line| within(line, range)))
}

#[test]
fn checks_find_what_the_engine_finds() {
    let checks: Vec<&str> = rules::ALL
        .iter()
        .filter(|rule| rule.group == Group::Build && rule.name != "definition-description")
        .filter_map(|rule| rule.aliases.first().copied())
        .collect();
    assert_eq!(checks.len(), 21);
    let mut differ: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut files = 0;
    // A file that is refused is not judged to its end.
    for (record, judged) in linted().iter().filter(|(record, _)| record["error"].is_null()) {
        files += 1;
        let theirs = expected(record, false);
        for check in &checks {
            let (ours, theirs) = (judged.lines(rule(check)), theirs.get(*check).cloned().unwrap_or_default());
            if !same(&ours, &theirs) {
                differ.entry(check).or_default().push(format!("{}: {ours:?}, not {theirs:?}", record["file"]));
            }
        }
    }
    let all: usize = differ.values().map(Vec::len).sum();
    println!("{files} files, {all} differ: {differ:#?}");
    for (check, files_of_it) in differ {
        assert!(files_of_it.len() * 200 <= files, "{check}: {files_of_it:#?}");
    }
}

#[test]
fn descriptions_are_found_where_they_are_asked_for() {
    let mut wrong = Vec::new();
    let rule = rule("InvalidDefinitionDescription");
    let others = rules::ALL.iter().filter(|other| **other != rule).map(|other| (other.name, None));
    let settings =
        Settings { rules: others.chain([(rule.name, Some(Severity::Warning))]).collect(), ..Settings::default() };
    for (record, Judged { file, .. }) in linted().iter().filter(|(record, _)| record["error"].is_null()) {
        let file = File::new(PathBuf::from("/x/Dockerfile"), Language::Dockerfile, &file.text);
        let found = check(&Workspace::new(Vec::new()), &file, &settings);
        let judged = Judged { file, found };
        let theirs = expected(record, true).remove("InvalidDefinitionDescription").unwrap_or_default();
        if !same(&judged.lines(rule), &theirs) {
            wrong.push(format!("{}: {:?}, not {theirs:?}", record["file"], judged.lines(rule)));
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}

#[test]
fn cases_of_the_engine_hold() {
    let mut wrong = Vec::new();
    for (index, case) in records("conformance/buildkit.json").iter().enumerate() {
        // What the command line or a registry adds is not known here.
        let attributes =
            case["frontend_attrs"].as_object().is_some_and(|all| all.keys().any(|key| key.contains("BUILDKIT")));
        let expect = case.get("expect_lint_subrequest").filter(|all| !all.is_null()).unwrap_or(&case["expect"]);
        let pulled = expect.as_array().into_iter().flatten().any(|one| one["rule"] == "InvalidBaseImagePlatform");
        // The lines of one case are those of another file.
        let elsewhere = case["func"] == "testLegacyKeyValueFormat" && case.get("expect_lint_subrequest").is_some();
        if attributes || pulled || elsewhere {
            continue;
        }
        let text = case["dockerfile"].as_str().unwrap_or_default();
        let judged = Judged::beside(text, case["dockerignore"].as_str());
        let theirs: BTreeSet<(String, u64)> = expect
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| (one["rule"].as_str().unwrap_or_default().to_owned(), one["line"].as_u64().unwrap_or_default()))
            .collect();
        let build = judged.found.iter().filter(|one| one.rule.group == Group::Build);
        let ours: BTreeSet<(String, u64)> =
            build.map(|one| (one.rule.aliases[0].to_owned(), judged.line(one.span.start))).collect();
        if ours != theirs {
            wrong.push(format!("{index}: {ours:?}, not {theirs:?}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_stand_where_the_engine_refuses() {
    let (mut missed, mut wrong, mut files, mut refused) = (Vec::new(), Vec::new(), 0, 0);
    for (record, judged) in linted() {
        files += 1;
        let (errors, error) = (judged.errors(), &record["error"]);
        if error.is_null() {
            wrong.extend((!errors.is_empty()).then(|| format!("{}: {errors:?}", record["file"])));
            continue;
        }
        // A base that only a build argument names is no fault of the file.
        let argument = !judged.lines(rule("InvalidDefaultArgInFrom")).is_empty();
        let message = error["msg"].as_str().unwrap_or_default();
        if argument && (message.contains("should not be blank") || message.contains("failed to parse stage name")) {
            continue;
        }
        refused += 1;
        let line = error["start_line"].as_u64().unwrap_or_default();
        let ends = error["end_line"].as_u64().unwrap_or_default().max(line);
        if !errors.iter().any(|&(ours, _)| (line..=ends).contains(&ours)) {
            missed.push(format!("{}: {error}: {errors:?}", record["file"]));
        }
    }
    println!("{files} files, {refused} refused, {} missed, {} wrong", missed.len(), wrong.len());
    assert!(missed.is_empty() && wrong.is_empty(), "missed {missed:#?}\nwrong {wrong:#?}");
}

/// What each probe is called, and the rule that must find something in it; none where nothing may be found.
const PROBES: &[(&str, &str)] = &[
    ("unknown instruction", "unknown-instruction"),
    ("lowercase instruction", "instruction-casing"),
    ("no FROM", "missing-from"),
    ("empty file", "missing-from"),
    ("shell-form CMD (JSONArgsRecommended)", "shell-form-command"),
    ("shell-form ENTRYPOINT", "shell-form-command"),
    ("secret in ENV", "secret-in-environment"),
    ("secret in ARG", "secret-in-environment"),
    ("multiple CMD", "repeated-instruction"),
    ("multiple ENTRYPOINT", "repeated-instruction"),
    ("duplicate stage name", "duplicate-stage-name"),
    ("reserved stage name", "reserved-stage-name"),
    ("stage name uppercase", "stage-name-casing"),
    ("FROM as casing mismatch", "from-as-casing"),
    ("COPY --from unknown stage", "unknown-stage"),
    ("COPY --from later stage", "unknown-stage"),
    ("COPY --from index out of range", "unknown-stage"),
    ("unused stage", "unused-stage"),
    ("undefined var", "undefined-variable"),
    ("undefined ARG in FROM", "undefined-from-argument"),
    ("TARGETARCH in FROM", ""),
    ("redundant target platform", "redundant-platform"),
    ("platform const", "constant-platform"),
    ("relative WORKDIR", "relative-workdir"),
    ("relative WORKDIR after absolute", ""),
    ("MAINTAINER", "maintainer-instruction"),
    ("legacy ENV k v", "legacy-key-value"),
    ("empty continuation", "empty-continuation"),
    ("EXPOSE bad port", "invalid-port"),
    ("EXPOSE uppercase proto", "expose-protocol-casing"),
    ("EXPOSE port 99999", "invalid-port"),
    ("HEALTHCHECK flag typo", "unknown-flag"),
    ("STOPSIGNAL bad", "invalid-signal"),
    ("COPY --chmod ok", ""),
    ("COPY unknown flag", "unknown-flag"),
    ("COPY --exclude ok", ""),
    ("RUN --mount unknown type", "invalid-mount"),
    ("RUN unknown flag", "unknown-flag"),
    ("RUN --device ok", ""),
    ("RUN --network bad value", "invalid-flag"),
    ("RUN --mount=type=secret ok", ""),
    ("heredoc unterminated", "unterminated-heredoc"),
    ("ONBUILD FROM", "forbidden-trigger"),
    ("check directive", ""),
    ("syntax directive custom frontend", ""),
    ("CMD single quotes json", "not-json-form"),
    ("COPY multi src to non-dir", "copy-to-file"),
    ("ADD --unpack ok", ""),
    ("ADD --checksum ok", ""),
    ("SHELL not json", "wrong-arguments"),
    ("label without quotes space", "wrong-arguments"),
];

#[test]
fn probes_are_found() {
    let mut wrong = Vec::new();
    let probes = records("conformance/probes_dockerfile.json");
    for probe in &probes {
        let name = probe["name"].as_str().unwrap_or_default();
        let Some((_, rule)) = PROBES.iter().find(|(known, _)| *known == name) else { continue };
        let judged = Judged::new(probe["dockerfile"].as_str().unwrap_or_default());
        let others = judged.found.iter().filter(|one| one.rule.group != Group::Ephemeral);
        let found: Vec<&str> = others.map(|one| one.rule.name).collect();
        let fine = if rule.is_empty() { found.is_empty() } else { found.contains(rule) };
        wrong.extend((!fine).then(|| format!("{name}: {found:?}, not {rule}")));
    }
    let known = PROBES.iter().filter(|(name, _)| probes.iter().any(|probe| probe["name"] == *name)).count();
    assert!(probes.is_empty() || known == PROBES.len(), "a probe is gone");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
