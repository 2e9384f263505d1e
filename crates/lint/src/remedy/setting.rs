//! Puts the value that keeps state out of the container in the place of one that does not.

use longshore_model::patterns::{self, Reading};
use longshore_model::state::{Evidence, Place};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};

use super::command::{find, script, simple};
use super::layout::edit;
use crate::{Context, Edit};

/// Replaces the value at `place`, a setting, an option or a redirection, by one that needs no disk: what that does, and
/// the edits.
pub(super) fn set(context: &Context<'_>, stage: usize, place: &Place) -> Option<(String, Vec<Edit>)> {
    match &place.evidence {
        Evidence::Setting(_) => variable(context, stage, place),
        Evidence::Option(option) => argument(context, place, option),
        Evidence::Redirect => redirect(context, place),
        _ => None,
    }
}

/// Replaces the value of an `ENV` or `ARG`.
fn variable(context: &Context<'_>, stage: usize, place: &Place) -> Option<(String, Vec<Edit>)> {
    let at = place.instruction;
    let instruction = context.dockerfile.instruction(at).inner();
    let Body::Pairs(pairs) = &instruction.body else { return None };
    let pair = pairs.iter().find(|pair| pair.span.contains(place.span))?;
    let word = pair.value.as_ref()?;
    let value = context.dockerfile.expand(stage, at, word);
    let new = patterns::setting(&pair.key, &value)?.replacement?;
    Some((format!("Set `{}={new}`", pair.key), vec![edit(word.span, new)]))
}

/// Replaces the value of an option.
fn argument(context: &Context<'_>, place: &Place, option: &str) -> Option<(String, Vec<Edit>)> {
    let instruction = context.dockerfile.instruction(place.instruction).inner();
    let words = words_around(context, instruction, place.span)?;
    let at = words.iter().position(|(span, _)| span.contains(place.span))?;
    let mut known = words.iter().take(at + 1).flat_map(|(_, text)| {
        let program = text.rsplit('/').next().unwrap_or_default();
        patterns::options(program).filter(|known| known.option == option && known.stdout.is_some())
    });
    let known = known.next()?;
    let new = known.stdout?;
    let (span, text) = &words[at];
    let old = match known.read(text) {
        Some(Reading::Here(value)) => within(context, *span, value)?,
        Some(Reading::Next) => {
            let (span, text) = words.get(at + 1)?;
            within(context, *span, known.value(text)?)?
        }
        None => within(context, *span, known.value(text)?)?,
    };
    Some((format!("Set `{option}` to `{new}`"), vec![edit(old, new)]))
}

/// The words of the command that holds `span`, in either form, with their text.
fn words_around(context: &Context<'_>, instruction: &Instruction, span: Span) -> Option<Vec<(Span, String)>> {
    if let Body::Cmd(Command::Exec(words)) | Body::Entrypoint(Command::Exec(words)) = &instruction.body {
        return Some(words.iter().map(|word| (word.span, word.raw.clone())).collect());
    }
    let (list, index) = find(script(instruction)?, span)?;
    let text = |span: Span| span.text(&context.file.text).to_owned();
    let words = simple(list, index)?.words.iter();
    Some(words.map(|word| (word.span, word.literal().map_or_else(|| text(word.span), Into::into))).collect())
}

/// Where `value` stands in the word at `span`.
fn within(context: &Context<'_>, span: Span, value: &str) -> Option<Span> {
    let text = span.text(&context.file.text);
    let at = span.start + text.rfind(value).filter(|_| !value.is_empty())? as u32;
    Some(Span::new(at, at + value.len() as u32))
}

/// Takes the redirection of a command away, so that it writes to its standard streams.
fn redirect(context: &Context<'_>, place: &Place) -> Option<(String, Vec<Edit>)> {
    let instruction = context.dockerfile.instruction(place.instruction).inner();
    if !matches!(instruction.keyword, Keyword::Cmd | Keyword::Entrypoint) {
        return None;
    }
    let (list, index) = find(script(instruction)?, place.span)?;
    let command = simple(list, index)?;
    let redirect = command.redirects.iter().find(|redirect| redirect.span.contains(place.span))?;
    let words = command.words.iter().map(|word| word.span.end);
    let others = command.redirects.iter().map(|other| other.span.end);
    let start = words.chain(others).filter(|end| *end <= redirect.span.start).max()?;
    let target = place.span.text(&context.file.text);
    Some((format!("Do not redirect to `{target}`"), vec![edit(Span::new(start, redirect.span.end), "")]))
}
