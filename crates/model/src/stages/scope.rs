//! Which variables are set where: by instructions, by arguments before the first `FROM`, by the platform, by the image.

use std::collections::{BTreeSet, HashMap};

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Operation, Pair, Word};

use super::{Base, Dockerfile};
use crate::expand::expand;
use crate::images;
use crate::value::{UNKNOWN, Value};

/// Arguments that every build has in `FROM`, with a value that one may have.
const PLATFORM: [(&str, &str); 11] = [
    ("BUILDPLATFORM", "linux/amd64"),
    ("BUILDOS", "linux"),
    ("BUILDOSVERSION", ""),
    ("BUILDARCH", "amd64"),
    ("BUILDVARIANT", ""),
    ("TARGETPLATFORM", "linux/amd64"),
    ("TARGETOS", "linux"),
    ("TARGETOSVERSION", ""),
    ("TARGETARCH", "amd64"),
    ("TARGETVARIANT", ""),
    ("TARGETSTAGE", "default"),
];

/// The arguments that `FROM` sees.
#[derive(Debug)]
pub struct Globals<'f> {
    file: &'f Dockerfile,
    declared: HashMap<&'f str, Option<&'f Word>>,
}

/// Whether the image that a stage builds on sets a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FromImage {
    /// It does.
    Set,
    /// It does not.
    Unset,
    /// Nobody has looked.
    Unknown,
}

impl<'f> Globals<'f> {
    /// Whether an `ARG` before the first `FROM` declares `name`, or every build has it.
    #[must_use]
    pub fn declares(&self, name: &str) -> bool {
        self.declared.contains_key(name) || PLATFORM.iter().any(|(known, _)| *known == name)
    }

    /// Whether `name` has a value though no build argument gives one.
    #[must_use]
    pub fn has_default(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// The names that can be used.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().copied().chain(PLATFORM.iter().map(|(name, _)| *name))
    }

    /// What `word` is where no build argument is given: unset variables are empty. `None` where its form is not
    /// understood.
    #[must_use]
    pub fn default_of(&self, word: &'f Word) -> Option<String> {
        if word.variables().iter().any(|variable| matters(variable.operation.as_ref())) {
            return None;
        }
        let value = expand(word, &|name| self.value(name));
        Some(value.text().replace(UNKNOWN, ""))
    }

    fn value(&self, name: &str) -> Option<Value> {
        let platform = || PLATFORM.iter().find(|(known, _)| *known == name).map(|(_, value)| Value::from(*value));
        self.file.global(name).or_else(platform)
    }
}

/// Whether a modifier makes of the value what [`expand`] may not know.
fn matters(operation: Option<&Operation>) -> bool {
    !matches!(operation, None | Some(Operation::Default { .. } | Operation::Alternative { .. } | Operation::Required))
}

/// What an `ARG` declares.
fn arguments(instruction: &Instruction) -> &[Pair] {
    match &instruction.body {
        Body::Pairs(pairs) if instruction.keyword == Keyword::Arg => pairs,
        _ => &[],
    }
}

impl Dockerfile {
    /// The arguments before the first `FROM`.
    #[must_use]
    pub fn globals(&self) -> Globals<'_> {
        let before = self.syntax.instructions.iter().take_while(|instruction| instruction.keyword != Keyword::From);
        let declared =
            before.flat_map(|one| arguments(one)).map(|pair| (pair.key.as_str(), pair.value.as_ref())).collect();
        Globals { file: self, declared }
    }

    /// Where a stage gives the argument `name` a default, which no `FROM` sees; the bytes of the name.
    #[must_use]
    pub fn default_in_stage(&self, name: &str) -> Option<Span> {
        let behind = self.syntax.instructions.iter().skip_while(|instruction| instruction.keyword != Keyword::From);
        let mut named = behind.flat_map(|one| arguments(one)).filter(|pair| pair.key == name && pair.value.is_some());
        named.next().map(|pair| pair.key_span)
    }

    /// Whether an `ARG` or `ENV` of `stage`, or of what it builds on, sets or declares `name` before the instruction
    /// with index `at`.
    #[must_use]
    pub fn is_set(&self, stage: usize, at: usize, name: &str) -> bool {
        let mut before = at;
        self.chain(stage).any(|index| {
            let all = self.stages[index].variables.get(name);
            let set = all.and_then(|all| all.first()).is_some_and(|(first, _)| *first < before);
            before = usize::MAX;
            set
        })
    }

    /// The variables that are set before the instruction with index `at` of `stage`, sorted.
    #[must_use]
    pub fn variables(&self, stage: usize, at: usize) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let mut before = at;
        for index in self.chain(stage) {
            let set = self.stages[index].variables.iter();
            let set = set.filter(|(_, all)| all.first().is_some_and(|(first, _)| *first < before));
            names.extend(set.map(|(name, _)| name.as_str()));
            before = usize::MAX;
        }
        names
    }

    /// Whether the image below `stage` sets `name`.
    #[must_use]
    pub fn image_sets(&self, stage: usize, name: &str) -> FromImage {
        if name == "PATH" {
            return FromImage::Set;
        }
        match self.root_base(stage) {
            Base::Scratch => FromImage::Unset,
            Base::Image(image, _) if images::environment::sets(image, name) => FromImage::Set,
            Base::Image(_, Some(known)) if known.kind == images::Kind::Os => FromImage::Unset,
            _ => FromImage::Unknown,
        }
    }

    /// Whether a `SHELL` before the instruction with index `at` of `stage`, or in what it builds on, says which shell
    /// runs commands.
    #[must_use]
    pub fn has_shell(&self, stage: usize, at: usize) -> bool {
        let mut before = at;
        self.chain(stage).any(|index| {
            let set = self.stages[index].shells.first().is_some_and(|(first, _)| *first < before);
            before = usize::MAX;
            set
        })
    }
}
