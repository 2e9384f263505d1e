//! An edit within one instruction or one comment: that alone is read anew, whatever the length of the file.

use std::sync::Arc;

use tree_sitter::Node;

use super::lower::{Lower, Lowered, Source};
use super::{Comment, Instruction, Keyword};
use crate::Span;
use crate::document::parse;

/// What became of a text: the bytes from `start` to `old_end` are now those from `start` to `new_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) start: u32,
    pub(crate) old_end: u32,
    pub(crate) new_end: u32,
}

impl Change {
    /// Both as one; `next` is about the text that this one left.
    pub(crate) fn then(self, next: Self) -> Self {
        Self {
            start: self.start.min(next.start),
            old_end: self.old_end + next.old_end.saturating_sub(self.new_end),
            new_end: next.new_end + self.new_end.saturating_sub(next.old_end),
        }
    }

    /// How far what stands behind it moved; the addition wraps around.
    const fn distance(self) -> u32 {
        self.new_end.wrapping_sub(self.old_end)
    }
}

/// Which of a file's nodes was edited, by index.
#[derive(Clone, Copy, Debug)]
enum Place {
    Instruction(usize),
    /// One that stands between instructions.
    Comment(usize),
}

/// What the edited node is now.
enum Patch {
    Instruction(usize, Source, Box<Instruction>),
    Comment(usize, Comment),
}

/// What stands behind the lines that are read anew. That it is found there as an instruction of its own shows that they
/// leave nothing open: no continuation, no heredoc.
const BEHIND: &str = "FROM b\n";

impl Lowered {
    /// The nodes of `text`, which differs from the text of these by `change`. Gives back what it was where more than one
    /// instruction or comment may have become another one.
    pub(crate) fn patched(mut self, change: Change, text: &Arc<str>) -> Result<Self, Self> {
        match self.patch(change, text) {
            Some(patch) => {
                self.take(patch, change.distance());
                self.text = Arc::clone(text);
                Ok(self)
            }
            None => Err(self),
        }
    }

    fn patch(&self, change: Change, text: &str) -> Option<Patch> {
        let escape = self.file.escape;
        let place = self.place(change)?;
        let lines = self.lines(place, change)?;
        let edited = Span::new(lines.start, lines.end.wrapping_add(change.distance())).text(text);
        // An instruction before it, as there is one in the file: what follows can be no directive.
        let before = format!("# escape={escape}\nFROM a\n");
        let alone = [&before, edited, BEHIND].concat();
        let tree = parse(&alone, None)?;
        let root = tree.root_node();
        let node = |index| root.named_child(index);
        if root.named_child_count() != 4 || node(3)?.start_byte() != alone.len() - BEHIND.len() {
            return None;
        }
        let distance = lines.start.wrapping_sub(before.len() as u32);
        match place {
            Place::Instruction(index) => {
                let lower = Lower { text: &alone, escape };
                let (source, instruction) = moved(&lower, node(2)?, distance)?;
                let same = instruction.keyword == self.file.instructions[index].keyword;
                same.then(|| Patch::Instruction(index, source, Box::new(instruction)))
            }
            Place::Comment(index) => {
                let node = node(2).filter(|node| node.kind() == "comment")?;
                let mut comment = Comment { span: Span::new(node.start_byte() as u32, node.end_byte() as u32) };
                comment.span.shift(distance);
                Some(Patch::Comment(index, comment))
            }
        }
    }

    /// The node whose lines hold the whole change, as far as an instruction precedes it and none names a shell, which
    /// the commands that follow would have to be read by.
    fn place(&self, change: Change) -> Option<Place> {
        let instructions = &self.file.instructions;
        let index = self.sources.partition_point(|source| source.span.start <= change.start).checked_sub(1)?;
        if instructions.iter().any(|instruction| instruction.inner().keyword == Keyword::Shell) {
            return None;
        }
        let comments = &self.file.comments;
        let comment = comments.partition_point(|comment| comment.span.start <= change.start).checked_sub(1);
        let behind = |&comment: &usize| comments[comment].span.start >= self.sources[index].span.end;
        match comment.filter(behind) {
            Some(comment) => Some(Place::Comment(comment)),
            None => (index > 0).then_some(Place::Instruction(index)),
        }
    }

    /// The whole lines of the node at `place` in the old text, if they are nobody else's and hold the change.
    fn lines(&self, place: Place, change: Change) -> Option<Span> {
        let span = match place {
            Place::Instruction(index) => self.sources[index].span,
            Place::Comment(index) => self.file.comments[index].span,
        };
        let (before, behind) = (self.text.get(..span.start as usize)?, self.text.get(span.end as usize..)?);
        let (above, indentation) = before.rsplit_once('\n')?;
        let (rest, _) = behind.split_once('\n')?;
        let end = span.end + rest.len() as u32;
        let alone = indentation.trim().is_empty() && rest.trim().is_empty();
        let goes_on = above.trim_end().ends_with(self.file.escape);
        (alone && !goes_on && change.old_end <= end).then(|| Span::new(above.len() as u32 + 1, end + 1))
    }

    /// Puts in what the edited node is now, and moves all that stands behind it by `distance`.
    fn take(&mut self, patch: Patch, distance: u32) {
        let (instructions, comments) = match patch {
            Patch::Instruction(index, source, instruction) => {
                let old = std::mem::replace(&mut self.sources[index], source).span;
                let of = |at: u32| self.file.comments.partition_point(|comment| comment.span.start < at);
                let (first, last) = (of(old.start), of(old.end));
                let inside = &instruction.inner().comments;
                let behind = first + inside.len();
                self.file.comments.splice(first..last, inside.iter().copied());
                self.file.instructions[index] = Arc::from(instruction);
                (index + 1, behind)
            }
            Patch::Comment(index, comment) => {
                self.file.comments[index] = comment;
                let instructions = self.sources.partition_point(|source| source.span.start < comment.span.start);
                (instructions, index + 1)
            }
        };
        if distance == 0 {
            return;
        }
        self.file.comments[comments..].iter_mut().for_each(|comment| comment.span.shift(distance));
        self.sources[instructions..].iter_mut().for_each(|source| source.span.shift(distance));
        for instruction in &mut self.file.instructions[instructions..] {
            Arc::make_mut(instruction).shift(distance);
        }
    }
}

/// The instruction that `node` is, `distance` bytes further on; `None` where it is none.
fn moved(lower: &Lower<'_>, node: Node<'_>, distance: u32) -> Option<(Source, Instruction)> {
    let mut source = Source::new(node)?;
    let mut instruction = lower.instruction(node);
    source.span.shift(distance);
    instruction.shift(distance);
    Some((source, instruction))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(start: u32, old_end: u32, new_end: u32) -> Change {
        Change { start, old_end, new_end }
    }

    #[test]
    fn changes_add_up() {
        let first = change(10, 12, 15);
        assert_eq!(first.then(change(20, 22, 20)), change(10, 19, 20));
        assert_eq!(first.then(change(11, 13, 11)), change(10, 12, 13));
        assert_eq!(first.then(change(2, 4, 3)), change(2, 12, 14));
        assert_eq!(first.then(change(14, 16, 20)), change(10, 13, 20));
    }

    /// What is left of `text` is read anew as one piece, or not at all, where the first `old` in it becomes `new`.
    fn patched(text: &str, old: &str, new: &str) -> bool {
        let lowered = |text: &str| parse(text, None).map(|tree| Lowered::new(&tree, &text.into(), None));
        let (Some(before), at) = (lowered(text), text.find(old).unwrap_or_default() as u32) else { return false };
        let edited = text.replacen(old, new, 1);
        let change = change(at, at + old.len() as u32, at + new.len() as u32);
        let patched = before.patched(change, &edited.as_str().into());
        if let Ok(patched) = &patched {
            assert_eq!(Some(&patched.file), lowered(&edited).map(|fresh| fresh.file).as_ref());
        }
        patched.is_ok()
    }

    #[test]
    fn one_instruction_or_comment_is_read_anew() {
        let text = "FROM a\n# one\nRUN b \\\n  # two\n  c\nRUN <<X\nd\nX\n# three\nCMD e\n";
        for (old, new) in
            [("one", "1\u{e9}"), ("b", "bb"), ("two", ""), (" c", "cc"), ("\nd\n", "\n\n"), ("three", "3")]
        {
            assert!(patched(text, old, new), "{old}");
        }
        for (old, new) in
            [("  c", ""), ("\nX\n", "\nY\n"), ("a\n#", "#"), ("RUN b", "ARG b"), ("# one", "one"), ("e\n", "e")]
        {
            assert!(!patched(text, old, new), "{old}");
        }
        assert!(!patched("FROM a\nSHELL [\"cmd\"]\nRUN b\n", "b", "c"));
        assert!(!patched("FROM a\n\\\nRUN b\n", "b", "c"));
    }
}
