//! Walks through the commands of a script in the order in which they run.

use std::rc::Rc;

use longshore_syntax::Span;
use longshore_syntax::shell::{
    Assignment, Case, Command, CommandKind, For, Function, If, Item, Operator, PartKind, Pipeline, Redirect,
    RedirectKind, Script, Simple, While,
};

use super::builtins;
use super::state::{Call, Flow, Parameters, Shell, State, WORDS};
use super::{Argument, Redirected, Text};
use crate::value::Value;

/// Programs whose success decides whether what follows `&&` runs.
const TESTS: &[&str] = &["test", "[", "command", "type", "which", "hash"];

impl Shell<'_> {
    /// Runs a list of commands.
    pub(super) fn script(&mut self, script: &Script) {
        let mut operator = Operator::Semi;
        let mut tested = false;
        for item in &script.items {
            if self.state.flow != Flow::Run || self.is_spent() {
                return;
            }
            let may_run = operator == Operator::Or || (operator == Operator::And && tested);
            tested = (operator == Operator::And && tested) || is_test(&item.command);
            if may_run {
                self.maybe(|shell| shell.item(item))
            } else {
                self.item(item)
            }
            operator = item.operator;
        }
    }

    fn item(&mut self, item: &Item) {
        if item.operator == Operator::Background {
            self.subshell(|shell| shell.command(&item.command));
        } else {
            self.command(&item.command);
        }
    }

    /// Runs a command.
    pub(super) fn command(&mut self, command: &Command) {
        if self.step() {
            self.nested(|shell| shell.command_kind(command));
        }
    }

    fn command_kind(&mut self, command: &Command) {
        self.outer_redirects(command);
        match &command.kind {
            CommandKind::Simple(simple) => self.simple(simple),
            CommandKind::Pipeline(pipeline) => self.pipeline(pipeline),
            CommandKind::Subshell(script) => self.subshell(|shell| shell.script(script)),
            CommandKind::Group(script) => self.script(script),
            CommandKind::For(one) => self.for_loop(one),
            CommandKind::ForArithmetic(header, body) => {
                self.single(header);
                self.body(|shell| shell.script(body));
            }
            CommandKind::If(one) => self.if_arms(one),
            CommandKind::While(one) => self.while_loop(one),
            CommandKind::Case(one) => self.case(one),
            CommandKind::Function(one) => self.define(one),
            CommandKind::Test(words) => words.iter().for_each(|word| {
                self.single(word);
            }),
            CommandKind::Arithmetic(word) => {
                self.single(word);
            }
            CommandKind::Opaque => {}
        }
    }

    /// The redirects behind a compound command, as a command of their own.
    fn outer_redirects(&mut self, command: &Command) {
        if command.redirects.is_empty() {
            return;
        }
        let redirects = self.redirects(&command.redirects);
        if let Some(input) = input(&redirects) {
            self.state.input = input;
        }
        self.note(Call { words: Vec::new(), redirects, span: command.span, input: None });
    }

    fn simple(&mut self, simple: &Simple) {
        let words = self.arguments(simple);
        let redirects = self.redirects(&simple.redirects);
        let saved: Vec<_> = simple
            .assignments
            .iter()
            .map(|one| (one.name.clone(), self.state.variables.get(&one.name).cloned()))
            .collect();
        simple.assignments.iter().for_each(|one| self.assign(one));
        let input = input(&redirects).unwrap_or_else(|| self.state.input.clone());
        let call = Call { words, redirects, span: simple.span, input };
        if !call.words.is_empty() {
            self.execute(call);
            saved.into_iter().for_each(|(name, values)| self.restore(&name, values));
        } else if !call.redirects.is_empty() {
            self.note(call);
        }
    }

    /// The words of a command; those behind `export` and its kin are not split.
    fn arguments(&mut self, simple: &Simple) -> Vec<Argument> {
        if simple.name().is_some_and(|name| builtins::declares(&name)) {
            return simple.words.iter().map(|word| self.single(word)).collect();
        }
        self.fields(&simple.words)
    }

    /// Runs a call: a function's body, or a program and what it starts.
    pub(super) fn execute(&mut self, call: Call) {
        if !self.step() {
            return;
        }
        let function = call.words.first().and_then(|word| self.state.functions.get(word.text())).cloned();
        match function {
            Some(body) => self.function(&body, call),
            None => self.around(call, |shell, call| {
                if !shell.builtin(call) {
                    shell.nested(|shell| shell.enter(call));
                }
            }),
        }
    }

    fn function(&mut self, body: &Command, call: Call) {
        if !call.redirects.is_empty() {
            let redirects = call.redirects.clone();
            self.note(Call { words: Vec::new(), redirects, span: call.span, input: None });
        }
        let parameters = call.words.iter().skip(1).map(|word| word.value.clone()).take(WORDS).collect();
        self.called(|shell| {
            let parameters = std::mem::replace(&mut shell.state.parameters, Parameters(parameters));
            let input = std::mem::replace(&mut shell.state.input, call.input);
            let locals = std::mem::take(&mut shell.state.locals);
            shell.command(body);
            let hidden = std::mem::replace(&mut shell.state.locals, locals);
            hidden.into_iter().rev().for_each(|(name, values)| shell.restore(&name, values));
            shell.state.parameters = parameters;
            shell.state.input = input;
            if shell.state.flow == Flow::Return {
                shell.state.flow = Flow::Run;
            }
        });
    }

    fn define(&mut self, function: &Function) {
        if let (Some(name), Some(body)) = (function.name.literal(), &function.body) {
            let (name, body) = (name.into_owned(), Rc::new((**body).clone()));
            self.spend(8 * (body.span.end - body.span.start) as usize);
            Rc::make_mut(&mut self.state.functions).insert(name, body);
        }
    }

    fn assign(&mut self, assignment: &Assignment) {
        let mut values = match assignment.value.parts.as_slice() {
            [part] if let PartKind::Array(words) = &part.kind => {
                self.fields(words).into_iter().map(|word| word.value).collect()
            }
            _ => vec![self.single(&assignment.value).value],
        };
        if assignment.append {
            values = self.appended(&assignment.name, values, assignment.value.parts.first().map(|part| &part.kind));
        }
        self.set(&assignment.name, values);
    }

    fn appended(&mut self, name: &str, values: Vec<Value>, kind: Option<&PartKind>) -> Vec<Value> {
        let mut all = self.values(name).unwrap_or_else(|| vec![Value::unknown()]);
        if matches!(kind, Some(PartKind::Array(_))) {
            all.extend(values);
        } else if let (Some(last), Some(value)) = (all.first_mut(), values.first()) {
            last.append(value);
        }
        all
    }

    fn redirects(&mut self, redirects: &[Redirect]) -> Vec<Redirected> {
        redirects.iter().map(|redirect| self.redirect(redirect)).collect()
    }

    fn redirect(&mut self, redirect: &Redirect) -> Redirected {
        let target = self.single(&redirect.target);
        let body = match redirect.kind {
            RedirectKind::HereString => Some(target.source().clone()),
            _ => redirect.body.as_ref().and_then(|body| body.word()).map(|word| self.single(word).source().clone()),
        };
        Redirected { kind: redirect.kind, fd: redirect.fd, target, body }
    }

    /// Each command in a subshell; what one prints is the next one's input.
    fn pipeline(&mut self, pipeline: &Pipeline) {
        if let [command] = pipeline.commands.as_slice() {
            return self.command(command);
        }
        let mut input: Option<Option<Text>> = None;
        for (index, command) in pipeline.commands.iter().enumerate() {
            let (from, output) = (self.ran.len(), self.new_output());
            let next = pipeline.commands.get(index + 1).map(program);
            self.subshell(|shell| {
                if let Some(input) = input.take() {
                    shell.state.input = input;
                }
                if let Some(next) = next {
                    shell.state.piped_to = next;
                    shell.state.output = output;
                }
                shell.command(command);
            });
            input = Some(self.printed_since(from, output));
        }
    }

    fn for_loop(&mut self, one: &For) {
        let list = match &one.words {
            Some(words) => self.fields(words).into_iter().map(|word| word.value).collect(),
            None => self.state.parameters.0.clone(),
        };
        let Some(name) = one.variable.literal() else { return };
        if list.iter().any(Value::hidden) {
            let unknown = [Value::unknown()];
            let list = if list.len() == 1 { &unknown } else { list.as_slice() };
            return self.body(|shell| shell.each(&name, list, &one.body));
        }
        self.each(&name, &list, &one.body);
        self.end_loop();
    }

    fn each(&mut self, name: &str, list: &[Value], body: &Script) {
        for value in list.iter().take(WORDS) {
            if !self.step() || self.state.flow > Flow::Continue {
                return;
            }
            self.state.flow = Flow::Run;
            self.set(name, vec![value.clone()]);
            self.script(body);
        }
    }

    /// The body of a loop that runs an unknown number of times.
    fn body(&mut self, run: impl FnOnce(&mut Self)) {
        self.maybe(|shell| {
            run(shell);
            shell.end_loop();
        });
    }

    fn end_loop(&mut self) {
        if matches!(self.state.flow, Flow::Continue | Flow::Break) {
            self.state.flow = Flow::Run;
        }
    }

    fn while_loop(&mut self, one: &While) {
        self.script(&one.condition);
        self.body(|shell| shell.script(&one.body));
    }

    fn if_arms(&mut self, one: &If) {
        let before = self.state.clone();
        let mut ends: Vec<State> = Vec::new();
        for (index, (condition, body)) in one.arms.iter().enumerate() {
            self.state.conditional |= index > 0;
            self.script(condition);
            ends.push(self.arm(|shell| shell.script(body)));
        }
        ends.push(self.arm(|shell| one.otherwise.iter().for_each(|script| shell.script(script))));
        self.join(&before, ends);
    }

    fn case(&mut self, one: &Case) {
        self.single(&one.subject);
        let before = self.state.clone();
        let mut ends: Vec<State> = Vec::new();
        let mut complete = false;
        for (patterns, body) in &one.arms {
            complete |= patterns.iter().any(|it| matches!(it.parts.as_slice(), [part] if is_star(&part.kind)));
            ends.push(self.arm(|shell| shell.script(body)));
        }
        if !complete {
            ends.push(before.clone());
        }
        self.join(&before, ends);
    }

    /// Runs a script that an argument or an input holds.
    pub(super) fn nested_script(&mut self, text: &Text) {
        self.spend(8 * text.as_str().len());
        if self.is_spent() {
            return;
        }
        let script = longshore_syntax::shell::parse(text.logical());
        self.called(|shell| shell.script(&script));
    }
}

fn is_star(kind: &PartKind) -> bool {
    matches!(kind, PartKind::Glob(text) if text == "*")
}

fn is_test(command: &Command) -> bool {
    match &command.kind {
        CommandKind::Test(_) | CommandKind::Arithmetic(_) => true,
        CommandKind::Simple(simple) => simple.name().is_some_and(|name| TESTS.contains(&&*name)),
        CommandKind::Pipeline(pipeline) => matches!(pipeline.commands.as_slice(), [one] if is_test(one)),
        _ => false,
    }
}

/// The name of the program that a command begins with.
fn program(command: &Command) -> Option<String> {
    let CommandKind::Simple(simple) = &command.kind else { return None };
    let name = simple.name()?;
    name.rsplit('/').next().map(str::to_owned)
}

/// What redirects make standard input hold; `None` where they leave it as it is.
fn input(redirects: &[Redirected]) -> Option<Option<Text>> {
    let reads = |one: &&Redirected| {
        let kind = matches!(
            one.kind,
            RedirectKind::Read | RedirectKind::HereDoc { .. } | RedirectKind::HereString | RedirectKind::ReadWrite
        );
        kind && matches!(one.fd, None | Some(0))
    };
    redirects.iter().rfind(reads).map(|one| one.body.clone())
}

/// A call of the part of `call` from word `at` on.
pub(super) fn rest(call: &Call, at: usize) -> Option<Call> {
    let words = call.words.get(at..).filter(|words| !words.is_empty())?;
    Some(Call::new(words.to_vec(), call.input.clone()))
}

/// The place of nothing, for text that no source says.
pub(super) fn nowhere(call: &Call) -> Span {
    Span::empty(call.span.end)
}
