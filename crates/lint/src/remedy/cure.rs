//! Keeps an application from writing to its container: what stands at each place of a fact goes, or leads elsewhere.

use std::collections::BTreeMap;

use longshore_model::state::{Evidence, Fact, Place, Row};
use longshore_syntax::Span;

use super::fix;
use super::link::link;
use super::removal::removal;
use super::setting::set;
use crate::{Context, Edit, Fix};

/// Sets settings and options to what needs no disk, links log files to the standard streams, and removes directories,
/// at all places of the fact where that is possible; `None` where it is not at its own place. `advice` ends the title.
pub(crate) fn cure(context: &Context<'_>, fact: &Fact, advice: &str) -> Option<Fix> {
    let mut edits = Vec::new();
    let mut title = None;
    let mut words = Words::new();
    for place in places(fact) {
        let cured = match place.evidence {
            Evidence::Made | Evidence::HandedOver => {
                words.entry(place.instruction).or_default().push(place.span);
                continue;
            }
            Evidence::File if fact.row == Row::Logs || fact.row == Row::Schedule => link(context, place),
            _ => set(context, fact.stage, place),
        };
        if let Some((what, changes)) = cured {
            edits.extend(changes);
            title = title.or_else(|| (*place == fact.place).then_some(what));
        }
    }
    let removed = remove_all(context, &words, &mut edits);
    if removed.contains(&fact.place.instruction) && is_directory(&fact.place) {
        title = fact.path.as_ref().map(|path| format!("Remove `{path}`"));
    }
    Some(fix(format!("{}{advice}", title?), edits))
}

/// Removes the file or directory at all places that make it or hand it over. `advice` ends the title.
pub(crate) fn remove(context: &Context<'_>, fact: &Fact, advice: &str) -> Option<Fix> {
    let path = fact.path.as_ref()?;
    let mut words = Words::new();
    for place in places(fact).filter(|place| is_directory(place) || place.evidence == Evidence::File) {
        words.entry(place.instruction).or_default().push(place.span);
    }
    let mut edits = Vec::new();
    let removed = remove_all(context, &words, &mut edits);
    removed.contains(&fact.place.instruction).then(|| fix(format!("Remove `{path}`{advice}"), edits))
}

/// Words to remove, by the instruction that they stand in.
type Words = BTreeMap<usize, Vec<Span>>;

/// The places of the fact that stand in the file itself.
fn places(fact: &Fact) -> impl Iterator<Item = &Place> {
    std::iter::once(&fact.place).chain(&fact.more).filter(|place| place.beside.is_none())
}

fn is_directory(place: &Place) -> bool {
    matches!(place.evidence, Evidence::Made | Evidence::HandedOver)
}

/// Adds the edits that remove the words; gives the instructions where that is possible.
fn remove_all(context: &Context<'_>, words: &Words, edits: &mut Vec<Edit>) -> Vec<usize> {
    let mut removed = Vec::new();
    for (&at, spans) in words {
        if let Some(changes) = removal(context, at, spans) {
            edits.extend(changes);
            removed.push(at);
        }
    }
    removed
}
