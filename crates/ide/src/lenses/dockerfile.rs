//! Above the last stage of a Dockerfile: how many paths hold state, and how many of them are kept outside.

use longshore_model::{Dockerfile, File, Workspace};

use super::Lens;
use crate::built::{Built, Keeper};

/// The line above the stage that is built by default; `None` where its image is not known to hold state.
pub(super) fn lens(workspace: &Workspace, file: &File, dockerfile: &Dockerfile) -> Option<Lens> {
    let last = dockerfile.stages.last()?;
    let from = dockerfile.instruction(last.instructions.start);
    let built = Built::new(workspace, file, dockerfile);
    let paths = built.paths();
    let drivers = built.facts().filter(|fact| fact.path.is_none()).count();
    let kept = paths.iter().filter(|(path, stage)| built.keepers(path, *stage).iter().any(Keeper::keeps)).count();
    let all = paths.len() + drivers;
    let noun = if all == 1 { "piece" } else { "pieces" };
    let title = format!("holds: {all} {noun} of state · {kept} kept outside");
    (all > 0).then_some(Lens { span: from.keyword_span, title })
}
