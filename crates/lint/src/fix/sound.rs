//! Whether edits leave a Dockerfile sound: what they do not touch means what it meant.

use longshore_model::{Content, File};
use longshore_syntax::dockerfile::{Dockerfile, Instruction, Keyword};

use crate::Edit;

/// Whether `after`, which is `before` with `sorted` applied, still has all instructions that were not touched, all
/// comments and all directives, and no new instruction that is unknown or says nothing.
pub(super) fn sound(before: &File, sorted: &[&Edit], after: &File) -> bool {
    let (Content::Dockerfile(old), Content::Dockerfile(new)) = (&before.content, &after.content) else { return true };
    let (old, new) = (&old.syntax, &new.syntax);
    old.escape == new.escape
        && instructions_stay(old, sorted, new)
        && hold(&comments(old, &before.text), &comments(new, &after.text))
        && hold(&directives(old), &directives(new))
        && count(new, is_broken) <= count(old, is_broken)
}

/// Whether each instruction that no edit reaches into is still one of its kind, at the place where the edits move it.
fn instructions_stay(old: &Dockerfile, sorted: &[&Edit], new: &Dockerfile) -> bool {
    let mut untouched = old.instructions.iter().filter(|one| !sorted.iter().any(|edit| reaches_into(edit, one)));
    let mut places = new.instructions.iter();
    let stays = |one: &Instruction| {
        let at = moved(one.span.start, sorted);
        places.any(|other| i64::from(other.span.start) == at && other.keyword == one.keyword)
    };
    untouched.all(stays)
}

/// Whether `edit` changes bytes of `instruction`, or inserts some between them; at its edges it does not.
fn reaches_into(edit: &Edit, instruction: &Instruction) -> bool {
    edit.span.start < instruction.span.end && instruction.span.start < edit.span.end
}

/// Where the byte at `offset`, which no edit replaces, is after the edits.
fn moved(offset: u32, sorted: &[&Edit]) -> i64 {
    let before = sorted.iter().filter(|edit| edit.span.end <= offset);
    let grown: i64 = before.map(|edit| edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start)).sum();
    i64::from(offset) + grown
}

/// The comments of `file` in alphabetical order.
fn comments<'t>(file: &Dockerfile, text: &'t str) -> Vec<&'t str> {
    let mut all: Vec<&str> = file.comments.iter().map(|comment| comment.text(text)).collect();
    all.sort_unstable();
    all
}

/// The directives of `file` in alphabetical order.
fn directives(file: &Dockerfile) -> Vec<(&str, &str)> {
    let mut all: Vec<_> =
        file.directives.iter().map(|directive| (directive.name.as_str(), directive.value.as_str())).collect();
    all.sort_unstable();
    all
}

/// Whether all of `before` are in `after`, as often; both are sorted.
fn hold<T: Ord>(before: &[T], after: &[T]) -> bool {
    let mut rest = after.iter();
    before.iter().all(|one| rest.any(|other| other == one))
}

fn count(file: &Dockerfile, is: fn(&Instruction) -> bool) -> usize {
    file.instructions.iter().filter(|one| is(one)).count()
}

/// Whether no such instruction exists, or nothing follows its keyword.
fn is_broken(instruction: &Instruction) -> bool {
    let inner = instruction.inner();
    inner.keyword == Keyword::Unknown || inner.arguments.text.trim().is_empty()
}
