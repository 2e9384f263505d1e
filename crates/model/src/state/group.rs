//! Puts together what belongs to one cause.

use std::path::Path;

use longshore_syntax::Span;

use super::sight::Found;
use super::{Evidence, Fact, Place, Row};
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
    let facts = around(dockerfile, facts);
    let facts = most_specific(dockerfile, facts);
    without_covered_trees(facts)
}

/// Earlier stages first, then the stronger evidence, then the first in the file.
fn order(found: &Found) -> (usize, u8, u32) {
    (found.stage, found.place.evidence.rank(), found.place.span.start)
}

/// One piece of text belongs to the most specific row that claims it.
fn drop_shared_text(found: &mut Vec<Found>) {
    let claims: Vec<_> = found.iter().map(|one| (one.place.clone(), one.row)).collect();
    let shared = |place: &Place, other: &Place| {
        let ((file, span), (other_file, other_span)) = (text(place), text(other));
        span.overlaps(other_span) && file == other_file
    };
    found.retain(|one| !claims.iter().any(|(place, row)| *row < one.row && shared(place, &one.place)));
}

/// The piece of text that shows it: of a neighbouring file, by its path, or of the Dockerfile.
fn text(place: &Place) -> (Option<&Path>, Span) {
    match &place.beside {
        Some((path, span)) => (Some(path), *span),
        None => (None, place.span),
    }
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
    if text(&place) != text(first) && more.iter().all(|known| text(known) != text(&place)) {
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

/// Moves a directory that is made for what an earlier stage names in it into that fact.
fn around(dockerfile: &Dockerfile, facts: Vec<Fact>) -> Vec<Fact> {
    let named = |fact: &Fact| {
        let directory = fact.path.as_ref().filter(|_| fact.place.evidence.rank() >= Evidence::Made.rank())?;
        facts.iter().position(|other| {
            other.row == fact.row
                && other.stage != fact.stage
                && dockerfile.chain(fact.stage).any(|stage| stage == other.stage)
                && other.place.evidence.rank() < Evidence::Made.rank()
                && other.path.as_ref().is_some_and(|path| path != directory && path.is_within(directory))
        })
    };
    let named: Vec<Option<usize>> = facts.iter().map(named).collect();
    let mut kept = facts.clone();
    for (fact, holder) in facts.into_iter().zip(&named) {
        if let Some(holder) = holder.and_then(|at| kept.get_mut(at)) {
            for place in std::iter::once(fact.place).chain(fact.more) {
                add(&mut holder.more, place, &holder.place);
            }
        }
    }
    let mut named = named.iter();
    kept.retain(|_| named.next().is_none_or(Option::is_none));
    kept
}

/// The log of a schedule is one cause: what else is done to the file goes into the schedule's fact.
fn most_specific(dockerfile: &Dockerfile, facts: Vec<Fact>) -> Vec<Fact> {
    let (logs, mut kept): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(|fact| fact.row == Row::Logs);
    for log in logs {
        let schedule = kept.iter_mut().find(|fact| {
            fact.row == Row::Schedule
                && fact.path.is_some()
                && fact.path == log.path
                && dockerfile.chain(log.stage).any(|stage| stage == fact.stage)
        });
        match schedule {
            Some(fact) => {
                for place in std::iter::once(log.place).chain(log.more) {
                    add(&mut fact.more, place, &fact.place);
                }
            }
            None => kept.push(log),
        }
    }
    kept.sort_by_key(|fact| (fact.stage, fact.place.evidence.rank(), fact.place.span.start));
    kept
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
