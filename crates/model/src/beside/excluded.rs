//! Which sources of `COPY` and `ADD` the build does not see.

use std::path::Path;

use super::context::{Context, may_ignore};
use crate::Workspace;

/// The `.dockerignore` of a build context, where it only takes files away. One that takes some back in is not read: what
/// of a folder is left, only the files tell.
#[derive(Debug)]
pub struct Excluded(Context);

impl Excluded {
    /// What holds for the Dockerfile at `path`, which copies `sources`, relative to the context. `None` where it copies
    /// none, where there is no `.dockerignore`, and where that is not read.
    pub fn new(workspace: &Workspace, path: &Path, sources: impl FnOnce() -> Vec<String>) -> Option<Self> {
        // Most projects have none, and to find the context takes many looks.
        let sources = if may_ignore(workspace, path) { sources() } else { Vec::new() };
        if sources.is_empty() {
            return None;
        }
        let context = Context::new(workspace, path, &sources);
        context.ignored().only_takes_away().then_some(Self(context))
    }

    /// Whether the build sees nothing of `source`, relative to the context; of the whole context where it is `.`.
    #[must_use]
    pub fn covers(&self, source: &str) -> bool {
        let segments = source.split('/').filter(|segment| !matches!(*segment, "" | "."));
        let path = segments.collect::<Vec<_>>().join("/");
        // A pattern that takes away the whole context takes away whatever may stand in it.
        self.0.ignored().covers(if path.is_empty() { "\u{1}" } else { &path })
    }
}
