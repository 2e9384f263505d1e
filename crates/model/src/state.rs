//! The state facts of a Dockerfile: what its image writes at run time, where that is kept, and who owns it.

mod acts;
mod beside;
mod commands;
mod group;
mod mounts;
mod observe;
mod owner;
mod service;
mod settings;
mod shipped;
mod sight;
mod silent;
mod steps;
mod user;
mod written;

use std::path::PathBuf;

use longshore_syntax::Span;

use crate::beside::Copies;
use crate::runs::{Run, runs};
use crate::value::Value;
use crate::{Dockerfile, File, Workspace, patterns};
use acts::Act;
use beside::Beside;
use mounts::Mounts;
pub use service::{project_facts, service_facts};
use shipped::{Shipped, shipped};
use sight::{Found, Sight};

/// A row of the checklist, the more specific ones first: one piece of text belongs to the first row that claims it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Row {
    /// A scheduled job that writes a local file.
    Schedule,
    /// An embedded database's file, or a database server's directory in an application image.
    Database,
    /// Sessions in files or memory.
    Sessions,
    /// Uploaded files.
    Uploads,
    /// Log files.
    Logs,
    /// A cache on disk or in memory.
    Cache,
    /// A generic data directory.
    Data,
}

/// How a place shows that something is written at run time, strongest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A mount of a compose file: what is at a log directory on it is written by files, and kept.
    Mounted,
    /// A setting: `ENV`, `ARG` that becomes `ENV`, a line of a written configuration; with its name.
    Setting(String),
    /// An option of a command that is run (`--log-file X`); with the option.
    Option(String),
    /// A redirection or `tee` of a command that is run.
    Redirect,
    /// `tail -f` of a log as the foreground process, or cron started with its log tailed.
    Tail,
    /// A cron line that writes a file.
    Cron,
    /// A directory made empty: `mkdir`, `install -d`, `WORKDIR`, `COPY` of a `.gitkeep`.
    Made,
    /// Handed to the run-time user, or opened for all: `chown`, `chgrp`, `chmod`.
    HandedOver,
    /// A file made empty: `touch`, `> x.log`.
    File,
}

/// A place in the Dockerfile, or in a file beside it, that shows a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The instruction that it stands in, or that pulls the file in, by index.
    pub instruction: usize,
    /// The exact word, in bytes of the Dockerfile.
    pub span: Span,
    /// What it shows.
    pub evidence: Evidence,
    /// The line of a neighbouring file that says so.
    pub beside: Option<(PathBuf, Span)>,
}

/// One cause: a path or a setting by which state stays in the container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The row it belongs to.
    pub row: Row,
    /// The stage, by index.
    pub stage: usize,
    /// The path, normalised; `None` for a driver that names none (`SESSION_DRIVER=file`).
    pub path: Option<Value>,
    /// For a driver: its value.
    pub driver: Option<String>,
    /// The strongest place; the finding stands there.
    pub place: Place,
    /// Further places of the same cause, and of paths inside it.
    pub more: Vec<Place>,
    /// Whether the evidence is unmistakable (a warning) or only a name (information).
    pub certain: bool,
    /// For a whole framework's state tree: the rows it stands for.
    pub stands_for: Vec<Row>,
}

/// Why a path is kept outside the container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mount {
    /// A comment above an instruction says so; its span.
    Comment(Span),
    /// A service of a compose file mounts it: the file and the place of the mount.
    Compose(PathBuf, Span),
    /// It lies under a `VOLUME`, by instruction; reported there.
    Volume(usize),
}

/// A directory that a shipped stage makes or that a mount comment or `VOLUME` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directory {
    /// Its path.
    pub path: Value,
    /// The stage, by index.
    pub stage: usize,
    /// The place that makes it; `None` where only a `VOLUME` or comment names it.
    pub made: Option<Place>,
    /// Whether the user that the image runs as can write there.
    pub owned: bool,
    /// Whether it holds state: a row names it, a comment or a `VOLUME` does.
    pub state: bool,
    /// How it is kept outside, if it is.
    pub mount: Option<Mount>,
}

/// The user that the image runs as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuntimeUser {
    /// Whether it is root: `None` where the base is not known and no `USER` says.
    pub root: Option<bool>,
    /// The `USER` that decides, by instruction index; `None` where the base does.
    pub instruction: Option<usize>,
    /// Why a root user is no finding, or a lesser one.
    pub excuse: Excuse,
}

/// What speaks for a root user, the weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Excuse {
    /// Nothing.
    None,
    /// Something may step down: information at most.
    Maybe,
    /// It steps down, or it is no image that is run: silent.
    Silent,
}

/// What a Dockerfile's image writes at run time.
#[derive(Debug, Default)]
pub struct State {
    /// Whether each stage is shipped, by index.
    pub shipped: Vec<bool>,
    /// The facts that are findings: what is kept outside is left out.
    pub facts: Vec<Fact>,
    /// What would be a finding if nothing were mounted at its path.
    pub kept: Vec<Fact>,
    /// The directories of shipped stages.
    pub directories: Vec<Directory>,
    /// The last shipped stage, by index: the image. `None` without a `FROM`.
    pub image: Option<usize>,
    /// The user of the image; `None` without a `FROM`.
    pub user: Option<RuntimeUser>,
    /// Whether the file is for tests or development, where everything is information.
    pub development: bool,
}

/// A path that a Dockerfile expects to be mounted, by a comment or a `VOLUME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The path.
    pub path: Value,
    /// The stage that the comment or instruction stands in, by index.
    pub stage: usize,
    /// The comment, or the keyword `VOLUME`.
    pub span: Span,
}

/// What shipped stages of `file` expect to be mounted.
#[must_use]
pub fn expected(file: &File, dockerfile: &Dockerfile) -> Vec<Expected> {
    let shipped = shipped(dockerfile, std::iter::empty());
    let place = |mount: &Mount| match mount {
        // Near the word a path may be named for another reason: that is enough to be silent, not to ask for a mount.
        Mount::Comment(span) if !mounts::says_mount(span.text(&file.text)) => None,
        Mount::Comment(span) => {
            let instructions = &dockerfile.syntax.instructions;
            let below = instructions.partition_point(|instruction| instruction.span.start < span.start);
            Some((dockerfile.stage_of(below)?, *span))
        }
        Mount::Volume(index) => Some((dockerfile.stage_of(*index)?, dockerfile.instruction(*index).keyword_span)),
        Mount::Compose(..) => None,
    };
    let mounts = mounts::told(file, dockerfile, &shipped).into_iter();
    let all = mounts.filter_map(|(path, mount)| place(&mount).map(|(stage, span)| Expected { path, stage, span }));
    all.filter(|one| shipped.stages[one.stage]).collect()
}

/// The commands that the `CMD` or `ENTRYPOINT` with that index starts in `stage`, each with its arguments.
#[must_use]
pub fn started(file: &Dockerfile, stage: usize, index: usize) -> Vec<Vec<String>> {
    let words = |step: &steps::Step| step.words.iter().map(|word| word.value.text().to_owned()).collect();
    steps::command_steps(file, stage, index).iter().map(words).collect()
}

impl Row {
    /// What state of the row is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Database => "database",
            Self::Sessions => "sessions",
            Self::Uploads => "uploads",
            Self::Logs => "logs",
            Self::Cache => "cache",
            Self::Data => "data",
        }
    }
}

impl Evidence {
    /// Its strength; 0 is the strongest.
    const fn rank(&self) -> u8 {
        match self {
            Self::Mounted => 0,
            Self::Setting(_) => 1,
            Self::Option(_) => 2,
            Self::Redirect => 3,
            Self::Tail => 4,
            Self::Cron => 5,
            Self::Made => 6,
            Self::HandedOver => 7,
            Self::File => 8,
        }
    }
}

impl State {
    /// Derives the facts of `file`, as it stands in `workspace`.
    #[must_use]
    pub fn derive(workspace: &Workspace, file: &File, dockerfile: &Dockerfile) -> Self {
        let sight = Sight::new(file, dockerfile);
        let runs = runs(workspace, &file.path);
        let shipped = shipped(dockerfile, runs.iter().filter_map(Run::target));
        let development = patterns::development_file(workspace.relative(&file.path));
        let copies = Copies::new(workspace, &file.path, dockerfile);
        let script =
            |program: &str| beside::script_text(&copies, &sight, dockerfile.stages.len().checked_sub(1)?, program);
        let user = user::runtime_user(dockerfile, &file.text, &script);
        let mounts = Mounts::new(file, dockerfile, &shipped, &runs);
        let mut acts: Vec<Vec<Act>> = (0..dockerfile.stages.len())
            .map(|stage| if shipped.stages[stage] { acts::acts(dockerfile, stage) } else { Vec::new() })
            .collect();
        let beside = beside::beside(&copies, sight, &shipped);
        let found = found(&sight, &shipped, &acts, &beside);
        beside.helping().for_each(|act| acts[act.stage].push(act.clone()));
        let directories = owner::directories(dockerfile, &shipped, user.as_ref(), &acts, &found, &mounts);
        let (inside, mut outside): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| is_kept_inside(one, &mounts));
        outside.retain(|one| one.path.is_some());
        let mut facts = group::facts(dockerfile, inside);
        let kept = group::facts(dockerfile, outside);
        if development {
            facts.iter_mut().for_each(|fact| fact.certain = false);
        }
        let image = shipped.images.last().copied();
        Self { shipped: shipped.stages, facts, kept, directories, image, user, development }
    }
}

/// What the shipped stages show, without what is known to leave the container.
fn found(sight: &Sight<'_>, shipped: &Shipped, acts: &[Vec<Act>], beside: &Beside) -> Vec<Found> {
    let commands = settings::commands(sight, &shipped.images);
    let mut all = Vec::new();
    for stage in (0..acts.len()).filter(|&stage| shipped.stages[stage]) {
        let mut found = settings::environment(sight, stage);
        found.extend(commands.iter().chain(&beside.found).filter(|one| one.stage == stage).cloned());
        found.extend(written::written(sight, stage));
        found.extend(observe::observed(sight, stage, &acts[stage]));
        let mut chain: Vec<Act> = sight.dockerfile.chain(stage).flat_map(|stage| acts[stage].iter().cloned()).collect();
        chain.extend(beside.helping().cloned());
        silent::silence(sight, stage, &chain, &mut found);
        silent::configured(sight, stage, &beside.quiet, &mut found);
        all.extend(found);
    }
    all.retain(|one| sight.may_hold(one));
    all
}

/// Whether nothing says that it is kept outside.
fn is_kept_inside(found: &Found, mounts: &Mounts) -> bool {
    let mounted = found.path.as_ref().is_some_and(|path| mounts.of(path).is_some());
    !mounted && (!found.unplaced || mounts.is_empty())
}

#[cfg(test)]
mod tests;
