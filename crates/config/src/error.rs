//! What is wrong with a configuration, and where.

use std::fmt;
use std::path::{Path, PathBuf};

/// A configuration that cannot be used. Shown as `path:line: key: what is wrong`, with the parts that are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file; `None` where an editor sent it.
    pub path: Option<PathBuf>,
    /// The line, from 1, where the format tells.
    pub line: Option<usize>,
    /// What is wrong, in one sentence, with the nearest name that exists.
    pub message: String,
}

impl Error {
    pub(crate) fn new(message: &str) -> Self {
        Self { path: None, line: None, message: message.trim_end().to_owned() }
    }

    pub(crate) fn on(self, line: Option<usize>) -> Self {
        Self { line, ..self }
    }

    pub(crate) fn at(self, path: &Path) -> Self {
        Self { path: Some(path.to_owned()), ..self }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.path, self.line) {
            (Some(path), Some(line)) => write!(f, "{}:{line}: ", path.display())?,
            (Some(path), None) => write!(f, "{}: ", path.display())?,
            (None, Some(line)) => write!(f, "line {line}: ")?,
            (None, None) => {}
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
