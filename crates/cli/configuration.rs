//! The configuration of every file: found once a folder.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use longshore_config::{Config, Error};
use longshore_lint::{Settings, Severity};
use rayon::prelude::*;

use crate::args::Check;
use crate::place::Place;

/// What is configured for a file.
#[derive(Debug)]
pub(crate) struct Configuration {
    pub(crate) settings: Settings,
    /// The lowest severity that fails the check.
    pub(crate) fails_from: Option<Severity>,
    exclude: Gitignore,
}

impl Configuration {
    /// Whether `place` is left out. What was named never is.
    pub(crate) fn excludes(&self, place: &Place) -> bool {
        let below = place.path.starts_with(self.exclude.path());
        !place.named && below && self.exclude.matched_path_or_any_parents(&place.path, false).is_ignore()
    }
}

/// Finds, reads and keeps the configurations of folders.
pub(crate) struct Configurations<'a> {
    options: &'a Check,
    by_folder: Mutex<HashMap<PathBuf, Option<PathBuf>>>,
    by_file: HashMap<Option<PathBuf>, Option<Arc<Configuration>>>,
    /// What is wrong with those that could not be used.
    pub(crate) errors: Vec<Error>,
}

impl<'a> Configurations<'a> {
    pub(crate) fn new(options: &'a Check) -> Self {
        Self { options, by_folder: Mutex::default(), by_file: HashMap::new(), errors: Vec::new() }
    }

    /// The configuration of the files in `folder`, which is absolute; `None` where it is broken.
    pub(crate) fn of(&mut self, folder: &Path) -> Option<Arc<Configuration>> {
        let file = self.options.config.clone().or_else(|| self.find(folder));
        match self.by_file.get(&file) {
            Some(known) => known.clone(),
            None => self.read(file),
        }
    }

    /// Looks for the configurations of all `places` at once.
    pub(crate) fn look(&self, places: &[Place]) {
        if self.options.config.is_none() {
            places.par_iter().for_each(|place| _ = self.find(place.folder()));
        }
    }

    /// What [`Config::find`] gives, but each folder is looked into only once.
    fn find(&self, folder: &Path) -> Option<PathBuf> {
        let known = || self.by_folder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known().get(folder) {
            return known.clone();
        }
        let above = || if Config::is_top(folder) { None } else { folder.parent() };
        let file = Config::beside(folder).or_else(|| above().and_then(|parent| self.find(parent)));
        known().insert(folder.to_owned(), file.clone());
        file
    }

    fn read(&mut self, file: Option<PathBuf>) -> Option<Arc<Configuration>> {
        let read = match &file {
            Some(path) => Config::load(path).and_then(|config| self.prepare(&config, path)),
            None => self.prepare(&Config::default(), Path::new("longshore.toml")),
        };
        let configuration = read.map(Arc::new).map_err(|error| self.errors.push(error)).ok();
        self.by_file.insert(file, configuration.clone());
        configuration
    }

    fn prepare(&self, config: &Config, path: &Path) -> Result<Configuration, Error> {
        let mut settings = config.settings();
        if let Some(preset) = self.options.preset {
            settings.preset = preset.preset();
        }
        if !self.options.rules.is_empty() {
            settings = settings.only(|rule| self.options.rules.iter().any(|wanted| wanted.name() == rule.name));
        }
        let fails_from = match self.options.fail_level {
            Some(level) => level.severity(),
            None => config.fails_from(),
        };
        Ok(Configuration { settings, fails_from, exclude: exclude(config, path)? })
    }
}

fn exclude(config: &Config, path: &Path) -> Result<Gitignore, Error> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(&absolute);
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let refused =
        |error: ignore::Error| Error { path: Some(path.to_owned()), line: None, message: format!("exclude: {error}") };
    let mut builder = GitignoreBuilder::new(folder);
    for pattern in config.exclude.iter().flatten() {
        builder.add_line(None, pattern).map_err(refused)?;
    }
    builder.build().map_err(refused)
}
