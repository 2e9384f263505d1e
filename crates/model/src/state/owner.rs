//! The directories of an image that hold state, and whether the user that it runs as may write there.

use super::acts::Act;
use super::commands::{Access, Deed};
use super::mounts::Mounts;
use super::observe::is_removed;
use super::shipped::Shipped;
use super::sight::Found;
use super::{Directory, Evidence, Mount, Place, RuntimeUser};
use crate::Dockerfile;
use crate::value::Value;

/// What is known about the user of an image, as far as files go.
#[derive(Clone, Copy)]
struct Writer {
    root: bool,
    /// Whether root's group is his: a number without a group.
    root_group: bool,
}

/// The directories of all shipped images. `acts` are those of every stage, by index.
pub(super) fn directories(
    file: &Dockerfile,
    shipped: &Shipped,
    user: Option<&RuntimeUser>,
    acts: &[Vec<Act>],
    found: &[Found],
    mounts: &Mounts,
) -> Vec<Directory> {
    let mut all: Vec<Directory> = Vec::new();
    for &image in shipped.images.iter().rev() {
        let last = shipped.images.last() == Some(&image);
        let writer = writer(file, image, user.filter(|_| last));
        let mut chain: Vec<usize> = file.chain(image).collect();
        chain.reverse();
        let acts: Vec<Act> = chain.iter().flat_map(|&stage| acts[stage].iter().cloned()).collect();
        let made = made(file, &acts, writer, found, mounts);
        let named = named(file, image, &acts, writer, mounts);
        for directory in made.into_iter().chain(named) {
            let known = all.iter().any(|other| other.path == directory.path && chain.contains(&other.stage));
            if !known {
                all.push(directory);
            }
        }
    }
    all
}

fn writer(file: &Dockerfile, image: usize, user: Option<&RuntimeUser>) -> Writer {
    let named = file.user(image, usize::MAX);
    let root = match user {
        Some(user) => user.root != Some(false),
        None => named.is_none_or(crate::User::is_root),
    };
    let number = |name: &str| name.bytes().all(|digit| digit.is_ascii_digit());
    let root_group = named.is_some_and(|user| match &user.group {
        Some(group) => matches!(group.text(), "0" | "root"),
        None => number(user.name.text()),
    });
    Writer { root, root_group }
}

/// The directories that the image makes and that hold state.
fn made(file: &Dockerfile, acts: &[Act], writer: Writer, found: &[Found], mounts: &Mounts) -> Vec<Directory> {
    let mut all = Vec::new();
    for (at, act) in acts.iter().enumerate() {
        let Deed::Made(access) = act.deed else { continue };
        let mount = mounts.of(&act.path).cloned();
        let mounted = mounts.told.iter().any(|(target, _)| *target == act.path);
        let workdir = act.command == file.instruction(act.instruction).span;
        if !(mounted || holds_state(&act.path, found, !workdir)) || is_removed(&act.path, &acts[at + 1..]) {
            continue;
        }
        let own = writer.root || !act.by_root || gives(access, writer);
        let owned = own || is_covered(&act.path, &acts[at + 1..], writer);
        let place = Place { instruction: act.instruction, span: act.span, evidence: Evidence::Made, beside: None };
        all.push(Directory { path: act.path.clone(), stage: act.stage, made: Some(place), owned, state: true, mount });
    }
    all
}

/// Whether a row names the directory, or, with `files`, a file directly in it.
fn holds_state(path: &Value, found: &[Found], files: bool) -> bool {
    found.iter().filter_map(|one| Some((one, one.path.as_ref()?))).any(|(one, state)| {
        let directory = matches!(one.place.evidence, Evidence::Made | Evidence::HandedOver);
        state == path || files && !directory && state.parent().as_ref() == Some(path)
    })
}

/// The directories that a comment or a `VOLUME` names.
fn named(file: &Dockerfile, image: usize, acts: &[Act], writer: Writer, mounts: &Mounts) -> Vec<Directory> {
    let chain: Vec<usize> = file.chain(image).collect();
    let directory = |(path, mount): &(Value, Mount)| {
        let stage = file.stage_of(instruction(file, mount)?).filter(|stage| chain.contains(stage))?;
        let owned = writer.root || is_covered(path, acts, writer);
        Some(Directory { path: path.clone(), stage, made: None, owned, state: true, mount: Some(mount.clone()) })
    };
    mounts.told.iter().filter_map(directory).collect()
}

/// The instruction that a mount belongs to: the one below the comment, or the `VOLUME`.
fn instruction(file: &Dockerfile, mount: &Mount) -> Option<usize> {
    match mount {
        Mount::Volume(index) => Some(*index),
        Mount::Comment(span) => {
            Some(file.syntax.instructions.partition_point(|instruction| instruction.span.start < span.end))
        }
        Mount::Compose(..) => None,
    }
}

/// Whether one of `acts` gives the directory to the writer.
fn is_covered(path: &Value, acts: &[Act], writer: Writer) -> bool {
    acts.iter().any(|act| {
        let Deed::HandedOver { access, recursive } = act.deed else { return false };
        let (target, below) = match act.path.text().strip_suffix("/*") {
            Some(directory) => (Value::from(directory), true),
            None => (act.path.clone(), recursive),
        };
        gives(access, writer) && (*path == target && target == act.path || below && path.is_within(&target))
    })
}

fn gives(access: Access, writer: Writer) -> bool {
    match access {
        Access::Others => true,
        Access::Group => writer.root_group,
        Access::Same => false,
    }
}
