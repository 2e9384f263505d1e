//! What documents depend on beside themselves: other documents, files on the disk, and which compose files there are.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use longshore_model::Workspace;
use longshore_syntax::Language;
use tower_lsp::ls_types as lsp;

use super::World;
use crate::beside::Beside;
use crate::convert;
use crate::documents::Open;
use crate::outbound::Outbound;
use crate::scan::Found;

/// How long nobody may have typed before documents that depend on the one that is typed in are judged again.
const QUIET: Duration = Duration::from_millis(200);

impl World {
    /// Looks in the background which files of ours there are, and whether what was read is still so.
    pub(super) fn scan(&self) {
        if !self.workspace.roots.is_empty() {
            self.scans.start(self.workspace.clone());
        }
    }

    /// Takes what a scan found, unless it was given up, and whether anything else changed.
    pub(super) fn scanned(&mut self, found: Option<Found>, changed: bool) {
        if let Some(found) = found {
            self.on_disk = found;
        }
        if self.update_files() || changed {
            self.invalidate();
        }
    }

    /// Tells the workspace of the files on the disk and of those that are open. Gives whether its compose files are others
    /// now.
    pub(super) fn update_files(&mut self) -> bool {
        let Found { mut compose, mut dockerfiles } = self.on_disk.clone();
        for open in self.documents.iter().filter(|open| open.on_disk) {
            let all = if open.language == Language::Compose { &mut compose } else { &mut dockerfiles };
            all.insert(open.path.clone());
        }
        self.workspace.set_dockerfiles(dockerfiles);
        let news = compose != *self.workspace.compose_files();
        if news {
            self.workspace.set_compose_files(compose);
        }
        news
    }

    /// Takes events of files. Those of open documents say nothing new: their buffers win over the disk.
    pub(super) fn watched(&mut self, events: &[lsp::FileEvent]) {
        let is_open = |uri: &lsp::Uri| self.documents.iter().any(|open| open.uri == *uri) || self.beside(uri).is_some();
        let news = events.iter().any(|event| !is_open(&event.uri));
        for path in events.iter().filter_map(|event| convert::path(&event.uri)) {
            self.workspace.changed(&path);
        }
        if news {
            self.configurations.refresh(&self.workspace.roots);
            self.invalidate();
        }
        // What came or went may be a folder or a compose file; what is ignored may have changed.
        let is_ignore = |event: &lsp::FileEvent| event.uri.as_str().ends_with("ignore");
        if events.iter().any(|event| event.typ != lsp::FileChangeType::CHANGED || is_ignore(event)) {
            self.scan();
        }
    }

    /// The client made, moved or removed files itself.
    pub(super) fn files_moved(&mut self) {
        if self.configurations.refresh(&self.workspace.roots) {
            self.invalidate();
        }
        self.scan();
    }

    pub(super) fn change_folders(&mut self, event: &lsp::WorkspaceFoldersChangeEvent) {
        let paths = |folders: &[lsp::WorkspaceFolder]| -> Vec<PathBuf> {
            folders.iter().filter_map(|folder| convert::path(&folder.uri)).collect()
        };
        let removed = paths(&event.removed);
        let mut roots: Vec<PathBuf> =
            self.workspace.roots.iter().filter(|root| !removed.contains(root)).cloned().collect();
        roots.extend(paths(&event.added));
        let inside = |path: &PathBuf| roots.iter().any(|root| path.starts_with(root));
        self.on_disk.compose.retain(inside);
        self.on_disk.dockerfiles.retain(inside);
        self.workspace = Workspace::new(roots);
        self.documents.iter().filter_map(|open| open.file.clone()).for_each(|file| self.workspace.insert(file));
        self.beside.iter().for_each(|beside| self.workspace.set_text(&beside.path, Some(beside.text.clone())));
        self.update_files();
        self.configurations.refresh(&self.workspace.roots);
        self.invalidate();
        self.scan();
    }

    /// The open document of another language at `uri`.
    pub(super) fn beside(&self, uri: &lsp::Uri) -> Option<usize> {
        self.beside.iter().position(|beside| beside.uri == *uri)
    }

    pub(super) fn open_beside(&mut self, item: lsp::TextDocumentItem) {
        let Some(beside) = Beside::new(item) else { return };
        let differs = self.differs_from_disk(&beside.path, &beside.text);
        self.workspace.set_text(&beside.path, Some(beside.text.clone()));
        let uri = beside.uri.clone();
        self.beside.push(beside);
        if differs {
            self.touched(&uri, None);
        }
    }

    pub(super) fn change_beside(&mut self, index: usize, params: lsp::DidChangeTextDocumentParams) {
        let Some(beside) = self.beside.get_mut(index) else { return };
        beside.change(params, self.profile.encoding);
        self.workspace.set_text(&beside.path, Some(beside.text.clone()));
        let uri = beside.uri.clone();
        self.touched(&uri, None);
    }

    pub(super) fn close_beside(&mut self, index: usize) {
        let beside = self.beside.remove(index);
        self.workspace.set_text(&beside.path, None);
        self.workspace.changed(&beside.path);
        if self.differs_from_disk(&beside.path, &beside.text) {
            self.touched(&beside.uri, None);
        }
    }

    /// Whether `text` is another one than that of the file at `path`.
    pub(super) fn differs_from_disk(&self, path: &Path, text: &str) -> bool {
        self.workspace.text(path).as_deref() != Some(text)
    }

    /// The text at `uri` changed: what may depend on it is judged again as soon as nobody types. What a Dockerfile says
    /// matters to compose files only, everything else to all.
    pub(super) fn touched(&mut self, uri: &lsp::Uri, language: Option<Language>) {
        let to_all = language != Some(Language::Dockerfile);
        let depends = |other: &&mut Open| other.uri != *uri && (to_all || other.language == Language::Compose);
        let mut any = false;
        for other in self.documents.iter_mut().filter(depends) {
            other.stale = true;
            any = true;
        }
        if any {
            self.lenses_due = true;
            self.due = Some(Instant::now() + QUIET);
        }
    }

    /// Something changed that findings of any document may depend on. They are judged again one by one, as soon as there
    /// is nothing else to do.
    pub(super) fn invalidate(&mut self) {
        self.generation += 1;
        self.documents.iter_mut().for_each(|open| open.stale = true);
        self.news = true;
        self.lenses_due = true;
        self.due = Some(Instant::now());
    }

    /// Judges one of the documents again whose findings may have changed through others; once there are none left, a
    /// client that pulls is told where it has to.
    pub(super) fn catch_up(&mut self) {
        if let Some(open) = self.documents.iter_mut().find(|open| open.stale) {
            let before = open.findings.as_ref().map(|findings| findings.result_id.clone());
            let uri = open.uri.clone();
            // One that nobody has asked for is judged when somebody does.
            if before.is_none() && self.profile.pull {
                open.stale = false;
            } else if self.findings(&uri).map(|(findings, _)| findings.result_id.clone()) != before {
                self.news = true;
                self.mark(uri);
            }
            return;
        }
        self.due = None;
        if std::mem::take(&mut self.news) && self.profile.pull && self.profile.refresh {
            self.send(Outbound::Refresh);
        }
        if std::mem::take(&mut self.lenses_due) {
            self.refresh_lenses();
        }
    }
}
