//! Configurations of sections and `key = value`: supervisord, PHP, php-fpm, uWSGI, Python's logging.

use longshore_syntax::Span;

use super::lines::{Line, Lookup, Says, lines, setting, unquoted, within};
use crate::value::Value;

/// One `key = value`.
struct Entry<'t> {
    section: &'t str,
    key: &'t str,
    /// The value without quotes and comments.
    value: &'t str,
    span: Span,
}

/// The entries of `text`; comments begin with `;` or `#`.
fn entries(text: &str) -> impl Iterator<Item = Entry<'_>> {
    let mut section = "";
    lines(text).filter_map(move |(line, span)| {
        if let Some(name) = line.strip_prefix('[') {
            section = name.split(']').next().unwrap_or_default().trim();
            return None;
        }
        if line.starts_with([';', '#']) {
            return None;
        }
        let (key, value) = line.split_once('=')?;
        let value = unquoted(without_comment(value).trim());
        Some(Entry { section, key: key.trim(), value, span: within(line, span, value) })
    })
}

/// The value before a comment: behind its closing quote, or before a blank and `;`.
fn without_comment(value: &str) -> &str {
    let trimmed = value.trim_start();
    let quote = trimmed.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(end) = quote.and_then(|quote| trimmed[1..].find(quote)) {
        return &trimmed[..end + 2];
    }
    let comment = value.find(" ;").or_else(|| value.find("\t;"));
    comment.map_or(value, |at| &value[..at])
}

/// The files that supervisord and its programs log to, what they run and their environment.
pub(super) fn supervisor(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let mut found = Vec::new();
    for entry in entries(text) {
        let program = entry.section.rsplit(':').next().unwrap_or_default();
        let known = |name: &str| match name {
            "program_name" | "group_name" => Some(Value::from(program)),
            "process_num" => Some(Value::from("0")),
            name => lookup(name),
        };
        match entry.key {
            "command" => found.push(Line { says: Says::Command, span: entry.span }),
            "environment" => {}
            key if key.ends_with("logfile") => found.push(setting(key, text, entry.span, &known)),
            _ => {}
        }
    }
    found
}

/// All settings of PHP.
pub(super) fn php(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    entries(text).map(|entry| setting(entry.key, text, entry.span, lookup)).collect()
}

/// The settings of php-fpm and of PHP in its pools, and the environment of those.
pub(super) fn fpm(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let read = |entry: Entry<'_>| {
        let known = |name: &str| if name == "pool" { Some(Value::from(entry.section)) } else { lookup(name) };
        let inner = |prefix: &str| entry.key.strip_prefix(prefix)?.strip_suffix(']');
        let names = ["php_admin_value[", "php_value[", "php_admin_flag[", "php_flag[", "env["];
        let name = names.iter().find_map(|prefix| inner(prefix)).unwrap_or(entry.key);
        let line = setting(name, text, entry.span, &known);
        match &line.says {
            // What php-fpm itself logs to is relative to where it is installed.
            Says::Setting(_, value) if name.ends_with("log") => rooted(name, value, entry.span),
            _ => line,
        }
    };
    entries(text).map(read).collect()
}

/// A path that is relative to a directory that is not known.
pub(super) fn rooted(name: &str, value: &Value, span: Span) -> Line {
    let relative = value.text().contains('/') && !value.is_rooted();
    let value =
        if relative { Value::from(format!("{}/{}", crate::value::UNKNOWN, value.text())) } else { value.clone() };
    Line { says: Says::Setting(name.to_owned(), value), span }
}

/// The options of uWSGI, which are those of its command line.
pub(super) fn uwsgi(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let option = |entry: Entry<'_>| {
        let value = super::lines::value(entry.value, lookup);
        Line { says: Says::Option("uwsgi", format!("--{}", entry.key), value), span: entry.span }
    };
    entries(text).map(option).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(read: fn(&str, Lookup<'_>) -> Vec<Line>, text: &str) -> Vec<String> {
        let shown = |line: Line| match line.says {
            Says::Setting(name, value) => format!("{name}={value}"),
            Says::Option(program, option, value) => format!("{program} {option} {value}"),
            Says::Command | Says::Job => line.span.text(text).to_owned(),
        };
        read(text, &|_| None).into_iter().map(shown).collect()
    }

    #[test]
    fn programs_of_supervisord() {
        let text = "; c\n[supervisord]\nlogfile=/l/s.log ; main\n[program:web]\ncommand=web -x ; run\n\
                    stdout_logfile = /l/%(program_name)s.log\nstderr_logfile_maxbytes=0\n";
        assert_eq!(of(supervisor, text), ["logfile=/l/s.log", "web -x", "stdout_logfile=/l/web.log"]);
    }

    #[test]
    fn pools_of_fpm() {
        let text = "[www]\naccess.log = log/$pool.log\nphp_admin_value[error_log] = /l/e.log\nenv[A] = \"b;c\"\n";
        assert_eq!(of(fpm, text), ["access.log=…/log/www.log", "error_log=/l/e.log", "A=b;c"]);
    }

    #[test]
    fn options_of_uwsgi() {
        assert_eq!(of(uwsgi, "[uwsgi]\nlogto = /l/u.log\n"), ["uwsgi --logto /l/u.log"]);
    }
}
