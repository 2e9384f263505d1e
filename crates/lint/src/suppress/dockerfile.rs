//! Where the comments of a Dockerfile silence, and where new ones go.

use longshore_model::{Dockerfile, File};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::Instruction;

use super::pragma::{self, Names};
use super::{mark_length, next_line};

/// What each `# check=skip=…` directive turns off in the whole file.
pub(super) fn skipped(dockerfile: &Dockerfile) -> impl Iterator<Item = Names> {
    let checks = dockerfile.syntax.directives.iter().filter(|directive| directive.name == "check");
    checks.map(|directive| pragma::skipped(&directive.value))
}

/// Where a comment silences: inside a continued instruction the line it stands above, elsewhere all up to the end of
/// the next instruction.
pub(super) fn silenced(file: &File, dockerfile: &Dockerfile, comment: Span) -> Option<Span> {
    let next = owner(dockerfile, comment.start)?;
    if next.span.contains(comment) {
        return line_below(file, dockerfile, comment);
    }
    Some(Span::new(comment.start, next.span.end))
}

/// The stage whose `FROM` comes next.
pub(super) fn stage_behind(dockerfile: &Dockerfile, comment: Span) -> Option<Span> {
    let instruction = |index: usize| dockerfile.instruction(index).span;
    let stages = dockerfile.stages.iter().map(|stage| &stage.instructions);
    let mut below = stages.filter(|range| instruction(range.start).start > comment.start);
    below.next().map(|range| Span::new(comment.start, instruction(range.end - 1).end))
}

/// The first line below `comment` that is neither blank nor a comment.
fn line_below(file: &File, dockerfile: &Dockerfile, comment: Span) -> Option<Span> {
    let below = file.lines.line(comment.start) + 1..file.lines.count();
    let mut said = below.map(|line| file.lines.content(&file.text, line)).filter(|line| {
        !line.text(&file.text).trim().is_empty()
            && !dockerfile.syntax.comments.iter().any(|other| line.contains(other.span))
    });
    said.next()
}

/// The instruction that a finding at `offset` belongs to: the one that holds it, else the next one.
pub(super) fn owner(dockerfile: &Dockerfile, offset: u32) -> Option<&Instruction> {
    let instructions = &dockerfile.syntax.instructions;
    let after = instructions.partition_point(|instruction| instruction.span.end < offset);
    instructions.get(after).map(AsRef::as_ref)
}

/// The start of the first line that is no parser directive. A comment above them would turn them into comments. A
/// `#!` line keeps its place, and the `syntax` line behind it, which is read there too.
pub(super) fn behind_directives(text: &str, dockerfile: &Dockerfile) -> u32 {
    if let Some(last) = dockerfile.syntax.directives.last() {
        return next_line(text, last.span.end);
    }
    let mark = mark_length(text);
    let rest = |at: u32| text.get(at as usize..).unwrap_or_default();
    if !rest(mark).starts_with("#!") {
        return mark;
    }
    let second = next_line(text, mark);
    let name = rest(second).strip_prefix('#').and_then(|line| line.split_once('=')).map_or("", |(name, _)| name);
    if name.trim().eq_ignore_ascii_case("syntax") { next_line(text, second) } else { second }
}
