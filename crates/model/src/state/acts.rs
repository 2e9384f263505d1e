//! What the instructions of a stage do to directories and files while the image is built.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{self, Body, Instruction, Keyword};

use super::commands::{Access, Deed, Operand, deeds, mode_access, owner_access};
use super::steps::{Step, run_steps};
use crate::images::RuntimeUser;
use crate::value::Value;
use crate::{Dockerfile, patterns};

/// One path to which something is done.
#[derive(Clone, Debug)]
pub(super) struct Act {
    /// The stage and the instruction, by index.
    pub(super) stage: usize,
    pub(super) instruction: usize,
    /// The word that names the path.
    pub(super) span: Span,
    /// The path, normalised.
    pub(super) path: Value,
    pub(super) deed: Deed,
    /// Whether root does it.
    pub(super) by_root: bool,
    /// The command or instruction that does it; paths of one command have the same.
    pub(super) command: Span,
}

/// What `stage` does, in order, without what it only does on mounts of the build.
pub(super) fn acts(file: &Dockerfile, stage: usize) -> Vec<Act> {
    let mut found = Vec::new();
    for index in file.stages[stage].instructions.clone() {
        let instruction = file.instruction(index);
        match (&instruction.body, instruction.keyword) {
            (Body::Word(Some(word)), Keyword::Workdir) => {
                let act = Act::new(file, (stage, index), word.span, file.directory(stage, index + 1));
                found.push(Act { deed: Deed::Made(Access::Same), ..act });
            }
            (Body::Copy(copy), _) => found.extend(copied(file, (stage, index), copy)),
            (Body::Run(_), _) => found.extend(ran(file, (stage, index), instruction)),
            _ => {}
        }
    }
    found
}

/// Whether root runs the instruction with index `at` of `stage`.
pub(super) fn is_root(file: &Dockerfile, stage: usize, at: usize) -> bool {
    match file.user(stage, at) {
        Some(user) => user.is_root(),
        None => !file.image(stage).is_some_and(|image| matches!(image.user, RuntimeUser::NonRoot { .. })),
    }
}

impl Act {
    fn new(file: &Dockerfile, (stage, instruction): (usize, usize), span: Span, path: Value) -> Self {
        let by_root = is_root(file, stage, instruction);
        let command = file.instruction(instruction).span;
        Self { stage, instruction, span, path, deed: Deed::File, by_root, command }
    }
}

/// `COPY` of nothing but a placeholder makes a directory; `--chown` and `--chmod` hand over the destination.
fn copied(file: &Dockerfile, at: (usize, usize), copy: &dockerfile::Copy) -> Vec<Act> {
    let (stage, index) = at;
    let Some(destination) = &copy.destination else { return Vec::new() };
    let path = file.expand(stage, index, destination).path(&file.directory(stage, index));
    let kept = !copy.sources.is_empty()
        && copy.sources.iter().all(|source| is_placeholder(file.expand(stage, index, source).name()));
    let instruction = file.instruction(index);
    let flag = |name: &str| instruction.flag(name)?.value.as_ref().map(|word| file.expand(stage, index, word));
    let owner = flag("chown").map_or(Access::Same, |owner| owner_access(owner.text()));
    let access = owner.max(flag("chmod").map_or(Access::Same, |mode| mode_access(mode.text())));
    let path = match path.parent() {
        Some(parent) if kept && is_placeholder(path.name()) => parent,
        _ => path,
    };
    // Without `--chown` the files belong to root, whatever `USER` says.
    let act = Act { by_root: true, ..Act::new(file, at, destination.span, path) };
    let deed = match (kept, access) {
        (true, _) => Deed::Made(access),
        (false, Access::Same) => return Vec::new(),
        (false, _) => Deed::HandedOver { access, recursive: true },
    };
    vec![Act { deed, ..act }]
}

fn is_placeholder(name: &str) -> bool {
    matches!(name, ".gitkeep" | ".keep")
}

/// What the commands of a `RUN` do.
fn ran(file: &Dockerfile, at: (usize, usize), instruction: &Instruction) -> Vec<Act> {
    let mounted = temporary_mounts(instruction);
    let mut found = of_steps(file, at, &run_steps(file, at.0, at.1));
    found.retain(|act| !mounted.iter().any(|target| act.path.is_within(target)));
    found
}

/// What commands do, `RUN`'s or a script's.
pub(super) fn of_steps(file: &Dockerfile, at: (usize, usize), steps: &[Step]) -> Vec<Act> {
    let mut found = Vec::new();
    for step in steps {
        for (operand, deed) in
            step_deeds(step).into_iter().filter(|(_, deed)| !step.conditional || *deed != Deed::Removed)
        {
            let act = Act::new(file, at, operand.span, operand.value.path(&step.directory));
            let by_root = step.root.unwrap_or(act.by_root);
            found.push(Act { deed, by_root, command: step.span, ..act });
        }
    }
    found
}

/// The places of a `RUN` that vanish with it.
fn temporary_mounts(instruction: &Instruction) -> Vec<Value> {
    let mounts = instruction.mounts().filter(|mount| matches!(mount.kind(), "cache" | "tmpfs"));
    mounts.filter_map(|mount| mount.target()).map(|target| Value::from(target).path(&Value::from("/"))).collect()
}

/// What a command does by its words, and the log files that its redirects make empty.
fn step_deeds(step: &Step) -> Vec<(&Operand, Deed)> {
    let mut found = deeds(&step.words);
    let program = step.words.first().map_or("", |word| word.value.name());
    if matches!(program, "" | ":" | "true" | "echo" | "printf" | "cat") {
        let logs = step.writes.iter().filter(|target| patterns::log_file(target.value.text()));
        found.extend(logs.map(|target| (target, Deed::File)));
    }
    found
}
