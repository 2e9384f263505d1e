//! The thread that owns all documents: it takes messages one after the other and survives its own bugs.

mod ide;
mod neighbours;

use std::any::Any;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvError, RecvTimeoutError, Sender, TryRecvError};
use std::sync::{Arc, Mutex, Weak};
use std::thread;
use std::time::{Duration, Instant};

use longshore_model::{File, Workspace};
use longshore_syntax::LineIndex;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types as lsp;

use crate::beside::Beside;
use crate::capabilities::Profile;
use crate::code_actions::{self, Ground};
use crate::configuration::Configurations;
use crate::diagnostics::Findings;
use crate::documents::Open;
use crate::files::{Files, Source};
use crate::messages::{Message, Reply};
use crate::outbound::Outbound;
use crate::scan::{Found, Scans};
use crate::survey::{self, Survey};
use crate::{commands, convert, watched};

/// How long diagnostics may wait while messages keep coming.
const PATIENCE: Duration = Duration::from_millis(100);

/// Starts the thread. It ends when the channel of messages closes, whose other end is `myself`.
pub(crate) fn start(messages: Receiver<Message>, outbound: UnboundedSender<Outbound>, myself: Weak<Sender<Message>>) {
    thread::spawn(move || World::new(outbound, Scans::new(myself)).run(&messages));
}

/// All that the server knows.
struct World {
    outbound: UnboundedSender<Outbound>,
    profile: Profile,
    documents: Vec<Open>,
    /// Open documents that are not judged.
    beside: Vec<Beside>,
    workspace: Workspace,
    /// What the last scan found in the workspace folders.
    on_disk: Found,
    scans: Scans,
    configurations: Configurations,
    /// Counts changes of what findings depend on beside their own document.
    generation: u64,
    survey: Arc<Mutex<Survey>>,
    /// Addresses of documents whose diagnostics have to be pushed, and since when the oldest waits.
    unpublished: Vec<lsp::Uri>,
    waiting: Option<Instant>,
    /// When documents whose findings may have changed through others are judged again.
    due: Option<Instant>,
    /// Whether a client that pulls has to be told to pull again.
    news: bool,
    /// Whether lenses may have changed through others.
    lenses_due: bool,
}

impl World {
    fn new(outbound: UnboundedSender<Outbound>, scans: Scans) -> Self {
        Self {
            outbound,
            profile: Profile::default(),
            documents: Vec::new(),
            beside: Vec::new(),
            workspace: Workspace::default(),
            on_disk: Found::default(),
            scans,
            configurations: Configurations::default(),
            generation: 0,
            survey: Arc::default(),
            unpublished: Vec::new(),
            waiting: None,
            due: None,
            news: false,
            lenses_due: false,
        }
    }

    /// Handles all messages that are there before it publishes, so that of a burst of changes only the last version is
    /// judged.
    fn run(mut self, messages: &Receiver<Message>) {
        while let Ok(next) = self.next(messages) {
            match next {
                Some(message) => self.guarded(|world| world.handle(message)),
                None => self.guarded(Self::catch_up),
            }
            if self.waiting.is_some_and(|since| since.elapsed() > PATIENCE) {
                self.guarded(Self::publish);
            }
        }
    }

    /// The next message; `None` where there is time for documents that are due.
    fn next(&mut self, messages: &Receiver<Message>) -> Result<Option<Message>, RecvError> {
        match messages.try_recv() {
            Ok(message) => return Ok(Some(message)),
            Err(TryRecvError::Disconnected) => return Err(RecvError),
            Err(TryRecvError::Empty) => {}
        }
        self.guarded(Self::publish);
        let Some(due) = self.due else { return messages.recv().map(Some) };
        match messages.recv_timeout(due.saturating_duration_since(Instant::now())) {
            Ok(message) => Ok(Some(message)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(RecvError),
        }
    }

    /// Runs `step`; if it panics, drops all that was derived from the texts and goes on.
    fn guarded(&mut self, step: impl FnOnce(&mut Self)) {
        let outcome = catch_unwind(AssertUnwindSafe(|| step(self)));
        if let Err(panic) = outcome {
            self.report_bug(panic.as_ref());
            self.documents.iter_mut().for_each(Open::forget);
            self.invalidate();
        }
    }

    fn report_bug(&self, panic: &(dyn Any + Send)) {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
        self.send(Outbound::Log(format!("Longshore has a bug; it goes on, without this result: {text}")));
    }

    fn send(&self, item: Outbound) {
        // Fails only once the session is over.
        let _ = self.outbound.send(item);
    }

    fn handle(&mut self, message: Message) {
        match message {
            Message::Initialize { profile, folders, options } => self.initialize(profile, &folders, &options),
            Message::Initialized => self.initialized(),
            Message::Open(item) => self.open(item),
            Message::Change(params) => self.change(params),
            Message::Save(uri) => self.saved(&uri),
            Message::Close(uri) => self.close(&uri),
            Message::Pushed(settings) => self.configure(settings.get("longshore").unwrap_or(&Value::Null)),
            Message::Configuration(settings) => self.configure(&settings),
            Message::Folders(event) => self.change_folders(&event),
            Message::Watched(events) => self.watched(&events),
            Message::FilesMoved => self.files_moved(),
            Message::Scanned { found, changed } => self.scanned(found, changed),
            Message::Diagnostic(params, reply) => self.diagnostic(&params, reply),
            Message::WorkspaceDiagnostic(params, reply) => self.workspace_diagnostic(params, reply),
            Message::CodeAction(params, reply) => self.code_action(&params, reply),
            Message::Hover(params, reply) => self.hover(&params, reply),
            Message::Lenses(uri, reply) => self.lenses(&uri, reply),
            Message::Hints(params, reply) => self.hints(&params, reply),
            Message::Command(params, reply) => self.command(params, reply),
            Message::Text(uri, reply) => {
                let found = self.documents.iter().find(|open| open.uri == uri);
                let text = found.map(|open| json!({ "text": &*open.text, "version": open.version }));
                let _ = reply.send(text.unwrap_or_default());
            }
            #[cfg(feature = "inject-panic")]
            Message::Panic(uri, _reply) => {
                self.documents.iter_mut().filter(|open| open.uri == uri).for_each(Open::damage);
                std::panic::panic_any("injected");
            }
        }
    }

    fn initialize(&mut self, profile: Profile, folders: &[lsp::WorkspaceFolder], options: &Value) {
        self.profile = profile;
        self.workspace = Workspace::new(folders.iter().filter_map(|folder| convert::path(&folder.uri)).collect());
        self.configurations.initialize(options);
    }

    fn initialized(&mut self) {
        let registrations = watched::registrations(&self.profile);
        if !registrations.is_empty() {
            self.send(Outbound::Register(registrations));
        }
        if self.profile.configuration {
            self.send(Outbound::FetchConfiguration);
        }
        self.scan();
        self.report_problems();
    }

    fn open(&mut self, item: lsp::TextDocumentItem) {
        self.look_afresh();
        self.documents.retain(|open| open.uri != item.uri);
        self.beside.retain(|beside| beside.uri != item.uri);
        let Some(open) = Open::new(&item) else { return self.open_beside(item) };
        let differs = open.on_disk && self.differs_from_disk(&open.path, &open.text);
        let (uri, language) = (open.uri.clone(), open.language);
        self.mark(uri.clone());
        self.documents.push(open);
        if self.update_files() {
            self.invalidate();
        } else if differs {
            self.touched(&uri, Some(language));
        }
    }

    fn change(&mut self, params: lsp::DidChangeTextDocumentParams) {
        let uri = params.text_document.uri.clone();
        if let Some(open) = self.documents.iter_mut().find(|open| open.uri == uri) {
            open.change(params, self.profile.encoding);
            let language = open.language;
            self.mark(uri.clone());
            self.touched(&uri, Some(language));
        } else if let Some(index) = self.beside(&uri) {
            self.change_beside(index, params);
        }
    }

    fn saved(&mut self, uri: &lsp::Uri) {
        self.look_afresh();
        if let Some(path) = convert::path(uri) {
            self.workspace.changed(&path);
        }
        // Files that are not open are judged by what is saved, and not at every letter that is typed.
        self.generation += 1;
    }

    fn close(&mut self, uri: &lsp::Uri) {
        if let Some(index) = self.beside(uri) {
            self.close_beside(index);
        }
        let Some(index) = self.documents.iter().position(|open| open.uri == *uri) else { return };
        let open = self.documents.remove(index);
        self.workspace.remove(&open.path);
        self.workspace.changed(&open.path);
        if self.update_files() {
            self.invalidate();
        } else if self.differs_from_disk(&open.path, &open.text) {
            self.touched(uri, Some(open.language));
        }
        self.unpublished.retain(|other| other != uri);
        if !self.profile.pull {
            self.send(Outbound::Publish { uri: open.uri, version: None, diagnostics: Vec::new() });
        }
    }

    fn configure(&mut self, settings: &Value) {
        let changed = self.configurations.set_editor(settings);
        self.report_problems();
        if changed {
            self.invalidate();
        }
    }

    /// For clients that watch no files, and for those that are slow to tell.
    fn look_afresh(&mut self) {
        if self.configurations.refresh(&self.workspace.roots) {
            self.invalidate();
        }
        if !self.profile.registers_watchers {
            self.scan();
        }
    }

    /// Remembers that the diagnostics of a document have to be pushed.
    fn mark(&mut self, uri: lsp::Uri) {
        if !self.profile.pull && !self.unpublished.contains(&uri) {
            self.unpublished.push(uri);
            self.waiting.get_or_insert_with(Instant::now);
        }
    }

    fn publish(&mut self) {
        self.waiting = None;
        while let Some(uri) = self.unpublished.pop() {
            if let Some((findings, version)) = self.findings(&uri) {
                let diagnostics = findings.shown.clone();
                self.send(Outbound::Publish { uri, version: Some(version), diagnostics });
            }
        }
    }

    fn report_problems(&mut self) {
        for problem in self.configurations.take_problems() {
            self.send(Outbound::Show(lsp::MessageType::WARNING, problem));
        }
    }

    /// What is found in the document at `uri`, with the version of it; `None` where it is not open.
    fn findings(&mut self, uri: &lsp::Uri) -> Option<(Arc<Findings>, i32)> {
        let index = self.documents.iter().position(|open| open.uri == *uri)?;
        let open = self.documents.get_mut(index)?;
        if std::mem::take(&mut open.stale) || open.findings.is_none() {
            self.give_all();
            let findings = self.judge(index)?;
            self.documents.get_mut(index)?.findings = Some(findings);
        }
        let open = self.documents.get(index)?;
        Some((open.findings.clone()?, open.version))
    }

    /// Gives the workspace what the documents mean now. One whose meaning cannot be had is as it is on the disk.
    fn give_all(&mut self) {
        for index in 0..self.documents.len() {
            // The panic is reported by whoever judges the document.
            let _ = catch_unwind(AssertUnwindSafe(|| self.give(index)));
        }
    }

    fn give(&mut self, index: usize) -> Option<Arc<File>> {
        let open = self.documents.get_mut(index)?;
        if let Some(file) = &open.file {
            return Some(Arc::clone(file));
        }
        // The document moves the instructions that nobody else has, and copies the others.
        self.workspace.remove(&open.path);
        let file = open.file();
        self.workspace.insert(Arc::clone(&file));
        Some(file)
    }

    /// Judges a document. If that panics it has no findings until it changes.
    fn judge(&mut self, index: usize) -> Option<Arc<Findings>> {
        let folder = self.documents.get(index)?.folder().map(ToOwned::to_owned);
        let settings = self.configurations.effective(folder.as_deref(), &self.workspace.roots).settings;
        self.report_problems();
        let judged = catch_unwind(AssertUnwindSafe(|| {
            let file = self.give(index)?;
            let open = self.documents.get(index)?;
            let source = source(open);
            let files = Files { open: &self.documents, workspace: &self.workspace };
            Some(Findings::new(file, Arc::clone(&settings), &source, files, &self.profile))
        }));
        let findings = match judged {
            Ok(findings) => findings?,
            Err(panic) => {
                self.report_bug(panic.as_ref());
                let open = self.documents.get_mut(index)?;
                open.forget();
                Findings::none(open.bare_file(), settings)
            }
        };
        Some(Arc::new(findings))
    }

    fn diagnostic(&mut self, params: &lsp::DocumentDiagnosticParams, reply: Reply<lsp::DocumentDiagnosticReport>) {
        if reply.is_closed() {
            return;
        }
        let found = self.findings(&params.text_document.uri);
        let report = match found {
            Some((findings, _)) if params.previous_result_id.as_deref() == Some(&findings.result_id) => {
                let result_id = findings.result_id.clone();
                let unchanged_document_diagnostic_report = lsp::UnchangedDocumentDiagnosticReport { result_id };
                lsp::RelatedUnchangedDocumentDiagnosticReport {
                    related_documents: None,
                    unchanged_document_diagnostic_report,
                }
                .into()
            }
            found => {
                let report = found.map(|(findings, _)| lsp::FullDocumentDiagnosticReport {
                    result_id: Some(findings.result_id.clone()),
                    items: findings.shown.clone(),
                });
                let full_document_diagnostic_report = report.unwrap_or_default();
                lsp::RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }
                    .into()
            }
        };
        let _ = reply.send(report);
    }

    fn workspace_diagnostic(
        &mut self,
        params: lsp::WorkspaceDiagnosticParams,
        reply: Reply<lsp::WorkspaceDiagnosticReport>,
    ) {
        if reply.is_closed() {
            return;
        }
        let previous = params.previous_result_ids.into_iter().map(|id| (id.uri.as_str().to_owned(), id.value));
        let mut previous: HashMap<String, String> = previous.collect();
        let mut reports = Vec::new();
        for uri in self.documents.iter().map(|open| open.uri.clone()).collect::<Vec<_>>() {
            let known = previous.remove(uri.as_str());
            if let Some((findings, version)) = self.findings(&uri) {
                let (id, shown) = (&findings.result_id, &findings.shown);
                reports.push(survey::report(uri, Some(version.into()), id, shown, known.as_deref()));
            }
        }
        let task = survey::Task {
            workspace: self.workspace.clone(),
            configurations: self.configurations.clone(),
            profile: self.profile.clone(),
            generation: self.generation,
            open: self.documents.iter().map(|open| open.path.clone()).collect(),
            reports,
            previous,
            reply,
        };
        survey::start(Arc::clone(&self.survey), task);
    }

    fn code_action(&mut self, params: &lsp::CodeActionParams, reply: Reply<lsp::CodeActionResponse>) {
        if reply.is_closed() {
            return;
        }
        let uri = &params.text_document.uri;
        let found = self.findings(uri);
        let open = self.documents.iter().find(|open| open.uri == *uri);
        let actions = match (found, open) {
            (Some((findings, _)), Some(open)) if code_actions::offered(&self.profile) => {
                let source = source(open);
                let files = Files { open: &self.documents, workspace: &self.workspace };
                let ground = Ground { findings: &findings, source: &source, files, profile: &self.profile };
                code_actions::actions(ground, params)
            }
            _ => Vec::new(),
        };
        let _ = reply.send(actions);
    }

    fn command(&self, params: lsp::ExecuteCommandParams, reply: Reply<()>) {
        if reply.is_closed() {
            return;
        }
        if let Some(item) = commands::execute(params, &self.profile) {
            self.send(item);
        }
        let _ = reply.send(());
    }
}

/// The text of an open document with its address.
fn source(open: &Open) -> Source {
    let lines = LineIndex::new(&open.text);
    Source { uri: open.uri.clone(), version: Some(open.version), text: Arc::clone(&open.text), lines }
}
