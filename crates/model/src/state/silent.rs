//! Logs that do not stay in the container although a place names them.

use super::acts::Act;
use super::commands::Deed;
use super::sight::{Found, Sight};
use super::{Evidence, Row};
use crate::value::Value;

/// The log files that base images link to streams.
/// Source: the Dockerfiles of nginx, OpenResty, PHP and WordPress.
const LINKED: &[&str] = &["access.log", "error.log", "other_vhosts_access.log"];

/// Takes out what `found` says about logs of `stage` that lead to a standard stream. `acts` are those of the stage and
/// of all that it builds on.
pub(super) fn silence(sight: &Sight<'_>, stage: usize, acts: &[Act], found: &mut Vec<Found>) {
    let links: Vec<&Value> = paths(acts, |act| act.deed == Deed::Linked { out: true });
    found.retain(|one| !matches!(one.row, Row::Logs | Row::Schedule) || !is_linked(one, &links));
    let base_link = |one: &Found| one.place.evidence != Evidence::File && is_base_link(sight, stage, acts, one);
    found.retain(|one| one.row != Row::Logs || !base_link(one));
    let files: Vec<Value> = found
        .iter()
        .filter(|one| one.row == Row::Logs && !of_directory(one))
        .filter_map(|one| one.path.clone())
        .collect();
    let rails = rails_logs(acts);
    let stdout = logs_to_stdout(sight, stage);
    found.retain(|one| {
        let Some(path) = one.path.as_ref().filter(|_| one.row == Row::Logs && of_directory(one)) else { return true };
        let holds_link = links.iter().any(|link| link.parent().as_ref() == Some(path));
        let only_links = holds_link && !files.iter().any(|file| file.is_within(path));
        let of_rails = rails.contains(&path) || stdout && path.name() == "log";
        !only_links && !of_rails && !is_linked_by_base(sight, stage, acts, path)
    });
}

/// Takes out the log directories of programs whose configurations were read and log to a stream.
pub(super) fn configured(sight: &Sight<'_>, stage: usize, quiet: &[(usize, Value)], found: &mut Vec<Found>) {
    let of_chain = |other: usize| sight.dockerfile.chain(stage).any(|one| one == other);
    let quiet: Vec<&Value> = quiet.iter().filter(|(other, _)| of_chain(*other)).map(|(_, path)| path).collect();
    let is_quiet = |one: &Found| one.path.as_ref().is_some_and(|path| quiet.contains(&path));
    found.retain(|one| one.row != Row::Logs || !of_directory(one) || !is_quiet(one));
}

fn of_directory(found: &Found) -> bool {
    matches!(found.place.evidence, Evidence::Made | Evidence::HandedOver)
}

fn paths(acts: &[Act], wanted: impl Fn(&Act) -> bool) -> Vec<&Value> {
    acts.iter().filter(|act| wanted(act)).map(|act| &act.path).collect()
}

fn is_linked(found: &Found, links: &[&Value]) -> bool {
    found.path.as_ref().is_some_and(|path| links.iter().any(|link| path.is_within(link)))
}

/// Whether it is one of the files that base images link, in a directory where this one does.
fn is_base_link(sight: &Sight<'_>, stage: usize, acts: &[Act], found: &Found) -> bool {
    let Some(path) = found.path.as_ref().filter(|path| LINKED.contains(&path.name())) else { return false };
    path.parent().is_some_and(|directory| is_linked_by_base(sight, stage, acts, &directory))
}

/// Whether the base image links the logs in there itself, and nothing removes the links.
fn is_linked_by_base(sight: &Sight<'_>, stage: usize, acts: &[Act], path: &Value) -> bool {
    let Some(image) = sight.dockerfile.image(stage) else { return false };
    image.linked_logs.iter().any(|directory| {
        let directory = Value::from(*directory);
        let unlinked = acts.iter().any(|act| act.deed == Deed::Removed && act.path.is_within(&directory));
        path.is_within(&directory) && !unlinked
    })
}

/// The `log` directories that are handed over in one command together with Rails' other directories.
fn rails_logs(acts: &[Act]) -> Vec<&Value> {
    let handed = |act: &&Act| matches!(act.deed, Deed::HandedOver { .. });
    let logs = acts.iter().filter(handed).filter(|act| act.path.name() == "log");
    let beside = |log: &&Act| {
        acts.iter().filter(handed).any(|other| {
            other.command == log.command
                && other.path.parent() == log.path.parent()
                && matches!(other.path.name(), "tmp" | "db" | "storage")
        })
    };
    logs.filter(beside).map(|act| &act.path).collect()
}

/// Whether the image tells Rails to log to stdout.
fn logs_to_stdout(sight: &Sight<'_>, stage: usize) -> bool {
    let value = sight.dockerfile.value(stage, usize::MAX, "RAILS_LOG_TO_STDOUT");
    value.is_some_and(|value| !matches!(value.text(), "" | "0" | "false"))
}
