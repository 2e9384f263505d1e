//! Makes the fixes of the rules about the build in the whole corpus: what they touch is mended, and nothing else changes.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_lint::fix::{Selection, fix_all};
use longshore_lint::{Diagnostic, Group, Rule, Safety, Settings, check, rules};
use longshore_model::{Content, Dockerfile, File, Workspace};
use longshore_syntax::Language;
use longshore_syntax::dockerfile::{Body, Instruction, Part, Word};

/// The Dockerfiles of the corpus, sorted; none where it is not there.
fn corpus() -> Vec<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LONGSHORE_SHARED").map_or(beside, PathBuf::from);
    let mut found = Vec::new();
    walk(&shared.join("corpus/dockerfiles"), &mut found);
    if found.is_empty() {
        println!("skipped: no corpus at {}", shared.display());
    }
    found.sort();
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

fn file(text: &str) -> Arc<File> {
    Arc::new(File::new(PathBuf::from("/x/Dockerfile"), Language::Dockerfile, text))
}

fn dockerfile(file: &File) -> &Dockerfile {
    match &file.content {
        Content::Dockerfile(dockerfile) => dockerfile,
        Content::Compose(_) => panic!("a Dockerfile was read"),
    }
}

/// What an instruction says, without its layout.
fn said(instruction: &Instruction) -> String {
    let word = |word: &Word| format!("{:?}", word.parts.iter().map(part).collect::<Vec<_>>());
    let flags: Vec<String> =
        instruction.flags.iter().map(|flag| format!("{}={:?}", flag.name, flag.value.as_ref().map(word))).collect();
    let body = match &instruction.body {
        Body::Pairs(pairs) => {
            let pair =
                |pair: &longshore_syntax::dockerfile::Pair| format!("{}={:?}", pair.key, pair.value.as_ref().map(word));
            pairs.iter().map(pair).collect::<Vec<_>>().join(" ")
        }
        Body::Onbuild(Some(inner)) => said(inner),
        _ => instruction.arguments.text.clone(),
    };
    format!("{:?} {flags:?} {body}", instruction.keyword)
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(text) => format!("{text:?}"),
        Part::Variable(variable) => format!("${}{}", variable.name, variable.operation.is_some()),
    }
}

/// The instructions that no edit of `found` touches.
fn untouched(file: &File, found: &[Diagnostic]) -> Vec<String> {
    let edits: Vec<_> =
        found.iter().flat_map(|one| &one.fixes).flat_map(|fix| &fix.edits).map(|edit| edit.span).collect();
    let all = dockerfile(file).syntax.instructions.iter();
    let free = all.filter(|one| {
        !edits.iter().any(|edit| edit.start < one.span.end && one.span.start < edit.end.max(edit.start + 1))
    });
    free.map(|one| said(one)).collect()
}

fn comments(file: &File) -> Vec<String> {
    let all = dockerfile(file).syntax.comments.iter();
    all.map(|comment| comment.text(&file.text).to_owned()).collect()
}

/// Whether all of `part` stand in `whole` in this order.
fn in_order(part: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|one| rest.any(|other| other == one))
}

/// What mending `file` by `rule` breaks; `None` where there is nothing to mend, or all is well.
fn broken(rule: &'static Rule, file: &Arc<File>, settings: &Settings) -> Option<String> {
    let workspace = Workspace::new(Vec::new());
    let found: Vec<Diagnostic> =
        check(&workspace, file, settings).into_iter().filter(|one| !one.fixes.is_empty()).collect();
    if found.is_empty() {
        return None;
    }
    let selection = Selection { rule: Some(rule.name), safety: Safety::Unsafe };
    let Some(text) = fix_all(&workspace, file, settings, selection) else { return Some("no fix is made".to_owned()) };
    let after = self::file(&text);
    if let Some(again) = fix_all(&workspace, &after, settings, selection) {
        return Some(format!("a second time changes more: {again}"));
    }
    let left = check(&workspace, &after, settings).into_iter().filter(|one| !one.fixes.is_empty()).count();
    if left > 0 {
        return Some(format!("{left} of {} are left", found.len()));
    }
    if comments(file) != comments(&after) {
        return Some("comments change".to_owned());
    }
    let all = |file: &File| dockerfile(file).syntax.instructions.iter().map(|one| said(one)).collect::<Vec<_>>();
    if !in_order(&untouched(file, &found), &all(&after)) {
        return Some(format!("other instructions change: {text}"));
    }
    // These change the form, and nothing of what is said.
    let form = ["legacy-key-value", "empty-continuation", "instruction-casing"];
    let same = !form.contains(&rule.name) || all(file) == all(&after);
    (!same).then(|| format!("the file says something else: {text}"))
}

/// So many files of each rule are mended where nothing is optimised.
const MOST: usize = if cfg!(debug_assertions) { 6 } else { usize::MAX };

#[test]
fn fixes_mend_and_change_nothing_else() {
    let files: Vec<Arc<File>> =
        corpus().iter().filter_map(|path| Some(file(&std::fs::read_to_string(path).ok()?))).collect();
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let workspace = Workspace::new(Vec::new());
    for file in &files {
        let found = check(&workspace, file, &Settings::default());
        let build = |rule: &&&'static Rule| matches!(rule.group, Group::Build | Group::Error | Group::Correctness);
        for rule in rules::ALL.iter().filter(build) {
            let fixable = found.iter().any(|one| one.rule == *rule && !one.fixes.is_empty());
            let count = mended.entry(rule.name).or_default();
            if !fixable || *count >= MOST {
                continue;
            }
            *count += 1;
            let others = rules::ALL.iter().filter(|other| *other != rule).map(|other| (other.name, None));
            let settings = Settings { rules: others.collect(), ..Settings::default() };
            wrong.extend(broken(rule, file, &settings).map(|why| format!("{}: {why}\n{}", rule.name, file.text)));
        }
    }
    println!("{mended:#?}");
    assert!(files.is_empty() || mended.values().sum::<usize>() > 20, "the fixes were made");
    let shown: Vec<String> = wrong.iter().take(10).map(|one| one.chars().take(3000).collect()).collect();
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), shown.join("\n=====\n"));
}

/// What all fixes make of `text`.
fn mended(text: &str) -> String {
    let selection = Selection { rule: None, safety: Safety::Unsafe };
    let build = rules::ALL.iter().filter(|rule| rule.group == Group::Ephemeral).map(|rule| (rule.name, None));
    let settings = Settings { rules: build.collect(), ..Settings::default() };
    fix_all(&Workspace::new(Vec::new()), &file(text), &settings, selection).unwrap_or_else(|| text.to_owned())
}

#[test]
fn a_directory_is_replaced_not_written_twice() {
    let text = "FROM python:3.12\nRUN echo hi\nWORKDIR app\nCOPY a .\n";
    assert_eq!(mended(text), "FROM python:3.12\nRUN echo hi\nWORKDIR /app\nCOPY a .\n");
}

#[test]
fn layout_comments_and_heredocs_stay() {
    let text = "from alpine:3.22 AS Build\r\nRUN apk add \\\r\n\r\n    # for downloads\r\n    curl \\\r\n    jq\r\n\
                COPY <<-\"EOF\" /etc/motd\r\n\tENV a b\r\n\tEOF\r\n\
                ENV GREETING Hello \\\r\n    world\r\nCMD one\r\nLABEL  a   b\r\nCMD two # words\r\n";
    let expected = "FROM alpine:3.22 AS build\r\nRUN apk add \\\r\n    # for downloads\r\n    curl \\\r\n    jq\r\n\
                    COPY <<-\"EOF\" /etc/motd\r\n\tENV a b\r\n\tEOF\r\n\
                    ENV GREETING=\"Hello \\\r\n    world\"\r\nLABEL  a=b\r\nCMD [\"two\"]\r\n";
    assert_eq!(mended(text), expected);
}
