//! The language server, from outside: a client on its standard streams.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "lsp/actions.rs"]
mod actions;
#[path = "lsp/client.rs"]
mod client;
#[path = "lsp/configuration.rs"]
mod configuration;
#[path = "lsp/diagnostics.rs"]
mod diagnostics;
#[path = "lsp/editors.rs"]
mod editors;
#[path = "lsp/edits.rs"]
mod edits;
#[path = "lsp/ide.rs"]
mod ide;
#[path = "lsp/neighbours.rs"]
mod neighbours;
#[path = "lsp/session.rs"]
mod session;
#[path = "lsp/synchronization.rs"]
mod synchronization;
#[path = "lsp/two_files.rs"]
mod two_files;
#[path = "lsp/workspace.rs"]
mod workspace;
