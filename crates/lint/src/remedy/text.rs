//! Fixes of the text itself: a word put in the place of another, blanks and lines taken away.

use longshore_model::File;
use longshore_syntax::Span;

use super::layout::{edit, remove_lines};
use crate::{Edit, Fix, Safety};

/// A fix of several edits.
pub(crate) fn rewrite(title: impl Into<String>, safety: Safety, mut edits: Vec<Edit>) -> Fix {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    Fix { title: title.into(), safety, preferred: false, edits }
}

/// The edit that puts `text` in the place of `span`.
pub(crate) fn put(span: Span, text: impl Into<String>) -> Edit {
    edit(span, text)
}

/// Replaces the word at `span`.
pub(crate) fn rename(safety: Safety, span: Span, text: &str) -> Fix {
    rewrite(format!("Write `{text}`"), safety, vec![edit(span, text)])
}

/// The edit that takes the word at `span` away, with the blanks behind it.
pub(crate) fn cut(file: &File, span: Span) -> Edit {
    let rest = Span::new(span.end, file.text.len() as u32).text(&file.text);
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    edit(Span::new(span.start, span.end + blanks as u32), "")
}

/// The edit that takes away all lines that `span` touches.
pub(crate) fn delete_lines(file: &File, span: Span) -> Edit {
    remove_lines(file, span)
}
