//! Suppression comments: ours, and those of other linters by alias.

mod compose;
mod directive;
mod dockerfile;
mod pragma;
#[cfg(test)]
mod tests;

use std::cell::OnceCell;

use longshore_model::{Compose, Content, File};
use longshore_syntax::Span;

use crate::{Diagnostic, Edit};
use compose::Things;
pub use directive::skip_check;
pub(crate) use directive::{experimental, makes_errors};
use pragma::{Names, Pragma, Reach};

/// What the comments of a file turn off.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    /// Each comment's names, and the bytes where findings are silenced.
    all: Vec<(Span, Names)>,
}

impl Suppressions {
    pub(crate) fn of(file: &File) -> Self {
        let whole = Span::new(0, file.text.len() as u32);
        let comments = Comments::of(file);
        let mut all: Vec<(Span, Names)> = match &file.content {
            Content::Dockerfile(dockerfile) => dockerfile::skipped(dockerfile).map(|names| (whole, names)).collect(),
            Content::Compose(_) => Vec::new(),
        };
        for (comment, pragma) in comments.pragmas() {
            all.extend(comments.reach(comment, pragma.reach).map(|reach| (reach, pragma.names)));
        }
        Self { all }
    }

    pub(crate) fn cover(&self, diagnostic: &Diagnostic) -> bool {
        let at = diagnostic.span.start;
        self.all.iter().any(|(reach, names)| reach.touches(at) && names.cover(diagnostic.rule))
    }
}

/// The comments of a file, and what they stand above.
struct Comments<'a> {
    file: &'a File,
    spans: Vec<Span>,
    /// What comments of a compose file can stand above; empty until a comment needs it.
    things: OnceCell<Things>,
}

impl<'a> Comments<'a> {
    fn of(file: &'a File) -> Self {
        let spans = match &file.content {
            Content::Dockerfile(dockerfile) => dockerfile.syntax.comments.iter().map(|comment| comment.span).collect(),
            Content::Compose(compose) => compose.yaml.comments.iter().map(|comment| comment.span).collect(),
        };
        Self { file, spans, things: OnceCell::new() }
    }

    fn things(&self, compose: &Compose) -> &Things {
        self.things.get_or_init(|| Things::of(&compose.yaml))
    }

    /// All suppression comments, in order.
    fn pragmas(&self) -> impl Iterator<Item = (Span, Pragma)> + '_ {
        self.spans.iter().filter_map(|&comment| Some((comment, pragma::read(&self.file.text, comment)?)))
    }

    /// Where `comment` silences.
    fn reach(&self, comment: Span, reach: Reach) -> Option<Span> {
        match (&self.file.content, reach) {
            (_, Reach::File) => Some(Span::new(0, self.file.text.len() as u32)),
            (Content::Dockerfile(dockerfile), Reach::Stage) => dockerfile::stage_behind(dockerfile, comment),
            (Content::Dockerfile(dockerfile), Reach::Next) => dockerfile::silenced(self.file, dockerfile, comment),
            (Content::Compose(compose), Reach::Next) => self.things(compose).silenced(self.file, comment),
            (Content::Compose(_), Reach::Line) => Some(compose::line(self.file, comment)),
            (Content::Dockerfile(_), Reach::Line) | (Content::Compose(_), Reach::Stage) => None,
        }
    }

    /// Where the instruction, entry or item begins that a comment about a finding at `offset` stands above.
    fn anchor(&self, offset: u32) -> Option<u32> {
        match &self.file.content {
            Content::Dockerfile(dockerfile) => Some(dockerfile::owner(dockerfile, offset)?.span.start),
            Content::Compose(compose) => self.things(compose).owner(&self.file.text, offset),
        }
    }
}

/// The edit that silences `diagnostic` with a comment above its instruction or key, merged with a comment of ours that
/// is there already. `None` where the file has nothing to put it above.
#[must_use]
pub fn ignore_here(file: &File, diagnostic: &Diagnostic) -> Option<Edit> {
    let comments = Comments::of(file);
    let anchor = comments.anchor(diagnostic.span.start)?;
    let ours = comments.pragmas().filter(|(_, pragma)| pragma.head == pragma::HERE);
    let near = ours.filter(|(comment, pragma)| {
        comments.reach(*comment, pragma.reach).is_some_and(|reach| reach.touches(diagnostic.span.start))
    });
    if let Some((_, pragma)) = near.last() {
        return Some(add_name(&pragma, diagnostic));
    }
    let at = line_start(&file.text, anchor);
    let indentation = Span::new(at, anchor).text(&file.text);
    let text = format!("{indentation}# {}={}{}", pragma::HERE, diagnostic.rule.name, line_end(&file.text));
    Some(Edit { path: None, span: Span::empty(at), text })
}

/// The edit that silences the rule of `diagnostic` in the whole file, at a place where the engine still reads its
/// directives, or in a comment of ours that is there already.
#[must_use]
pub fn ignore_file(file: &File, diagnostic: &Diagnostic) -> Option<Edit> {
    let comments = Comments::of(file);
    let mut ours = comments.pragmas().filter(|(_, pragma)| pragma.head == pragma::FILE);
    if let Some((_, pragma)) = ours.next() {
        return Some(add_name(&pragma, diagnostic));
    }
    let at = match &file.content {
        Content::Dockerfile(dockerfile) => dockerfile::behind_directives(&file.text, dockerfile),
        Content::Compose(_) => compose::top(file),
    };
    let (comment, end) = (format!("# {}={}", pragma::FILE, diagnostic.rule.name), line_end(&file.text));
    let before = file.text.get(..at as usize).unwrap_or_default();
    let begun = !before.trim_start_matches(BYTE_ORDER_MARK).is_empty() && !before.ends_with('\n');
    let text = if begun { format!("{end}{comment}") } else { format!("{comment}{end}") };
    Some(Edit { path: None, span: Span::empty(at), text })
}

fn add_name(pragma: &Pragma, diagnostic: &Diagnostic) -> Edit {
    Edit { path: None, span: Span::empty(pragma.end), text: format!(",{}", diagnostic.rule.name) }
}

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The length of a byte order mark at the start of `text`.
fn mark_length(text: &str) -> u32 {
    if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() as u32 } else { 0 }
}

/// The start of the line after the one that holds byte `at`; the end of the text where there is none.
fn next_line(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    rest.find('\n').map_or(text.len() as u32, |end| at + end as u32 + 1)
}

/// The start of the line that holds byte `at`, behind a byte order mark.
fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end as u32 + 1);
    if start == 0 { mark_length(text).min(at) } else { start }
}

/// How the lines of `text` end, by its first one.
fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}
