//! Gives directories to the user that the image runs as.

use longshore_model::Dockerfile;
use longshore_model::state::{Directory, Evidence, Place};
use longshore_model::value::Value;
use longshore_syntax::Span;
use longshore_syntax::dockerfile::Keyword;
use longshore_syntax::shell::{Operator, Script};

use super::account::{self, Account};
use super::command::{find, has_option, operands, script, simple};
use super::fix;
use super::layout::{edit, insert_below, quoted};
use crate::{Context, Edit, Fix};

/// A `chown` of `directory` right behind what makes it.
pub(crate) fn own(context: &Context<'_>, directory: &Directory) -> Option<Fix> {
    let path = directory.path.known()?;
    let place = directory.made.as_ref()?;
    let account = account::runtime(context.dockerfile, &context.file.text, directory.stage)?;
    let edit = give(context, directory.stage, place, &directory.path, &account)?;
    Some(fix(format!("Give `{path}` to `{}`", account.owner), vec![edit]))
}

/// The edit that lets `account` own the directory at `path`, which `place` makes: behind the `mkdir`, or as a `RUN` of
/// its own. `None` where another user makes it, where the account comes later, or where something gives it away already.
pub(super) fn give(
    context: &Context<'_>,
    stage: usize,
    place: &Place,
    path: &Value,
    account: &Account,
) -> Option<Edit> {
    let file = context.dockerfile;
    let at = place.instruction;
    let possible = place.beside.is_none()
        && account.exists_at(at)
        && account::is_root_at(file, stage, at)
        && !path.is_windows_path()
        && !is_given(file, stage, at, path);
    let operand = quoted(path.known().filter(|_| possible)?);
    let instruction = file.instruction(at);
    match instruction.keyword {
        Keyword::Workdir => {
            let run = keyword(context, "RUN");
            let line = format!("{run} chown {} {operand}", account.owner);
            Some(insert_below(context.file, instruction.span, &[line]))
        }
        Keyword::Run => {
            let (list, index) = find(script(instruction)?, place.span)?;
            simple(list, index)?;
            Some(append(list, index, &account.owner, &operand))
        }
        _ => None,
    }
}

/// Appends a `chown` to the command; one of the same owner that follows takes the path too.
fn append(list: &Script, index: usize, owner: &str, operand: &str) -> Edit {
    let item = &list.items[index];
    let next = simple(list, index + 1).filter(|next| {
        let words: Vec<String> = next.words.iter().take(2).map(account::said).collect();
        item.operator == Operator::And && words == ["chown", owner] && next.redirects.is_empty()
    });
    match next {
        Some(next) => edit(Span::empty(next.span.end), format!(" {operand}")),
        None => edit(Span::empty(item.command.span.end), format!(" && chown {owner} {operand}")),
    }
}

/// `name` as the file writes its keywords.
pub(super) fn keyword(context: &Context<'_>, name: &str) -> String {
    let from = context.dockerfile.syntax.instructions.iter().find(|one| one.keyword == Keyword::From);
    let lower = from.is_some_and(|from| from.keyword_span.text(&context.file.text).starts_with('f'));
    if lower { name.to_ascii_lowercase() } else { name.to_owned() }
}

/// Whether a `chown` of `stage`, or of one that it is built on, covers `path` from instruction `at` on.
pub(super) fn is_given(file: &Dockerfile, stage: usize, at: usize, path: &Value) -> bool {
    let mut indices = file.chain(stage).flat_map(|stage| file.stages[stage].instructions.clone());
    indices.any(|index| index >= at && gives(file, stage, index, path))
}

fn gives(file: &Dockerfile, stage: usize, index: usize, path: &Value) -> bool {
    let instruction = file.instruction(index);
    if instruction.keyword != Keyword::Run {
        return false;
    }
    let directory = file.directory(stage, index);
    let mut commands = script(instruction).into_iter().flat_map(|script| script.commands());
    commands.any(|command| {
        let hands_over = match command.name().as_deref() {
            Some("chown") => true,
            Some("install") => has_option(command, "o", "--owner"),
            _ => false,
        };
        hands_over
            && operands(command).into_iter().any(|at| {
                let operand = Value::from(account::said(&command.words[at])).path(&directory);
                operand == *path || path.is_within(&operand) && has_option(command, "R", "--recursive")
            })
    })
}

/// The place among `places` that makes the directory at `path`.
pub(super) fn maker<'p>(places: impl Iterator<Item = &'p Place>) -> Option<&'p Place> {
    places.into_iter().find(|place| place.evidence == Evidence::Made && place.beside.is_none())
}
