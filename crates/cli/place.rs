//! Where a file stands, and what it is called when it is shown.

use std::path::{Component, Path, PathBuf};

/// A file that is to be judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    /// What it is called: as it was named, or below the folder that was named.
    pub(crate) shown: String,
    /// Where it stands, absolute; for the standard input, where it would.
    pub(crate) path: PathBuf,
    /// Whether the user named it, and did not only name a folder above it.
    pub(crate) named: bool,
    /// Whether its text comes from the standard input.
    pub(crate) stdin: bool,
}

impl Place {
    /// The folder it stands in.
    pub(crate) fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.path)
    }
}

/// `path` without leading `./`, as text.
pub(crate) fn shown(path: &Path) -> String {
    let plain: PathBuf = path.components().skip_while(|part| *part == Component::CurDir).collect();
    let plain = if plain.as_os_str().is_empty() { path } else { &plain };
    plain.to_string_lossy().into_owned()
}

/// `text` with control characters replaced, so that a file's name or content cannot steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// `1 file`, `2 files`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Something about a file that kept it from being judged or mended.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    /// What the file is called.
    pub(crate) shown: String,
    /// What is the matter.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(shown: &str, message: impl std::fmt::Display) -> Self {
        Self { shown: shown.to_owned(), message: message.to_string() }
    }
}
