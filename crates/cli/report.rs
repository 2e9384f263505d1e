//! How findings are told: one file a format.

mod github;
mod gitlab;
pub(crate) mod json;
mod place;
mod sarif;
pub(crate) mod text;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use longshore_lint::Severity;
use longshore_model::Workspace;
use serde::Serialize;

use crate::args::Format;
use crate::check::Judged;
use crate::place::{Place, Problem, count, shown};

/// What a check gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The files that were judged, in the order they are told in.
    pub(crate) judged: Vec<Judged>,
    /// The folders that were named.
    pub(crate) folders: Vec<PathBuf>,
    /// The files by where they stand, and those around them.
    pub(crate) workspace: Workspace,
    /// What went wrong with other files.
    pub(crate) problems: Vec<Problem>,
}

impl Outcome {
    /// Takes in what came out well and what went wrong.
    pub(crate) fn take(&mut self, results: Vec<Result<Judged, Problem>>) {
        for result in results {
            match result {
                Ok(judged) => self.judged.push(judged),
                Err(problem) => self.problems.push(problem),
            }
        }
    }
}

/// The figures of a check.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Summary {
    /// Files that were judged.
    pub(crate) files: usize,
    /// Findings by severity.
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) information: usize,
    /// Files whose text was changed, or would be with `--diff`.
    pub(crate) fixed: usize,
    /// Files that could not be read, judged or written.
    pub(crate) failed: usize,
}

impl Summary {
    /// The figures of `outcome`, `fixed` of whose files have fixes that were asked for.
    pub(crate) fn of(outcome: &Outcome, fixed: usize) -> Self {
        let files = outcome.judged.len();
        let mut summary = Self { files, fixed, failed: outcome.problems.len(), ..Self::default() };
        for finding in outcome.judged.iter().flat_map(|judged| &judged.findings) {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Information => summary.information += 1,
            }
        }
        summary
    }

    /// The closing line: `2 warnings in 12 files`.
    pub(crate) fn line(&self, fixed: &str) -> String {
        let all = [
            (self.errors, count(self.errors, "error")),
            (self.warnings, count(self.warnings, "warning")),
            (self.information, format!("{} for information", self.information)),
        ];
        let found: Vec<String> = all.into_iter().filter(|(number, _)| *number > 0).map(|(_, words)| words).collect();
        let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
        let mut line = format!("{found} in {}", count(self.files, "file"));
        if self.fixed > 0 {
            line.push_str(&format!(", {} {fixed}", count(self.fixed, "file")));
        }
        if self.failed > 0 {
            line.push_str(&format!(", {} failed", self.failed));
        }
        line
    }
}

/// All findings of `outcome`, told in `format`.
pub(crate) fn render(format: Format, outcome: &Outcome, summary: Summary, color: bool) -> String {
    match format {
        Format::Text => text::all(outcome, color),
        Format::Json => json::all(outcome, summary),
        Format::Sarif => sarif::all(outcome),
        Format::Github => github::all(outcome),
        Format::Gitlab => gitlab::all(outcome),
    }
}

/// What files are called, by where they stand.
pub(crate) struct Names<'a>(HashMap<&'a Path, &'a str>);

impl<'a> Names<'a> {
    pub(crate) fn new(outcome: &'a Outcome) -> Self {
        Self::of_places(outcome.judged.iter().map(|judged| &judged.place))
    }

    /// The names of the files at `places`.
    pub(crate) fn of_places(places: impl Iterator<Item = &'a Place>) -> Self {
        Self(places.map(|place| (place.path.as_path(), place.shown.as_str())).collect())
    }

    /// What the file at `path` is called: as in this check, else from the current folder.
    pub(crate) fn of(&self, path: &Path) -> String {
        if let Some(name) = self.0.get(path) {
            return (*name).to_owned();
        }
        let here = std::env::current_dir().unwrap_or_default();
        shown(path.strip_prefix(here).unwrap_or(path))
    }
}
