//! Where the comments of a compose file silence, and where new ones go.

use longshore_model::File;
use longshore_syntax::Span;
use longshore_syntax::yaml::{Node, Yaml};

use super::{line_start, mark_length, next_line, pragma};

/// The entries and items of a YAML text: what a comment can stand above.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// In the order of their starts; of those that start together the longest first.
    spans: Vec<Span>,
}

impl Things {
    pub(super) fn of(yaml: &Yaml) -> Self {
        let mut things = Self::default();
        yaml.documents.iter().for_each(|document| things.collect(document));
        things.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        things
    }

    fn collect(&mut self, node: &Node) {
        self.spans.extend(node.entries().iter().map(|entry| entry.span()));
        self.spans.extend(node.items().iter().map(|item| item.span()));
        node.children().for_each(|child| self.collect(child));
    }

    /// Where a comment silences: above an entry or item all of that, behind one the same.
    pub(super) fn silenced(&self, file: &File, comment: Span) -> Option<Span> {
        let start = line_start(&file.text, comment.start);
        let first = self.spans.get(self.spans.partition_point(|span| span.start < start))?;
        Some(first.join(comment))
    }

    /// The start of the innermost entry or item around `offset` that begins its line.
    pub(super) fn owner(&self, text: &str, offset: u32) -> Option<u32> {
        let before = self.spans.get(..self.spans.partition_point(|span| span.start <= offset))?;
        let around = before.iter().rev().filter(|span| span.touches(offset)).map(|span| span.start);
        around.into_iter().find(|&start| {
            let indentation = Span::new(line_start(text, start), start).text(text);
            indentation.bytes().all(|byte| byte == b' ')
        })
    }
}

/// The line that `comment` stands on, and the next one where it has its line for itself.
pub(super) fn line(file: &File, comment: Span) -> Span {
    let line = file.lines.line(comment.start);
    let own = file.lines.content(&file.text, line);
    let alone = Span::new(own.start, comment.start).text(&file.text).trim().is_empty();
    if alone && line + 1 < file.lines.count() { own.join(file.lines.content(&file.text, line + 1)) } else { own }
}

/// Where a comment for the whole file goes: first of all, but behind a line by which another linter knows the file.
pub(super) fn top(file: &File) -> u32 {
    let mark = mark_length(&file.text);
    let first = file.lines.content(&file.text, 0);
    let foreign = pragma::read(&file.text, Span::new(mark.min(first.end), first.end)).is_some();
    if foreign { next_line(&file.text, mark) } else { mark }
}
