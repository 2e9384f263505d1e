//! Words: reads parts up to what ends them, by where they stand.

use super::brace::Mark;
use super::bytes::{DOUBLE, OPERAND, QUOTED_OPERAND, RAW, REGEX, SET_END, Table, VALUE, WORD};
use super::literal::Builder;
use super::parser::Parser;
use super::{Part, PartKind, SubstitutionForm, Word};

/// Where text stands, which decides what is special in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// A word of a command.
    Word,
    /// The value of an assignment: no braces, but tildes behind colons.
    Value,
    /// Behind `=~`.
    Regex,
    /// Unquoted in `${…}`, up to `}` or this byte.
    Operand(u8),
    /// In `${…}` inside double quotes, up to `}`.
    QuotedOperand,
    /// Between double quotes.
    Double,
    /// A here-document or arithmetic.
    Raw,
}

impl Mode {
    pub(super) fn quoted(self) -> bool {
        matches!(self, Self::QuotedOperand | Self::Double | Self::Raw)
    }

    fn table(self) -> &'static Table {
        match self {
            Self::Word => &WORD,
            Self::Value => &VALUE,
            Self::Regex => &REGEX,
            Self::Operand(_) => &OPERAND,
            Self::QuotedOperand => &QUOTED_OPERAND,
            Self::Double => &DOUBLE,
            Self::Raw => &RAW,
        }
    }
}

impl Parser<'_> {
    /// Reads the word here. There is one: the caller has looked at the next byte.
    pub(super) fn word(&mut self) -> Word {
        let start = self.pos;
        if self.here() != b'~' {
            self.run(&WORD);
            if self.pos > start && (self.at_end() || self.ends(Mode::Word, start)) {
                return self.literal_word(start);
            }
            self.pos = start;
        }
        self.word_in(Mode::Word)
    }

    /// The word of one literal from `start` to here.
    pub(super) fn literal_word(&mut self, start: usize) -> Word {
        let span = self.span(start, self.pos);
        let text = self.slice(start, self.pos).to_owned();
        self.last = self.pos;
        Word { span, parts: vec![Part { span, quoted: false, kind: PartKind::Literal(text) }] }
    }

    /// Reads a word, possibly an empty one, up to what ends it in `mode`.
    pub(super) fn word_in(&mut self, mode: Mode) -> Word {
        let start = self.pos;
        let mut builder = Builder::new(self.logical);
        if matches!(mode, Mode::Word | Mode::Value | Mode::Operand(_)) {
            self.tilde(&mut builder);
        }
        self.fill(mode, start, &mut builder);
        if self.pos > start {
            self.last = self.pos;
        }
        Word { span: self.span(start, self.pos), parts: builder.finish() }
    }

    /// Reads parts into `builder`; the word began at `start`.
    pub(super) fn fill(&mut self, mode: Mode, start: usize, builder: &mut Builder<'_>) {
        let table = mode.table();
        while !self.at_end() {
            let from = self.pos;
            self.run(table);
            if self.pos > from {
                builder.literal(self.slice(from, self.pos), from, self.pos, mode.quoted());
            }
            if self.at_end() || self.ends(mode, start) {
                break;
            }
            self.special(mode, builder);
        }
    }

    /// Whether the byte here ends a word in `mode` that began at `start`.
    fn ends(&self, mode: Mode, start: usize) -> bool {
        match mode {
            Mode::Word | Mode::Value => self.ends_word(mode, start, self.pos),
            Mode::Regex => matches!(self.here(), b' ' | b'\t' | b'\n') || self.ends_line(self.pos),
            Mode::Operand(until) => self.here() == b'}' || self.here() == until,
            Mode::QuotedOperand => self.here() == b'}',
            Mode::Double => self.here() == b'"',
            Mode::Raw => false,
        }
    }

    fn ends_word(&self, mode: Mode, start: usize, at: usize) -> bool {
        match self.byte(at) {
            b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b')' => true,
            b'\r' => self.ends_line(at),
            b'<' | b'>' => self.byte(at + 1) != b'(',
            b'(' if at == start => mode != Mode::Value,
            b'(' => !matches!(self.byte(at - 1), b'=' | b'?' | b'*' | b'+' | b'@' | b'!'),
            b'\\' => {
                let behind = self.behind_continuations(at);
                behind > at && (behind >= self.end || self.ends_word(mode, start, behind))
            }
            _ => false,
        }
    }

    /// Reads what the byte here begins. It is in the mode's table and does not end the word.
    fn special(&mut self, mode: Mode, builder: &mut Builder<'_>) {
        let at = self.pos;
        match self.here() {
            b'$' => self.dollar(mode, builder),
            b'`' => self.backquote(mode.quoted(), builder),
            b'\\' => self.escape(mode, builder),
            b'\'' => self.single_quotes(builder),
            b'"' => self.double_quotes(builder),
            b'*' | b'?' => {
                while matches!(self.here(), b'*' | b'?') {
                    self.pos += 1;
                }
                builder.part(PartKind::Glob(self.slice(at, self.pos).to_owned()), at, self.pos, false);
            }
            b'[' => self.bracket(builder),
            b'(' => self.word_parenthesis(builder),
            b'<' => self.substitution(SubstitutionForm::ProcessIn, false, builder),
            b'>' => self.substitution(SubstitutionForm::ProcessOut, false, builder),
            b'{' => self.brace(Mark::Open, builder),
            b',' => self.brace(Mark::Comma, builder),
            b'}' if mode == Mode::Word => self.brace(Mark::Close, builder),
            b':' if mode == Mode::Value => {
                builder.literal(":", at, at + 1, false);
                self.pos += 1;
                self.tilde(builder);
            }
            _ => {
                let text = self.character();
                builder.literal(text, at, self.pos, mode.quoted());
            }
        }
    }

    fn brace(&mut self, mark: Mark, builder: &mut Builder<'_>) {
        let at = self.pos;
        self.pos += 1;
        let text = self.slice(at, self.pos);
        if mark == Mark::Open || !builder.marks.is_empty() {
            builder.mark(mark, text, at);
        } else {
            builder.literal(text, at, self.pos, false);
        }
    }

    /// Reads `~name` at the beginning of a word, if it stands here and ends with a slash or the word.
    fn tilde(&mut self, builder: &mut Builder<'_>) {
        let at = self.pos;
        if self.here() != b'~' {
            return;
        }
        let mut end = at + 1;
        while self.byte(end).is_ascii_alphanumeric() || matches!(self.byte(end), b'_' | b'-' | b'.' | b'+') {
            end += 1;
        }
        if end < self.end && !b"/: \t\r\n;&|()<>}".contains(&self.byte(end)) {
            return;
        }
        self.pos = end;
        builder.part(PartKind::Tilde(self.slice(at + 1, end).to_owned()), at, end, false);
    }

    /// Reads `[a-z]`, or a bracket that is no pattern.
    fn bracket(&mut self, builder: &mut Builder<'_>) {
        let at = self.pos;
        let mut end = at + 1;
        // The first `]`, also behind `!` or `^`, is a member of the set.
        if matches!(self.byte(end), b'!' | b'^') {
            end += 1;
        }
        if self.byte(end) == b']' {
            end += 1;
        }
        let limit = self.end.min(at + BRACKET);
        while end < limit && !SET_END[self.byte(end) as usize] {
            end = self.bracket_class(end);
        }
        if end < limit && self.byte(end) == b']' {
            self.pos = end + 1;
            builder.part(PartKind::Glob(self.slice(at, self.pos).to_owned()), at, self.pos, false);
        } else {
            self.pos = at + 1;
            builder.literal("[", at, self.pos, false);
        }
    }

    /// The byte behind the member of a set that begins at `at`: a byte or `[:class:]`.
    fn bracket_class(&self, at: usize) -> usize {
        if self.byte(at) != b'[' || self.byte(at + 1) != b':' {
            return at + 1;
        }
        let mut end = at + 2;
        while self.byte(end).is_ascii_alphabetic() {
            end += 1;
        }
        if self.byte(end) == b':' && self.byte(end + 1) == b']' { end + 2 } else { at + 1 }
    }

    /// Reads an array behind `=`, or an extended pattern.
    fn word_parenthesis(&mut self, builder: &mut Builder<'_>) {
        let at = self.pos;
        if self.byte(at - 1) == b'=' {
            let kind = self.nested(Self::array).map_or(PartKind::Opaque, PartKind::Array);
            builder.part(kind, at, self.pos, false);
        } else {
            self.parentheses();
            builder.part(PartKind::Glob(self.slice(at, self.pos).to_owned()), at, self.pos, false);
        }
        self.last = self.pos;
    }

    fn array(&mut self) -> Vec<Word> {
        self.pos += 1;
        let mut elements = Vec::new();
        loop {
            self.lines();
            match self.here() {
                b')' => {
                    self.token(1);
                    break;
                }
                _ if self.at_end() => break,
                b';' | b'&' | b'|' | b'(' => elements.push(self.opaque_word(1)),
                b'<' | b'>' if self.next() != b'(' => elements.push(self.opaque_word(1)),
                _ => elements.push(self.word()),
            }
        }
        elements
    }

    /// A word of `width` bytes that are not shell.
    pub(super) fn opaque_word(&mut self, width: usize) -> Word {
        let start = self.pos;
        self.token(width);
        let span = self.span(start, self.pos);
        Word { span, parts: vec![Part { span, quoted: false, kind: PartKind::Opaque }] }
    }

    /// Passes `(…)` on this line, quotes respected. Where it is not closed, passes up to the command's end.
    pub(super) fn parentheses(&mut self) {
        let start = self.pos;
        let mut depth = 0usize;
        while !self.at_end() {
            match self.here() {
                b'(' => depth += 1,
                b')' if depth == 1 => return self.token(1),
                b')' => depth -= 1,
                b'\\' => self.pos += 1,
                quote @ (b'\'' | b'"') => self.pos = self.find(quote, self.pos + 1).unwrap_or(self.end),
                b'\n' => break,
                _ => {}
            }
            self.pos += 1;
        }
        self.pos = self.pos.min(self.end);
        if self.may_retry() {
            self.pos = start + 1;
            while !self.at_end() && !matches!(self.here(), b';' | b'&' | b'|' | b'\n') {
                self.pos += 1;
            }
        }
        self.last = self.pos;
    }
}

/// How many bytes a set of characters in a pattern may have.
const BRACKET: usize = 128;
