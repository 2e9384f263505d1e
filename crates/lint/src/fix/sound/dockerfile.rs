//! Whether edits leave a Dockerfile sound: what they do not touch means what it meant.

use longshore_syntax::dockerfile::{Dockerfile, Instruction, Keyword};

use super::{hold, moved};
use crate::Edit;

/// Whether `new` still has all instructions of `old` that `sorted` did not touch, all comments and all directives, and
/// no new instruction that is unknown or says nothing. Each comes with its text.
pub(super) fn sound((old, before): (&Dockerfile, &str), sorted: &[&Edit], (new, after): (&Dockerfile, &str)) -> bool {
    old.escape == new.escape
        && instructions_stay(old, sorted, new)
        && hold(&comments(old, before), &comments(new, after))
        && hold(&directives(old), &directives(new))
        && count(new, is_broken) <= count(old, is_broken)
}

/// Whether each instruction that no edit reaches into is still one of its kind, at the place where the edits move it.
fn instructions_stay(old: &Dockerfile, sorted: &[&Edit], new: &Dockerfile) -> bool {
    let mut untouched = old.instructions.iter().filter(|one| !sorted.iter().any(|edit| reaches_into(edit, one)));
    let mut places = new.instructions.iter();
    let mut stays = |one: &Instruction| {
        let at = moved(one.span.start, sorted);
        places.any(|other| i64::from(other.span.start) == at && other.keyword == one.keyword)
    };
    untouched.all(|one| stays(one))
}

/// Whether `edit` changes bytes of `instruction`, or inserts some between them; at its edges it does not.
fn reaches_into(edit: &Edit, instruction: &Instruction) -> bool {
    edit.span.start < instruction.span.end && instruction.span.start < edit.span.end
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

fn count(file: &Dockerfile, is: fn(&Instruction) -> bool) -> usize {
    file.instructions.iter().filter(|one| is(one)).count()
}

/// Whether no such instruction exists, or nothing follows its keyword.
fn is_broken(instruction: &Instruction) -> bool {
    let inner = instruction.inner();
    inner.keyword == Keyword::Unknown || inner.arguments.text.trim().is_empty()
}
