//! Short texts with code and places, which are written as Markdown or plainly.

use std::path::{Path, PathBuf};

use longshore_lint::Rule;
use longshore_model::{File, Workspace};
use longshore_syntax::{LineIndex, Span};

/// A heading and a list of facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// What it is about.
    pub head: Line,
    /// What is known.
    pub facts: Vec<Line>,
}

/// A line of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Piece>);

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Plain words without anything that Markdown would read.
    Words(String),
    /// A name, path or setting, as it is.
    Code(String),
    /// A place in a file.
    Place {
        /// How it is shown: `file:line`, the file as the workspace folder sees it.
        label: String,
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// The page of a rule.
    Rule(&'static Rule),
}

impl Prose {
    /// The text as Markdown. `address` gives the address of a line, from 1, of a file; where it gives none, the place
    /// is no link.
    #[must_use]
    pub fn markdown(&self, address: &dyn Fn(&Path, u32) -> Option<String>) -> String {
        self.written(|piece| piece.markdown(address), "\n\n- ", "\n- ")
    }

    /// The text without any marks.
    #[must_use]
    pub fn plain(&self) -> String {
        self.written(Piece::plain, "\n", "\n")
    }

    fn written(&self, piece: impl Fn(&Piece) -> String, first: &str, next: &str) -> String {
        let line = |line: &Line| line.0.iter().map(&piece).collect::<String>();
        let facts: Vec<String> = self.facts.iter().map(line).collect();
        let head = line(&self.head);
        if facts.is_empty() { head } else { format!("{head}{first}{}", facts.join(next)) }
    }
}

impl Line {
    /// A line that begins with `words`.
    pub(crate) fn new(words: &str) -> Self {
        Self::default().words(words)
    }

    pub(crate) fn words(mut self, words: &str) -> Self {
        self.0.push(Piece::Words(words.to_owned()));
        self
    }

    pub(crate) fn code(mut self, code: impl ToString) -> Self {
        self.0.push(Piece::Code(code.to_string()));
        self
    }

    pub(crate) fn piece(mut self, piece: Piece) -> Self {
        self.0.push(piece);
        self
    }
}

impl Piece {
    fn plain(&self) -> String {
        match self {
            Self::Words(text) | Self::Code(text) => text.clone(),
            Self::Place { label, .. } => label.clone(),
            Self::Rule(rule) => rule.name.to_owned(),
        }
    }

    fn markdown(&self, address: &dyn Fn(&Path, u32) -> Option<String>) -> String {
        let link = |label: String, address: Option<String>| match address {
            Some(address) => format!("[{label}]({address})"),
            None => label,
        };
        match self {
            Self::Words(text) => text.clone(),
            Self::Code(text) => code(text),
            Self::Place { label, path, line } => link(code(label), address(path, *line)),
            Self::Rule(rule) => link(code(rule.name), Some(rule.url())),
        }
    }
}

/// `text` as a code span: between more backticks than it has in a row, on one line.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let blank = if longest > 0 { " " } else { "" };
    format!("{marks}{blank}{text}{blank}{marks}")
}

/// Where places are seen from: a file in its workspace.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) file: &'a File,
}

impl View<'_> {
    /// Where `span` begins in the file at `path`.
    pub(crate) fn place(&self, path: &Path, span: Span) -> Piece {
        let line = if path == self.file.path {
            self.file.lines.line(span.start)
        } else {
            self.workspace.text(path).map_or(0, |text| LineIndex::new(&text).line(span.start))
        };
        let line = line + 1;
        let label = format!("{}:{line}", self.workspace.relative(path).display());
        Piece::Place { label, path: path.to_owned(), line }
    }

    /// Where `span` begins in the file itself.
    pub(crate) fn here(&self, span: Span) -> Piece {
        self.place(&self.file.path, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_holds_backticks_and_ends_no_line() {
        assert_eq!(code("/a"), "`/a`");
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("``"), "``` `` ```");
        assert_eq!(code("a\nb"), "`a b`");
    }

    #[test]
    fn places_are_links_where_they_have_an_address() {
        let place = Piece::Place { label: "a b/Dockerfile:3".to_owned(), path: "/w/a b/Dockerfile".into(), line: 3 };
        let prose = Prose {
            head: Line::default().code("/data"),
            facts: vec![Line::new("made at ").piece(place), Line::new("x")],
        };
        assert_eq!(prose.plain(), "/data\nmade at a b/Dockerfile:3\nx");
        let linked = prose.markdown(&|_, line| Some(format!("file:///w#L{line}")));
        assert_eq!(linked, "`/data`\n\n- made at [`a b/Dockerfile:3`](file:///w#L3)\n- x");
        assert_eq!(prose.markdown(&|_, _| None), "`/data`\n\n- made at `a b/Dockerfile:3`\n- x");
    }
}
