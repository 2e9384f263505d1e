//! The fields that a word's expansion is split to, and brace expansion before it.

use longshore_syntax::Span;
use longshore_syntax::shell::{Part, PartKind};

use super::Text;

/// The most words that one word's braces make.
const WORDS: usize = 1024;

/// Fields that are being filled.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) done: Vec<Text>,
    current: Text,
    open: bool,
}

impl Fields {
    /// Appends text to the current field, which then is one even if the text is empty.
    pub(super) fn push(&mut self, text: &str, span: Span) {
        self.current.push(text, span);
        self.open = true;
    }

    /// Appends text that is split at white space.
    pub(super) fn split(&mut self, text: &str, span: Span) {
        if text.starts_with(char::is_whitespace) {
            self.close();
        }
        for (index, word) in text.split_whitespace().enumerate() {
            if index > 0 {
                self.close();
            }
            self.push(word, span);
        }
        if text.ends_with(char::is_whitespace) {
            self.close();
        }
    }

    /// Ends the current field, if there is one.
    pub(super) fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.done.push(std::mem::take(&mut self.current));
        }
    }
}

/// Whether brace expansion changes `parts`.
pub(super) fn has_braces(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part.kind, PartKind::Brace(_) | PartKind::Range(_)))
}

/// The words that `parts` become by brace expansion.
pub(super) fn braces(parts: &[Part]) -> Vec<Vec<Part>> {
    let mut words: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts {
        let choices = match &part.kind {
            PartKind::Brace(choices) => choices.iter().flat_map(|word| braces(&word.parts)).take(WORDS).collect(),
            PartKind::Range(text) => range(text).into_iter().map(|text| vec![literal(text, part.span)]).collect(),
            _ => vec![vec![part.clone()]],
        };
        let joined = words.iter().flat_map(|word| choices.iter().map(|more| [&word[..], &more[..]].concat()));
        words = joined.take(WORDS).collect();
    }
    words
}

fn literal(text: String, span: Span) -> Part {
    Part { span, quoted: false, kind: PartKind::Literal(text) }
}

/// What `1..9`, `01..10..2` and `a..e` stand for.
fn range(text: &str) -> Vec<String> {
    let mut ends = text.split("..");
    let (Some(first), Some(last)) = (ends.next(), ends.next()) else { return vec![format!("{{{text}}}")] };
    let step = ends.next().and_then(|step| step.parse::<i64>().ok()).unwrap_or(1).unsigned_abs().max(1);
    if let (Ok(from), Ok(to)) = (first.parse::<i64>(), last.parse::<i64>()) {
        let padded = [first, last].iter().any(|end| end.trim_start_matches('-').starts_with('0') && end.len() > 1);
        let width = if padded { first.len().max(last.len()) } else { 0 };
        return steps(from, to, step).map(|number| format!("{number:0width$}")).collect();
    }
    match (first.as_bytes(), last.as_bytes()) {
        (&[from], &[to]) => {
            let letters = steps(i64::from(from), i64::from(to), step).filter_map(|it| u8::try_from(it).ok());
            letters.map(|letter| char::from(letter).to_string()).collect()
        }
        _ => vec![format!("{{{text}}}")],
    }
}

fn steps(from: i64, to: i64, step: u64) -> impl Iterator<Item = i64> {
    let count = (from.abs_diff(to) / step).min(super::state::WORDS as u64 - 1);
    let sign = if from <= to { 1 } else { -1 };
    (0..=count).map(move |index| from.wrapping_add(sign * (index.wrapping_mul(step) as i64)))
}
