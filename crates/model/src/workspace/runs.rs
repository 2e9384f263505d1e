//! Remembers which services run which Dockerfiles, and reads again only the compose files that a change concerns.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Workspace;
use super::disk::Since;
use crate::runs::{Origin, Run, Services, read};

/// The services of all compose files, by Dockerfile and image.
#[derive(Debug, Default)]
pub(super) struct Runs(Mutex<Index>);

/// A clone starts with what its original knows.
impl Clone for Runs {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.index().clone()))
    }
}

#[derive(Clone, Debug, Default)]
struct Index {
    read: HashMap<PathBuf, Arc<Services>>,
    /// For each path the compose files that a change there concerns.
    dependents: Places,
    /// For each Dockerfile the compose files that build it.
    builders: Places,
    /// For the last part of each image's name, in lower case, the compose files that run it.
    users: HashMap<String, BTreeSet<PathBuf>>,
    /// The compose files that are to be read, or read again.
    stale: BTreeSet<PathBuf>,
    /// Up to where changes on the disk are known.
    at: usize,
    answers: HashMap<PathBuf, Arc<[Run]>>,
}

type Places = HashMap<PathBuf, BTreeSet<PathBuf>>;

impl Runs {
    /// The services that run the Dockerfile at `path`.
    pub(super) fn of(&self, workspace: &Workspace, path: &Path) -> Arc<[Run]> {
        let mut index = self.index();
        index.catch_up(workspace);
        if let Some(known) = index.answers.get(path) {
            return Arc::clone(known);
        }
        let answer: Arc<[Run]> = index.answer(workspace, path).into();
        index.answers.insert(path.to_owned(), Arc::clone(&answer));
        answer
    }

    /// Whether a change at `path` may change an answer.
    pub(super) fn concerns(&self, path: &Path) -> bool {
        let index = self.index();
        index.dependents.contains_key(path) || index.stale.contains(path)
    }

    /// Reads again what changes at `paths` concern when it is asked next.
    pub(super) fn mark(&mut self, paths: Vec<PathBuf>) {
        let index = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        for path in paths {
            index.mark(&path);
            index.stale.insert(path);
        }
    }

    pub(super) fn forget_answers(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).answers.clear();
    }

    fn index(&self) -> MutexGuard<'_, Index> {
        // What a panic leaves half read is read again: it stays stale until it is read.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    fn mark(&mut self, path: &Path) {
        if let Some(dependents) = self.dependents.get(path) {
            self.stale.extend(dependents.iter().cloned());
        }
    }

    fn catch_up(&mut self, workspace: &Workspace) {
        match workspace.disk.since(&mut self.at) {
            Since::Paths(paths) => paths.iter().for_each(|path| self.mark(path)),
            Since::TooMuch => self.stale.extend(self.read.keys().cloned()),
        }
        if self.stale.is_empty() {
            return;
        }
        self.answers.clear();
        while let Some(path) = self.stale.first().cloned() {
            self.drop_services(&path);
            if workspace.is_compose(&path) {
                self.add_services(&path, read(workspace, &path));
            }
            self.stale.remove(&path);
        }
    }

    fn add_services(&mut self, path: &Path, services: Services) {
        for file in services.files.iter() {
            self.dependents.entry(file.clone()).or_default().insert(path.to_owned());
        }
        for run in &services.runs {
            if let Some(dockerfile) = &run.dockerfile {
                self.builders.entry(dockerfile.clone()).or_default().insert(path.to_owned());
            } else if let Some(image) = &run.image {
                self.users.entry(image.name().to_ascii_lowercase()).or_default().insert(path.to_owned());
            }
        }
        self.read.insert(path.to_owned(), Arc::new(services));
    }

    fn drop_services(&mut self, path: &Path) {
        let Some(services) = self.read.remove(path) else { return };
        services.files.iter().for_each(|file| leave(&mut self.dependents, file, path));
        for run in &services.runs {
            run.dockerfile.iter().for_each(|dockerfile| leave(&mut self.builders, dockerfile, path));
            if let Some(image) = &run.image {
                leave(&mut self.users, &image.name().to_ascii_lowercase(), path);
            }
        }
    }

    fn answer(&self, workspace: &Workspace, dockerfile: &Path) -> Vec<Run> {
        let mut found: Vec<Run> = Vec::new();
        for compose in self.builders.get(dockerfile).into_iter().flatten() {
            let builds = |run: &&Run| run.dockerfile.as_deref() == Some(dockerfile);
            found.extend(self.runs_in(compose).filter(builds).cloned());
        }
        let built: HashSet<String> = found.iter().filter_map(repository).collect();
        let names: BTreeSet<String> = names(dockerfile).collect();
        let is_it = |run: &&Run| {
            let name = run.image.as_ref().map(|image| image.name().to_ascii_lowercase());
            let named = name.is_some_and(|name| names.contains(&name));
            run.origin == Origin::Image && (named || repository(run).is_some_and(|image| built.contains(&image)))
        };
        let mut published: Vec<Run> = Vec::new();
        let last = built.iter().filter_map(|image| image.rsplit('/').next()).map(str::to_owned);
        let keys: BTreeSet<String> = names.iter().cloned().chain(last).collect();
        let users: BTreeSet<&PathBuf> = keys.iter().filter_map(|key| self.users.get(key)).flatten().collect();
        users.into_iter().for_each(|compose| published.extend(self.runs_in(compose).filter(is_it).cloned()));
        if published.is_empty() && workspace.is_only_dockerfile(dockerfile) {
            published = self.only_image();
        }
        found.extend(published);
        found.sort_by(|a, b| a.compose.cmp(&b.compose));
        found
    }

    /// The services that run the only image that nobody else is known to publish; none where there are several.
    fn only_image(&self) -> Vec<Run> {
        let runs = || self.read.values().flat_map(|services| &services.runs).filter(|run| run.origin == Origin::Image);
        let images: HashSet<String> = runs().filter_map(repository).collect();
        if images.len() == 1 { runs().cloned().collect() } else { Vec::new() }
    }

    fn runs_in(&self, compose: &Path) -> impl Iterator<Item = &Run> {
        self.read.get(compose).into_iter().flat_map(|services| &services.runs)
    }
}

/// Takes `member` out of the set of `key`.
fn leave<K, Q>(sets: &mut HashMap<K, BTreeSet<PathBuf>>, key: &Q, member: &Path)
where
    K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
    Q: std::hash::Hash + Eq + ?Sized,
{
    if let Some(set) = sets.get_mut(key) {
        set.remove(member);
        if set.is_empty() {
            sets.remove(key);
        }
    }
}

/// The image's name without registry, tag and digest, in lower case.
fn repository(run: &Run) -> Option<String> {
    run.image.as_ref().map(|image| image.repository.to_ascii_lowercase())
}

/// The names that an image of the Dockerfile at `path` may bear, in lower case: its folder's, and what stands before or
/// behind `Dockerfile` in its own.
fn names(path: &Path) -> impl Iterator<Item = String> {
    let folder = path.parent().and_then(Path::file_name).and_then(|name| name.to_str()).map(str::to_ascii_lowercase);
    let own = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let part = |kind: &str| {
        let before = own.strip_suffix(kind).and_then(|rest| rest.strip_suffix('.'));
        let behind = own.strip_prefix(kind).and_then(|rest| rest.strip_prefix('.'));
        before.or(behind).map(str::to_owned)
    };
    let own = part("dockerfile").or_else(|| part("containerfile"));
    folder.into_iter().chain(own).filter(|name| !name.is_empty())
}
