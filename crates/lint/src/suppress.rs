//! Suppression comments: ours, and those of other linters by alias.

use longshore_model::{Dockerfile, File};

use crate::{Diagnostic, Edit};

/// What the comments of a file turn off.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {}

impl Suppressions {
    pub(crate) fn of(_file: &File, _dockerfile: &Dockerfile) -> Self {
        Self {}
    }

    pub(crate) fn cover(&self, _diagnostic: &Diagnostic) -> bool {
        false
    }
}

/// The edit that silences `diagnostic` with a comment above its instruction, merged with a comment of ours that is
/// there already.
#[must_use]
pub fn ignore_here(_file: &File, _diagnostic: &Diagnostic) -> Option<Edit> {
    None
}

/// The edit that silences the rule of `diagnostic` in the whole file, at a place where the engine still reads its
/// directives.
#[must_use]
pub fn ignore_file(_file: &File, _diagnostic: &Diagnostic) -> Option<Edit> {
    None
}
