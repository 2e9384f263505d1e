//! Looks through trees: all commands, words and variables, and what words say.

use std::borrow::Cow;

use super::{Assignment, Command, CommandKind, Operation, Part, PartKind, Redirect, Script, Simple, Variable, Word};

/// What a walk meets.
#[derive(Clone, Copy, Debug)]
pub enum Node<'a> {
    /// Any command; its parts follow.
    Command(&'a Command),
    /// A simple command; its parts follow.
    Simple(&'a Simple),
    /// Any word: arguments, values, targets, bodies, operands; its parts follow.
    Word(&'a Word),
    /// A variable's use; its operands follow.
    Variable(&'a Variable, &'a Part),
}

impl Script {
    /// Calls `seen` for everything in the script, outer before inner, substitutions and here-documents included; in
    /// the order of the source, but a command's redirects come after its words.
    pub fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        self.items.iter().for_each(|item| item.command.walk(seen));
    }

    /// All simple commands, those in substitutions and here-documents included; outer before inner.
    pub fn commands(&self) -> impl Iterator<Item = &Simple> {
        let mut found = Vec::new();
        self.walk(&mut |node| {
            if let Node::Simple(simple) = node {
                found.push(simple);
            }
        });
        found.into_iter()
    }

    /// All uses of variables with their parts, which have the spans.
    pub fn variables(&self) -> impl Iterator<Item = (&Variable, &Part)> {
        let mut found = Vec::new();
        self.walk(&mut |node| {
            if let Node::Variable(variable, part) = node {
                found.push((variable, part));
            }
        });
        found.into_iter()
    }
}

impl Command {
    /// Like [`Script::walk`], for one command.
    pub fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        seen(Node::Command(self));
        match &self.kind {
            CommandKind::Simple(simple) => simple.walk(seen),
            CommandKind::Pipeline(pipeline) => pipeline.commands.iter().for_each(|command| command.walk(seen)),
            CommandKind::Subshell(script) | CommandKind::Group(script) => script.walk(seen),
            CommandKind::For(for_loop) => {
                for_loop.variable.walk(seen);
                for_loop.words.iter().flatten().for_each(|word| word.walk(seen));
                for_loop.body.walk(seen);
            }
            CommandKind::ForArithmetic(header, body) => {
                header.walk(seen);
                body.walk(seen);
            }
            CommandKind::If(condition) => {
                for (condition, body) in &condition.arms {
                    condition.walk(seen);
                    body.walk(seen);
                }
                condition.otherwise.iter().for_each(|script| script.walk(seen));
            }
            CommandKind::While(while_loop) => {
                while_loop.condition.walk(seen);
                while_loop.body.walk(seen);
            }
            CommandKind::Case(case) => {
                case.subject.walk(seen);
                for (patterns, body) in &case.arms {
                    patterns.iter().for_each(|word| word.walk(seen));
                    body.walk(seen);
                }
            }
            CommandKind::Function(function) => {
                function.name.walk(seen);
                function.body.iter().for_each(|body| body.walk(seen));
            }
            CommandKind::Test(words) => words.iter().for_each(|word| word.walk(seen)),
            CommandKind::Arithmetic(word) => word.walk(seen),
            CommandKind::Opaque => {}
        }
        self.redirects.iter().for_each(|redirect| redirect.walk(seen));
    }
}

impl Simple {
    fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        seen(Node::Simple(self));
        self.assignments.iter().for_each(|Assignment { value, .. }| value.walk(seen));
        self.words.iter().for_each(|word| word.walk(seen));
        self.redirects.iter().for_each(|redirect| redirect.walk(seen));
    }

    /// The command's name, where it is known before it runs.
    #[must_use]
    pub fn name(&self) -> Option<Cow<'_, str>> {
        self.words.first()?.literal()
    }
}

impl Redirect {
    fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        self.target.walk(seen);
        if let Some(body) = self.body.as_ref().and_then(super::HereBody::word) {
            body.walk(seen);
        }
    }
}

impl Word {
    /// Like [`Script::walk`], for one word.
    pub fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        seen(Node::Word(self));
        self.parts.iter().for_each(|part| part.walk(seen));
    }

    /// What it says, quotes removed, where nothing is expanded in it.
    #[must_use]
    pub fn literal(&self) -> Option<Cow<'_, str>> {
        if let [Part { kind: PartKind::Literal(text), .. }] = self.parts.as_slice() {
            return Some(Cow::Borrowed(text));
        }
        let texts: Option<String> = self.parts.iter().map(Part::literal).collect();
        texts.map(Cow::Owned)
    }

    /// What it says before the first part that is expanded.
    #[must_use]
    pub fn prefix(&self) -> String {
        self.parts.iter().map_while(Part::literal).collect()
    }

    /// Whether a part of it is in quotes or escaped.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        self.parts.iter().any(|part| part.quoted)
    }
}

impl Part {
    /// Its text, where it stands for itself.
    #[must_use]
    pub fn literal(&self) -> Option<&str> {
        if let PartKind::Literal(text) = &self.kind { Some(text) } else { None }
    }

    fn walk<'a>(&'a self, seen: &mut dyn FnMut(Node<'a>)) {
        match &self.kind {
            PartKind::Variable(variable) => {
                seen(Node::Variable(variable, self));
                variable.index.iter().for_each(|word| word.walk(seen));
                if let Some(Operation { operand, second, .. }) = &variable.operation {
                    operand.walk(seen);
                    second.iter().for_each(|word| word.walk(seen));
                }
            }
            PartKind::Substitution(substitution) => substitution.script.walk(seen),
            PartKind::Arithmetic(word) => word.walk(seen),
            PartKind::Brace(words) | PartKind::Array(words) => words.iter().for_each(|word| word.walk(seen)),
            PartKind::Literal(_) | PartKind::Glob(_) | PartKind::Range(_) | PartKind::Tilde(_) | PartKind::Opaque => {}
        }
    }
}
