//! Whether edits leave a file sound: what they do not touch means what it meant.

mod compose;
mod dockerfile;

use longshore_model::{Content, File};

use crate::Edit;

/// Whether `after`, which is `before` with `sorted` applied, still says everything that was not touched, and is not more
/// broken than before.
pub(super) fn sound(before: &File, sorted: &[&Edit], after: &File) -> bool {
    match (&before.content, &after.content) {
        (Content::Dockerfile(old), Content::Dockerfile(new)) => {
            dockerfile::sound((&old.syntax, &before.text), sorted, (&new.syntax, &after.text))
        }
        (Content::Compose(old), Content::Compose(new)) => {
            compose::sound((&old.yaml, &before.text), sorted, (&new.yaml, &after.text))
        }
        _ => false,
    }
}

/// Where the byte at `offset`, which no edit replaces, is after the edits.
fn moved(offset: u32, sorted: &[&Edit]) -> i64 {
    let before = sorted.iter().filter(|edit| edit.span.end <= offset);
    let grown: i64 = before.map(|edit| edit.text.len() as i64 - i64::from(edit.span.end - edit.span.start)).sum();
    i64::from(offset) + grown
}

/// Whether all of `before` are in `after`, as often; both are sorted.
fn hold<T: Ord>(before: &[T], after: &[T]) -> bool {
    let mut rest = after.iter();
    before.iter().all(|one| rest.any(|other| other == one))
}
