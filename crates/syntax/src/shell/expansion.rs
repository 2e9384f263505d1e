//! What `$` and backquotes begin: variables, substitutions, arithmetic.

use super::bytes::{continues_name, starts_name};
use super::command::stops;
use super::literal::Builder;
use super::parser::Parser;
use super::word::Mode;
use super::{Operation, OperationKind, PartKind, Script, Substitution, SubstitutionForm, Variable, Word};
use crate::Logical;

/// How far the end of `((…))` is looked for.
const ARITHMETIC: usize = 1024;

impl Parser<'_> {
    /// Reads what the `$` here begins; it may be a literal.
    pub(super) fn dollar(&mut self, mode: Mode, builder: &mut Builder<'_>) {
        let at = self.pos;
        let quoted = mode.quoted();
        match self.next() {
            b'(' => match self.arithmetic_end(at + 1) {
                Some(end) => {
                    let kind = self.arithmetic(at + 3, end).map_or(PartKind::Opaque, PartKind::Arithmetic);
                    builder.part(kind, at, self.pos, quoted);
                }
                None => self.substitution(SubstitutionForm::Dollar, quoted, builder),
            },
            b'{' => self.braced(quoted, builder),
            b'\'' if !quoted => self.ansi_quotes(builder),
            b'"' if !quoted => {
                self.pos += 1;
                self.double_quotes(builder);
            }
            _ => {
                self.pos += 1;
                let name = self.name();
                if name.is_empty() {
                    builder.literal("$", at, self.pos, quoted);
                } else {
                    let variable = Variable { name, index: None, operation: None };
                    builder.part(PartKind::Variable(Box::new(variable)), at, self.pos, quoted);
                }
            }
        }
    }

    /// Reads a variable's name, a single digit or a special parameter; empty where none stands here.
    fn name(&mut self) -> String {
        let at = self.pos;
        if starts_name(self.here()) {
            while continues_name(self.here()) {
                self.pos += 1;
            }
        } else if self.here().is_ascii_digit() || is_special(self.here()) {
            self.pos += 1;
        }
        self.slice(at, self.pos).to_owned()
    }

    /// Reads `$(…)`, `<(…)` or `>(…)`.
    pub(super) fn substitution(&mut self, form: SubstitutionForm, quoted: bool, builder: &mut Builder<'_>) {
        let at = self.pos;
        self.pos += 2;
        let script = self.nested(|parser| parser.inner_list(stops::PAREN));
        self.take(b')');
        self.substituted(form, script, at, quoted, builder);
    }

    fn substituted(
        &mut self,
        form: SubstitutionForm,
        script: Option<Script>,
        at: usize,
        quoted: bool,
        builder: &mut Builder<'_>,
    ) {
        let kind = match script {
            Some(script) => PartKind::Substitution(Box::new(Substitution { form, script })),
            None => PartKind::Opaque,
        };
        builder.part(kind, at, self.pos, quoted);
    }

    /// Reads `` `…` ``. Where it is not closed it ends with the text.
    pub(super) fn backquote(&mut self, quoted: bool, builder: &mut Builder<'_>) {
        let at = self.pos;
        let mut end = at + 1;
        let mut escaped = false;
        while end < self.end && self.byte(end) != b'`' {
            let escape = self.byte(end) == b'\\';
            escaped |= escape;
            end += if escape { 2 } else { 1 };
        }
        let end = end.min(self.end);
        let script = self.nested(|parser| {
            parser.pos = at + 1;
            if escaped {
                let inner = parser.unescape(at + 1, end, quoted);
                parser.script_in(&inner)
            } else {
                parser.separately(|parser| parser.within(end, |parser| parser.inner_list(0)))
            }
        });
        self.pos = (end + 1).min(self.end);
        self.substituted(SubstitutionForm::Backquote, script, at, quoted, builder);
    }

    /// The text between backquotes as the inner shell reads it.
    fn unescape(&self, start: usize, end: usize, quoted: bool) -> Logical {
        let mut inner = Logical::default();
        let mut from = start;
        let mut at = start;
        while at < end {
            let next = if at + 1 < end { self.byte(at + 1) } else { 0 };
            if self.byte(at) != b'\\' {
                at += 1;
            } else if matches!(next, b'$' | b'`' | b'\\') || (quoted && next == b'"') {
                self.copy(from, at, &mut inner);
                from = at + 1;
                at += 2;
            } else {
                at += 2;
            }
        }
        self.copy(from, end, &mut inner);
        inner
    }

    /// Appends the bytes `start..end`, over continuations in the source, to `target`.
    fn copy(&self, start: usize, end: usize, target: &mut Logical) {
        for (at, character) in self.slice(start, end).char_indices() {
            let mut bytes = [0; 4];
            target.push(character.encode_utf8(&mut bytes), self.logical.source(start + at));
        }
    }

    /// Where the `))` stands that closes the `((` at `at`; nothing where there is none, or it closes subshells.
    pub(super) fn arithmetic_end(&self, at: usize) -> Option<usize> {
        if self.byte(at) != b'(' || self.byte(at + 1) != b'(' {
            return None;
        }
        let limit = self.end.min(at + ARITHMETIC);
        let mut depth = 0usize;
        let mut pos = at + 2;
        while pos < limit {
            match self.byte(pos) {
                b'(' => depth += 1,
                b')' if depth == 0 => return (self.byte(pos + 1) == b')').then_some(pos),
                b')' => depth -= 1,
                b'\\' => pos += 1,
                quote @ (b'"' | b'\'') => pos = self.find(quote, pos + 1).filter(|&found| found < limit)?,
                _ => {}
            }
            pos += 1;
        }
        None
    }

    /// Reads the expression `start..end` and passes the brackets behind it.
    pub(super) fn arithmetic(&mut self, start: usize, end: usize) -> Option<Word> {
        let word = self.nested(|parser| {
            parser.pos = start;
            parser.within(end, |parser| parser.word_in(Mode::Raw))
        });
        if word.is_some() {
            self.pos = end;
            self.token(2);
        }
        word
    }

    /// Reads `${…}`. Where it is not closed it ends with the word.
    fn braced(&mut self, quoted: bool, builder: &mut Builder<'_>) {
        let at = self.pos;
        self.pos += 2;
        let place = self.place();
        let variable = self.nested(|parser| parser.parameter(quoted));
        match variable {
            Some(variable) if self.take(b'}') => {
                builder.part(PartKind::Variable(Box::new(variable)), at, self.pos, quoted);
            }
            _ => {
                if self.may_retry() {
                    self.go_back(place);
                    while !self.at_end() && !b" \t\r\n;&|()<>'\"".contains(&self.here()) {
                        self.pos += 1;
                    }
                }
                builder.part(PartKind::Opaque, at, self.pos, quoted);
            }
        }
    }

    /// Reads what is between the braces of `${…}`.
    fn parameter(&mut self, quoted: bool) -> Variable {
        let next = self.next();
        let applies = continues_name(next) || (is_special(next) && self.byte(self.pos + 2) == b'}');
        let prefix = match self.here() {
            b'#' if applies => Some(OperationKind::Length),
            b'!' if applies => Some(OperationKind::Indirect),
            _ => None,
        };
        if prefix.is_some() {
            self.pos += 1;
        }
        let name = self.braced_name();
        let index = (self.here() == b'[').then(|| {
            self.pos += 1;
            let index = self.word_in(Mode::Operand(b']'));
            self.take(b']');
            index
        });
        let operation = match prefix {
            Some(kind) => Some(Operation { kind, operand: self.word_in(Mode::Operand(b'}')), second: None }),
            None => self.operation(quoted),
        };
        Variable { name, index, operation }
    }

    /// Like [`Self::name`], but a number may have several digits.
    fn braced_name(&mut self) -> String {
        let at = self.pos;
        while self.here().is_ascii_digit() {
            self.pos += 1;
        }
        if self.pos > at { self.slice(at, self.pos).to_owned() } else { self.name() }
    }

    /// Reads the operation behind a name, up to the closing brace.
    fn operation(&mut self, quoted: bool) -> Option<Operation> {
        if self.at_end() || self.here() == b'}' {
            return None;
        }
        let (kind, width) = operator(self.here(), self.next());
        self.pos += width;
        let operand = self.word_in(match kind {
            OperationKind::Replace { .. } => Mode::Operand(b'/'),
            OperationKind::Substring => Mode::Operand(b':'),
            _ if quoted && takes_word(kind) => Mode::QuotedOperand,
            _ => Mode::Operand(b'}'),
        });
        let second = (matches!(self.here(), b'/' | b':')).then(|| {
            self.pos += 1;
            self.word_in(Mode::Operand(b'}'))
        });
        Some(Operation { kind, operand, second })
    }
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!')
}

/// The operation that begins with the bytes `first` and `second`, and the width of its operator.
fn operator(first: u8, second: u8) -> (OperationKind, usize) {
    use OperationKind as Kind;
    let twice = first == second;
    let double = if twice { 2 } else { 1 };
    match (first, second) {
        (b':', b'-') => (Kind::Default { null: true }, 2),
        (b':', b'=') => (Kind::Assign { null: true }, 2),
        (b':', b'?') => (Kind::Error { null: true }, 2),
        (b':', b'+') => (Kind::Alternative { null: true }, 2),
        (b':', _) => (Kind::Substring, 1),
        (b'-', _) => (Kind::Default { null: false }, 1),
        (b'=', _) => (Kind::Assign { null: false }, 1),
        (b'?', _) => (Kind::Error { null: false }, 1),
        (b'+', _) => (Kind::Alternative { null: false }, 1),
        (b'#', _) => (Kind::RemovePrefix { longest: twice }, double),
        (b'%', _) => (Kind::RemoveSuffix { longest: twice }, double),
        (b'/', _) => (Kind::Replace { all: twice }, double),
        (b'^' | b',', _) => (Kind::Case, double),
        (b'@', _) => (Kind::Transform, 1),
        _ => (Kind::Unknown, 0),
    }
}

/// Whether the operand is a word, which shares the quotes around the variable, and not a pattern, which does not.
fn takes_word(kind: OperationKind) -> bool {
    use OperationKind as Kind;
    matches!(kind, Kind::Default { .. } | Kind::Assign { .. } | Kind::Error { .. } | Kind::Alternative { .. })
}
