//! Whether a text is a JSON array, and what it holds: what the engine looks at before it takes a form for shell text.

/// What an array holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Array {
    /// Strings only, or nothing.
    Strings,
    /// Something else too.
    Mixed,
}

/// How deep arrays and objects may nest before the text counts as none.
const DEPTH: usize = 64;

/// The kind of array that all of `text` is; `None` where it is none.
#[must_use]
pub fn array(text: &str) -> Option<Array> {
    let text = text.trim_matches(BLANKS);
    let mut scan = Scan { text: text.as_bytes(), at: 0 };
    if scan.peek() != Some(b'[') {
        return None;
    }
    let strings = scan.array(0)?;
    (scan.at == text.len()).then_some(if strings { Array::Strings } else { Array::Mixed })
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

struct Scan<'t> {
    text: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|b| BLANKS.contains(&(b as char))) {
            self.at += 1;
        }
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        (self.peek() == Some(wanted)).then(|| self.at += 1)
    }

    /// An array; whether it holds strings only.
    fn array(&mut self, depth: usize) -> Option<bool> {
        self.eat(b'[')?;
        self.blanks();
        let mut strings = true;
        if self.eat(b']').is_some() {
            return Some(strings);
        }
        loop {
            self.blanks();
            strings &= self.value(depth)?;
            self.blanks();
            if self.eat(b']').is_some() {
                return Some(strings);
            }
            self.eat(b',')?;
        }
    }

    /// A value; whether it is a string.
    fn value(&mut self, depth: usize) -> Option<bool> {
        if depth >= DEPTH {
            return None;
        }
        match self.peek()? {
            b'"' => self.string().map(|()| true),
            b'[' => self.array(depth + 1).map(|_| false),
            b'{' => self.object(depth + 1).map(|()| false),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<()> {
        self.eat(b'{')?;
        self.blanks();
        if self.eat(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            self.string()?;
            self.blanks();
            self.eat(b':')?;
            self.blanks();
            self.value(depth)?;
            self.blanks();
            if self.eat(b'}').is_some() {
                return Some(());
            }
            self.eat(b',')?;
        }
    }

    fn string(&mut self) -> Option<()> {
        self.eat(b'"')?;
        loop {
            let b = self.peek()?;
            self.at += 1;
            match b {
                b'"' => return Some(()),
                b'\\' => self.escape()?,
                b if b < b' ' => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        let b = self.peek()?;
        self.at += 1;
        if b == b'u' {
            let digits = self.text.get(self.at..self.at + 4)?;
            self.at += 4;
            return digits.iter().all(u8::is_ascii_hexdigit).then_some(());
        }
        br#""\/bfnrt"#.contains(&b).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<bool> {
        self.text[self.at..].starts_with(word.as_bytes()).then(|| self.at += word.len())?;
        Some(false)
    }

    fn number(&mut self) -> Option<bool> {
        let rest = &self.text[self.at..];
        let end = rest.iter().position(|b| !b.is_ascii_digit() && !b"+-.eE".contains(b)).unwrap_or(rest.len());
        let text = std::str::from_utf8(&rest[..end]).ok()?;
        let digits = text.strip_prefix('-').unwrap_or(text);
        let leading = digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
        let framed = digits.starts_with(|c: char| c.is_ascii_digit()) && !digits.ends_with('.') && !leading;
        (framed && !digits.contains(".e") && text.parse::<f64>().is_ok()).then(|| self.at += end)?;
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_and_what_is_none() {
        for text in ["[]", "[\"a\", \"b\\u00e9\"]", " [ \"a\" ] "] {
            assert_eq!(array(text), Some(Array::Strings), "{text}");
        }
        for text in ["[1]", "[[\"a\"]]", "[{\"a\": [null, true]}, -1.5e3]", "[\"a\", 0]"] {
            assert_eq!(array(text), Some(Array::Mixed), "{text}");
        }
        for text in ["", "[", "['a']", "[\"a\",]", "[\"a\"] x", "[01]", "[1.]", "[nul]", "[ -f x ]", "{}"] {
            assert_eq!(array(text), None, "{text}");
        }
        assert_eq!(array(&"[".repeat(100_000)), None);
    }
}
