//! Which stages end up in an image that is shipped.

use crate::Dockerfile;

/// The stages of a Dockerfile as they are shipped.
#[derive(Debug, Default)]
pub(super) struct Shipped {
    /// Whether each stage is part of an image that is shipped, by index.
    pub(super) stages: Vec<bool>,
    /// The stages that are such an image by themselves, the last of the file last.
    pub(super) images: Vec<usize>,
}

/// The last stage and what it builds on; where it is for tools or development, also the last one that is not; and the
/// stages that services of compose files build, by name or index.
pub(super) fn shipped<'t>(file: &Dockerfile, targets: impl Iterator<Item = &'t str>) -> Shipped {
    let Some(last) = file.stages.len().checked_sub(1) else { return Shipped::default() };
    let mut images = Vec::new();
    if !file.has_command(last) || is_development(file, last) {
        images.extend((0..last).rev().find(|&stage| is_product(file, stage)));
    }
    images.extend(targets.filter_map(|target| file.stage_named(target)));
    images.retain(|&image| image != last);
    images.sort_unstable();
    images.dedup();
    images.push(last);
    let mut stages = vec![false; file.stages.len()];
    for &image in &images {
        for stage in file.chain(image) {
            stages[stage] = true;
        }
    }
    Shipped { stages, images }
}

fn is_product(file: &Dockerfile, stage: usize) -> bool {
    let named = file.stages[stage].name.as_deref();
    let production = named.is_some_and(|name| matches!(name, "production" | "prod" | "release" | "final"));
    production || file.has_command(stage) && !is_development(file, stage)
}

/// Whether the stage's name says that it is for development or tests.
fn is_development(file: &Dockerfile, stage: usize) -> bool {
    let name = file.stages[stage].name.as_deref().unwrap_or_default();
    let words = ["dev", "devel", "development", "debug", "devcontainer", "test", "tests", "testing", "e2e", "lint"];
    name.split(['-', '_', '.']).any(|word| words.contains(&word))
}
