//! How rules, evidence and the places that keep state are put into words.

use longshore_lint::{Rule, rules};
use longshore_model::compose::{Mount, Text};
use longshore_model::holdings::Keeping;
use longshore_model::state::{Evidence, Row};

use crate::prose::{Line, View};

/// The rule that reports a row.
pub(crate) fn rule(row: Row) -> Option<&'static Rule> {
    rules::find(match row {
        Row::Schedule => "local-schedule",
        Row::Database => "local-database",
        Row::Sessions => "local-sessions",
        Row::Uploads => "local-uploads",
        Row::Logs => "file-logs",
        Row::Cache => "local-cache",
        Row::Data => "local-data",
    })
}

/// What a place shows, as the beginning of a sentence about it.
pub(crate) fn evidence(evidence: &Evidence) -> Line {
    match evidence {
        Evidence::Setting(name) => Line::new("the setting ").code(name).words(" names it at "),
        Evidence::Option(name) => Line::new("the option ").code(name).words(" names it at "),
        Evidence::Mounted => Line::new("mounted at "),
        Evidence::Redirect => Line::new("output goes there at "),
        Evidence::Tail => Line::new("read back at "),
        Evidence::Cron => Line::new("a scheduled job writes it at "),
        Evidence::Made => Line::new("made at "),
        Evidence::HandedOver => Line::new("handed over at "),
        Evidence::File => Line::new("the file is made at "),
    }
}

/// What is lost, and when.
pub(crate) const LOST: &str = "lost when the container is replaced";

/// Appends where something is kept.
pub(crate) fn kept(line: Line, keeping: Keeping, mount: Option<&Mount>, view: View<'_>) -> Line {
    let line = match (keeping, mount.and_then(|mount| mount.source.as_ref())) {
        (Keeping::Layer, _) => line.words("in the container, ").words(LOST),
        (Keeping::Anonymous, _) => line.words("on an anonymous volume, ").words(LOST),
        (Keeping::Named, Some(name)) => line.words("on the volume ").code(&name.value),
        (Keeping::Named, None) => line.words("on a volume"),
        (Keeping::Bind, Some(path)) => line.words("in ").code(&path.value).words(" of the host"),
        (Keeping::Bind, None) => line.words("in a folder of the host"),
        (Keeping::Tmpfs, _) => line.words("in memory, by choice"),
        (Keeping::Unknown, _) => line.words("where is not known"),
    };
    match mount {
        Some(mount) => line.words(" (").piece(view.place(mount.place.file(), mount.place.span)).words(")"),
        None => line,
    }
}

/// What a mount is, with its source.
pub(crate) fn mount(line: Line, keeping: Keeping, source: Option<&Text>) -> Line {
    match (keeping, source) {
        (Keeping::Named, Some(name)) => line.words("volume ").code(&name.value),
        (Keeping::Anonymous, _) => line.words("anonymous volume"),
        (Keeping::Bind, Some(path)) => line.words("the host's ").code(&path.value),
        (Keeping::Tmpfs, _) => line.words("memory"),
        (_, Some(source)) => line.code(&source.value),
        (_, None) => line.words("mount"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_its_rule() {
        for row in [Row::Schedule, Row::Database, Row::Sessions, Row::Uploads, Row::Logs, Row::Cache, Row::Data] {
            assert!(rule(row).is_some(), "{row:?}");
        }
    }
}
