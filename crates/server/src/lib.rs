//! The language server: the only place that knows the Language Server Protocol.
//!
//! Messages take one way: [`transport`] reads frames in their order and calls [`backend`], whose handlers do nothing but
//! send a [`messages::Message`] to the thread of [`analysis`], which owns all documents. What goes out, other than
//! answers, goes through the one task of [`outbound`].

mod analysis;
mod backend;
mod beside;
mod capabilities;
mod code_actions;
mod commands;
mod configuration;
mod convert;
mod diagnostics;
mod documents;
mod edits;
mod files;
mod frames;
mod messages;
mod outbound;
mod parent;
pub mod scan;
mod survey;
mod transport;
mod watched;

use std::process::ExitCode;
use std::sync::{Arc, mpsc};

use tower_lsp::LspService;

use backend::Backend;

/// Serves one client on the standard streams until it says `exit`, closes its end, or dies.
///
/// Gives 0 where the client asked for `shutdown` before, 1 otherwise and where no runtime can be had.
#[must_use]
pub fn run() -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("longshore: {error}");
            return ExitCode::FAILURE;
        }
    };
    let orderly = runtime.block_on(serve());
    if orderly { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether the client had asked for `shutdown` when the session ended.
async fn serve() -> bool {
    let (to_analysis, messages) = mpsc::channel();
    let (to_client, outgoing) = tokio::sync::mpsc::unbounded_channel();
    // Whoever works beside the analysis may send to it as long as the session lasts, and does not prolong it.
    let session = Arc::new(to_analysis.clone());
    analysis::start(messages, to_client.clone(), Arc::downgrade(&session));
    let build = LspService::build(|client| {
        tokio::spawn(outbound::run(outgoing, client, to_analysis.clone()));
        Backend::new(to_analysis, to_client)
    });
    let build = build.custom_method("longshore/text", Backend::text);
    #[cfg(feature = "inject-panic")]
    let build = build.custom_method("longshore/panic", Backend::panic);
    let (service, socket) = build.finish();
    transport::serve(service, socket).await
}
