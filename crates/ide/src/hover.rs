//! What is known about the state under the cursor.

mod compose;
mod dockerfile;

use longshore_model::{Content, File, Workspace};
use longshore_syntax::Span;

use crate::prose::Prose;

/// What is shown at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about, in bytes of the file.
    pub span: Span,
    /// What it says.
    pub prose: Prose,
}

/// What is known about the path, setting, mount, volume, image or service at byte `offset` of `file`, as far as it has to
/// do with state; `None` elsewhere.
#[must_use]
pub fn hover(workspace: &Workspace, file: &File, offset: u32) -> Option<Hover> {
    match &file.content {
        Content::Dockerfile(dockerfile) => dockerfile::hover(workspace, file, dockerfile, offset),
        Content::Compose(compose) => compose::hover(workspace, file, compose, offset),
    }
}
