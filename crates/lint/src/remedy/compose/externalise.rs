//! Takes state out of a container by what its service says.

use longshore_model::patterns;
use longshore_model::state::{Evidence, Fact, Place, Row};
use longshore_model::value::Value;

use super::{Draft, Wanted, named_volumes, remove_item};
use crate::remedy::layout::edit;
use crate::remedy::{fix, ordered};
use crate::{ComposeContext, Fix, ServiceFact};

/// The ways out of a fact: another value of the setting, no mount of logs, a named volume.
pub(crate) fn externalise(context: &ComposeContext<'_>, one: &ServiceFact) -> Vec<Fix> {
    let draft = Draft { file: context.file, yaml: &context.compose.yaml };
    ordered([set(context, &one.fact), unmount(context, draft, one), volume(draft, one)])
}

/// Gives the setting the value that needs no disk.
fn set(context: &ComposeContext<'_>, fact: &Fact) -> Option<Fix> {
    let (name, new) = better(context, &fact.place)?;
    Some(fix(format!("Set `{name}={new}`"), vec![edit(fact.place.span, new)]))
}

/// The setting at `place` of this file, and the value that needs no disk.
fn better<'p>(context: &ComposeContext<'_>, place: &'p Place) -> Option<(&'p str, &'static str)> {
    let (Evidence::Setting(name), None) = (&place.evidence, &place.beside) else { return None };
    let value = Value::from(place.span.text(&context.file.text));
    Some((name, patterns::setting(name, &value)?.replacement?))
}

/// Removes the mount of a log directory, and sets what leads there to a stream.
fn unmount(context: &ComposeContext<'_>, draft: Draft<'_>, one: &ServiceFact) -> Option<Fix> {
    let (Evidence::Mounted, Some(path)) = (&one.fact.place.evidence, &one.fact.path) else { return None };
    let removed = remove_item(draft, draft.service(&one.service)?, "volumes", one.fact.place.span)?;
    let set = |place: &Place| better(context, place).map(|(_, new)| edit(place.span, new));
    let edits = one.fact.more.iter().filter_map(set).chain([removed]).collect();
    Some(fix(format!("Remove the mount of `{path}`; log to stdout"), edits))
}

/// Mounts a named volume.
fn volume(draft: Draft<'_>, one: &ServiceFact) -> Option<Fix> {
    let fact = &one.fact;
    let path = fact.path.as_ref().filter(|path| path.is_rooted() && !matches!(fact.row, Row::Logs | Row::Schedule))?;
    let directory = if path.name().contains('.') { path.parent()? } else { path.clone() };
    let path = directory.known().filter(|path| path.len() > 1)?;
    let edits = named_volumes(draft, &one.service, &[Wanted { path, word: "" }])?;
    Some(fix(format!("Mount a named volume at `{path}`"), edits))
}
