//! Compound commands: groups, conditions, loops, `case`, and bash's brackets.

use super::command::stops;
use super::parser::Parser;
use super::word::Mode;
use super::{Case, Command, CommandKind, For, If, Script, While, Word};

/// How a compound command is read behind its first word.
type Read = fn(&mut Parser<'_>) -> CommandKind;

/// The reserved words that begin a compound command.
const OPENERS: &[(&str, Read)] = &[
    ("{", |parser| parser.group()),
    ("[[", |parser| parser.test()),
    ("if", |parser| parser.condition()),
    ("for", |parser| parser.for_loop()),
    ("case", |parser| parser.case()),
    ("while", |parser| parser.while_loop(false)),
    ("until", |parser| parser.while_loop(true)),
    ("select", |parser| parser.named_loop(true)),
];

impl Parser<'_> {
    /// Reads the command here, if there is one.
    pub(super) fn command(&mut self) -> Option<Command> {
        let start = self.pos;
        match self.here() {
            b'(' => Some(self.compound(start, |parser| parser.subshell())),
            b'f' if self.take_word("function") => {
                self.blanks();
                Some(self.function(start))
            }
            b'{' | b'[' | b'i' | b'f' | b'c' | b'w' | b'u' | b's' => {
                match OPENERS.iter().find(|(word, _)| self.take_word(word)) {
                    Some(&(_, read)) => Some(self.compound(start, read)),
                    None => self.simple(),
                }
            }
            _ => self.simple(),
        }
    }

    fn compound(&mut self, start: usize, read: Read) -> Command {
        let kind = self.nested(read).unwrap_or(CommandKind::Opaque);
        let mut redirects = Vec::new();
        self.blanks();
        while let Some(redirect) = self.redirect() {
            redirects.push(redirect);
            self.blanks();
        }
        Command { span: self.span(start, self.last), kind, redirects }
    }

    fn function(&mut self, start: usize) -> Command {
        if self.at_end() || matches!(self.here(), b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>' | b'\n') {
            return self.command_from(start, CommandKind::Opaque);
        }
        let name = self.word();
        self.function_from(start, name)
    }

    fn subshell(&mut self) -> CommandKind {
        if let Some(end) = self.arithmetic_end(self.pos) {
            return self.arithmetic(self.pos + 2, end).map_or(CommandKind::Opaque, CommandKind::Arithmetic);
        }
        self.token(1);
        let script = self.list(stops::PAREN);
        self.take(b')');
        CommandKind::Subshell(script)
    }

    fn group(&mut self) -> CommandKind {
        let script = self.list(stops::BRACE);
        self.take_stop(stops::BRACE);
        CommandKind::Group(script)
    }

    fn condition(&mut self) -> CommandKind {
        const NEXT: u16 = stops::ELIF | stops::ELSE | stops::FI;
        let mut arms = Vec::new();
        let mut otherwise = None;
        loop {
            let condition = self.list(stops::THEN | NEXT);
            self.take_stop(stops::THEN);
            let body = self.list(NEXT);
            arms.push((condition, body));
            if !self.take_stop(stops::ELIF) {
                break;
            }
        }
        if self.take_stop(stops::ELSE) {
            otherwise = Some(self.list(stops::FI));
        }
        self.take_stop(stops::FI);
        CommandKind::If(If { arms, otherwise })
    }

    fn while_loop(&mut self, until: bool) -> CommandKind {
        let condition = self.list(stops::DO | stops::DONE);
        let body = self.loop_body();
        CommandKind::While(While { until, condition, body })
    }

    /// Reads `do list done`, or `{ list }`, which shells take too behind `for`.
    fn loop_body(&mut self) -> Script {
        self.lines();
        if self.take_stop(stops::DO) {
            let body = self.list(stops::DONE);
            self.take_stop(stops::DONE);
            body
        } else if self.take_word("{") {
            let body = self.list(stops::BRACE);
            self.take_stop(stops::BRACE);
            body
        } else {
            // Without `do` there is no body to find, but `done` is this loop's.
            self.take_stop(stops::DONE);
            Script::default()
        }
    }

    fn for_loop(&mut self) -> CommandKind {
        self.blanks();
        let Some(end) = self.arithmetic_end(self.pos) else { return self.named_loop(false) };
        let Some(header) = self.arithmetic(self.pos + 2, end) else { return CommandKind::Opaque };
        self.separator();
        CommandKind::ForArithmetic(header, self.loop_body())
    }

    fn named_loop(&mut self, select: bool) -> CommandKind {
        self.blanks();
        let variable = if self.at_argument() { self.word() } else { self.missing_word() };
        self.lines();
        let words = self.take_word("in").then(|| self.arguments());
        self.separator();
        CommandKind::For(For { select, variable, words, body: self.loop_body() })
    }

    /// Passes `;` and line ends.
    fn separator(&mut self) {
        self.lines();
        if self.here() == b';' && self.next() != b';' {
            self.token(1);
        }
        self.lines();
    }

    /// Whether a word stands here.
    fn at_argument(&self) -> bool {
        match self.here() {
            _ if self.at_end() => false,
            b';' | b'&' | b'|' | b'(' | b')' | b'\n' => false,
            b'<' | b'>' => self.next() == b'(',
            _ => true,
        }
    }

    fn missing_word(&self) -> Word {
        Word { span: self.span(self.last, self.last), parts: Vec::new() }
    }

    fn arguments(&mut self) -> Vec<Word> {
        let mut words = Vec::new();
        self.blanks();
        while self.at_argument() {
            words.push(self.word());
            self.blanks();
        }
        words
    }

    fn case(&mut self) -> CommandKind {
        self.blanks();
        let subject = if self.at_argument() { self.word() } else { self.missing_word() };
        self.lines();
        let mut arms = Vec::new();
        if self.take_word("in") {
            self.lines();
            while !self.at_end() && !self.at_word("esac") {
                let Some(arm) = self.arm() else { break };
                arms.push(arm);
                self.lines();
            }
        }
        self.take_stop(stops::ESAC);
        CommandKind::Case(Case { subject, arms })
    }

    /// Reads `pattern) list;;`; nothing, and nothing is passed, where no pattern stands here.
    fn arm(&mut self) -> Option<(Vec<Word>, Script)> {
        let place = self.place();
        self.take(b'(');
        let mut patterns = Vec::new();
        loop {
            self.blanks();
            if self.at_argument() {
                patterns.push(self.word());
            }
            self.blanks();
            if !self.take(b'|') {
                break;
            }
        }
        if !self.take(b')') && (patterns.is_empty() || self.may_retry()) {
            self.go_back(place);
            return None;
        }
        let script = self.list(stops::CASE_END | stops::ESAC);
        self.take_stop(stops::CASE_END);
        Some((patterns, script))
    }

    /// Reads the words between `[[` and `]]`, brackets and operators among them.
    fn test(&mut self) -> CommandKind {
        let mut words = Vec::new();
        let mut goes_on = true;
        let mut regex = false;
        loop {
            self.blanks();
            if goes_on || matches!(self.here(), b'\n') && self.test_goes_on() {
                self.lines();
            }
            if self.at_end() || self.take_word("]]") || matches!(self.here(), b'\n' | b';') {
                break;
            }
            let start = self.pos;
            words.push(if regex { self.word_in(Mode::Regex) } else { self.test_word() });
            let text = self.slice(start, self.last);
            regex = text == "=~";
            goes_on = matches!(text, "&&" | "||" | "(" | "!");
        }
        CommandKind::Test(words)
    }

    /// Whether the line behind the line end here goes on with the test.
    fn test_goes_on(&self) -> bool {
        let line = self.slice(self.pos, self.end.min(self.pos + LOOK_AHEAD)).trim_start();
        ["&&", "||", "]]"].iter().any(|word| line.starts_with(word))
    }

    fn test_word(&mut self) -> Word {
        match (self.here(), self.next()) {
            (b'&', b'&') | (b'|', b'|') => self.operator_word(2),
            (b'<' | b'>', b'(') => self.word(),
            (b'(' | b')' | b'<' | b'>', _) => self.operator_word(1),
            (b'&' | b'|', _) => self.opaque_word(1),
            _ => self.word(),
        }
    }

    fn operator_word(&mut self, width: usize) -> Word {
        let start = self.pos;
        self.token(width);
        self.literal_word(start)
    }
}

/// How far the next line's first word may be.
const LOOK_AHEAD: usize = 256;
