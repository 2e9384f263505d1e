//! What a service of a compose file holds, by name: the pieces that its holdings and its settings show.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use longshore_model::compose::{Mount, MountKind, Project, Service};
use longshore_model::holdings::{Holdings, Keeping, Origin, Piece, holdings, is_scratch, keeping};
use longshore_model::patterns::{Context, directory};
use longshore_model::state::{Evidence, Fact, Row, State, service_facts};
use longshore_model::value::Value;
use longshore_model::{Content, File, Workspace};
use longshore_syntax::{Language, Span};

use crate::built::mount_of;
use crate::prose::View;

/// A piece of state with a name.
pub(crate) struct Held {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Where it is in the container.
    pub(crate) path: Option<Value>,
    pub(crate) keeping: Keeping,
    pub(crate) mount: Option<Mount>,
    /// What says that it is there, where that is not the mount itself.
    pub(crate) said: Option<(PathBuf, Span)>,
}

impl Held {
    pub(crate) const fn is_lost(&self) -> bool {
        matches!(self.keeping, Keeping::Layer | Keeping::Anonymous)
    }

    /// Whether both are on the same mount.
    fn is_on(&self, other: &Self) -> bool {
        let place = |one: &Self| one.mount.as_ref().map(|mount| mount.place.clone());
        place(self).is_some_and(|mount| Some(mount) == place(other))
    }
}

/// The services of a compose file with what they hold.
pub(crate) struct Services<'a> {
    pub(crate) view: View<'a>,
    pub(crate) project: Project,
    holdings: Vec<Holdings>,
    /// What Dockerfiles keep outside, by path, as far as that was asked.
    kept: RefCell<HashMap<PathBuf, Rc<[Fact]>>>,
}

impl<'a> Services<'a> {
    /// The services of the compose file `file` as its project runs them.
    pub(crate) fn new(workspace: &'a Workspace, file: &'a File) -> Self {
        let project = Project::of(workspace, file).completed(workspace, file);
        let holdings = holdings(workspace, &project);
        Self { view: View { workspace, file }, project, holdings, kept: RefCell::default() }
    }

    /// Each service with its holdings.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&Service, &Holdings)> {
        self.project.application.services.iter().zip(&self.holdings)
    }

    /// What `service` holds, each path once. What it keeps in memory by choice is not meant to last and not among it.
    pub(crate) fn held(&self, service: &Service, holdings: &Holdings) -> Vec<Held> {
        let mut all: Vec<Held> = Vec::new();
        for one in holdings.pieces.iter().filter_map(|piece| named(piece, &holdings.pieces)) {
            if one.path.is_none() || all.iter().all(|other| other.path != one.path) {
                all.push(one);
            }
        }
        for one in self.written(service, holdings) {
            if all.iter().all(|other| other.path != one.path) {
                all.push(one);
            }
        }
        for one in holdings.pieces.iter().filter_map(mounted) {
            if all.iter().all(|other| !other.is_on(&one)) {
                all.push(one);
            }
        }
        self.add_settings(service, &mut all);
        all
    }

    /// What the Dockerfile that `service` builds writes to what the service mounts.
    fn written(&self, service: &Service, holdings: &Holdings) -> Vec<Held> {
        let Some(path) = service.build.as_ref().and_then(|build| build.dockerfile()) else { return Vec::new() };
        let held = |fact: &Fact| {
            let state = fact.path.clone()?;
            let mount = mount_of(&holdings.mounts, &state).filter(|mount| mount.kind != MountKind::Tmpfs)?.clone();
            let keeping = keeping(&mount);
            let said = Some((path.clone(), fact.place.span));
            Some(Held { name: fact.row.name(), path: Some(state), keeping, mount: Some(mount), said })
        };
        self.kept(&path).iter().filter_map(held).collect()
    }

    /// What the Dockerfile at `path` keeps outside.
    fn kept(&self, path: &Path) -> Rc<[Fact]> {
        if let Some(known) = self.kept.borrow().get(path) {
            return Rc::clone(known);
        }
        let workspace = self.view.workspace;
        let file = workspace.file(path, Language::Dockerfile);
        let state = file.as_deref().map(|file| match &file.content {
            Content::Dockerfile(dockerfile) => State::derive(workspace, file, dockerfile),
            Content::Compose(_) => State::default(),
        });
        let kept: Rc<[Fact]> = state.unwrap_or_default().kept.into();
        self.kept.borrow_mut().insert(path.to_owned(), Rc::clone(&kept));
        kept
    }

    /// Adds what the settings, the commands and the files beside say, where no piece says it already.
    fn add_settings(&self, service: &Service, all: &mut Vec<Held>) {
        let view = self.view;
        for fact in service_facts(view.workspace, view.file, &self.project, service) {
            let covers = |one: &Held| match (&fact.path, &one.path) {
                (Some(path), Some(other)) => path.is_within(other),
                (None, None) => one.name == fact.row.name(),
                _ => false,
            };
            if fact.place.evidence != Evidence::Mounted && !all.iter().any(covers) {
                all.push(of_fact(view, fact));
            }
        }
    }
}

fn of_fact(view: View<'_>, fact: Fact) -> Held {
    let said = fact.place.beside.unwrap_or_else(|| (view.file.path.clone(), fact.place.span));
    Held { name: fact.row.name(), path: fact.path, keeping: Keeping::Layer, mount: None, said: Some(said) }
}

/// `piece` with its name; `None` where only its mount is known, and where it is in memory.
fn named(piece: &Piece, all: &[Piece]) -> Option<Held> {
    let (name, said) = match &piece.origin {
        Origin::Image(row, _, place) => (row.holding.name(), (place.file().to_owned(), place.span)),
        Origin::Setting(row, place, _) => (row.name(), (place.file().to_owned(), place.span)),
        Origin::Written(row, path, span) => (row.name(), (path.clone(), *span)),
        Origin::Expected(path, span) => (expected(piece, all).name(), (path.clone(), *span)),
        Origin::Mounted(_) => return None,
    };
    let (path, keeping, mount) = (piece.path.clone(), piece.keeping, piece.mount.clone());
    (keeping != Keeping::Tmpfs).then_some(Held { name, path, keeping, mount, said: Some(said) })
}

/// The row of a path that a Dockerfile expects to be mounted: by what is written there, else by its name.
fn expected(piece: &Piece, all: &[Piece]) -> Row {
    let written = all.iter().find_map(|other| match &other.origin {
        Origin::Written(row, ..) if other.path == piece.path => Some(*row),
        _ => None,
    });
    let context = Context { roots: &[], application: true, setting: true };
    let by_name = || piece.path.as_ref().and_then(|path| directory(path, context)).map(|name| name.row);
    written.or_else(by_name).unwrap_or(Row::Data)
}

/// Something of which only the mount is known: what cannot be written to is no state, and a folder of the host is only
/// where its name says so.
fn mounted(piece: &Piece) -> Option<Held> {
    let Origin::Mounted(row) = piece.origin else { return None };
    let mount = piece.mount.as_ref().filter(|mount| !mount.read_only && mount.kind != MountKind::Tmpfs)?;
    let volume = matches!(piece.keeping, Keeping::Named | Keeping::Anonymous) && !is_scratch(&mount.path());
    let name = row.or(volume.then_some(Row::Data))?.name();
    let (path, keeping, mount) = (piece.path.clone(), piece.keeping, piece.mount.clone());
    Some(Held { name, path, keeping, mount, said: None })
}
