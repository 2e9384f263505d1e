//! The state that a service keeps itself.

use super::{At, Kept, Store, View, at, image_of};
use crate::compose::{Mount, Service};
use crate::holdings::{Holdings, Keeping, Origin, Piece, is_scratch};
use crate::images::{Stateful, stateful};
use crate::patterns::{Context, directory};
use crate::state::{Evidence, Fact, Row};
use crate::value::Value;

/// What `service` keeps, each path once; what lies below something else that is kept in the same way is part of it.
pub(super) fn kept(view: &View<'_>, service: &Service, holdings: Option<&Holdings>, facts: &[Fact]) -> Vec<Kept> {
    let pieces = holdings.map(|one| one.pieces.as_slice()).unwrap_or_default();
    let row = image_of(service).filter(|_| service.build.is_none()).and_then(|image| stateful(&image));
    let mut all: Vec<Kept> = Vec::new();
    for piece in pieces {
        add(&mut all, of_piece(piece, pieces, row));
    }
    for fact in facts.iter().filter(|fact| fact.place.evidence != Evidence::Mounted) {
        add(&mut all, Some(of_fact(view, fact)));
    }
    let is_client = service.command.is_some() || service.entrypoint.is_some();
    if let Some(row) = row.filter(|row| !row.asked_by.is_empty() && all.is_empty() && !is_client) {
        let at = service.image.as_ref().map_or_else(|| at(&service.key), |image| at(&image.place));
        all.push(Kept { what: row.holding.name(), path: None, store: Store::Memory, at, mount: None });
    }
    all
}

/// Adds `one` unless it is known, or part of what is.
fn add(all: &mut Vec<Kept>, one: Option<Kept>) {
    let Some(one) = one else { return };
    let covers = |known: &Kept| match (&known.path, &one.path) {
        (Some(known_path), Some(path)) => known_path == path || known.store == one.store && path.is_within(known_path),
        (None, None) => known.what == one.what,
        _ => false,
    };
    if !all.iter().any(covers) {
        all.push(one);
    }
}

fn of_fact(view: &View<'_>, fact: &Fact) -> Kept {
    let own = || (view.file.path.clone(), fact.place.span);
    Kept {
        what: fact.row.name(),
        path: fact.path.clone(),
        store: Store::Layer,
        at: fact.place.beside.clone().unwrap_or_else(own),
        mount: None,
    }
}

/// `piece` with its name; `None` where nothing says that it is state.
fn of_piece(piece: &Piece, all: &[Piece], image: Option<&Stateful>) -> Option<Kept> {
    let what = match &piece.origin {
        Origin::Image(row, ..) => row.holding.name(),
        Origin::Written(row, ..) | Origin::Setting(row, ..) => row.name(),
        Origin::Expected(..) => expected(piece, all).name(),
        Origin::Mounted(row) => mounted(piece, *row, image)?,
    };
    let mount = piece.mount.as_ref().map(|mount| at(&mount.place));
    Some(Kept { what, path: piece.path.clone(), store: store(piece), at: said(piece).or(mount.clone())?, mount })
}

/// What says that `piece` is there, where that is not the mount itself.
fn said(piece: &Piece) -> Option<At> {
    match &piece.origin {
        Origin::Image(_, _, place) | Origin::Setting(_, place, _) => Some(at(place)),
        Origin::Expected(path, span) | Origin::Written(_, path, span) => Some((path.clone(), *span)),
        Origin::Mounted(_) => None,
    }
}

fn store(piece: &Piece) -> Store {
    let source = || piece.mount.as_ref().and_then(|mount| mount.source.as_ref()).map(|source| source.value.clone());
    match piece.keeping {
        Keeping::Layer if matches!(piece.origin, Origin::Image(..)) => Store::Unmounted,
        Keeping::Layer => Store::Layer,
        Keeping::Anonymous => Store::Anonymous,
        Keeping::Named => Store::Named(source()),
        Keeping::Bind => Store::Bind(source()),
        Keeping::Tmpfs => Store::Tmpfs,
        Keeping::Unknown => Store::Unknown,
    }
}

/// The row of a path that a Dockerfile expects to be mounted: by what is written there, else by its name.
fn expected(piece: &Piece, all: &[Piece]) -> Row {
    let written = all.iter().find_map(|other| match &other.origin {
        Origin::Written(row, ..) if other.path == piece.path => Some(*row),
        _ => None,
    });
    written.unwrap_or_else(|| by_name(piece.path.as_ref()))
}

/// The row that the name of a path suggests.
pub(super) fn by_name(path: Option<&Value>) -> Row {
    let context = Context { roots: &[], application: true, setting: true };
    path.and_then(|path| directory(path, context)).map_or(Row::Data, |name| name.row)
}

/// What something is of which only the mount is known: what cannot be written is no state, and what lies on the host or
/// in memory is only where its name, or the image, says so.
fn mounted(piece: &Piece, row: Option<Row>, image: Option<&Stateful>) -> Option<&'static str> {
    let mount: &Mount = piece.mount.as_ref().filter(|mount| !mount.read_only)?;
    let path = mount.path();
    if let Some(image) = image.filter(|image| image.data_dirs.iter().any(|dir| Value::from(*dir).is_within(&path))) {
        return Some(image.holding.name());
    }
    let volume = matches!(piece.keeping, Keeping::Named | Keeping::Anonymous) && !is_scratch(&path);
    row.or(volume.then_some(Row::Data)).map(Row::name)
}
