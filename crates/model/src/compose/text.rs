//! Scalars of compose files after interpolation, with a map from every byte back to the file that states it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::{Logical, Span};
use smallvec::SmallVec;

use crate::value::{UNKNOWN, Value};

/// A file, and the folder that relative paths in it begin at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where the file stands.
    pub path: PathBuf,
    /// Its own folder; the project's folder where an `include` says so.
    pub folder: PathBuf,
}

impl Source {
    /// The file at `path`, whose relative paths begin at its own folder.
    #[must_use]
    pub fn of(path: &Path) -> Arc<Self> {
        Self::within(path, path.parent().unwrap_or(Path::new("")))
    }

    /// The file at `path`, whose relative paths begin at `folder`.
    #[must_use]
    pub fn within(path: &Path, folder: &Path) -> Arc<Self> {
        Arc::new(Self { path: path.to_owned(), folder: folder.to_owned() })
    }
}

/// Bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes in it.
    pub span: Span,
}

impl Place {
    /// The path of the file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.source.path
    }

    /// The same file, other bytes.
    #[must_use]
    pub fn at(&self, span: Span) -> Self {
        Self { source: Arc::clone(&self.source), span }
    }
}

/// A scalar, or a part of one: what it says once variables are replaced, and where that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What it says; what a variable hides is marked.
    pub value: Value,
    /// Where it stands, quotes included for a whole scalar.
    pub place: Place,
    pieces: Pieces,
}

/// Most texts are one piece, as they are written.
pub(super) type Pieces = SmallVec<[Piece; 1]>;

/// A part of the value that comes from one place: byte for byte where both are of one length, as a whole otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Where it begins in the value.
    pub(super) at: u32,
    /// Where it stands in the file.
    pub(super) span: Span,
}

impl Text {
    pub(super) const fn new(value: Value, place: Place, pieces: Pieces) -> Self {
        Self { value, place, pieces }
    }

    /// What it says; unknown parts are [`UNKNOWN`].
    #[must_use]
    pub fn text(&self) -> &str {
        self.value.text()
    }

    /// What it says, where all of it is known.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        self.value.known()
    }

    /// Where the bytes `start..end` of the value stand.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        if self.pieces.is_empty() {
            return self.place.span;
        }
        let from = self.source(start, false);
        if start >= end { Span::empty(from) } else { Span::new(from, self.source(end - 1, true).max(from)) }
    }

    /// The place in the file of the byte `offset` of the value; of the byte behind it where `behind`.
    fn source(&self, offset: usize, behind: bool) -> u32 {
        let offset = offset as u32;
        let index = self.pieces.partition_point(|piece| piece.at <= offset).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return self.place.span.start };
        let next = self.pieces.get(index + 1).map_or(self.value.text().len() as u32, |next| next.at);
        let exact = next.saturating_sub(piece.at) == piece.span.end - piece.span.start;
        match (exact, behind) {
            (true, _) => (piece.span.start + offset.saturating_sub(piece.at) + u32::from(behind)).min(piece.span.end),
            (false, true) => piece.span.end,
            (false, false) if offset >= next => piece.span.end,
            (false, false) => piece.span.start,
        }
    }

    /// The bytes `start..end` of the value, clamped to it.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.text().len());
        let start = start.min(end);
        let part = self.text().get(start..end).unwrap_or_default();
        let place = self.place.at(self.span(start, end));
        let pieces = self.parts(start, end).map(|(from, _, span)| Piece { at: (from - start) as u32, span }).collect();
        Self { value: Value::from(part), place, pieces }
    }

    /// Puts `other` behind it; its own place stays.
    pub(super) fn append(&mut self, other: &Self) {
        let at = self.text().len() as u32;
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { at: at + piece.at, span: piece.span }));
        self.value.push(other.text());
    }

    /// The pieces of `start..end`: from where to where in the value, and where in the file.
    pub(super) fn parts(&self, start: usize, end: usize) -> impl Iterator<Item = (usize, usize, Span)> {
        let first = self.pieces.partition_point(|piece| piece.at as usize <= start).saturating_sub(1);
        let pieces = self.pieces.get(first..).unwrap_or_default();
        let nexts = pieces.iter().skip(1).map(|piece| piece.at as usize).chain([self.text().len()]);
        let ranges = pieces.iter().zip(nexts).map(move |(piece, next)| ((piece.at as usize).max(start), next.min(end)));
        ranges.take_while(|(from, to)| from < to).map(|(from, to)| (from, to, self.span(from, to)))
    }

    /// The value as text that a shell parser can map back to the file.
    #[must_use]
    pub fn logical(&self) -> Logical {
        let mut logical = Logical::default();
        for (from, to, span) in self.parts(0, self.text().len()) {
            logical.push(self.text().get(from..to).unwrap_or_default(), span.start);
        }
        logical
    }

    /// The path that it names on the host: relative ones begin at the folder of the file that states it. `None` where
    /// a part of it is not known, for one in a home directory and for the address of something remote.
    #[must_use]
    pub fn host_path(&self) -> Option<PathBuf> {
        let text = self.known()?;
        if text.starts_with('~') || text.contains("://") || text.starts_with("git@") {
            return None;
        }
        Some(normal(&self.place.source.folder.join(text)))
    }
}

/// `path` without `.` and `..`, as far as they can be resolved without a look at the disk.
pub(crate) fn normal(path: &Path) -> PathBuf {
    use std::path::Component;
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// Collects a value and its pieces.
#[derive(Default)]
pub(super) struct Builder {
    text: String,
    pieces: Pieces,
}

impl Builder {
    /// Appends `text`, which stands byte for byte at `start` of the file.
    pub(super) fn literal(&mut self, text: &str, start: u32) {
        let (at, span) = (self.text.len() as u32, Span::new(start, start + text.len() as u32));
        match self.pieces.last_mut() {
            Some(last) if last.span.end == start && last.span.end - last.span.start == at - last.at => {
                last.span.end = span.end;
            }
            _ => self.pieces.push(Piece { at, span }),
        }
        self.text.push_str(text);
    }

    /// Appends `value`, which what stands at `span` became.
    pub(super) fn replaced(&mut self, value: &Value, span: Span) {
        let doubled = self.text.ends_with(UNKNOWN) && value.text().starts_with(UNKNOWN);
        let text = if doubled { &value.text()[UNKNOWN.len_utf8()..] } else { value.text() };
        if !text.is_empty() {
            self.pieces.push(Piece { at: self.text.len() as u32, span });
            self.text.push_str(text);
        }
    }

    pub(super) fn finish(self, place: Place) -> Text {
        Text::new(Value::from(self.text), place, self.pieces)
    }
}
