//! Scripts that a shell gets as an argument or as its input.

use super::state::{Call, Flow, Parameters, Shell, WORDS};
use super::{Argument, Text};
use crate::value::Value;

/// The shells whose scripts are read.
pub(super) const SHELLS: &[&str] = &["sh", "bash", "ash", "dash", "zsh", "ksh", "mksh"];

/// What the words of a shell's call say.
#[derive(Default)]
struct Invocation {
    /// Whether a script is an argument.
    command: bool,
    /// Whether the script is the input although there are operands.
    input: bool,
    /// The index of the first operand.
    operand: usize,
}

fn invocation(words: &[Argument]) -> Invocation {
    let mut found = Invocation { operand: 1, ..Invocation::default() };
    while let Some(word) = words.get(found.operand) {
        let text = word.text();
        let Some(letters) = text.strip_prefix(['-', '+']) else { break };
        found.operand += 1;
        if letters.is_empty() || letters == "-" {
            break;
        }
        let valued = match letters.strip_prefix('-') {
            Some(long) => matches!(long, "rcfile" | "init-file"),
            None => {
                found.command |= letters.contains('c');
                found.input |= letters.contains('s');
                letters.ends_with(['o', 'O'])
            }
        };
        found.operand += usize::from(valued);
    }
    found
}

impl Shell<'_> {
    /// Runs the script that a shell's call gets.
    pub(super) fn shell(&mut self, call: &Call) {
        let found = invocation(&call.words);
        let operands = call.words.get(found.operand..).unwrap_or_default();
        match (operands, &call.input) {
            ([script, rest @ ..], _) if found.command => self.script_argument(script, rest, call),
            ([], Some(input)) => self.inner_script(input, Some(&[]), None),
            (operands, Some(input)) if found.input => self.inner_script(input, Some(operands), None),
            _ => {}
        }
    }

    fn script_argument(&mut self, script: &Argument, rest: &[Argument], call: &Call) {
        self.inner_script(script.source(), Some(rest.get(1..).unwrap_or_default()), call.input.clone());
    }

    /// Runs a script in a shell of its own with these parameters.
    pub(super) fn inner_script(&mut self, script: &Text, parameters: Option<&[Argument]>, input: Option<Text>) {
        self.subshell(|shell| {
            shell.state.flow = Flow::Run;
            shell.state.input = input;
            shell.state.parameters = match parameters {
                Some(words) => Parameters(words.iter().take(WORDS).map(|word| word.value.clone()).collect()),
                None => Parameters(Vec::new()),
            };
            shell.nested_script(script);
        });
    }

    /// `su` and `runuser`: options, a user, and `-c` with a script may stand in any order.
    pub(super) fn switch_user(&mut self, call: &Call) {
        let mut user = None;
        let mut script = None;
        let mut login = false;
        let mut words = call.words.iter().skip(1);
        while let Some(word) = words.next() {
            match word.text() {
                "-" | "-l" | "--login" => login = true,
                "-c" | "--command" => script = words.next(),
                "-s" | "--shell" | "-g" | "--group" | "-G" | "--supp-group" | "-w" => {
                    words.next();
                }
                "-lc" => (login, script) = (true, words.next()),
                text if text.starts_with('-') && text.len() > 1 => {}
                _ if user.is_none() => user = Some(word.value.clone()),
                _ => {}
            }
        }
        let Some(script) = script else { return };
        let user = user.unwrap_or_else(|| Value::from("root"));
        self.subshell(|shell| {
            if login {
                let home = if user.text() == "root" { Value::from("/root") } else { Value::unknown() };
                shell.go(home);
            }
            shell.state.user = Some(user);
            shell.inner_script(script.source(), None, call.input.clone());
        });
    }
}
