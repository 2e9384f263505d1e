//! Finds the files to judge in what was named on the command line.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::{DirEntry, WalkBuilder, WalkState};
use longshore_config::Config;
use longshore_model::language;
use longshore_server::scan;

use crate::place::{Place, Problem, shown};
use crate::source::reason;

/// What was found, in the order it is reported in.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The files.
    pub(crate) places: Vec<Place>,
    /// The folders that were named, absolute.
    pub(crate) folders: Vec<PathBuf>,
    /// The folders around files that were named, where further files may say something about them: the repositories
    /// that they stand in, else their own folders.
    pub(crate) around: BTreeSet<PathBuf>,
    /// All files of ours in the folders that were named.
    pub(crate) below: scan::Found,
    /// What was named and is not there, and what could not be entered.
    pub(crate) problems: Vec<Problem>,
}

/// The Dockerfiles and compose files in `paths`: files as they are named, whatever they are called; folders with what
/// lies below them but for hidden files, `.git` and what ignore files leave out. Each file once, at the first path that leads to it.
pub(crate) fn walk(paths: &[PathBuf], stdin_filename: Option<&Path>) -> Found {
    let mut found = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            found.stdin(stdin_filename);
        } else {
            found.named(path);
        }
    }
    let mut seen = HashSet::new();
    found.places.retain(|place| seen.insert(place.path.clone()));
    found
}

impl Found {
    fn stdin(&mut self, filename: Option<&Path>) {
        let name = filename.unwrap_or(Path::new("Dockerfile"));
        let path = absolute(name).or_else(|_| std::path::absolute(name)).unwrap_or_else(|_| name.to_owned());
        let shown = filename.map_or_else(|| "<stdin>".to_owned(), shown);
        self.lone(Place { shown, path, named: true, stdin: true });
    }

    fn named(&mut self, path: &Path) {
        match fs::metadata(path).and_then(|metadata| Ok((metadata.is_dir(), absolute(path)?))) {
            Ok((true, root)) => {
                let mut below = below(path, &root);
                below.0.sort();
                below.1.sort();
                below.0.iter().for_each(|place| self.below.insert(&place.path));
                self.places.extend(below.0);
                self.problems.extend(below.1);
                self.folders.push(root);
            }
            Ok((false, file)) => self.lone(Place { shown: shown(path), path: file, named: true, stdin: false }),
            Err(error) => self.problems.push(Problem::new(&shown(path), reason(&error))),
        }
    }

    /// Takes a file that was named itself.
    fn lone(&mut self, place: Place) {
        let folder = place.folder();
        let around = folder.ancestors().find(|ancestor| Config::is_top(ancestor)).unwrap_or(folder);
        self.around.insert(around.to_owned());
        self.places.push(place);
    }

    /// All folders that may be read.
    pub(crate) fn roots(&self) -> Vec<PathBuf> {
        let all: BTreeSet<&PathBuf> = self.folders.iter().chain(&self.around).collect();
        all.into_iter().cloned().collect()
    }

    /// The files that may say something about those that were found: all in the folders that were named, and those around
    /// files that were.
    pub(crate) fn neighbours(&self) -> scan::Found {
        let around: Vec<PathBuf> = self.around.iter().cloned().collect();
        let mut all = scan::files(&around, &|| false).unwrap_or_default();
        all.compose.extend(self.below.compose.iter().cloned());
        all.dockerfiles.extend(self.below.dockerfiles.iter().cloned());
        all
    }
}

/// Where `path` stands. Links on the way are followed, but a file that is a link keeps its own name.
fn absolute(path: &Path) -> std::io::Result<PathBuf> {
    match (path.file_name(), path.parent()) {
        (Some(name), Some(parent)) if !path.is_dir() => {
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            Ok(parent.canonicalize()?.join(name))
        }
        _ => path.canonicalize(),
    }
}

/// The files and the problems below `folder`, which stands at `root`, in no order.
fn below(folder: &Path, root: &Path) -> (Vec<Place>, Vec<Problem>) {
    let (sender, receiver) = mpsc::channel();
    let walker = WalkBuilder::new(folder).filter_entry(|entry| entry.file_name() != ".git").build_parallel();
    walker.run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            if let Some(result) = judge(entry, folder, root) {
                // The receiver lives until all senders are gone.
                let _ = sender.send(result);
            }
            WalkState::Continue
        })
    });
    drop(sender);
    let (mut places, mut problems) = (Vec::new(), Vec::new());
    for result in receiver {
        match result {
            Ok(place) => places.push(place),
            Err(problem) => problems.push(problem),
        }
    }
    (places, problems)
}

fn judge(entry: Result<DirEntry, ignore::Error>, folder: &Path, root: &Path) -> Option<Result<Place, Problem>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Some(Err(unwalked(&error, folder))),
    };
    if language(entry.path(), None).is_none() || entry.depth() == 0 {
        return None;
    }
    let name = shown(entry.path());
    // A link is worth a look at what it leads to; everything else is known without.
    let kind = match entry.file_type()? {
        kind if kind.is_symlink() => match fs::metadata(entry.path()) {
            Ok(metadata) => metadata.file_type(),
            Err(_) => return Some(Err(Problem::new(&name, "is a link that leads nowhere"))),
        },
        kind => kind,
    };
    if !kind.is_file() {
        return None;
    }
    let path = root.join(entry.path().strip_prefix(folder).ok()?);
    Some(Ok(Place { shown: name, path, named: false, stdin: false }))
}

fn unwalked(error: &ignore::Error, folder: &Path) -> Problem {
    let (path, error) = match error {
        ignore::Error::WithPath { path, err } => (path.as_path(), err.as_ref()),
        other => (folder, other),
    };
    Problem::new(&shown(path), error.io_error().map_or_else(|| error.to_string(), reason))
}
