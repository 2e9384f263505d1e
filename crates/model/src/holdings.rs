//! What state each service of a compose project holds, and where each piece of it is kept.

mod built;
mod image;
mod programs;
mod replicas;
mod settings;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use longshore_syntax::Span;

use crate::Workspace;
use crate::compose::{Mount, MountKind, Place, Project, Service, Variables, VolumesFrom};
use crate::images::Stateful;
use crate::state::Row;
use crate::value::Value;
use built::Derived;
pub use replicas::{Local, cannot_start_twice, is_swarm, local_state};

/// What one service holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdings {
    /// The service's name.
    pub service: String,
    /// The pieces of state; those that its image keeps come first.
    pub pieces: Vec<Piece>,
    /// Everything that it mounts, with what it takes over by `volumes_from`.
    pub mounts: Vec<Mount>,
}

/// A piece of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where it is in the container; `None` for a driver that names no path (`SESSION_DRIVER=file`).
    pub path: Option<Value>,
    /// How it is known.
    pub origin: Origin,
    /// Where it is kept.
    pub keeping: Keeping,
    /// The mount that keeps it.
    pub mount: Option<Mount>,
    /// The mount that was probably meant to keep it and does not.
    pub near: Option<Mount>,
}

/// How a piece of state is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The image is known to keep it; with the image's name and the place that names it.
    Image(&'static Stateful, String, Place),
    /// The Dockerfile that is built says by a comment or `VOLUME` that a mount is expected; where.
    Expected(PathBuf, Span),
    /// The Dockerfile that is built has a finding of that row; where.
    Written(Row, PathBuf, Span),
    /// A setting of the service keeps it; where, and the name.
    Setting(Row, Place, String),
    /// It is mounted, and nothing else is known but what the path's name says.
    Mounted(Option<Row>),
}

/// Where a piece of state is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keeping {
    /// In the container: lost with it.
    Layer,
    /// On a volume without a name: lost sight of when the container is replaced.
    Anonymous,
    /// On a named volume.
    Named,
    /// In a folder of the host.
    Bind,
    /// In memory, by choice.
    Tmpfs,
    /// It is mounted, but how is not known.
    Unknown,
}

impl Piece {
    /// Whether it is gone once the container is replaced.
    #[must_use]
    pub const fn is_lost(&self) -> bool {
        matches!(self.keeping, Keeping::Layer | Keeping::Anonymous)
    }
}

/// What the services of `project` hold, in its order.
#[must_use]
pub fn holdings(workspace: &Workspace, project: &Project) -> Vec<Holdings> {
    let mut cache = Cache::new(project);
    let services = project.application.services.iter();
    services.map(|service| of_service(&mut Sight::new(workspace, project, service, &mut cache))).collect()
}

/// A service that is looked at.
struct Sight<'a> {
    workspace: &'a Workspace,
    service: &'a Service,
    mounts: Vec<Mount>,
    /// Whether more may be mounted than is known.
    open: bool,
    built: Option<built::Built>,
    /// What its env files set.
    env_files: Arc<Variables>,
    /// Whether another service runs the same image as it comes.
    twin: bool,
}

/// What several services of a project have in common.
#[derive(Default)]
struct Cache {
    /// What was read from Dockerfiles, by path.
    derived: HashMap<PathBuf, Arc<Derived>>,
    /// What env files set together.
    variables: HashMap<Vec<PathBuf>, Arc<Variables>>,
    /// How many services run an image, by its repository, with its own entrypoint.
    running: HashMap<String, usize>,
}

impl Cache {
    fn new(project: &Project) -> Self {
        let mut cache = Self::default();
        for service in project.application.services.iter().filter(|service| service.entrypoint.is_none()) {
            if let Some(image) = image::named(service) {
                *cache.running.entry(image.repository).or_default() += 1;
            }
        }
        cache
    }

    /// Whether a service other than `service` runs the same image with its own entrypoint.
    fn has_twin(&self, service: &Service) -> bool {
        let running = image::named(service).and_then(|image| self.running.get(&image.repository)).copied();
        running.unwrap_or_default() > usize::from(service.entrypoint.is_none())
    }
}

impl<'a> Sight<'a> {
    fn new(workspace: &'a Workspace, project: &'a Project, service: &'a Service, cache: &mut Cache) -> Self {
        let mounts = project.application.mounts(service).into_owned();
        let unknown = |from: &VolumesFrom| from.container || project.application.service(from.name.text()).is_none();
        let hidden = |mount: &Mount| mount.target.known().is_none();
        let unread = |place: &Place| service.extends.as_ref().is_some_and(|extends| extends.place == *place);
        let open = mounts.iter().any(hidden)
            || service.volumes_from.iter().any(unknown)
            || project.problems.iter().any(|problem| unread(&problem.place));
        let built = built::built(workspace, service, cache);
        let env_files = settings::env_files(workspace, service, cache);
        let twin = cache.has_twin(service);
        Self { workspace, service, mounts, open, built, env_files, twin }
    }

    /// The mount that holds `path`: the one with the longest target.
    fn mount_of(&self, path: &Value) -> Option<&Mount> {
        let holding = self.mounts.iter().filter(|mount| path.is_within(&mount.path()));
        holding.max_by_key(|mount| mount.path().text().len())
    }

    /// The piece of state at `path`.
    fn piece(&self, path: Value, origin: Origin) -> Piece {
        let mount = self.mount_of(&path).cloned();
        let keeping = match &mount {
            Some(mount) => keeping(mount),
            None if self.open => Keeping::Unknown,
            None => Keeping::Layer,
        };
        Piece { path: Some(path), origin, keeping, mount, near: None }
    }
}

/// Where `mount` keeps things.
#[must_use]
pub const fn keeping(mount: &Mount) -> Keeping {
    match mount.kind {
        MountKind::Anonymous => Keeping::Anonymous,
        MountKind::Named | MountKind::Cluster => Keeping::Named,
        MountKind::Bind => Keeping::Bind,
        MountKind::Tmpfs => Keeping::Tmpfs,
        MountKind::Pipe | MountKind::Image | MountKind::Unknown => Keeping::Unknown,
    }
}

fn of_service(sight: &mut Sight<'_>) -> Holdings {
    let mut pieces = image::pieces(sight);
    pieces.extend(built::pieces(sight));
    pieces.extend(settings::pieces(sight));
    let known: Vec<Value> = pieces.iter().filter_map(|piece| piece.path.clone()).collect();
    let others = sight.mounts.iter().filter(|mount| !known.contains(&mount.path()));
    pieces.extend(others.map(|mount| settings::mounted(sight, mount)));
    Holdings { service: sight.service.name.clone(), pieces, mounts: std::mem::take(&mut sight.mounts) }
}

/// Directories that nobody needs to keep: scratch space, and what the engine mounts.
const SCRATCH: &[&str] = &["/tmp", "/var/tmp", "/run", "/var/run", "/dev", "/proc", "/sys"];

/// Directories that builds fill, by name.
const BUILT: &[&str] = &[
    "node_modules",
    "vendor",
    "target",
    "build",
    "dist",
    ".venv",
    "venv",
    ".next",
    ".nuxt",
    ".gradle",
    ".m2",
    "bin",
    "obj",
    "__pycache__",
];

/// Whether nobody needs to keep what is at `path`.
#[must_use]
pub fn is_scratch(path: &Value) -> bool {
    let below = |scratch: &&str| path.is_within(&Value::from(*scratch));
    SCRATCH.iter().any(below) || BUILT.contains(&path.name()) && path.segments().count() > 1
}
