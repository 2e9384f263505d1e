//! The protocol's handlers. Each sends one message to the analysis thread, and at most awaits its reply: nothing else
//! may happen here, or the order of the wire is lost.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedSender;
use tokio::sync::oneshot;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Request, Result};
use tower_lsp::ls_types as lsp;

use crate::capabilities::{self, Profile};
use crate::commands;
use crate::messages::{Message, Reply};
use crate::outbound::Outbound;

/// What the handlers can reach.
#[derive(Debug)]
pub(crate) struct Backend {
    analysis: mpsc::Sender<Message>,
    outbound: UnboundedSender<Outbound>,
    profile: OnceLock<Profile>,
    shut_down: AtomicBool,
}

impl Backend {
    pub(crate) fn new(analysis: mpsc::Sender<Message>, outbound: UnboundedSender<Outbound>) -> Self {
        Self { analysis, outbound, profile: OnceLock::new(), shut_down: AtomicBool::new(false) }
    }

    /// Looks at a request before it is handled: what the client can do is read from the raw JSON, because the types of
    /// the framework know one of the two spellings in use only. Gives the client's process from its first `initialize`.
    pub(crate) fn observe(&self, request: &Request) -> Option<u32> {
        if request.method() != "initialize" {
            return None;
        }
        let profile = Profile::read(request.params().unwrap_or(&Value::Null));
        let process = profile.process;
        self.profile.set(profile).ok().and(process)
    }

    /// Whether the client asked for `shutdown`.
    pub(crate) fn was_shut_down(&self) -> bool {
        self.shut_down.load(Ordering::Relaxed)
    }

    fn tell(&self, message: Message) {
        // Fails only if the analysis thread is gone; requests answer that with an error, see `ask`.
        let _ = self.analysis.send(message);
    }

    async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> Message) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.analysis.send(message(reply)).map_err(|_| Error::internal_error())?;
        answer.await.map_err(|_| Error::internal_error())
    }

    fn profile(&self) -> Profile {
        self.profile.get().cloned().unwrap_or_default()
    }

    /// `longshore/text`: takes a `TextDocumentIdentifier` under `textDocument`, gives `{ text, version }` as the server
    /// holds them, or `null`. For tests and bug reports.
    pub(crate) async fn text(&self, params: Value) -> Result<Value> {
        let uri = uri(&params)?;
        self.ask(|reply| Message::Text(uri, reply)).await
    }

    /// `longshore/panic`: panics while the document is half changed.
    #[cfg(feature = "inject-panic")]
    pub(crate) async fn panic(&self, params: Value) -> Result<()> {
        let uri = uri(&params)?;
        self.ask(|reply| Message::Panic(uri, reply)).await
    }
}

fn uri(params: &Value) -> Result<lsp::Uri> {
    let uri = params.pointer("/textDocument/uri").cloned().unwrap_or_default();
    serde_json::from_value(uri).map_err(|error| Error::invalid_params(error.to_string()))
}

impl LanguageServer for Backend {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let profile = self.profile();
        let result = capabilities::announce(&profile);
        let folders = capabilities::folders(&params);
        let options = params.initialization_options.unwrap_or_default();
        self.tell(Message::Initialize { profile, folders, options });
        Ok(result)
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.tell(Message::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        self.shut_down.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        self.tell(Message::Open(params.text_document));
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        self.tell(Message::Change(params));
    }

    async fn did_save(&self, params: lsp::DidSaveTextDocumentParams) {
        self.tell(Message::Save(params.text_document.uri));
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        self.tell(Message::Close(params.text_document.uri));
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        if self.profile().configuration {
            let _ = self.outbound.send(Outbound::FetchConfiguration);
        } else {
            self.tell(Message::Pushed(params.settings));
        }
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.tell(Message::Folders(params.event));
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        self.tell(Message::Watched(params.changes));
    }

    async fn did_create_files(&self, _: lsp::CreateFilesParams) {
        self.tell(Message::FilesMoved);
    }

    async fn did_rename_files(&self, _: lsp::RenameFilesParams) {
        self.tell(Message::FilesMoved);
    }

    async fn did_delete_files(&self, _: lsp::DeleteFilesParams) {
        self.tell(Message::FilesMoved);
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReportResult> {
        let report = self.ask(|reply| Message::Diagnostic(params, reply)).await?;
        Ok(lsp::DocumentDiagnosticReportResult::Report(report))
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReportResult> {
        let report = self.ask(|reply| Message::WorkspaceDiagnostic(params, reply)).await?;
        Ok(lsp::WorkspaceDiagnosticReportResult::Report(report))
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<lsp::CodeActionResponse>> {
        self.ask(|reply| Message::CodeAction(params, reply)).await.map(Some)
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        self.ask(|reply| Message::Hover(params.text_document_position_params, reply)).await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        self.ask(|reply| Message::Lenses(params.text_document.uri, reply)).await.map(Some)
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        self.ask(|reply| Message::Hints(params, reply)).await.map(Some)
    }

    async fn execute_command(&self, params: lsp::ExecuteCommandParams) -> Result<Option<lsp::LSPAny>> {
        if !commands::ALL.contains(&params.command.as_str()) {
            return Err(Error::invalid_params(format!("there is no command `{}`", params.command)));
        }
        self.ask(|reply| Message::Command(params, reply)).await?;
        Ok(None)
    }
}
