//! Bounded, cached reading below the workspace folders.

use std::collections::HashMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use longshore_syntax::Language;

use super::Kind;
use crate::File;

/// The size in bytes above which a file is not read.
pub(crate) const LIMIT: u64 = 2_000_000;

/// The size in bytes that nearly all files stay below: read in one go.
const USUAL: usize = 16 << 10;

/// How many names of one folder are read.
pub(crate) const NAMES: usize = 10_000;

/// How many paths are remembered; past that all are forgotten and read again.
const PATHS: usize = 50_000;

/// What was read, and from where it may be read.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// The real paths of the workspace folders.
    roots: Vec<PathBuf>,
    seen: Mutex<HashMap<PathBuf, Entry>>,
    changes: Mutex<Changes>,
}

/// How many changes are remembered.
const CHANGES: usize = 10_000;

/// The paths that changed, in order.
#[derive(Debug, Default)]
struct Changes {
    /// How many were forgotten.
    before: usize,
    paths: Vec<PathBuf>,
}

/// What changed since somebody last asked.
pub(super) enum Since {
    /// These paths, perhaps some of them twice.
    Paths(Vec<PathBuf>),
    /// More than is remembered.
    TooMuch,
}

/// What is known of a path; each part is read when it is first asked for.
#[derive(Clone, Debug, Default)]
struct Entry {
    stamp: Option<Stamp>,
    text: Option<Option<Arc<str>>>,
    file: Option<Arc<File>>,
    names: Option<Arc<[String]>>,
}

/// How a path looked when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    kind: Kind,
    length: u64,
    modified: Option<SystemTime>,
}

impl Disk {
    pub(super) fn new(roots: &[PathBuf]) -> Self {
        let real = roots.iter().filter_map(|root| root.canonicalize().ok()).collect();
        Self { roots: real, ..Self::default() }
    }

    pub(super) fn kind(&self, path: &Path) -> Option<Kind> {
        self.entry(path).stamp.map(|stamp| stamp.kind)
    }

    pub(super) fn text(&self, path: &Path) -> Option<Arc<str>> {
        let entry = self.entry(path);
        if let Some(text) = entry.text {
            return text;
        }
        let readable = entry.stamp.is_some_and(|stamp| stamp.kind == Kind::File && stamp.length <= LIMIT);
        let text = if readable { read(path) } else { None };
        self.update(path, |entry| entry.text = Some(text.clone()));
        text
    }

    pub(super) fn file(&self, path: &Path, language: Language) -> Option<Arc<File>> {
        let known = self.entry(path).file.filter(|file| file.language() == language);
        if known.is_some() {
            return known;
        }
        let file = Arc::new(File::new(path.to_owned(), language, &self.text(path)?));
        self.update(path, |entry| entry.file = Some(Arc::clone(&file)));
        Some(file)
    }

    pub(super) fn names(&self, folder: &Path) -> Arc<[String]> {
        let entry = self.entry(folder);
        if let Some(names) = entry.names {
            return names;
        }
        let is_folder = entry.stamp.is_some_and(|stamp| stamp.kind == Kind::Folder);
        let names = if is_folder { names(folder) } else { Arc::default() };
        self.update(folder, |entry| entry.names = Some(Arc::clone(&names)));
        names
    }

    pub(super) fn forget(&self, path: &Path) {
        let mut seen = self.seen();
        seen.remove(path);
        if let Some(folder) = path.parent() {
            seen.remove(folder);
        }
        drop(seen);
        self.note(&[path.to_owned()]);
    }

    /// What changed since the moment `at`, which becomes now. Moments begin with 0.
    pub(super) fn since(&self, at: &mut usize) -> Since {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        let from = std::mem::replace(at, changes.before + changes.paths.len());
        match from.checked_sub(changes.before).and_then(|from| changes.paths.get(from..)) {
            Some(paths) => Since::Paths(paths.to_vec()),
            None => Since::TooMuch,
        }
    }

    fn note(&self, paths: &[PathBuf]) {
        let mut changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner);
        if changes.paths.len() + paths.len() > CHANGES {
            changes.before += changes.paths.len();
            changes.paths.clear();
        }
        changes.paths.extend_from_slice(paths);
    }

    pub(super) fn refresh(&self) -> Vec<PathBuf> {
        let known: Vec<(PathBuf, Option<Stamp>)> =
            self.seen().iter().map(|(path, entry)| (path.clone(), entry.stamp.clone())).collect();
        let mut changed: Vec<PathBuf> =
            known.into_iter().filter(|(path, stamp)| self.stamp(path) != *stamp).map(|(path, _)| path).collect();
        let mut seen = self.seen();
        changed.iter().for_each(|path| _ = seen.remove(path));
        drop(seen);
        changed.sort();
        self.note(&changed);
        changed
    }

    /// What is known of `path`; looks at it where nothing is.
    fn entry(&self, path: &Path) -> Entry {
        if let Some(entry) = self.seen().get(path) {
            return entry.clone();
        }
        let entry = Entry { stamp: self.stamp(path), ..Entry::default() };
        let mut seen = self.seen();
        if seen.len() >= PATHS {
            seen.clear();
        }
        seen.insert(path.to_owned(), entry.clone());
        entry
    }

    fn update(&self, path: &Path, change: impl FnOnce(&mut Entry)) {
        if let Some(entry) = self.seen().get_mut(path) {
            change(entry);
        }
    }

    /// How `path` looks now; `None` where it is not there, is neither file nor folder, or leads out.
    fn stamp(&self, path: &Path) -> Option<Stamp> {
        // Most paths that are asked for are not there, and following their links costs a look at every folder.
        fs::symlink_metadata(path).ok()?;
        let real = path.canonicalize().ok()?;
        if !self.roots.iter().any(|root| real.starts_with(root)) {
            return None;
        }
        let metadata = fs::metadata(&real).ok()?;
        let kind = match metadata.file_type() {
            kind if kind.is_file() => Kind::File,
            kind if kind.is_dir() => Kind::Folder,
            _ => return None,
        };
        Some(Stamp { kind, length: metadata.len(), modified: metadata.modified().ok() })
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<PathBuf, Entry>> {
        // Each change of the map is one step, so a panic elsewhere leaves it whole.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(path: &Path) -> Option<Arc<str>> {
    let mut text = String::with_capacity(USUAL);
    fs::File::open(path).ok()?.take(LIMIT + 1).read_to_string(&mut text).ok()?;
    (text.len() as u64 <= LIMIT && !text.contains('\0')).then(|| text.into())
}

fn names(folder: &Path) -> Arc<[String]> {
    let Ok(entries) = fs::read_dir(folder) else { return Arc::default() };
    let mut names: Vec<String> =
        entries.flatten().take(NAMES).filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names.into()
}
