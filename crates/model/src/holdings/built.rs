//! The Dockerfile that a service builds, and what it says about state.

use std::sync::Arc;

use longshore_syntax::Language;
use longshore_syntax::dockerfile::Keyword;

use super::{Cache, Origin, Piece, Sight, is_scratch};
use crate::compose::Service;
use crate::image::ImageReference;
use crate::state::{Expected, State, started};
use crate::value::Value;
use crate::{Base, Content, Dockerfile, File, Workspace};

/// A Dockerfile with what it says about state.
#[derive(Debug)]
pub(super) struct Derived {
    file: Arc<File>,
    expected: Vec<Expected>,
    state: State,
}

/// The Dockerfile and the stage that a service builds.
#[derive(Clone, Debug)]
pub(super) struct Built {
    derived: Arc<Derived>,
    stage: usize,
}

/// What `service` builds, as far as it can be read.
pub(super) fn built(workspace: &Workspace, service: &Service, cache: &mut Cache) -> Option<Built> {
    let build = service.build.as_ref()?;
    let derived = match &build.inline {
        Some(text) => {
            let path = build.place.file().with_file_name("Dockerfile");
            derive(workspace, Arc::new(File::new(path, Language::Dockerfile, text.text())))?
        }
        None => {
            let path = build.dockerfile()?;
            match cache.derived.get(&path) {
                Some(derived) => Arc::clone(derived),
                None => {
                    let derived = derive(workspace, workspace.file(&path, Language::Dockerfile)?)?;
                    cache.derived.insert(path, Arc::clone(&derived));
                    derived
                }
            }
        }
    };
    let dockerfile = dockerfile(&derived.file)?;
    let stage = match &build.target {
        Some(target) => dockerfile.stage_named(target.known()?)?,
        None => dockerfile.stages.len().checked_sub(1)?,
    };
    Some(Built { derived, stage })
}

fn derive(workspace: &Workspace, file: Arc<File>) -> Option<Arc<Derived>> {
    let dockerfile = dockerfile(&file)?;
    let expected = crate::state::expected(&file, dockerfile);
    let state = State::derive(workspace, &file, dockerfile);
    Some(Arc::new(Derived { file, expected, state }))
}

fn dockerfile(file: &File) -> Option<&Dockerfile> {
    match &file.content {
        Content::Dockerfile(dockerfile) => Some(dockerfile),
        Content::Compose(_) => None,
    }
}

impl Built {
    fn dockerfile(&self) -> Option<&Dockerfile> {
        dockerfile(&self.derived.file)
    }

    /// The image below everything.
    pub(super) fn base(&self) -> Option<&ImageReference> {
        match self.dockerfile()?.root_base(self.stage) {
            Base::Image(image, _) => Some(image),
            _ => None,
        }
    }

    /// The value of an environment variable in the image.
    pub(super) fn variable(&self, name: &str) -> Option<Value> {
        self.dockerfile()?.value(self.stage, usize::MAX, name)
    }

    /// The commands that the image starts by its own `ENTRYPOINT` and `CMD`; none where its base decides.
    pub(super) fn commands(&self) -> Vec<Vec<String>> {
        let Some(file) = self.dockerfile() else { return Vec::new() };
        let own = [Keyword::Entrypoint, Keyword::Cmd].iter().filter_map(|&keyword| file.last(self.stage, keyword));
        own.flat_map(|index| started(file, self.stage, index)).collect()
    }
}

/// What the built Dockerfile expects to be mounted, and what it is known to write.
pub(super) fn pieces(sight: &Sight<'_>) -> Vec<Piece> {
    let Some(built) = &sight.built else { return Vec::new() };
    let Some(dockerfile) = built.dockerfile() else { return Vec::new() };
    let path = &built.derived.file.path;
    let chain: Vec<usize> = dockerfile.chain(built.stage).collect();
    let own = built.derived.expected.iter().filter(|one| chain.contains(&one.stage) && !is_scratch(&one.path));
    let mut found: Vec<Piece> = Vec::new();
    for one in own.filter(|one| one.path.known().is_some() && !one.path.is_windows_path()) {
        if found.iter().all(|piece| piece.path.as_ref() != Some(&one.path)) {
            found.push(sight.piece(one.path.clone(), Origin::Expected(path.clone(), one.span)));
        }
    }
    for fact in built.derived.state.facts.iter().filter(|fact| chain.contains(&fact.stage)) {
        let origin = Origin::Written(fact.row, path.clone(), fact.place.span);
        found.push(match &fact.path {
            Some(path) => sight.piece(path.clone(), origin),
            None => sight.driver(origin),
        });
    }
    found
}
