//! Paths that are kept outside the container: those that a comment says are mounted, and those under a `VOLUME`.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Keyword};

use super::Mount;
use super::shipped::Shipped;
use crate::value::Value;
use crate::{Dockerfile, File};

/// Words by which a comment says that a path is mounted.
const WORDS: &[&str] = &["mount", "volume"];

/// The mounts that the file tells of: comments before volumes.
pub(super) fn mounts(file: &File, dockerfile: &Dockerfile, shipped: &Shipped) -> Vec<(Value, Mount)> {
    let mut found = Vec::new();
    for instruction in &dockerfile.syntax.instructions {
        let block = comments_above(file, dockerfile, instruction.span.start);
        if block.iter().any(|comment| says_mount(comment.text(&file.text))) {
            for comment in block {
                let paths = paths(comment.text(&file.text));
                found.extend(paths.map(|path| (path, Mount::Comment(comment))));
            }
        }
    }
    for (stage, _) in shipped.stages.iter().enumerate().filter(|(_, shipped)| **shipped) {
        found.extend(volumes(dockerfile, stage));
    }
    found
}

/// The paths that `VOLUME` instructions of `stage` name.
fn volumes(file: &Dockerfile, stage: usize) -> Vec<(Value, Mount)> {
    let mut found = Vec::new();
    for index in file.stages[stage].instructions.clone() {
        let instruction = file.instruction(index);
        if let (Keyword::Volume, Body::Words(words)) = (instruction.keyword, &instruction.body) {
            let directory = file.directory(stage, index);
            let paths = words.iter().map(|word| file.expand(stage, index, word).path(&directory));
            found
                .extend(paths.filter(|path| path.segments().next().is_some()).map(|path| (path, Mount::Volume(index))));
        }
    }
    found
}

/// The mount that holds `path`, the one with the longest target; a comment before a `VOLUME`.
pub(super) fn mount_of<'m>(path: &Value, mounts: &'m [(Value, Mount)]) -> Option<&'m Mount> {
    let holding = mounts.iter().filter(|(target, _)| path.is_within(target));
    holding.rev().max_by_key(|(target, _)| target.text().len()).map(|(_, mount)| mount)
}

/// The comments on the lines directly above the byte `start`, in order.
fn comments_above(file: &File, dockerfile: &Dockerfile, start: u32) -> Vec<Span> {
    let comments = &dockerfile.syntax.comments;
    let before = comments.partition_point(|comment| comment.span.start < start);
    let mut line = file.lines.line(start);
    let mut block: Vec<Span> = Vec::new();
    for comment in comments[..before].iter().rev() {
        if file.lines.line(comment.span.start) + 1 != line {
            break;
        }
        line -= 1;
        block.push(comment.span);
    }
    block.reverse();
    block
}

/// Whether the comment speaks of a mount: by the word, or by the option `-v` of the engine's command line.
fn says_mount(comment: &str) -> bool {
    let lower = comment.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || lower.split_whitespace().any(|word| word == "-v")
}

/// The absolute paths that a comment names, also the target in `-v source:/target`.
fn paths(comment: &str) -> impl Iterator<Item = Value> {
    let separates =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | ':');
    let words = comment.split(separates).map(|word| word.trim_end_matches(['.', '!', '?']));
    let rooted = words.filter(|word| word.starts_with('/') && word.len() > 1 && !word.starts_with("//"));
    rooted.map(|word| Value::from(word).path(&Value::from("/"))).filter(|path| path.text() != "/")
}
