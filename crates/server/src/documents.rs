//! The open documents: their text as the client has it, and what was derived from it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_ide::Lens;
use longshore_model::File;
use longshore_syntax::{Document, Encoding, Language, LineIndex};
use tower_lsp::ls_types as lsp;

use crate::convert;
use crate::diagnostics::Findings;

/// An open document.
#[derive(Debug)]
pub(crate) struct Open {
    /// Its address, as the client spells it.
    pub(crate) uri: lsp::Uri,
    /// Its path; for a document without one, a name that fits.
    pub(crate) path: PathBuf,
    /// Whether the path is one of the file system.
    pub(crate) on_disk: bool,
    /// The client's version of the text.
    pub(crate) version: i32,
    /// The text. It is kept beside the parsed document so that no failure of the analysis can damage it.
    pub(crate) text: Arc<str>,
    /// What was found in this version; `None` until somebody asks.
    pub(crate) findings: Option<Arc<Findings>>,
    /// Whether something else changed since that the findings may depend on.
    pub(crate) stale: bool,
    /// What this version means; `None` until somebody asks.
    pub(crate) file: Option<Arc<File>>,
    /// The lenses that the client was given for this version; `None` until it asks.
    pub(crate) lenses: Option<Vec<Lens>>,
    /// Its language.
    pub(crate) language: Language,
    document: Option<Document>,
}

impl Open {
    /// The document that the client opened; `None` where it is none of ours.
    pub(crate) fn new(item: &lsp::TextDocumentItem) -> Option<Self> {
        let path = convert::path(&item.uri);
        let on_disk = path.is_some();
        let path = path.unwrap_or_else(|| PathBuf::from(item.uri.path().as_str()));
        let language = longshore_model::language(&path, Some(&item.language_id))?;
        Some(Self {
            uri: item.uri.clone(),
            path,
            on_disk,
            version: item.version,
            text: item.text.as_str().into(),
            findings: None,
            stale: false,
            file: None,
            lenses: None,
            language,
            document: None,
        })
    }

    /// The folder it stands in, if it stands somewhere.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.path.parent().filter(|_| self.on_disk)
    }

    /// Applies the client's changes in their order.
    pub(crate) fn change(&mut self, params: lsp::DidChangeTextDocumentParams, encoding: Encoding) {
        self.version = params.text_document.version;
        self.findings = None;
        self.file = None;
        self.lenses = None;
        for change in params.content_changes {
            match change.range {
                Some(range) => self.edit(range, &change.text, encoding),
                None => {
                    self.document = None;
                    self.text = change.text.into();
                }
            }
        }
    }

    /// The incremental way first; if it panics, the plain one, and the document is parsed anew when it is needed.
    fn edit(&mut self, range: lsp::Range, new: &str, encoding: Encoding) {
        if let Some(mut document) = self.document.take() {
            let (start, end) = (convert::position(range.start), convert::position(range.end));
            let edited = catch_unwind(AssertUnwindSafe(|| {
                document.edit(start, end, encoding, new);
                document
            }));
            if let Ok(document) = edited {
                self.text = document.text();
                self.document = Some(document);
                return;
            }
        }
        self.text = splice(&self.text, range, new, encoding).into();
    }

    /// The file that it is now.
    pub(crate) fn file(&mut self) -> Arc<File> {
        if let Some(file) = &self.file {
            return Arc::clone(file);
        }
        let (language, text) = (self.language, &self.text);
        let document = self.document.get_or_insert_with(|| Document::new(language, text));
        let file = Arc::new(File::of(self.path.clone(), document));
        self.file = Some(Arc::clone(&file));
        file
    }

    /// A file with its text and no meaning, for when its meaning cannot be had.
    pub(crate) fn bare_file(&self) -> File {
        File::new(self.path.clone(), Language::Compose, &self.text)
    }

    /// Drops everything that was derived from the text.
    pub(crate) fn forget(&mut self) {
        self.document = None;
        self.file = None;
        self.findings = None;
    }

    /// Leaves the parsed document in a state that does not fit the text, as a bug would.
    #[cfg(feature = "inject-panic")]
    pub(crate) fn damage(&mut self) {
        self.document = Some(Document::new(self.language, "RUN damaged"));
    }
}

/// `text` with `range`, in columns of `encoding`, replaced by `new`.
pub(crate) fn splice(text: &str, range: lsp::Range, new: &str, encoding: Encoding) -> String {
    let span = convert::span(text, &LineIndex::new(text), range, encoding).range();
    let (before, after) = (text.get(..span.start).unwrap_or_default(), text.get(span.end..).unwrap_or_default());
    [before, new, after].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(uri: &str, language: &str) -> Option<Open> {
        Open::new(&lsp::TextDocumentItem {
            uri: uri.parse().expect("an address"),
            language_id: language.to_owned(),
            version: 1,
            text: "FROM a\n".to_owned(),
        })
    }

    #[test]
    fn names_decide_before_language_ids() {
        let language = |uri, id| open(uri, id).map(|open| open.language);
        assert_eq!(language("file:///a/Dockerfile", "plaintext"), Some(Language::Dockerfile));
        assert_eq!(language("file:///a/compose.yaml", "dockerfile"), Some(Language::Compose));
        assert_eq!(language("untitled:Untitled-1", "dockerfile"), Some(Language::Dockerfile));
        assert_eq!(language("file:///a/values.yaml", "yaml"), None);
    }

    #[test]
    fn both_ways_of_editing_agree() {
        let range = |a, b, c, d| lsp::Range::new(lsp::Position::new(a, b), lsp::Position::new(c, d));
        for (range, new) in [(range(0, 5, 0, 6), "é\r\n"), (range(0, 3, 0, 1), "x"), (range(5, 0, 9, 9), "z")] {
            let (mut parsed, mut plain) = (open("file:///Dockerfile", ""), open("file:///Dockerfile", ""));
            if let (Some(parsed), Some(plain)) = (&mut parsed, &mut plain) {
                drop(parsed.file());
                parsed.edit(range, new, Encoding::Utf16);
                plain.edit(range, new, Encoding::Utf16);
                assert_eq!(parsed.text, plain.text);
            }
        }
    }
}
