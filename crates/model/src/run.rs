//! What a shell script or an exec form really runs: loops unrolled, functions inlined, wrappers looked through.

mod builtins;
mod commands;
mod fields;
mod find;
mod printed;
mod shells;
mod state;
mod text;
mod variables;
mod words;
mod wrappers;

#[cfg(test)]
mod tests;

use std::fmt;

use longshore_syntax::Span;
use longshore_syntax::shell::{RedirectKind, Script};

use crate::value::Value;

pub use text::Text;

/// A simple command as it would run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ran {
    /// The program and its arguments, expanded. Empty where there are only redirects, as of `{ …; } >file`.
    pub words: Vec<Argument>,
    /// Its redirects, in order. What a wrapper runs has none of its own.
    pub redirects: Vec<Redirected>,
    /// The working directory.
    pub directory: Value,
    /// The user that `su`, `gosu`, `sudo` and the like switch to; `None` for the user that runs the script.
    pub user: Option<Value>,
    /// The command in the source; for what a wrapper runs, the part that names it.
    pub span: Span,
    /// Whether it may not run: in `if`, `case`, `while`, behind `||` or behind a test and `&&`.
    pub conditional: bool,
    /// What standard input holds, where the script says so: a here-document, or what the commands before the pipe
    /// print.
    pub input: Option<Text>,
    /// The name of the program that its output is piped to.
    pub piped_to: Option<String>,
    /// Which stream its output goes to: the script's own is 0.
    output: u32,
}

impl Ran {
    /// The program's name without folder; empty where it is not known.
    #[must_use]
    pub fn name(&self) -> &str {
        self.words.first().map(Argument::program).unwrap_or_default()
    }

    /// The words behind the program's name.
    #[must_use]
    pub fn arguments(&self) -> &[Argument] {
        self.words.get(1..).unwrap_or_default()
    }
}

/// A word of a command as it would be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// What it says.
    pub value: Value,
    /// The word in the source, quotes included; several arguments may come from one word.
    pub span: Span,
    source: Text,
}

impl Argument {
    /// An argument that stands at `span`, possibly with a quote before and behind it.
    #[must_use]
    pub fn new(value: Value, span: Span) -> Self {
        let inner = Span::new(span.start + 1, span.end.saturating_sub(1));
        let quoted = span.end - span.start.min(span.end) == value.text().len() as u32 + 2;
        let source = Text::new(value.text(), if quoted { inner } else { span });
        Self { value, span, source }
    }

    fn of(source: Text, span: Span) -> Self {
        Self { value: source.value(), span, source }
    }

    /// Its text with the source of each byte, as a script in it needs.
    #[must_use]
    pub fn source(&self) -> &Text {
        &self.source
    }

    /// Its text; unknown parts are [`crate::value::UNKNOWN`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.value.text()
    }

    /// The text behind the last slash where all is known; else empty.
    fn program(&self) -> &str {
        let text = self.value.known().unwrap_or_default();
        text.rsplit('/').next().unwrap_or_default()
    }
}

/// A redirect with its target expanded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirected {
    /// The operator.
    pub kind: RedirectKind,
    /// The number before it.
    pub fd: Option<u32>,
    /// The file, the number, the here-string; a here-document's delimiter.
    pub target: Argument,
    /// The text of a here-document or a here-string.
    pub body: Option<Text>,
}

impl Redirected {
    /// Whether what the command prints goes to the target, a file.
    #[must_use]
    pub fn takes_output(&self) -> bool {
        use RedirectKind::{Append, Both, BothAppend, Clobber, Write};
        match self.kind {
            Both | BothAppend => true,
            Write | Append | Clobber => matches!(self.fd, None | Some(1)),
            _ => false,
        }
    }
}

/// What is known where a script begins.
pub struct Environment<'a> {
    /// The value of an environment variable; `None` where it is not set as far as the file tells.
    pub lookup: &'a dyn Fn(&str) -> Option<Value>,
    /// The working directory.
    pub directory: Value,
    /// The user that [`Ran::user`] begins with.
    pub user: Option<Value>,
}

impl fmt::Debug for Environment<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment").field("directory", &self.directory).finish_non_exhaustive()
    }
}

/// The commands that `script` runs, in order. At most 5,000; what is nested too deep, or goes on too long, is left out.
#[must_use]
pub fn run(script: &Script, environment: &Environment<'_>) -> Vec<Ran> {
    let mut shell = state::Shell::new(environment);
    shell.script(script);
    shell.ran
}

/// The commands that an exec form runs: itself first, then what it starts. Bounds as of [`run`].
#[must_use]
pub fn run_words(words: &[Argument], environment: &Environment<'_>) -> Vec<Ran> {
    let mut shell = state::Shell::new(environment);
    shell.execute(state::Call::new(words.to_vec(), None));
    shell.ran
}
