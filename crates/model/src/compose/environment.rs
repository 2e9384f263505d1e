//! Variables of a service: `environment`, build arguments and labels as mapping or list, and `env_file`.

use std::sync::OnceLock;

use super::node::{Node, Term};
use super::text::{Pieces, Place, Text};
use crate::patterns::{self, Setting};
use crate::value::Value;

/// A name with a value, if it is given one here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// The whole entry.
    pub place: Place,
    /// Its name.
    pub name: Text,
    /// Its value; `None` where it is taken from the environment that the engine runs in.
    pub value: Option<Text>,
    setting: OnceLock<Option<Setting>>,
}

impl Variable {
    fn new(place: Place, name: Text, value: Option<Text>) -> Self {
        Self { place, name, value, setting: OnceLock::new() }
    }

    /// What it keeps in the container, as far as its name and value say so.
    pub(crate) fn setting(&self) -> Option<&Setting> {
        let setting = || patterns::setting(self.name.text(), &self.value.as_ref()?.value);
        self.setting.get_or_init(setting).as_ref()
    }
}

/// A file that holds variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvFile {
    /// The whole item.
    pub place: Place,
    /// Its path.
    pub path: Text,
    /// Whether the service fails to start without it.
    pub required: bool,
}

/// The variables of a mapping, or of a list of `NAME=value`.
pub(super) fn variables(node: &Node) -> Vec<Variable> {
    match &node.term {
        Term::Map(entries) => entries
            .iter()
            .map(|entry| {
                let place = entry.key.at(entry.key.span.join(entry.value.place.span));
                let name = Text::new(Value::from(entry.name.as_str()), entry.key.clone(), Pieces::new());
                Variable::new(place, name, entry.value.scalar().cloned())
            })
            .collect(),
        _ => node.texts().map(assignment).collect(),
    }
}

pub(super) fn assignment(text: &Text) -> Variable {
    let equals = text.text().find('=');
    let value = equals.map(|at| text.slice(at + 1, text.text().len()));
    Variable::new(text.place.clone(), text.slice(0, equals.unwrap_or(text.text().len())), value)
}

/// The files behind `env_file`.
pub(super) fn env_files(node: &Node) -> Vec<EnvFile> {
    let file = |item: &Node| {
        let path = item.scalar().or_else(|| item.text("path"))?.clone();
        let required = item.flag("required") != Some(false);
        Some(EnvFile { place: item.place.clone(), path, required })
    };
    match &node.term {
        Term::List(items) => items.iter().filter_map(file).collect(),
        _ => file(node).into_iter().collect(),
    }
}
