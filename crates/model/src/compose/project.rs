//! What a compose file means together with the files that it refers to, merged as the engine does.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::application::Application;
use super::load::Loader;
use super::service::Service;
use super::text::Place;
use super::variables::Variables;
use crate::file::{Content, File};
use crate::workspace::{Kind, Workspace};

/// The names of compose files that the engine takes by itself, in its order.
const DEFAULTS: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The names of the files that it puts over the default one by itself, in its order.
const OVERRIDES: [&str; 4] =
    ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

/// Compose files with all that they extend, include and override.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// What they say together. Lists of variables are mappings, and each value stands at its own place.
    pub application: Application,
    /// Every path that was looked at, whether something is there or not: where one changes, so may the project.
    pub files: BTreeSet<PathBuf>,
    /// What stands in the way of the engine, or of knowing all.
    pub problems: Vec<Problem>,
}

/// A reference that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The reference.
    pub place: Place,
    /// What is wrong with it.
    pub kind: ProblemKind,
    /// What to tell, without a final full stop.
    pub message: String,
}

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// The file is not there, lies outside the workspace, is no text, or its name is not known.
    Unreadable,
    /// The file has no such service.
    NoService,
    /// What is extended or included leads back to itself.
    Circle,
    /// More is extended or included than is followed.
    TooMuch,
}

/// What a name of a compose file makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The engine takes it by itself.
    Default,
    /// The engine puts it over the default one by itself.
    Override,
    /// It is read when it is named.
    Other,
}

/// The role of the compose file at `path`.
#[must_use]
pub fn role(path: &Path) -> Role {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if DEFAULTS.contains(&name) {
        Role::Default
    } else if OVERRIDES.contains(&name) {
        Role::Override
    } else {
        Role::Other
    }
}

impl Project {
    /// What `file` means as the engine runs it: a default one with its override beside it, an override on top of the
    /// default one, any other alone. Empty for what is no compose file.
    #[must_use]
    pub fn of(workspace: &Workspace, file: &File) -> Self {
        let folder = file.path.parent().unwrap_or(Path::new(""));
        let mut loader = Loader::new(workspace);
        let (before, after) = match role(&file.path) {
            Role::Default => (None, first(&mut loader, folder, &OVERRIDES)),
            Role::Override => (first(&mut loader, folder, &DEFAULTS), None),
            Role::Other => (None, None),
        };
        let files: Vec<&File> = before.as_deref().into_iter().chain([file]).chain(after.as_deref()).collect();
        Self::load(loader, &files, folder)
    }

    /// What `file` means on top of the default file of its folder, as `-f compose.yaml -f FILE` runs it. `None` where
    /// there is none, or `file` is it.
    #[must_use]
    pub fn with_default(workspace: &Workspace, file: &File) -> Option<Self> {
        let folder = file.path.parent().unwrap_or(Path::new(""));
        let mut loader = Loader::new(workspace);
        if role(&file.path) == Role::Default {
            return None;
        }
        let default = first(&mut loader, folder, &DEFAULTS)?;
        Some(Self::load(loader, &[&default, file], folder))
    }

    /// This project of `file`, or [`Self::with_default`] where `file` is no default one and has services that do not stand
    /// on their own: they have neither an image nor a build.
    #[must_use]
    pub fn completed(self, workspace: &Workspace, file: &File) -> Self {
        let stands = |service: &Service| service.image.is_some() || service.build.is_some();
        if role(&file.path) != Role::Other || self.application.services.iter().all(stands) {
            return self;
        }
        match Self::with_default(workspace, file) {
            Some(both) => both,
            // A default file that is made later changes this.
            None => {
                let folder = file.path.parent().unwrap_or(Path::new(""));
                let files = self.files.into_iter().chain(DEFAULTS.map(|name| folder.join(name))).collect();
                Self { files, ..self }
            }
        }
    }

    fn load(mut loader: Loader<'_>, files: &[&File], folder: &Path) -> Self {
        let mut variables = Variables::default();
        loader.variables(&folder.join(".env"), &mut variables);
        files.iter().for_each(|file| _ = loader.files.insert(file.path.clone()));
        let root = loader.root(files, folder, &variables);
        let Loader { files, problems, .. } = loader;
        Self { application: Application::new(root), files, problems }
    }

    /// Whether a file that it extends or includes could not be read, so that something may be missing.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.problems.is_empty()
    }
}

/// The first file of those names in `folder`.
fn first(loader: &mut Loader<'_>, folder: &Path, names: &[&str]) -> Option<Arc<File>> {
    names.iter().find_map(|name| {
        let path = folder.join(name);
        let there = loader.workspace.kind(&path) == Some(Kind::File);
        loader.files.insert(path.clone());
        if there { loader.file(&path) } else { None }
    })
}

/// The compose file in `file`.
pub(super) fn compose(file: &File) -> Option<&super::Compose> {
    match &file.content {
        Content::Compose(compose) => Some(compose),
        Content::Dockerfile(_) => None,
    }
}
