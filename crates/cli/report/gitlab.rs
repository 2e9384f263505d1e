//! `--format gitlab`: a report of code quality, as GitLab shows it in a merge request.

use std::collections::HashMap;

use longshore_lint::{Diagnostic, Severity};
use serde::Serialize;

use super::Outcome;
use super::place::range;
use crate::check::Judged;

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'a str,
    /// Tells an issue from others, and is the same when it moves.
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// All findings, with a final line end.
pub(super) fn all(outcome: &Outcome) -> String {
    let issues: Vec<Issue<'_>> = outcome.judged.iter().flat_map(of_file).collect();
    // Plain structs of texts and numbers always become JSON.
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}

fn of_file(judged: &Judged) -> Vec<Issue<'_>> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut issues = Vec::new();
    for finding in &judged.findings {
        let number = seen.entry(finding.rule.name).or_default();
        *number += 1;
        issues.push(of(judged, finding, *number));
    }
    issues
}

fn of<'a>(judged: &'a Judged, finding: &'a Diagnostic, number: usize) -> Issue<'a> {
    let (name, path) = (finding.rule.name, judged.place.shown.as_str());
    let range = range(&judged.file, finding.span);
    let severity = match finding.severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Information => "info",
    };
    Issue {
        description: &finding.message,
        check_name: name,
        fingerprint: format!("longshore/{name}/{number}/{path}"),
        severity,
        location: Location { path, lines: Lines { begin: range.start.line, end: range.end.line } },
    }
}
