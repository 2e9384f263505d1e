//! The files around a file: those that were given, and those on the disk below the workspace folders.

mod disk;
mod images;
mod runs;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::file::Content;
use crate::runs::Run;
use crate::{File, language};
use disk::Disk;
use images::Images;
use runs::Runs;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// The folders that may be read, the files that have been given, and what has been read from the disk.
///
/// A clone sees what its original sees and shares what was read; files given to a clone stay in the clone.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    /// The workspace folders; nothing outside them is read.
    pub roots: Vec<PathBuf>,
    files: Arc<HashMap<PathBuf, Arc<File>>>,
    /// What a clone was given; wins over `files`. `None` hides a file.
    given: HashMap<PathBuf, Option<Arc<File>>>,
    texts: HashMap<PathBuf, Arc<str>>,
    compose: Arc<BTreeSet<PathBuf>>,
    dockerfiles: Option<Arc<BTreeSet<PathBuf>>>,
    /// Whether there is nothing but what was given.
    whole: bool,
    disk: Arc<Disk>,
    images: Arc<Images>,
    /// Which services run which Dockerfiles, as far as that was asked.
    runs: Arc<Runs>,
}

impl Workspace {
    /// An empty workspace of these folders.
    #[must_use]
    pub fn new(roots: Vec<PathBuf>) -> Self {
        let disk = Arc::new(Disk::new(&roots));
        Self { roots, disk, ..Self::default() }
    }

    /// Adds `file`, or puts it in the place of the one at the same path.
    pub fn insert(&mut self, file: Arc<File>) {
        let path = file.path.clone();
        self.touched(&path, matches!(file.content, Content::Compose(_)));
        match Arc::get_mut(&mut self.files) {
            Some(files) => {
                // It may have been given while there was a clone.
                self.given.remove(&path);
                files.insert(path, file);
            }
            None => _ = self.given.insert(path, Some(file)),
        }
    }

    /// Forgets the file at `path` that was given; the one on the disk is seen again.
    pub fn remove(&mut self, path: &Path) {
        self.touched(path, false);
        match Arc::get_mut(&mut self.files) {
            Some(files) => {
                self.given.remove(path);
                files.remove(path);
            }
            None => _ = self.given.insert(path.to_owned(), None),
        }
    }

    /// The file at `path`, if it was given.
    #[must_use]
    pub fn get(&self, path: &Path) -> Option<&Arc<File>> {
        match self.given.get(path) {
            Some(file) => file.as_ref(),
            None => self.files.get(path),
        }
    }

    /// All files that were given, in no order.
    pub fn files(&self) -> impl Iterator<Item = &Arc<File>> {
        let under = self.files.iter().filter(|(path, _)| !self.given.contains_key(*path)).map(|(_, file)| file);
        self.given.values().flatten().chain(under)
    }

    /// Gives the text that an editor holds for a file of another language (a script, a crontab); `None` takes it back.
    pub fn set_text(&mut self, path: &Path, text: Option<Arc<str>>) {
        self.touched(path, false);
        match text {
            Some(text) => _ = self.texts.insert(path.to_owned(), text),
            None => _ = self.texts.remove(path),
        }
    }

    /// The text at `path`: what was given, else what the disk holds. `None` where there is none, where it lies outside
    /// the workspace folders (links are followed to see), is larger than [`disk::LIMIT`] bytes or is not text.
    #[must_use]
    pub fn text(&self, path: &Path) -> Option<Arc<str>> {
        let given = self.get(path).map(|file| Arc::clone(&file.text)).or_else(|| self.texts.get(path).cloned());
        given.or_else(|| self.disk.text(path))
    }

    /// The Dockerfile or compose file at `path`, given or on the disk; by its name, or as `otherwise` where that says
    /// nothing. `None` like [`Self::text`].
    #[must_use]
    pub fn file(&self, path: &Path, otherwise: longshore_syntax::Language) -> Option<Arc<File>> {
        if let Some(file) = self.get(path) {
            return Some(Arc::clone(file));
        }
        let language = language(path, None).unwrap_or(otherwise);
        match self.texts.get(path) {
            Some(text) => Some(Arc::new(File::new(path.to_owned(), language, text))),
            None => self.disk.file(path, language),
        }
    }

    /// A Dockerfile of no place that says no more than that its image is that of `name`, a word.
    pub(crate) fn image(&self, name: &str) -> Arc<File> {
        self.images.of(name)
    }

    /// `path` as seen from the innermost workspace folder that holds it; whole where none does.
    #[must_use]
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        let inside = self.roots.iter().filter_map(|root| path.strip_prefix(root).ok());
        inside.min_by_key(|rest| rest.components().count()).unwrap_or(path)
    }

    /// What stands at `path`, as far as the workspace folders reach.
    #[must_use]
    pub fn kind(&self, path: &Path) -> Option<Kind> {
        if self.get(path).is_some() || self.texts.contains_key(path) { Some(Kind::File) } else { self.disk.kind(path) }
    }

    /// Says that there is nothing but what was given: for examples, which stand for all of a folder.
    pub fn set_whole(&mut self) {
        self.whole = true;
    }

    /// Whether it is known that nothing stands at `path`. Outside the workspace folders nothing is known, and a name that
    /// is there but cannot be read is something.
    #[must_use]
    pub fn lacks(&self, path: &Path) -> bool {
        if self.kind(path).is_some() {
            return false;
        }
        let given = self.files().map(|file| file.path.as_path()).chain(self.texts.keys().map(PathBuf::as_path));
        if self.whole {
            return !given.into_iter().any(|file| file.starts_with(path));
        }
        let mut below = path;
        while let Some(folder) = below.parent().filter(|folder| self.roots.iter().any(|root| folder.starts_with(root)))
        {
            if self.kind(folder) == Some(Kind::Folder) {
                let names = self.names(folder);
                let name = below.file_name().and_then(std::ffi::OsStr::to_str);
                let whole = (1..disk::NAMES).contains(&names.len());
                return name.is_some_and(|name| whole && !names.iter().any(|other| other == name));
            }
            below = folder;
        }
        false
    }

    /// The names in `folder`, sorted, at most [`disk::NAMES`]; none where it is no folder of the workspace.
    #[must_use]
    pub fn names(&self, folder: &Path) -> Arc<[String]> {
        self.disk.names(folder)
    }

    /// The compose files that are known in the workspace folders, sorted.
    #[must_use]
    pub fn compose_files(&self) -> &BTreeSet<PathBuf> {
        &self.compose
    }

    /// Says which compose files there are; whoever walks the folders knows.
    pub fn set_compose_files(&mut self, paths: BTreeSet<PathBuf>) {
        let news: Vec<PathBuf> = self.compose.symmetric_difference(&paths).cloned().collect();
        self.compose = Arc::new(paths);
        if !news.is_empty() {
            Arc::make_mut(&mut self.runs).mark(news);
        }
    }

    /// Says which Dockerfiles there are; whoever walks the folders knows. Without that, no image is taken for that of
    /// the only Dockerfile.
    pub fn set_dockerfiles(&mut self, paths: BTreeSet<PathBuf>) {
        if self.dockerfiles.as_deref() != Some(&paths) {
            self.dockerfiles = Some(Arc::new(paths));
            Arc::make_mut(&mut self.runs).forget_answers();
        }
    }

    /// The services of the known compose files that run what the Dockerfile at `path` builds, by compose file.
    pub(crate) fn runs(&self, path: &Path) -> Arc<[Run]> {
        self.runs.of(self, path)
    }

    /// Whether there is a compose file at `path`, known or given.
    fn is_compose(&self, path: &Path) -> bool {
        let given = self.get(path).map(|file| matches!(file.content, Content::Compose(_)));
        given.unwrap_or_else(|| self.compose.contains(path))
    }

    /// Whether the Dockerfile at `path` is the only one.
    fn is_only_dockerfile(&self, path: &Path) -> bool {
        self.dockerfiles.as_ref().is_some_and(|all| all.len() == 1 && all.contains(path))
    }

    /// A text was given or taken back at `path`. A clone goes its own way from here if that concerns a compose file.
    fn touched(&mut self, path: &Path, compose: bool) {
        if compose || self.runs.concerns(path) {
            Arc::make_mut(&mut self.runs).mark(vec![path.to_owned()]);
        }
    }

    /// Forgets what was read at `path` and the names of its folder: it was changed, made or removed.
    pub fn changed(&self, path: &Path) {
        self.disk.forget(path);
    }

    /// Looks again at everything that was read, and forgets what is no longer so. The paths that changed, sorted.
    pub fn refresh(&self) -> Vec<PathBuf> {
        self.disk.refresh()
    }
}
