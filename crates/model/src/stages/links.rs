//! Where stages take files from others: `COPY --from` and the `from` of mounts.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Instruction, Keyword, Word};

use super::Dockerfile;

/// A use of a stage or an image other than as a base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The stage that takes something, by index.
    pub stage: usize,
    /// The instruction that does, by index.
    pub at: usize,
    /// Where the name stands.
    pub span: Span,
    /// The name or number, as written.
    pub name: String,
    /// The stage of that name or number, by index, wherever it stands in the file.
    pub target: Option<usize>,
    /// Whether it is of a `COPY`, which takes a number for a stage.
    pub copy: bool,
}

impl Link {
    /// The number that it is, where the engine takes it for one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        self.name.parse().ok().filter(|_| self.copy)
    }
}

impl Dockerfile {
    /// All uses, in order.
    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (stage, own) in self.stages.iter().enumerate() {
            for at in own.instructions.clone() {
                let instruction = self.instruction(at);
                let copy = instruction.keyword == Keyword::Copy;
                let named = sources(instruction).into_iter();
                links.extend(named.map(|(name, span)| {
                    let target = self.names.get(&name.to_ascii_lowercase()).copied();
                    let mut link = Link { stage, at, span, name, target, copy };
                    if let Some(number) = link.number() {
                        link.target = usize::try_from(number).ok().filter(|number| *number < self.stages.len());
                    }
                    link
                }));
            }
        }
        links
    }
}

/// The names that the instruction takes from.
fn sources(instruction: &Instruction) -> Vec<(String, Span)> {
    let values = |name| {
        let flags = instruction.flags.iter().filter(move |flag| flag.name == name);
        flags.filter_map(|flag| flag.value.as_ref())
    };
    match instruction.keyword {
        Keyword::Copy => values("from").map(|word| (word.raw.clone(), word.span)).collect(),
        Keyword::Run => values("mount").filter_map(mount).collect(),
        _ => Vec::new(),
    }
}

/// The `from` of a mount that has files of another stage.
fn mount(word: &Word) -> Option<(String, Span)> {
    let fields: Vec<(usize, &str)> = fields(&word.raw).collect();
    let memory = fields.iter().any(|(_, field)| matches!(field.trim(), "type=tmpfs" | "type=secret" | "type=ssh"));
    let (at, name) = fields.iter().find_map(|(at, field)| {
        let (key, value) = field.split_once('=')?;
        key.eq_ignore_ascii_case("from").then_some((at + key.len() + 1, value))
    })?;
    let start = word.outer.start + at as u32;
    let span = if word.outer.end - word.outer.start == word.raw.len() as u32 {
        Span::new(start, start + name.len() as u32)
    } else {
        word.span
    };
    (!memory && !name.is_empty()).then(|| (name.to_owned(), span))
}

/// The fields of a list with commas, each with its place.
fn fields(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(',').map(move |field| {
        let start = at;
        at += field.len() + 1;
        (start, field)
    })
}
