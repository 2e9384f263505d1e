//! Quotes and escapes.

use super::PartKind;
use super::literal::Builder;
use super::parser::Parser;
use super::word::Mode;

impl Parser<'_> {
    /// Reads a backslash and what it escapes; a continuation is passed.
    pub(super) fn escape(&mut self, mode: Mode, builder: &mut Builder<'_>) {
        let at = self.pos;
        self.pos = self.behind_continuations(at);
        if self.pos > at {
            return;
        }
        let next = self.next();
        let escapes = match mode {
            Mode::Double => matches!(next, b'$' | b'`' | b'"' | b'\\'),
            Mode::QuotedOperand => matches!(next, b'$' | b'`' | b'"' | b'\\' | b'}'),
            Mode::Raw => matches!(next, b'$' | b'`' | b'\\'),
            _ => at + 1 < self.end,
        };
        self.pos += 1;
        if escapes {
            let text = self.character();
            builder.literal(text, at, self.pos, true);
        } else {
            builder.literal("\\", at, self.pos, mode.quoted());
        }
    }

    /// Reads `'…'`. Where it is not closed it ends with the line.
    pub(super) fn single_quotes(&mut self, builder: &mut Builder<'_>) {
        let at = self.pos;
        let closing = self.find(b'\'', at + 1);
        let end = closing.unwrap_or_else(|| self.line_end(at));
        self.pos = closing.map_or(end, |closing| closing + 1);
        self.quoted_text(self.slice(at + 1, end), at, end, builder);
    }

    /// Appends `text`, which stands between the quote before `at + 1` and `end`.
    fn quoted_text(&mut self, text: &str, at: usize, end: usize, builder: &mut Builder<'_>) {
        builder.flush();
        if text.is_empty() {
            builder.part(PartKind::Literal(String::new()), at, self.pos, true);
        } else {
            builder.literal(text, at + 1, end, true);
            builder.flush();
        }
    }

    /// Reads `"…"`. Where it is not closed it ends with the line.
    pub(super) fn double_quotes(&mut self, builder: &mut Builder<'_>) {
        builder.flush();
        let at = self.pos;
        let parts = builder.parts.len();
        self.pos += 1;
        let place = self.place();
        self.fill(Mode::Double, at, builder);
        builder.flush();
        if !self.at_end() {
            self.pos += 1;
        } else {
            let end = self.line_end(at);
            if end < self.end && self.may_retry() {
                builder.parts.truncate(parts);
                self.go_back(place);
                self.within(end, |parser| parser.fill(Mode::Double, at, builder));
                builder.flush();
            }
        }
        if builder.parts.len() == parts {
            builder.part(PartKind::Literal(String::new()), at, self.pos, true);
        }
    }

    /// Reads bash's `$'…'`. Where it is not closed it ends with the line.
    pub(super) fn ansi_quotes(&mut self, builder: &mut Builder<'_>) {
        let at = self.pos + 1;
        let mut end = at + 1;
        while end < self.end && self.byte(end) != b'\'' {
            end += if self.byte(end) == b'\\' { 2 } else { 1 };
        }
        let closed = end < self.end;
        if !closed {
            end = self.line_end(at);
        }
        self.pos = if closed { end + 1 } else { end };
        let text = decode(self.slice(at + 1, end));
        self.quoted_text(&text, at, end, builder);
    }
}

/// Replaces the escapes of `$'…'`; those that name no character stay.
fn decode(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (character, width) = escaped(escape);
        match character {
            Some(character) => result.push(character),
            None => result.push_str(&rest[at..=at + width]),
        }
        rest = &escape[width..];
    }
    result.push_str(rest);
    result
}

/// The character that the escape whose backslash is before `text` stands for, and the bytes of `text` it takes.
fn escaped(text: &str) -> (Option<char>, usize) {
    let Some(first) = text.chars().next() else { return (None, 0) };
    match first {
        'n' => (Some('\n'), 1),
        't' => (Some('\t'), 1),
        'r' => (Some('\r'), 1),
        'a' => (Some('\x07'), 1),
        'b' => (Some('\x08'), 1),
        'e' | 'E' => (Some('\x1b'), 1),
        'f' => (Some('\x0c'), 1),
        'v' => (Some('\x0b'), 1),
        '\\' | '\'' | '"' | '?' => (Some(first), 1),
        '0'..='7' => coded(text, 0, 8, 3),
        'x' => coded(text, 1, 16, 2),
        'u' => coded(text, 1, 16, 4),
        'U' => coded(text, 1, 16, 8),
        _ => (None, first.len_utf8()),
    }
}

/// The character whose code is written in up to `most` digits of base `radix` behind the first `from` bytes of `text`.
fn coded(text: &str, from: usize, radix: u32, most: usize) -> (Option<char>, usize) {
    let digits = text[from..].bytes().take(most).take_while(|&byte| char::from(byte).is_digit(radix)).count();
    let code = u32::from_str_radix(&text[from..from + digits], radix);
    (code.ok().and_then(char::from_u32), from + digits)
}
