//! `--format sarif`: SARIF 2.1.0, the form in which code scanners and editors exchange findings.

use longshore_lint::{Diagnostic, Related, Rule, Severity, rules};
use longshore_syntax::Language;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::place::{Range, range};
use super::{Names, Outcome};
use crate::check::Judged;

/// What is not written as it is in the path of an address.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// One run with all rules and all findings, with a final line end.
pub(super) fn all(outcome: &Outcome) -> String {
    let names = Names::new(outcome);
    let results: Vec<Value> = outcome
        .judged
        .iter()
        .flat_map(|judged| judged.findings.iter().map(|one| result(outcome, &names, judged, one)).collect::<Vec<_>>())
        .collect();
    let driver = json!({
        "name": "longshore",
        "version": env!("CARGO_PKG_VERSION"),
        "informationUri": "https://github.com/longshore-dev/longshore",
        "rules": rules::ALL.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
    });
    let report = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    // Texts and numbers always become JSON.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary() },
        "helpUri": rule.url(),
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": [rule.group.name()] },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information => "note",
    }
}

fn result(outcome: &Outcome, names: &Names<'_>, judged: &Judged, finding: &Diagnostic) -> Value {
    let here = |span| location(&judged.place.shown, range(&judged.file, span));
    let related = |related: &Related| {
        let mut place = match &related.path {
            None => here(related.span),
            Some(path) => {
                let file = outcome.workspace.file(path, Language::Compose)?;
                location(&names.of(path), range(&file, related.span))
            }
        };
        place["message"] = json!({ "text": related.message });
        Some(place)
    };
    let mut result = json!({
        "ruleId": finding.rule.name,
        "level": level(finding.severity),
        "message": { "text": finding.message },
        "locations": [here(finding.span)],
    });
    let places: Vec<Value> = finding.related.iter().filter_map(related).collect();
    if !places.is_empty() {
        result["relatedLocations"] = Value::Array(places);
    }
    result
}

fn location(path: &str, Range { start, end }: Range) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": utf8_percent_encode(path, ESCAPED).to_string() },
        "region": {
            "startLine": start.line,
            "startColumn": start.column,
            "endLine": end.line,
            "endColumn": end.column,
        },
    } })
}
