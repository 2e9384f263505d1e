//! What a shell knows while it runs, and how far it goes.

use std::collections::HashMap;
use std::rc::Rc;

use longshore_syntax::Span;
use longshore_syntax::shell::Command;

use super::{Argument, Environment, Ran, Redirected, Text};
use crate::value::Value;

/// The most commands that are reported.
pub(super) const COMMANDS: usize = 5_000;
/// The most commands that are looked at, those of only assignments included.
const STEPS: usize = 20_000;
/// The most bytes that expansions, copies of the state and nested scripts take together.
const BYTES: usize = 8 << 20;
/// How deep commands, substitutions and operands nest.
const DEPTH: usize = 72;
/// How deep calls of functions and scripts in arguments nest.
const CALLS: usize = 16;
/// The most bytes of a variable's value; a longer one is not known.
const VALUE: usize = 16 << 10;
/// The most words that a loop goes over, or that become parameters.
pub(super) const WORDS: usize = 256;

/// Why the commands behind the current one are not run; a later one reaches further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Flow {
    Run,
    Continue,
    Break,
    Return,
    Exit,
}

/// `$1`, `$2`, …
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parameters(pub(super) Vec<Value>);

impl Parameters {
    /// The parameter with that number, from 1 on. Behind an unknown one, which may be many or none, nothing is known.
    pub(super) fn get(&self, number: usize) -> Option<Value> {
        let at = number.checked_sub(1)?;
        if self.0.iter().take(at + 1).any(Value::hidden) {
            return None;
        }
        Some(self.0.get(at).cloned().unwrap_or_default())
    }

    pub(super) fn unknown() -> Self {
        Self(vec![Value::unknown()])
    }
}

/// What a subshell gets a copy of.
#[derive(Clone)]
pub(super) struct State {
    /// Values by name; an array has several.
    pub(super) variables: Rc<HashMap<String, Vec<Value>>>,
    pub(super) functions: Rc<HashMap<String, Rc<Command>>>,
    pub(super) parameters: Parameters,
    pub(super) directory: Value,
    pub(super) previous_directory: Value,
    pub(super) directories: Vec<Value>,
    pub(super) user: Option<Value>,
    pub(super) conditional: bool,
    pub(super) input: Option<Text>,
    pub(super) piped_to: Option<String>,
    pub(super) output: u32,
    /// What `local` hid, with the values outside.
    pub(super) locals: Vec<(String, Option<Vec<Value>>)>,
    pub(super) flow: Flow,
}

/// A shell that only notes what it would run.
pub(super) struct Shell<'e> {
    pub(super) environment: &'e Environment<'e>,
    pub(super) ran: Vec<Ran>,
    pub(super) state: State,
    steps: usize,
    bytes: usize,
    depth: usize,
    calls: usize,
    outputs: u32,
}

/// A command that is about to run.
pub(super) struct Call {
    pub(super) words: Vec<Argument>,
    pub(super) redirects: Vec<Redirected>,
    pub(super) span: Span,
    pub(super) input: Option<Text>,
}

impl Call {
    /// A call of `words` without redirects.
    pub(super) fn new(words: Vec<Argument>, input: Option<Text>) -> Self {
        let span = words.iter().map(|word| word.span).reduce(Span::join).unwrap_or_default();
        Self { words, redirects: Vec::new(), span, input }
    }
}

impl<'e> Shell<'e> {
    pub(super) fn new(environment: &'e Environment<'e>) -> Self {
        let state = State {
            variables: Rc::default(),
            functions: Rc::default(),
            parameters: Parameters::unknown(),
            directory: environment.directory.clone(),
            previous_directory: Value::unknown(),
            directories: Vec::new(),
            user: environment.user.clone(),
            conditional: false,
            input: None,
            piped_to: None,
            output: 0,
            locals: Vec::new(),
            flow: Flow::Run,
        };
        Self { environment, ran: Vec::new(), state, steps: 0, bytes: 0, depth: 0, calls: 0, outputs: 0 }
    }

    /// Counts a step; `false` where there were enough.
    pub(super) fn step(&mut self) -> bool {
        self.steps += 1;
        !self.is_spent()
    }

    /// Counts bytes that were copied.
    pub(super) fn spend(&mut self, bytes: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    pub(super) fn is_spent(&self) -> bool {
        self.steps > STEPS || self.bytes > BYTES || self.ran.len() >= COMMANDS
    }

    /// A stream that nothing was printed to so far.
    pub(super) fn new_output(&mut self) -> u32 {
        self.outputs += 1;
        self.outputs
    }

    /// Does `run` one level deeper; nothing where that is too deep.
    pub(super) fn nested<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let result = run(self);
        self.depth -= 1;
        Some(result)
    }

    /// Does `run` as a call; nothing where calls nest too deep.
    pub(super) fn called(&mut self, run: impl FnOnce(&mut Self)) {
        if self.calls >= CALLS {
            return;
        }
        self.calls += 1;
        run(self);
        self.calls -= 1;
    }

    /// Does `run` in a subshell: what it changes is gone behind it.
    pub(super) fn subshell<T>(&mut self, run: impl FnOnce(&mut Self) -> T) -> T {
        let saved = self.state.clone();
        let result = run(self);
        self.state = saved;
        result
    }

    /// Does `run`, which may not happen.
    pub(super) fn maybe(&mut self, run: impl FnOnce(&mut Self)) {
        let before = self.state.clone();
        let after = self.arm(run);
        self.join(&before, vec![before.clone(), after]);
    }

    /// What holds behind `run`, which may not happen; the state stays as it is.
    pub(super) fn arm(&mut self, run: impl FnOnce(&mut Self)) -> State {
        let before = self.state.clone();
        self.state.conditional = true;
        run(self);
        std::mem::replace(&mut self.state, before)
    }

    /// Goes on behind arms one of which was taken. Those that leave say nothing about what follows.
    pub(super) fn join(&mut self, before: &State, mut arms: Vec<State>) {
        let flow = arms.iter().map(|arm| arm.flow).min().unwrap_or(Flow::Run);
        arms.retain(|arm| arm.flow == flow);
        let mut arms = arms.into_iter();
        let Some(mut joined) = arms.next() else { return };
        for arm in arms {
            self.merge(&mut joined, arm, before);
        }
        joined.conditional = before.conditional;
        self.state = joined;
    }

    fn merge(&mut self, joined: &mut State, arm: State, before: &State) {
        if joined.directory != arm.directory {
            joined.directory = before.directory.clone();
        }
        if joined.parameters != arm.parameters {
            joined.parameters = Parameters::unknown();
        }
        if !Rc::ptr_eq(&joined.functions, &arm.functions) {
            self.spend(32 * (joined.functions.len() + arm.functions.len()));
            let functions = Rc::make_mut(&mut joined.functions);
            arm.functions.iter().for_each(|(name, body)| {
                functions.entry(name.clone()).or_insert_with(|| Rc::clone(body));
            });
        }
        if !Rc::ptr_eq(&joined.variables, &arm.variables) {
            self.merge_variables(joined, &arm);
        }
    }

    fn merge_variables(&mut self, joined: &mut State, arm: &State) {
        self.spend(32 * (joined.variables.len() + arm.variables.len()));
        let differ = |one: &State, other: &State| -> Vec<String> {
            let all = one.variables.iter();
            all.filter(|(name, value)| other.variables.get(*name) != Some(*value))
                .map(|(name, _)| name.clone())
                .collect()
        };
        let names = [differ(joined, arm), differ(arm, joined)].concat();
        let variables = Rc::make_mut(&mut joined.variables);
        for name in names {
            variables.insert(name, vec![Value::unknown()]);
        }
    }

    /// Sets a variable to one value, or an array to several.
    pub(super) fn set(&mut self, name: &str, mut values: Vec<Value>) {
        values.truncate(WORDS);
        for value in &mut values {
            if value.text().len() > VALUE {
                *value = Value::unknown();
            }
        }
        self.spend(values.iter().map(|value| value.text().len()).sum());
        if Rc::strong_count(&self.state.variables) > 1 {
            self.spend(32 * self.state.variables.len());
        }
        Rc::make_mut(&mut self.state.variables).insert(name.to_owned(), values);
    }

    /// Takes back what [`Self::set`] did, to the values before.
    pub(super) fn restore(&mut self, name: &str, values: Option<Vec<Value>>) {
        let variables = Rc::make_mut(&mut self.state.variables);
        match values {
            Some(values) => variables.insert(name.to_owned(), values),
            None => variables.remove(name),
        };
    }

    /// Notes that a command runs.
    pub(super) fn note(&mut self, call: Call) {
        self.around(call, |_, _| ());
    }

    /// Does `run` with a command, and notes before all that this runs that the command runs, as things stand now.
    pub(super) fn around(&mut self, call: Call, run: impl FnOnce(&mut Self, &Call)) {
        let at = self.ran.len();
        let noted = self.begin(&call);
        run(self, &call);
        if let Some(ran) = noted {
            // The words are not copied for that: they are many.
            let Call { words, redirects, span, input } = call;
            self.ran.insert(at, Ran { words, redirects, span, input, ..ran });
        }
    }

    /// What is noted of a command beside what it says itself; `None` where there were enough.
    fn begin(&mut self, call: &Call) -> Option<Ran> {
        let bytes: usize = call.words.iter().map(|word| 2 * word.text().len() + 64).sum();
        self.spend(bytes + call.input.as_ref().map_or(0, |input| input.as_str().len()));
        (!self.is_spent()).then(|| Ran {
            words: Vec::new(),
            redirects: Vec::new(),
            directory: self.state.directory.clone(),
            user: self.state.user.clone(),
            span: call.span,
            conditional: self.state.conditional,
            input: None,
            piped_to: self.state.piped_to.clone(),
            output: self.state.output,
        })
    }
}
