//! The configuration of each folder: the editor's settings, and over them the nearest configuration file, so that the
//! editor agrees with the command line and the build server.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use longshore_config::Config;
use longshore_lint::Settings;
use serde_json::Value;

/// What tells one state of a file from another: when it was written and how long it is; `None` where it is not there.
pub(crate) type Stamp = Option<(SystemTime, u64)>;

/// The stamp of the file at `path`.
pub(crate) fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// The last configuration that a file held without an error.
#[derive(Clone, Debug)]
struct Loaded {
    stamp: Stamp,
    config: Config,
}

/// What holds for the files of a folder.
#[derive(Clone, Debug)]
pub(crate) struct Effective {
    /// For the rules.
    pub(crate) settings: Arc<Settings>,
    /// The patterns of what is left out, with the folder they are relative to.
    pub(crate) exclude: Option<(PathBuf, Vec<String>)>,
    /// Whether lenses are shown.
    pub(crate) lenses: bool,
    /// Whether hovers are shown.
    pub(crate) hover: bool,
    /// The configuration file.
    file: Option<PathBuf>,
}

/// All that is configured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Configurations {
    initial: Config,
    editor: Config,
    files: HashMap<PathBuf, Loaded>,
    folders: HashMap<PathBuf, Effective>,
    problems: Vec<String>,
}

impl Configurations {
    /// Takes the options that came with `initialize`: the settings, or an object with them under `longshore`.
    pub(crate) fn initialize(&mut self, options: &Value) {
        let value = options.get("longshore").unwrap_or(options);
        if let Some(config) = self.read(value) {
            self.initial = config;
        }
    }

    /// Takes the editor's settings; `null` means that nothing is set. Gives whether anything changed.
    pub(crate) fn set_editor(&mut self, value: &Value) -> bool {
        let Some(config) = self.read(value).filter(|config| *config != self.editor) else { return false };
        self.editor = config;
        self.folders.clear();
        true
    }

    /// What went wrong since the last call, as sentences for the user.
    pub(crate) fn take_problems(&mut self) -> Vec<String> {
        std::mem::take(&mut self.problems)
    }

    /// What holds in `folder`, or for a document without one where it is `None`. Of `roots`, the workspace folders, the
    /// one that holds `folder` bounds the search for a file.
    pub(crate) fn effective(&mut self, folder: Option<&Path>, roots: &[PathBuf]) -> Effective {
        let key = folder.or(roots.first().map(PathBuf::as_path)).map(Path::to_path_buf).unwrap_or_default();
        if let Some(known) = self.folders.get(&key) {
            return known.clone();
        }
        let file = find(&key, roots);
        let project = file.as_deref().map(|file| self.load(file)).unwrap_or_default();
        let config = self.initial.clone().merge(self.editor.clone()).merge(project);
        let base = file.as_deref().and_then(Path::parent).unwrap_or(&key).to_path_buf();
        let settings = Arc::new(config.settings());
        let (lenses, hover) = (config.lenses.unwrap_or(true), config.hover.unwrap_or(true));
        let exclude = config.exclude.filter(|patterns| !patterns.is_empty()).map(|patterns| (base, patterns));
        let effective = Effective { settings, exclude, lenses, hover, file };
        self.folders.insert(key, effective.clone());
        effective
    }

    /// Looks whether a configuration file came, went or changed, and if so forgets what followed from it.
    pub(crate) fn refresh(&mut self, roots: &[PathBuf]) -> bool {
        let moved = self.folders.iter().any(|(folder, known)| find(folder, roots) != known.file);
        let changed = moved || self.files.iter().any(|(path, loaded)| stamp(path) != loaded.stamp);
        if changed {
            self.folders.clear();
        }
        changed
    }

    /// The configuration in `file`. Where it is broken the last good one holds, and the user is told once.
    fn load(&mut self, file: &Path) -> Config {
        let stamp = stamp(file);
        let known = self.files.get(file);
        if let Some(known) = known.filter(|known| known.stamp == stamp) {
            return known.config.clone();
        }
        let config = match Config::load(file) {
            Ok(config) => config,
            Err(error) => {
                self.problems.push(error.to_string());
                known.map(|known| known.config.clone()).unwrap_or_default()
            }
        };
        self.files.insert(file.to_path_buf(), Loaded { stamp, config: config.clone() });
        config
    }

    fn read(&mut self, value: &Value) -> Option<Config> {
        match Config::from_json(value) {
            Ok(config) => Some(config),
            Err(error) => {
                self.problems.push(format!("In the editor's settings of Longshore: {error}"));
                None
            }
        }
    }
}

/// The configuration file for `folder`, within the workspace folder that holds it, if one does.
fn find(folder: &Path, roots: &[PathBuf]) -> Option<PathBuf> {
    if folder.as_os_str().is_empty() {
        return None;
    }
    let found = Config::find(folder)?;
    let root = roots.iter().filter(|root| folder.starts_with(root)).min_by_key(|root| root.components().count());
    root.is_none_or(|root| found.starts_with(root)).then_some(found)
}
