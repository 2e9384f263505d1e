//! A Dockerfile with the services that run what it builds: which state its image has, and what keeps that outside.

use std::sync::Arc;

use longshore_model::compose::{Mount, MountKind};
use longshore_model::holdings::is_scratch;
use longshore_model::state::{Expected, Fact, State, expected};
use longshore_model::value::Value;
use longshore_model::{Dockerfile, File, Run, Workspace, runs};
use longshore_syntax::Span;

use crate::prose::View;

/// What a Dockerfile builds.
pub(crate) struct Built<'a> {
    pub(crate) view: View<'a>,
    pub(crate) dockerfile: &'a Dockerfile,
    pub(crate) state: State,
    pub(crate) expected: Vec<Expected>,
    runs: Arc<[Run]>,
}

/// What keeps a path outside the container, or is there to.
pub(crate) enum Keeper<'b> {
    /// A comment says that it is mounted.
    Comment(Span),
    /// It lies under a `VOLUME`, whose keyword stands there.
    Volume(Span),
    /// A service runs the image, with this mount at the path or above it.
    Service(&'b Run, Option<&'b Mount>),
}

impl Keeper<'_> {
    /// Whether what is written at the path outlives the container.
    pub(crate) fn keeps(&self) -> bool {
        match self {
            Self::Comment(_) => true,
            Self::Volume(_) | Self::Service(_, None) => false,
            Self::Service(_, Some(mount)) => mount.kind != MountKind::Anonymous,
        }
    }
}

impl<'a> Built<'a> {
    pub(crate) fn new(workspace: &'a Workspace, file: &'a File, dockerfile: &'a Dockerfile) -> Self {
        Self {
            view: View { workspace, file },
            dockerfile,
            state: State::derive(workspace, file, dockerfile),
            expected: expected(file, dockerfile),
            runs: runs(workspace, &file.path),
        }
    }

    /// All that is known of state, kept outside or not.
    pub(crate) fn facts(&self) -> impl Iterator<Item = &Fact> {
        self.state.facts.iter().chain(&self.state.kept)
    }

    /// The paths that hold state, each with its stage; what lies below another one is part of that.
    pub(crate) fn paths(&self) -> Vec<(&Value, usize)> {
        let facts = self.facts().filter_map(|fact| Some((fact.path.as_ref()?, fact.stage)));
        let directories = self.state.directories.iter().filter(|one| one.state).map(|one| (&one.path, one.stage));
        let mut paths: Vec<(&Value, usize)> = facts.chain(directories).filter(|(path, _)| !is_scratch(path)).collect();
        paths.sort_unstable();
        paths.dedup_by(|one, other| one.0 == other.0);
        let all = paths.clone();
        paths.retain(|(path, _)| !all.iter().any(|(other, _)| path != other && path.is_within(other)));
        paths
    }

    /// What keeps `path`, which is of `stage`.
    pub(crate) fn keepers(&self, path: &Value, stage: usize) -> Vec<Keeper<'_>> {
        let told = self.expected.iter().filter(|one| path.is_within(&one.path)).map(|one| {
            if self.is_instruction(one.span) { Keeper::Volume(one.span) } else { Keeper::Comment(one.span) }
        });
        let services = self.runs.iter().filter(|run| self.ships(run, stage));
        told.chain(services.map(|run| Keeper::Service(run, mount_of(&run.mounts, path)))).collect()
    }

    /// Whether a keyword stands at `span`.
    fn is_instruction(&self, span: Span) -> bool {
        let at = self.dockerfile.instruction_at(span.start);
        at.is_some_and(|index| self.dockerfile.instruction(index).keyword_span == span)
    }

    /// Whether the image that `run` runs has what `stage` has.
    fn ships(&self, run: &Run, stage: usize) -> bool {
        let named = run.target().and_then(|target| self.dockerfile.stage_named(target));
        let built = named.or_else(|| self.dockerfile.stages.len().checked_sub(1));
        built.is_some_and(|built| self.dockerfile.chain(built).any(|one| one == stage))
    }
}

/// The mount that holds `path`: the one with the longest target.
pub(crate) fn mount_of<'m>(mounts: &'m [Mount], path: &Value) -> Option<&'m Mount> {
    let holding = mounts.iter().filter(|mount| path.is_within(&mount.path()));
    holding.max_by_key(|mount| mount.path().text().len())
}
