//! What names mean: which directories, settings, options and files say that something is written at run time.

mod directories;
mod files;
mod options;
mod settings;
mod values;

use crate::state::Row;
use crate::value::Value;

pub use directories::{directory, framework_tree};
pub use files::{development_file, has_database_name, is_error_log, is_schedule_file, log_file};
pub use options::{log_options, options};
pub use settings::{is_build_cache, setting};
pub use values::{database_file, is_stream, stream};

/// Where a directory stands.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The application's root directories, normalised: every `WORKDIR` of the stage, the last one last.
    pub roots: &'a [Value],
    /// Whether the image is an application's, not a database's or another server's.
    pub application: bool,
    /// Whether a setting or an option names the directory, which is stronger than that it is made or handed over.
    pub setting: bool,
}

/// What the name of a directory means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// The row that the name belongs to.
    pub row: Row,
    /// Whether the name is unmistakable, or only suggests it.
    pub certain: bool,
}

/// What a setting means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The row that it belongs to.
    pub row: Row,
    /// What its value is.
    pub kind: Kind,
    /// Whether it is unmistakable, or only suggests the row.
    pub certain: bool,
    /// The path in the value, as it is written there: relative ones are not resolved, file URLs are taken apart.
    pub path: Option<Value>,
    /// The value that keeps the state out of the container; `None` where there is no such value.
    pub replacement: Option<&'static str>,
    /// It names no directory (`DB_CONNECTION=sqlite`, `app.db`): it counts only where nothing at all is mounted.
    pub unplaced: bool,
}

/// What the value of a setting is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A path, or a URL of a file.
    Path,
    /// The name of a driver or store.
    Driver,
    /// Yes or no.
    Switch,
}

/// An option of a command line that names a file or directory, or turns logging to files on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogOption {
    /// How it is written, with its dashes and without `=`.
    pub option: &'static str,
    /// The row that its value belongs to.
    pub row: Row,
    /// Where its value stands.
    pub takes: Takes,
    /// The value that keeps the state out of the container; `None` where there is no such value.
    pub stdout: Option<&'static str>,
}

/// Where the value of an option stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// In the next word, or after `=` in the same one.
    Value,
    /// After `=` in the same word only.
    Equals,
    /// In the same word, directly behind the option (`-Xloggc:FILE`), or after the option's own `=`.
    Glued,
    /// In the next word, or directly behind the option (`-l FILE`, `-lFILE`).
    Short,
    /// In the next word, as a directive whose first word is the name (`-g "error_log FILE info;"`); the option is the
    /// flag, and [`LogOption::stdout`] the file.
    Directive(&'static str),
}

impl LogOption {
    /// The value that `word` holds if this option is written in it: `Some(None)` where the next word is the value,
    /// `None` where the word is not this option.
    #[must_use]
    pub fn read<'w>(&self, word: &'w str) -> Option<Option<&'w str>> {
        let rest = word.strip_prefix(self.option)?;
        match (self.takes, rest.strip_prefix('=')) {
            (Takes::Glued, _) => (!rest.is_empty()).then_some(Some(rest)),
            (Takes::Value | Takes::Equals, Some(value)) => Some(Some(value)),
            (Takes::Value | Takes::Short | Takes::Directive(_), _) if rest.is_empty() => Some(None),
            (Takes::Short, _) => Some(Some(rest)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
