//! Words of instructions, with the variables in them: all expansion forms that BuildKit knows.

use crate::{Logical, Span};

/// A word: a run of text between blanks, a quoted value, or a string of a JSON form.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The text itself: quotes that enclose the whole word are left out.
    pub span: Span,
    /// The text with its enclosing quotes.
    pub outer: Span,
    /// As written, joined over continuations, quotes and escapes included; for a JSON string, its value.
    pub raw: String,
    /// What it is made of once quotes and escapes are taken away.
    pub parts: Vec<Part>,
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Literal text.
    Text(String),
    /// A variable.
    Variable(Variable),
}

/// A use of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// From `$` to the end.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// What `${name…}` does with its value.
    pub operation: Option<Operation>,
}

/// The modifiers of `${name…}`.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `-word`, `:-word` (`colon`: also when empty).
    Default {
        /// Whether an empty value counts as unset.
        colon: bool,
        /// What is taken instead.
        word: Vec<Part>,
    },
    /// `+word`, `:+word`.
    Alternative {
        /// Whether an empty value counts as unset.
        colon: bool,
        /// What is taken when the variable is set.
        word: Vec<Part>,
    },
    /// `?word`, `:?word`: the build fails when it is unset.
    Required,
    /// `#`, `##`, `%`, `%%`: a pattern is removed.
    Remove {
        /// From the end instead of the start.
        suffix: bool,
        /// The longest match instead of the shortest.
        longest: bool,
        /// The pattern.
        pattern: Vec<Part>,
    },
    /// `/pattern/replacement`, `//pattern/replacement`.
    Replace {
        /// Every match instead of the first.
        all: bool,
        /// The pattern.
        pattern: Vec<Part>,
        /// What comes in its place.
        replacement: Vec<Part>,
    },
    /// A modifier that does not exist.
    Unsupported,
}

impl Word {
    /// The word at `start..end` of `text`, with `escape` as escape character.
    #[must_use]
    pub fn new(text: &Logical, start: usize, end: usize, escape: char) -> Self {
        let raw = text.text.get(start..end).unwrap_or_default();
        let outer = text.span(start, end);
        let inner = enclosing_quotes(raw).map_or(outer, |()| text.span(start + 1, end - 1));
        let plain = !raw.contains(['$', '\'', '"', escape]);
        let parts = match raw {
            "" => Vec::new(),
            raw if plain => vec![Part::Text(raw.to_owned())],
            _ => Scan { text, at: start, end, escape, depth: 0 }.parts(&[]),
        };
        Self { span: inner, outer, raw: raw.to_owned(), parts }
    }

    /// The word that `value` is, without variables: a string of a JSON form.
    #[must_use]
    pub fn literal(value: String, span: Span, outer: Span) -> Self {
        Self { span, outer, parts: vec![Part::Text(value.clone())], raw: value }
    }

    /// Its text where no variable is in it.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The variables in it, those within modifiers too.
    pub fn variables(&self) -> Vec<&Variable> {
        let mut found = Vec::new();
        collect(&self.parts, &mut found);
        found
    }
}

fn collect<'a>(parts: &'a [Part], found: &mut Vec<&'a Variable>) {
    for part in parts {
        let Part::Variable(variable) = part else { continue };
        found.push(variable);
        match &variable.operation {
            Some(Operation::Default { word, .. } | Operation::Alternative { word, .. }) => collect(word, found),
            Some(Operation::Remove { pattern, .. }) => collect(pattern, found),
            Some(Operation::Replace { pattern, replacement, .. }) => {
                collect(pattern, found);
                collect(replacement, found);
            }
            _ => {}
        }
    }
}

/// Whether one pair of quotes encloses all of `raw`.
fn enclosing_quotes(raw: &str) -> Option<()> {
    let quote = raw.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let inner = raw.get(1..raw.len().checked_sub(1)?)?;
    (raw.len() > 1 && raw.ends_with(quote) && !inner.contains(quote)).then_some(())
}

/// How deep `${a:-${b:-…}}` may nest before the rest is taken as text.
const DEPTH: u32 = 32;

struct Scan<'a> {
    text: &'a Logical,
    at: usize,
    end: usize,
    escape: char,
    depth: u32,
}

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.text.text.get(self.at..self.end)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    /// The parts up to one of `stops` outside quotes, or the end.
    fn parts(&mut self, stops: &[char]) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut double = false;
        while let Some(c) = self.peek() {
            if !double && stops.contains(&c) {
                break;
            }
            let start = self.at;
            self.next();
            match c {
                '\'' if !double => self.single_quoted(&mut literal),
                '"' => double = !double,
                '$' => match self.variable(start) {
                    Some(variable) => {
                        flush(&mut literal, &mut parts);
                        parts.push(Part::Variable(variable));
                    }
                    None => literal.push('$'),
                },
                c if c == self.escape => self.escaped(double, &mut literal),
                c => literal.push(c),
            }
        }
        flush(&mut literal, &mut parts);
        parts
    }

    fn single_quoted(&mut self, literal: &mut String) {
        while let Some(c) = self.next() {
            if c == '\'' {
                return;
            }
            literal.push(c);
        }
    }

    /// Behind the escape character: within double quotes it escapes only `"`, `$` and itself.
    fn escaped(&mut self, double: bool, literal: &mut String) {
        match self.peek() {
            Some(c) if !double || matches!(c, '"' | '$') || c == self.escape => {
                literal.push(c);
                self.next();
            }
            _ => literal.push(self.escape),
        }
    }

    /// The variable behind a `$` at `start`; `None` where it is only a dollar sign.
    fn variable(&mut self, start: usize) -> Option<Variable> {
        let (name, operation) = if self.eat('{') {
            if self.depth >= DEPTH {
                return None;
            }
            self.depth += 1;
            let braced = self.braced();
            self.depth -= 1;
            braced
        } else {
            (self.name(), None)
        };
        if name.is_empty() && self.at == start + 1 {
            return None;
        }
        Some(Variable { span: self.text.span(start, self.at), name, operation })
    }

    fn braced(&mut self) -> (String, Option<Operation>) {
        let name = self.name();
        let colon = self.eat(':');
        let operation = match self.next() {
            None | Some('}') => return (name, colon.then_some(Operation::Unsupported)),
            Some('-') => Operation::Default { colon, word: self.parts(&['}']) },
            Some('+') => Operation::Alternative { colon, word: self.parts(&['}']) },
            Some('?') => {
                self.parts(&['}']);
                Operation::Required
            }
            Some(c @ ('#' | '%')) if !colon => {
                let longest = self.eat(c);
                Operation::Remove { suffix: c == '%', longest, pattern: self.parts(&['}']) }
            }
            Some('/') if !colon => {
                let all = self.eat('/');
                let pattern = self.parts(&['/', '}']);
                let replacement = if self.eat('/') { self.parts(&['}']) } else { Vec::new() };
                Operation::Replace { all, pattern, replacement }
            }
            Some(_) => {
                self.parts(&['}']);
                Operation::Unsupported
            }
        };
        self.eat('}');
        (name, Some(operation))
    }

    /// A name, or one of the shell's special parameters, which BuildKit reads as names of one character.
    fn name(&mut self) -> String {
        let rest = self.text.text.get(self.at..self.end).unwrap_or_default();
        let length = match rest.bytes().next() {
            Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0') => 1,
            Some(b'1'..=b'9') => rest.bytes().take_while(u8::is_ascii_digit).count(),
            _ => rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count(),
        };
        self.at += length;
        rest[..length].to_owned()
    }
}

fn flush(literal: &mut String, parts: &mut Vec<Part>) {
    if !literal.is_empty() {
        parts.push(Part::Text(std::mem::take(literal)));
    }
}

/// The ranges of the words of `text` between blanks, as `EXPOSE`, `VOLUME`, `COPY` and `FROM` split them: quotes do not
/// hold a word together.
pub(super) fn blank_separated(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

/// The ranges of the words of `text` as `ENV`, `LABEL` and `ARG` split them: quotes and escapes hold blanks.
pub(super) fn quote_separated(text: &str, escape: char) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        if start.is_none() {
            if c.is_whitespace() {
                continue;
            }
            start = Some(at);
        }
        match quote {
            None if c.is_whitespace() => words.extend(start.take().map(|from| (from, at))),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if c == open => quote = None,
            _ if c == escape && quote != Some('\'') => {
                chars.next();
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, text.len())));
    words
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn show(parts: &[Part]) -> String {
        let one = |part: &Part| match part {
            Part::Text(text) => format!("{text:?}"),
            Part::Variable(variable) => match &variable.operation {
                None => format!("${}", variable.name),
                Some(Operation::Default { colon, word }) => {
                    format!("${} default({colon}) [{}]", variable.name, show(word))
                }
                Some(Operation::Alternative { colon, word }) => {
                    format!("${} alt({colon}) [{}]", variable.name, show(word))
                }
                Some(Operation::Remove { suffix, longest, pattern }) => {
                    format!("${} remove({suffix},{longest}) [{}]", variable.name, show(pattern))
                }
                Some(Operation::Replace { all, pattern, replacement }) => {
                    format!("${} replace({all}) [{}] [{}]", variable.name, show(pattern), show(replacement))
                }
                Some(other) => format!("${} {other:?}", variable.name),
            },
        };
        parts.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn parts(text: &str) -> String {
        show(&Word::new(&Logical::identity(text, 0), 0, text.len(), '\\').parts)
    }

    #[test]
    fn all_expansion_forms() {
        let forms = [
            "$a/$b",
            "${a}x",
            "${a:-b$c}",
            "${a-}",
            "${a:+x}",
            "${a?must}",
            "${a#p*}",
            "${a%%.x}",
            "${a/b/c}",
            "${a//b}",
            "${a:#x}",
            "'$a'\"$a\"",
            "\\$a",
            "a$",
            "$$x",
            "${a",
            "${a:-'}'}",
            "\"a\\\"b\\c\"",
        ];
        let shown: Vec<String> = forms.iter().map(|form| format!("{form} => {}", parts(form))).collect();
        expect![[r#"
            $a/$b => $a "/" $b
            ${a}x => $a "x"
            ${a:-b$c} => $a default(true) ["b" $c]
            ${a-} => $a default(false) []
            ${a:+x} => $a alt(true) ["x"]
            ${a?must} => $a Required
            ${a#p*} => $a remove(false,false) ["p*"]
            ${a%%.x} => $a remove(true,true) [".x"]
            ${a/b/c} => $a replace(false) ["b"] ["c"]
            ${a//b} => $a replace(true) ["b"] []
            ${a:#x} => $a Unsupported
            '$a'"$a" => "$a" $a
            \$a => "$a"
            a$ => "a$"
            $$x => $$ "x"
            ${a => $a
            ${a:-'}'} => $a default(true) ["}"]
            "a\"b\c" => "a\"b\\c"
        "#]]
        .assert_eq(&(shown.join("\n") + "\n"));
    }

    #[test]
    fn words_split_as_their_instruction_does() {
        let of = |ranges: Vec<(usize, usize)>, text: &str| -> Vec<String> {
            ranges.into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
        };
        let text = "a=\"b c\" d='e f' g\\ h";
        assert_eq!(of(quote_separated(text, '\\'), text), ["a=\"b c\"", "d='e f'", "g\\ h"]);
        assert_eq!(of(blank_separated(" \"a b\"  c"), " \"a b\"  c"), ["\"a", "b\"", "c"]);
    }
}
