//! What directories and files that an image makes or hands over say by their names.

use longshore_syntax::dockerfile::Body;

use super::acts::Act;
use super::commands::Deed;
use super::sight::{Found, Sight};
use super::{Evidence, Row};
use crate::patterns::{self, Name};
use crate::value::Value;

/// Logs of the system and of package managers, which no application writes. Source: Debian's and Red Hat's base packages.
const SYSTEM_LOGS: &[&str] = &[
    "dpkg.log",
    "alternatives.log",
    "bootstrap.log",
    "fontconfig.log",
    "apt.log",
    "yum.log",
    "dnf.log",
    "dnf.rpm.log",
    "hawkey.log",
    "pacman.log",
    "lastlog",
    "faillog",
    "wtmp",
    "btmp",
];

/// What the acts of `stage` show that are not undone in it.
pub(super) fn observed(sight: &Sight<'_>, stage: usize, acts: &[Act]) -> Vec<Found> {
    let roots = sight.roots(stage);
    let mut found = Vec::new();
    for (at, act) in acts.iter().enumerate() {
        if act.path.text().contains('*') || is_removed(&act.path, &acts[at + 1..]) {
            continue;
        }
        found.extend(match act.deed {
            Deed::Made(_) if is_filled_workdir(sight, act) => None,
            Deed::Made(_) => directory(sight, act, &roots),
            Deed::HandedOver { .. } if is_link(&act.path, acts) => None,
            Deed::HandedOver { .. } => handed_over(sight, act, &roots),
            Deed::File => file(act),
            Deed::Removed | Deed::Linked { .. } => None,
        });
    }
    found
}

/// Whether one of the later acts removes `path`.
pub(super) fn is_removed(path: &Value, later: &[Act]) -> bool {
    later.iter().filter(|act| act.deed == Deed::Removed).any(|act| match act.path.text().strip_suffix("/*") {
        Some(directory) => path.text() != directory && path.is_within(&Value::from(directory)),
        None => path.is_within(&act.path),
    })
}

/// Whether `path` is a symbolic link: what it leads to is meant, and may be outside.
fn is_link(path: &Value, acts: &[Act]) -> bool {
    acts.iter().any(|act| matches!(act.deed, Deed::Linked { .. }) && act.path == *path)
}

/// A `WORKDIR` that files are copied to is the application's own, and is not made empty.
fn is_filled_workdir(sight: &Sight<'_>, act: &Act) -> bool {
    let file = sight.dockerfile;
    if file.instruction(act.instruction).span != act.command {
        return false;
    }
    let mut later = act.instruction + 1..file.stages[act.stage].instructions.end;
    later.any(|index| match &file.instruction(index).body {
        Body::Copy(copy) => copy.destination.as_ref().is_some_and(|word| {
            file.expand(act.stage, index, word).path(&file.directory(act.stage, index)) == act.path
        }),
        _ => false,
    })
}

fn found(act: &Act, row: Row, evidence: Evidence, certain: bool) -> Found {
    let found = Found::new(row, (act.stage, act.instruction), act.span, evidence);
    Found { path: Some(act.path.clone()), certain, ..found }
}

fn directory(sight: &Sight<'_>, act: &Act, roots: &[Value]) -> Option<Found> {
    let Name { row, certain } = patterns::directory(&act.path, sight.context(act.stage, roots))?;
    Some(found(act, row, Evidence::Made, certain))
}

/// A hand-over names a directory, or a framework's whole tree. That of the application's root names none.
fn handed_over(sight: &Sight<'_>, act: &Act, roots: &[Value]) -> Option<Found> {
    let name = patterns::directory(&act.path, sight.context(act.stage, roots));
    if let Some(Name { row, certain }) = name.filter(|name| name.row != Row::Data) {
        return Some(found(act, row, Evidence::HandedOver, certain));
    }
    if roots.contains(&act.path) {
        return None;
    }
    if let Some((_, rows)) = patterns::framework_tree(&act.path, sight.repository(act.stage)) {
        let tree = found(act, Row::Data, Evidence::HandedOver, false);
        return Some(Found { stands_for: rows.to_vec(), ..tree });
    }
    name.map(|_| found(act, Row::Data, Evidence::HandedOver, false))
}

/// A file that is made empty: a schedule's, a database, a log.
fn file(act: &Act) -> Option<Found> {
    let text = act.path.text();
    let system = ["/etc/", "/var/spool/", "/run/", "/var/run/", "/usr/"].iter().any(|d| text.starts_with(d));
    if system || SYSTEM_LOGS.contains(&act.path.name()) || patterns::is_stream(text) {
        return None;
    }
    let log = patterns::log_file(text);
    let row = if patterns::is_schedule_file(text) {
        Row::Schedule
    } else if patterns::database_file(&act.path, true).is_some() {
        Row::Database
    } else if log || text.starts_with("/var/log/") {
        Row::Logs
    } else {
        return None;
    };
    Some(found(act, row, Evidence::File, log || row != Row::Schedule))
}
