//! The files whose text a Dockerfile holds itself: here-documents, and what `RUN` prints into a file.

use longshore_syntax::dockerfile::{Body, Command, Copy, Instruction};
use longshore_syntax::shell::{self, CommandKind, Node, Redirect, RedirectKind, Simple};

use super::step_down::base_name;

/// A piece of text for a file.
pub(super) struct Written {
    /// The file's name, without directory.
    name: String,
    text: String,
}

/// What `instruction` writes, in order; `source` is the Dockerfile's text.
pub(super) fn scripts(instruction: &Instruction, source: &str) -> Vec<Written> {
    match &instruction.body {
        Body::Copy(copy) => copied(instruction, copy, source),
        Body::Run(Command::Shell(shell)) => printed(shell, source),
        _ => Vec::new(),
    }
}

/// The text of the file that `path` names, from all its pieces.
pub(super) fn text(all: &[Written], path: &str) -> String {
    all.iter().filter(|one| one.name == base_name(path)).map(|one| one.text.as_str()).collect()
}

/// In a directory, and only there, a here-document has its own name.
fn copied(instruction: &Instruction, copy: &Copy, source: &str) -> Vec<Written> {
    let destination = copy.destination.as_ref().map_or("", |word| word.raw.as_str());
    let directory = destination.ends_with('/') || copy.sources.len() > 1;
    let written = instruction.heredocs.iter().map(|heredoc| Written {
        name: base_name(if directory { &heredoc.name } else { destination }).to_owned(),
        text: heredoc.body.text(source).to_owned(),
    });
    written.collect()
}

fn printed(shell: &longshore_syntax::dockerfile::Shell, source: &str) -> Vec<Written> {
    let mut found = Vec::new();
    shell.script.walk(&mut |node| {
        if let Node::Command(command) = node {
            let targets = targets(command);
            if !targets.is_empty() {
                let text = output(command, source);
                found.extend(
                    targets.into_iter().map(|path| Written { name: base_name(&path).to_owned(), text: text.clone() }),
                );
            }
        }
    });
    found
}

/// The files that the output of `command` goes to.
fn targets(command: &shell::Command) -> Vec<String> {
    let (redirects, last) = match &command.kind {
        CommandKind::Simple(simple) => (&simple.redirects, Some(simple)),
        CommandKind::Pipeline(pipeline) => (&command.redirects, pipeline.commands.last().and_then(simple)),
        _ => (&command.redirects, None),
    };
    let files = redirects.iter().filter(|one| writes(one)).filter_map(|one| one.target.literal());
    let tee = last.filter(|simple| simple.name().is_some_and(|name| name == "tee"));
    let copies = tee.into_iter().flat_map(|simple| simple.words.iter().skip(1)).filter_map(shell::Word::literal);
    files.chain(copies.filter(|word| !word.starts_with('-'))).map(std::borrow::Cow::into_owned).collect()
}

fn simple(command: &shell::Command) -> Option<&Simple> {
    if let CommandKind::Simple(simple) = &command.kind { Some(simple) } else { None }
}

fn writes(redirect: &Redirect) -> bool {
    matches!(redirect.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Clobber)
}

/// What `command` prints, as far as it stands there: words of `echo` and `printf`, here-documents of anything.
fn output(command: &shell::Command, source: &str) -> String {
    let mut text = String::new();
    command.walk(&mut |node| {
        let Node::Simple(simple) = node else { return };
        if simple.name().is_some_and(|name| name == "echo" || name == "printf") {
            text.push_str(&arguments(simple, source));
        }
        for body in simple.redirects.iter().filter_map(|one| one.body.as_ref()?.word()) {
            text.push_str(&verbatim(body, source));
        }
    });
    text
}

/// The words that `echo` or `printf` prints. `printf` puts its further words on lines of their own, as a rule.
fn arguments(simple: &Simple, source: &str) -> String {
    let words = simple.words.iter().skip(1).map(|word| verbatim(word, source));
    let words: Vec<String> =
        words.filter(|word| !matches!(word.as_str(), "-e" | "-n" | "-ne" | "-en" | "--")).collect();
    let between = if simple.name().is_some_and(|name| name == "printf") { "\n" } else { " " };
    words.join(between).replace("\\n", "\n") + "\n"
}

/// What a word says, what is expanded in it as it is written.
fn verbatim(word: &shell::Word, source: &str) -> String {
    word.parts.iter().map(|part| part.literal().unwrap_or_else(|| part.span.text(source))).collect()
}
