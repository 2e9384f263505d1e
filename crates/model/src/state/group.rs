//! Puts together what belongs to one cause.

use super::sight::Found;
use super::{Fact, Place};
use crate::Dockerfile;

/// One fact a cause: the same path or driver of one row, in a stage and what it builds on.
pub(super) fn facts(dockerfile: &Dockerfile, mut found: Vec<Found>) -> Vec<Fact> {
    drop_shared_text(&mut found);
    found.sort_by_key(order);
    let mut facts: Vec<Fact> = Vec::new();
    for one in found {
        let same = |fact: &&mut Fact| {
            fact.row == one.row && dockerfile.chain(one.stage).any(|stage| stage == fact.stage) && is_same(fact, &one)
        };
        match facts.iter_mut().find(same) {
            Some(fact) => join(fact, one),
            None => facts.push(fact(one)),
        }
    }
    let facts = inside(dockerfile, facts);
    without_covered_trees(facts)
}

/// Earlier stages first, then the stronger evidence, then the first in the file.
fn order(found: &Found) -> (usize, u8, u32) {
    (found.stage, found.place.evidence.rank(), found.place.span.start)
}

/// One piece of text belongs to the most specific row that claims it.
fn drop_shared_text(found: &mut Vec<Found>) {
    let claims: Vec<_> = found.iter().map(|one| (one.place.span, one.row)).collect();
    found.retain(|one| !claims.iter().any(|(span, row)| *row < one.row && span.overlaps(one.place.span)));
}

fn is_same(fact: &Fact, found: &Found) -> bool {
    match (&fact.path, &found.path) {
        (None, None) => fact.driver == found.driver && fact.place.evidence == found.place.evidence,
        (one, other) => one == other,
    }
}

fn fact(found: Found) -> Fact {
    let Found { row, stage, path, driver, place, certain, stands_for, .. } = found;
    Fact { row, stage, path, driver, place, more: Vec::new(), certain, stands_for }
}

fn join(fact: &mut Fact, found: Found) {
    fact.certain |= found.certain;
    add(&mut fact.more, found.place, &fact.place);
}

fn add(more: &mut Vec<Place>, place: Place, first: &Place) {
    if place.span != first.span && more.iter().all(|known| known.span != place.span) {
        more.push(place);
    }
}

/// Moves what lies inside a directory of the same row into its fact.
fn inside(dockerfile: &Dockerfile, facts: Vec<Fact>) -> Vec<Fact> {
    let holder = |fact: &Fact| {
        let path = fact.path.as_ref()?;
        let holds = |other: &Fact| {
            other.row == fact.row
                && dockerfile.chain(fact.stage).any(|stage| stage == other.stage)
                && other.path.as_ref().is_some_and(|directory| directory != path && path.is_within(directory))
        };
        let holders = facts.iter().enumerate().filter(|(_, other)| holds(other));
        holders.min_by_key(|(_, other)| other.path.as_ref().map_or(0, |path| path.text().len())).map(|(at, _)| at)
    };
    let holders: Vec<Option<usize>> = facts.iter().map(holder).collect();
    let mut kept: Vec<Option<Fact>> = facts.iter().cloned().map(Some).collect();
    for (at, holder) in holders.iter().enumerate() {
        let Some(holder) = *holder else { continue };
        let moved = kept[at].take();
        if let (Some(moved), Some(fact)) = (moved, kept[holder].as_mut()) {
            fact.certain |= moved.certain;
            for place in std::iter::once(moved.place).chain(moved.more) {
                add(&mut fact.more, place, &fact.place);
            }
        }
    }
    kept.into_iter().flatten().collect()
}

/// A framework's whole tree is no finding where a path below it is one.
fn without_covered_trees(facts: Vec<Fact>) -> Vec<Fact> {
    let covered = |fact: &Fact| {
        let Some(tree) = fact.path.as_ref().filter(|_| !fact.stands_for.is_empty()) else { return false };
        let below = |other: &Fact| other.path.as_ref().is_some_and(|path| path != tree && path.is_within(tree));
        facts.iter().any(below)
    };
    facts.iter().filter(|fact| !covered(fact)).cloned().collect()
}
