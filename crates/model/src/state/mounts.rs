//! Paths that are kept outside the container: those that a comment says are mounted, those under a `VOLUME`, and those
//! that a service of a compose file mounts.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Keyword};

use super::Mount;
use super::shipped::Shipped;
use crate::compose::MountKind;
use crate::runs::Run;
use crate::value::Value;
use crate::{Dockerfile, File};

/// Words by which a comment says that a path is mounted.
const WORDS: &[&str] = &["mount", "volume"];

/// Everything that is known to be mounted.
pub(super) struct Mounts {
    /// What the Dockerfile tells of: comments before volumes.
    pub(super) told: Vec<(Value, Mount)>,
    /// What each service mounts; `None` for an anonymous volume, which keeps nothing.
    services: Vec<Vec<(Value, Option<Mount>)>>,
}

impl Mounts {
    pub(super) fn new(file: &File, dockerfile: &Dockerfile, shipped: &Shipped, runs: &[Run]) -> Self {
        Self { told: told(file, dockerfile, shipped), services: runs.iter().map(service).collect() }
    }

    /// The mount that holds `path`, the one with the longest target; a comment before a `VOLUME`, that before a service.
    pub(super) fn of(&self, path: &Value) -> Option<&Mount> {
        let holding = self.told.iter().filter(|(target, _)| path.is_within(target));
        let told = holding.rev().max_by_key(|(target, _)| target.text().len()).map(|(_, mount)| mount);
        let longest = |mounts: &'_ Vec<(Value, Option<Mount>)>| {
            let holding = mounts.iter().enumerate().filter(|(_, (target, _))| path.is_within(target));
            holding.max_by_key(|(_, (target, _))| target.text().len()).map(|(at, _)| at)
        };
        told.or_else(|| self.services.iter().find_map(|mounts| mounts[longest(mounts)?].1.as_ref()))
    }

    /// Whether nothing at all is mounted.
    pub(super) fn is_empty(&self) -> bool {
        self.told.is_empty() && self.services.iter().flatten().all(|(_, mount)| mount.is_none())
    }
}

/// What the service mounts that runs the image.
fn service(run: &Run) -> Vec<(Value, Option<Mount>)> {
    let kept = |mount: &crate::compose::Mount| {
        let place = || Mount::Compose(mount.place.file().to_owned(), mount.place.span);
        (mount.path(), (mount.kind != MountKind::Anonymous).then(place))
    };
    run.mounts.iter().map(kept).collect()
}

/// The mounts that the file tells of: comments before volumes.
pub(super) fn told(file: &File, dockerfile: &Dockerfile, shipped: &Shipped) -> Vec<(Value, Mount)> {
    let mut found = Vec::new();
    for instruction in &dockerfile.syntax.instructions {
        let from = instruction.keyword == Keyword::From;
        let block = comments_above(file, dockerfile, instruction.span.start, !from);
        if block.iter().any(|comment| says_mount(comment.text(&file.text))) {
            for comment in block {
                let paths = paths(comment.text(&file.text));
                found.extend(paths.map(|path| (path, Mount::Comment(comment))));
            }
        }
    }
    for (stage, _) in shipped.stages.iter().enumerate().filter(|(_, shipped)| **shipped) {
        found.extend(volumes(dockerfile, stage));
    }
    found
}

/// The paths that `VOLUME` instructions of `stage` name.
fn volumes(file: &Dockerfile, stage: usize) -> Vec<(Value, Mount)> {
    let mut found = Vec::new();
    for index in file.stages[stage].instructions.clone() {
        let instruction = file.instruction(index);
        if let (Keyword::Volume, Body::Words(words)) = (instruction.keyword, &instruction.body) {
            let directory = file.directory(stage, index);
            let paths = words.iter().map(|word| file.expand(stage, index, word).path(&directory));
            found
                .extend(paths.filter(|path| path.segments().next().is_some()).map(|path| (path, Mount::Volume(index))));
        }
    }
    found
}

/// The comments on the lines directly above the byte `start`, in order; with `gaps`, above blank lines too.
fn comments_above(file: &File, dockerfile: &Dockerfile, start: u32, gaps: bool) -> Vec<Span> {
    let comments = &dockerfile.syntax.comments;
    let before = comments.partition_point(|comment| comment.span.start < start);
    let mut line = file.lines.line(start);
    let mut block: Vec<Span> = Vec::new();
    for comment in comments[..before].iter().rev() {
        let above = file.lines.line(comment.span.start);
        let blank = |line| file.lines.content(&file.text, line).text(&file.text).trim().is_empty();
        if above + 1 != line && !(gaps && block.is_empty() && (above + 1..line).all(blank)) {
            break;
        }
        line = above;
        block.push(comment.span);
    }
    block.reverse();
    block
}

/// Whether the comment speaks of a mount: by the word, or by the option `-v` of the engine's command line.
pub(super) fn says_mount(comment: &str) -> bool {
    let lower = comment.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || lower.split_whitespace().any(|word| word == "-v")
}

/// The absolute paths that a comment names, also the target in `-v source:/target`.
fn paths(comment: &str) -> impl Iterator<Item = Value> {
    let separates =
        |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ',' | ';' | '(' | ')' | '[' | ']' | ':');
    let words = comment.split(separates).map(|word| word.trim_end_matches(['.', '!', '?']));
    let rooted = words.filter(|word| word.starts_with('/') && word.len() > 1 && !word.starts_with("//"));
    rooted.map(|word| Value::from(word).path(&Value::from("/"))).filter(|path| path.text() != "/")
}
