//! Keeps a path outside the container: a comment that asks for a mount, and a directory that the user may write.

use longshore_model::state::Fact;
use longshore_syntax::dockerfile::Instruction;

use super::account;
use super::fix;
use super::layout::insert_above;
use super::ownership::{give, maker};
use crate::{Context, Fix};

/// Asks for a mount at the fact's path.
pub(crate) fn mount(context: &Context<'_>, fact: &Fact) -> Option<Fix> {
    let path = fact.path.as_ref().filter(|path| !path.is_windows_path())?;
    let known = path.known().filter(|known| known.starts_with('/'))?;
    let file = context.dockerfile;
    let instruction = file.instruction(fact.place.instruction);
    let mut edits = vec![insert_above(context.file, instruction.span.start, &[comment(&[known])])];
    let account = account::runtime(file, &context.file.text, fact.stage);
    if let Some((place, account)) = maker(std::iter::once(&fact.place).chain(&fact.more)).zip(account) {
        edits.extend(give(context, fact.stage, place, path, &account));
    }
    Some(fix(format!("Expect `{known}` as an external mount"), edits))
}

/// The comment that names `paths` as mounts.
pub(super) fn comment(paths: &[&str]) -> String {
    let kept = match paths {
        [path] => format!("{path} is expected to be provided as an external mount"),
        [first @ .., last] => format!("{} and {last} are expected to be provided as external mounts", first.join(", ")),
        [] => String::new(),
    };
    format!("# {kept} at run time (docker run -v, compose volumes).")
}

/// Whether the comment lines directly above `instruction` name `path` as a mount.
pub(super) fn is_commented(context: &Context<'_>, instruction: &Instruction, path: &str) -> bool {
    let (text, lines) = (&context.file.text, &context.file.lines);
    let first = lines.line(instruction.span.start);
    let above = (0..first).rev().map(|line| lines.content(text, line).text(text).trim());
    let said: String = above.take_while(|line| line.starts_with('#')).collect::<Vec<_>>().join(" ");
    let lower = said.to_ascii_lowercase();
    said.contains(path) && ["mount", "volume", "-v"].iter().any(|word| lower.contains(word))
}
