//! `command` and `entrypoint`: a list of words, or a string that is split as the engine does.

use super::node::{Node, Term};
use super::text::{Pieces, Place, Text};
use crate::value::Value;

/// What a container starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// What stands behind the key.
    pub place: Place,
    /// The words: program and arguments; no shell reads them. None where the image's own command is emptied.
    pub words: Vec<Text>,
}

impl Command {
    /// The command that `node` says; `None` for a null, which leaves the image's own.
    pub(super) fn new(node: &Node) -> Option<Self> {
        let words = match &node.term {
            Term::Null | Term::Map(_) => return None,
            Term::List(items) => items.iter().filter_map(Node::scalar).cloned().collect(),
            Term::Scalar(text, _) => split(text),
        };
        Some(Self { place: node.place.clone(), words })
    }
}

/// The words of a string: quotes group and backslashes escape; an operator of a shell ends the command.
fn split(text: &Text) -> Vec<Text> {
    let mut splitter = Splitter { text, words: Vec::new(), word: None };
    splitter.run();
    splitter.words
}

struct Splitter<'a> {
    text: &'a Text,
    words: Vec<Text>,
    word: Option<Word>,
}

/// A word in the making: where it begins, and the ranges of the text that it is made of.
struct Word {
    start: usize,
    ranges: Vec<(usize, usize)>,
}

impl Splitter<'_> {
    fn run(&mut self) {
        let text = self.text.text();
        let (mut quote, mut escaped) = (None, false);
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            match (c, quote) {
                _ if escaped => {
                    escaped = false;
                    self.push(at, end);
                }
                ('\\', None | Some('"')) => {
                    escaped = true;
                    self.open(at);
                }
                (c, Some(open)) if c == open => quote = None,
                (_, Some(_)) => self.push(at, end),
                ('"' | '\'', None) => {
                    quote = Some(c);
                    self.open(at);
                }
                (';' | '&' | '|' | '<' | '>', None) => return self.close(at),
                (c, None) if c.is_whitespace() => self.close(at),
                _ => self.push(at, end),
            }
        }
        self.close(text.len());
    }

    fn open(&mut self, at: usize) -> &mut Word {
        self.word.get_or_insert_with(|| Word { start: at, ranges: Vec::new() })
    }

    fn push(&mut self, at: usize, end: usize) {
        let word = self.open(at);
        match word.ranges.last_mut() {
            Some(last) if last.1 == at => last.1 = end,
            _ => word.ranges.push((at, end)),
        }
    }

    fn close(&mut self, end: usize) {
        let Some(word) = self.word.take() else { return };
        let mut joined =
            Text::new(Value::default(), self.text.place.at(self.text.span(word.start, end)), Pieces::new());
        for (from, to) in word.ranges {
            joined.append(&self.text.slice(from, to));
        }
        self.words.push(joined);
    }
}
