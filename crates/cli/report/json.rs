//! `--format json`: one object, for programs.

use longshore_lint::{Diagnostic, Edit, Fix, Related, Safety, fix};
use longshore_syntax::{Language, Span};
use rayon::prelude::*;
use serde::Serialize;

use super::place::{Range, range};
use super::{Names, Outcome, Summary};
use crate::check::Judged;

/// Changes when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// How many bytes of text may be judged again to verify the fixes of one file. A fix is verified by judging the file
/// with it, so that thousands of findings in a file of megabytes would take hours; those past the limit offer no fixes.
/// Of 1,661 real files the most demanding one needs 160,000.
const BUDGET: usize = 5_000_000;

#[derive(Serialize)]
struct Report {
    version: u32,
    findings: Vec<Finding>,
    summary: Summary,
}

#[derive(Serialize)]
struct Finding {
    path: String,
    rule: &'static str,
    aliases: &'static [&'static str],
    group: &'static str,
    severity: &'static str,
    message: String,
    #[serde(flatten)]
    range: Range,
    related: Vec<Note>,
    fixes: Vec<Remedy>,
}

#[derive(Serialize)]
struct Note {
    path: String,
    #[serde(flatten)]
    range: Range,
    message: String,
}

#[derive(Serialize)]
struct Remedy {
    title: String,
    safety: &'static str,
    preferred: bool,
    edits: Vec<Replacement>,
}

#[derive(Serialize)]
struct Replacement {
    path: String,
    #[serde(flatten)]
    range: Range,
    text: String,
}

/// The whole report, with a final line end.
pub(super) fn all(outcome: &Outcome, summary: Summary) -> String {
    let names = Names::new(outcome);
    let of = |judged| Teller { judged, outcome, names: &names }.findings();
    let findings = outcome.judged.par_iter().map(of).flatten_iter().collect();
    let report = Report { version: VERSION, findings, summary };
    // Plain structs of texts and numbers always become JSON.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

/// Tells the findings of one file.
struct Teller<'a> {
    judged: &'a Judged,
    outcome: &'a Outcome,
    names: &'a Names<'a>,
}

impl Teller<'_> {
    fn findings(&self) -> Vec<Finding> {
        let mut affordable = BUDGET / self.judged.file.text.len().max(1);
        let findings = self.judged.findings.iter();
        let told = findings.map(|diagnostic| {
            let fixes = diagnostic.fixes.len();
            let verify = fixes <= affordable;
            affordable -= if verify { fixes } else { 0 };
            self.finding(diagnostic, verify)
        });
        told.collect()
    }

    fn finding(&self, diagnostic: &Diagnostic, with_fixes: bool) -> Finding {
        let (file, settings) = (&self.judged.file, &self.judged.configuration.settings);
        let verified = || fix::verified(&self.outcome.workspace, file, settings, &self.judged.findings, diagnostic);
        let fixes = if with_fixes { verified() } else { Vec::new() };
        Finding {
            path: self.judged.place.shown.clone(),
            rule: diagnostic.rule.name,
            aliases: diagnostic.rule.aliases,
            group: diagnostic.rule.group.name(),
            severity: diagnostic.severity.name(),
            message: diagnostic.message.clone(),
            range: range(file, diagnostic.span),
            related: diagnostic.related.iter().filter_map(|related| self.note(related)).collect(),
            fixes: fixes.into_iter().map(|fix| self.remedy(fix)).collect(),
        }
    }

    fn note(&self, related: &Related) -> Option<Note> {
        let (path, range) = self.place(related.path.as_deref(), related.span)?;
        Some(Note { path, range, message: related.message.clone() })
    }

    fn remedy(&self, fix: Fix) -> Remedy {
        let safety = match fix.safety {
            Safety::Safe => "safe",
            Safety::Unsafe => "unsafe",
        };
        let edits = fix.edits.into_iter().filter_map(|edit| self.replacement(edit)).collect();
        Remedy { title: fix.title, safety, preferred: fix.preferred, edits }
    }

    fn replacement(&self, edit: Edit) -> Option<Replacement> {
        let (path, range) = self.place(edit.path.as_deref(), edit.span)?;
        Some(Replacement { path, range, text: edit.text })
    }

    /// A place in the file itself, or in the one at `path` where that can be read.
    fn place(&self, path: Option<&std::path::Path>, span: Span) -> Option<(String, Range)> {
        let Some(path) = path else { return Some((self.judged.place.shown.clone(), range(&self.judged.file, span))) };
        let file = self.outcome.workspace.file(path, Language::Compose)?;
        Some((self.names.of(path), range(&file, span)))
    }
}
