//! Names of files: logs, schedules, databases, and files for tests and development.

use std::path::Path;

/// Words in the name of a setting whose value is a database.
/// Source: the specification of the check; `DSN`, `SQL` and joined words from Symfony, Go and Node applications.
const DATABASE_WORDS: &[&str] = &[
    "DB",
    "DATABASE",
    "SQLITE",
    "SQLITE3",
    "DATASOURCE",
    "CONNECTIONSTRINGS",
    "DSN",
    "SQL",
    "DBPATH",
    "DBFILE",
    "DBNAME",
    "DBURL",
    "DBDSN",
];

/// Whether a file of this path is a log: `*.log`, `*.log.1`.
#[must_use]
pub fn log_file(path: &str) -> bool {
    let name = last(path).to_ascii_lowercase();
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    name.ends_with(".log") && name.len() > ".log".len()
}

/// Whether a file of this path tells of a schedule: `cron` in its own name.
#[must_use]
pub fn is_schedule_file(path: &str) -> bool {
    last(path).to_ascii_lowercase().contains("cron")
}

/// Whether the name of a file, setting or option is that of an error log, which belongs on stderr.
#[must_use]
pub fn is_error_log(name: &str) -> bool {
    let name = last(name).to_ascii_lowercase();
    name.contains("error") || name.contains("stderr")
}

/// Whether a file with this path, relative to the workspace, is for tests or development.
#[must_use]
pub fn development_file(path: &Path) -> bool {
    let mut segments: Vec<String> = path.iter().map(|part| part.to_string_lossy().to_ascii_lowercase()).collect();
    let name = segments.pop().unwrap_or_default();
    segments.iter().any(|folder| is_development_folder(folder)) || name.split(['.', '-', '_']).any(is_development_word)
}

fn is_development_folder(folder: &str) -> bool {
    matches!(folder, ".devcontainer" | "testdata" | "fixtures" | "e2e" | "__tests__")
        || folder.split(['-', '_', '.']).any(is_test_word)
}

fn is_test_word(word: &str) -> bool {
    matches!(word, "test" | "tests" | "testing")
}

fn is_development_word(word: &str) -> bool {
    matches!(word, "dev" | "devel" | "development" | "devcontainer" | "e2e") || is_test_word(word)
}

/// Whether the name of a setting says that its value is a database.
#[must_use]
pub fn has_database_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let mut words = name.split(|c: char| !c.is_ascii_alphanumeric());
    words.any(|word| DATABASE_WORDS.contains(&word)) || name.contains("DATA_SOURCE")
}

fn last(path: &str) -> &str {
    path.rsplit(['/', '\\']).find(|segment| !segment.is_empty()).unwrap_or_default()
}
