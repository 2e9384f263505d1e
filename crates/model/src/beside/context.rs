//! The build context: the folder whose files a Dockerfile can copy.

use std::path::{Path, PathBuf};

use super::ignored::Ignored;
use crate::workspace::{Kind, Workspace};

/// How many folders above the Dockerfile's own may be the context.
const FOLDERS: usize = 4;

/// A folder, and what of it the build does not see.
#[derive(Debug)]
pub(crate) struct Context {
    folder: PathBuf,
    ignored: Ignored,
}

/// The list of what the build does not see.
const LIST: &str = ".dockerignore";

/// The list that holds for the Dockerfile at `path` alone.
fn own_list(path: &Path) -> PathBuf {
    let mut own = path.as_os_str().to_owned();
    own.push(LIST);
    own.into()
}

/// The folders that may be the context of the Dockerfile at `path`, the likely ones first.
fn folders(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors().skip(1).take(FOLDERS + 1)
}

/// Whether a list may hold for the Dockerfile at `path`, whatever its context is.
pub(super) fn may_ignore(workspace: &Workspace, path: &Path) -> bool {
    let there = |list: &Path| workspace.kind(list) == Some(Kind::File);
    there(&own_list(path)) || folders(path).any(|folder| there(&folder.join(LIST)))
}

impl Context {
    /// The context of the Dockerfile at `path`. `sources` are files and folders that it copies, relative to the context:
    /// they tell which folder it is.
    pub(crate) fn new(workspace: &Workspace, path: &Path, sources: &[String]) -> Self {
        let folder = folder(workspace, path, sources);
        let text = workspace.text(&own_list(path)).or_else(|| workspace.text(&folder.join(LIST)));
        Self { ignored: text.map(|text| Ignored::new(&text)).unwrap_or_default(), folder }
    }

    /// What of the folder the build does not see.
    pub(super) fn ignored(&self) -> &Ignored {
        &self.ignored
    }

    /// The file at `path`, relative to the context; `None` where there is none or the build does not see it.
    pub(crate) fn file(&self, workspace: &Workspace, path: &str) -> Option<PathBuf> {
        let full = self.folder.join(path);
        (!path.is_empty() && workspace.kind(&full) == Some(Kind::File) && !self.ignored.covers(path)).then_some(full)
    }

    /// The names in the folder at `path`, relative to the context.
    pub(crate) fn names(&self, workspace: &Workspace, path: &str) -> std::sync::Arc<[String]> {
        let full = self.folder.join(path);
        workspace.names(if full.as_os_str().is_empty() { Path::new(".") } else { &full })
    }
}

/// The folder that the build is given: the first one that has all of `sources`, else the one that has the most; the
/// Dockerfile's own before those above it.
fn folder(workspace: &Workspace, path: &Path, sources: &[String]) -> PathBuf {
    let mut best = (0, path.parent().unwrap_or(Path::new("")));
    for folder in folders(path) {
        let found = sources.iter().filter(|source| workspace.kind(&folder.join(source)).is_some()).count();
        if found > best.0 {
            best = (found, folder);
        }
        if found == sources.len() {
            break;
        }
    }
    best.1.to_owned()
}
