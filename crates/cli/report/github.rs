//! `--format github`: the commands by which a job on GitHub marks lines of a change.

use longshore_lint::{Diagnostic, Severity};

use super::Outcome;
use super::place::range;
use crate::check::Judged;

/// A line for each finding.
pub(super) fn all(outcome: &Outcome) -> String {
    let findings = outcome.judged.iter().flat_map(|judged| judged.findings.iter().map(move |one| (judged, one)));
    findings.map(|(judged, finding)| command(judged, finding)).collect()
}

fn command(judged: &Judged, finding: &Diagnostic) -> String {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "notice",
    };
    let (start, end) = (range(&judged.file, finding.span).start, range(&judged.file, finding.span).end);
    let mut place = format!("file={},line={}", property(&judged.place.shown), start.line);
    // Columns of several lines are not taken.
    if end.line == start.line {
        place.push_str(&format!(",col={},endColumn={}", start.column, end.column));
    } else {
        place.push_str(&format!(",endLine={}", end.line));
    }
    let title = property(finding.rule.name);
    format!("::{level} {place},title={title}::{}\n", escaped(&finding.message))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
