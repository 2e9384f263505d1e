//! Makes the fixes of the corpus: what they touch is mended, and nothing else changes.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

#[path = "fixes/build.rs"]
mod build;
#[path = "fixes/each.rs"]
mod each;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_lint::Diagnostic;
use longshore_model::{Content, Dockerfile, File};
use longshore_syntax::Language;
use longshore_syntax::dockerfile::{Body, Instruction, Pair, Part, Word};

/// The files of the corpus in `folder`, sorted; none where it is not there.
fn corpus(folder: &str) -> Vec<PathBuf> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("LONGSHORE_SHARED").map_or(beside, PathBuf::from);
    let mut found = Vec::new();
    walk(&shared.join("corpus").join(folder), &mut found);
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
            let pair = |pair: &Pair| format!("{}={:?}", pair.key, pair.value.as_ref().map(word));
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
        !edits
            .iter()
            .any(|edit| edit.start < one.span.end.max(edit.end + 1) && one.span.start < edit.end.max(edit.start + 1))
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
