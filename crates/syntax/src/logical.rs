//! Text joined over line continuations, with a map back to the bytes it came from.

use crate::Span;

/// What an instruction or a script says once continuations, and the comments between them, are taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logical {
    /// The joined text.
    pub text: String,
    /// Where each piece that was copied begins: (offset in `text`, offset in the source), in order.
    pieces: Vec<(u32, u32)>,
}

impl Logical {
    /// Text that stands verbatim in the source from byte `at` on.
    #[must_use]
    pub fn identity(text: &str, at: u32) -> Self {
        Self { text: text.to_owned(), pieces: vec![(0, at)] }
    }

    /// Appends `piece`, which stands in the source from byte `at` on.
    pub fn push(&mut self, piece: &str, at: u32) {
        if piece.is_empty() {
            return;
        }
        if self.text.is_empty() {
            self.pieces.clear();
        }
        let here = self.text.len() as u32;
        let continues = self.pieces.last().is_some_and(|&(to, from)| from + (here - to) == at);
        if !continues || self.pieces.is_empty() {
            self.pieces.push((here, at));
        }
        self.text.push_str(piece);
    }

    /// The source byte that the logical byte `offset` came from; offsets past the end continue the last piece.
    #[must_use]
    pub fn source(&self, offset: usize) -> u32 {
        let offset = offset as u32;
        let index = self.pieces.partition_point(|&(to, _)| to <= offset);
        match self.pieces.get(index.saturating_sub(1)) {
            Some(&(to, from)) => from + offset.saturating_sub(to),
            None => 0,
        }
    }

    /// The source range of the logical range: it ends behind the last byte of the range, so a continuation that
    /// follows is not part of it.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let from = self.source(start);
        if end <= start { Span::empty(from) } else { Span::new(from, self.source(end - 1) + 1) }
    }

    /// The part `start..end` with the same map. Out-of-range ends are clamped.
    #[must_use]
    pub fn slice(&self, start: usize, end: usize) -> Self {
        let end = end.min(self.text.len());
        let start = start.min(end);
        let Some(text) = self.text.get(start..end) else { return Self::default() };
        let mut pieces = vec![(0, self.source(start))];
        for &(to, from) in &self.pieces {
            if to as usize > start && (to as usize) < end {
                pieces.push((to - start as u32, from));
            }
        }
        Self { text: text.to_owned(), pieces }
    }

    /// Moves where it came from by `distance` bytes; the addition wraps around, so backwards is a large distance.
    pub(crate) fn shift(&mut self, distance: u32) {
        self.pieces.iter_mut().for_each(|(_, from)| *from = from.wrapping_add(distance));
    }

    /// The whole text's range in the source.
    #[must_use]
    pub fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }
}
