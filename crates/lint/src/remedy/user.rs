//! Lets an image run as a user other than root.

use longshore_model::Dockerfile;
use longshore_syntax::dockerfile::{Body, Command, Keyword};

use super::account::{Account, Source, choose, said};
use super::command::script;
use super::fix;
use super::layout::{edit, insert_above, insert_below, quoted, remove_lines};
use super::ownership::{is_given, keyword};
use crate::{Context, Edit, Fix};

/// Programs that do nothing for another user: they start sessions, jobs, services or containers for all of them.
/// Source: their manuals.
const ROOTS_OWN: &[&str] =
    &["containerd", "cron", "crond", "dind", "dockerd", "dockerd-entrypoint.sh", "init", "openvpn", "sshd", "systemd"];

/// Switches to a user that the image has, or to a new one, before it says what it runs. `None` where that program would
/// not start.
pub(crate) fn switch_user(context: &Context<'_>) -> Option<Fix> {
    let file = context.dockerfile;
    let stage = context.state.image.filter(|&stage| !needs_root(file, stage))?;
    let last = context.state.user.as_ref()?.instruction;
    let account = match last.and_then(|at| file.user(stage, at)).filter(|user| !user.is_root()) {
        Some(user) => {
            Account { name: user.span.text(&context.file.text).to_owned(), owner: user.owner(), source: Source::Base }
        }
        None => choose(file, stage)?,
    };
    if file.is_windows(stage) && last.is_none() {
        return None;
    }
    let commands = preparation(context, stage, &account);
    let title = format!("Run as `{}`", account.name);
    let switch = last.filter(|&at| file.stages[stage].instructions.contains(&at) && commands.is_none());
    let quiet = switch.filter(|&at| is_quiet(file, stage, at));
    let edits = match quiet {
        Some(at) => vec![reword(context, stage, at, &account)?],
        None => vec![insertion(context, stage, commands, &account)],
    };
    Some(fix(title, edits))
}

/// Whether one of the programs that only root can use is started.
fn needs_root(file: &Dockerfile, stage: usize) -> bool {
    let own = |word: &str| ROOTS_OWN.contains(&word.rsplit('/').next().unwrap_or_default());
    let starts = [Keyword::Entrypoint, Keyword::Cmd].into_iter().filter_map(|keyword| file.last(stage, keyword));
    starts.map(|at| file.instruction(at)).any(|instruction| match &instruction.body {
        Body::Entrypoint(Command::Exec(words)) | Body::Cmd(Command::Exec(words)) => {
            words.iter().any(|word| own(&word.raw))
        }
        _ => script(instruction)
            .is_some_and(|script| script.commands().any(|command| command.words.iter().any(|word| own(&said(word))))),
    })
}

/// Whether nothing runs as root behind the `USER` with index `at`.
fn is_quiet(file: &Dockerfile, stage: usize, at: usize) -> bool {
    let mut behind = at + 1..file.stages[stage].instructions.end;
    !behind.any(|index| {
        matches!(file.instruction(index).keyword, Keyword::Run | Keyword::Copy | Keyword::Add | Keyword::Workdir)
    })
}

/// Another name in the `USER`, or none at all where an earlier one holds.
fn reword(context: &Context<'_>, stage: usize, at: usize, account: &Account) -> Option<Edit> {
    let file = context.dockerfile;
    let span = file.instruction(at).span;
    if file.user(stage, at).is_some_and(|user| !user.is_root()) {
        return Some(remove_lines(context.file, span));
    }
    file.user(stage, at + 1).map(|user| edit(user.span, account.name.clone()))
}

/// The commands that make the user and give it the state directories.
fn preparation(context: &Context<'_>, stage: usize, account: &Account) -> Option<String> {
    let file = context.dockerfile;
    let mut commands: Vec<String> = match &account.source {
        Source::New(command) => vec![command.clone()],
        _ => Vec::new(),
    };
    let chain: Vec<usize> = file.chain(stage).collect();
    let mut paths: Vec<String> = Vec::new();
    for directory in context.state.directories.iter().filter(|one| one.state && chain.contains(&one.stage)) {
        let made = directory.made.as_ref().filter(|place| place.beside.is_none());
        let Some((place, path)) = made.zip(directory.path.known()) else { continue };
        let nested = paths.iter().any(|other| directory.path.is_within(&other.as_str().into()));
        if !nested && !is_given(file, stage, place.instruction, &directory.path) {
            paths.push(path.to_owned());
        }
    }
    if !paths.is_empty() && has_shell(file, stage) {
        let paths: Vec<String> = paths.iter().map(|path| quoted(path)).collect();
        commands.push(format!("chown -R {} {}", account.owner, paths.join(" ")));
    }
    (!commands.is_empty()).then(|| commands.join(" && "))
}

/// Whether the stage, or one that it is built on, runs commands.
fn has_shell(file: &Dockerfile, stage: usize) -> bool {
    file.last(stage, Keyword::Run).is_some()
}

/// The lines for the user, above what the stage says about running it.
fn insertion(context: &Context<'_>, stage: usize, commands: Option<String>, account: &Account) -> Edit {
    let file = context.dockerfile;
    let run = commands.map(|commands| format!("{} {commands}", keyword(context, "RUN")));
    let user = format!("{} {}", keyword(context, "USER"), account.name);
    let lines: Vec<String> = run.into_iter().chain([user]).collect();
    let range = file.stages[stage].instructions.clone();
    let says_how = |&at: &usize| {
        matches!(
            file.instruction(at).keyword,
            Keyword::Expose | Keyword::Healthcheck | Keyword::Entrypoint | Keyword::Cmd | Keyword::Stopsignal
        )
    };
    match range.clone().rev().take_while(says_how).last() {
        Some(first) => insert_above(context.file, above_comments(context, file.instruction(first).span.start), &lines),
        None => {
            let last = file.instruction(range.end.saturating_sub(1)).span;
            insert_below(context.file, last, &lines)
        }
    }
}

/// The offset of the first of the comment lines directly above the line of `offset`, or `offset` itself.
fn above_comments(context: &Context<'_>, offset: u32) -> u32 {
    let (text, lines) = (&context.file.text, &context.file.lines);
    let above = (0..lines.line(offset)).rev().map(|line| lines.content(text, line));
    let comments = above.take_while(|line| line.text(text).trim_start().starts_with('#'));
    comments.last().map_or(offset, |line| line.start)
}
