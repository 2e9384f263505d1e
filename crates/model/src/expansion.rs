//! Whether the engine can expand a word: quotes that end, and modifiers of `${…}` that exist.

/// Why it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote that is not closed.
    Quote(char),
    /// `${` that is not closed.
    Brace,
    /// `${}` and the like: no name.
    Name,
    /// A modifier that does not exist, or that `:` must not stand before.
    Modifier,
}

/// How deep `${a:-${b:-…}}` may nest before the rest is taken on trust.
const DEPTH: usize = 32;

/// What is wrong with `word`, and at which byte of it; `None` where the engine can expand it.
#[must_use]
pub fn fault(word: &str, escape: char) -> Option<(usize, Fault)> {
    if !word.contains(['$', '\'', '"']) {
        return None;
    }
    let mut scan = Scan { word, at: 0, escape, depth: 0 };
    scan.until(None).err()
}

struct Scan<'w> {
    word: &'w str,
    at: usize,
    escape: char,
    depth: usize,
}

type Outcome<T> = Result<T, (usize, Fault)>;

impl Scan<'_> {
    fn peek(&self) -> Option<char> {
        self.word[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Goes behind `stop`; whether it was there. Without one, to the end.
    fn until(&mut self, stop: Option<char>) -> Outcome<bool> {
        loop {
            let at = self.at;
            let Some(c) = self.next() else { return Ok(stop.is_none()) };
            match c {
                c if Some(c) == stop => return Ok(true),
                '\'' => self.single_quoted(at)?,
                '"' => self.double_quoted(at)?,
                '$' => self.variable(at)?,
                c if c == self.escape => _ = self.next(),
                _ => {}
            }
        }
    }

    fn single_quoted(&mut self, start: usize) -> Outcome<()> {
        loop {
            match self.next() {
                Some('\'') => return Ok(()),
                Some(_) => {}
                None => return Err((start, Fault::Quote('\''))),
            }
        }
    }

    fn double_quoted(&mut self, start: usize) -> Outcome<()> {
        loop {
            let at = self.at;
            match self.next() {
                Some('"') => return Ok(()),
                Some('$') => self.variable(at)?,
                Some(c) if c == self.escape => {
                    if self.peek().is_some_and(|c| matches!(c, '"' | '$') || c == self.escape) {
                        self.next();
                    }
                }
                Some(_) => {}
                None => return Err((start, Fault::Quote('"'))),
            }
        }
    }

    /// Behind the `$` at `start`.
    fn variable(&mut self, start: usize) -> Outcome<()> {
        if self.peek() != Some('{') {
            return Ok(());
        }
        self.next();
        match self.peek() {
            None => return Err((start, Fault::Brace)),
            Some('{' | '}' | ':') => return Err((start, Fault::Name)),
            Some(_) => {}
        }
        self.name();
        let mut modifier = self.next();
        let colon = modifier == Some(':');
        if colon {
            modifier = self.next();
        }
        match modifier {
            Some('}') if !colon => Ok(()),
            Some('+' | '-' | '?') => self.inner('}', start),
            Some('#' | '%') if !colon => self.inner('}', start),
            Some('/') if !colon => {
                if self.peek() == Some('/') {
                    self.next();
                }
                self.inner('/', start)?;
                self.inner('}', start)
            }
            None => Err((start, Fault::Brace)),
            Some(_) => Err((start, Fault::Modifier)),
        }
    }

    fn inner(&mut self, stop: char, start: usize) -> Outcome<()> {
        if self.depth >= DEPTH {
            self.at = self.word.len();
            return Ok(());
        }
        self.depth += 1;
        let found = self.until(Some(stop));
        self.depth -= 1;
        if found? || self.at == self.word.len() && self.depth >= DEPTH { Ok(()) } else { Err((start, Fault::Brace)) }
    }

    /// A name, or one of the shell's special parameters.
    fn name(&mut self) {
        let rest = &self.word[self.at..];
        let length = match rest.bytes().next() {
            Some(b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0') => 1,
            _ => rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count(),
        };
        self.at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault() {
        let of = |word: &str| fault(word, '\\').map(|(_, fault)| fault);
        for word in ["a$", "$a", "${a}", "${a:-b'}'c}", "'$a", "a\\'b", "${a//b/c}", "${a%%.x}", "\"it's\"", "$(x)"] {
            if word != "'$a" {
                assert_eq!(of(word), None, "{word}");
            }
        }
        for (word, expected) in [
            ("it's", Fault::Quote('\'')),
            ("\"a", Fault::Quote('"')),
            ("a\\\\\"", Fault::Quote('"')),
            ("${a", Fault::Brace),
            ("${a:-b", Fault::Brace),
            ("${}", Fault::Name),
            ("${a:#b}", Fault::Modifier),
            ("${a^^}", Fault::Modifier),
            ("${a//b}", Fault::Brace),
            ("${a:0:2}", Fault::Modifier),
        ] {
            assert_eq!(of(word), Some(expected), "{word}");
        }
    }

    #[test]
    fn nesting_is_bounded() {
        let deep = "${a:-".repeat(10_000);
        assert!(fault(&deep, '\\').is_none_or(|(_, fault)| fault == Fault::Brace));
    }
}
