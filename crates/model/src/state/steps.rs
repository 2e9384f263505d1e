//! The single commands of an instruction, in order, each with its words and where it writes.

use longshore_syntax::dockerfile::{Body, Command};
use longshore_syntax::shell::{self, PartKind, RedirectKind, Script, Simple};
use longshore_syntax::{Logical, Span};

use super::commands::Operand;
use crate::Dockerfile;
use crate::value::{UNKNOWN, Value};

/// One command that runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Step {
    /// Its name and arguments.
    pub(super) words: Vec<Operand>,
    /// The files that its redirects write.
    pub(super) writes: Vec<Operand>,
    /// The bodies of its heredocs.
    pub(super) bodies: Vec<Span>,
    /// Where it runs.
    pub(super) directory: Value,
    /// Whether root runs it, where the command itself says so.
    pub(super) root: Option<bool>,
    /// Where it stands.
    pub(super) span: Span,
}

impl Step {
    /// The command by itself: nothing is known about variables and directory.
    pub(super) fn plain(simple: &Simple) -> Self {
        Walk { lookup: &|_| None, directory: Value::from("/"), steps: Vec::new() }.step(simple)
    }

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
        Body::Run(command) => steps(file, stage, index, index, command),
        _ => Vec::new(),
    }
}

/// The commands of the `CMD`, `ENTRYPOINT` or `HEALTHCHECK` with that index, as a container of `stage` runs them.
pub(super) fn command_steps(file: &Dockerfile, stage: usize, index: usize) -> Vec<Step> {
    match &file.instruction(index).body {
        Body::Cmd(command) | Body::Entrypoint(command) | Body::Healthcheck(Some(command)) => {
            steps(file, stage, index, usize::MAX, command)
        }
        _ => Vec::new(),
    }
}

/// The commands with what holds before the instruction with index `at`.
fn steps(file: &Dockerfile, stage: usize, index: usize, at: usize, command: &Command) -> Vec<Step> {
    let lookup = |name: &str| file.value(stage, at, name);
    let mut walk = Walk { lookup: &lookup, directory: file.directory(stage, at), steps: Vec::new() };
    match command {
        Command::Shell(shell) => walk.script(&shell.script),
        Command::Exec(words) => {
            let words = words.iter().map(|word| Operand { value: Value::from(word.raw.as_str()), span: word.span });
            walk.push(Step { words: words.collect(), span: file.instruction(index).span, ..Step::default() });
        }
    }
    walk.steps
}

struct Walk<'a> {
    lookup: &'a dyn Fn(&str) -> Option<Value>,
    directory: Value,
    steps: Vec<Step>,
}

impl Walk<'_> {
    fn script(&mut self, script: &Script) {
        for simple in script.commands() {
            let step = self.step(simple);
            self.push(step);
        }
    }

    fn step(&self, simple: &Simple) -> Step {
        let writes = |kind| {
            matches!(
                kind,
                RedirectKind::Write
                    | RedirectKind::Append
                    | RedirectKind::Clobber
                    | RedirectKind::Both
                    | RedirectKind::BothAppend
            )
        };
        let targets = simple.redirects.iter().filter(|redirect| writes(redirect.kind));
        let bodies =
            simple.redirects.iter().filter_map(|redirect| redirect.body.as_ref()?.word().map(|word| word.span));
        Step {
            words: simple.words.iter().flat_map(|word| self.operands(word)).collect(),
            writes: targets.flat_map(|redirect| self.operands(&redirect.target)).collect(),
            bodies: bodies.collect(),
            directory: self.directory.clone(),
            root: None,
            span: simple.span,
        }
    }

    /// Takes a command, and the script that a shell is given by `-c`.
    fn push(&mut self, step: Step) {
        let step = Step { directory: self.directory.clone(), ..step };
        let program = step.words.first().map_or("", |word| word.value.name()).to_owned();
        if program == "cd"
            && let Some(target) = step.words.get(1)
        {
            self.directory = target.value.path(&self.directory);
        }
        let inner =
            step.words.iter().position(|word| matches!(word.value.text(), "-c" | "-ec" | "-lc" | "-xc" | "-exc"));
        if let Some(word) = inner.and_then(|at| step.words.get(at + 1)).filter(|_| is_shell(&program, &step.words)) {
            let text = Logical::identity(word.value.text(), word.span.start);
            self.script(&shell::parse(&text));
        }
        self.steps.push(step);
    }

    /// What a word becomes: several by braces.
    fn operands(&self, word: &shell::Word) -> Vec<Operand> {
        let mut found = vec![Operand { value: Value::default(), span: word.span }];
        for part in &word.parts {
            let alternatives: Vec<Operand> = match &part.kind {
                PartKind::Brace(words) => words.iter().flat_map(|word| self.operands(word)).collect(),
                kind => vec![Operand { value: self.part(kind), span: word.span }],
            };
            let several = alternatives.len() > 1;
            found = found
                .iter()
                .flat_map(|head| {
                    alternatives.iter().map(move |tail| {
                        let mut value = head.value.clone();
                        value.append(&tail.value);
                        Operand { value, span: if several { tail.span } else { head.span } }
                    })
                })
                .take(1024)
                .collect();
        }
        found
    }

    fn part(&self, kind: &PartKind) -> Value {
        match kind {
            PartKind::Literal(text) | PartKind::Glob(text) => Value::from(text.as_str()),
            PartKind::Tilde(_) => Value::from("~"),
            PartKind::Variable(variable) => match (self.lookup)(&variable.name) {
                Some(value) if variable.operation.is_none() => value,
                _ => variable.operation.as_ref().map_or_else(Value::unknown, |operation| match operation.kind {
                    shell::OperationKind::Default { .. } => self.joined(&operation.operand),
                    _ => Value::unknown(),
                }),
            },
            _ => Value::from(UNKNOWN.to_string()),
        }
    }

    fn joined(&self, word: &shell::Word) -> Value {
        let mut value = Value::default();
        word.parts.iter().for_each(|part| value.append(&self.part(&part.kind)));
        value
    }
}

fn is_shell(program: &str, words: &[Operand]) -> bool {
    let shell = |name: &str| matches!(name, "sh" | "bash" | "ash" | "dash" | "zsh");
    shell(program) || words.iter().any(|word| shell(word.value.name()))
}
