//! The state facts of a Dockerfile: what its image writes at run time, where that is kept, and who owns it.

use std::path::PathBuf;

use longshore_syntax::Span;

use crate::value::Value;
use crate::{Dockerfile, File, Workspace};

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

/// What speaks for a root user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// The directories of shipped stages.
    pub directories: Vec<Directory>,
    /// The last shipped stage, by index: the image. `None` without a `FROM`.
    pub image: Option<usize>,
    /// The user of the image; `None` without a `FROM`.
    pub user: Option<RuntimeUser>,
    /// Whether the file is for tests or development, where everything is information.
    pub development: bool,
}

impl State {
    /// Derives the facts of `file`, as it stands in `workspace`.
    #[must_use]
    pub fn derive(_workspace: &Workspace, _file: &File, _dockerfile: &Dockerfile) -> Self {
        Self::default()
    }
}
