//! Files in one text: each begins with `//- path`, and `<|>` in one of them is the cursor.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_ide::{hover, lenses};
use longshore_model::{File, Workspace, language};
use longshore_syntax::{Encoding, Span};

const CURSOR: &str = "<|>";

/// A workspace and the place of the cursor; that of the first file where there is none.
struct Fixture {
    workspace: Workspace,
    file: Arc<File>,
    offset: u32,
}

impl Fixture {
    fn new(text: &str) -> Self {
        let mut workspace = Workspace::new(vec![PathBuf::from("/w")]);
        let mut cursor = None;
        let (mut compose, mut first) = (BTreeSet::new(), None);
        for part in text.split("//- ").skip(1) {
            let (name, text) = part.split_once('\n').expect("a line with the path");
            let path = Path::new("/w").join(name.trim());
            let at = text.find(CURSOR);
            let text = text.replace(CURSOR, "");
            match language(&path, None) {
                Some(language) => {
                    let file = Arc::new(File::new(path.clone(), language, &text));
                    first.get_or_insert_with(|| Arc::clone(&file));
                    cursor = cursor.or(at.map(|at| (Arc::clone(&file), at as u32)));
                    if language == longshore_syntax::Language::Compose {
                        compose.insert(path);
                    }
                    workspace.insert(file);
                }
                None => workspace.set_text(&path, Some(text.into())),
            }
        }
        workspace.set_compose_files(compose);
        let (file, offset) = cursor.unwrap_or_else(|| (first.expect("a file"), 0));
        Self { workspace, file, offset }
    }

    /// The line in which `span` begins, with carets below it.
    fn carets(&self, span: Span) -> String {
        let (text, lines) = (&self.file.text, &self.file.lines);
        let line = lines.line(span.start);
        let content = lines.content(text, line);
        let before = lines.position(text, span.start, Encoding::Utf32).column as usize;
        let end = span.end.min(content.end);
        let width = Span::new(span.start, end).text(text).chars().count().max(1);
        format!("{}\n{}{}\n", content.text(text), " ".repeat(before), "^".repeat(width))
    }
}

/// The hover at the cursor.
pub(crate) fn hovered(text: &str) -> String {
    let fixture = Fixture::new(text);
    match hover(&fixture.workspace, &fixture.file, fixture.offset) {
        Some(hover) => format!("{}{}\n", fixture.carets(hover.span), hover.prose.plain()),
        None => "nothing\n".to_owned(),
    }
}

/// The lenses of the first file.
pub(crate) fn lensed(text: &str) -> String {
    let fixture = Fixture::new(text);
    let mut out = String::new();
    for lens in lenses(&fixture.workspace, &fixture.file) {
        let _ = writeln!(out, "{}{}", fixture.carets(lens.span), lens.title);
    }
    out
}
