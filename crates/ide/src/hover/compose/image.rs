//! What a stateful image keeps, where each of its versions does, and what moves that.

use longshore_model::compose::{Service, Text};
use longshore_model::holdings::{Holdings, Origin, Piece};
use longshore_model::image::ImageReference;
use longshore_model::images::{Stateful, stateful};

use super::place_of;
use crate::held::Services;
use crate::prose::{Line, Prose};

impl Services<'_> {
    /// What the image that `text` names keeps; `None` where it is built here, or not known to keep anything.
    pub(super) fn image(&self, service: &Service, holdings: &Holdings, text: &Text) -> Option<Prose> {
        let image = ImageReference::parse(text.text()).filter(|_| service.build.is_none())?;
        let kept = |piece: &&Piece| matches!(piece.origin, Origin::Image(..));
        let pieces: Vec<&Piece> = holdings.pieces.iter().filter(kept).collect();
        let row = match pieces.first().map(|piece| &piece.origin) {
            Some(Origin::Image(row, ..)) => row,
            _ => stateful(&image)?,
        };
        let mut facts: Vec<Line> = pieces.iter().map(|piece| self.piece(piece)).collect();
        if pieces.is_empty() {
            facts.push(nothing(row));
        }
        facts.extend(versions(row));
        let moving = row.settings.iter().chain(row.options).filter(|name| !row.asked_by.contains(name));
        facts.extend(list("moved by ", moving));
        facts.extend(list("kept by another server with ", row.moved_by.iter()));
        let head = Line::default().code(&image.repository).words(" · ").words(row.holding.name());
        Some(Prose { head, facts })
    }

    fn piece(&self, piece: &Piece) -> Line {
        let line = Line::default();
        let line = if let Some(path) = &piece.path { line.code(path).words(": ") } else { line };
        let line = place_of(line, piece, self.view);
        match &piece.near {
            Some(near) => line.words("; the mount at ").code(near.path()).words(" does not hold it"),
            None => line,
        }
    }
}

/// Why nothing is kept here.
fn nothing(row: &Stateful) -> Line {
    match list("kept on disk only with ", row.asked_by.iter()) {
        Some(line) => line,
        None => Line::new("nothing is kept here: another server keeps it, or a client is run"),
    }
}

/// Where the image keeps it, by version; nothing where that never changed.
fn versions(row: &Stateful) -> Vec<Line> {
    let all: Vec<&Stateful> = row.versions().collect();
    if all.len() < 2 {
        return Vec::new();
    }
    let line = |row: &&Stateful| {
        let line = match (row.from, row.below) {
            (0, u32::MAX) => return None,
            (0, below) => Line::new(&format!("before version {below} in ")),
            (from, u32::MAX) => Line::new(&format!("from version {from} on in ")),
            (from, below) => Line::new(&format!("from version {from} to before {below} in ")),
        };
        Some(line.code(row.data_dirs.join(", ")))
    };
    all.iter().filter_map(line).collect()
}

/// `words`, then the names.
fn list<'n>(words: &str, names: impl Iterator<Item = &'n &'static str>) -> Option<Line> {
    let mut line = Line::new(words);
    let mut any = false;
    for name in names {
        line = if any { line.words(", ") } else { line }.code(name);
        any = true;
    }
    any.then_some(line)
}
