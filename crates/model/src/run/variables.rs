//! The values of variables, and what `${name…}` does with them.

use longshore_syntax::shell::{Operation, OperationKind, PartKind, Variable, Word};

use super::state::Shell;
use crate::expand::{remove, replace};
use crate::value::Value;

impl Shell<'_> {
    /// The values of variable `name`; an array may have several.
    pub(super) fn values(&self, name: &str) -> Option<Vec<Value>> {
        if let Some(values) = self.state.variables.get(name) {
            return Some(values.clone());
        }
        match name {
            "PWD" => Some(vec![self.state.directory.clone()]),
            "OLDPWD" => Some(vec![self.state.previous_directory.clone()]),
            "@" | "*" => Some(self.state.parameters.0.clone()),
            "_" => self.ran.last().and_then(|ran| ran.words.last()).map(|word| vec![word.value.clone()]),
            _ => (self.environment.lookup)(name).map(|value| vec![value]),
        }
    }

    /// The value of variable `name`, or of the parameter with that number; the first one of an array.
    pub(super) fn value(&self, name: &str) -> Option<Value> {
        match name.parse::<usize>() {
            Ok(0) => (self.environment.lookup)(name),
            Ok(number) => self.state.parameters.get(number),
            Err(_) if name == "#" => {
                let all = &self.state.parameters.0;
                (!all.iter().any(Value::hidden)).then(|| Value::from(all.len().to_string()))
            }
            Err(_) => self.values(name).map(|values| values.into_iter().next().unwrap_or_default()),
        }
    }

    /// The values where all of a list are meant: `$@`, `$*`, `${name[@]}`.
    pub(super) fn list(&self, variable: &Variable) -> Option<Vec<Value>> {
        let all = match &variable.index {
            Some(index) => is_all(index),
            None => matches!(variable.name.as_str(), "@" | "*"),
        };
        all.then(|| self.values(&variable.name).unwrap_or_else(|| vec![Value::unknown()]))
    }

    /// The one value that a use of a variable says.
    pub(super) fn scalar(&mut self, variable: &Variable) -> Value {
        let value = self.indexed(variable);
        match &variable.operation {
            None => value.unwrap_or_else(Value::unknown),
            Some(operation) => self.operate(variable, value, operation),
        }
    }

    fn indexed(&mut self, variable: &Variable) -> Option<Value> {
        if let Some(values) = self.list(variable) {
            let texts: Vec<&str> = values.iter().map(Value::text).collect();
            return Some(Value::from(texts.join(" ")));
        }
        let Some(index) = &variable.index else { return self.value(&variable.name) };
        let index = self.single(index).value.known().and_then(|index| index.parse::<usize>().ok())?;
        self.values(&variable.name)?.get(index).cloned()
    }

    /// A variable whose value is not known takes its default where it has one: that is what the script says.
    fn operate(&mut self, variable: &Variable, value: Option<Value>, operation: &Operation) -> Value {
        let operand = self.single(&operation.operand).value;
        let second = operation.second.as_ref().map(|word| self.single(word).value);
        let known = value.as_ref().filter(|value| !value.hidden());
        match operation.kind {
            OperationKind::Default { null } | OperationKind::Assign { null } => match known {
                Some(value) if !(null && value.text().is_empty()) => value.clone(),
                _ => {
                    if matches!(operation.kind, OperationKind::Assign { .. }) {
                        self.set(&variable.name, vec![operand.clone()]);
                    }
                    operand
                }
            },
            OperationKind::Error { .. } => value.unwrap_or_else(Value::unknown),
            OperationKind::Alternative { null } => match value {
                Some(value) if value.hidden() => Value::unknown(),
                Some(value) if !(null && value.text().is_empty()) => operand,
                _ => Value::default(),
            },
            OperationKind::RemovePrefix { longest } => on(value, |value| remove(value, &operand, false, longest)),
            OperationKind::RemoveSuffix { longest } => on(value, |value| remove(value, &operand, true, longest)),
            OperationKind::Replace { all } => {
                on(value, |value| replace(value, &operand, &second.unwrap_or_default(), all))
            }
            OperationKind::Substring => on(value, |value| substring(value, &operand, second.as_ref())),
            OperationKind::Length => on(value, |value| {
                value.known().map_or_else(Value::unknown, |text| Value::from(text.chars().count().to_string()))
            }),
            OperationKind::Case | OperationKind::Transform | OperationKind::Indirect | OperationKind::Unknown => {
                Value::unknown()
            }
        }
    }
}

fn on(value: Option<Value>, run: impl FnOnce(&Value) -> Value) -> Value {
    value.as_ref().map_or_else(Value::unknown, run)
}

fn is_all(index: &Word) -> bool {
    let [part] = index.parts.as_slice() else { return false };
    matches!(&part.kind, PartKind::Literal(text) | PartKind::Glob(text) if text == "@" || text == "*")
}

/// `${name:offset:length}` with counts from the start.
fn substring(value: &Value, offset: &Value, length: Option<&Value>) -> Value {
    let count = |value: &Value| value.known().and_then(|text| text.trim().parse::<usize>().ok());
    let (Some(text), Some(offset)) = (value.known(), count(offset)) else { return Value::unknown() };
    let rest = text.chars().skip(offset);
    match length.map(count) {
        None => Value::from(rest.collect::<String>()),
        Some(Some(length)) => Value::from(rest.take(length).collect::<String>()),
        Some(None) => Value::unknown(),
    }
}
