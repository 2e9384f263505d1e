//! Judges the files of the workspace folders that are not open, off the analysis thread.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ignore::overrides::OverrideBuilder;
use ignore::{DirEntry, WalkBuilder};
use longshore_model::{File, Workspace};
use longshore_syntax::LineIndex;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::configuration::{Configurations, Stamp, stamp};
use crate::convert;
use crate::diagnostics::Findings;
use crate::files::{Files, Source};
use crate::messages::Reply;

/// The most files that are judged.
const MOST_FILES: usize = 2_000;
/// The most entries of folders that are looked at.
const MOST_ENTRIES: usize = 200_000;
/// The longest file that is read, in bytes.
const LARGEST_FILE: u64 = 4 << 20;
/// How long a list of files holds, for clients that do not tell of new ones.
const LIST_AGE: Duration = Duration::from_secs(30);

/// What earlier surveys found.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    list: Vec<(PathBuf, lsp::Uri)>,
    listed: Option<(Instant, u64)>,
    judged: HashMap<PathBuf, Judged>,
}

#[derive(Debug)]
struct Judged {
    stamp: Stamp,
    generation: u64,
    shown: Vec<lsp::Diagnostic>,
    result_id: String,
}

/// One survey: the state of the analysis at the moment it was asked for.
pub(crate) struct Task {
    pub(crate) workspace: Workspace,
    pub(crate) configurations: Configurations,
    pub(crate) profile: Profile,
    /// Counts changes of what findings depend on beside the file itself.
    pub(crate) generation: u64,
    /// The open documents, which are reported by `reports` already.
    pub(crate) open: HashSet<PathBuf>,
    pub(crate) reports: Vec<lsp::WorkspaceDocumentDiagnosticReport>,
    pub(crate) previous: HashMap<String, String>,
    pub(crate) reply: Reply<lsp::WorkspaceDiagnosticReport>,
}

/// Carries out `task` on a thread of its own and answers it.
pub(crate) fn start(survey: Arc<Mutex<Survey>>, task: Task) {
    std::thread::spawn(move || {
        let mut survey = survey.lock().unwrap_or_else(PoisonError::into_inner);
        survey.run(task);
    });
}

impl Survey {
    fn run(&mut self, mut task: Task) {
        self.update_list(&mut task);
        let mut items = std::mem::take(&mut task.reports);
        for (path, uri) in std::mem::take(&mut self.list) {
            if task.reply.is_closed() {
                self.listed = None;
                return;
            }
            if !task.open.contains(&path) {
                let previous = task.previous.remove(uri.as_str());
                items.extend(self.report(&path, &uri, previous.as_deref(), &mut task));
            }
            self.list.push((path, uri));
        }
        items.extend(gone(task.previous));
        let _ = task.reply.send(lsp::WorkspaceDiagnosticReport { items });
    }

    fn update_list(&mut self, task: &mut Task) {
        let current = self.listed.is_some_and(|(at, generation)| {
            generation == task.generation && (task.profile.registers_watchers || at.elapsed() < LIST_AGE)
        });
        if !current {
            self.list = list(&task.workspace.roots, &mut task.configurations);
            self.listed = Some((Instant::now(), task.generation));
            let listed: HashSet<&PathBuf> = self.list.iter().map(|(path, _)| path).collect();
            self.judged.retain(|path, _| listed.contains(path));
        }
    }

    fn report(
        &mut self,
        path: &Path,
        uri: &lsp::Uri,
        previous: Option<&str>,
        task: &mut Task,
    ) -> Option<lsp::WorkspaceDocumentDiagnosticReport> {
        let stamp = stamp(path);
        let known = self.judged.get(path);
        if known.is_none_or(|known| known.stamp != stamp || known.generation != task.generation) {
            let (shown, result_id) = judge(path, uri, stamp, task)?;
            let judged = Judged { stamp, generation: task.generation, shown, result_id };
            self.judged.insert(path.to_path_buf(), judged);
        }
        let judged = self.judged.get(path)?;
        // A file without findings that never had any need not be mentioned.
        let silent = judged.shown.is_empty() && previous.is_none();
        (!silent).then(|| report(uri.clone(), None, &judged.result_id, &judged.shown, previous))
    }
}

/// The report of one document: unchanged where `previous` is the id of the same list.
pub(crate) fn report(
    uri: lsp::Uri,
    version: Option<i64>,
    result_id: &str,
    shown: &[lsp::Diagnostic],
    previous: Option<&str>,
) -> lsp::WorkspaceDocumentDiagnosticReport {
    let result_id = result_id.to_owned();
    if previous == Some(result_id.as_str()) {
        let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id };
        return lsp::WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }
            .into();
    }
    let full_document_diagnostic_report =
        lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items: shown.to_vec() };
    lsp::WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}

/// Empty reports for what was reported before and is no longer there.
fn gone(previous: HashMap<String, String>) -> impl Iterator<Item = lsp::WorkspaceDocumentDiagnosticReport> {
    previous.into_keys().filter_map(|uri| {
        let full_document_diagnostic_report = lsp::FullDocumentDiagnosticReport::default();
        let uri = uri.parse().ok()?;
        Some(lsp::WorkspaceFullDocumentDiagnosticReport { uri, version: None, full_document_diagnostic_report }.into())
    })
}

fn judge(path: &Path, uri: &lsp::Uri, stamp: Stamp, task: &mut Task) -> Option<(Vec<lsp::Diagnostic>, String)> {
    let (_, length) = stamp?;
    let language = longshore_model::language(path, None)?;
    let text = if length <= LARGEST_FILE { std::fs::read_to_string(path).ok()? } else { return None };
    let settings = task.configurations.effective(path.parent(), &task.workspace.roots).settings;
    let judged = catch_unwind(AssertUnwindSafe(|| {
        let file = Arc::new(File::new(path.to_path_buf(), language, &text));
        let lines = LineIndex::new(&text);
        let source = Source { uri: uri.clone(), version: None, text: Arc::clone(&file.text), lines };
        let files = Files { open: &[], workspace: &task.workspace };
        let findings = Findings::new(file, settings, &source, files, &task.profile);
        (findings.shown, findings.result_id)
    }));
    judged.ok()
}

/// The files of ours in the folders, without what is ignored or excluded.
fn list(roots: &[PathBuf], configurations: &mut Configurations) -> Vec<(PathBuf, lsp::Uri)> {
    let mut files = Vec::new();
    for root in roots {
        let exclude = configurations.effective(Some(root), roots).exclude;
        let walk = walk(root, exclude).take(MOST_ENTRIES);
        let ours = walk.filter_map(Result::ok).filter(is_ours).map(DirEntry::into_path);
        let room = MOST_FILES.saturating_sub(files.len());
        files.extend(ours.filter_map(|path| convert::uri(&path).map(|uri| (path, uri))).take(room));
    }
    // A folder may lie within another one.
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files.dedup_by(|a, b| a.0 == b.0);
    files
}

fn walk(root: &Path, exclude: Option<(PathBuf, Vec<String>)>) -> ignore::Walk {
    let mut builder = WalkBuilder::new(root);
    builder.follow_links(false);
    if let Some((base, patterns)) = exclude {
        let mut overrides = OverrideBuilder::new(base);
        for pattern in patterns {
            // An override that begins with `!` leaves out. A pattern that is none is the command line's to report.
            let _ = overrides.add(&format!("!{pattern}"));
        }
        if let Ok(overrides) = overrides.build() {
            builder.overrides(overrides);
        }
    }
    builder.build()
}

fn is_ours(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_file()) && longshore_model::language(entry.path(), None).is_some()
}
