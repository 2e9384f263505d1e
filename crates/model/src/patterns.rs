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
pub use values::{database_file, is_stream, local_path, stream};

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
    /// In the same word, directly behind the option, which ends in `=` or `:` (`-Xloggc:FILE`).
    Glued,
    /// In the next word, or directly behind the option (`-l FILE`, `-lFILE`).
    Short,
    /// In the same word, behind this mark and up to the next colon (`-Xlog:gc*:file=FILE:time`).
    After(&'static str),
    /// In the next word, as a directive of this name (`-g "error_log FILE info;"`, `-d error_log=FILE`).
    Directive(&'static str),
}

/// Where [`LogOption::read`] finds the value of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<'w> {
    /// In the word itself.
    Here(&'w str),
    /// In the next word; [`LogOption::value`] takes it out of there.
    Next,
}

impl LogOption {
    /// Where the value stands if `word` is this option; `None` where it is another word.
    #[must_use]
    pub fn read<'w>(&self, word: &'w str) -> Option<Reading<'w>> {
        let rest = word.strip_prefix(self.option)?;
        let here = match self.takes {
            Takes::Value => rest.strip_prefix('='),
            Takes::Short if !rest.is_empty() => Some(rest.strip_prefix('=').unwrap_or(rest)),
            Takes::Glued => return (!rest.is_empty()).then_some(Reading::Here(rest)),
            Takes::After(mark) => {
                let value = rest.split_once(mark)?.1.split(':').next()?;
                return (!value.is_empty()).then_some(Reading::Here(value));
            }
            Takes::Directive(_) if !rest.is_empty() => return Some(Reading::Here(self.value(rest)?)),
            Takes::Short | Takes::Directive(_) => None,
        };
        here.map(Reading::Here).or_else(|| rest.is_empty().then_some(Reading::Next))
    }

    /// The value that the word behind the option holds: all of it, or what its directive names; `None` where the
    /// directive is another one.
    #[must_use]
    pub fn value<'w>(&self, next: &'w str) -> Option<&'w str> {
        let Takes::Directive(name) = self.takes else { return Some(next) };
        next.split([';', '\n']).find_map(|directive| {
            let rest = directive.trim().strip_prefix(name)?;
            let value = rest.strip_prefix('=').or_else(|| rest.strip_prefix(char::is_whitespace))?;
            value.split_whitespace().next()
        })
    }
}

#[cfg(test)]
mod tests;
