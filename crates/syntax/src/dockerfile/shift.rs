//! Moves an instruction to another place in the source, when an edit before it moved its text.

use super::{Body, Command, Comment, Copy, Flag, From, Heredoc, Instruction, Operation, Pair, Part, Shell, Word};

impl Instruction {
    /// Moves all spans by `distance` bytes; the addition wraps around, so backwards is a large distance.
    pub(super) fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        self.keyword_span.shift(distance);
        for Flag { span, value, .. } in &mut self.flags {
            span.shift(distance);
            words(value, distance);
        }
        self.arguments.shift(distance);
        self.heredocs.iter_mut().for_each(|heredoc| heredoc.shift(distance));
        self.comments.iter_mut().for_each(|Comment { span }| span.shift(distance));
        self.body.shift(distance);
    }
}

impl Heredoc {
    fn shift(&mut self, distance: u32) {
        let spans = [&mut self.marker, &mut self.body].into_iter().chain(&mut self.end);
        spans.for_each(|span| span.shift(distance));
    }
}

impl Body {
    fn shift(&mut self, distance: u32) {
        match self {
            Self::From(From { image, keyword, name }) => {
                words(image.iter_mut().chain(name), distance);
                keyword.iter_mut().for_each(|span| span.shift(distance));
            }
            Self::Run(command) | Self::Cmd(command) | Self::Entrypoint(command) | Self::Healthcheck(Some(command)) => {
                command.shift(distance);
            }
            Self::Copy(Copy { sources, destination }) => words(sources.iter_mut().chain(destination), distance),
            Self::Pairs(pairs) => {
                for Pair { span, key_span, value, .. } in pairs {
                    span.shift(distance);
                    key_span.shift(distance);
                    words(value, distance);
                }
            }
            Self::Words(all) => words(all, distance),
            Self::Word(word) => words(word, distance),
            Self::Onbuild(inner) => inner.iter_mut().for_each(|inner| inner.shift(distance)),
            Self::Healthcheck(None) | Self::Unknown => {}
        }
    }
}

impl Command {
    fn shift(&mut self, distance: u32) {
        match self {
            Self::Shell(Shell { text, script, .. }) => {
                text.shift(distance);
                script.shift(distance);
            }
            Self::Exec(all) => words(all, distance),
        }
    }
}

fn words<'a>(all: impl IntoIterator<Item = &'a mut Word>, distance: u32) {
    for Word { span, outer, parts, .. } in all {
        span.shift(distance);
        outer.shift(distance);
        shift_parts(parts, distance);
    }
}

fn shift_parts(all: &mut [Part], distance: u32) {
    for part in all {
        let Part::Variable(variable) = part else { continue };
        variable.span.shift(distance);
        match &mut variable.operation {
            Some(Operation::Default { word, .. } | Operation::Alternative { word, .. }) => shift_parts(word, distance),
            Some(Operation::Remove { pattern, .. }) => shift_parts(pattern, distance),
            Some(Operation::Replace { pattern, replacement, .. }) => {
                shift_parts(pattern, distance);
                shift_parts(replacement, distance);
            }
            Some(Operation::Required | Operation::Unsupported) | None => {}
        }
    }
}
