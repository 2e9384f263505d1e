//! Reads one comment: which rules it turns off, in whose dialect, and how far it reaches.

use longshore_syntax::Span;

use crate::{Group, Rule};

/// How far a suppression comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The instruction, or the line of a continued instruction, that follows; the entry or item of a compose file.
    Next,
    /// The line itself, or the next one where the comment stands alone.
    Line,
    /// The stage whose `FROM` follows.
    Stage,
    /// The whole file.
    File,
}

/// The words before `=`, how far they reach, and whether `all` stands for every rule.
const DIALECTS: [(&str, Reach, bool); 7] = [
    (HERE, Reach::Next, true),
    (FILE, Reach::File, true),
    ("hadolint ignore", Reach::Next, false),
    ("hadolint stage ignore", Reach::Stage, false),
    ("hadolint global ignore", Reach::File, false),
    ("tally ignore", Reach::Next, true),
    ("tally global ignore", Reach::File, true),
];

/// The words of dclint, behind which names may follow without `=`; none stand for all.
const DCLINT: [(&str, Reach); 3] =
    [("disable-line", Reach::Line), ("disable-file", Reach::File), ("disable", Reach::File)];

/// What our own comment above an instruction begins with.
pub(super) const HERE: &str = "longshore ignore";

/// What our own comment for a whole file begins with.
pub(super) const FILE: &str = "longshore ignore-file";

/// The rules that a comment names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Names {
    /// Whether it names all.
    pub(super) all: bool,
    /// Whether `all` leaves out what the engine refuses, which it does all the same.
    pub(super) but_errors: bool,
    /// The names and codes, as written.
    pub(super) words: Vec<String>,
}

impl Names {
    /// Whether `rule` is among them, by its name or by the code of another linter, in any case. A code may carry the
    /// name of the linter it comes from (`hadolint/DL3002`).
    pub(super) fn cover(&self, rule: &Rule) -> bool {
        let same = |written: &str, name: &str| {
            let code = written.rsplit_once('/').map_or(written, |(_, code)| code);
            written.eq_ignore_ascii_case(name) || code.eq_ignore_ascii_case(name)
        };
        let named =
            |written: &String| same(written, rule.name) || rule.aliases.iter().any(|alias| same(written, alias));
        let all = self.all && !(self.but_errors && rule.group == Group::Error);
        all || self.words.iter().any(named)
    }
}

/// A comment that turns rules off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pragma {
    /// The words before `=`, in lower case and with one blank between them.
    pub(super) head: String,
    /// How far it reaches.
    pub(super) reach: Reach,
    /// What it turns off.
    pub(super) names: Names,
    /// The end of the last name, in bytes of the file: where another one may be added.
    pub(super) end: u32,
}

/// The suppression that the comment at `span` of `text` is, if it is one.
pub(super) fn read(text: &str, span: Span) -> Option<Pragma> {
    let comment = span.text(text);
    if let Some(pragma) = dclint(comment, span) {
        return Some(pragma);
    }
    let equals = comment.find('=')?;
    let head = comment[..equals].trim_start_matches('#').split_whitespace().collect::<Vec<_>>().join(" ");
    let head = head.to_ascii_lowercase();
    let value = &comment[equals + 1..];
    let (reach, names, length) = if head == "check" {
        (Reach::Next, skipped(value), value.len())
    } else {
        let &(_, reach, has_all) = DIALECTS.iter().find(|(words, ..)| *words == head)?;
        let (names, length) = list(value, has_all);
        (reach, names, length)
    };
    let end = span.start + (equals + 1 + length) as u32;
    (names != Names::default()).then_some(Pragma { head, reach, names, end })
}

/// The suppression that `comment` at `span` is for dclint.
fn dclint(comment: &str, span: Span) -> Option<Pragma> {
    let rest = comment.trim_start_matches('#').trim_start().strip_prefix("dclint")?;
    let mut words = rest.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let command = words.next()?;
    let &(_, reach) = DCLINT.iter().find(|(word, _)| *word == command)?;
    let words: Vec<String> = words.map(str::to_owned).collect();
    let names = Names { all: words.is_empty(), words, ..Names::default() };
    Some(Pragma { head: format!("dclint {command}"), reach, names, end: span.end })
}

/// What the value of a `check` directive of BuildKit skips: `skip=A,B;error=true`, up to the first blank.
pub(super) fn skipped(value: &str) -> Names {
    let value = value.split_whitespace().next().unwrap_or_default();
    let fields = value.split(';').filter_map(|field| field.split_once('='));
    let mut skips = fields.filter(|(key, _)| key.eq_ignore_ascii_case("skip"));
    let names = skips.next().map(|(_, rules)| list(rules, true).0).unwrap_or_default();
    Names { but_errors: names.all, ..names }
}

/// The names at the start of `value`, separated by commas with or without blanks, and how many bytes they take. What
/// follows them is the reason.
fn list(value: &str, has_all: bool) -> (Names, usize) {
    let mut names = Names::default();
    let mut end = 0;
    let mut at = 0;
    loop {
        let rest = &value[at..];
        let start = at + (rest.len() - rest.trim_start().len());
        let word: &str = value[start..].split(|c: char| !is_name(c)).next().unwrap_or_default();
        if word.is_empty() {
            return (names, end);
        }
        end = start + word.len();
        if has_all && word.eq_ignore_ascii_case("all") {
            names.all = true;
        } else {
            names.words.push(word.to_owned());
        }
        let behind = value[end..].trim_start();
        if !behind.starts_with(',') {
            return (names, end);
        }
        at = value.len() - behind.len() + 1;
    }
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/')
}
