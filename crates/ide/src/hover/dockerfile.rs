//! State in a Dockerfile: who makes it, who may write there, which rule names it and what keeps it outside.

use longshore_model::holdings::keeping;
use longshore_model::state::{Directory, Fact, Place, Row, RuntimeUser};
use longshore_model::value::Value;
use longshore_model::{Dockerfile, File, Workspace};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Keyword};

use super::Hover;
use crate::built::{Built, Keeper};
use crate::prose::{Line, Piece, Prose};
use crate::words;

/// How many places, and how many services, are listed.
const LISTED: usize = 8;

/// What the cursor is on.
struct Subject<'b> {
    span: Span,
    path: Option<&'b Value>,
    stage: usize,
    fact: Option<&'b Fact>,
}

pub(super) fn hover(workspace: &Workspace, file: &File, dockerfile: &Dockerfile, offset: u32) -> Option<Hover> {
    let built = Built::new(workspace, file, dockerfile);
    let subjects = of_facts(&built, offset).chain(of_directories(&built, offset)).chain(told(&built, offset));
    let subject = subjects.min_by_key(|one| (one.span.end - one.span.start, one.fact.is_none()))?;
    Some(Hover { span: subject.span, prose: about(&built, &subject) })
}

fn places(fact: &Fact) -> impl Iterator<Item = &Place> {
    std::iter::once(&fact.place).chain(&fact.more)
}

fn of_facts<'b>(built: &'b Built<'_>, offset: u32) -> impl Iterator<Item = Subject<'b>> {
    built.facts().filter_map(move |fact| {
        let place = places(fact).find(|place| place.span.touches(offset))?;
        Some(Subject { span: place.span, path: fact.path.as_ref(), stage: fact.stage, fact: Some(fact) })
    })
}

fn of_directories<'b>(built: &'b Built<'_>, offset: u32) -> impl Iterator<Item = Subject<'b>> {
    built.state.directories.iter().filter_map(move |directory| {
        let span = directory.made.as_ref()?.span;
        let path = &directory.path;
        span.touches(offset).then(|| at_path(built, span, path, directory.stage))
    })
}

/// The paths that comments and `VOLUME` name, at the words that name them.
fn told<'b>(built: &'b Built<'_>, offset: u32) -> impl Iterator<Item = Subject<'b>> {
    let known = built.expected.iter().filter(|one| one.path.known().is_some());
    known.filter_map(move |one| {
        let span = word(built, one.span, &one.path, one.stage)?;
        span.touches(offset).then(|| at_path(built, span, &one.path, one.stage))
    })
}

/// The word that names `path`: of the `VOLUME` whose keyword is at `span`, or of the comment there.
fn word(built: &Built<'_>, span: Span, path: &Value, stage: usize) -> Option<Span> {
    let file = built.dockerfile;
    let index = file.instruction_at(span.start).filter(|&index| file.instruction(index).keyword_span == span);
    if let Some((index, Body::Words(words))) = index.map(|index| (index, &file.instruction(index).body)) {
        let directory = file.directory(stage, index);
        let named = words.iter().find(|word| file.expand(stage, index, word).path(&directory) == *path);
        return named.map(|word| word.span);
    }
    let at = span.text(&built.view.file.text).find(path.text())? as u32 + span.start;
    Some(Span::new(at, at + path.text().len() as u32))
}

fn at_path<'b>(built: &'b Built<'_>, span: Span, path: &'b Value, stage: usize) -> Subject<'b> {
    let fact = built.facts().find(|fact| fact.path.as_ref() == Some(path));
    Subject { span, path: Some(path), stage, fact }
}

fn about(built: &Built<'_>, subject: &Subject<'_>) -> Prose {
    let directory = subject.path.and_then(|path| built.state.directories.iter().find(|one| one.path == *path));
    let mut facts = made(built, subject, directory);
    facts.extend(writer(built, subject, directory));
    facts.extend(subject.fact.and_then(|fact| named(built, fact)));
    match subject.path {
        Some(path) => facts.extend(mounts(built, path, subject.stage)),
        None => facts.push(Line::new("kept in each container: ").words(words::LOST)),
    }
    Prose { head: head(subject), facts }
}

fn head(subject: &Subject<'_>) -> Line {
    let line = Line::default();
    let fact = subject.fact;
    let line = match (subject.path, fact.and_then(|fact| fact.driver.as_ref())) {
        (Some(path), _) => line.code(path),
        (None, Some(driver)) => line.code(driver),
        (None, None) => line.words("state"),
    };
    let rows = fact.map(|fact| if fact.stands_for.is_empty() { vec![fact.row] } else { fact.stands_for.clone() });
    let rows: Vec<&str> = rows.unwrap_or_default().into_iter().map(Row::name).collect();
    if rows.is_empty() { line } else { line.words(" · ").words(&rows.join(", ")) }
}

/// What makes it, or names it.
fn made(built: &Built<'_>, subject: &Subject<'_>, directory: Option<&Directory>) -> Vec<Line> {
    let mut all: Vec<&Place> = subject.fact.into_iter().flat_map(places).collect();
    let made = directory.and_then(|directory| directory.made.as_ref());
    all.extend(made.filter(|made| all.iter().all(|place| place.span != made.span)));
    all.sort_by_key(|place| (place.span, place.beside.is_some()));
    let line = |place: &&Place| {
        let (path, span) = match &place.beside {
            Some((path, span)) => (path, *span),
            None => (&built.view.file.path, place.span),
        };
        words::evidence(&place.evidence).piece(built.view.place(path, span))
    };
    all.iter().take(LISTED).map(line).collect()
}

/// The user that the image runs as, and whether it can write there.
fn writer(built: &Built<'_>, subject: &Subject<'_>, directory: Option<&Directory>) -> Option<Line> {
    let user = built.state.user.as_ref()?;
    let line = runs_as(built, user, built.state.image?)?;
    let above = || {
        let parent = subject.path?.parent()?;
        built.state.directories.iter().find(|one| one.path == parent)
    };
    // What a base's own user may write is not known.
    let known = user.root == Some(true) || user.instruction.is_some();
    Some(match directory.or_else(above).filter(|_| known) {
        Some(directory) if directory.owned => line.words(", who may write there"),
        Some(_) => line.words(", who may not write there"),
        None => line,
    })
}

fn runs_as(built: &Built<'_>, user: &RuntimeUser, image: usize) -> Option<Line> {
    let line = Line::new("the image runs as ");
    let named = built.dockerfile.user(image, usize::MAX).filter(|_| user.instruction.is_some());
    match (named, user.root?) {
        (Some(named), _) => Some(line.code(&named.name).words(" (").piece(built.view.here(named.span)).words(")")),
        (None, true) => Some(line.code("root")),
        (None, false) => Some(line.words("the user of its base")),
    }
}

/// The rule of its row, and whether that reports it.
fn named(built: &Built<'_>, fact: &Fact) -> Option<Line> {
    let rule = Piece::Rule(words::rule(fact.row)?);
    let reported = built.state.facts.iter().any(|one| std::ptr::eq(one, fact));
    let line = Line::default().piece(rule);
    Some(line.words(if reported { " reports it" } else { " is silent about it: it is mounted" }))
}

/// What keeps it outside, service by service.
fn mounts(built: &Built<'_>, path: &Value, stage: usize) -> Vec<Line> {
    let keepers = built.keepers(path, stage);
    let mut lines: Vec<Line> = keepers.iter().take(LISTED).map(|keeper| keeper_line(built, keeper)).collect();
    if keepers.is_empty() {
        lines.push(Line::new("nothing is known to mount it: ").words(words::LOST));
    }
    lines
}

fn keeper_line(built: &Built<'_>, keeper: &Keeper<'_>) -> Line {
    let view = built.view;
    match keeper {
        Keeper::Comment(span) => Line::new("a comment says that it is mounted: ").piece(view.here(*span)),
        Keeper::Volume(span) => Line::default()
            .code(Keyword::Volume.name())
            .words(" makes an anonymous volume of it where nothing is mounted: ")
            .piece(view.here(*span)),
        Keeper::Service(run, Some(mount)) => {
            let line = Line::new("the service ").code(run.name()).words(" keeps it ");
            words::kept(line, keeping(mount), Some(mount), view)
        }
        Keeper::Service(run, None) => Line::new("the service ")
            .code(run.name())
            .words(" mounts nothing there: ")
            .words(words::LOST)
            .words(" (")
            .piece(view.place(run.key().file(), run.key().span))
            .words(")"),
    }
}
