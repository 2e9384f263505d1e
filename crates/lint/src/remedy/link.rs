//! Links log files to the standard streams.

use longshore_model::patterns::stream;
use longshore_model::state::Place;
use longshore_syntax::Span;

use super::command::{find, operands, script, simple};
use super::layout::edit;
use crate::{Context, Edit};

/// Makes a link to a standard stream of the log file at `place`, which a `touch` makes: what that does, and the edits.
pub(super) fn link(context: &Context<'_>, place: &Place) -> Option<(String, Vec<Edit>)> {
    let word = place.span.text(&context.file.text);
    let stream = stream(word);
    let (list, index) = find(script(context.dockerfile.instruction(place.instruction))?, place.span)?;
    let command = simple(list, index).filter(|command| command.name().is_some_and(|name| name == "touch"))?;
    let paths = operands(command);
    let at = *paths.iter().find(|&&at| command.words[at].span == place.span)?;
    let edits = match paths.len() {
        1 => vec![edit(Span::new(command.words[0].span.start, place.span.start), format!("ln -sf {stream} "))],
        _ => {
            let before = Span::new(command.words[at - 1].span.end, place.span.end);
            let behind = Span::empty(list.items[index].command.span.end);
            vec![edit(before, ""), edit(behind, format!(" && ln -sf {stream} {word}"))]
        }
    };
    Some((format!("Link `{word}` to `{stream}`"), edits))
}
