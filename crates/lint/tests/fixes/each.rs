//! Every fix of every finding, applied alone, and those of a file all together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use longshore_lint::fix::{Selection, apply, fix_all, verified};
use longshore_lint::{Diagnostic, Fix, Group, Safety, Settings, Severity, check};
use longshore_model::{Content, File, Workspace, language};
use longshore_syntax::Language;

use super::{comments, corpus, in_order, untouched};

/// The rules that are off by themselves, too.
fn every_rule() -> Settings {
    Settings::default().only(|_| true)
}

/// The file of the corpus at `path` with its project as the workspace.
fn read(path: &Path, folder: &str) -> Option<(Workspace, Arc<File>)> {
    let mut root = path;
    while root.parent()?.file_name()? != folder {
        root = root.parent()?;
    }
    let text = std::fs::read_to_string(path).ok()?;
    let file = Arc::new(File::new(path.to_owned(), language(path, None)?, &text));
    let mut workspace = Workspace::new(vec![root.to_owned()]);
    workspace.insert(Arc::clone(&file));
    Some((workspace, file))
}

/// What is found in the text that `file` becomes.
fn after(workspace: &Workspace, file: &File, text: &str, settings: &Settings) -> (Arc<File>, Vec<Diagnostic>) {
    let file = Arc::new(File::new(file.path.clone(), file.language(), text));
    let mut workspace = workspace.clone();
    workspace.insert(Arc::clone(&file));
    let found = check(&workspace, &file, settings);
    (file, found)
}

fn count(found: &[Diagnostic], of: impl Fn(&Diagnostic) -> bool) -> usize {
    found.iter().filter(|one| of(one)).count()
}

/// The comments of a file of either language; in compose files those that have a line of their own, for others belong to
/// what stands before them, and go with it.
fn remarks(file: &File) -> Vec<String> {
    let Content::Compose(compose) = &file.content else { return comments(file) };
    let spans = compose.yaml.comments.iter().filter(|comment| comment.own_line).map(|comment| comment.span);
    spans.map(|comment| comment.text(&file.text).to_owned()).collect()
}

/// What is wrong with a file after fixes; `what` says which.
fn wrong(before: (&File, &[Diagnostic]), now: (&File, &[Diagnostic]), free: &[String]) -> Option<String> {
    let ((file, found), (fixed, left)) = (before, now);
    let errors = |found: &[Diagnostic]| count(found, |one| one.severity == Severity::Error);
    if errors(left) > errors(found) {
        let new = left.iter().filter(|one| one.severity == Severity::Error).map(|one| one.message.as_str());
        return Some(format!("a new error: {:?}", new.collect::<Vec<_>>()));
    }
    let said: Vec<String> = remarks(file);
    if !in_order(&said, &remarks(fixed)) {
        return Some("a comment is gone".to_owned());
    }
    if let Content::Dockerfile(syntax) = &fixed.content {
        let all: Vec<String> = syntax.syntax.instructions.iter().map(|one| super::said(one)).collect();
        if !in_order(free, &all) {
            return Some("an instruction changes that no edit touches".to_owned());
        }
    }
    None
}

/// What is wrong with one fix, made alone.
fn alone(workspace: &Workspace, file: &File, found: &[Diagnostic], one: &Diagnostic, fix: &Fix) -> Option<String> {
    let settings = every_rule();
    let tried = Diagnostic { fixes: vec![fix.clone()], ..one.clone() };
    if fix.edits.iter().any(|edit| edit.path.is_some()) {
        // The edits of other files were made when it was verified.
        return None;
    }
    let (fixed, left) = after(workspace, file, &apply(&file.text, &fix.edits), &settings);
    let rule = |other: &Diagnostic| other.rule == one.rule;
    if count(&left, rule) >= count(found, rule) {
        return Some("the finding stays".to_owned());
    }
    let free = match &file.content {
        Content::Dockerfile(_) => untouched(file, std::slice::from_ref(&tried)),
        Content::Compose(_) => Vec::new(),
    };
    wrong((file, found), (&fixed, &left), &free)
}

/// What is wrong with all fixes of a file together.
fn together(workspace: &Workspace, file: &Arc<File>, found: &[Diagnostic]) -> Option<String> {
    let settings = every_rule();
    let selection = Selection { rule: None, safety: Safety::Unsafe };
    let text = fix_all(workspace, file, &settings, selection)?;
    let (fixed, left) = after(workspace, file, &text, &settings);
    let mut mended = workspace.clone();
    mended.insert(Arc::clone(&fixed));
    if let Some(again) = fix_all(&mended, &fixed, &settings, selection) {
        return Some(format!("a second time changes more:\n{again}"));
    }
    wrong((file, found), (&fixed, &left), &[])
}

fn every_fix_of(folder: &str) {
    let mut tried: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut made, mut refused) = (0, 0);
    let mut problems = Vec::new();
    for path in corpus(folder) {
        let Some((workspace, file)) = read(&path, folder) else { continue };
        let found = check(&workspace, &file, &every_rule());
        // Those of other rules for Dockerfiles are made by rule, in `build`.
        let ours = |one: &&Diagnostic| file.language() == Language::Compose || one.rule.group == Group::Ephemeral;
        let own = found.iter().filter(ours).filter(|one| !one.fixes.is_empty());
        let mut any = false;
        for one in own {
            any = true;
            *tried.entry(one.rule.name).or_default() += 1;
            // An editor and the report offer those that hold.
            let offered = verified(&workspace, &file, &every_rule(), &found, one);
            refused += one.fixes.len() - offered.len();
            made += offered.len();
            for fix in &offered {
                let problem = alone(&workspace, &file, &found, one, fix);
                problems
                    .extend(problem.map(|why| format!("{}: {}: {}: {why}", path.display(), one.rule.name, fix.title)));
            }
        }
        if any {
            let problem = together(&workspace, &file, &found);
            problems.extend(problem.map(|why| format!("{}: together: {why}", path.display())));
        }
    }
    println!("{made} fixes were made, {refused} do not hold and are not offered; findings: {tried:#?}");
    assert!(refused * 50 <= made, "{refused} of {made} fixes are made in vain");
    let shown: Vec<String> = problems.iter().take(40).map(|one| one.chars().take(400).collect()).collect();
    assert!(problems.is_empty(), "{}: {}", problems.len(), shown.join("\n"));
}

#[test]
fn every_fix_in_dockerfiles_holds() {
    every_fix_of("dockerfiles");
}

#[test]
fn every_fix_in_compose_files_holds() {
    every_fix_of("compose");
}
