//! The meaning of a Dockerfile by itself: its stages and how they build on each other, and at every point the
//! variables, the working directory, the user and the shell.

mod links;
mod scope;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use longshore_syntax::dockerfile::{self, Body, Instruction, Keyword, Pair, Word};
use longshore_syntax::{Span, shell};

use crate::expand::expand;
use crate::image::ImageReference;
use crate::images::{self, Kind};
use crate::value::Value;
pub use links::Link;
pub use scope::{FromImage, Globals};

/// A Dockerfile with its stages.
#[derive(Debug)]
pub struct Dockerfile {
    /// Its syntax.
    pub syntax: dockerfile::Dockerfile,
    /// Its stages, in order.
    pub stages: Vec<Stage>,
    /// The last stage of each name, by index.
    names: HashMap<String, usize>,
}

/// A stage: a `FROM` and what follows it.
#[derive(Debug)]
pub struct Stage {
    /// Its name in lower case.
    pub name: Option<String>,
    /// Its instructions, the `FROM` first, as indices into the file's.
    pub instructions: Range<usize>,
    /// What it builds on.
    pub base: Base,
    variables: HashMap<String, Vec<(usize, Value)>>,
    directories: Vec<(usize, Value)>,
    users: Vec<(usize, User)>,
    shells: Vec<(usize, shell::Dialect)>,
    command: bool,
}

/// What a stage builds on.
#[derive(Clone, Debug)]
pub enum Base {
    /// An earlier stage, by index.
    Stage(usize),
    /// An image, with what is known about it.
    Image(Box<ImageReference>, Option<images::Base>),
    /// Nothing.
    Scratch,
    /// A reference that cannot be read.
    Unknown,
}

/// A user that a `USER` instruction names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The user without group; may hold unknown parts.
    pub name: Value,
    /// The group, where one is given.
    pub group: Option<Value>,
    /// The word that names them.
    pub span: Span,
}

impl User {
    /// Whether it is root, by name or number.
    #[must_use]
    pub fn is_root(&self) -> bool {
        matches!(self.name.text(), "root" | "0")
    }

    /// `user:group` for a `chown`; without a group the user's own is meant.
    #[must_use]
    pub fn owner(&self) -> String {
        let group = self.group.as_ref().unwrap_or(&self.name);
        format!("{}:{group}", self.name)
    }
}

/// How many stages that build on each other are looked through: what no file needs must not cost its square.
const CHAIN: usize = 256;

impl Dockerfile {
    /// Finds the stages of `syntax` and what holds in them.
    #[must_use]
    pub fn new(syntax: dockerfile::Dockerfile) -> Self {
        let mut file = Self { syntax, stages: Vec::new(), names: HashMap::new() };
        for instructions in ranges(&file.syntax.instructions) {
            let stage = file.stage(instructions);
            file.names.extend(stage.name.clone().map(|name| (name, file.stages.len())));
            if let Some(name) = &stage.name {
                file.names.insert(name.clone(), file.stages.len());
            }
            file.stages.push(stage);
        }
        file
    }

    /// The instruction with that index.
    ///
    /// # Panics
    /// Where there is none; indices come from [`Stage::instructions`].
    #[must_use]
    pub fn instruction(&self, index: usize) -> &Instruction {
        &self.syntax.instructions[index]
    }

    /// The index of the stage that the instruction with that index belongs to; `None` before the first `FROM`.
    #[must_use]
    pub fn stage_of(&self, instruction: usize) -> Option<usize> {
        let after = self.stages.partition_point(|stage| stage.instructions.start <= instruction);
        let stage = after.checked_sub(1)?;
        self.stages[stage].instructions.contains(&instruction).then_some(stage)
    }

    /// The index of the instruction that covers byte `offset`.
    #[must_use]
    pub fn instruction_at(&self, offset: u32) -> Option<usize> {
        let after = self.syntax.instructions.partition_point(|instruction| instruction.span.start <= offset);
        let index = after.checked_sub(1)?;
        self.syntax.instructions[index].span.touches(offset).then_some(index)
    }

    /// The stage that `target` names in any case, the last one of that name, or that has it as its index; by its index.
    #[must_use]
    pub fn stage_named(&self, target: &str) -> Option<usize> {
        let named = |stage: &Stage| stage.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(target));
        let index = || target.parse().ok().filter(|index| *index < self.stages.len());
        self.stages.iter().rposition(named).or_else(index)
    }

    /// The stages that `stage` builds on through `FROM stage`, nearest first, itself before them.
    pub fn chain(&self, stage: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(stage), |&index| match self.stages[index].base {
            Base::Stage(parent) => Some(parent),
            _ => None,
        })
        .take(CHAIN)
    }

    /// The base that `stage` finally builds on, past the stages of the file.
    #[must_use]
    pub fn root_base(&self, stage: usize) -> &Base {
        let last = self.chain(stage).last().unwrap_or(stage);
        &self.stages[last].base
    }

    /// What is known about the image that `stage` finally builds on.
    #[must_use]
    pub fn image(&self, stage: usize) -> Option<&images::Base> {
        match self.root_base(stage) {
            Base::Image(_, known) => known.as_ref(),
            _ => None,
        }
    }

    /// The value of variable `name` before the instruction with index `at` of `stage`; `None` where the file does not
    /// set it.
    #[must_use]
    pub fn value(&self, stage: usize, at: usize, name: &str) -> Option<Value> {
        let mut before = at;
        for index in self.chain(stage) {
            let stage = &self.stages[index];
            if let Some(found) = stage.variables.get(name).and_then(|all| latest(all, before)) {
                return Some(found.clone());
            }
            before = usize::MAX;
        }
        None
    }

    /// `word` as it is before the instruction with index `at` of `stage`.
    #[must_use]
    pub fn expand(&self, stage: usize, at: usize, word: &Word) -> Value {
        expand(word, &|name| self.value(stage, at, name))
    }

    /// The working directory before the instruction with index `at` of `stage`; the root of the image where no
    /// instruction sets one and the base is not known to.
    #[must_use]
    pub fn directory(&self, stage: usize, at: usize) -> Value {
        let mut before = at;
        for index in self.chain(stage) {
            if let Some(found) = latest(&self.stages[index].directories, before) {
                return found.clone();
            }
            before = usize::MAX;
        }
        match self.root_base(stage) {
            Base::Image(_, Some(known)) => Value::from(known.directory()),
            Base::Scratch => Value::from("/"),
            _ => Value::unknown(),
        }
    }

    /// The user that the last `USER` before the instruction with index `at` of `stage` names.
    #[must_use]
    pub fn user(&self, stage: usize, at: usize) -> Option<&User> {
        let mut before = at;
        for index in self.chain(stage) {
            if let Some(found) = latest(&self.stages[index].users, before) {
                return Some(found);
            }
            before = usize::MAX;
        }
        None
    }

    /// The shell that runs the shell form of the instruction with index `at` of `stage`.
    #[must_use]
    pub fn dialect(&self, stage: usize, at: usize) -> shell::Dialect {
        let mut before = at;
        for index in self.chain(stage) {
            if let Some(&found) = latest(&self.stages[index].shells, before) {
                return found;
            }
            before = usize::MAX;
        }
        if self.is_windows(stage) { shell::Dialect::Cmd } else { shell::Dialect::Posix }
    }

    /// Whether `stage` finally builds on an image of Windows.
    #[must_use]
    pub fn is_windows(&self, stage: usize) -> bool {
        let platform = self.chain(stage).last().and_then(|last| {
            let from = self.instruction(self.stages[last].instructions.start);
            from.flag("platform")?.value.as_ref()?.known().map(|value| value.starts_with("windows"))
        });
        platform.unwrap_or(false)
            || self.image(stage).is_some_and(images::Base::is_windows)
            || self.escapes_like_windows()
    }

    fn escapes_like_windows(&self) -> bool {
        self.syntax.escape == '`'
    }

    /// The last instruction of that kind in `stage` or what it builds on, by index.
    #[must_use]
    pub fn last(&self, stage: usize, keyword: Keyword) -> Option<usize> {
        self.chain(stage).find_map(|index| {
            let mut range = self.stages[index].instructions.clone();
            range.rfind(|&at| self.instruction(at).keyword == keyword)
        })
    }

    /// Whether `stage` says what its containers run, or builds on something that does.
    #[must_use]
    pub fn has_command(&self, stage: usize) -> bool {
        self.stages[stage].command
    }

    /// Whether `stage` says what runs, or builds on a stage or an image that does.
    fn says_command(&self, stage: &Stage) -> bool {
        let mut own = stage.instructions.clone();
        own.any(|at| matches!(self.instruction(at).keyword, Keyword::Cmd | Keyword::Entrypoint))
            || match &stage.base {
                Base::Stage(parent) => self.stages[*parent].command,
                Base::Image(_, Some(known)) => {
                    matches!(known.kind, Kind::WebServer | Kind::Server | Kind::Application | Kind::Framework)
                }
                _ => false,
            }
    }

    fn stage(&self, instructions: Range<usize>) -> Stage {
        let from = self.instruction(instructions.start);
        let Body::From(arguments) = &from.body else { return Stage::empty(instructions) };
        let name = arguments.name.as_ref().map(|name| name.raw.to_ascii_lowercase());
        let base = arguments.image.as_ref().map_or(Base::Unknown, |image| self.base(image));
        let mut stage = Stage { name, base, ..Stage::empty(instructions) };
        for index in stage.instructions.clone().skip(1) {
            self.enter(&mut stage, index);
        }
        stage.command = self.says_command(&stage);
        stage
    }

    /// The base that `image` names; global arguments are known in it.
    fn base(&self, image: &Word) -> Base {
        let value = expand(image, &|name| self.global(name));
        let text = value.text().to_ascii_lowercase();
        if let Some(&stage) = self.names.get(&text) {
            return Base::Stage(stage);
        }
        if text == "scratch" {
            return Base::Scratch;
        }
        match ImageReference::parse(value.text()) {
            Some(image) => {
                let known = images::lookup(&image);
                Base::Image(Box::new(image), known)
            }
            None => Base::Unknown,
        }
    }

    /// The default of an `ARG` before the first `FROM`.
    #[must_use]
    pub fn global(&self, name: &str) -> Option<Value> {
        let before = self.syntax.instructions.iter().take_while(|instruction| instruction.keyword != Keyword::From);
        let pairs =
            before.filter(|instruction| instruction.keyword == Keyword::Arg).flat_map(|argument| {
                match &argument.body {
                    Body::Pairs(pairs) => pairs.as_slice(),
                    _ => &[],
                }
            });
        let found = pairs.filter(|pair| pair.key == name).last()?;
        found.value.as_ref().map(|word| expand(word, &|other| (other != name).then(|| self.global(other)).flatten()))
    }

    /// Takes what the instruction with that index sets into `stage`.
    fn enter(&self, stage: &mut Stage, index: usize) {
        let instruction = self.instruction(index);
        match (&instruction.body, instruction.keyword) {
            (Body::Pairs(pairs), Keyword::Env | Keyword::Arg) => {
                let argument = instruction.keyword == Keyword::Arg;
                let values: Vec<_> = pairs.iter().map(|pair| self.binding(stage, pair, argument)).collect();
                for (pair, value) in pairs.iter().zip(values) {
                    stage.variables.entry(pair.key.clone()).or_default().push((index, value));
                }
            }
            (Body::Word(Some(word)), Keyword::Workdir) => {
                let directory = expand(word, &|name| stage_value(self, stage, name));
                let current = stage
                    .directories
                    .last()
                    .map_or_else(|| self.inherited_directory(stage), |(_, value)| value.clone());
                let path = directory.path(&current);
                stage.directories.push((index, path));
            }
            (Body::Word(Some(word)), Keyword::User) => {
                let value = expand(word, &|name| stage_value(self, stage, name));
                stage.users.push((index, user(&value, word)));
            }
            (Body::Words(words), Keyword::Shell) => {
                let words: Vec<String> = words.iter().map(|word| word.raw.clone()).collect();
                stage.shells.push((index, shell::dialect(&words)));
            }
            _ => {}
        }
    }

    fn binding(&self, stage: &Stage, pair: &Pair, argument: bool) -> Value {
        match &pair.value {
            Some(word) => expand(word, &|name| stage_value(self, stage, name)),
            None if argument => self.global(&pair.key).unwrap_or_else(Value::unknown),
            None => Value::default(),
        }
    }

    fn inherited_directory(&self, stage: &Stage) -> Value {
        match stage.base {
            Base::Stage(parent) => self.directory(parent, usize::MAX),
            Base::Image(_, Some(ref known)) => Value::from(known.directory()),
            Base::Scratch => Value::from("/"),
            Base::Image(..) | Base::Unknown => Value::unknown(),
        }
    }
}

/// The value of `name` at the end of what `stage` has so far.
fn stage_value(file: &Dockerfile, stage: &Stage, name: &str) -> Option<Value> {
    let own = stage.variables.get(name).and_then(|all| all.last()).map(|(_, value)| value.clone());
    own.or_else(|| match stage.base {
        Base::Stage(parent) => file.value(parent, usize::MAX, name),
        _ => None,
    })
}

impl Stage {
    fn empty(instructions: Range<usize>) -> Self {
        Self {
            name: None,
            instructions,
            base: Base::Unknown,
            variables: HashMap::new(),
            directories: Vec::new(),
            users: Vec::new(),
            shells: Vec::new(),
            command: false,
        }
    }
}

fn latest<T>(all: &[(usize, T)], before: usize) -> Option<&T> {
    all.iter().rev().find(|(at, _)| *at < before).map(|(_, value)| value)
}

fn user(value: &Value, word: &Word) -> User {
    let (name, group) = match value.text().split_once(':') {
        Some((name, group)) => (name, Some(Value::from(group))),
        None => (value.text(), None),
    };
    User { name: Value::from(name.trim()), group, span: word.span }
}

/// The instructions of each stage: from a `FROM` up to the next.
fn ranges(instructions: &[Arc<Instruction>]) -> Vec<Range<usize>> {
    let starts: Vec<usize> = instructions
        .iter()
        .enumerate()
        .filter(|(_, one)| one.keyword == Keyword::From)
        .map(|(index, _)| index)
        .collect();
    let ends = starts.iter().copied().skip(1).chain([instructions.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}
