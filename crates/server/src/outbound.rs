//! The one task through which everything but answers goes to the client.

use std::sync::mpsc::Sender;

use serde_json::Value;
use tokio::sync::mpsc::UnboundedReceiver;
use tower_lsp::Client;
use tower_lsp::ls_types as lsp;

use crate::messages::Message;

/// Something for the client.
#[derive(Debug)]
pub(crate) enum Outbound {
    /// Diagnostics of a version of a document.
    Publish { uri: lsp::Uri, version: Option<i32>, diagnostics: Vec<lsp::Diagnostic> },
    /// A line for its log.
    Log(String),
    /// A message for the user.
    Show(lsp::MessageType, String),
    /// It should pull diagnostics again.
    Refresh,
    /// It should ask for code lenses again.
    RefreshLenses,
    /// It should ask for inlay hints again.
    RefreshHints,
    /// It should send its configuration.
    FetchConfiguration,
    /// Notifications the server wants.
    Register(Vec<lsp::Registration>),
    /// An edit it should apply.
    ApplyEdit(lsp::WorkspaceEdit),
    /// A page it should open outside the editor.
    ShowDocument(lsp::Uri),
}

/// Sends what comes through `queue`, notifications in their order. A request gets a task of its own, because its answer
/// may be long in coming.
pub(crate) async fn run(mut queue: UnboundedReceiver<Outbound>, client: Client, analysis: Sender<Message>) {
    while let Some(item) = queue.recv().await {
        match item {
            Outbound::Publish { uri, version, diagnostics } => {
                client.publish_diagnostics(uri, diagnostics, version).await;
            }
            Outbound::Log(text) => client.log_message(lsp::MessageType::ERROR, text).await,
            Outbound::Show(kind, text) => client.show_message(kind, text).await,
            request => {
                tokio::spawn(ask(request, client.clone(), analysis.clone()));
            }
        }
    }
}

/// Sends a request. A client that refuses one goes without what it was for.
async fn ask(request: Outbound, client: Client, analysis: Sender<Message>) {
    match request {
        Outbound::Refresh => drop(client.workspace_diagnostic_refresh().await),
        Outbound::RefreshLenses => drop(client.code_lens_refresh().await),
        Outbound::RefreshHints => drop(client.inlay_hint_refresh().await),
        Outbound::Register(registrations) => drop(client.register_capability(registrations).await),
        Outbound::ApplyEdit(edit) => drop(client.apply_edit(edit).await),
        Outbound::ShowDocument(uri) => {
            let params = lsp::ShowDocumentParams { uri, external: Some(true), take_focus: None, selection: None };
            drop(client.show_document(params).await);
        }
        Outbound::FetchConfiguration => {
            let item = lsp::ConfigurationItem { scope_uri: None, section: Some("longshore".to_owned()) };
            if let Ok(values) = client.configuration(vec![item]).await {
                let value = values.into_iter().next().unwrap_or(Value::Null);
                let _ = analysis.send(Message::Configuration(value));
            }
        }
        Outbound::Publish { .. } | Outbound::Log(_) | Outbound::Show(..) => {}
    }
}
