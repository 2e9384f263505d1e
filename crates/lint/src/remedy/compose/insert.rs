//! Puts items into lists and keys into mappings, in block and in flow style.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Entry, Node, Style, Value};

use super::{Draft, is_flow};
use crate::Edit;
use crate::remedy::layout::{edit, line_end};

/// A key with what stands below it, one text a line without indentation; nested lines begin with blanks.
pub(super) struct Block {
    /// `name:` and the lines below it.
    pub(super) lines: Vec<String>,
    /// The same between braces.
    pub(super) flow: String,
}

impl<'a> Draft<'a> {
    /// Adds `items` to the list behind the key of `entry`, quoted as the last one there.
    pub(super) fn add_items(self, entry: &'a Entry, items: &[String]) -> Option<Edit> {
        let list = &entry.value;
        match &list.value {
            Value::Sequence(sequence) if sequence.flow => {
                Some(self.into_brackets(list, &quoted(list, items).join(", ")))
            }
            Value::Sequence(sequence) => {
                let dash = sequence.items.last()?.dash?;
                let lines: Vec<String> = quoted(list, items).iter().map(|item| format!("- {item}")).collect();
                Some(self.below(list.outer_span(), self.column(dash.start), &lines))
            }
            Value::Null => {
                let column = self.column(entry.key.outer_span().start) + self.dash_step();
                let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
                Some(self.below(entry.span(), column, &lines))
            }
            _ => None,
        }
    }

    /// Adds a key to the mapping `node` that stands behind `holder`, below its entry `after`, else as the last one.
    pub(super) fn add_entry(self, holder: &'a Entry, after: Option<&'a Entry>, block: &Block) -> Option<Edit> {
        let node = &holder.value;
        match &node.value {
            Value::Mapping(_) if is_flow(node) => Some(self.into_brackets(node, &block.flow)),
            Value::Mapping(mapping) => {
                let last = after.or(mapping.entries.last())?;
                let column = self.column(mapping.entries.first()?.key.outer_span().start);
                Some(self.below(last.span(), column, &block.lines))
            }
            Value::Null => {
                let column = self.column(holder.key.outer_span().start) + self.step();
                Some(self.below(holder.span(), column, &block.lines))
            }
            _ => None,
        }
    }

    /// Adds a key to the top level, behind everything else; with a blank line before it if the others have one.
    pub(super) fn add_top(self, lines: &[String]) -> Option<Edit> {
        let root = self.yaml.root().filter(|root| root.as_mapping().is_some() && !is_flow(root))?;
        let last = root.entries().last()?;
        let text = &self.file.text;
        let apart = self.file.lines.line(last.key.span.start).checked_sub(1).is_some_and(|above| {
            let above = self.file.lines.content(text, above);
            above.text(text).trim().is_empty()
        });
        let column = self.column(last.key.outer_span().start);
        let alone = self.yaml.documents.len() == 1 && !text.lines().any(|line| line == "...");
        let end = if alone { text.trim_end().len() as u32 } else { self.line_behind(root.outer_span()) };
        let gap = if apart || root.entries().len() == 1 { line_end(self.file) } else { "" };
        Some(edit(Span::empty(end), format!("{gap}{}", self.lines(column, lines))))
    }

    /// How far lists stand right of their keys in the file: as the first one does, else as keys do.
    pub(super) fn dash_step(self) -> usize {
        fn first(draft: Draft<'_>, node: &Node) -> Option<usize> {
            node.entries().iter().find_map(|entry| {
                let dash = entry.value.items().first().and_then(|item| item.dash);
                let step =
                    dash.map(|dash| draft.column(dash.start).checked_sub(draft.column(entry.key.outer_span().start)));
                step.flatten().or_else(|| first(draft, &entry.value))
            })
        }
        self.yaml.root().and_then(|root| first(self, root)).unwrap_or_else(|| self.step())
    }

    /// The end of the line that `span` ends on, behind a comment there.
    fn line_behind(self, span: Span) -> u32 {
        let last = self.file.lines.line(span.end.saturating_sub(1).max(span.start));
        self.file.lines.content(&self.file.text, last).end.max(span.end)
    }

    fn below(self, span: Span, column: usize, lines: &[String]) -> Edit {
        edit(Span::empty(self.line_behind(span)), self.lines(column, lines))
    }

    fn lines(self, column: usize, lines: &[String]) -> String {
        let (end, indent) = (line_end(self.file), " ".repeat(column));
        lines.iter().map(|line| format!("{end}{indent}{line}")).collect()
    }

    /// Puts `text` before the closing bracket of `node`.
    fn into_brackets(self, node: &Node, text: &str) -> Edit {
        let inside = Span::new(node.span.start + 1, node.span.end.saturating_sub(1).max(node.span.start + 1));
        let written = inside.text(&self.file.text).trim_end();
        // A colon keeps its blank: it belongs to a key without a value.
        let at = if written.ends_with(':') { inside.end } else { inside.start + written.len() as u32 };
        let separator = match written.chars().last() {
            None => "",
            Some(',') => " ",
            Some(_) => ", ",
        };
        edit(Span::empty(at), format!("{separator}{text}"))
    }
}

/// `items` quoted as the last scalar of `list`.
fn quoted(list: &Node, items: &[String]) -> Vec<String> {
    let style = list.items().iter().rev().find_map(|item| match &item.node.value {
        Value::Scalar(scalar) => Some(scalar.style),
        _ => None,
    });
    let quote = match style {
        Some(Style::SingleQuoted) => "'",
        Some(Style::DoubleQuoted) => "\"",
        _ => "",
    };
    items.iter().map(|item| format!("{quote}{item}{quote}")).collect()
}
