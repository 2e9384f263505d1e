//! The configuration: where it is found, what it may say, and what it means.

mod document;
mod error;
mod find;
mod level;
mod name;
mod preset;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use longshore_lint::{Settings, Severity};
use schemars::JsonSchema;
use serde::Serialize;

pub use error::Error;
pub use level::Level;
pub use name::{GroupName, RuleName, nearest_rule};
pub use preset::PresetName;

/// What users configure, in `longshore.toml`, `longshore.yaml` or the editor's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(deny_unknown_fields)]
pub struct Config {
    /// What holds where neither rules nor groups say otherwise: `recommended`, or `strict`, which also switches on the
    /// rules of style and reports nothing below a warning. By default `recommended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset: Option<PresetName>,
    /// Severity by rule, or `off`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub rules: BTreeMap<RuleName, Level>,
    /// Severity by group of rules, or `off`; what a rule says wins.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub groups: BTreeMap<GroupName, Level>,
    /// The lowest severity that makes `longshore check` end with 1; `off`: no finding does. By default `warning`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_level: Option<Level>,
    /// Files and folders that are left out, as patterns of the kind `.gitignore` holds, relative to the configuration's
    /// folder. What is named on the command line is always taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude: Option<Vec<String>>,
    /// Whether editors show above services, and above the last stage of a Dockerfile, what state they hold. By default
    /// `true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lenses: Option<bool>,
    /// Whether editors show what is known about the state under the cursor. By default `true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hover: Option<bool>,
}

impl Config {
    /// Reads the configuration that an editor sends: an object with the keys of the file; `null` means nothing is set.
    ///
    /// # Errors
    /// A key, rule, group or level that does not exist, or a value of the wrong type.
    pub fn from_json(value: &serde_json::Value) -> Result<Self, Error> {
        document::from_json(value)
    }

    /// The configuration that holds for files in `folder`: the one in the nearest folder that has one, from `folder`
    /// upward to the root of the repository (the folder with `.git`) or of the file system.
    #[must_use]
    pub fn find(folder: &Path) -> Option<PathBuf> {
        find::find(folder)
    }

    /// The configuration file that stands in `folder` itself.
    #[must_use]
    pub fn beside(folder: &Path) -> Option<PathBuf> {
        find::beside(folder)
    }

    /// Whether `folder` is the root of a repository, above which no configuration is looked for.
    #[must_use]
    pub fn is_top(folder: &Path) -> bool {
        find::is_top(folder)
    }

    /// Reads the file at `path`: YAML where its name ends in `.yaml` or `.yml`, TOML otherwise.
    ///
    /// # Errors
    /// A file that cannot be read or parsed, and what [`Config::from_json`] refuses.
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|error| Error::new(&error.to_string()).at(path))?;
        Self::parse(path, &text)
    }

    /// Reads `text` as [`Config::load`] reads the file at `path`.
    ///
    /// # Errors
    /// What [`Config::load`] refuses, except that the file cannot be read.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Error> {
        let yaml = path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
        let parsed = if yaml { document::from_yaml(text) } else { document::from_toml(text) };
        parsed.map_err(|error| error.at(path))
    }

    /// Both together; where both speak of the same thing, `over` wins.
    #[must_use]
    pub fn merge(mut self, over: Self) -> Self {
        self.rules.extend(over.rules);
        self.groups.extend(over.groups);
        Self {
            preset: over.preset.or(self.preset),
            rules: self.rules,
            groups: self.groups,
            fail_level: over.fail_level.or(self.fail_level),
            exclude: over.exclude.or(self.exclude),
            lenses: over.lenses.or(self.lenses),
            hover: over.hover.or(self.hover),
        }
    }

    /// What it means to the rules.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            rules: self.rules.iter().map(|(rule, level)| (rule.name(), level.severity())).collect(),
            groups: self.groups.iter().map(|(group, level)| (group.name(), level.severity())).collect(),
            preset: self.preset.unwrap_or_default().preset(),
        }
    }

    /// The lowest severity that fails a check; `None` where none does.
    #[must_use]
    pub fn fails_from(&self) -> Option<Severity> {
        self.fail_level.unwrap_or(Level::Warning).severity()
    }

    /// The JSON schema of the configuration, laid out and with a final line end.
    #[must_use]
    pub fn schema() -> String {
        let mut schema = schemars::schema_for!(Self);
        schema.insert("title".to_owned(), "Configuration of Longshore".into());
        format!("{:#}\n", schema.to_value())
    }
}
