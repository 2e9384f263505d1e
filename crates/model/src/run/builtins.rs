//! The commands that change the shell itself: directory, variables, parameters, flow.

use super::Argument;
use super::commands::rest;
use super::state::{Call, Flow, Parameters, Shell, WORDS};
use crate::value::Value;

/// Whether the arguments of that command are assignments.
pub(super) fn declares(name: &str) -> bool {
    matches!(name, "export" | "local" | "readonly" | "declare" | "typeset")
}

impl Shell<'_> {
    /// Does what a builtin does; `false` where the command is none.
    pub(super) fn builtin(&mut self, call: &Call) -> bool {
        let Some(name) = call.words.first().and_then(|word| word.value.known()) else { return false };
        let arguments = call.words.get(1..).unwrap_or_default();
        match name {
            "cd" | "chdir" => self.change_directory(arguments),
            "pushd" => {
                self.state.directories.push(self.state.directory.clone());
                self.change_directory(arguments);
            }
            "popd" => {
                let back = self.state.directories.pop().unwrap_or_else(Value::unknown);
                self.go(back);
            }
            "set" => self.set_parameters(arguments),
            "shift" => self.shift(arguments),
            "unset" => arguments.iter().for_each(|name| self.set(name.text(), vec![Value::default()])),
            "read" | "getopts" | "mapfile" | "readarray" => self.read(arguments),
            "exit" => self.state.flow = Flow::Exit,
            "return" => self.state.flow = Flow::Return,
            "break" => self.state.flow = Flow::Break,
            "continue" => self.state.flow = Flow::Continue,
            "eval" => self.eval(call),
            name if declares(name) => self.declare(name, arguments),
            _ => return false,
        }
        true
    }

    fn change_directory(&mut self, arguments: &[Argument]) {
        let operand = arguments.iter().find(|word| word.text() == "-" || !word.text().starts_with('-'));
        let to = match operand {
            None => self.home(""),
            Some(word) if word.text() == "-" => self.state.previous_directory.clone(),
            Some(word) => word.value.clone(),
        };
        self.go(to);
    }

    pub(super) fn go(&mut self, to: Value) {
        let to = to.path(&self.state.directory);
        self.state.previous_directory = std::mem::replace(&mut self.state.directory, to);
    }

    fn set_parameters(&mut self, arguments: &[Argument]) {
        let mut at = 0;
        while let Some(word) = arguments.get(at) {
            let text = word.text();
            if text == "--" {
                at += 1;
                break;
            }
            if !text.starts_with(['-', '+']) {
                break;
            }
            at += if text.ends_with('o') { 2 } else { 1 };
        }
        let ended = at.checked_sub(1).and_then(|last| arguments.get(last)).is_some_and(|word| word.text() == "--");
        let words = arguments.get(at..).unwrap_or_default();
        if ended || !words.is_empty() {
            self.state.parameters = Parameters(words.iter().take(WORDS).map(|word| word.value.clone()).collect());
        }
    }

    fn shift(&mut self, arguments: &[Argument]) {
        let count = arguments.first().map_or(Some(1), |word| word.text().parse::<usize>().ok());
        let parameters = &mut self.state.parameters.0;
        match count {
            Some(count) if !parameters.iter().take(count).any(Value::hidden) => {
                parameters.drain(..count.min(parameters.len()));
            }
            _ => self.state.parameters = Parameters::unknown(),
        }
    }

    fn read(&mut self, arguments: &[Argument]) {
        for name in arguments.iter().filter(|word| !word.text().starts_with('-')) {
            self.set(name.text(), vec![Value::unknown()]);
        }
    }

    fn declare(&mut self, name: &str, arguments: &[Argument]) {
        for word in arguments.iter().filter(|word| !word.text().starts_with('-')) {
            let (variable, value) = match word.text().split_once('=') {
                Some((variable, value)) => (variable, Some(Value::from(value))),
                None => (word.text(), None),
            };
            if name == "local" {
                let outside = self.state.variables.get(variable).cloned();
                self.state.locals.push((variable.to_owned(), outside));
            }
            match (variable.strip_suffix('+'), value) {
                (Some(variable), Some(value)) => {
                    let mut all = self.value(variable).unwrap_or_else(Value::unknown);
                    all.append(&value);
                    self.set(variable, vec![all]);
                }
                (None, Some(value)) => self.set(variable, vec![value]),
                (_, None) => {}
            }
        }
    }

    fn eval(&mut self, call: &Call) {
        let Some(call) = rest(call, 1) else { return };
        let mut script = super::Text::default();
        for (index, word) in call.words.iter().enumerate() {
            if index > 0 {
                script.push(" ", longshore_syntax::Span::empty(word.span.start));
            }
            script.append(word.source());
        }
        self.nested(|shell| shell.nested_script(&script));
    }
}
