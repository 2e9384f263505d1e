//! Builds fixes: edits of a Dockerfile that keep its layout, its comments and its line ends.

mod account;
mod command;
pub(crate) mod compose;
mod cure;
mod layout;
mod link;
mod mount;
mod ownership;
mod removal;
mod setting;
#[cfg(test)]
mod tests;
mod text;
mod user;
mod volume;

use crate::{Edit, Fix, Safety};

pub(crate) use cure::{cure, remove};
pub(crate) use mount::mount;
pub(crate) use ownership::own;
pub(crate) use text::{cut, delete_lines, put, rename, rewrite};
pub(crate) use user::switch_user;
pub(crate) use volume::volume;

/// A fix that changes the image, which asks for a decision.
fn fix(title: String, mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Fix { title, safety: Safety::Unsafe, preferred: false, edits }
}

/// How many findings of a rule in a file get fixes: each looks through the whole file. Fix-all comes to the others when
/// these are gone.
pub(crate) const MOST: usize = 100;

/// The fixes that are possible, in this order; fix-all takes the first.
pub(crate) fn ordered(fixes: impl IntoIterator<Item = Option<Fix>>) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = fixes.into_iter().flatten().collect();
    if let Some(first) = fixes.first_mut() {
        first.preferred = true;
    }
    fixes
}
