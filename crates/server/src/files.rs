//! The texts of files other than the one at hand: open documents win over the workspace, that over the disk.

use std::path::Path;
use std::sync::Arc;

use longshore_model::Workspace;
use longshore_model::workspace::Kind;
use longshore_syntax::LineIndex;
use tower_lsp::ls_types as lsp;

use crate::convert;
use crate::documents::Open;

/// A text with what is needed to name places in it.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Its address.
    pub(crate) uri: lsp::Uri,
    /// The client's version, where the document is open.
    pub(crate) version: Option<i32>,
    /// The text.
    pub(crate) text: Arc<str>,
    /// Its lines.
    pub(crate) lines: LineIndex,
}

/// Where texts are found.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a> {
    pub(crate) open: &'a [Open],
    pub(crate) workspace: &'a Workspace,
}

impl Files<'_> {
    /// The text at `path`. Nothing outside the workspace folders is read; `None` where there is no such text.
    pub(crate) fn source(self, path: &Path) -> Option<Source> {
        if let Some(open) = self.open.iter().find(|open| open.path == path) {
            let lines = LineIndex::new(&open.text);
            return Some(Source { uri: open.uri.clone(), version: Some(open.version), text: open.text.clone(), lines });
        }
        let uri = convert::uri(path)?;
        let text = self.workspace.text(path)?;
        let lines = LineIndex::new(&text);
        Some(Source { uri, version: None, text, lines })
    }

    /// Whether there is nothing at `path`, not even a link that leads nowhere, and a file may be created there: in a
    /// folder of the workspace.
    pub(crate) fn is_free(self, path: &Path) -> bool {
        let in_folder = path.parent().is_some_and(|folder| self.workspace.kind(folder) == Some(Kind::Folder));
        in_folder && path.symlink_metadata().is_err() && !self.open.iter().any(|open| open.path == path)
    }
}
