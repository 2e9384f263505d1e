//! What the services of a project and images without a service keep, where, what is lost, and what can be multiplied.

mod hosts;
mod image;
mod kept;
mod schemes;
mod uses;

#[cfg(test)]
mod tests;

use std::path::PathBuf;

use longshore_syntax::Span;

use crate::compose::{Place, Project, Service};
use crate::holdings::{Holdings, Local, cannot_start_twice, holdings, is_swarm, local_state};
use crate::image::ImageReference;
use crate::images::{lookup, stateful};
use crate::state::{Fact, Row, service_facts};
use crate::value::Value;
use crate::{File, Workspace};
pub use image::image;

/// A file, and the bytes in it.
pub type At = (PathBuf, Span);

/// A service, or an image that no service runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The service's name; empty for an image.
    pub name: String,
    /// Where the service's name stands; for an image, the first line of its Dockerfile.
    pub at: At,
    /// What it runs.
    pub runs: Option<Runs>,
    /// How many containers of it run, where it says so.
    pub replicas: Option<String>,
    /// The state that it keeps itself, each path once.
    pub kept: Vec<Kept>,
    /// The services and hosts that it works with, each once.
    pub uses: Vec<Use>,
    /// Whether several of it can run.
    pub multiply: Multiply,
}

/// What a service runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Runs {
    /// An image, by its name.
    Image(String),
    /// What the Dockerfile there builds.
    Build(PathBuf),
    /// What a Dockerfile inside the compose file, or one that is not known, builds.
    Unread,
}

/// A piece of state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it is: `uploads`, `database` …
    pub what: &'static str,
    /// Where it is in the container, where that is known.
    pub path: Option<Value>,
    /// Where it is kept.
    pub store: Store,
    /// What says that it is there.
    pub at: At,
    /// The mount that keeps it.
    pub mount: Option<At>,
}

/// Where a piece of state is kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Store {
    /// In the container's own layer.
    Layer,
    /// Where the image puts it, and nothing is mounted: in the layer, or on a volume without a name that it declares.
    Unmounted,
    /// On a volume without a name.
    Anonymous,
    /// On the volume of that name; without one where it is not known.
    Named(Option<Value>),
    /// In a folder of the host.
    Bind(Option<Value>),
    /// In memory, by a mount that says so.
    Tmpfs,
    /// In the memory of a server that is not asked to write it down.
    Memory,
    /// On a mount that the Dockerfile expects whoever runs it to bring.
    Expected,
    /// It is mounted, but how is not known.
    Unknown,
}

/// What becomes of a piece of state when the container is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It stays.
    Kept,
    /// It is lost.
    Lost,
    /// It is lost, and meant to be.
    Scratch,
    /// That is not known.
    Unknown,
}

/// A service or a host that a service works with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Which one.
    pub target: Target,
    /// What it keeps there; `None` for a service that is not known to store things for others.
    pub what: Option<&'static str>,
    /// What becomes of that when the target is replaced; of no meaning without `what`.
    pub verdict: Verdict,
    /// The variable that names it; `None` for `depends_on`.
    pub variable: Option<String>,
    /// Where that stands.
    pub at: At,
}

/// What is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A service of the same project, by name.
    Service(String),
    /// A host outside of the project.
    Host(String),
}

/// Whether several containers of a service can run side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Multiply {
    /// All that it keeps is shared.
    Yes,
    /// Replicas differ, or do not start.
    No(Vec<Obstacle>),
    /// What it runs is not known well enough.
    Unknown,
}

/// Why several containers of a service cannot run side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// What they do not share, or both need, as the object of a sentence.
    pub what: String,
    /// Whether it keeps the second one from starting; else it is what they do not share.
    pub blocks: bool,
    /// Where that stands.
    pub at: Option<At>,
}

impl Store {
    /// What becomes of the state there when the container is replaced.
    #[must_use]
    pub const fn verdict(&self) -> Verdict {
        match self {
            Self::Layer | Self::Unmounted | Self::Anonymous | Self::Memory => Verdict::Lost,
            Self::Named(_) | Self::Bind(_) => Verdict::Kept,
            Self::Tmpfs => Verdict::Scratch,
            Self::Expected | Self::Unknown => Verdict::Unknown,
        }
    }
}

/// The services of the project that `file`, a compose file, describes, in its order. A file that only completes the
/// default one of its folder gives the services that it names itself.
#[must_use]
pub fn services(workspace: &Workspace, file: &File) -> Vec<Holder> {
    let alone = Project::of(workspace, file);
    let named: Vec<String> = alone.application.services.iter().map(|service| service.name.clone()).collect();
    let project = alone.completed(workspace, file);
    let view = View { workspace, file, project: &project, holdings: &holdings(workspace, &project) };
    let own = |service: &&Service| named.contains(&service.name);
    let mut holders: Vec<Holder> = project.application.services.iter().map(|service| view.holder(service)).collect();
    uses::connect(&project, &mut holders);
    holders.retain(|holder| project.application.service(&holder.name).as_ref().is_some_and(own));
    holders
}

/// A project that is looked at.
struct View<'a> {
    workspace: &'a Workspace,
    file: &'a File,
    project: &'a Project,
    holdings: &'a [Holdings],
}

impl View<'_> {
    fn holder(&self, service: &Service) -> Holder {
        let holdings = self.holdings.iter().find(|one| one.service == service.name);
        let facts = service_facts(self.workspace, self.file, self.project, service);
        let kept = kept::kept(self, service, holdings, &facts);
        Holder {
            name: service.name.clone(),
            at: at(&service.key),
            runs: runs(service),
            replicas: service.replicas().map(|text| text.value.to_string()),
            multiply: self.multiply(service, holdings, &kept, &facts),
            kept,
            uses: Vec::new(),
        }
    }

    /// Whether what the service runs can be looked into: its Dockerfile is there, or its image is a known one.
    fn is_read(&self, service: &Service) -> bool {
        let known = |image: ImageReference| lookup(&image).is_some() || stateful(&image).is_some();
        match &service.build {
            Some(build) => {
                build.inline.is_some() || build.dockerfile().is_some_and(|path| self.workspace.text(&path).is_some())
            }
            None => image_of(service).is_some_and(known),
        }
    }

    fn multiply(&self, service: &Service, holdings: Option<&Holdings>, kept: &[Kept], facts: &[Fact]) -> Multiply {
        let apart = |local: Local| Obstacle { what: local.what, blocks: false, at: local.place };
        let local = holdings.map(|one| local_state(self.workspace, self.project, one)).unwrap_or_default();
        let mut obstacles: Vec<Obstacle> = local.into_iter().map(apart).collect();
        // A folder that brings code or scripts is the same for all.
        let is_state = |at: &At| kept.iter().any(|one| one.at == *at || one.mount.as_ref() == Some(at));
        obstacles.retain(|one| one.at.as_ref().is_none_or(is_state));
        let told = |one: &&Kept| !obstacles.iter().any(|known| known.at.as_ref() == Some(&one.at));
        let of_fact =
            |one: &Kept, fact: &Fact| fact.row != Row::Data && fact.path == one.path && one.store == Store::Layer;
        let served = image_of(service).and_then(|image| stateful(&image)).map(|row| row.holding.name());
        let is_served = |one: &Kept| served == Some(one.what) && one.store.verdict() != Verdict::Scratch;
        let apart = |one: &&Kept| is_served(one) || facts.iter().any(|fact| of_fact(one, fact));
        let inside: Vec<Obstacle> = kept.iter().filter(told).filter(apart).map(Obstacle::inside).collect();
        obstacles.extend(inside);
        if !is_swarm(&self.file.path, &self.project.application) {
            let block = |local: Local| Obstacle { what: local.what, blocks: true, at: local.place };
            obstacles.extend(cannot_start_twice(service).map(block));
        }
        match obstacles.is_empty() {
            true if self.is_read(service) && kept.iter().all(Kept::may_be_shared) => Multiply::Yes,
            true => Multiply::Unknown,
            false => Multiply::No(obstacles),
        }
    }
}

impl Kept {
    /// Whether nothing but good comes of several containers that have it together, or each its own.
    fn may_be_shared(&self) -> bool {
        self.store.verdict() == Verdict::Scratch || self.what == Row::Uploads.name()
    }
}

impl Obstacle {
    /// That `one` is different in each container.
    fn inside(one: &Kept) -> Self {
        let what = match (&one.path, &one.store) {
            (Some(path), Store::Layer) => format!("what is written to `{path}`"),
            (Some(path), _) => format!("the {} in `{path}`", one.what),
            (None, Store::Memory) => format!("the {} in memory", one.what),
            (None, _) => format!("the {} inside the container", one.what),
        };
        Self { what, blocks: false, at: Some(one.at.clone()) }
    }
}

fn image_of(service: &Service) -> Option<ImageReference> {
    ImageReference::parse(service.image.as_ref()?.text())
}

fn runs(service: &Service) -> Option<Runs> {
    match (&service.build, &service.image) {
        (Some(build), _) if build.inline.is_some() => Some(Runs::Unread),
        (Some(build), _) => Some(build.dockerfile().map_or(Runs::Unread, Runs::Build)),
        (None, Some(image)) => Some(Runs::Image(image.value.to_string())),
        (None, None) => None,
    }
}

fn at(place: &Place) -> At {
    (place.file().to_owned(), place.span)
}
