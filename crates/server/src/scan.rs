//! Finds the compose files in folders: what they say holds for Dockerfiles that stand elsewhere.

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

/// The compose files in `folders`, without what is hidden or left out by ignore files; `None` as soon as `stopped`
/// says so. Links to folders are not followed.
#[must_use]
pub fn compose_files(folders: &[PathBuf], stopped: &dyn Fn() -> bool) -> Option<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for folder in folders {
        for depth in [NEAR, DEEPEST] {
            collect(folder, depth, stopped, &mut found)?;
        }
    }
    Some(found)
}

fn collect(folder: &Path, depth: usize, stopped: &dyn Fn() -> bool, found: &mut BTreeSet<PathBuf>) -> Option<()> {
    let walk = WalkBuilder::new(folder).max_depth(Some(depth)).follow_links(false).build();
    for entry in walk.take(MOST_ENTRIES) {
        if stopped() {
            return None;
        }
        found.extend(entry.ok().filter(is_compose).map(DirEntry::into_path));
    }
    Some(())
}

/// Whether it is a compose file. A link is one, too: whoever reads it sees whether it leads out of the folders.
fn is_compose(entry: &DirEntry) -> bool {
    let kind = entry.file_type().is_some_and(|kind| kind.is_file() || kind.is_symlink());
    kind && longshore_model::language(entry.path(), None) == Some(Language::Compose)
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

    /// Looks for the compose files in the folders of `workspace`, and again at all that was read there, on a thread of
    /// its own; sends [`Message::Scanned`]. An earlier scan that still runs is given up.
    pub(crate) fn start(&self, workspace: Workspace) {
        let number = self.started.fetch_add(1, Ordering::Relaxed) + 1;
        let (analysis, started) = (Weak::clone(&self.analysis), Arc::clone(&self.started));
        std::thread::spawn(move || {
            let stopped = || analysis.strong_count() == 0 || started.load(Ordering::Relaxed) != number;
            let changed = !workspace.refresh().is_empty();
            let found = compose_files(&workspace.roots, &stopped);
            read(&workspace, found.iter().flatten(), &stopped);
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
        let ours = ["compose.yaml", "a/b/c/docker-compose.prod.yml"];
        for name in
            ours.iter().chain(&["a/values.yaml", "a/Dockerfile", "ignored/compose.yaml", ".hidden/compose.yaml"])
        {
            fs::write(path(name), "").expect("a file");
        }
        let folders = [folder.path().to_owned()];
        let expected = ours.iter().map(|name| path(name)).collect();
        assert_eq!(compose_files(&folders, &|| false), Some(expected));
        assert_eq!(compose_files(&folders, &|| true), None);
    }
}
