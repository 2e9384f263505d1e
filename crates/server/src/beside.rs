//! Open documents of other languages (a script, a crontab): they are not judged, but what is judged may depend on them.

use std::path::PathBuf;
use std::sync::Arc;

use longshore_syntax::Encoding;
use tower_lsp::ls_types as lsp;

use crate::{convert, documents};

/// An open document that is none of ours.
#[derive(Debug)]
pub(crate) struct Beside {
    /// Its address, as the client spells it.
    pub(crate) uri: lsp::Uri,
    /// Where it stands.
    pub(crate) path: PathBuf,
    /// The text as the client has it.
    pub(crate) text: Arc<str>,
}

impl Beside {
    /// The document that the client opened; `None` where it stands nowhere, so that nothing can depend on it.
    pub(crate) fn new(item: lsp::TextDocumentItem) -> Option<Self> {
        Some(Self { path: convert::path(&item.uri)?, uri: item.uri, text: item.text.into() })
    }

    /// Applies the client's changes in their order.
    pub(crate) fn change(&mut self, params: lsp::DidChangeTextDocumentParams, encoding: Encoding) {
        for change in params.content_changes {
            self.text = match change.range {
                Some(range) => documents::splice(&self.text, range, &change.text, encoding).into(),
                None => change.text.into(),
            };
        }
    }
}
