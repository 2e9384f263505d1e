//! `build:` of a service, in its short and its long form.

use std::path::PathBuf;

use super::environment::{Variable, variables};
use super::node::Node;
use super::text::{Place, Text, normal};

/// How a service's image is built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// What stands behind `build:`.
    pub place: Place,
    /// The folder with the files; the folder of the file that says `build` where it is not given.
    pub context: Option<Text>,
    /// The Dockerfile, as seen from the context.
    pub dockerfile: Option<Text>,
    /// The text of a Dockerfile that stands in the compose file.
    pub inline: Option<Text>,
    /// The stage to build; the last one where it is not given.
    pub target: Option<Text>,
    /// The build arguments.
    pub args: Vec<Variable>,
}

impl Build {
    pub(super) fn new(node: &Node) -> Option<Self> {
        if node.is_null() {
            return None;
        }
        let context = node.scalar().or_else(|| node.text("context"));
        Some(Self {
            place: node.place.clone(),
            context: context.cloned(),
            dockerfile: node.text("dockerfile").cloned(),
            inline: node.text("dockerfile_inline").cloned(),
            target: node.text("target").cloned(),
            args: node.get("args").map(variables).unwrap_or_default(),
        })
    }

    /// The folder of the context, normalised. `None` where it is not known or remote.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        match &self.context {
            Some(context) if context.text().is_empty() => None,
            Some(context) => context.host_path(),
            None => Some(normal(&self.place.source.folder)),
        }
    }

    /// The Dockerfile that is built, normalised; there may be none at that place. `None` where it is not known, remote,
    /// or stands in the compose file.
    #[must_use]
    pub fn dockerfile(&self) -> Option<PathBuf> {
        if self.inline.is_some() {
            return None;
        }
        let name = match &self.dockerfile {
            Some(name) => name.known()?,
            None => "Dockerfile",
        };
        Some(normal(&self.folder()?.join(name)))
    }
}
