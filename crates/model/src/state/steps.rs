//! The single commands of an instruction, in order, each with its words and where it writes.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command};
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
    /// The files that it writes: by redirects, and those of `tee`.
    pub(super) fn written(&self) -> impl Iterator<Item = &Operand> {
        let tee = self.words.first().is_some_and(|program| program.value.name() == "tee");
        let words = self.words.iter().skip(1).filter(move |word| tee && !word.value.text().starts_with('-'));
        self.writes.iter().chain(words)
    }
}

/// The commands of the `RUN` with that index.
pub(super) fn run_steps(file: &Dockerfile, stage: usize, index: usize) -> Vec<Step> {
    match &file.instruction(index).body {
        Body::Run(command) => steps(file, stage, index, command),
        _ => Vec::new(),
    }
}

/// The commands of the `CMD`, `ENTRYPOINT` or `HEALTHCHECK` with that index, as a container of `stage` runs them.
pub(super) fn command_steps(file: &Dockerfile, stage: usize, index: usize) -> Vec<Step> {
    match &file.instruction(index).body {
        Body::Cmd(command) | Body::Entrypoint(command) | Body::Healthcheck(Some(command)) => {
            steps(file, stage, usize::MAX, command)
        }
        _ => Vec::new(),
    }
}

/// The commands of a script by itself: nothing is known about variables and directory.
pub(super) fn script_steps(script: &Script) -> Vec<Step> {
    let environment = Environment { lookup: &|_| None, directory: Value::from("/"), user: None };
    run(script, &environment).iter().map(step).collect()
}

/// The commands with what holds before the instruction with index `at`.
fn steps(file: &Dockerfile, stage: usize, at: usize, command: &Command) -> Vec<Step> {
    let lookup = |name: &str| file.value(stage, at, name);
    let environment = Environment { lookup: &lookup, directory: file.directory(stage, at), user: None };
    let ran = match command {
        Command::Shell(shell) => run(&shell.script, &environment),
        Command::Exec(words) => {
            let words = words.iter().map(|word| Argument::new(Value::from(word.raw.as_str()), word.outer));
            run_words(&words.collect::<Vec<_>>(), &environment)
        }
    };
    ran.iter().map(step).collect()
}

fn step(ran: &Ran) -> Step {
    let writes = ran.redirects.iter().filter(|redirect| is_write(redirect.kind));
    let bodies = ran.redirects.iter().filter_map(|redirect| redirect.body.as_ref());
    let texts = bodies.chain(ran.input.as_ref());
    Step {
        words: operands(&ran.words),
        writes: writes.flat_map(|redirect| operands(std::slice::from_ref(&redirect.target))).collect(),
        lines: texts.flat_map(Text::lines).map(|(line, span)| (line.to_owned(), span)).collect(),
        directory: ran.directory.clone(),
        root: ran.user.as_ref().map(|user| matches!(user.text(), "root" | "0")),
        conditional: ran.conditional,
        span: ran.span,
    }
}

fn is_write(kind: RedirectKind) -> bool {
    use RedirectKind::{Append, Both, BothAppend, Clobber, Write};
    matches!(kind, Write | Append | Clobber | Both | BothAppend)
}

/// The words with the place that each stands at by itself: without quotes, and without what braces share.
fn operands(words: &[Argument]) -> Vec<Operand> {
    let shares = |word: &Argument| words.iter().filter(|other| other.span == word.span).count() > 1;
    let place = |word: &Argument| if shares(word) { tail(word) } else { unquoted(word) };
    words.iter().map(|word| Operand { value: word.value.clone(), span: place(word) }).collect()
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
