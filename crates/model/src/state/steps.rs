//! The single commands of an instruction, in order, each with its words and where it writes.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command, Instruction};
use longshore_syntax::shell::{RedirectKind, Script};

use super::commands::Operand;
use crate::Dockerfile;
use crate::run::{Argument, Environment, Ran, Text, run, run_words};
use crate::value::Value;

/// One command that runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// Its name and arguments.
    pub(super) words: Vec<Operand>,
    /// The files that its redirects write.
    pub(super) writes: Vec<Operand>,
    /// The lines that it is given: of heredocs, and from the commands before a pipe.
    pub(super) lines: Vec<(String, Span)>,
    /// Where it runs.
    pub(super) directory: Value,
    /// Whether root runs it, where the command itself says so.
    pub(super) root: Option<bool>,
    /// Whether it may not run.
    pub(super) conditional: bool,
    /// Where it stands.
    pub(super) span: Span,
}

impl Step {
    /// Moves all spans by `distance` bytes; the addition wraps around.
    fn shift(&mut self, distance: u32) {
        self.words.iter_mut().chain(&mut self.writes).for_each(|operand| operand.span.shift(distance));
        self.lines.iter_mut().for_each(|(_, span)| span.shift(distance));
        self.span.shift(distance);
    }

    /// The files that it writes: by redirects, and those of `tee`.
    pub(super) fn written(&self) -> impl Iterator<Item = &Operand> {
        let tee = self.words.first().is_some_and(|program| program.value.name() == "tee");
        let words = self.words.iter().skip(1).filter(move |word| tee && !word.value.text().starts_with('-'));
        self.writes.iter().chain(words)
    }
}

/// The commands of the `RUN` with that index; kept with the instruction.
pub(super) fn run_steps(file: &Dockerfile, stage: usize, index: usize) -> Arc<[Step]> {
    let instruction = file.instruction(index);
    let Body::Run(command) = &instruction.body else { return Arc::default() };
    let lookup = |name: &str| file.value(stage, index, name);
    let directory = file.directory(stage, index);
    let kept = instruction.derived.take::<Followed>().and_then(|kept| kept.again(instruction, &directory, &lookup));
    let followed = kept.unwrap_or_else(|| Arc::new(Followed::new(instruction, directory, &lookup, command)));
    let steps = Arc::clone(&followed.steps);
    instruction.derived.put(followed);
    steps
}

/// The commands of a `RUN` with all that they depend on beside its text.
#[derive(Clone)]
struct Followed {
    /// Where the instruction stood.
    start: u32,
    directory: Value,
    /// The variables that were looked up, with what they were.
    variables: BTreeMap<String, Option<Value>>,
    steps: Arc<[Step]>,
}

impl Followed {
    fn new(
        instruction: &Instruction,
        directory: Value,
        lookup: &dyn Fn(&str) -> Option<Value>,
        command: &Command,
    ) -> Self {
        let asked = RefCell::new(BTreeMap::new());
        let noting = |name: &str| {
            let value = lookup(name);
            asked.borrow_mut().insert(name.to_owned(), value.clone());
            value
        };
        let environment = Environment { lookup: &noting, directory: directory.clone(), user: None };
        let steps = steps(command, &environment).into();
        Self { start: instruction.span.start, directory, variables: asked.into_inner(), steps }
    }

    /// The same for the unchanged `instruction`, where it stands now; `None` where something else holds before it.
    fn again(
        mut self: Arc<Self>,
        instruction: &Instruction,
        directory: &Value,
        lookup: &dyn Fn(&str) -> Option<Value>,
    ) -> Option<Arc<Self>> {
        let holds = self.directory == *directory && self.variables.iter().all(|(name, value)| lookup(name) == *value);
        let distance = instruction.span.start.wrapping_sub(self.start);
        if holds && distance != 0 {
            let moved = Arc::make_mut(&mut self);
            moved.start = instruction.span.start;
            Arc::make_mut(&mut moved.steps).iter_mut().for_each(|step| step.shift(distance));
        }
        holds.then_some(self)
    }
}

/// The commands of the `CMD`, `ENTRYPOINT` or `HEALTHCHECK` with that index, as a container of `stage` runs them.
pub(super) fn command_steps(file: &Dockerfile, stage: usize, index: usize) -> Vec<Step> {
    match &file.instruction(index).body {
        Body::Cmd(command) | Body::Entrypoint(command) | Body::Healthcheck(Some(command)) => {
            steps(command, &environment(file, stage, &|name| file.value(stage, usize::MAX, name)))
        }
        _ => Vec::new(),
    }
}

/// The commands of a script by itself: nothing is known about variables and directory.
pub(super) fn script_steps(script: &Script) -> Vec<Step> {
    let environment = Environment { lookup: &|_| None, directory: Value::from("/"), user: None };
    run(script, &environment).into_iter().map(step).collect()
}

/// The commands of a script that a container of `stage` runs.
pub(super) fn text_steps(file: &Dockerfile, stage: usize, script: &Script) -> Vec<Step> {
    let lookup = |name: &str| file.value(stage, usize::MAX, name);
    run(script, &environment(file, stage, &lookup)).into_iter().map(step).collect()
}

/// The commands of words that a container of `stage` starts without a shell, each with its place.
pub(super) fn word_steps(file: &Dockerfile, stage: usize, words: &[(Value, Span)]) -> Vec<Step> {
    let words: Vec<Argument> = words.iter().map(|(value, span)| Argument::new(value.clone(), *span)).collect();
    let lookup = |name: &str| file.value(stage, usize::MAX, name);
    run_words(&words, &environment(file, stage, &lookup)).into_iter().map(step).collect()
}

/// What holds where a container of `stage` starts.
fn environment<'l>(file: &Dockerfile, stage: usize, lookup: &'l dyn Fn(&str) -> Option<Value>) -> Environment<'l> {
    Environment { lookup, directory: file.directory(stage, usize::MAX), user: None }
}

fn steps(command: &Command, environment: &Environment<'_>) -> Vec<Step> {
    let ran = match command {
        Command::Shell(shell) => run(&shell.script, environment),
        Command::Exec(words) => {
            let words = words.iter().map(|word| Argument::new(Value::from(word.raw.as_str()), word.outer));
            run_words(&words.collect::<Vec<_>>(), environment)
        }
    };
    ran.into_iter().map(step).collect()
}

fn step(ran: Ran) -> Step {
    let mut writes = Vec::new();
    let mut lines = Vec::new();
    let mut give = |text: Text| lines.extend(text.lines().map(|(line, span)| (line.to_owned(), span)));
    for redirect in ran.redirects {
        redirect.body.into_iter().for_each(&mut give);
        if is_write(redirect.kind) {
            writes.extend(operands(vec![redirect.target]));
        }
    }
    ran.input.into_iter().for_each(give);
    Step {
        words: operands(ran.words),
        writes,
        lines,
        directory: ran.directory,
        root: ran.user.map(|user| matches!(user.text(), "root" | "0")),
        conditional: ran.conditional,
        span: ran.span,
    }
}

fn is_write(kind: RedirectKind) -> bool {
    use RedirectKind::{Append, Both, BothAppend, Clobber, Write};
    matches!(kind, Write | Append | Clobber | Both | BothAppend)
}

/// The words with the place that each stands at by itself: without quotes, and without what braces share.
fn operands(words: Vec<Argument>) -> Vec<Operand> {
    // What comes from one word stands side by side.
    let is_at = |index: usize, span: Span| words.get(index).is_some_and(|word| word.span == span);
    let shares = |at: usize, span| is_at(at.wrapping_sub(1), span) || is_at(at + 1, span);
    let place = |(at, word): (usize, &Argument)| if shares(at, word.span) { tail(word) } else { unquoted(word) };
    let places: Vec<Span> = words.iter().enumerate().map(place).collect();
    // Collected, they would stay in the larger memory of the words.
    let mut operands = Vec::with_capacity(words.len());
    operands.extend(words.into_iter().zip(places).map(|(word, span)| Operand { value: word.value, span }));
    operands
}

/// The place of a word without the quotes that enclose it.
fn unquoted(word: &Argument) -> Span {
    let (source, span) = (word.source().logical(), word.span);
    let opened = source.source(0) == span.start + 1;
    let last = source.text.len().saturating_sub(1);
    let closed = source.source(last) + 1 < span.end;
    if opened && closed { Span::new(span.start + 1, span.end - 1) } else { span }
}

/// The last piece of a word that stands in the source as it is.
fn tail(word: &Argument) -> Span {
    let source = word.source().logical();
    let mut start = source.text.len().saturating_sub(1);
    while start > 0 && source.source(start - 1) + 1 == source.source(start) {
        start -= 1;
    }
    let found = source.span(start, source.text.len());
    if found.is_empty() { word.span } else { found }
}
