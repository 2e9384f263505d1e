//! State in a compose file: what a service, a mount, a volume, a setting or a stateful image holds, and where.

mod image;

use longshore_model::compose::{Compose, Mount, MountKind, Place, Resource, Service};
use longshore_model::holdings::{Holdings, Keeping, Origin, Piece, keeping};
use longshore_model::state::{Fact, service_facts};
use longshore_model::{File, Workspace};

use super::Hover;
use crate::held::{Held, Services};
use crate::prose::{self, Line, Prose, View};
use crate::words;

/// How many pieces of state, or services, are listed.
const LISTED: usize = 12;

pub(super) fn hover(workspace: &Workspace, file: &File, compose: &Compose, offset: u32) -> Option<Hover> {
    let services = Services::new(workspace, file);
    let own = compose.application();
    if let Some(volume) = own.volumes.iter().find(|volume| volume.key.span.touches(offset)) {
        return Some(Hover { span: volume.key.span, prose: services.volume(volume) });
    }
    if let Some(service) = own.services.iter().find(|service| service.key.span.touches(offset)) {
        let (service, holdings) = services.all().find(|(one, _)| one.name == service.name)?;
        return Some(Hover { span: own.service(&service.name)?.key.span, prose: services.service(service, holdings)? });
    }
    services.all().find_map(|(service, holdings)| services.inside(service, holdings, offset))
}

impl Services<'_> {
    /// Whether the cursor is in `place`.
    fn is_at(&self, place: &Place, offset: u32) -> bool {
        place.span.touches(offset) && place.file() == self.view.file.path
    }

    /// What stands at `offset` below the service's name.
    fn inside(&self, service: &Service, holdings: &Holdings, offset: u32) -> Option<Hover> {
        let typed = |mount: &&Mount| !mount.target.text().is_empty();
        let mount = holdings.mounts.iter().filter(typed).find(|mount| self.is_at(&mount.place, offset));
        if let Some(mount) = mount {
            return Some(Hover { span: mount.place.span, prose: self.mount(service, holdings, mount)? });
        }
        if let Some(text) = service.image.as_ref().filter(|text| self.is_at(&text.place, offset)) {
            let prose = self.image(service, holdings, text)?;
            return Some(Hover { span: text.span(0, text.text().len()), prose });
        }
        let setting = holdings.pieces.iter().find_map(|piece| match &piece.origin {
            Origin::Setting(row, place, name) if self.is_at(place, offset) => Some((*row, place.span, name, piece)),
            _ => None,
        });
        if let Some((row, span, name, piece)) = setting {
            let line = place_of(Line::new("kept "), piece, self.view);
            let head = Line::default().code(name).words(" · ").words(row.name());
            return Some(Hover { span, prose: Prose { head, facts: path(piece).into_iter().chain([line]).collect() } });
        }
        let facts = service_facts(self.view.workspace, self.view.file, &self.project, service);
        let fact = facts.into_iter().find(|fact| fact.place.span.touches(offset))?;
        Some(Hover { span: fact.place.span, prose: self.fact(&fact) })
    }

    /// A finding of a row: a word of a command, the name of an env file.
    fn fact(&self, fact: &Fact) -> Prose {
        let line = Line::default();
        let line = match (&fact.path, &fact.driver) {
            (Some(path), _) => line.code(path),
            (None, Some(driver)) => line.code(driver),
            (None, None) => line.words("state"),
        };
        let (file, span) = match &fact.place.beside {
            Some((path, span)) => (path, *span),
            None => (&self.view.file.path, fact.place.span),
        };
        let mut facts = vec![words::evidence(&fact.place.evidence).piece(self.view.place(file, span))];
        facts.extend(
            words::rule(fact.row).map(|rule| Line::default().piece(prose::Piece::Rule(rule)).words(" reports it")),
        );
        Prose { head: line.words(" · ").words(fact.row.name()), facts }
    }

    /// All that a service holds; `None` where nothing is known.
    fn service(&self, service: &Service, holdings: &Holdings) -> Option<Prose> {
        let held = self.held(service, holdings);
        let line = |one: &Held| {
            let line = Line::new(one.name);
            let line = if let Some(path) = &one.path { line.words(" in ").code(path) } else { line };
            let line = words::kept(line.words(": "), one.keeping, one.mount.as_ref(), self.view);
            match &one.said {
                Some((path, span)) => line.words("; said at ").piece(self.view.place(path, *span)),
                None => line,
            }
        };
        let facts: Vec<Line> = held.iter().take(LISTED).map(line).collect();
        let head = Line::new("the service ").code(&service.name).words(" holds");
        (!facts.is_empty()).then_some(Prose { head, facts })
    }

    /// What a service mounts, what it holds there, and who shares it; `None` where nothing can be said.
    fn mount(&self, service: &Service, holdings: &Holdings, mount: &Mount) -> Option<Prose> {
        let keeping = keeping(mount);
        let head = words::mount(Line::default(), keeping, mount.source.as_ref());
        let head = head.words(" at ").code(mount.path());
        let mut facts = self.holds(service, holdings, mount);
        facts.extend(self.misses(holdings, mount));
        facts.extend(self.nature(keeping, mount));
        if mount.read_only {
            facts.push(Line::new("the service ").code(&service.name).words(" can only read it"));
        }
        facts.extend(self.sharers(service, mount).take(LISTED));
        (!facts.is_empty()).then_some(Prose { head, facts })
    }

    /// What the service holds on `mount`.
    fn holds(&self, service: &Service, holdings: &Holdings, mount: &Mount) -> Vec<Line> {
        let held = self.held(service, holdings).into_iter();
        let here = held.filter(|one| one.mount.as_ref().is_some_and(|other| other.place == mount.place));
        let line = |one: Held| {
            let line = Line::new("holds ").words(one.name).words(" of ").code(&service.name);
            let below = one.path.filter(|path| *path != mount.path());
            let line = if let Some(path) = below { line.words(" in ").code(path) } else { line };
            match one.said {
                Some((path, span)) => line.words("; said at ").piece(self.view.place(&path, span)),
                None => line,
            }
        };
        here.take(LISTED).map(line).collect()
    }

    /// What `mount` was probably meant to hold and does not.
    fn misses(&self, holdings: &Holdings, mount: &Mount) -> Option<Line> {
        let meant = |piece: &&Piece| piece.near.as_ref().is_some_and(|near| near.place == mount.place);
        let path = holdings.pieces.iter().find(meant)?.path.as_ref()?;
        Some(Line::new("does not hold ").code(path).words(", where the image keeps its state"))
    }

    /// How long what is there lives, and where it is declared.
    fn nature(&self, keeping: Keeping, mount: &Mount) -> Option<Line> {
        let declared = || {
            let volume = self.project.application.volume(mount.source.as_ref()?.text())?;
            let line =
                Line::new(if volume.is_external() { "made by somebody else, named at " } else { "declared at " });
            Some(line.piece(self.view.place(volume.key.file(), volume.key.span)))
        };
        match keeping {
            Keeping::Named => declared().or_else(|| Some(Line::new("declared nowhere"))),
            Keeping::Anonymous => Some(Line::new("has no name: ").words(words::LOST)),
            Keeping::Tmpfs => Some(Line::new("gone when the container stops")),
            Keeping::Bind => Some(Line::new("outlives the container, on this host")),
            Keeping::Unknown if mount.kind == MountKind::Unknown => Some(Line::new("what is mounted is not known")),
            Keeping::Layer | Keeping::Unknown => None,
        }
    }

    /// The other services that mount the same volume or folder.
    fn sharers(&self, service: &Service, mount: &Mount) -> impl Iterator<Item = Line> {
        let others = self.all().filter(|(other, _)| other.name != service.name);
        others.filter_map(|(other, holdings)| {
            let shared = holdings.mounts.iter().find(|one| is_same(one, mount))?;
            Some(self.mounting(Line::new("shared with "), other, shared))
        })
    }

    fn mounting(&self, line: Line, service: &Service, mount: &Mount) -> Line {
        let place = self.view.place(mount.place.file(), mount.place.span);
        let line = line.code(&service.name).words(", at ").code(mount.path());
        let line = if mount.read_only { line.words(" to read only") } else { line };
        line.words(" (").piece(place).words(")")
    }

    /// Who mounts a volume, and what is held there.
    fn volume(&self, volume: &Resource) -> Prose {
        let mut facts = Vec::new();
        for (service, holdings) in self.all() {
            let named = |mount: &&Mount| {
                let name = mount.source.as_ref().filter(|_| mount.kind == MountKind::Named);
                name.is_some_and(|name| name.known() == Some(&volume.name))
            };
            for mount in holdings.mounts.iter().filter(named) {
                facts.push(self.mounting(Line::new("mounted by "), service, mount));
                facts.extend(self.holds(service, holdings, mount));
            }
        }
        facts.truncate(LISTED);
        if facts.is_empty() {
            facts.push(Line::new("no service of this project mounts it"));
        }
        if volume.is_external() {
            facts.push(Line::new("made by somebody else"));
        }
        Prose { head: Line::new("volume ").code(&volume.name), facts }
    }
}

/// Whether both mount the same volume, or the same folder of the host.
fn is_same(one: &Mount, other: &Mount) -> bool {
    let (Some(source), Some(wanted)) = (&one.source, &other.source) else { return false };
    let same = match one.kind {
        MountKind::Named => source.known().is_some() && source.known() == wanted.known(),
        MountKind::Bind => source.host_path().is_some() && source.host_path() == wanted.host_path(),
        _ => false,
    };
    one.kind == other.kind && same
}

/// Appends where `piece` is kept.
fn place_of(line: Line, piece: &Piece, view: View<'_>) -> Line {
    words::kept(line, piece.keeping, piece.mount.as_ref(), view)
}

fn path(piece: &Piece) -> Option<Line> {
    piece.path.as_ref().map(|path| Line::new("in ").code(path))
}
