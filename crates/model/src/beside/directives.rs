//! Configurations of directives: a name and its arguments, as nginx and Apache have them.

use longshore_syntax::Span;

use super::ini::rooted;
use super::lines::{Line, Lookup, Says, lines, unquoted, value, within};
use crate::value::Value;

/// Directives of nginx that name files or directories which it writes.
/// Source: nginx's index of directives.
const NGINX: &[&str] = &[
    "access_log",
    "error_log",
    "proxy_cache_path",
    "fastcgi_cache_path",
    "uwsgi_cache_path",
    "scgi_cache_path",
    "proxy_store",
];

/// Directives of Apache that name files which it writes.
/// Source: the manual of httpd 2.4: `core`, `mod_log_config`, `mod_ssl`, `mod_rewrite`, `mod_cache_disk`.
const APACHE: &[&str] = &["ErrorLog", "CustomLog", "TransferLog", "GlobalLog", "ForensicLog"];

/// The logs and caches of nginx.
pub(super) fn nginx(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let mut found = Vec::new();
    for (line, span) in lines(text).filter(|(line, _)| !line.starts_with('#')) {
        // Several directives may share a line, behind braces too.
        for directive in line.split([';', '{', '}']) {
            found.extend(directive_of(directive, NGINX, |part| within(line, span, part), lookup));
        }
    }
    found
}

/// The logs of Apache. A log behind a pipe goes to a program.
pub(super) fn apache(text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let known = |name: &str| match (name, lookup(name)) {
        ("APACHE_LOG_DIR", None) => Some(Value::from("/var/log/apache2")),
        (_, value) => value,
    };
    let lines = lines(text).filter(|(line, _)| !line.starts_with('#'));
    lines.filter_map(|(line, span)| directive_of(line, APACHE, |part| within(line, span, part), &known)).collect()
}

/// The first argument of a directive that is one of `names`, in any case.
fn directive_of(text: &str, names: &[&str], place: impl Fn(&str) -> Span, lookup: Lookup<'_>) -> Option<Line> {
    let (name, rest) = text.trim().split_once(char::is_whitespace)?;
    if !names.iter().any(|known| name.eq_ignore_ascii_case(known)) {
        return None;
    }
    let rest = rest.trim();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let argument = match quote {
        Some(quote) => &rest[..rest[1..].find(quote)? + 2],
        None => rest.split_whitespace().next()?,
    };
    let argument = unquoted(argument);
    if argument.starts_with('|') || argument.contains(':') && !argument.starts_with('/') {
        return None;
    }
    Some(rooted(name, &value(argument, lookup), place(argument)))
}

/// The logs that logrotate turns over: what stands before a brace. For a pattern its directory is meant.
pub(super) fn logrotate(text: &str, _: Lookup<'_>) -> Vec<Line> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    for (line, span) in lines(text).filter(|(line, _)| !line.starts_with('#')) {
        let outside = line.split('{').next().unwrap_or_default();
        let paths = outside.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
        if depth == 0 {
            found
                .extend(paths.filter(|path| path.starts_with('/')).map(|path| rotated(path, within(line, span, path))));
        }
        depth = (depth + line.matches('{').count()).saturating_sub(line.matches('}').count());
    }
    found
}

fn rotated(path: &str, span: Span) -> Line {
    let whole =
        path.find(['*', '?', '[', '{']).map_or(path, |at| path[..at].rsplit_once('/').map_or("", |(dir, _)| dir));
    let name = if whole.len() == path.len() { "logrotate log_file" } else { "logrotate log_dir" };
    Line { says: Says::Setting(name.to_owned(), Value::from(whole)), span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(read: fn(&str, Lookup<'_>) -> Vec<Line>, text: &str) -> Vec<String> {
        let shown = |line: Line| match line.says {
            Says::Setting(name, value) => format!("{name}={value} at {}", line.span.text(text)),
            _ => String::new(),
        };
        read(text, &|_| None).into_iter().map(shown).collect()
    }

    #[test]
    fn logs_of_nginx() {
        let text = "error_log /l/e.log warn;\n# access_log /no;\nserver { access_log \"/l/a.log\" main; }\n\
                    location / { access_log off; }\nproxy_cache_path /c levels=1:2 keys_zone=x:10m;\n\
                    access_log syslog:server=x;\n";
        let expected = [
            "error_log=/l/e.log at /l/e.log",
            "access_log=/l/a.log at /l/a.log",
            "access_log=off at off",
            "proxy_cache_path=/c at /c",
        ];
        assert_eq!(of(nginx, text), expected);
    }

    #[test]
    fn logs_of_apache() {
        let text = "<VirtualHost *:80>\n  ErrorLog ${APACHE_LOG_DIR}/e.log\n  CustomLog \"|/bin/x y\" c\n  customlog logs/a c\n";
        assert_eq!(
            of(apache, text),
            ["ErrorLog=/var/log/apache2/e.log at ${APACHE_LOG_DIR}/e.log", "customlog=…/logs/a at logs/a"]
        );
    }

    #[test]
    fn logs_that_are_rotated() {
        let text = "/l/a.log /m/*.log {\n  daily\n  postrotate\n    /usr/bin/x\n  endscript\n}\n\"/n/b.log\"\n{\n}\n";
        assert_eq!(
            of(logrotate, text),
            [
                "logrotate log_file=/l/a.log at /l/a.log",
                "logrotate log_dir=/m at /m/*.log",
                "logrotate log_file=/n/b.log at /n/b.log"
            ]
        );
    }
}
