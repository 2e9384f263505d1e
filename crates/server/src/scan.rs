//! Finds the compose files in folders: what they say holds for Dockerfiles that stand elsewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};
use longshore_syntax::Language;

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
