//! A service of a compose file.

use super::build::Build;
use super::command::Command;
use super::environment::{EnvFile, Variable, env_files, variables};
use super::mount::Mount;
use super::node::{Entry, Node, Term};
use super::port::Port;
use super::text::{Place, Text};
use crate::value::Value;

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub key: Place,
    /// Everything that is written below it, also keys that have no field here (`labels`, `healthcheck`, `deploy` …).
    pub node: Node,
    /// The image that it runs, or that its build is named.
    pub image: Option<Text>,
    /// How its image is built.
    pub build: Option<Build>,
    /// What it mounts: `volumes`, then `tmpfs`.
    pub mounts: Vec<Mount>,
    /// `environment`.
    pub environment: Vec<Variable>,
    /// `env_file`.
    pub env_files: Vec<EnvFile>,
    /// `command`.
    pub command: Option<Command>,
    /// `entrypoint`.
    pub entrypoint: Option<Command>,
    /// `ports`.
    pub ports: Vec<Port>,
    /// `extends`.
    pub extends: Option<Extends>,
    /// `volumes_from`.
    pub volumes_from: Vec<VolumesFrom>,
    /// The names of the services that it starts after.
    pub depends_on: Vec<Text>,
    /// The names of its networks.
    pub networks: Vec<Text>,
    /// `secrets`.
    pub secrets: Vec<Grant>,
    /// `configs`.
    pub configs: Vec<Grant>,
}

/// The service that another one begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extends {
    /// What stands behind the key.
    pub place: Place,
    /// The name of the service.
    pub service: Text,
    /// The file that has it; the same one where it is not given.
    pub file: Option<Text>,
}

/// A service or container whose mounts are taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumesFrom {
    /// The service's name; the container's behind `container:`.
    pub name: Text,
    /// Whether `container:` stands before it.
    pub container: bool,
    /// Whether the mounts cannot be written to.
    pub read_only: bool,
}

/// A secret or config that a service may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The whole item.
    pub place: Place,
    /// Its name at the top level.
    pub source: Text,
    /// Where it is in the container, if that is given.
    pub target: Option<Text>,
}

impl Service {
    pub(super) fn new(Entry { name, key, value }: Entry) -> Self {
        let node = &value;
        let list = |name: &str| node.get(name).map(Node::items).unwrap_or_default();
        let command = |name: &str| node.get(name).and_then(Command::new);
        let grants = |name: &str| list(name).iter().filter_map(Grant::new).collect();
        Self {
            name,
            key,
            image: node.text("image").cloned(),
            build: node.get("build").and_then(Build::new),
            mounts: mounts(node),
            environment: node.get("environment").map(variables).unwrap_or_default(),
            env_files: node.get("env_file").map(env_files).unwrap_or_default(),
            command: command("command"),
            entrypoint: command("entrypoint"),
            ports: list("ports").iter().filter_map(Port::new).collect(),
            extends: node.get("extends").and_then(Extends::new),
            volumes_from: list("volumes_from").iter().filter_map(Node::scalar).map(VolumesFrom::new).collect(),
            depends_on: node.get("depends_on").map(names).unwrap_or_default(),
            networks: node.get("networks").map(names).unwrap_or_default(),
            secrets: grants("secrets"),
            configs: grants("configs"),
            node: value,
        }
    }

    /// How many containers of it run, where it says so: `deploy.replicas`, else `scale`.
    #[must_use]
    pub fn replicas(&self) -> Option<&Text> {
        self.node.get("deploy").and_then(|deploy| deploy.text("replicas")).or_else(|| self.node.text("scale"))
    }

    /// The value of a variable of `environment`.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<&Variable> {
        self.environment.iter().rev().find(|variable| variable.name.text() == name)
    }

    /// The mount that holds the normalised path `path`: the one with the longest target.
    #[must_use]
    pub fn mount_of(&self, path: &Value) -> Option<&Mount> {
        let holding = self.mounts.iter().filter(|mount| path.is_within(&mount.path()));
        holding.max_by_key(|mount| mount.path().text().len())
    }
}

fn mounts(node: &Node) -> Vec<Mount> {
    let volumes = node.get("volumes").map(Node::items).unwrap_or_default().iter().filter_map(Mount::new);
    let tmpfs = node.get("tmpfs").into_iter().flat_map(|node| match &node.term {
        Term::List(items) => items.iter().collect(),
        _ => vec![node],
    });
    volumes.chain(tmpfs.filter_map(|item| Some(Mount::tmpfs(item.scalar()?, item)))).collect()
}

/// The keys of a mapping or the items of a list.
fn names(node: &Node) -> Vec<Text> {
    node.names().chain(node.items().iter().filter_map(Node::scalar).cloned()).collect()
}

impl Extends {
    pub(super) fn new(node: &Node) -> Option<Self> {
        let service = node.scalar().or_else(|| node.text("service"))?.clone();
        Some(Self { place: node.place.clone(), service, file: node.text("file").cloned() })
    }
}

impl VolumesFrom {
    fn new(text: &Text) -> Self {
        let whole = text.text();
        let start = if whole.starts_with("container:") { "container:".len() } else { 0 };
        let end = whole[start..].find(':').map_or(whole.len(), |at| start + at);
        let read_only = whole[end..].split([':', ',']).any(|option| option == "ro");
        Self { name: text.slice(start, end), container: start > 0, read_only }
    }
}

impl Grant {
    fn new(item: &Node) -> Option<Self> {
        let source = item.scalar().or_else(|| item.text("source"))?.clone();
        Some(Self { place: item.place.clone(), source, target: item.text("target").cloned() })
    }
}
