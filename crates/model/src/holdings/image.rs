//! The state that a service's image is known to keep.

use std::collections::HashSet;

use super::programs::Programs;
use super::{Keeping, Origin, Piece, Sight};
use crate::compose::{Mount, MountKind, Place, Service, Text};
use crate::image::ImageReference;
use crate::images::{Holding, Stateful, is_data_directory, stateful, stateful_rows};
use crate::value::{UNKNOWN, Value};

/// How many drives of a pattern such as `/data{1...4}` are told apart.
const DRIVES: u32 = 16;

/// Longer paths are not looked at for letters that are wrong.
const PATH: usize = 128;

/// The pieces of state that the image of the service keeps, the most important one first.
pub(super) fn pieces(sight: &Sight<'_>) -> Vec<Piece> {
    let Some((image, place)) = image(sight) else { return Vec::new() };
    let Some(best) = stateful(&image) else { return Vec::new() };
    let programs = Programs::of(sight);
    if programs.is_client(sight.twin) {
        return Vec::new();
    }
    let rows: Vec<&Stateful> = if image.tag_is_hidden() { stateful_rows(&image).collect() } else { vec![best] };
    let known = Known { sight, programs: &programs, image: &image, place: &place };
    let all: Vec<Vec<Piece>> = rows.into_iter().map(|row| known.row(row)).collect();
    let kept = all.iter().find(|pieces| pieces.first().is_none_or(|first| first.keeping != Keeping::Layer));
    kept.or(all.first()).cloned().unwrap_or_default()
}

/// The image that the service runs, below what it builds, and the place that says so.
fn image(sight: &Sight<'_>) -> Option<(ImageReference, Place)> {
    let service = sight.service;
    let whole = |text: &Text| text.place.at(text.span(0, text.text().len()));
    let place = service.image.as_ref().map(whole);
    let Some(build) = &service.build else {
        return Some((self::named(service)?, place?));
    };
    let base = sight.built.as_ref()?.base()?.clone();
    let key = || service.node.entry("build").map(|entry| entry.key.clone());
    let place = place.or_else(|| build.dockerfile.as_ref().map(whole)).or_else(key);
    Some((base, place?))
}

/// The image that `service` names.
pub(super) fn named(service: &Service) -> Option<ImageReference> {
    ImageReference::parse(service.image.as_ref()?.text())
}

/// What is known about the image where a row is read.
struct Known<'k, 'a> {
    sight: &'k Sight<'a>,
    programs: &'k Programs,
    image: &'k ImageReference,
    place: &'k Place,
}

impl Known<'_, '_> {
    /// What a row says the image keeps here; nothing where it is moved elsewhere, or not asked for.
    fn row(&self, row: &'static Stateful) -> Vec<Piece> {
        let moved = row.moved_by.iter().any(|name| self.sight.variable(name).is_some());
        if moved || !row.asked_by.is_empty() && !row.asked_by.iter().any(|word| self.asks(word)) {
            return Vec::new();
        }
        let (directories, own) = match self.directories(row) {
            Some(directories) => (directories, false),
            None => (self.own_directories(row), true),
        };
        directories.into_iter().map(|directory| self.piece(row, directory, own)).collect()
    }

    /// The directories where nothing names others.
    fn own_directories(&self, row: &Stateful) -> Vec<Value> {
        let configured = row.configured.filter(|(prefix, _)| self.sight.has_variable(prefix));
        match configured {
            Some((_, directory)) => vec![Value::from(directory)],
            None => row.data_dirs.iter().map(|dir| Value::from(*dir)).collect(),
        }
    }

    /// What is kept at `directory`; `own` where nothing but the image says so.
    fn piece(&self, row: &'static Stateful, directory: Value, own: bool) -> Piece {
        let hidden = directory.known().is_none();
        let origin = Origin::Image(row, self.image.repository.clone(), self.place.clone());
        let mut piece = self.sight.piece(directory.clone(), origin);
        if piece.keeping == Keeping::Layer {
            let parts = row.parts.iter().map(|part| Value::from(*part)).filter(|part| part.is_within(&directory));
            let elsewhere = row.elsewhere.iter().map(|other| Value::from(*other)).filter(|_| own);
            let mut parts = parts.chain(elsewhere);
            let part = parts.find_map(|part| self.sight.mount_of(&part).cloned());
            piece.near = near(self.sight, row.holding, &directory);
            if let Some(mount) = part {
                piece.keeping = super::keeping(&mount);
                piece.mount = Some(mount);
            } else if hidden {
                piece.keeping = Keeping::Unknown;
            }
        }
        piece
    }

    /// Whether the command or a variable asks for persistence with `word`.
    fn asks(&self, word: &str) -> bool {
        let off = |value: &str| matches!(value, "" | "no" | "false" | "\"\"" | "''");
        if let Some(value) = self.sight.variable(word) {
            return !off(value.text());
        }
        let words = self.programs.words.iter();
        match word.ends_with(':') {
            true => words.into_iter().any(|given| given.starts_with(word)),
            false => {
                words.into_iter().any(|given| given == word) && !self.programs.values(word).any(off)
                    || self.programs.values(word).any(|value| !off(value))
            }
        }
    }

    /// The directories that variables, options or operands name in place of the row's.
    fn directories(&self, row: &Stateful) -> Option<Vec<Value>> {
        let set = row.settings.iter().find_map(|name| self.sight.variable(name)).map(|value| paths(value.text()));
        let given = || row.options.iter().find_map(|option| self.programs.values(option).next()).map(paths);
        let drives = || row.repository.ends_with("minio").then(|| self.drives()).flatten();
        set.or_else(given).or_else(drives).filter(|directories| !directories.is_empty())
    }

    /// The drives behind `server`, the word of an object store.
    fn drives(&self) -> Option<Vec<Value>> {
        let words = &self.programs.words;
        let server = words.iter().position(|word| word == "server")?;
        let mut found: Vec<Value> =
            words[server + 1..].iter().filter_map(|word| drive(word)).flat_map(expanded).collect();
        let mut seen = HashSet::new();
        found.retain(|drive| seen.insert(drive.clone()));
        (!found.is_empty()).then_some(found)
    }
}

/// The paths in a list of them; `path=` and further attributes belong to some.
fn paths(text: &str) -> Vec<Value> {
    let words = text.split(',').map(|word| word.trim().trim_start_matches("path="));
    let rooted = words.filter(|word| word.starts_with('/') || word.contains(UNKNOWN));
    rooted.map(|word| Value::from(word).path(&Value::from("/"))).collect()
}

/// The path of a drive: a path, or the one in the address of a drive.
fn drive(word: &str) -> Option<&str> {
    let rest = word.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    rest.or(Some(word)).filter(|path| path.starts_with('/') && path.len() > 1)
}

/// The drives that `/data{1...4}` stands for.
fn expanded(pattern: &str) -> Vec<Value> {
    let parts = pattern.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    let range = parts.and_then(|(before, (range, after))| {
        let (from, to) = range.split_once("...")?;
        Some((before, from.parse::<u32>().ok()?, to.parse::<u32>().ok()?, after))
    });
    let at = |text: &str| Value::from(text).path(&Value::from("/"));
    match range {
        Some((before, from, to, after)) => {
            (from..=to.min(from.saturating_add(DRIVES))).map(|number| at(&format!("{before}{number}{after}"))).collect()
        }
        None => vec![at(pattern)],
    }
}

/// The mount that was probably meant for `directory`: at the directory of another version or engine, or misspelt. A folder
/// of the host at a name as common as `/data` may be meant for anything.
fn near(sight: &Sight<'_>, holding: Holding, directory: &Value) -> Option<Mount> {
    let meant = |mount: &&Mount| {
        let path = mount.path();
        let kept = match mount.kind {
            MountKind::Named => true,
            MountKind::Bind => path.segments().count() > 1,
            _ => false,
        };
        let known = is_data_directory(path.text(), holding) || is_misspelt(path.text(), directory.text());
        kept && known && !mount.read_only
    };
    sight.mounts.iter().find(meant).cloned()
}

/// Whether `path` is `wanted` but for a letter or two, or another ending.
fn is_misspelt(path: &str, wanted: &str) -> bool {
    (5..PATH).contains(&path.len()) && path != wanted && strsim::levenshtein(path, wanted) <= 2
}
