//! Expands words: braces, variables, substitutions, then splitting.

use longshore_syntax::Span;
use longshore_syntax::shell::{Part, PartKind, Substitution, SubstitutionForm, Variable, Word};

use super::fields::{Fields, braces, has_braces};
use super::state::Shell;
use super::{Argument, Text};
use crate::value::{UNKNOWN, Value};

/// The most arguments of a command.
const ARGUMENTS: usize = 4096;

/// What splitting does to a part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Split {
    /// The part is not quoted: white space in its value ends a field.
    Spaces,
    /// The part is quoted: only lists make several fields.
    Lists,
    /// There is one field, whatever is in it.
    Nothing,
}

impl Shell<'_> {
    /// The arguments that `words` become.
    pub(super) fn fields(&mut self, words: &[Word]) -> Vec<Argument> {
        let mut arguments = Vec::new();
        for word in words {
            if has_braces(&word.parts) {
                braces(&word.parts).iter().for_each(|parts| self.split(parts, word.span, &mut arguments));
            } else {
                self.split(&word.parts, word.span, &mut arguments);
            }
            arguments.truncate(ARGUMENTS);
        }
        arguments
    }

    fn split(&mut self, parts: &[Part], span: Span, arguments: &mut Vec<Argument>) {
        let mut fields = Fields::default();
        for part in parts {
            self.part(part, &mut fields, if part.quoted { Split::Lists } else { Split::Spaces });
        }
        fields.close();
        arguments.extend(fields.done.into_iter().map(|text| Argument::of(text, span)));
    }

    /// The one argument that `word` becomes where words are not split, as in assignments and behind redirects.
    pub(super) fn single(&mut self, word: &Word) -> Argument {
        let mut fields = Fields::default();
        word.parts.iter().for_each(|part| self.part(part, &mut fields, Split::Nothing));
        fields.close();
        Argument::of(fields.done.pop().unwrap_or_default(), word.span)
    }

    fn part(&mut self, part: &Part, fields: &mut Fields, split: Split) {
        let span = part.span;
        match &part.kind {
            PartKind::Literal(text) | PartKind::Glob(text) => fields.push(text, span),
            PartKind::Range(text) => fields.push(&format!("{{{text}}}"), span),
            PartKind::Tilde(name) => fields.push(self.home(name).text(), span),
            PartKind::Variable(variable) => self.variable(variable, span, fields, split),
            PartKind::Substitution(substitution) => {
                let value = self.substitution(substitution);
                put(value.text(), span, fields, split);
            }
            PartKind::Arithmetic(word) => {
                self.nested(|shell| shell.single(word));
                fields.push(Value::unknown().text(), span);
            }
            PartKind::Brace(words) | PartKind::Array(words) => self.unsplit_list(words, part, fields),
            PartKind::Opaque => fields.push(Value::unknown().text(), span),
        }
    }

    /// Braces and arrays where words are not split stand for themselves.
    fn unsplit_list(&mut self, words: &[Word], part: &Part, fields: &mut Fields) {
        let brace = matches!(part.kind, PartKind::Brace(_));
        let (open, comma, close) = if brace { ("{", ",", "}") } else { ("", " ", "") };
        fields.push(open, Span::new(part.span.start, part.span.start + open.len() as u32));
        for (index, word) in words.iter().enumerate() {
            if index > 0 {
                fields.push(comma, Span::empty(word.span.start));
            }
            self.nested(|shell| word.parts.iter().for_each(|part| shell.part(part, fields, Split::Nothing)));
        }
        fields.push(close, Span::new(part.span.end.saturating_sub(close.len() as u32), part.span.end));
    }

    fn variable(&mut self, variable: &Variable, span: Span, fields: &mut Fields, split: Split) {
        let values = if variable.operation.is_none() { self.list(variable) } else { None };
        let Some(values) = values else {
            let value = self.nested(|shell| shell.scalar(variable)).unwrap_or_else(Value::unknown);
            return put(value.text(), span, fields, split);
        };
        self.spend(values.iter().map(|value| value.text().len()).sum());
        let joined = split == Split::Nothing || (split == Split::Lists && is_joined(variable));
        if joined {
            let texts: Vec<&str> = values.iter().map(Value::text).collect();
            return fields.push(&texts.join(" "), span);
        }
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                fields.close();
            }
            put(value.text(), span, fields, split);
        }
    }

    /// Runs what is substituted; the text it prints, where that is known.
    fn substitution(&mut self, substitution: &Substitution) -> Value {
        let (from, output) = (self.ran.len(), self.new_output());
        self.nested(|shell| {
            shell.subshell(|shell| {
                shell.state.input = None;
                shell.state.piped_to = None;
                shell.state.output = output;
                shell.script(&substitution.script);
            });
        });
        match substitution.form {
            SubstitutionForm::Dollar | SubstitutionForm::Backquote if !self.is_spent() => {
                self.substituted(from, output)
            }
            _ => Value::unknown(),
        }
    }

    fn substituted(&self, from: usize, output: u32) -> Value {
        let printed = self.printed_since(from, output).as_ref().map(Text::trim_end);
        printed.filter(|text| !text.as_str().is_empty()).map_or_else(Value::unknown, |text| text.value())
    }

    /// The home directory of the user with that name; of the script's user where there is none.
    pub(super) fn home(&self, name: &str) -> Value {
        let home = match name {
            "" => self.value("HOME"),
            "+" => Some(self.state.directory.clone()),
            "-" => Some(self.state.previous_directory.clone()),
            "root" => Some(Value::from("/root")),
            _ => None,
        };
        home.unwrap_or_else(Value::unknown)
    }
}

fn is_joined(variable: &Variable) -> bool {
    variable.name == "*" || variable.index.as_ref().and_then(Word::literal).is_some_and(|index| index == "*")
}

fn put(text: &str, span: Span, fields: &mut Fields, split: Split) {
    if split == Split::Spaces && text != UNKNOWN.encode_utf8(&mut [0; 4]) {
        fields.split(text, span);
    } else {
        fields.push(text, span);
    }
}
