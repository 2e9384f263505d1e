//! Moves trees to another place in the source, when an edit before them moved their text.

use std::sync::{Arc, OnceLock};

use super::{
    Assignment, Command, CommandKind, HereBody, Operation, Part, PartKind, Redirect, Script, Simple, Variable, Word,
};

/// Moves each of `words` by `distance` bytes, wrapping around.
fn all<'a>(words: impl IntoIterator<Item = &'a mut Word>, distance: u32) {
    words.into_iter().for_each(|word| word.shift(distance));
}

impl Script {
    /// Moves all spans by `distance` bytes; the addition wraps around, so backwards is a large distance.
    pub(crate) fn shift(&mut self, distance: u32) {
        for item in &mut self.items {
            item.command.shift(distance);
            item.operator_span.shift(distance);
        }
    }
}

impl Command {
    fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        match &mut self.kind {
            CommandKind::Simple(simple) => simple.shift(distance),
            CommandKind::Pipeline(pipeline) => pipeline.commands.iter_mut().for_each(|one| one.shift(distance)),
            CommandKind::Subshell(script) | CommandKind::Group(script) => script.shift(distance),
            CommandKind::For(one) => {
                all([&mut one.variable], distance);
                all(one.words.iter_mut().flatten(), distance);
                one.body.shift(distance);
            }
            CommandKind::ForArithmetic(header, body) => {
                header.shift(distance);
                body.shift(distance);
            }
            CommandKind::If(one) => {
                let scripts = one.arms.iter_mut().flat_map(|(condition, body)| [condition, body]);
                scripts.chain(&mut one.otherwise).for_each(|script| script.shift(distance));
            }
            CommandKind::While(one) => {
                one.condition.shift(distance);
                one.body.shift(distance);
            }
            CommandKind::Case(one) => {
                one.subject.shift(distance);
                for (patterns, body) in &mut one.arms {
                    all(patterns, distance);
                    body.shift(distance);
                }
            }
            CommandKind::Function(one) => {
                one.name.shift(distance);
                one.body.iter_mut().for_each(|body| body.shift(distance));
            }
            CommandKind::Test(words) => all(words, distance),
            CommandKind::Arithmetic(word) => word.shift(distance),
            CommandKind::Opaque => {}
        }
        self.redirects.iter_mut().for_each(|redirect| redirect.shift(distance));
    }
}

impl Simple {
    fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        for Assignment { span, name_span, value, .. } in &mut self.assignments {
            span.shift(distance);
            name_span.shift(distance);
            value.shift(distance);
        }
        all(&mut self.words, distance);
        self.redirects.iter_mut().for_each(|redirect| redirect.shift(distance));
    }
}

impl Redirect {
    fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        self.target.shift(distance);
        self.body.iter_mut().for_each(|body| body.shift(distance));
    }
}

impl HereBody {
    /// A copy of the tree shares the body, which then stays where it is for the copy.
    fn shift(&mut self, distance: u32) {
        if Arc::get_mut(&mut self.0).is_none() {
            self.0 = Arc::new(OnceLock::clone(&self.0));
        }
        all(Arc::get_mut(&mut self.0).and_then(OnceLock::get_mut), distance);
    }
}

impl Word {
    fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        self.parts.iter_mut().for_each(|part| part.shift(distance));
    }
}

impl Part {
    fn shift(&mut self, distance: u32) {
        self.span.shift(distance);
        match &mut self.kind {
            PartKind::Variable(variable) => {
                let Variable { index, operation, .. } = &mut **variable;
                all(index, distance);
                if let Some(Operation { operand, second, .. }) = operation {
                    operand.shift(distance);
                    all(second, distance);
                }
            }
            PartKind::Substitution(substitution) => substitution.script.shift(distance),
            PartKind::Arithmetic(word) => word.shift(distance),
            PartKind::Brace(words) | PartKind::Array(words) => all(words, distance),
            PartKind::Literal(_) | PartKind::Glob(_) | PartKind::Range(_) | PartKind::Tilde(_) | PartKind::Opaque => {}
        }
    }
}
