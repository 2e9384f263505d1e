//! Patterns of file names as `COPY` and `.dockerignore` take them.

/// A pattern: `*` and `?` stay within a segment, `**` goes through folders, `[a-z]` is a set, `\` takes what follows as
/// it is.
#[derive(Clone, Debug)]
pub(crate) struct Glob {
    tokens: Vec<Token>,
    /// What every text that fits begins with, ends with and has in it: most others are told by that.
    start: String,
    end: String,
    part: String,
}

#[derive(Clone, Debug)]
enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Star,
    /// `**` that is not followed by a slash.
    Deep,
    /// `**/`: nothing, or what [`Token::Inside`] takes, which always follows it.
    Folders,
    /// Any folders with their slashes.
    Inside,
    Set {
        ranges: Vec<(char, char)>,
        without: bool,
    },
}

impl Token {
    const fn char(&self) -> Option<char> {
        if let Self::Char(c) = self { Some(*c) } else { None }
    }
}

impl Glob {
    /// The pattern that `text` is; every text is one.
    pub(crate) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(&c) = chars.get(at) {
            let (token, length) = match (c, chars.get(at + 1), chars.get(at + 2)) {
                ('*', Some('*'), Some('/')) => (Token::Folders, 3),
                ('*', Some('*'), _) => (Token::Deep, 2),
                ('*', ..) => (Token::Star, 1),
                ('?', ..) => (Token::One, 1),
                ('\\', Some(&next), _) => (Token::Char(next), 2),
                ('[', ..) => set(&chars[at..]).unwrap_or((Token::Char('['), 1)),
                _ => (Token::Char(c), 1),
            };
            let folders = matches!(token, Token::Folders);
            tokens.push(token);
            tokens.extend(folders.then_some(Token::Inside));
            at += length;
        }
        let literals = tokens.split(|token| token.char().is_none());
        let literals: Vec<String> = literals.map(|run| run.iter().filter_map(Token::char).collect()).collect();
        let start = literals.first().cloned().unwrap_or_default();
        let end = literals.last().cloned().unwrap_or_default();
        let part = literals.into_iter().max_by_key(String::len).unwrap_or_default();
        Self { tokens, start, end, part }
    }

    /// Whether all of `text` fits. Takes the product of both lengths at most.
    pub(crate) fn matches(&self, text: &str) -> bool {
        if !text.starts_with(&self.start) || !text.ends_with(&self.end) || !text.contains(&self.part) {
            return false;
        }
        let mut states = vec![false; self.tokens.len() + 1];
        states[0] = true;
        self.skip(&mut states);
        for c in text.chars() {
            states = self.step(&states, c);
        }
        states[self.tokens.len()]
    }

    /// The states behind `c`.
    fn step(&self, states: &[bool], c: char) -> Vec<bool> {
        let mut next = vec![false; states.len()];
        for (at, token) in self.tokens.iter().enumerate().filter(|(at, _)| states[*at]) {
            let (stays, goes) = match token {
                Token::Char(wanted) => (false, *wanted == c),
                Token::One => (false, c != '/'),
                Token::Star => (c != '/', false),
                Token::Deep => (true, false),
                Token::Inside => (true, c == '/'),
                Token::Folders => (false, false),
                Token::Set { ranges, without } => {
                    let inside = ranges.iter().any(|(from, to)| (*from..=*to).contains(&c));
                    (false, c != '/' && inside != *without)
                }
            };
            next[at] |= stays;
            next[at + 1] |= goes;
        }
        self.skip(&mut next);
        next
    }

    /// Adds the states behind what may match nothing.
    fn skip(&self, states: &mut [bool]) {
        for (at, token) in self.tokens.iter().enumerate() {
            if states[at] && matches!(token, Token::Star | Token::Deep | Token::Folders) {
                states[at + 1] = true;
                if matches!(token, Token::Folders) {
                    states[at + 2] = true;
                }
            }
        }
    }
}

/// The set at the beginning of `chars`, and its length; `None` where it is not closed.
fn set(chars: &[char]) -> Option<(Token, usize)> {
    let without = matches!(chars.get(1), Some('^' | '!'));
    let start = 1 + usize::from(without);
    let end = start + 1 + chars.get(start + 1..)?.iter().position(|c| *c == ']')?;
    let mut ranges = Vec::new();
    let mut at = start;
    while at < end {
        if chars[at + 1] == '-' && at + 2 < end {
            ranges.push((chars[at], chars[at + 2]));
            at += 3;
        } else {
            ranges.push((chars[at], chars[at]));
            at += 1;
        }
    }
    Some((Token::Set { ranges, without }, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_folders_and_sets() {
        for (pattern, text, expected) in [
            ("*.conf", "a.conf", true),
            ("*.conf", "a/b.conf", false),
            ("**/*.conf", "b.conf", true),
            ("**/*.conf", "a/x/b.conf", true),
            ("**/b", "ab", false),
            ("**/b", "a/cb", false),
            ("a/**", "a/b/c", true),
            ("a/**/c", "a/c", true),
            ("a/**/c", "a/b/d/c", true),
            ("a/**/c", "abc", false),
            ("x?z", "xyz", true),
            ("x?z", "x/z", false),
            ("[a-c]1", "b1", true),
            ("[^a-c]1", "b1", false),
            ("[a", "[a", true),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Glob::new(pattern).matches(text), expected, "{pattern} {text}");
        }
        let hostile = "*a".repeat(2_000);
        assert!(!Glob::new(&hostile).matches(&"a".repeat(1_000)));
    }
}
