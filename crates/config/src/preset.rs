//! The names of presets.

use longshore_lint::Preset;
use schemars::JsonSchema;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::name::suggestion;

/// What holds for rules about which nothing else is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PresetName {
    /// What is worth being told in every project.
    #[default]
    Recommended,
    /// Rules of style too, and nothing below a warning.
    Strict,
}

impl PresetName {
    /// The preset of that name.
    #[must_use]
    pub const fn preset(self) -> Preset {
        match self {
            Self::Recommended => Preset::Recommended,
            Self::Strict => Preset::Strict,
        }
    }
}

impl std::str::FromStr for PresetName {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "recommended" => Ok(Self::Recommended),
            "strict" => Ok(Self::Strict),
            _ => {
                let near = suggestion(word, ["recommended", "strict"], "a preset");
                Err(format!("there is no preset `{word}`{near}"))
            }
        }
    }
}

impl<'de> Deserialize<'de> for PresetName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
