//! What the handlers send to the analysis thread.

use serde_json::Value;
use tokio::sync::oneshot;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::scan::Found;

/// Where an answer goes; closed once the client has cancelled the request.
pub(crate) type Reply<T> = oneshot::Sender<T>;

/// One message, in the order of the wire.
pub(crate) enum Message {
    Initialize {
        profile: Profile,
        folders: Vec<lsp::WorkspaceFolder>,
        options: Value,
    },
    Initialized,
    Open(lsp::TextDocumentItem),
    Change(lsp::DidChangeTextDocumentParams),
    Save(lsp::Uri),
    Close(lsp::Uri),
    /// Settings that the client pushed with `workspace/didChangeConfiguration`.
    Pushed(Value),
    /// The client's answer to `workspace/configuration`.
    Configuration(Value),
    Folders(lsp::WorkspaceFoldersChangeEvent),
    Watched(Vec<lsp::FileEvent>),
    /// The client made, moved or removed files.
    FilesMoved,
    /// A scan is over: what it found, unless it was given up, and whether what was read before changed.
    Scanned {
        found: Option<Found>,
        changed: bool,
    },
    Diagnostic(lsp::DocumentDiagnosticParams, Reply<lsp::DocumentDiagnosticReport>),
    WorkspaceDiagnostic(lsp::WorkspaceDiagnosticParams, Reply<lsp::WorkspaceDiagnosticReport>),
    CodeAction(lsp::CodeActionParams, Reply<lsp::CodeActionResponse>),
    Hover(lsp::TextDocumentPositionParams, Reply<Option<lsp::Hover>>),
    Lenses(lsp::Uri, Reply<Vec<lsp::CodeLens>>),
    /// Asks for the lenses in a range as hints.
    Hints(lsp::InlayHintParams, Reply<Vec<lsp::InlayHint>>),
    Command(lsp::ExecuteCommandParams, Reply<()>),
    /// What the server holds of a document: its text and version; for tests and bug reports.
    Text(lsp::Uri, Reply<Value>),
    #[cfg(feature = "inject-panic")]
    Panic(lsp::Uri, Reply<()>),
}
