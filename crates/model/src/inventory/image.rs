//! What the image of a Dockerfile keeps that no service runs.

use longshore_syntax::Span;

use super::{Holder, Kept, Multiply, Obstacle, Runs, Store, kept};
use crate::images::stateful;
use crate::state::{Row, State, expected};
use crate::value::Value;
use crate::{Base, Dockerfile, File, Workspace, runs};

/// The image of `file`, a Dockerfile; `None` where a service runs it, and where it has no stage.
#[must_use]
pub fn image(workspace: &Workspace, file: &File, dockerfile: &Dockerfile) -> Option<Holder> {
    if dockerfile.stages.is_empty() || !runs(workspace, &file.path).is_empty() {
        return None;
    }
    let state = State::derive(workspace, file, dockerfile);
    let mut all: Vec<Kept> = Vec::new();
    let facts = state.facts.iter().map(|fact| Kept {
        what: fact.row.name(),
        path: fact.path.clone(),
        store: Store::Layer,
        at: fact.place.beside.clone().unwrap_or_else(|| (file.path.clone(), fact.place.span)),
        mount: None,
    });
    for one in mounted(file, dockerfile).into_iter().chain(facts).chain(inherited(file, dockerfile, &state)) {
        let known = |other: &Kept| other.path == one.path && (one.path.is_some() || other.what == one.what);
        if !all.iter().any(known) {
            all.push(one);
        }
    }
    let apart = |one: &&Kept| one.store == Store::Layer && one.what != Row::Data.name();
    let obstacles: Vec<Obstacle> = all.iter().filter(apart).map(Obstacle::inside).collect();
    Some(Holder {
        name: String::new(),
        at: (file.path.clone(), Span::empty(0)),
        runs: Some(Runs::Build(file.path.clone())),
        replicas: None,
        multiply: if obstacles.is_empty() { undecided(&all) } else { Multiply::No(obstacles) },
        kept: all,
        uses: Vec::new(),
    })
}

/// An image that keeps something leaves it to whoever runs it.
const fn undecided(kept: &[Kept]) -> Multiply {
    if kept.is_empty() { Multiply::Yes } else { Multiply::Unknown }
}

/// What a comment or a `VOLUME` expects to be mounted: a `VOLUME` makes an anonymous volume where nobody does.
fn mounted(file: &File, dockerfile: &Dockerfile) -> Vec<Kept> {
    let read = |span: Span| file.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let all = expected(file, dockerfile).into_iter().filter(|one| one.path.known().is_some());
    let kept = all.map(|one| {
        let volume = read(one.span).eq_ignore_ascii_case("VOLUME");
        Kept {
            what: kept::by_name(Some(&one.path)).name(),
            store: if volume { Store::Anonymous } else { Store::Expected },
            path: Some(one.path),
            at: (file.path.clone(), one.span),
            mount: None,
        }
    });
    kept.collect()
}

/// What the image below is known to keep.
fn inherited(file: &File, dockerfile: &Dockerfile, state: &State) -> Vec<Kept> {
    let Some(stage) = state.image else { return Vec::new() };
    let Base::Image(image, _) = dockerfile.root_base(stage) else { return Vec::new() };
    let from = dockerfile.chain(stage).last().and_then(|stage| dockerfile.stages.get(stage));
    let place = from.map(|from| dockerfile.instruction(from.instructions.start).keyword_span).unwrap_or_default();
    let Some(row) = stateful(image).filter(|row| row.asked_by.is_empty()) else { return Vec::new() };
    let kept = row.data_dirs.iter().map(|directory| Kept {
        what: row.holding.name(),
        path: Some(Value::from(*directory)),
        store: Store::Expected,
        at: (file.path.clone(), place),
        mount: None,
    });
    kept.collect()
}
