//! Values of settings and options: streams, paths, and URLs of database files.

use crate::value::{UNKNOWN, Value};

/// Paths of the standard streams, and the one that swallows everything.
/// Source: proc(5), null(4); `/proc/1/fd` is how a job reaches the container's own streams.
const STREAMS: &[&str] = &[
    "/dev/stdout",
    "/dev/stderr",
    "/dev/null",
    "/dev/console",
    "/dev/tty",
    "/dev/fd/1",
    "/dev/fd/2",
    "/proc/self/fd/1",
    "/proc/self/fd/2",
    "/proc/1/fd/1",
    "/proc/1/fd/2",
];

/// Words that programs take for a standard stream, or for no log at all.
const STREAM_WORDS: &[&str] = &[
    "-",
    "stdout",
    "stderr",
    "console",
    "syslog",
    "journal",
    "journald",
    "php://stdout",
    "php://stderr",
    "off",
    "none",
    "null",
    "nul",
    "/dev/log",
    "disable",
    "disabled",
];

/// Values that are no path although a setting's name promises one.
const WORDS: &[&str] = &["true", "false", "yes", "no", "on", "default", "auto", "memory", ":memory:", "undefined"];

/// Whether a log that goes to `value` leaves the container, or is not kept: `-`, `/dev/stdout`, `/proc/1/fd/1`.
#[must_use]
pub fn is_stream(value: &str) -> bool {
    let value = unquoted(value);
    let path = value.strip_prefix("file://").unwrap_or(value);
    STREAMS.contains(&path)
        || STREAM_WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
        || ["|", "syslog:", "pipe:", "/dev/pts/"].iter().any(|prefix| value.starts_with(prefix))
}

/// The stream that takes the place of a log with this name: `/dev/stderr` for errors.
#[must_use]
pub fn stream(name: &str) -> &'static str {
    if super::is_error_log(name) { "/dev/stderr" } else { "/dev/stdout" }
}

/// `text` without a pair of quotes around it and without blanks at the ends.
pub(super) fn unquoted(text: &str) -> &str {
    let text = text.trim();
    let inside = |quote| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

/// The local path that `value` is: no number, mode, size, word or list, no URL of a service, nothing that is wholly
/// unknown, no stream.
#[must_use]
pub fn local_path(value: &Value) -> Option<Value> {
    let text = unquoted(value.text());
    let path = match text.strip_prefix("file://") {
        Some(path) => path.strip_prefix("localhost").unwrap_or(path),
        None => text,
    };
    let known = path.chars().any(|c| c.is_alphanumeric());
    let silent = is_stream(text) || WORDS.iter().any(|word| path.eq_ignore_ascii_case(word));
    (known && !silent && !path.contains("://") && !is_measure(path) && is_path_text(path)).then(|| Value::from(path))
}

/// Whether `path` could be one: no blanks, lists or addresses in it.
fn is_path_text(path: &str) -> bool {
    let listed = path.contains([',', ';', '|', '<', '>', '\n', '@', '?', '*']);
    let drive = path.as_bytes().get(1) == Some(&b':');
    !listed && !path.starts_with('-') && (drive || !path.contains(':')) && (path.contains('/') || !path.contains(' '))
}

/// Numbers, modes, sizes and durations: `0755`, `10MB`, `30s`, `1.5g`.
fn is_measure(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_' | UNKNOWN));
    unit.len() < text.len()
        && matches!(
            unit.to_ascii_lowercase().as_str(),
            "" | "b"
                | "k"
                | "m"
                | "g"
                | "t"
                | "kb"
                | "mb"
                | "gb"
                | "tb"
                | "kib"
                | "mib"
                | "gib"
                | "s"
                | "ms"
                | "h"
                | "d"
                | "min"
        )
}

/// Whether `path` lies where nothing is expected to stay; sessions and uploads are put there all the same.
pub(super) fn is_scratch(path: &str) -> bool {
    ["/tmp", "/var/tmp", "/dev/shm"].iter().any(|scratch| is_below(path, scratch)) || is_system(path)
}

/// Whether `path` is the system's own at run time: sockets, process numbers.
pub(super) fn is_system(path: &str) -> bool {
    ["/run", "/var/run", "/proc", "/sys"].iter().any(|system| is_below(path, system))
}

/// Whether `path` is `directory` or lies below it.
pub(super) fn is_below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The file of an embedded database that a URL or path names: `sqlite:///app.db`, `file:PATH.db`, `jdbc:h2:file:PATH`.
/// `None` for databases in memory and for those of a server. A bare `*.db` counts only with `named`, which says that
/// the setting or option is one of a database.
#[must_use]
pub fn database_file(value: &Value, named: bool) -> Option<Value> {
    let text = unquoted(value.text());
    let path =
        url_file(text).or_else(|| connection_file(text)).or_else(|| (named && has_ending(text)).then_some(text))?;
    let path = path.split(['?', ';']).next().unwrap_or_default();
    // `jdbc:derby://host` is a server.
    let server = strip_prefix_any_case(text, "jdbc:derby:").is_some_and(|rest| rest.starts_with("//"));
    let silent =
        server || path.starts_with("memory:") || path.contains("://") || path.contains(":memory:") || is_stream(path);
    (!silent && path.chars().any(|c| c.is_alphanumeric())).then(|| Value::from(path))
}

/// Prefixes of URLs of embedded databases, the longer ones first. Those with three slashes leave a relative path, as
/// SQLAlchemy reads them; four leave an absolute one.
/// Source: SQLAlchemy's, Django's `dj-database-url`, Prisma's, H2's, Derby's, HSQLDB's and SQLite JDBC's URL formats.
const URLS: &[&str] = &[
    "sqlite+aiosqlite:///",
    "sqlite+pysqlite:///",
    "sqlite3:///",
    "sqlite:///",
    "duckdb:///",
    "sqlite3://",
    "sqlite://",
    "jdbc:sqlite:",
    "jdbc:h2:file:",
    "jdbc:h2:split:",
    "jdbc:h2:nio:",
    "jdbc:hsqldb:file:",
    "jdbc:derby:directory:",
    "jdbc:derby:",
    "jdbc:duckdb:",
    "h2:file:",
    "leveldb://",
    "sqlite3:",
    "sqlite:",
];

fn url_file(text: &str) -> Option<&str> {
    if let Some(path) = URLS.iter().find_map(|prefix| strip_prefix_any_case(text, prefix)) {
        return Some(path);
    }
    // H2 opens a file where neither a server nor memory is named.
    if let Some(path) = strip_prefix_any_case(text, "jdbc:h2:") {
        return (!["mem:", "tcp:", "ssl:", "zip:"].iter().any(|kind| path.starts_with(kind))).then_some(path);
    }
    let path = strip_prefix_any_case(text, "file:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    has_ending(path.split(['?', ';']).next().unwrap_or_default()).then_some(path)
}

/// `Data Source=app.db;Cache=Shared`, as Microsoft's SQLite provider takes it.
fn connection_file(text: &str) -> Option<&str> {
    let part = text.split(';').find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let key = key.trim();
        let source = ["data source", "datasource", "filename"].iter().any(|name| key.eq_ignore_ascii_case(name));
        source.then(|| unquoted(value))
    })?;
    has_ending(part).then_some(part)
}

/// Whether `path` ends like a file of an embedded database.
/// Source: the specification of the check; the other endings are SQLite's, H2's, DuckDB's and LiteDB's own.
pub(super) fn has_ending(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    [".sqlite", ".sqlite3", ".db", ".db3", ".mv.db", ".duckdb", ".s3db", ".litedb"]
        .iter()
        .any(|ending| lower.strip_suffix(ending).is_some_and(|stem| !stem.is_empty() && !stem.ends_with('/')))
}

fn strip_prefix_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
