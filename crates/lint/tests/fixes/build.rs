//! The fixes of the rules about the build and of errors, all of one rule together.

use std::collections::BTreeMap;
use std::sync::Arc;

use longshore_lint::fix::{Selection, fix_all};
use longshore_lint::{Diagnostic, Group, Rule, Safety, Settings, check, rules};
use longshore_model::{File, Workspace};

use super::{comments, corpus, dockerfile, file, in_order, said, untouched};

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
    let after = super::file(&text);
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

#[test]
fn fixes_mend_and_change_nothing_else() {
    let files: Vec<Arc<File>> =
        corpus("dockerfiles").iter().filter_map(|path| Some(file(&std::fs::read_to_string(path).ok()?))).collect();
    let mut mended: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let workspace = Workspace::new(Vec::new());
    for file in &files {
        let found = check(&workspace, file, &Settings::default().only(|_| true));
        let build = |rule: &&&'static Rule| {
            matches!(rule.group, Group::Build | Group::Error | Group::Correctness | Group::Style)
        };
        for rule in rules::ALL.iter().filter(build) {
            let fixable = found.iter().any(|one| one.rule == *rule && !one.fixes.is_empty());
            if !fixable {
                continue;
            }
            *mended.entry(rule.name).or_default() += 1;
            let settings = Settings::default().only(|other| other.name == rule.name);
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
