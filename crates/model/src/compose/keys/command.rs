//! Commands in one text, which the engine splits into words without a shell.

/// What becomes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Split {
    /// All of it is read.
    Whole,
    /// What begins at this byte is dropped: it means something to shells only.
    CutAt(usize),
    /// A quote, an escape or a parenthesis is not closed.
    Broken,
}

/// Splits `text` as the engine does. Parentheses stand behind a `$` only, and not within each other.
pub(super) fn split(text: &str) -> Split {
    let mut open = None;
    let mut before = ' ';
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (open, letter) {
            (quote, '\\') if quote != Some('\'') => {
                if letters.next().is_none() {
                    return Split::Broken;
                }
            }
            (Some(quote), _) if quote == letter => open = None,
            (Some(')'), '(') => return Split::Broken,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') => open = Some(letter),
            (None, '(') if before == '$' => open = Some(')'),
            (None, '(' | ')') => return Split::Broken,
            (None, ';' | '&' | '|' | '<' | '>') => return Split::CutAt(at),
            (None, _) => {}
        }
        before = letter;
    }
    if open.is_none() { Split::Whole } else { Split::Broken }
}
