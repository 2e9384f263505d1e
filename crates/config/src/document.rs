//! Reads a configuration from its three formats, all through the same keys.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::name::suggestion;
use crate::{Config, Error, GroupName, Level, RuleName};

const KEYS: [&str; 7] = ["preset", "rules", "groups", "fail-level", "exclude", "lenses", "hover"];

pub(crate) fn from_json(value: &serde_json::Value) -> Result<Config, Error> {
    if value.is_null() {
        return Ok(Config::default());
    }
    Config::deserialize(value).map_err(|error| Error::new(&error.to_string()))
}

pub(crate) fn from_toml(text: &str) -> Result<Config, Error> {
    toml::from_str(text).map_err(|error| {
        let line = error.span().and_then(|span| text.get(..span.start)).map(|before| before.matches('\n').count() + 1);
        Error::new(error.message()).on(line)
    })
}

pub(crate) fn from_yaml(text: &str) -> Result<Config, Error> {
    let read: Result<Option<Config>, _> = serde_yaml::from_str(text);
    let config = read.map_err(|error| {
        let text_error = error.to_string();
        let message = without_location(&text_error);
        Error::new(message).on(error.location().map(|location| line_of(text, location.line(), message)))
    });
    Ok(config?.unwrap_or_default())
}

/// The YAML reader ends its messages in the place, which is told separately.
fn without_location(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}

/// The YAML reader gives the line where the mapping begins that holds an unknown key: the line, from 1, of the key that
/// `message` quotes first, at or after `line`; `line` where there is none.
fn line_of(text: &str, line: usize, message: &str) -> usize {
    let Some(word) = message.split('`').nth(1) else { return line };
    let after = text.lines().enumerate().skip(line.saturating_sub(1));
    let mut keys = after.filter(|(_, content)| content.trim_start().trim_start_matches(['"', '\'']).starts_with(word));
    keys.next().map_or(line, |(index, _)| index + 1)
}

impl<'de> Deserialize<'de> for Config {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ConfigVisitor)
    }
}

struct ConfigVisitor;

impl<'de> Visitor<'de> for ConfigVisitor {
    type Value = Config;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table with the keys `{}`", KEYS.join("`, `"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Config, A::Error> {
        let mut config = Config::default();
        while let Some(Key(key)) = map.next_key()? {
            match key {
                "preset" => config.preset = map.next_value()?,
                "rules" => config.rules = map.next_value::<Option<Levels<RuleName>>>()?.unwrap_or_default().0,
                "groups" => config.groups = map.next_value::<Option<Levels<GroupName>>>()?.unwrap_or_default().0,
                "fail-level" => config.fail_level = map.next_value()?,
                "exclude" => config.exclude = map.next_value()?,
                "lenses" => config.lenses = map.next_value()?,
                _ => config.hover = map.next_value()?,
            }
        }
        Ok(config)
    }
}

/// One of [`KEYS`].
struct Key(&'static str);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let key = KEYS.into_iter().find(|key| *key == word);
        key.map(Self)
            .ok_or_else(|| D::Error::custom(format!("there is no key `{word}`{}", suggestion(&word, KEYS, "a key"))))
    }
}

/// A table of levels, whose errors name the key they belong to.
struct Levels<N>(BTreeMap<N, Level>);

impl<N> Default for Levels<N> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<'de, N: Ord + Copy + Into<&'static str> + Deserialize<'de>> Deserialize<'de> for Levels<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LevelsVisitor(PhantomData))
    }
}

struct LevelsVisitor<N>(PhantomData<N>);

impl<'de, N: Ord + Copy + Into<&'static str> + Deserialize<'de>> Visitor<'de> for LevelsVisitor<N> {
    type Value = Levels<N>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table of names and levels")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Levels<N>, A::Error> {
        let mut levels = BTreeMap::new();
        while let Some(name) = map.next_key::<N>()? {
            levels.insert(name, map.next_value_seed(LevelOf(name.into()))?);
        }
        Ok(Levels(levels))
    }
}

/// Reads the level of the key it holds. The error arises while the value is read, so that it has the value's line.
struct LevelOf(&'static str);

impl<'de> DeserializeSeed<'de> for LevelOf {
    type Value = Level;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Level, D::Error> {
        Level::deserialize(deserializer).map_err(|error| D::Error::custom(format!("{}: {error}", self.0)))
    }
}

#[cfg(test)]
mod tests;
