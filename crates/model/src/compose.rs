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
use std::sync::{Arc, OnceLock};

use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Node as Syntax, Yaml};

pub use application::{Application, Include, Resource};
pub use build::Build;
pub use command::Command;
pub use environment::{EnvFile, Variable};
pub use faults::{At, Fault, FaultKind, faults};
pub use interpolate::{Refused, RefusedKind, refused};
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
    text: Arc<str>,
    source: Arc<Source>,
    application: OnceLock<Application>,
}

impl Compose {
    /// Reads `text`, the compose file at `path`. What is broken in it costs the broken lines only.
    #[must_use]
    pub fn new(path: &Path, text: &Arc<str>) -> Self {
        let application = OnceLock::new();
        Self { yaml: yaml::parse(text), text: Arc::clone(text), source: Source::of(path), application }
    }

    /// What its first document says. Who judges a file asks its [`Project`] instead; this is made when it is first asked for.
    #[must_use]
    pub fn application(&self) -> &Application {
        self.application.get_or_init(|| {
            let root = self.yaml.root().map(|root| node::read(&self.source, &self.text, root, &|_| None));
            root.map(Application::new).unwrap_or_default()
        })
    }

    /// The names that its first document defines in `section` (`volumes`), with the places of the keys.
    pub fn defined(&self, section: &str) -> impl Iterator<Item = (&str, Span)> {
        let top = self.yaml.root().map(Syntax::entries).unwrap_or_default();
        let sections = top.iter().filter(move |entry| entry.key.as_str() == Some(section));
        let entries = sections.flat_map(|entry| entry.value.entries());
        entries.filter_map(|entry| Some((entry.key.as_str()?, entry.key.span)))
    }
}
