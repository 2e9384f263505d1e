//! `--format text`: the source, what is wrong with it, and the way out, as the Rust compiler tells it.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use longshore_lint::{Diagnostic, Related, Severity};
use longshore_model::File;
use longshore_syntax::{Encoding, Language, Span};
use rayon::prelude::*;

use crate::place::printable;
use crate::report::{Names, Outcome};

/// Related places at most this many lines away are shown in one piece with the finding.
const NEAR: u32 = 40;

/// Lines longer than this many bytes are cut, so that a megabyte in one line neither floods the terminal nor takes
/// long to lay out.
const LONG: u32 = 400;

/// How many bytes are left around a place in a line that is cut.
const AROUND: u32 = 60;

/// The width assumed where nothing says otherwise.
const WIDTH: usize = 140;

/// All findings, in order.
pub(super) fn all(outcome: &Outcome, color: bool) -> String {
    let text = Text::new(color, WIDTH);
    let names = Names::new(outcome);
    let other = |path: &Path| outcome.workspace.file(path, Language::Compose).map(|file| (file, names.of(path)));
    let rendered: Vec<String> = outcome
        .judged
        .par_iter()
        .flat_map_iter(|judged| judged.findings.iter().map(move |finding| (judged, finding)))
        .map(|(judged, finding)| text.render(&judged.file, &judged.place.shown, finding, &other))
        .collect();
    rendered.concat()
}

/// A file of the workspace and what it is called.
type Other = (Arc<File>, String);

/// Renders findings one by one.
pub(crate) struct Text {
    renderer: Renderer,
}

impl Text {
    /// For a terminal with or without colour, `width` columns wide.
    pub(crate) fn new(color: bool, width: usize) -> Self {
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        Self { renderer: renderer.term_width(width) }
    }

    /// `diagnostic` about `file`, which is called `name`, with a blank line below. `other` gives further files.
    pub(crate) fn render(
        &self,
        file: &File,
        name: &str,
        diagnostic: &Diagnostic,
        other: &dyn Fn(&Path) -> Option<Other>,
    ) -> String {
        let title = level(diagnostic.severity).primary_title(printable(&diagnostic.message)).id(diagnostic.rule.name);
        let mut group = Group::with_title(title);
        let (near, far): (Vec<&Related>, Vec<&Related>) =
            diagnostic.related.iter().partition(|related| is_near(file, diagnostic.span, related));
        group = shown(group, file, name, &marks(Some(diagnostic.span), &near));
        for related in far {
            let marks = marks(None, &[related]);
            group = match related.path.as_deref().map(other) {
                None => shown(group, file, name, &marks),
                Some(Some((file, name))) => shown(group, &file, &name, &marks),
                Some(None) => group.element(Level::NOTE.message(printable(&related.message))),
            };
        }
        if let Some(fix) = diagnostic.fixes.iter().find(|fix| fix.preferred).or_else(|| diagnostic.fixes.first()) {
            group = group.element(Level::HELP.message(printable(&fix.title)));
        }
        self.renderer.render(&[group]) + "\n\n"
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO.with_name(Severity::Information.name()),
    }
}

fn is_near(file: &File, span: Span, related: &Related) -> bool {
    related.path.is_none() && file.lines.line(related.span.start).abs_diff(file.lines.line(span.start)) <= NEAR
}

/// A place to point at, and what to say there.
struct Mark {
    span: Span,
    kind: AnnotationKind,
    label: Option<String>,
}

fn marks(primary: Option<Span>, related: &[&Related]) -> Vec<Mark> {
    let primary = primary.map(|span| Mark { span, kind: AnnotationKind::Primary, label: None });
    let kind = if primary.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let related =
        related.iter().map(|related| Mark { span: related.span, kind, label: Some(printable(&related.message)) });
    primary.into_iter().chain(related).collect()
}

/// Adds the lines of `marks` (not empty) to `group`.
fn shown<'a>(group: Group<'a>, file: &File, name: &str, marks: &[Mark]) -> Group<'a> {
    let Some(first) = marks.first() else { return group };
    let lines = marks.iter().flat_map(|mark| [file.lines.line(mark.span.start), last_line(file, mark.span)]);
    let (from, to) = lines.fold((u32::MAX, 0), |(from, to), line| (from.min(line), to.max(line)));
    let window = file.lines.span(from).join(file.lines.span(to));
    if (from..=to).any(|line| file.lines.content(&file.text, line).range().len() > LONG as usize) {
        return cut(group, file, name, first);
    }
    let annotations = marks.iter().map(|mark| annotation(mark, window));
    let source = window.text(&file.text).trim_end_matches(['\r', '\n']);
    let snippet = Snippet::source(safe(source)).line_start(from as usize + 1).path(printable(name));
    group.element(snippet.annotations(annotations))
}

/// The line of the last byte, so that a place that ends in a line end does not reach into the next line.
fn last_line(file: &File, span: Span) -> u32 {
    file.lines.line(span.end.saturating_sub(1).max(span.start))
}

fn annotation<'a>(mark: &Mark, window: Span) -> Annotation<'a> {
    let (start, end) = (mark.span.start - window.start, mark.span.end - window.start);
    mark.kind.span(start as usize..end as usize).label(mark.label.clone())
}

/// Adds the part of a long line around `mark`. The snippet would count columns within the part, so the place is told
/// apart from it.
fn cut<'a>(group: Group<'a>, file: &File, name: &str, mark: &Mark) -> Group<'a> {
    let position = file.lines.position(&file.text, mark.span.start, Encoding::Utf32);
    let line = file.lines.content(&file.text, position.line);
    let end = mark.span.end.min(line.end).min(mark.span.start + AROUND);
    let from = boundary(&file.text, mark.span.start.saturating_sub(AROUND).max(line.start));
    let to = boundary(&file.text, (end + AROUND).min(line.end));
    let end = boundary(&file.text, end).max(mark.span.start);
    let lead = if from > line.start { "…" } else { "" };
    let tail = if to < line.end { "…" } else { "" };
    let source = format!("{lead}{}{tail}", safe(Span::new(from, to).text(&file.text)));
    let offset = |byte: u32| (byte - from) as usize + lead.len();
    let annotation = mark.kind.span(offset(mark.span.start)..offset(end)).label(mark.label.clone());
    let origin =
        Origin::path(printable(name)).line(position.line as usize + 1).char_column(position.column as usize + 1);
    let snippet = Snippet::source(source).line_start(position.line as usize + 1).annotation(annotation);
    group.element(origin).element(snippet)
}

fn boundary(text: &str, mut byte: u32) -> u32 {
    while !text.is_char_boundary(byte as usize) {
        byte -= 1;
    }
    byte
}

/// `source` for a snippet, which takes ownership. The renderer itself replaces control characters in sources; a lone
/// `\r`, which ends a line here but not there, becomes a line end.
fn safe<'a>(source: &str) -> Cow<'a, str> {
    let bytes = source.as_bytes();
    let lone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    let ends = source.char_indices().map(|(at, c)| if c == '\r' && lone(at) { '\n' } else { c });
    Cow::Owned(ends.collect())
}
