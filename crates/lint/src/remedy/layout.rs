//! Lines of a Dockerfile as edits see them: ends, indentation, insertion and removal of whole lines.

use longshore_model::File;
use longshore_syntax::Span;

use crate::Edit;

/// An edit of the file itself.
pub(super) fn edit(span: Span, text: impl Into<String>) -> Edit {
    Edit { path: None, span, text: text.into() }
}

/// The line end that the file uses: that of its first line.
pub(super) fn line_end(file: &File) -> &'static str {
    let first = file.lines.span(0).text(&file.text);
    if first.ends_with("\r\n") { "\r\n" } else { "\n" }
}

/// Where the line of `offset` starts, and the blanks it starts with.
pub(super) fn line_start(file: &File, offset: u32) -> (u32, &str) {
    let line = file.lines.content(&file.text, file.lines.line(offset));
    let text = line.text(&file.text);
    let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
    (line.start, text.get(..indent).unwrap_or_default())
}

/// Inserts `lines` above the line of `offset`, indented as it is.
pub(super) fn insert_above(file: &File, offset: u32, lines: &[String]) -> Edit {
    let (start, indent) = line_start(file, offset);
    let end = line_end(file);
    let text: String = lines.iter().map(|line| format!("{indent}{line}{end}")).collect();
    edit(Span::empty(start), text)
}

/// Inserts `lines` behind the line that the instruction at `span` ends in, indented as it is.
pub(super) fn insert_below(file: &File, span: Span, lines: &[String]) -> Edit {
    let (_, indent) = line_start(file, span.start);
    let last = file.lines.line(span.end.saturating_sub(1).max(span.start));
    let at = file.lines.content(&file.text, last).end.max(span.end);
    let end = line_end(file);
    let text: String = lines.iter().map(|line| format!("{end}{indent}{line}")).collect();
    edit(Span::empty(at), text)
}

/// Removes all lines that `span` touches.
pub(super) fn remove_lines(file: &File, span: Span) -> Edit {
    let first = file.lines.line(span.start);
    let last = file.lines.line(span.end.saturating_sub(1).max(span.start));
    edit(file.lines.span(first).join(file.lines.span(last)), "")
}

/// `word` as the shell takes it for itself.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+@%:,$~".contains(c);
    if word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}
