//! Takes paths out of commands: the word, the command where it was the only one, the instruction where that was all.

use std::collections::BTreeSet;

use longshore_syntax::Span;
use longshore_syntax::dockerfile::Instruction;
use longshore_syntax::shell::{PartKind, Script, Simple, Word};

use super::MOST;
use super::command::{find, operands, script, simple, stands_free};
use super::layout::{edit, remove_lines};
use crate::{Context, Edit};

/// The edits that take the words at `spans` out of one instruction.
pub(super) fn removal(context: &Context<'_>, at: usize, spans: &[Span]) -> Option<Vec<Edit>> {
    let instruction = context.dockerfile.instruction(at);
    let script = script(instruction).filter(|_| spans.len() <= MOST)?;
    let mut edits = Vec::new();
    let mut emptied: Vec<(&Script, BTreeSet<usize>)> = Vec::new();
    for span in spans {
        let (list, index) = find(script, *span)?;
        let command = simple(list, index)?;
        match without(command, spans)? {
            Some(words) => edits.extend(words),
            None => match emptied.iter_mut().find(|(other, _)| std::ptr::eq(*other, list)) {
                Some((_, indices)) => drop(indices.insert(index)),
                None => emptied.push((list, BTreeSet::from([index]))),
            },
        }
    }
    for (list, indices) in emptied {
        if indices.len() == list.items.len() {
            return whole(context, instruction, std::ptr::eq(list, script));
        }
        edits.extend(commands(list, &indices)?);
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    edits.dedup();
    (!edits.is_empty()).then_some(edits)
}

/// Removes the instruction, if its commands stand at its top.
fn whole(context: &Context<'_>, instruction: &Instruction, top: bool) -> Option<Vec<Edit>> {
    top.then(|| vec![remove_lines(context.file, instruction.span)])
}

/// The edits that take the words at `spans` out of `command`; `Some(None)` where no path is left.
#[expect(clippy::option_option, reason = "impossible, all gone, or edits")]
fn without(command: &Simple, spans: &[Span]) -> Option<Option<Vec<Edit>>> {
    let paths = operands(command);
    let hit = |word: &Word| spans.iter().any(|span| span.contains(word.span));
    let gone: Vec<usize> = paths.iter().copied().filter(|&at| hit(&command.words[at])).collect();
    if !gone.is_empty() && gone.len() == paths.len() {
        return Some(None);
    }
    let mut edits: Vec<Edit> = gone.iter().map(|&at| word_removal(command, at)).collect();
    for &at in paths.iter().filter(|at| !gone.contains(at)) {
        edits.extend(spans.iter().filter_map(|span| alternative(&command.words[at], *span)));
    }
    (!edits.is_empty()).then_some(Some(edits))
}

/// Removes the word and the blanks, or the continuation, before it.
fn word_removal(command: &Simple, at: usize) -> Edit {
    let span = command.words[at].span;
    let redirects = command.redirects.iter().map(|redirect| redirect.span.end);
    let ends = command.words[..at].iter().map(|word| word.span.end).chain(redirects);
    let start = ends.filter(|end| *end <= span.start).max().unwrap_or(span.start);
    edit(Span::new(start, span.end), "")
}

/// Removes the alternative at `span` from the braces of `word`; braces around a single one go too.
fn alternative(word: &Word, span: Span) -> Option<Edit> {
    let (part, words) = word.parts.iter().find_map(|part| match &part.kind {
        PartKind::Brace(words) if part.span.contains(span) => Some((part, words)),
        _ => None,
    })?;
    let at = words.iter().position(|word| word.span == span)?;
    match words.len() {
        0 | 1 => None,
        2 => {
            let kept = words[1 - at].literal()?.into_owned();
            Some(edit(part.span, kept))
        }
        _ if at == 0 => Some(edit(Span::new(span.start, words[1].span.start), "")),
        _ => Some(edit(Span::new(words[at - 1].span.end, span.end), "")),
    }
}

/// Removes some commands of a list with the operators that join them; `None` where `||` or `&` hangs on one.
fn commands(list: &Script, gone: &BTreeSet<usize>) -> Option<Vec<Edit>> {
    let last_kept = (0..list.items.len()).rev().find(|index| !gone.contains(index))?;
    let span = |index: usize| list.items[index].command.span;
    let removal = |&index: &usize| {
        stands_free(list, index).then(|| {
            let range = match index < last_kept {
                true => Span::new(span(index).start, span(index + 1).start),
                false => Span::new(span(index - 1).end, span(index).end),
            };
            edit(range, "")
        })
    };
    gone.iter().map(removal).collect()
}
