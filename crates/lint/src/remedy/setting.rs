//! Puts the value that keeps state out of the container in the place of one that does not.

use longshore_model::patterns::{self, Reading};
use longshore_model::state::{Evidence, Fact};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};

use super::command::{find, script, simple};
use super::fix;
use super::layout::edit;
use crate::{Context, Fix};

/// Sets the fact's setting or option to a value that needs no disk. `advice` ends the title.
pub(crate) fn set(context: &Context<'_>, fact: &Fact, advice: &str) -> Option<Fix> {
    if fact.place.beside.is_some() {
        return None;
    }
    match &fact.place.evidence {
        Evidence::Setting(_) => variable(context, fact, advice),
        Evidence::Option(option) => argument(context, fact, option, advice),
        Evidence::Redirect => redirect(context, fact, advice),
        _ => None,
    }
}

/// Replaces the value of an `ENV` or `ARG`.
fn variable(context: &Context<'_>, fact: &Fact, advice: &str) -> Option<Fix> {
    let at = fact.place.instruction;
    let instruction = context.dockerfile.instruction(at).inner();
    let Body::Pairs(pairs) = &instruction.body else { return None };
    let pair = pairs.iter().find(|pair| pair.span.contains(fact.place.span))?;
    let word = pair.value.as_ref()?;
    let value = context.dockerfile.expand(fact.stage, at, word);
    let new = patterns::setting(&pair.key, &value)?.replacement?;
    Some(fix(format!("Set `{}={new}`{advice}", pair.key), vec![edit(word.span, new)]))
}

/// Replaces the value of an option.
fn argument(context: &Context<'_>, fact: &Fact, option: &str, advice: &str) -> Option<Fix> {
    let instruction = context.dockerfile.instruction(fact.place.instruction).inner();
    let words = words_around(context, instruction, fact.place.span)?;
    let at = words.iter().position(|(span, _)| span.contains(fact.place.span))?;
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
    Some(fix(format!("Set `{option}` to `{new}`{advice}"), vec![edit(old, new)]))
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
fn redirect(context: &Context<'_>, fact: &Fact, advice: &str) -> Option<Fix> {
    let instruction = context.dockerfile.instruction(fact.place.instruction).inner();
    if !matches!(instruction.keyword, Keyword::Cmd | Keyword::Entrypoint) {
        return None;
    }
    let (list, index) = find(script(instruction)?, fact.place.span)?;
    let command = simple(list, index)?;
    let redirect = command.redirects.iter().find(|redirect| redirect.span.contains(fact.place.span))?;
    let words = command.words.iter().map(|word| word.span.end);
    let others = command.redirects.iter().map(|other| other.span.end);
    let start = words.chain(others).filter(|end| *end <= redirect.span.start).max()?;
    let path = fact.path.as_ref()?;
    Some(fix(format!("Do not redirect to `{path}`{advice}"), vec![edit(Span::new(start, redirect.span.end), "")]))
}
