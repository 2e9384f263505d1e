//! Which files of an image are configurations that tell of state.

use std::sync::LazyLock;

use super::glob::Glob;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// supervisord and its programs.
    Supervisor,
    /// `php.ini` and its parts.
    Php,
    /// php-fpm and its pools.
    Fpm,
    /// nginx and its servers.
    Nginx,
    /// Apache httpd and its hosts.
    Apache,
    /// Gunicorn's settings, in Python.
    Gunicorn,
    /// uWSGI's settings.
    Uwsgi,
    /// A configuration of Python's logging: ini, YAML or JSON.
    PythonLogging,
    /// Logback or Log4j.
    JavaLogging,
    /// logrotate.
    Logrotate,
    /// Lines of cron.
    Crontab,
    /// Lines of `NAME=value`.
    Dotenv,
}

/// Paths in images, as patterns, the more specific first.
/// Source: the default paths of Debian's, Alpine's and Red Hat's packages and of the official images.
const PATHS: &[(&str, Kind)] = &[
    ("**/supervisord.conf", Kind::Supervisor),
    ("/etc/supervisor/**", Kind::Supervisor),
    ("/etc/supervisor*.d/*", Kind::Supervisor),
    ("**/supervisor/conf.d/*", Kind::Supervisor),
    ("**/php-fpm.d/*.conf", Kind::Fpm),
    ("**/pool.d/*.conf", Kind::Fpm),
    ("**/php-fpm.conf", Kind::Fpm),
    ("**/php.ini", Kind::Php),
    ("/usr/local/etc/php/**/*.ini", Kind::Php),
    ("/etc/php*/**/*.ini", Kind::Php),
    ("/opt/docker/etc/php/*.ini", Kind::Php),
    ("**/nginx.conf", Kind::Nginx),
    ("/etc/nginx/**", Kind::Nginx),
    ("**/nginx/conf/**", Kind::Nginx),
    ("**/nginx/conf.d/*", Kind::Nginx),
    ("**/httpd.conf", Kind::Apache),
    ("**/apache2.conf", Kind::Apache),
    ("/etc/apache2/**", Kind::Apache),
    ("/etc/httpd/**", Kind::Apache),
    ("/usr/local/apache2/conf/**", Kind::Apache),
    ("**/gunicorn*.py", Kind::Gunicorn),
    ("**/uwsgi*.ini", Kind::Uwsgi),
    ("**/logging*.conf", Kind::PythonLogging),
    ("**/logging*.ini", Kind::PythonLogging),
    ("**/logging*.y*ml", Kind::PythonLogging),
    ("**/log_conf*.y*ml", Kind::PythonLogging),
    ("**/log_conf*.json", Kind::PythonLogging),
    ("**/logback*.xml", Kind::JavaLogging),
    ("**/log4j*.xml", Kind::JavaLogging),
    ("**/log4j*.properties", Kind::JavaLogging),
    ("/etc/logrotate.d/*", Kind::Logrotate),
    ("/etc/logrotate.conf", Kind::Logrotate),
    ("/etc/cron.d/*", Kind::Crontab),
    ("/etc/crontab", Kind::Crontab),
    ("/etc/crontabs/*", Kind::Crontab),
    ("/var/spool/cron/**", Kind::Crontab),
    ("**/.env", Kind::Dotenv),
    ("**/.env.prod", Kind::Dotenv),
    ("**/.env.production", Kind::Dotenv),
];

/// Directories of images that hold configurations: looked for in folders that are copied as a whole.
pub(crate) const DIRECTORIES: &[&str] = &[
    "/etc",
    "/etc/supervisor",
    "/etc/supervisor/conf.d",
    "/etc/supervisor.d",
    "/etc/supervisord.d",
    "/usr/local/etc",
    "/usr/local/etc/php",
    "/usr/local/etc/php/conf.d",
    "/usr/local/etc/php-fpm.d",
    "/etc/nginx",
    "/etc/nginx/conf.d",
    "/etc/nginx/http.d",
    "/etc/nginx/sites-available",
    "/etc/nginx/sites-enabled",
    "/etc/nginx/templates",
    "/usr/local/openresty/nginx/conf",
    "/etc/apache2",
    "/etc/apache2/conf-available",
    "/etc/apache2/sites-available",
    "/etc/apache2/sites-enabled",
    "/etc/httpd/conf",
    "/etc/httpd/conf.d",
    "/usr/local/apache2/conf",
    "/etc/logrotate.d",
    "/etc/cron.d",
    "/etc/crontabs",
    "/var/spool/cron/crontabs",
];

static GLOBS: LazyLock<Vec<(Glob, Kind)>> =
    LazyLock::new(|| PATHS.iter().map(|(pattern, kind)| (Glob::new(pattern), *kind)).collect());

/// What the file at `path` of an image is.
pub(crate) fn kind(path: &str) -> Option<Kind> {
    if !path.contains(['.', '/']) || path.len() > 1_000 {
        return None;
    }
    GLOBS.iter().find(|(glob, _)| glob.matches(path)).map(|(_, kind)| *kind)
}

impl Kind {
    /// Directories in which the program of this configuration keeps its logs where nothing says otherwise.
    pub(crate) const fn log_directories(self) -> &'static [&'static str] {
        match self {
            Self::Supervisor => &["/var/log/supervisor", "/var/log/supervisord"],
            Self::Php | Self::Fpm => &["/var/log/php", "/var/log/php-fpm", "/var/log/php-fpm7", "/var/log/php-fpm8"],
            Self::Nginx => &["/var/log/nginx"],
            Self::Apache => &["/var/log/apache2", "/var/log/httpd", "/usr/local/apache2/logs"],
            Self::Gunicorn => &["/var/log/gunicorn"],
            Self::Uwsgi => &["/var/log/uwsgi"],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_kinds() {
        for (path, expected) in [
            ("/etc/supervisor/conf.d/app.conf", Some(Kind::Supervisor)),
            ("/app/supervisord.conf", Some(Kind::Supervisor)),
            ("/etc/supervisord.d/app.ini", Some(Kind::Supervisor)),
            ("/usr/local/etc/php/conf.d/x.ini", Some(Kind::Php)),
            ("/usr/local/etc/php/php.ini", Some(Kind::Php)),
            ("/etc/php/8.2/fpm/php.ini", Some(Kind::Php)),
            ("/etc/php83/conf.d/custom.ini", Some(Kind::Php)),
            ("/etc/php/8.2/fpm/pool.d/www.conf", Some(Kind::Fpm)),
            ("/usr/local/etc/php-fpm.d/zz.conf", Some(Kind::Fpm)),
            ("/etc/nginx/conf.d/default.conf", Some(Kind::Nginx)),
            ("/app/gunicorn_conf.py", Some(Kind::Gunicorn)),
            ("/etc/cron.d/job", Some(Kind::Crontab)),
            ("/app/.env", Some(Kind::Dotenv)),
            ("/app/.env.example", None),
            ("/app/package.json", None),
            ("/app", None),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
        let known = DIRECTORIES.iter().filter(|directory| kind(&format!("{directory}/x.conf")).is_some());
        assert!(known.count() > 12);
    }
}
