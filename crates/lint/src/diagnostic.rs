//! What a rule says: a finding at a place, with related places and fixes.

use std::path::PathBuf;

use longshore_syntax::Span;

use crate::{Rule, Severity};

/// A finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// How bad it is, after the configuration was applied.
    pub severity: Severity,
    /// The exact word it is about, in bytes of the file.
    pub span: Span,
    /// One sentence: what is lost, the thing by its name, the way out.
    pub message: String,
    /// Other places that belong to the finding.
    pub related: Vec<Related>,
    /// Ways out, the preferred one first. Not yet verified: see [`crate::fix::verified`].
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A finding of `rule`, as severe as its findings are, without related places and fixes.
    pub(crate) fn new(rule: &'static Rule, span: Span, message: String) -> Self {
        Self { rule, severity: rule.severity, span, message, related: Vec::new(), fixes: Vec::new() }
    }

    /// The same with these ways out, the first of which fix-all takes.
    pub(crate) fn with_fixes(mut self, fixes: impl IntoIterator<Item = Option<Fix>>) -> Self {
        self.fixes = crate::remedy::ordered(fixes);
        self
    }

    /// The same with another place of the file.
    pub(crate) fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { path: None, span, message: message.into() });
        self
    }
}

/// A further place that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, where it is another one than the finding's.
    pub path: Option<PathBuf>,
    /// The place, in bytes of that file.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// Whether a fix changes what the image or the project does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// The meaning is kept: applied by `--fix` and on save.
    Safe,
    /// The meaning changes: one click in the editor, or `--unsafe-fixes`.
    Unsafe,
}

/// A change that makes the finding go away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an imperative: "Remove `/app/logs` from the mkdir".
    pub title: String,
    /// Whether it keeps the meaning.
    pub safety: Safety,
    /// Whether it is the one that fix-all takes.
    pub preferred: bool,
    /// The changes, which do not overlap, in ascending order within a file.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file, where it is another one than the finding's.
    pub path: Option<PathBuf>,
    /// What is replaced, in bytes of that file.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}
