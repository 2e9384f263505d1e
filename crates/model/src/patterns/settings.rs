//! Names and values of settings: environment variables and lines of configurations.

mod names;
mod rules;

use super::directories::is_silent_cache;
use super::values::{database_file, has_ending, is_below, is_scratch, local_path, unquoted};
use super::{Kind, Setting, is_stream, log_file, stream};
use crate::state::Row;
use crate::value::Value;
use names::{Name, normalised};
use rules::{Instead, Names, Place, Rule, Values};

/// What the setting `name` with this value means: an environment variable, or a key of a configuration
/// (`session.save_path`, `ConnectionStrings__Main`). `None` where it keeps nothing in the container, or nobody knows.
#[must_use]
pub fn setting(name: &str, value: &Value) -> Option<Setting> {
    if value.hidden() {
        return None;
    }
    let name = Name::of(name);
    if name.data_log {
        return None;
    }
    let ruled = || name.rules.iter().find_map(|rule| rule.read(&name.words, value));
    database(&name, value).or_else(ruled).or_else(|| any_log(&name.words, value))
}

/// Whether the setting `name` belongs to a build-time cache or a model cache, whatever its value is called:
/// `PIP_CACHE_DIR`, `GOCACHE`, `HF_HOME`.
#[must_use]
pub fn is_build_cache(name: &str) -> bool {
    let name = normalised(name);
    rules::BUILD_CACHES.iter().any(|cache| name == *cache) || name.contains("NO_CACHE")
}

/// A database file in the value: a URL by itself says so, an ending only together with the name.
fn database(name: &Name, value: &Value) -> Option<Setting> {
    let file = database_file(value, name.database)?;
    let text = file.text().trim_start_matches("%kernel.project_dir%/").trim_start_matches("~/");
    let path = Value::from(text);
    let unplaced = !text.trim_start_matches("./").contains(['/', '\\']);
    Some(Setting { row: Row::Database, kind: Kind::Path, certain: true, path: Some(path), replacement: None, unplaced })
}

/// A log file that a setting of any other name leads to: `LOG_STDOUT=/var/log/access.log`.
fn any_log(name: &str, value: &Value) -> Option<Setting> {
    let path = local_path(value).filter(|path| path.is_rooted() && log_file(path.text()))?;
    let replacement = Some(stream_of(name, &path));
    Some(Setting { row: Row::Logs, kind: Kind::Path, certain: true, path: Some(path), replacement, unplaced: false })
}

fn stream_of(name: &str, path: &Value) -> &'static str {
    match stream(name) {
        "/dev/stdout" => stream(path.text()),
        stderr => stderr,
    }
}

impl Rule {
    /// What `value` means for a setting of this family, called `name`.
    fn read(&self, name: &str, value: &Value) -> Option<Setting> {
        let (kind, path) = match self.values {
            Values::Path => (Kind::Path, Some(self.path(value)?)),
            Values::Log => (Kind::Path, Some(log_path(value)?)),
            Values::Words(words) => (Kind::Driver, one_of(value, words)?),
            Values::On => (Kind::Switch, one_of(value, &["true", "1", "yes", "on"])?),
        };
        let replacement = match (self.instead, &path) {
            (Instead::Nothing, _) => None,
            (Instead::Word(word), _) => Some(word),
            (Instead::Off, _) => off(value),
            (Instead::Stream, Some(path)) => names_file(name, path).then(|| stream_of(name, path)),
            (Instead::Stream, None) => None,
        };
        let unplaced = self.row == Row::Database && path.is_none();
        Some(Setting { row: self.row, kind, certain: self.certain, path, replacement, unplaced })
    }

    /// The path in the value, unless nothing of this row is expected there.
    fn path(&self, value: &Value) -> Option<Value> {
        // PHP's `session.save_path` may say how deep and with which mode: `N;MODE;/path`.
        let last = unquoted(value.text()).rsplit(';').next().unwrap_or_default();
        let path = local_path(&if self.row == Row::Sessions { Value::from(last) } else { value.clone() })?;
        let text = path.text();
        let silent = match self.row {
            Row::Cache => is_silent_cache(&path),
            Row::Data => is_scratch(text) || ["/usr/share", "/usr/lib", "/etc"].iter().any(|d| is_below(text, d)),
            Row::Database => has_ending(text),
            Row::Logs => is_configuration(text),
            _ => false,
        };
        (!silent).then_some(path)
    }
}

/// `Some(None)` where the value is one of `words`: a driver names no path.
fn one_of(value: &Value, words: &[&str]) -> Option<Option<Value>> {
    let value = unquoted(value.known()?);
    words.iter().any(|word| value.eq_ignore_ascii_case(word)).then_some(None)
}

/// The log file in the value, before a format or level (`/var/log/access.log main`).
fn log_path(value: &Value) -> Option<Value> {
    let text = unquoted(value.text());
    let first = text.split_whitespace().next().unwrap_or_default();
    let path = local_path(&Value::from(first)).filter(|path| !is_stream(path.text()))?;
    (log_file(path.text()) || first.contains('/') && !is_configuration(first)).then_some(path)
}

/// A file that sets logging up, not the log.
fn is_configuration(path: &str) -> bool {
    let ending = path.rsplit(['/', '.']).next().unwrap_or_default();
    path.contains('.')
        && ["conf", "cfg", "ini", "yml", "yaml", "xml", "properties", "json", "toml", "config", "py", "js"]
            .contains(&ending)
}

/// Whether a log's setting names a file, which a stream can replace, and not a directory.
fn names_file(name: &str, path: &Value) -> bool {
    log_file(path.text())
        || ["FILE", "FILENAME", "FILE_NAME", "_LOG", "LOG_ERROR"].iter().any(|end| name.ends_with(end))
}

/// The opposite of a switch that is on, in the same words.
fn off(value: &Value) -> Option<&'static str> {
    Some(match unquoted(value.known()?).to_ascii_lowercase().as_str() {
        "1" => "0",
        "yes" => "no",
        "on" => "off",
        _ => "false",
    })
}

impl Names {
    /// Whether `name`, normalised, is a stem followed by a tail, with or without `_` between them.
    fn has(&self, name: &str) -> bool {
        let temporary = self.place == Place::Anywhere && name.split('_').any(|word| matches!(word, "TMP" | "TEMP"));
        // Most tails are told apart by their last letter.
        let last = name.as_bytes().last();
        let mut tails = self.tails.iter().filter(|tail| tail.is_empty() || tail.as_bytes().last() == last);
        !temporary && tails.any(|tail| name.strip_suffix(tail).is_some_and(|head| self.has_head(head, tail)))
    }

    fn has_head(&self, head: &str, tail: &str) -> bool {
        let head = if tail.is_empty() { head } else { head.strip_suffix('_').unwrap_or(head) };
        self.stems.iter().any(|stem| match self.place {
            Place::Whole => head == *stem,
            Place::Suffix if stem.as_bytes().last() != head.as_bytes().last() => false,
            Place::Suffix => head.strip_suffix(stem).is_some_and(|prefix| prefix.is_empty() || prefix.ends_with('_')),
            Place::Prefix => head.starts_with(stem),
            Place::Anywhere => head.contains(stem),
        })
    }
}
