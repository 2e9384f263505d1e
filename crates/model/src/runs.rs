//! The services of compose files that run what a Dockerfile builds.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::Language;

use crate::compose::{Mount, Place, Project, Role, Service, role};
use crate::image::{ImageReference, UNKNOWN};
use crate::{Workspace, images};

/// A service that runs a Dockerfile's image.
#[derive(Clone, Debug)]
pub struct Run {
    /// The compose file that has the service, or completes it.
    pub compose: PathBuf,
    /// The service as that file, and what it extends, includes and overrides, make it.
    pub service: Arc<Service>,
    /// How it is known to run the image.
    pub origin: Origin,
    /// What it mounts, also through `volumes_from` and by `tmpfs`.
    pub mounts: Arc<[Mount]>,
    /// The Dockerfile that it builds.
    pub(crate) dockerfile: Option<PathBuf>,
    /// The image that it runs or that its build is named, where that may be one of the workspace's own.
    pub(crate) image: Option<ImageReference>,
}

/// How a service is known to run a Dockerfile's image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It builds the Dockerfile.
    Build,
    /// It runs an image that a build of the Dockerfile is named, that bears the name of its folder, or that can come
    /// from no other Dockerfile.
    Image,
}

impl Run {
    /// The service's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.service.name
    }

    /// Where the service's name stands.
    #[must_use]
    pub fn key(&self) -> &Place {
        &self.service.key
    }

    /// The stage that is built; `None` for the last one, for one that is not known, and for an image.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.service.build.as_ref()?.target.as_ref()?.known()
    }
}

/// The services of the workspace's compose files that build the Dockerfile at `dockerfile`, or run its published image;
/// sorted by compose file. Compose files are read once, and again where they or what they refer to change.
#[must_use]
pub fn runs(workspace: &Workspace, dockerfile: &Path) -> Arc<[Run]> {
    workspace.runs(dockerfile)
}

/// The services of one compose file, and the paths whose change may change them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Services {
    pub(crate) runs: Vec<Run>,
    pub(crate) files: BTreeSet<PathBuf>,
}

/// The services of the compose file at `path` that build, or run an image that may be the workspace's own.
pub(crate) fn read(workspace: &Workspace, path: &Path) -> Services {
    let Some(file) = workspace.file(path, Language::Compose) else {
        return Services { runs: Vec::new(), files: BTreeSet::from([path.to_owned()]) };
    };
    let alone = Project::of(workspace, &file);
    let names: HashSet<String> = alone.application.services.iter().map(|service| service.name.clone()).collect();
    let Project { application, files, .. } = alone.completed(workspace, &file);
    // The default file has the services of its override, too.
    if role(path) == Role::Override && files.iter().any(|other| is_default(workspace, other, path)) {
        return Services { runs: Vec::new(), files };
    }
    let run = |service: &Service| {
        let dockerfile = service.build.as_ref().and_then(|build| build.dockerfile());
        let image = image(service);
        (dockerfile.is_some() || image.is_some() && service.build.is_none()).then(|| Run {
            compose: path.to_owned(),
            mounts: application.mounts(service).into(),
            service: Arc::new(service.clone()),
            origin: if dockerfile.is_some() { Origin::Build } else { Origin::Image },
            dockerfile,
            image,
        })
    };
    let own = application.services.iter().filter(|service| names.contains(&service.name));
    Services { runs: own.filter_map(run).collect(), files }
}

fn is_default(workspace: &Workspace, other: &Path, path: &Path) -> bool {
    role(other) == Role::Default && other.parent() == path.parent() && workspace.kind(other).is_some()
}

/// The service's image where nobody else is known to publish it.
fn image(service: &Service) -> Option<ImageReference> {
    let image = ImageReference::parse(service.image.as_ref()?.text())?;
    let known = images::lookup(&image).is_some() || images::stateful(&image).is_some();
    (!known && !image.repository.contains(UNKNOWN)).then_some(image)
}
