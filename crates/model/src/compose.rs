//! What a compose file means: services, volumes and the rest, each value with the place that states it.

mod application;
mod build;
mod command;
mod environment;
mod faults;
mod interpolate;
pub mod keys;
mod load;
mod merge;
mod mount;
mod node;
mod port;
mod project;
mod service;
mod text;
mod variables;

#[cfg(test)]
mod project_tests;
#[cfg(test)]
mod tests;

use std::path::Path;

use longshore_syntax::yaml::{self, Yaml};

pub use application::{Application, Include, Resource};
pub use build::Build;
pub use command::Command;
pub use environment::{EnvFile, Variable};
pub use faults::{At, Fault, FaultKind, faults};
pub use mount::{Mount, MountKind};
pub use node::{Change, Entry, Node, Scalar, Term};
pub use port::Port;
pub use project::{Problem, ProblemKind, Project, Role, role};
pub use service::{Extends, Grant, Service, VolumesFrom};
pub use text::{Place, Source, Text};
pub(crate) use variables::Variables;

/// A compose file, read by itself: no other file is followed, and variables have their defaults only.
#[derive(Debug)]
pub struct Compose {
    /// Its syntax.
    pub yaml: Yaml,
    /// What its first document says.
    pub application: Application,
}

impl Compose {
    /// Reads `text`, the compose file at `path`. What is broken in it costs the broken lines only.
    #[must_use]
    pub fn new(path: &Path, text: &str) -> Self {
        let yaml = yaml::parse(text);
        let source = Source::of(path);
        let root = yaml.root().map(|root| node::read(&source, text, root, &|_| None));
        let application = root.map(Application::new).unwrap_or_default();
        Self { yaml, application }
    }
}
