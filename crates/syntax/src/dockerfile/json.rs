//! JSON forms: arrays of strings, with a span for each string.

use super::Word;
use crate::Logical;

/// The strings of `text` where it is a JSON array of strings and nothing else; `None` otherwise, in which case the
/// engine takes it as shell text.
pub(super) fn strings(text: &Logical) -> Option<Vec<Word>> {
    scan(Scan { text, at: 0, expands: None })
}

/// The same for an instruction that expands variables in its strings: `VOLUME`, `COPY` and `ADD`. A string with escapes
/// of JSON stays as it is.
pub(super) fn expanded(text: &Logical, escape: char) -> Option<Vec<Word>> {
    scan(Scan { text, at: 0, expands: Some(escape) })
}

fn scan(mut scan: Scan<'_>) -> Option<Vec<Word>> {
    scan.blanks();
    scan.eat(b'[')?;
    scan.blanks();
    let mut words = Vec::new();
    if scan.eat(b']').is_none() {
        loop {
            words.push(scan.string()?);
            scan.blanks();
            if scan.eat(b']').is_some() {
                break;
            }
            scan.eat(b',')?;
            scan.blanks();
        }
    }
    scan.blanks();
    (scan.at == scan.text.text.len()).then_some(words)
}

struct Scan<'a> {
    text: &'a Logical,
    at: usize,
    /// The escape character of the file, where variables are expanded.
    expands: Option<char>,
}

impl Scan<'_> {
    fn blanks(&mut self) {
        let rest = &self.text.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn eat(&mut self, wanted: u8) -> Option<()> {
        let found = self.text.text.as_bytes().get(self.at) == Some(&wanted);
        self.at += usize::from(found);
        found.then_some(())
    }

    fn string(&mut self) -> Option<Word> {
        let start = self.at;
        self.eat(b'"')?;
        let mut value = String::new();
        loop {
            let c = self.text.text[self.at..].chars().next()?;
            self.at += c.len_utf8();
            match c {
                '"' => break,
                '\\' => value.push(self.escape()?),
                c if c < ' ' => return None,
                c => value.push(c),
            }
        }
        let inner = self.text.span(start + 1, self.at - 1);
        let outer = self.text.span(start, self.at);
        let written = self.text.text.get(start + 1..self.at - 1) == Some(value.as_str());
        match self.expands.filter(|_| written) {
            Some(escape) => Some(Word { outer, ..Word::new(self.text, start + 1, self.at - 1, escape) }),
            None => Some(Word::literal(value, inner, outer)),
        }
    }

    /// The character behind a backslash.
    fn escape(&mut self) -> Option<char> {
        let c = *self.text.text.as_bytes().get(self.at)?;
        self.at += 1;
        Some(match c {
            b'"' | b'\\' | b'/' => c as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return None,
        })
    }

    /// `\uXXXX`; halves of a pair that do not meet become U+FFFD, as in the engine.
    fn unicode(&mut self) -> Option<char> {
        let high = self.hex()?;
        if !(0xD800..0xDC00).contains(&high) {
            return Some(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let pair = self.text.text[self.at..].starts_with("\\u");
        if !pair {
            return Some(char::REPLACEMENT_CHARACTER);
        }
        self.at += 2;
        let low = self.hex()?;
        let joined = 0x10000 + ((high - 0xD800) << 10);
        let joined = low.checked_sub(0xDC00).map_or(u32::MAX, |low| joined.saturating_add(low));
        Some(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.text.text.get(self.at..self.at + 4)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Vec<String>> {
        strings(&Logical::identity(text, 0)).map(|words| words.into_iter().map(|word| word.raw).collect())
    }

    #[test]
    fn only_whole_arrays_of_strings_count() {
        assert_eq!(of(r#" ["a", "b\n\u00e9\ud83d\ude00"] "#), Some(vec!["a".into(), "b\né😀".into()]));
        assert_eq!(of("[]"), Some(vec![]));
        for text in ["[ -f x ] && y", "['a']", "[\"a\",]", "[\"a\"] x", "[\"a\" \"b\"]", "[1]", "[\"a", "[\"\\x\"]", ""]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn spans_leave_the_quotes_out() {
        let words = strings(&Logical::identity("[\"ab\"]", 10)).unwrap_or_default();
        assert_eq!((words[0].span, words[0].outer), (crate::Span::new(12, 14), crate::Span::new(11, 15)));
    }
}
