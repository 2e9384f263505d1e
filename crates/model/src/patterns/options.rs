//! Options of programs that name log files, databases and directories for state.

use super::{LogOption, Takes};
use crate::state::Row;

/// The options of `program`, by the name of its file: `gunicorn`, `php-fpm8.2`. Those of [`options`] for any program are
/// not among them.
#[must_use]
pub fn log_options(program: &str) -> &'static [LogOption] {
    let plain = program.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    let row = |wanted: &str| PROGRAMS.iter().find(|(programs, _)| programs.contains(&wanted));
    row(program).or_else(|| row(plain)).map_or(&[], |(_, options)| options)
}

/// The options of `program`, and after them those that mean the same for any program.
pub fn options(program: &str) -> impl Iterator<Item = &'static LogOption> {
    log_options(program).iter().chain(GENERAL)
}

const fn option(option: &'static str, row: Row, takes: Takes, stdout: Option<&'static str>) -> LogOption {
    LogOption { option, row, takes, stdout }
}

/// A log file for which the program takes `-` as a standard stream.
const fn dash(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Value, Some("-"))
}

const fn out(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Value, Some("/dev/stdout"))
}

const fn err(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Value, Some("/dev/stderr"))
}

/// A short option, whose value may follow without a blank.
const fn short(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Short, Some("/dev/stdout"))
}

/// A property, whose value follows in the same word.
const fn glued(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Glued, Some("/dev/stdout"))
}

/// A log that no value of the option sends to a stream.
const fn file(name: &'static str) -> LogOption {
    option(name, Row::Logs, Takes::Value, None)
}

const fn directive(flag: &'static str, name: &'static str, stdout: &'static str) -> LogOption {
    option(flag, Row::Logs, Takes::Directive(name), Some(stdout))
}

const fn of(row: Row, name: &'static str) -> LogOption {
    option(name, row, Takes::Value, None)
}

/// Options that mean the same wherever they are taken. Those of [`Row::Database`] count only where the value is a
/// database file.
const GENERAL: &[LogOption] = &[
    out("--log-file"),
    out("--logfile"),
    out("--log_file"),
    out("--log-path"),
    out("--logpath"),
    file("--log-dir"),
    file("--log_dir"),
    file("-log_dir"),
    file("--logdir"),
    out("-log-file"),
    out("-logfile"),
    out("--access-logfile"),
    err("--error-logfile"),
    out("--access-log-file"),
    err("--error-log-file"),
    out("--logto"),
    out("--logging.file.name"),
    file("--logging.file.path"),
    of(Row::Database, "-db"),
    of(Row::Database, "--db"),
    of(Row::Database, "-database"),
    of(Row::Database, "--database"),
    of(Row::Database, "--db-path"),
    of(Row::Database, "--db-file"),
    of(Row::Database, "--db-url"),
    of(Row::Database, "--database-url"),
    of(Row::Database, "--sqlite"),
    of(Row::Database, "--spring.datasource.url"),
    of(Row::Uploads, "--upload-dir"),
    of(Row::Uploads, "--uploads-dir"),
    of(Row::Uploads, "--upload-path"),
    of(Row::Uploads, "-upload-dir"),
    of(Row::Uploads, "--media-root"),
    of(Row::Data, "--data-dir"),
    of(Row::Data, "-data-dir"),
    of(Row::Data, "--data-path"),
    of(Row::Data, "--storage-dir"),
    of(Row::Data, "--storage-path"),
    of(Row::Data, "-filespath"),
];

/// Options by program. Source: each program's own manual of its command line.
static PROGRAMS: &[(&[&str], &[LogOption])] = &[
    (
        &["gunicorn", "hypercorn"],
        &[dash("--access-logfile"), dash("--error-logfile"), dash("--log-file"), dash("--access-log")],
    ),
    (&["daphne"], &[dash("--access-log")]),
    (&["waitress-serve", "uvicorn"], &[]),
    (
        &["uwsgi", "uwsgi_python3"],
        &[out("--logto"), out("--logto2"), out("--req-logger"), file("--daemonize"), file("--daemonize2"), file("-d")],
    ),
    // In the foreground it repeats its own log on stdout, and it cannot rotate a stream.
    (
        &["supervisord"],
        &[
            option("--logfile", Row::Logs, Takes::Value, Some("/dev/null")),
            option("-l", Row::Logs, Takes::Short, Some("/dev/null")),
            file("--childlogdir"),
            option("-q", Row::Logs, Takes::Short, None),
        ],
    ),
    (&["celery"], &[out("--logfile"), short("-f")]),
    (&["airflow"], &[out("--log-file"), short("-l"), out("--stdout"), err("--stderr")]),
    (&["odoo", "odoo-bin"], &[out("--logfile"), of(Row::Data, "--data-dir")]),
    (&["locust", "scrapy"], &[out("--logfile")]),
    (&["sidekiq"], &[out("--logfile"), short("-L")]),
    (&["puma"], &[out("--redirect-stdout"), err("--redirect-stderr")]),
    (&["thin"], &[out("--log"), short("-l")]),
    (&["passenger"], &[out("--log-file")]),
    (&["pm2", "pm2-runtime", "forever"], PM2),
    (&["php-fpm", "php-fpm7", "php-fpm8", "php", "php-cgi", "frankenphp"], PHP),
    (
        &["nginx", "nginx-debug", "openresty", "tengine"],
        &[
            directive("-g", "error_log", "/dev/stderr"),
            directive("-g", "access_log", "/dev/stdout"),
            option("-e", Row::Logs, Takes::Value, Some("stderr")),
        ],
    ),
    (&["httpd", "apache2", "apachectl", "apache2ctl", "httpd-foreground", "apache2-foreground"], HTTPD),
    (&["mysqld", "mysqld_safe", "mariadbd", "mariadbd-safe"], MYSQL),
    (&["mongod", "mongos"], &[out("--logpath")]),
    (&["redis-server", "redis-sentinel", "valkey-server", "valkey-sentinel", "keydb-server"], &[out("--logfile")]),
    (&["pg_ctl"], &[out("--log"), short("-l")]),
    (&["rsync", "rsyncd"], &[out("--log-file")]),
    (&["vsftpd"], &[glued("-oxferlog_file="), glued("-ovsftpd_log_file="), glued("-olog_file=")]),
    (&["sshd"], &[option("-E", Row::Logs, Takes::Short, Some("/dev/stderr"))]),
    // BusyBox' takes a file; Debian's `cron -L` takes a level.
    (&["crond"], &[short("-L")]),
    (&["supercronic"], &[]),
    (
        &["dnsmasq"],
        &[
            option("--log-facility", Row::Logs, Takes::Value, Some("-")),
            option("-8", Row::Logs, Takes::Short, Some("-")),
        ],
    ),
    (&["openvpn"], &[out("--log"), out("--log-append")]),
    (
        &["turnserver"],
        &[
            option("--log-file", Row::Logs, Takes::Value, Some("stdout")),
            option("-l", Row::Logs, Takes::Short, Some("stdout")),
        ],
    ),
    (&["transmission-daemon"], &[out("--logfile"), short("-e")]),
    (&["aria2c"], &[dash("--log"), option("-l", Row::Logs, Takes::Short, Some("-"))]),
    (
        &["traefik"],
        &[out("--accesslog.filepath"), out("--log.filepath"), out("--accessLog.filePath"), out("--log.filePath")],
    ),
    (&["vault", "consul", "nomad"], &[out("-log-file"), out("--log-file"), of(Row::Data, "-data-dir")]),
    (&["cloudflared"], &[out("--logfile"), file("--log-directory")]),
    (
        &["frps", "frpc"],
        &[
            option("--log_file", Row::Logs, Takes::Value, Some("console")),
            option("--log-file", Row::Logs, Takes::Value, Some("console")),
        ],
    ),
    (&["envoy"], &[out("--log-path")]),
    (&["logstash"], &[file("--path.logs"), option("-l", Row::Logs, Takes::Short, None)]),
    (&["elasticsearch", "opensearch"], &[option("-Epath.logs=", Row::Logs, Takes::Glued, None)]),
    (&["kibana"], &[out("--log-file")]),
    (
        &["filebrowser"],
        &[
            option("--log", Row::Logs, Takes::Value, Some("stdout")),
            option("-l", Row::Logs, Takes::Short, Some("stdout")),
            of(Row::Database, "--database"),
            of(Row::Database, "-d"),
        ],
    ),
    (&["tusd"], &[of(Row::Uploads, "-upload-dir"), of(Row::Uploads, "-dir")]),
    (&["pocketbase"], &[of(Row::Data, "--dir")]),
    (&["java"], JAVA),
];

const PM2: &[LogOption] = &[
    out("--log"),
    short("-l"),
    out("--output"),
    short("-o"),
    err("--error"),
    option("-e", Row::Logs, Takes::Short, Some("/dev/stderr")),
];

const PHP: &[LogOption] = &[
    directive("-d", "error_log", "/dev/stderr"),
    directive("--define", "error_log", "/dev/stderr"),
    option("-d", Row::Sessions, Takes::Directive("session.save_path"), None),
];

const HTTPD: &[LogOption] = &[
    option("-E", Row::Logs, Takes::Value, Some("/dev/stderr")),
    directive("-c", "ErrorLog", "/dev/stderr"),
    directive("-C", "ErrorLog", "/dev/stderr"),
    directive("-c", "CustomLog", "/dev/stdout"),
    directive("-C", "CustomLog", "/dev/stdout"),
];

const MYSQL: &[LogOption] = &[
    err("--log-error"),
    err("--log_error"),
    out("--general-log-file"),
    out("--general_log_file"),
    out("--slow-query-log-file"),
    out("--slow_query_log_file"),
];

const JAVA: &[LogOption] = &[
    glued("-Dlogging.file.name="),
    glued("-Dlogging.file="),
    option("-Dlogging.file.path=", Row::Logs, Takes::Glued, None),
    option("-Dlogging.path=", Row::Logs, Takes::Glued, None),
    glued("-Dlog.file="),
    option("-Dlog.dir=", Row::Logs, Takes::Glued, None),
    option("-Dlog.path=", Row::Logs, Takes::Glued, None),
    option("-DLOG_PATH=", Row::Logs, Takes::Glued, None),
    option("-DLOG_DIR=", Row::Logs, Takes::Glued, None),
    glued("-DLOG_FILE="),
    glued("-Xloggc:"),
    glued("-XX:LogFile="),
    option("-Xlog:", Row::Logs, Takes::After("file="), Some("/dev/stdout")),
    option("-Dspring.datasource.url=", Row::Database, Takes::Glued, None),
];
