//! Lists, pipelines and simple commands.

use super::bytes::{DELIMITER, continues_name, starts_name};
use super::parser::Parser;
use super::word::Mode;
use super::{
    Assignment, Command, CommandKind, Function, Item, Operator, Part, PartKind, Pipeline, Script, Simple, Word,
};

/// The reserved words and operators that end a list, as bits.
pub(super) mod stops {
    pub(in super::super) const PAREN: u16 = 1;
    pub(in super::super) const BRACE: u16 = 1 << 1;
    pub(in super::super) const THEN: u16 = 1 << 2;
    pub(in super::super) const ELIF: u16 = 1 << 3;
    pub(in super::super) const ELSE: u16 = 1 << 4;
    pub(in super::super) const FI: u16 = 1 << 5;
    pub(in super::super) const DO: u16 = 1 << 6;
    pub(in super::super) const DONE: u16 = 1 << 7;
    pub(in super::super) const ESAC: u16 = 1 << 8;
    pub(in super::super) const CASE_END: u16 = 1 << 9;
}

const STOP_WORDS: &[(&str, u16)] = &[
    ("}", stops::BRACE),
    ("then", stops::THEN),
    ("elif", stops::ELIF),
    ("else", stops::ELSE),
    ("fi", stops::FI),
    ("do", stops::DO),
    ("done", stops::DONE),
    ("esac", stops::ESAC),
];

impl Parser<'_> {
    /// Reads commands up to one of `stops`, one that an enclosing construct waits for, or the end.
    pub(super) fn list(&mut self, stops: u16) -> Script {
        let outer = self.stops;
        self.stops |= stops;
        let mut items = Vec::new();
        loop {
            self.lines();
            if self.at_end() {
                break;
            }
            let (stop, width) = self.stop();
            if stop & self.stops != 0 {
                break;
            }
            items.push(if stop == 0 { self.item() } else { self.stray(width) });
        }
        self.stops = outer;
        Script { items }
    }

    /// What stands here that may end a list, and its width; 0 where a command goes on.
    pub(super) fn stop(&self) -> (u16, usize) {
        match self.here() {
            b')' => (stops::PAREN, 1),
            b';' => match (self.next(), self.byte(self.pos + 2)) {
                (b';', b'&') => (stops::CASE_END, 3),
                (b';' | b'&', _) => (stops::CASE_END, 2),
                _ => (0, 0),
            },
            b'}' | b't' | b'e' | b'f' | b'd' => {
                let word = STOP_WORDS.iter().find(|(word, _)| self.at_word(word));
                word.map_or((0, 0), |&(word, stop)| (stop, word.len()))
            }
            _ => (0, 0),
        }
    }

    /// Passes `stop` if it stands here.
    pub(super) fn take_stop(&mut self, stop: u16) -> bool {
        let (found, width) = self.stop();
        if found == stop && !self.at_end() {
            self.token(width);
        }
        found == stop
    }

    fn item(&mut self) -> Item {
        let Some(command) = self.pipeline() else {
            let double = self.here() == self.next() && matches!(self.here(), b'&' | b'|');
            return self.stray(if double { 2 } else { 1 });
        };
        self.blanks();
        let (operator, width) = match (self.here(), self.next()) {
            (b'&', b'&') => (Operator::And, 2),
            (b'|', b'|') => (Operator::Or, 2),
            (b';', b';' | b'&') => (Operator::End, 0),
            (b';' | b'\n', _) => (Operator::Semi, 1),
            (b'&', _) => (Operator::Background, 1),
            _ => (Operator::End, 0),
        };
        let operator_span =
            if width == 0 { crate::Span::empty(command.span.end) } else { self.span(self.pos, self.pos + width) };
        // A line feed stays for `lines`, which reads the here-documents behind it.
        if self.here() == b'\n' {
            self.last = self.pos + 1;
        } else {
            self.token(width);
        }
        Item { command, operator, operator_span }
    }

    /// A token of `width` bytes that no command begins with.
    fn stray(&mut self, width: usize) -> Item {
        let start = self.pos;
        self.token(width);
        let command = self.command_from(start, CommandKind::Opaque);
        let operator_span = crate::Span::empty(command.span.end);
        Item { command, operator: Operator::End, operator_span }
    }

    /// The command of `kind` from `start` to the last token.
    pub(super) fn command_from(&self, start: usize, kind: CommandKind) -> Command {
        Command { span: self.span(start, self.last), kind, redirects: Vec::new() }
    }

    /// Reads commands joined with `|`; nothing where no command stands here.
    fn pipeline(&mut self) -> Option<Command> {
        let start = self.pos;
        let mut negated = false;
        while self.take_word("!") {
            negated = true;
            self.blanks();
        }
        let Some(first) = self.piped_command() else {
            return negated.then(|| self.command_from(start, CommandKind::Opaque));
        };
        self.blanks();
        if !negated && !self.at_pipe() {
            return Some(first);
        }
        let mut commands = vec![first];
        while self.at_pipe() {
            self.token(if self.next() == b'&' { 2 } else { 1 });
            self.lines();
            let Some(command) = self.piped_command() else { break };
            commands.push(command);
            self.blanks();
        }
        Some(self.command_from(start, CommandKind::Pipeline(Pipeline { negated, commands })))
    }

    fn at_pipe(&self) -> bool {
        self.here() == b'|' && self.next() != b'|'
    }

    /// Reads a command, if the list does not end here.
    fn piped_command(&mut self) -> Option<Command> {
        if self.at_end() || self.stop().0 & self.stops != 0 { None } else { self.command() }
    }

    /// Reads assignments, words and redirects, or a function's definition; nothing where none stands here.
    pub(super) fn simple(&mut self) -> Option<Command> {
        let start = self.pos;
        let mut simple =
            Simple { span: crate::Span::default(), assignments: Vec::new(), words: Vec::new(), redirects: Vec::new() };
        while !self.at_end() {
            if let Some(redirect) = self.redirect() {
                simple.redirects.push(redirect);
            } else if self.here() == b'(' {
                if self.defines(&simple) {
                    return self.definition(start, simple.words);
                }
                simple.words.push(self.parenthesis());
            } else if matches!(self.here(), b';' | b'&' | b'|' | b')' | b'\n') {
                break;
            } else if let Some(assignment) = self.assignment(&simple) {
                simple.assignments.push(assignment);
            } else {
                simple.words.push(self.word());
            }
            self.blanks();
        }
        if self.last <= start {
            return None;
        }
        simple.span = self.span(start, self.last);
        Some(Command { span: simple.span, kind: CommandKind::Simple(simple), redirects: Vec::new() })
    }

    /// Reads the assignment here, if the words of `simple` have not begun.
    fn assignment(&mut self, simple: &Simple) -> Option<Assignment> {
        if !simple.words.is_empty() || !starts_name(self.here()) {
            return None;
        }
        let start = self.pos;
        let mut name_end = start;
        while continues_name(self.byte(name_end)) {
            name_end += 1;
        }
        let mut at = self.behind_index(name_end)?;
        let append = self.byte(at) == b'+';
        if append {
            at += 1;
        }
        if self.byte(at) != b'=' {
            return None;
        }
        self.pos = at;
        self.token(1);
        let value = self.word_in(Mode::Value);
        Some(Assignment {
            span: self.span(start, self.last),
            name: self.slice(start, name_end).to_owned(),
            name_span: self.span(start, name_end),
            append,
            value,
        })
    }

    /// Where the index that begins at `at` ends; `at` if there is none, nothing if it is not closed.
    fn behind_index(&self, at: usize) -> Option<usize> {
        if self.byte(at) != b'[' {
            return Some(at);
        }
        let mut depth = 0usize;
        let mut end = at;
        while end < self.end && !DELIMITER[self.byte(end) as usize] {
            match self.byte(end) {
                b'[' => depth += 1,
                b']' if depth == 1 => return Some(end + 1),
                b']' => depth -= 1,
                _ => {}
            }
            end += 1;
        }
        None
    }

    /// Whether `()` stands here behind a function's name.
    fn defines(&self, simple: &Simple) -> bool {
        let mut at = self.pos + 1;
        while matches!(self.byte(at), b' ' | b'\t') {
            at += 1;
        }
        let named = simple.words.len() == 1 && simple.assignments.is_empty() && simple.redirects.is_empty();
        named && self.byte(at) == b')'
    }

    fn definition(&mut self, start: usize, mut words: Vec<Word>) -> Option<Command> {
        let name = words.pop()?;
        Some(self.function_from(start, name))
    }

    /// Reads the brackets and the body behind a function's name.
    pub(super) fn function_from(&mut self, start: usize, name: Word) -> Command {
        self.blanks();
        if self.take(b'(') {
            self.blanks();
            self.take(b')');
        }
        self.lines();
        let body = self.nested(Self::piped_command).flatten().map(Box::new);
        self.command_from(start, CommandKind::Function(Function { name, body }))
    }

    /// A bracket where no shell has one.
    fn parenthesis(&mut self) -> Word {
        let start = self.pos;
        self.parentheses();
        let span = self.span(start, self.pos);
        Word { span, parts: vec![Part { span, quoted: false, kind: PartKind::Opaque }] }
    }
}
