//! The files around a file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::File;

/// The folders that may be read, and the files that have been loaded from them.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// The workspace folders; nothing outside them is read.
    pub roots: Vec<PathBuf>,
    files: HashMap<PathBuf, Arc<File>>,
}

impl Workspace {
    /// An empty workspace of these folders.
    #[must_use]
    pub fn new(roots: Vec<PathBuf>) -> Self {
        Self { roots, files: HashMap::new() }
    }

    /// Adds `file`, or puts it in the place of the one at the same path.
    pub fn insert(&mut self, file: Arc<File>) {
        self.files.insert(file.path.clone(), file);
    }

    /// Forgets the file at `path`.
    pub fn remove(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// The file at `path`, if it was added.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Arc<File>> {
        self.files.get(path)
    }

    /// All files, in no order.
    pub fn files(&self) -> impl Iterator<Item = &Arc<File>> {
        self.files.values()
    }
}
