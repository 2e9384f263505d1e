//! Tests of settings.

use crate::patterns::{Kind, Setting, is_build_cache, setting};
use crate::state::Row;
use crate::value::Value;

fn of(name: &str, value: &str) -> Option<Setting> {
    setting(name, &Value::from(value))
}

/// Row, kind, path, replacement.
type Wanted<'w> = (&'w str, &'w str, Row, Kind, Option<&'w str>, Option<&'w str>);

fn check(rows: &[Wanted<'_>]) {
    for (name, value, row, kind, path, replacement) in rows {
        let Some(found) = of(name, value) else { panic!("{name}={value} is silent") };
        let found_path = found.path.as_ref().map(Value::text);
        assert_eq!(
            (found.row, found.kind, found_path, found.replacement),
            (*row, *kind, *path, *replacement),
            "{name}={value}"
        );
    }
}

#[test]
fn paths() {
    let (path, out, err) = (Kind::Path, Some("/dev/stdout"), Some("/dev/stderr"));
    check(&[
        ("UPLOAD_FOLDER", "/app/uploads", Row::Uploads, path, Some("/app/uploads"), None),
        ("APP_UPLOADS_DIR", "uploads", Row::Uploads, path, Some("uploads"), None),
        ("FILE_UPLOAD_PATH", "./files", Row::Uploads, path, Some("./files"), None),
        ("UPLOAD_DESTINATION", "$X/\u{FFFC}/up", Row::Uploads, path, Some("$X/\u{FFFC}/up"), None),
        ("MEDIA_ROOT", "/app/media", Row::Uploads, path, Some("/app/media"), None),
        ("ATTACHMENTS_DIR", "/x", Row::Uploads, path, Some("/x"), None),
        ("SESSION_DIR", "/var/sess", Row::Sessions, path, Some("/var/sess"), None),
        ("session.save_path", "\"3;0600;/tmp\"", Row::Sessions, path, Some("/tmp"), None),
        (
            "php_value[session.save_path]",
            "/var/lib/php/session",
            Row::Sessions,
            path,
            Some("/var/lib/php/session"),
            None,
        ),
        ("LOG_FILE", "/app/app.log", Row::Logs, path, Some("/app/app.log"), out),
        ("PRIVATE_LOG_FILE", "app", Row::Logs, path, Some("app"), out),
        ("ERROR_LOG_FILE", "/x/a.log", Row::Logs, path, Some("/x/a.log"), err),
        ("LOGS_DIR", "/app/logs", Row::Logs, path, Some("/app/logs"), None),
        ("APACHE_LOG_DIR", "/var/log/apache2", Row::Logs, path, Some("/var/log/apache2"), None),
        ("LOGPATH", "logs", Row::Logs, path, Some("logs"), None),
        ("LOG_PATH", "/tmp/app.log", Row::Logs, path, Some("/tmp/app.log"), out),
        ("LOGGING_FILE_NAME", "/x.log", Row::Logs, path, Some("/x.log"), out),
        ("logging.file.path", "/logs", Row::Logs, path, Some("/logs"), None),
        ("stdout_logfile", "/var/log/a.log", Row::Logs, path, Some("/var/log/a.log"), out),
        ("stderr_logfile", "/var/log/a.log", Row::Logs, path, Some("/var/log/a.log"), err),
        ("error_log", "/var/log/php.log", Row::Logs, path, Some("/var/log/php.log"), err),
        ("access_log", "/var/log/nginx/access.log main", Row::Logs, path, Some("/var/log/nginx/access.log"), out),
        ("LOG_STDOUT", "/var/log/apache2/access.log", Row::Logs, path, Some("/var/log/apache2/access.log"), out),
        ("GF_PATHS_LOGS", "/var/log/grafana", Row::Logs, path, Some("/var/log/grafana"), None),
        ("CACHE_DIR", "/app/cache", Row::Cache, path, Some("/app/cache"), None),
        ("APP_DATA_DIR", "/data", Row::Data, path, Some("/data"), None),
        ("STORAGE_PATH", "C:\\data", Row::Data, path, Some("C:\\data"), None),
        ("GF_PATHS_DATA", "/var/lib/grafana", Row::Data, path, Some("/var/lib/grafana"), None),
        ("DATABASE_URL", "sqlite:////data/app.db", Row::Database, path, Some("/data/app.db"), None),
        ("DATABASE_URL", "sqlite:///%kernel.project_dir%/var/data.db", Row::Database, path, Some("var/data.db"), None),
        (
            "DB_DATABASE",
            "/app/database/database.sqlite",
            Row::Database,
            path,
            Some("/app/database/database.sqlite"),
            None,
        ),
        ("ConnectionStrings__Main", "Data Source=app.db", Row::Database, path, Some("app.db"), None),
        ("SPRING_DATASOURCE_URL", "jdbc:h2:file:/data/db", Row::Database, path, Some("/data/db"), None),
        ("DB_PATH", "/data/store", Row::Database, path, Some("/data/store"), None),
        ("DBPATH", "/data/db.sqlite", Row::Database, path, Some("/data/db.sqlite"), None),
        ("database__connection__filename", "content/ghost.db", Row::Database, path, Some("content/ghost.db"), None),
        ("ANY", "sqlite:///x/y.db", Row::Database, path, Some("x/y.db"), None),
    ]);
}

#[test]
fn drivers_and_switches() {
    let (driver, switch) = (Kind::Driver, Kind::Switch);
    check(&[
        ("SESSION_DRIVER", "file", Row::Sessions, driver, None, Some("redis")),
        ("SESSION_TYPE", "filesystem", Row::Sessions, driver, None, Some("redis")),
        ("SESSION_STORE", "\"Memory\"", Row::Sessions, driver, None, Some("redis")),
        ("session.save_handler", "files", Row::Sessions, driver, None, Some("redis")),
        ("GITEA__session__PROVIDER", "file", Row::Sessions, driver, None, Some("redis")),
        ("CACHE_DRIVER", "file", Row::Cache, driver, None, Some("redis")),
        ("CACHE_STORE", "array", Row::Cache, driver, None, Some("redis")),
        ("CACHE_TYPE", "FileSystemCache", Row::Cache, driver, None, Some("RedisCache")),
        ("SPRING_CACHE_TYPE", "simple", Row::Cache, driver, None, Some("redis")),
        ("FILESYSTEM_DISK", "public", Row::Uploads, driver, None, Some("s3")),
        ("ACTIVE_STORAGE_SERVICE", "local", Row::Uploads, driver, None, Some("amazon")),
        ("LOG_CHANNEL", "stack", Row::Logs, driver, None, Some("stderr")),
        ("LOG_TO_FILE", "true", Row::Logs, switch, None, Some("false")),
        ("LOG_TO_FILE", "1", Row::Logs, switch, None, Some("0")),
        ("GF_LOG_MODE", "console file", Row::Logs, driver, None, Some("console")),
        ("DB_CONNECTION", "sqlite", Row::Database, driver, None, Some("pgsql")),
        ("database__client", "sqlite3", Row::Database, driver, None, Some("postgres")),
        ("KC_DB", "dev-file", Row::Database, driver, None, Some("postgres")),
        ("PAPERLESS_DBENGINE", "sqlite", Row::Database, driver, None, Some("postgres")),
    ]);
}

#[test]
fn silent_settings() {
    for (name, value) in [
        ("LOG_FILE", "-"),
        ("LOG_FILE", "/dev/stdout"),
        ("LOG_FILE", "/proc/1/fd/1"),
        ("LOG_FILE", "/dev/null"),
        ("LOG_FILE", ""),
        ("LOG_FILE", "\u{FFFC}"),
        ("LOG_FILE", "true"),
        ("LOG_FILE_SIZE", "10MB"),
        ("LOG_DIR", "10MB"),
        ("LOG_LEVEL", "info"),
        ("LOG_PATH", "/etc/app/logging.conf"),
        ("LOG_DIRS", "/data"),
        ("KAFKA_LOG_DIRS", "/tmp/kraft"),
        ("KAFKA_LOG_DIR", "/x"),
        ("ZOO_DATA_LOG_DIR", "/datalog"),
        ("TRANSACTION_LOG_DIR", "/x"),
        ("BINLOG_FILE", "/x/a.log"),
        ("WAL_LOG_DIR", "/x"),
        ("BLOG_DIR", "/app/blog"),
        ("LOGIN_PATH", "/login"),
        ("CATALOG_PATH", "/catalog"),
        ("CHANGELOG_FILE", "/CHANGELOG.md"),
        ("LOGO_PATH", "/logo.png"),
        ("access_log", "off"),
        ("LOG_CHANNEL", "stderr"),
        ("LOG_TO_FILE", "false"),
        ("RAILS_LOG_TO_STDOUT", "true"),
        ("SESSION_DRIVER", "redis"),
        ("SESSION_DRIVER", "\u{FFFC}"),
        ("APP_SESSION_DRIVER_X", "file"),
        ("SESSION_PATH", "/"),
        ("session.save_path", "tcp://redis:6379"),
        ("session.save_path", "memcached:11211"),
        ("SESSION_LIFETIME", "120"),
        ("UPLOAD_MAX_SIZE", "10M"),
        ("UPLOAD_DIR", "s3://bucket/x"),
        ("UPLOAD_DIR", "0755"),
        ("UPLOAD_TMP_DIR", "/tmp"),
        ("MEDIA_ROOT", "https://cdn.example.com"),
        ("FILESYSTEM_DISK", "s3"),
        ("CACHE_DRIVER", "redis"),
        ("CACHE_DIR", "/root/.cache/pip"),
        ("CACHE_DIR", "/tmp/cache"),
        ("CACHE_DIR", "/var/cache/nginx"),
        ("PIP_CACHE_DIR", "/cache"),
        ("PIP_NO_CACHE_DIR", "1"),
        ("HF_HOME", "/models"),
        ("GOCACHE", "/x"),
        ("NO_CACHE", "true"),
        ("DATABASE_URL", "postgres://u:p@db/x"),
        ("DATABASE_URL", "\u{FFFC}"),
        ("DB_CONNECTION", "mysql"),
        ("DB_NAME", "app"),
        ("POSTGRES_DB", "sonar"),
        ("SQLITE_VERSION", "3.45.0"),
        ("DATA_DIR", "/usr/share/tessdata"),
        ("DATA_DIR", "/tmp/x"),
        ("METADATA_PATH", "/x"),
        ("STORAGE_TYPE", "s3"),
        ("LOG", "debug"),
        ("", ""),
        ("=", "=;/"),
    ] {
        assert_eq!(of(name, value), None, "{name}={value}");
    }
}

#[test]
fn what_only_suggests_is_not_certain() {
    let certain = |name, value| of(name, value).map(|found| found.certain);
    assert_eq!(certain("DATA_DIR", "/data"), Some(false));
    assert_eq!(certain("STORAGE_DRIVER", "local"), Some(false));
    assert_eq!(certain("DB_PATH", "/data/store"), Some(false));
    assert_eq!(certain("DB_PATH", "/data/store.db"), Some(true));
    assert_eq!(certain("SESSION_DRIVER", "file"), Some(true));
}

#[test]
fn databases_without_a_directory_are_unplaced() {
    let unplaced = |name, value| of(name, value).map(|found| found.unplaced);
    assert_eq!(unplaced("DB_CONNECTION", "sqlite"), Some(true));
    assert_eq!(unplaced("DATABASE_URL", "sqlite:///app.db"), Some(true));
    assert_eq!(unplaced("DATABASE_URL", "file:./dev.db"), Some(true));
    assert_eq!(unplaced("DATABASE_URL", "sqlite:////data/app.db"), Some(false));
    assert_eq!(unplaced("SESSION_DRIVER", "file"), Some(false));
}

#[test]
fn build_caches_by_name() {
    assert!(["PIP_CACHE_DIR", "npm_config_cache", "HF_HOME", "PIP_NO_CACHE_DIR"].into_iter().all(is_build_cache));
    assert!(!["CACHE_DIR", "APP_CACHE", ""].into_iter().any(is_build_cache));
}
