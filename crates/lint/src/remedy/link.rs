//! Links log files to the standard streams.

use longshore_model::patterns::stream;
use longshore_model::state::{Evidence, Fact};
use longshore_syntax::Span;

use super::command::{find, operands, script, simple};
use super::fix;
use super::layout::edit;
use crate::{Context, Fix};

/// Makes a link to a standard stream of the log file that a `touch` makes.
pub(crate) fn link(context: &Context<'_>, fact: &Fact) -> Option<Fix> {
    let path = fact.path.as_ref()?;
    let place = &fact.place;
    if place.evidence != Evidence::File || place.beside.is_some() || path.is_windows_path() {
        return None;
    }
    let stream = stream(path.text());
    let (list, index) = find(script(context.dockerfile.instruction(place.instruction))?, place.span)?;
    let command = simple(list, index).filter(|command| command.name().is_some_and(|name| name == "touch"))?;
    let paths = operands(command);
    let at = *paths.iter().find(|&&at| command.words[at].span == place.span)?;
    let word = place.span.text(&context.file.text);
    let edits = match paths.len() {
        1 => vec![edit(Span::new(command.words[0].span.start, place.span.start), format!("ln -sf {stream} "))],
        _ => {
            let before = Span::new(command.words[at - 1].span.end, place.span.end);
            let behind = Span::empty(list.items[index].command.span.end);
            vec![edit(before, ""), edit(behind, format!(" && ln -sf {stream} {word}"))]
        }
    };
    Some(fix(format!("Link `{path}` to `{stream}`"), edits))
}
