//! The state facts of a Dockerfile: what it writes at run time, where, and who owns it.

use crate::{Dockerfile, File, Workspace};

/// What a Dockerfile's image writes at run time.
#[derive(Debug, Default)]
pub struct State {}

impl State {
    /// Derives the facts of `file`, as it stands in `workspace`.
    #[must_use]
    pub fn derive(_workspace: &Workspace, _file: &File, _dockerfile: &Dockerfile) -> Self {
        Self {}
    }
}
