//! Changes to files as the protocol's workspace edits, in the form that the client understands.

use std::collections::HashMap;
use std::path::PathBuf;

use longshore_lint::Edit;
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::convert;
use crate::files::{Files, Source};

/// The edit of one file.
struct FileEdit {
    source: Source,
    /// Whether the file has to be created first.
    create: bool,
    edits: Vec<lsp::TextEdit>,
}

/// `edits`, of which those without a path belong to `source`. `None` where one of them cannot be made: another file
/// is not there or may not be read, or the client cannot create one.
pub(crate) fn workspace_edit(
    edits: &[Edit],
    source: &Source,
    files: Files<'_>,
    profile: &Profile,
) -> Option<lsp::WorkspaceEdit> {
    let mut by_file: Vec<(Option<&PathBuf>, FileEdit)> = Vec::new();
    for edit in edits {
        let path = edit.path.as_ref();
        let index = match by_file.iter().position(|(known, _)| *known == path) {
            Some(index) => index,
            None => {
                by_file.push((path, file_edit(path, source, files, profile)?));
                by_file.len() - 1
            }
        };
        let (_, file) = by_file.get_mut(index)?;
        let range = convert::range(&file.source.text, &file.source.lines, edit.span, profile.encoding);
        file.edits.push(lsp::TextEdit { range, new_text: edit.text.clone() });
    }
    let by_file = by_file.into_iter().map(|(_, file)| file);
    Some(if profile.document_changes { versioned(by_file) } else { plain(by_file) })
}

fn file_edit(path: Option<&PathBuf>, source: &Source, files: Files<'_>, profile: &Profile) -> Option<FileEdit> {
    let edits = Vec::new();
    let Some(path) = path else { return Some(FileEdit { source: source.clone(), create: false, edits }) };
    if let Some(source) = files.source(path) {
        return Some(FileEdit { source, create: false, edits });
    }
    let creates = profile.creates && files.is_free(path);
    let uri = convert::uri(path).filter(|_| creates)?;
    let source = Source { uri, version: None, text: "".into(), lines: longshore_syntax::LineIndex::new("") };
    Some(FileEdit { source, create: true, edits })
}

fn versioned(files: impl Iterator<Item = FileEdit>) -> lsp::WorkspaceEdit {
    let mut operations = Vec::new();
    for file in files {
        if file.create {
            let create = lsp::CreateFile { uri: file.source.uri.clone(), options: None, annotation_id: None };
            operations.push(lsp::DocumentChangeOperation::Op(lsp::ResourceOp::Create(create)));
        }
        operations.push(lsp::DocumentChangeOperation::Edit(lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier {
                uri: file.source.uri,
                version: file.source.version,
            },
            edits: file.edits.into_iter().map(lsp::OneOf::Left).collect(),
        }));
    }
    let document_changes = Some(lsp::DocumentChanges::Operations(operations));
    lsp::WorkspaceEdit { document_changes, ..Default::default() }
}

fn plain(files: impl Iterator<Item = FileEdit>) -> lsp::WorkspaceEdit {
    let changes: HashMap<_, _> = files.map(|file| (file.source.uri, file.edits)).collect();
    lsp::WorkspaceEdit { changes: Some(changes), ..Default::default() }
}
