//! Finds the Dockerfiles and compose files in folders: what one says may hold for others that stand elsewhere.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Weak};

use ignore::{DirEntry, WalkBuilder};
use longshore_model::Workspace;
use longshore_syntax::Language;

use crate::messages::Message;

/// The most entries of one folder and what lies below it that are looked at.
const MOST_ENTRIES: usize = 50_000;
/// How far below a folder is looked.
const DEEPEST: usize = 16;
/// How far below it is looked first, so that in one with too many entries what stands near its top is found.
const NEAR: usize = 2;

/// What stands in folders, without what is hidden or left out by ignore files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The compose files.
    pub compose: BTreeSet<PathBuf>,
    /// The Dockerfiles; none where there is more than was looked at, so that nobody takes one for the only one.
    pub dockerfiles: BTreeSet<PathBuf>,
}

impl Found {
    /// Adds the file at `path`, if its name says that it is one of ours.
    pub fn insert(&mut self, path: &Path) {
        match longshore_model::language(path, None) {
            Some(Language::Compose) => _ = self.compose.insert(path.to_owned()),
            Some(Language::Dockerfile) => _ = self.dockerfiles.insert(path.to_owned()),
            None => {}
        }
    }
}

/// What stands in `folders`; `None` as soon as `stopped` says so. Links to folders are not followed.
#[must_use]
pub fn files(folders: &[PathBuf], stopped: &dyn Fn() -> bool) -> Option<Found> {
    let mut found = Found::default();
    let mut whole = true;
    for folder in folders {
        for depth in [NEAR, DEEPEST] {
            whole &= collect(folder, depth, stopped, &mut found)? < MOST_ENTRIES;
        }
    }
    if !whole {
        found.dockerfiles.clear();
    }
    Some(found)
}

/// Gives how many entries were looked at.
fn collect(folder: &Path, depth: usize, stopped: &dyn Fn() -> bool, found: &mut Found) -> Option<usize> {
    let mut seen = 0;
    for entry in WalkBuilder::new(folder).max_depth(Some(depth)).follow_links(false).build().take(MOST_ENTRIES) {
        if stopped() {
            return None;
        }
        seen += 1;
        entry.ok().filter(is_file).iter().for_each(|entry| found.insert(entry.path()));
    }
    Some(seen)
}

/// A link counts, too: whoever reads it sees whether it leads out of the folders.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink())
}

/// Scans that run beside the analysis, of which the last one counts.
#[derive(Debug)]
pub(crate) struct Scans {
    /// The way back to the analysis; once it is gone, so is the session.
    analysis: Weak<Sender<Message>>,
    started: Arc<AtomicU64>,
}

impl Scans {
    pub(crate) fn new(analysis: Weak<Sender<Message>>) -> Self {
        Self { analysis, started: Arc::default() }
    }

    /// Looks for files in the folders of `workspace`, and again at all that was read there, on a thread of its own; sends [`Message::Scanned`]. An earlier scan that still runs is given up.
    pub(crate) fn start(&self, workspace: Workspace) {
        let number = self.started.fetch_add(1, Ordering::Relaxed) + 1;
        let (analysis, started) = (Weak::clone(&self.analysis), Arc::clone(&self.started));
        std::thread::spawn(move || {
            let stopped = || analysis.strong_count() == 0 || started.load(Ordering::Relaxed) != number;
            let changed = !workspace.refresh().is_empty();
            let found = files(&workspace.roots, &stopped);
            read(&workspace, found.iter().flat_map(|found| &found.compose), &stopped);
            if let Some(analysis) = analysis.upgrade() {
                // Fails only if the analysis thread is gone.
                let _ = analysis.send(Message::Scanned { found, changed });
            }
        });
    }
}

/// Reads the files, so that the analysis finds them read.
fn read<'a>(workspace: &Workspace, paths: impl Iterator<Item = &'a PathBuf>, stopped: &dyn Fn() -> bool) {
    for path in paths.take_while(|_| !stopped()) {
        // A bug that this brings up is reported by the analysis, which reads the file again.
        let _ = catch_unwind(AssertUnwindSafe(|| workspace.file(path, Language::Compose)));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn finds_what_is_neither_hidden_nor_ignored() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in [".git", "a/b/c", "ignored", ".hidden"] {
            fs::create_dir_all(path(name)).expect("a folder");
        }
        fs::write(path(".gitignore"), "ignored/\n").expect("a file");
        let compose = ["compose.yaml", "a/b/c/docker-compose.prod.yml"];
        let dockerfiles = ["a/Dockerfile", "a/b/x.Containerfile"];
        let others = ["a/values.yaml", "ignored/compose.yaml", ".hidden/Dockerfile"];
        for name in compose.iter().chain(&dockerfiles).chain(&others) {
            fs::write(path(name), "").expect("a file");
        }
        let folders = [folder.path().to_owned()];
        let all = |names: &[&str]| names.iter().map(|name| path(name)).collect();
        let expected = Found { compose: all(&compose), dockerfiles: all(&dockerfiles) };
        assert_eq!(files(&folders, &|| false), Some(expected));
        assert_eq!(files(&folders, &|| true), None);
    }
}
