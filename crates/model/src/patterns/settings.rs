//! Names and values of settings: environment variables and lines of configurations.

use super::Setting;
use crate::value::Value;

/// What the setting `name` with this value means: an environment variable, or a key of a configuration
/// (`session.save_path`).
#[must_use]
pub fn setting(_name: &str, _value: &Value) -> Option<Setting> {
    None
}
