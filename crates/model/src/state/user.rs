//! The user that a Dockerfile's image runs as, and what speaks for it where that is root.

mod step_down;
#[cfg(test)]
mod tests;
mod written;

use std::sync::Arc;

use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};

use super::{Excuse, RuntimeUser};
use crate::images::{Kind, RuntimeUser as ImageUser};
use crate::{Base, Dockerfile, User};

/// Programs that change the user, as far as installing one says that a script is going to.
const INSTALLED: [&str; 2] = ["gosu", "su-exec"];

/// What makes a stage an image that is run.
const RUN_BY: [Keyword; 3] = [Keyword::Cmd, Keyword::Entrypoint, Keyword::Expose];

/// Gives the text of the script that a program is, if the build context has it.
pub(crate) type Scripts<'a> = &'a dyn Fn(&str) -> Option<Arc<str>>;

/// The user that the last stage of `dockerfile` runs as; `source` is its text. `None` without a `FROM`.
pub(crate) fn runtime_user(dockerfile: &Dockerfile, source: &str, scripts: Scripts<'_>) -> Option<RuntimeUser> {
    let image = dockerfile.stages.len().checked_sub(1)?;
    let user = dockerfile.user(image, usize::MAX);
    let instruction = user.and_then(|user| dockerfile.instruction_at(user.span.start));
    if dockerfile.is_windows(image) {
        return Some(RuntimeUser { instruction, ..on_windows(user) });
    }
    let root = user.map_or_else(|| root_of_base(dockerfile, image), |user| Some(user.is_root()));
    let stepped = base_steps_down(dockerfile, image);
    let excuse = match root {
        Some(false) if user.is_some() => Excuse::None,
        Some(false) => stepped,
        _ => stepped.max(excuse(dockerfile, image, source, scripts)),
    };
    Some(RuntimeUser { root, instruction, excuse })
}

/// Windows has no root; its administrator is one only where a `USER` asks for it.
fn on_windows(user: Option<&User>) -> RuntimeUser {
    let root = user.is_some_and(|user| user.name.text().eq_ignore_ascii_case("ContainerAdministrator"));
    let excuse = if root { Excuse::None } else { Excuse::Silent };
    RuntimeUser { root: Some(root), instruction: None, excuse }
}

/// Whether the user is root where no `USER` says. An entrypoint that steps down does not where another replaces it.
fn root_of_base(dockerfile: &Dockerfile, image: usize) -> Option<bool> {
    match dockerfile.root_base(image) {
        Base::Scratch => Some(true),
        Base::Image(_, Some(known)) if base_steps_down(dockerfile, image) == Excuse::Maybe => match known.user {
            ImageUser::Root => Some(true),
            ImageUser::NonRoot { .. } => Some(false),
            ImageUser::Unknown => None,
        },
        Base::Image(_, known) => known.as_ref().and_then(crate::images::Base::stays_root),
        Base::Stage(_) | Base::Unknown => None,
    }
}

/// What the base's own entrypoint is worth: all where it is kept or called by the new one.
fn base_steps_down(dockerfile: &Dockerfile, image: usize) -> Excuse {
    if !dockerfile.image(image).is_some_and(|known| known.steps_down) {
        return Excuse::None;
    }
    let keeps = dockerfile.last(image, Keyword::Entrypoint).is_none_or(|at| {
        let words = command_words(dockerfile.instruction(at));
        words.iter().any(|word| word == "/init" || word.contains("docker-entrypoint"))
    });
    if keeps { Excuse::Silent } else { Excuse::Maybe }
}

/// The strongest of what speaks for a root user.
fn excuse(dockerfile: &Dockerfile, image: usize, source: &str, context: Scripts<'_>) -> Excuse {
    if !is_run(dockerfile, image) || has_supervisor(dockerfile, image, source) {
        return Excuse::Silent;
    }
    let start = start(dockerfile, image);
    step_down::of_words(&start, true).max(of_scripts(dockerfile, image, &start, source, context))
}

/// What the scripts that `start` runs are worth: those that the file writes are read, others may use what is installed.
fn of_scripts(dockerfile: &Dockerfile, image: usize, start: &[String], source: &str, context: Scripts<'_>) -> Excuse {
    let programs = step_down::programs(start);
    let scripts: Vec<_> = own_instructions(dockerfile, image).flat_map(|one| written::scripts(one, source)).collect();
    let own = |program: &String| step_down::of_text(&written::text(&scripts, program));
    let beside = |program: &String| context(program).map_or(Excuse::None, |text| step_down::of_text(&text));
    let read = programs.iter().map(|program| own(program).max(beside(program))).max();
    let installed = || own_instructions(dockerfile, image).any(|one| installs(one, source));
    let guessed = if programs.iter().any(|path| is_script(path)) && installed() { Excuse::Maybe } else { Excuse::None };
    read.unwrap_or(Excuse::None).max(guessed)
}

/// Whether the last stage says or inherits what is run, or no other stage does. A stage on a finished application that
/// says nothing itself, where others do, is there to work with that application.
fn is_run(dockerfile: &Dockerfile, image: usize) -> bool {
    let says = |stage| RUN_BY.iter().any(|&keyword| dockerfile.last(stage, keyword).is_some());
    let finished = dockerfile.image(image).is_some_and(|known| known.kind == Kind::Application);
    dockerfile.has_command(image) && !finished || says(image) || !(0..image).any(says)
}

/// Whether s6-overlay runs the image's services, each as its own user. It is often unpacked in a stage of its own.
fn has_supervisor(dockerfile: &Dockerfile, image: usize, source: &str) -> bool {
    let base = match dockerfile.root_base(image) {
        Base::Image(image, _) => image.repository.starts_with("linuxserver/"),
        _ => false,
    };
    base || dockerfile.syntax.instructions.iter().any(|one| texts(one, source).any(|text| text.contains("s6-overlay")))
}

/// Whether the instruction brings one of the programs in; a script that a `COPY` writes only uses it.
fn installs(instruction: &Instruction, source: &str) -> bool {
    let parts = |c: char| !c.is_alphanumeric() && c != '-';
    let named = |text: &str| text.split(parts).any(|word| INSTALLED.iter().any(|name| is_build_of(word, name)));
    match instruction.keyword {
        Keyword::Run => texts(instruction, source).any(named),
        Keyword::Copy | Keyword::Add => instruction.heredocs.is_empty() && texts(instruction, source).any(named),
        _ => false,
    }
}

/// Whether `word` is `name`, or a build of it for one architecture (`gosu-amd64`).
fn is_build_of(word: &str, name: &str) -> bool {
    word.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Everything that an instruction says, comments left out.
fn texts<'a>(instruction: &'a Instruction, source: &'a str) -> impl Iterator<Item = &'a str> {
    let flags = instruction.flags.iter().filter_map(|flag| flag.value.as_ref()).map(|word| word.raw.as_str());
    let bodies = instruction.heredocs.iter().map(move |heredoc| heredoc.body.text(source));
    std::iter::once(instruction.arguments.text.as_str()).chain(flags).chain(bodies)
}

/// The instructions that make the image: those of the stages that `image` builds on before its own.
fn own_instructions(dockerfile: &Dockerfile, image: usize) -> impl Iterator<Item = &Instruction> {
    let mut chain: Vec<usize> = dockerfile.chain(image).collect();
    chain.reverse();
    chain
        .into_iter()
        .flat_map(|stage| dockerfile.stages[stage].instructions.clone())
        .map(|at| dockerfile.instruction(at))
}

/// The words that a container is started with: the entrypoint's, then the command's.
fn start(dockerfile: &Dockerfile, image: usize) -> Vec<String> {
    let words = |keyword| dockerfile.last(image, keyword).map(|at| command_words(dockerfile.instruction(at)));
    let both = [words(Keyword::Entrypoint), words(Keyword::Cmd)];
    both.into_iter().flatten().flatten().collect()
}

/// The words of an `ENTRYPOINT` or `CMD`; the shell form is a shell with the text.
fn command_words(instruction: &Instruction) -> Vec<String> {
    match &instruction.body {
        Body::Entrypoint(Command::Exec(words)) | Body::Cmd(Command::Exec(words)) => {
            words.iter().map(|word| word.raw.clone()).collect()
        }
        Body::Entrypoint(Command::Shell(shell)) | Body::Cmd(Command::Shell(shell)) => {
            ["/bin/sh", "-c", &shell.text.text].map(str::to_owned).to_vec()
        }
        _ => Vec::new(),
    }
}

/// Whether the name of a program says that it is a script.
fn is_script(path: &str) -> bool {
    let name = step_down::base_name(path);
    name.contains("entrypoint") || [".sh", ".bash", ".ash"].iter().any(|end| name.ends_with(end))
}
