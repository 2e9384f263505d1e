//! The top level of a compose file, or of several merged ones.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::mount::Mount;
use super::node::{Entry, Node};
use super::service::Service;
use super::text::{Place, Text};
use crate::value::Value;

/// How many services one takes mounts over from, and how many mounts from each.
const SOURCES: usize = 32;
const TAKEN: usize = 256;

/// Services and what they use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Application {
    /// Where all of it stands; `None` for an empty file.
    pub place: Option<Place>,
    /// The project's name.
    pub name: Option<Text>,
    /// The services, in the order of the files.
    pub services: Vec<Service>,
    /// The top-level volumes.
    pub volumes: Vec<Resource>,
    /// The top-level networks.
    pub networks: Vec<Resource>,
    /// The top-level secrets.
    pub secrets: Vec<Resource>,
    /// The top-level configs.
    pub configs: Vec<Resource>,
    /// The top-level models.
    pub models: Vec<Resource>,
    /// The compose files that are included.
    pub includes: Vec<Include>,
    by_name: HashMap<String, usize>,
    by_container: HashMap<String, usize>,
}

/// A volume, network, secret or config that the top level declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// The name that services use.
    pub name: String,
    /// Where the name stands.
    pub key: Place,
    /// What is written behind it (`driver`, `driver_opts`, `name`, `file` …).
    pub node: Node,
}

/// One item of `include`: files that are merged with each other and then added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Include {
    /// The whole item.
    pub place: Place,
    /// The files, later ones over earlier ones.
    pub paths: Vec<Text>,
    /// The folder that relative paths in them begin at; that of the first file where it is not given.
    pub project_directory: Option<Text>,
    /// The files that variables in them are taken from.
    pub env_files: Vec<Text>,
}

impl Resource {
    fn new(entry: Entry) -> Self {
        Self { name: entry.name, key: entry.key, node: entry.value }
    }

    /// Whether something else makes it: `external: true`, or the old `external: {name: …}`.
    #[must_use]
    pub fn is_external(&self) -> bool {
        let external = self.node.get("external");
        external.is_some_and(|node| !node.entries().is_empty()) || self.node.flag("external") == Some(true)
    }

    /// An option of its driver, such as `type` or `device`.
    #[must_use]
    pub fn option(&self, name: &str) -> Option<&Text> {
        self.node.get("driver_opts")?.text(name)
    }
}

impl Include {
    fn new(item: &Node) -> Self {
        let paths = item.get("path").unwrap_or(item);
        let list = |name: &str| item.get(name).map(|node| node.texts().cloned().collect()).unwrap_or_default();
        Self {
            place: item.place.clone(),
            paths: paths.texts().cloned().collect(),
            project_directory: item.text("project_directory").cloned(),
            env_files: list("env_file"),
        }
    }
}

/// Where the first service of each key stands.
fn index(services: &[Service], key: impl Fn(&Service) -> Option<String>) -> HashMap<String, usize> {
    let keys = services.iter().enumerate().rev().filter_map(|(at, service)| Some((key(service)?, at)));
    keys.collect()
}

/// What `root` includes.
pub(super) fn includes(root: &Node) -> Vec<Include> {
    root.get("include").map(|node| node.items().iter().map(Include::new).collect()).unwrap_or_default()
}

impl Application {
    /// What the tree `root` says.
    pub(super) fn new(mut root: Node) -> Self {
        let services: Vec<Service> = root.take("services").into_iter().map(Service::new).collect();
        let mut resources = |name: &str| -> Vec<Resource> { root.take(name).into_iter().map(Resource::new).collect() };
        let container = |service: &Service| Some(service.node.text("container_name")?.text().to_owned());
        Self {
            volumes: resources("volumes"),
            networks: resources("networks"),
            secrets: resources("secrets"),
            configs: resources("configs"),
            models: resources("models"),
            name: root.text("name").cloned(),
            by_name: index(&services, |service| Some(service.name.clone())),
            by_container: index(&services, container),
            services,
            includes: includes(&root),
            place: Some(root.place),
        }
    }

    /// The service of that name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Service> {
        self.services.get(*self.by_name.get(name)?)
    }

    /// The top-level volume of that name.
    #[must_use]
    pub fn volume(&self, name: &str) -> Option<&Resource> {
        self.volumes.iter().find(|volume| volume.name == name)
    }

    /// What `service` mounts, with what it takes over from other services by `volumes_from`. Of two mounts at one path
    /// its own counts.
    #[must_use]
    pub fn mounts<'s>(&self, service: &'s Service) -> Cow<'s, [Mount]> {
        if service.volumes_from.is_empty() {
            return Cow::Borrowed(&service.mounts);
        }
        let mut mounts = service.mounts.clone();
        let mut paths: HashSet<Value> = mounts.iter().map(Mount::path).collect();
        let mut seen: HashSet<&str> = HashSet::from([service.name.as_str()]);
        let mut open: Vec<(&Service, bool)> = self.sources(service).collect();
        while let Some((source, read_only)) = open.pop() {
            if seen.len() > SOURCES || !seen.insert(&source.name) {
                continue;
            }
            for mount in source.mounts.iter().take(TAKEN) {
                if paths.insert(mount.path()) {
                    mounts.push(Mount { read_only: read_only || mount.read_only, ..mount.clone() });
                }
            }
            open.extend(self.sources(source).map(|(next, restricted)| (next, read_only || restricted)));
        }
        Cow::Owned(mounts)
    }

    /// The services whose mounts `service` takes over, and whether it may only read there.
    fn sources(&self, service: &Service) -> impl Iterator<Item = (&Service, bool)> {
        service.volumes_from.iter().take(SOURCES).filter_map(|from| {
            let index = if from.container { &self.by_container } else { &self.by_name };
            let at = *index.get(from.name.known()?)?;
            Some((self.services.get(at)?, from.read_only))
        })
    }
}
