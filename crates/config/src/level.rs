//! The levels that a rule, a group or the outcome of a check can be set to.

use longshore_lint::Severity;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::name::suggestion;

/// How bad a finding is said to be, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing; nothing may be wrong.
    Information,
    /// Something is lost or goes wrong at some time.
    Warning,
    /// The engine refuses it, or it cannot work.
    Error,
}

impl Level {
    /// All levels, least first.
    pub const ALL: [Self; 4] = [Self::Off, Self::Information, Self::Warning, Self::Error];

    /// The severity it stands for; `None` for `off`.
    #[must_use]
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Information => Some(Severity::Information),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }

    /// The word used in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.severity() {
            None => "off",
            Some(severity) => severity.name(),
        }
    }
}

impl std::str::FromStr for Level {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let names = Self::ALL.map(Self::name);
        let level = Self::ALL.into_iter().find(|level| level.name() == word);
        level.ok_or_else(|| format!("`{word}` is no level{}", suggestion(word, names, "a level")))
    }
}

impl<'de> Deserialize<'de> for Level {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        word.parse().map_err(D::Error::custom)
    }
}
