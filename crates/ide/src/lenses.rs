//! Lines above services and images that say at a glance what they hold.

mod compose;
mod dockerfile;

use longshore_model::{Content, File, Workspace};
use longshore_syntax::Span;

/// A line above a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The word that it belongs to.
    pub span: Span,
    /// What it says; without line ends.
    pub title: String,
}

/// The lines above the services of a compose file, or above the last stage of a Dockerfile: in the order of the file, and
/// only where there is something to say.
#[must_use]
pub fn lenses(workspace: &Workspace, file: &File) -> Vec<Lens> {
    match &file.content {
        Content::Dockerfile(dockerfile) => dockerfile::lens(workspace, file, dockerfile).into_iter().collect(),
        Content::Compose(compose) => compose::lenses(workspace, file, compose),
    }
}
