//! Changes to files as the protocol's workspace edits, in the form that the client understands.

use std::collections::HashMap;
use std::path::PathBuf;

use longshore_lint::Edit;
use longshore_syntax::Span;
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
        let kept = kept_end(&file.source.text, edit);
        let span = Span::new(edit.span.start, edit.span.end - kept as u32);
        let range = convert::range(&file.source.text, &file.source.lines, span, profile.encoding);
        file.edits.push(lsp::TextEdit { range, new_text: edit.text[..edit.text.len() - kept].to_owned() });
    }
    let by_file = by_file.into_iter().map(|(_, file)| file);
    Some(if profile.document_changes { versioned(by_file) } else { plain(by_file) })
}

/// How many bytes of a line end `edit` only puts back at its end. They are left alone: behind the last one begins a line that
/// some clients do not have, and break the file at.
fn kept_end(text: &str, edit: &Edit) -> usize {
    let old = text.get(edit.span.start as usize..edit.span.end as usize).unwrap_or_default();
    let ends = ["\r\n", "\n"].into_iter().filter(|end| old.ends_with(end) && edit.text.ends_with(end));
    ends.map(str::len).max().unwrap_or(0)
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use longshore_model::Workspace;
    use longshore_syntax::LineIndex;
    use serde_json::{Value, json};

    use super::*;

    /// The edit of a Dockerfile and of the file at `other` beside it, as the client gets it.
    fn both(folder: &Path, other: &str, profile: &Profile) -> Option<Value> {
        let uri = convert::uri(&folder.join("Dockerfile")).expect("absolute");
        let source = Source { uri, version: Some(7), text: "FROM a\n".into(), lines: LineIndex::new("FROM a\n") };
        let workspace = Workspace::new(vec![folder.to_owned()]);
        let files = Files { open: &[], workspace: &workspace };
        let edit = |path, text: &str| Edit { path, span: Span::new(0, 0), text: text.to_owned() };
        let edits = [edit(None, "# x\n"), edit(Some(folder.join(other)), "y: 1\n"), edit(None, "# z\n")];
        workspace_edit(&edits, &source, files, profile).map(|edit| json!(edit))
    }

    #[test]
    fn a_line_end_that_is_put_back_is_left_alone() {
        let kept = |old: &str, new: &str| {
            kept_end(old, &Edit { path: None, span: Span::new(0, old.len() as u32), text: new.to_owned() })
        };
        assert_eq!((kept("a\r\n", "b\r\n"), kept("a\n", "b\r\n"), kept("a\n", "b\n")), (2, 1, 1));
        assert_eq!((kept("a\n", ""), kept("", "b\n"), kept("a", "b\n"), kept("\n", "\n")), (0, 0, 0, 1));
    }

    #[test]
    fn two_files_are_edited_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().canonicalize().expect("it is there");
        fs::write(folder.join("compose.yaml"), "services: {}\n").expect("written");
        let uri = |name: &str| convert::uri(&folder.join(name)).expect("absolute").as_str().to_owned();

        let plain = both(&folder, "compose.yaml", &Profile::default()).expect("an edit");
        assert_eq!(plain["changes"][uri("Dockerfile")].as_array().map(Vec::len), Some(2), "{plain}");
        assert_eq!(plain["changes"][uri("compose.yaml")][0]["newText"], "y: 1\n", "{plain}");

        let versioned = Profile { document_changes: true, ..Profile::default() };
        let edits = both(&folder, "compose.yaml", &versioned).expect("an edit");
        let documents: Vec<&Value> =
            edits["documentChanges"].as_array().into_iter().flatten().map(|edit| &edit["textDocument"]).collect();
        let expected =
            [json!({ "uri": uri("Dockerfile"), "version": 7 }), json!({ "uri": uri("compose.yaml"), "version": null })];
        assert_eq!(documents, expected.iter().collect::<Vec<_>>());
    }

    #[test]
    fn a_file_is_created_only_where_the_client_can_and_the_workspace_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = folder.path().canonicalize().expect("it is there");
        let creates = Profile { document_changes: true, creates: true, ..Profile::default() };
        let edits = both(&folder, ".dockerignore", &creates).expect("an edit");
        assert_eq!(edits["documentChanges"][1]["kind"], "create", "{edits}");
        assert_eq!(both(&folder, ".dockerignore", &Profile::default()), None);
        assert_eq!(both(&folder, "../outside", &creates), None);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/nowhere", folder.join("link")).expect("a link");
            assert_eq!(both(&folder, "link", &creates), None);
        }
    }
}
