//! Suppression comments: ours, and those of other linters by alias.

mod pragma;
#[cfg(test)]
mod tests;

use longshore_model::{Content, Dockerfile, File};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Comment, Instruction};

use crate::{Diagnostic, Edit};
use pragma::{Names, Pragma, Reach};

/// What the comments of a file turn off.
#[derive(Debug, Default)]
pub(crate) struct Suppressions {
    /// Each comment's names, and the bytes where findings are silenced.
    all: Vec<(Span, Names)>,
}

impl Suppressions {
    pub(crate) fn of(file: &File, dockerfile: &Dockerfile) -> Self {
        let whole = Span::new(0, file.text.len() as u32);
        let checks = dockerfile.syntax.directives.iter().filter(|directive| directive.name == "check");
        let mut all: Vec<(Span, Names)> = checks.map(|directive| (whole, pragma::skipped(&directive.value))).collect();
        for (comment, pragma) in pragmas(file, dockerfile) {
            let reach = match pragma.reach {
                Reach::File => Some(whole),
                Reach::Stage => stage_behind(dockerfile, comment),
                Reach::Next => silenced(file, dockerfile, comment),
            };
            all.extend(reach.map(|reach| (reach, pragma.names)));
        }
        Self { all }
    }

    pub(crate) fn cover(&self, diagnostic: &Diagnostic) -> bool {
        let at = diagnostic.span.start;
        self.all.iter().any(|(reach, names)| reach.touches(at) && names.cover(diagnostic.rule))
    }
}

/// All suppression comments, in order.
fn pragmas<'a>(file: &'a File, dockerfile: &'a Dockerfile) -> impl Iterator<Item = (Comment, Pragma)> + 'a {
    let comments = dockerfile.syntax.comments.iter();
    comments.filter_map(|&comment| Some((comment, pragma::read(&file.text, comment.span)?)))
}

/// Where a comment silences: inside a continued instruction the line it stands above, elsewhere all up to the end of
/// the next instruction.
fn silenced(file: &File, dockerfile: &Dockerfile, comment: Comment) -> Option<Span> {
    let next = owner(dockerfile, comment.span.start)?;
    if next.span.contains(comment.span) {
        return line_below(file, dockerfile, comment);
    }
    Some(Span::new(comment.span.start, next.span.end))
}

/// The stage whose `FROM` comes next.
fn stage_behind(dockerfile: &Dockerfile, comment: Comment) -> Option<Span> {
    let instruction = |index: usize| dockerfile.instruction(index).span;
    let stages = dockerfile.stages.iter().map(|stage| &stage.instructions);
    let mut below = stages.filter(|range| instruction(range.start).start > comment.span.start);
    below.next().map(|range| Span::new(comment.span.start, instruction(range.end - 1).end))
}

/// The first line below `comment` that is neither blank nor a comment.
fn line_below(file: &File, dockerfile: &Dockerfile, comment: Comment) -> Option<Span> {
    let below = file.lines.line(comment.span.start) + 1..file.lines.count();
    let mut said = below.map(|line| file.lines.content(&file.text, line)).filter(|line| {
        let inside = |other: &&Comment| line.contains(other.span);
        !line.text(&file.text).trim().is_empty() && !dockerfile.syntax.comments.iter().any(|other| inside(&other))
    });
    said.next()
}

/// The instruction that a finding at `offset` belongs to: the one that holds it, else the next one.
fn owner(dockerfile: &Dockerfile, offset: u32) -> Option<&Instruction> {
    let instructions = &dockerfile.syntax.instructions;
    let after = instructions.partition_point(|instruction| instruction.span.end < offset);
    instructions.get(after)
}

/// The edit that silences `diagnostic` with a comment above its instruction, merged with a comment of ours that is
/// there already. `None` where the file has no instruction to put it above.
#[must_use]
pub fn ignore_here(file: &File, diagnostic: &Diagnostic) -> Option<Edit> {
    let Content::Dockerfile(dockerfile) = &file.content else { return None };
    let instruction = owner(dockerfile, diagnostic.span.start)?;
    let ours = pragmas(file, dockerfile).filter(|(_, pragma)| pragma.head == pragma::HERE);
    let near = ours.filter(|&(comment, _)| {
        silenced(file, dockerfile, comment).is_some_and(|reach| reach.touches(diagnostic.span.start))
    });
    if let Some((_, pragma)) = near.last() {
        return Some(add_name(&pragma, diagnostic));
    }
    let at = line_start(&file.text, instruction.span.start);
    let indentation = Span::new(at, instruction.span.start).text(&file.text);
    let text = format!("{indentation}# {}={}{}", pragma::HERE, diagnostic.rule.name, line_end(&file.text));
    Some(Edit { path: None, span: Span::empty(at), text })
}

/// The edit that silences the rule of `diagnostic` in the whole file, at a place where the engine still reads its
/// directives, or in a comment of ours that is there already.
#[must_use]
pub fn ignore_file(file: &File, diagnostic: &Diagnostic) -> Option<Edit> {
    let Content::Dockerfile(dockerfile) = &file.content else { return None };
    let mut ours = pragmas(file, dockerfile).filter(|(_, pragma)| pragma.head == pragma::FILE);
    if let Some((_, pragma)) = ours.next() {
        return Some(add_name(&pragma, diagnostic));
    }
    let at = behind_directives(&file.text, dockerfile);
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

/// The start of the first line that is no parser directive. A comment above them would turn them into comments. A
/// `#!` line keeps its place, and the `syntax` line behind it, which is read there too.
fn behind_directives(text: &str, dockerfile: &Dockerfile) -> u32 {
    if let Some(last) = dockerfile.syntax.directives.last() {
        return next_line(text, last.span.end);
    }
    let mark = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() as u32 } else { 0 };
    let rest = |at: u32| text.get(at as usize..).unwrap_or_default();
    if !rest(mark).starts_with("#!") {
        return mark;
    }
    let second = next_line(text, mark);
    let name = rest(second).strip_prefix('#').and_then(|line| line.split_once('=')).map_or("", |(name, _)| name);
    if name.trim().eq_ignore_ascii_case("syntax") { next_line(text, second) } else { second }
}

/// The start of the line after the one that holds byte `at`; the end of the text where there is none.
fn next_line(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    rest.find('\n').map_or(text.len() as u32, |end| at + end as u32 + 1)
}

/// The start of the line that holds byte `at`, behind a byte order mark.
fn line_start(text: &str, at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let mark = start == 0 && before.starts_with(BYTE_ORDER_MARK);
    if mark { BYTE_ORDER_MARK.len_utf8() as u32 } else { start as u32 }
}

/// How the lines of `text` end, by its first one.
fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}
