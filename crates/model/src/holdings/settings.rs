//! State that the settings of a service keep, and what the names of mounted paths say.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Cache, Keeping, Origin, Piece, Sight, keeping};
use crate::Workspace;
use crate::compose::{Mount, Service, Variable, Variables};
use crate::patterns::{self, Context};
use crate::value::Value;

impl Sight<'_> {
    /// A piece of state that a driver keeps somewhere in the container.
    pub(super) fn driver(&self, origin: Origin) -> Piece {
        Piece { path: None, origin, keeping: Keeping::Layer, mount: None, near: None }
    }

    /// The value of a variable as the container has it: by `environment`, by `env_file`, by the built image.
    pub(super) fn variable(&self, name: &str) -> Option<Value> {
        match self.service.variable(name) {
            Some(Variable { value: Some(value), .. }) => Some(value.value.clone()),
            Some(_) => Some(Value::unknown()),
            None => self.env_files.get(name).or_else(|| self.built.as_ref()?.variable(name)),
        }
    }

    /// Whether the service sets a variable whose name begins with `prefix`.
    pub(super) fn has_variable(&self, prefix: &str) -> bool {
        self.service.environment.iter().any(|variable| variable.name.text().starts_with(prefix))
            || self.env_files.names().any(|name| name.starts_with(prefix))
    }
}

/// The variables of the env files of `service`; later files win.
pub(super) fn env_files(workspace: &Workspace, service: &Service, cache: &mut Cache) -> Arc<Variables> {
    let paths: Vec<PathBuf> = service.env_files.iter().filter_map(|file| file.path.host_path()).collect();
    if let Some(known) = cache.variables.get(&paths) {
        return Arc::clone(known);
    }
    let mut variables = Variables::default();
    paths.iter().rev().filter_map(|path| workspace.text(path)).for_each(|text| variables.add(&text));
    let variables = Arc::new(variables);
    cache.variables.insert(paths, Arc::clone(&variables));
    variables
}

/// What settings in `environment` keep inside the container.
pub(super) fn pieces(sight: &Sight<'_>) -> Vec<Piece> {
    let read = |variable: &Variable| {
        let value = variable.value.as_ref()?;
        let setting = variable.setting()?;
        let place = value.place.at(value.span(0, value.text().len()));
        let origin = Origin::Setting(setting.row, place, variable.name.text().to_owned());
        match setting.path.as_ref().filter(|path| path.is_rooted() && !setting.unplaced) {
            Some(path) => Some(sight.piece(path.path(&Value::from("/")), origin)),
            None => Some(sight.driver(origin)),
        }
    };
    sight.service.environment.iter().filter_map(read).collect()
}

/// What the path of a mount says.
pub(super) fn mounted(sight: &Sight<'_>, mount: &Mount) -> Piece {
    let path = mount.path();
    let application = sight.built.is_some();
    let row = patterns::directory(&path, Context { roots: &[], application, setting: true });
    let row = row.map(|name| name.row);
    Piece {
        path: Some(path),
        origin: Origin::Mounted(row),
        keeping: keeping(mount),
        mount: Some(mount.clone()),
        near: None,
    }
}
