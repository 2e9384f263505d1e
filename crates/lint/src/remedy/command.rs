//! Finds commands in instructions, and the operands they work on.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{self, Body, Instruction};
use longshore_syntax::shell::{Command, CommandKind, Operator, Script, Simple, Word};

/// The script of an instruction that a shell runs.
pub(super) fn script(instruction: &Instruction) -> Option<&Script> {
    match &instruction.inner().body {
        Body::Run(dockerfile::Command::Shell(shell))
        | Body::Cmd(dockerfile::Command::Shell(shell))
        | Body::Entrypoint(dockerfile::Command::Shell(shell)) => Some(&shell.script),
        _ => None,
    }
}

/// The innermost list of commands that holds `span`, and the command in it, by index.
pub(super) fn find(script: &Script, span: Span) -> Option<(&Script, usize)> {
    let index = script.items.iter().position(|item| item.command.span.contains(span))?;
    let inner = lists(&script.items[index].command).into_iter().find_map(|list| find(list, span));
    Some(inner.unwrap_or((script, index)))
}

/// The lists of commands directly within `command`.
fn lists(command: &Command) -> Vec<&Script> {
    match &command.kind {
        CommandKind::Subshell(script) | CommandKind::Group(script) | CommandKind::ForArithmetic(_, script) => {
            vec![script]
        }
        CommandKind::For(looped) => vec![&looped.body],
        CommandKind::While(looped) => vec![&looped.condition, &looped.body],
        CommandKind::If(choice) => {
            let arms = choice.arms.iter().flat_map(|(condition, body)| [condition, body]);
            arms.chain(&choice.otherwise).collect()
        }
        CommandKind::Case(case) => case.arms.iter().map(|(_, body)| body).collect(),
        CommandKind::Function(function) => function.body.iter().flat_map(|body| lists(body)).collect(),
        _ => Vec::new(),
    }
}

/// The simple command at that place of a list.
pub(super) fn simple(list: &Script, index: usize) -> Option<&Simple> {
    match &list.items.get(index)?.command.kind {
        CommandKind::Simple(simple) => Some(simple),
        _ => None,
    }
}

/// Whether the command runs, and the list goes on behind it, whatever became of others: `a || b` decides.
pub(super) fn stands_free(list: &Script, index: usize) -> bool {
    let free = |operator: Operator| matches!(operator, Operator::And | Operator::Semi | Operator::End);
    let before = index.checked_sub(1).is_none_or(|before| free(list.items[before].operator));
    before && free(list.items[index].operator)
}

/// Commands that work on paths, how many operands come before those, and the short options that take a word.
const PATHS: &[(&str, usize, &str)] = &[
    ("mkdir", 0, "m"),
    ("install", 0, "mog"),
    ("touch", 0, "tdr"),
    ("chown", 1, ""),
    ("chgrp", 1, ""),
    ("chmod", 1, ""),
];

/// The paths that a `mkdir`, `chown` or the like works on, as indices of its words; empty for other commands.
pub(super) fn operands(command: &Simple) -> Vec<usize> {
    let start = usize::from(command.name().is_some_and(|name| name == "sudo"));
    let name = command.words.get(start).and_then(Word::literal);
    let Some(&(_, skipped, options)) = PATHS.iter().find(|(known, ..)| name.as_deref() == Some(known)) else {
        return Vec::new();
    };
    let plain = plain_words(command, start + 1, options);
    // `chmod -x FILE` takes its mode for an option.
    let by_option = command.words.iter().any(|word| word.prefix().starts_with("--reference"));
    plain.into_iter().skip(if by_option { 0 } else { skipped }).collect()
}

/// The words from `start` on that are neither options nor the words that the short `options` take.
pub(super) fn plain_words(command: &Simple, start: usize, options: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let mut taken = false;
    for (index, word) in command.words.iter().enumerate().skip(start) {
        let text = word.prefix();
        let option = text.len() > 1 && text.starts_with('-');
        if taken {
            taken = false;
        } else if option {
            taken = !text.starts_with("--") && text.chars().next_back().is_some_and(|last| options.contains(last));
        } else {
            found.push(index);
        }
    }
    found
}

/// Whether one of the short options, alone or among others, or the long one is given.
pub(super) fn has_option(command: &Simple, short: &str, long: &str) -> bool {
    command.words.iter().skip(1).any(|word| {
        let text = word.prefix();
        let cluster = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        text == long || cluster.is_some_and(|rest| rest.contains(|c| short.contains(c)))
    })
}
