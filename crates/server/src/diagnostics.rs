//! Findings as the protocol's diagnostics.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, LazyLock, OnceLock};

use longshore_lint::{Diagnostic, Edit, Settings, Severity};
use longshore_model::{File, Workspace};
use serde_json::json;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::convert;
use crate::files::{Files, Source};

/// What was found in one version of a file, under one configuration.
#[derive(Debug)]
pub(crate) struct Findings {
    /// The file it was found in.
    pub(crate) file: Arc<File>,
    /// The configuration.
    pub(crate) settings: Arc<Settings>,
    /// The findings, ordered by place.
    pub(crate) found: Vec<Diagnostic>,
    /// The same as the client gets them.
    pub(crate) shown: Vec<lsp::Diagnostic>,
    /// Names this list: equal for equal lists of the same file in one run of the server. Some editors keep the name while
    /// a buffer becomes another file, and must not be told then that nothing changed.
    pub(crate) result_id: String,
    /// What fix-all would do; filled when it is asked for.
    pub(crate) fix_all: OnceLock<Vec<Edit>>,
}

impl Findings {
    /// Judges `file`; `source` is the same text with its address.
    pub(crate) fn new(
        file: Arc<File>,
        settings: Arc<Settings>,
        source: &Source,
        files: Files<'_>,
        profile: &Profile,
    ) -> Self {
        let found = longshore_lint::check(files.workspace, &file, &settings);
        let shown: Vec<_> = found.iter().map(|diagnostic| show(diagnostic, source, files, profile)).collect();
        let result_id = name(&file, &shown);
        Self { file, settings, found, shown, result_id, fix_all: OnceLock::new() }
    }

    /// Findings of a file that could not be judged: none.
    pub(crate) fn none(file: File, settings: Arc<Settings>) -> Self {
        let (fix_all, result_id) = (OnceLock::new(), name(&file, &[]));
        Self { file: Arc::new(file), settings, found: Vec::new(), shown: Vec::new(), result_id, fix_all }
    }

    /// What applying all safe fixes would change.
    pub(crate) fn fix_all(&self, workspace: &Workspace) -> &[Edit] {
        self.fix_all.get_or_init(|| {
            let selection = longshore_lint::fix::Selection { rule: None, safety: longshore_lint::Safety::Safe };
            rewrite(self, workspace, selection)
        })
    }
}

/// The edits by which the fixes of `selection` change the file of `findings`.
pub(crate) fn rewrite(
    findings: &Findings,
    workspace: &Workspace,
    selection: longshore_lint::fix::Selection<'_>,
) -> Vec<Edit> {
    let file = &findings.file;
    let fixed = longshore_lint::fix::fix_all(workspace, file, &findings.settings, selection);
    fixed.map(|fixed| longshore_lint::fix::difference(&file.text, &fixed)).unwrap_or_default()
}

/// What names are made with. Editors send the names of a server that they have restarted to its successor, which must not
/// take them for its own.
static SEED: LazyLock<RandomState> = LazyLock::new(RandomState::new);

fn name(file: &File, shown: &[lsp::Diagnostic]) -> String {
    format!("{:016x}", SEED.hash_one((&file.path, serde_json::to_string(shown).unwrap_or_default())))
}

fn show(diagnostic: &Diagnostic, source: &Source, files: Files<'_>, profile: &Profile) -> lsp::Diagnostic {
    let rule = diagnostic.rule;
    let description = || rule.url().parse().ok().map(|href| lsp::CodeDescription { href });
    let titles = || diagnostic.fixes.iter().map(|fix| fix.title.as_str()).collect::<Vec<_>>();
    lsp::Diagnostic {
        range: convert::range(&source.text, &source.lines, diagnostic.span, profile.encoding),
        severity: Some(severity(diagnostic.severity)),
        code: Some(lsp::NumberOrString::String(rule.name.to_owned())),
        code_description: if profile.code_description { description() } else { None },
        source: Some("longshore".to_owned()),
        message: diagnostic.message.clone(),
        related_information: if profile.related { related(diagnostic, source, files, profile) } else { None },
        tags: None,
        data: profile.data.then(|| json!({ "fixes": titles() })),
    }
}

const fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Information => lsp::DiagnosticSeverity::INFORMATION,
    }
}

/// The related places whose texts can be had; `None` where there are none.
fn related(
    diagnostic: &Diagnostic,
    source: &Source,
    files: Files<'_>,
    profile: &Profile,
) -> Option<Vec<lsp::DiagnosticRelatedInformation>> {
    let place = |source: &Source, span| lsp::Location {
        uri: source.uri.clone(),
        range: convert::range(&source.text, &source.lines, span, profile.encoding),
    };
    let all = diagnostic.related.iter().filter_map(|related| {
        let location = match &related.path {
            None => place(source, related.span),
            Some(path) => place(&files.source(path)?, related.span),
        };
        Some(lsp::DiagnosticRelatedInformation { location, message: related.message.clone() })
    });
    Some(all.collect::<Vec<_>>()).filter(|all| !all.is_empty())
}
