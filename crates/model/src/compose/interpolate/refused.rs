//! Placeholders that the engine cannot read: what begins with `${` and does not go on as it must.

use super::name;

/// Operands nested deeper than this are not looked through.
const DEPTH: usize = 32;

/// A placeholder that the engine cannot read, in bytes of the text that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where its `$` stands.
    pub start: usize,
    /// Behind its closing brace; the end of its line where it has none.
    pub end: usize,
    /// What is wrong with it.
    pub kind: RefusedKind,
}

/// What is wrong with a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusedKind {
    /// Nothing closes its brace on its line.
    Open,
    /// No name of a variable stands in it.
    NoName,
    /// What stands behind its name is none of `:-`, `-`, `:?`, `?`, `:+` and `+`.
    Operator,
}

/// The placeholders of `text` that the engine cannot read, in order. It takes every other `$` as it stands.
#[must_use]
pub fn refused(text: &str) -> Vec<Refused> {
    let mut found = Vec::new();
    range(text, 0, text.len(), 0, &mut found);
    found
}

fn range(text: &str, mut at: usize, end: usize, depth: usize, found: &mut Vec<Refused>) {
    while let Some(dollar) = text[at..end].find('$') {
        let start = at + dollar;
        at = match text.as_bytes().get(start + 1..end).and_then(<[u8]>::first) {
            Some(b'$') => start + 2,
            Some(b'{') => placeholder(text, start, end, depth, found),
            _ => start + 1,
        };
    }
}

/// Judges the `${` at `start`; where to go on.
fn placeholder(text: &str, start: usize, end: usize, depth: usize, found: &mut Vec<Refused>) -> usize {
    let inner = start + 2;
    let line = text[inner..end].find('\n').map_or(end, |at| inner + at);
    let close = closing(&text[inner..line]).or_else(|| text[inner..line].rfind('}')).map(|at| inner + at);
    let mut refuse = |end: usize, kind: RefusedKind| {
        found.push(Refused { start, end, kind });
        end
    };
    let Some(close) = close else { return refuse(line, RefusedKind::Open) };
    let name = name(&text[inner..close]);
    let behind = &text[inner + name.len()..close];
    if name.is_empty() {
        return refuse(close + 1, RefusedKind::NoName);
    }
    let operator = behind.strip_prefix(':').unwrap_or(behind);
    if !behind.is_empty() && !operator.starts_with(['-', '?', '+']) {
        return refuse(close + 1, RefusedKind::Operator);
    }
    if depth < DEPTH && !behind.is_empty() {
        range(text, close - operator.len() + 1, close, depth + 1, found);
    }
    close + 1
}

/// The brace that closes one before `text`.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1_usize;
    text.bytes().position(|byte| {
        open = match byte {
            b'{' => open + 1,
            b'}' => open - 1,
            _ => open,
        };
        open == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_have_the_verdict_of_the_engine() {
        for text in [
            "$",
            "$$",
            "a$",
            "$1",
            "$(pwd)",
            "${A-}",
            "${A:+x}",
            "${A:-${B}}",
            "${A:-$}",
            "${A:-}}",
            "${A:-a$1b}",
            "${A:-{x}}",
            "$$$A",
            "$${x!}",
            "$é",
            "^abc$",
            "${A:-{x}",
            "%%",
        ] {
            assert_eq!(refused(text), [], "{text}");
        }
        for (text, expected) in [
            ("${", RefusedKind::Open),
            ("x:${TAG", RefusedKind::Open),
            ("${A:-b\nc}", RefusedKind::Open),
            ("$$${", RefusedKind::Open),
            ("${}", RefusedKind::NoName),
            ("${1}", RefusedKind::NoName),
            ("${{ x }}", RefusedKind::NoName),
            ("${A!x}", RefusedKind::Operator),
            ("${A.B}", RefusedKind::Operator),
            ("${A:=x}", RefusedKind::Operator),
            ("${A%b*}", RefusedKind::Operator),
            ("a ${A:-${B} c", RefusedKind::Open),
            ("${A:-${B:x}}", RefusedKind::Operator),
        ] {
            assert_eq!(refused(text).iter().map(|one| one.kind).collect::<Vec<_>>(), [expected], "{text}");
        }
        let found = refused("é ${A!x} b");
        assert_eq!((found[0].start, found[0].end), (3, 9));
    }
}
