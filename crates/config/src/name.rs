//! Names of rules and groups, checked against what exists, and the nearest name to one that does not.

use std::borrow::Cow;

use longshore_lint::{Group, Rule, rules};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The name of a rule that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleName(&'static str);

impl RuleName {
    /// The name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl From<&'static Rule> for RuleName {
    fn from(rule: &'static Rule) -> Self {
        Self(rule.name)
    }
}

impl From<RuleName> for &'static str {
    fn from(name: RuleName) -> Self {
        name.0
    }
}

impl From<GroupName> for &'static str {
    fn from(name: GroupName) -> Self {
        name.0
    }
}

impl std::str::FromStr for RuleName {
    type Err = String;

    /// Finds the rule by its name alone: an alias may stand for several rules, so it is only suggested.
    fn from_str(word: &str) -> Result<Self, String> {
        let rule = rules::ALL.iter().find(|rule| rule.name == word);
        rule.map(|rule| Self(rule.name)).ok_or_else(|| format!("there is no rule `{word}`{}", nearest_rule(word)))
    }
}

/// The name of a group that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GroupName(&'static str);

impl GroupName {
    /// The name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl std::str::FromStr for GroupName {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let names = Group::ALL.map(Group::name);
        let group = names.into_iter().find(|name| *name == word);
        group.map(Self).ok_or_else(|| format!("there is no group `{word}`{}", suggestion(word, names, "a group")))
    }
}

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for GroupName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for RuleName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl Serialize for GroupName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl JsonSchema for RuleName {
    fn schema_name() -> Cow<'static, str> {
        "Rule".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = rules::ALL.iter().map(|rule| rule.name).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

impl JsonSchema for GroupName {
    fn schema_name() -> Cow<'static, str> {
        "Group".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Group::ALL.map(Group::name) })
    }
}

/// What to say after "there is no rule `word`": the rule with that alias or the nearest name; empty where none is near.
#[must_use]
pub fn nearest_rule(word: &str) -> String {
    if let Some(rule) = rules::find(word) {
        return format!("; it is called `{}` here", rule.name);
    }
    suggestion(word, rules::ALL.iter().map(|rule| rule.name), "a rule")
}

/// Names are compared up to so many letters.
const LONGEST: usize = 64;

/// `; did you mean …` with the name nearest to `word`, or with all names where they are few.
pub(crate) fn suggestion(word: &str, names: impl IntoIterator<Item = &'static str>, kind: &str) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let word: String = word.chars().take(LONGEST).collect();
    let near = names.iter().map(|name| (strsim::osa_distance(&word, name), *name)).min();
    match near {
        Some((distance, name)) if distance <= name.len().max(word.len()) / 3 => format!("; did you mean `{name}`?"),
        _ if names.len() == 1 => format!("; the only one is `{}`", names[0]),
        _ if (2..=8).contains(&names.len()) => format!("; {kind} is one of `{}`", names.join("`, `")),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_name_the_nearest_or_all() {
        let names = ["off", "warning"];
        assert_eq!(suggestion("warn1ng", names, "a level"), "; did you mean `warning`?");
        assert_eq!(suggestion("loud", names, "a level"), "; a level is one of `off`, `warning`");
        assert_eq!(suggestion("x", ["ephemeral"], "a group"), "; the only one is `ephemeral`");
    }
}
