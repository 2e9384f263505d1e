//! Tests of the tables: what each name means, and what it must not mean.

mod options;
mod robust;
mod settings;

use std::path::Path;

use super::*;

const APP: [&str; 2] = ["/srv", "/app/service"];

fn named(path: &str, application: bool, setting: bool) -> Option<(Row, bool)> {
    let roots = APP.map(Value::from);
    let name = directory(&Value::from(path), Context { roots: &roots, application, setting });
    name.map(|name| (name.row, name.certain))
}

#[test]
fn directories_belong_to_the_row_of_their_name() {
    let rows = [
        ("/app/uploads", Row::Uploads, true),
        ("/app/uploads/images", Row::Uploads, true),
        ("/x/user-uploads", Row::Uploads, true),
        ("/x/userfiles", Row::Uploads, true),
        ("/app/upload", Row::Uploads, false),
        ("/data/attachments", Row::Uploads, false),
        ("/srv/media", Row::Uploads, false),
        ("/var/www/html/wp-content/uploads", Row::Uploads, true),
        ("/var/www/html/wp-content/uploads/2024", Row::Uploads, true),
        ("/app/storage/app/public/avatars", Row::Uploads, true),
        ("/app/public/system", Row::Uploads, true),
        ("/opt/drupal/web/sites/default/files", Row::Uploads, true),
        ("\u{FFFC}/uploads", Row::Uploads, true),
        ("C:\\app\\Uploads", Row::Uploads, true),
        ("/tmp/uploads", Row::Uploads, false),
        ("/app/sessions", Row::Sessions, true),
        ("/app/sess", Row::Sessions, false),
        ("/var/lib/php/sessions", Row::Sessions, true),
        ("/var/lib/php/session", Row::Sessions, true),
        ("/var/lib/php8/sessions-fpm", Row::Sessions, true),
        ("/app/storage/framework/sessions", Row::Sessions, true),
        ("/rails/tmp/sessions", Row::Sessions, true),
        ("/tmp/sessions", Row::Sessions, false),
        ("/app/logs", Row::Logs, true),
        ("/app/log", Row::Logs, true),
        ("/usr/src/app/logs", Row::Logs, true),
        ("/var/log", Row::Logs, false),
        ("/var/log/nginx", Row::Logs, true),
        ("/var/log/supervisor/child", Row::Logs, true),
        ("C:\\logs", Row::Logs, true),
        ("/app/storage/framework/cache", Row::Cache, true),
        ("/app/storage/framework/cache/data", Row::Cache, true),
        ("/rails/tmp/cache", Row::Cache, true),
        ("/var/cache/myapp", Row::Cache, true),
        ("/app/var/cache/prod", Row::Cache, true),
        ("/app/cache", Row::Cache, false),
        ("/home/app/.cache", Row::Cache, false),
        ("/home/node/app/cache", Row::Cache, false),
        ("/home/bun/app/cache", Row::Cache, false),
        ("/var/lib/postgresql/data", Row::Database, true),
        ("/var/lib/mysql", Row::Database, true),
        ("/data/db", Row::Database, false),
        ("/data", Row::Data, false),
        ("/app/data", Row::Data, false),
        ("/app/service/instance", Row::Data, false),
        ("/app/service/storage", Row::Data, false),
    ];
    for (path, row, certain) in rows {
        assert_eq!(named(path, true, false), Some((row, certain)), "{path}");
    }
    assert_eq!(named("/mnt/media", true, true), Some((Row::Uploads, false)));
}

#[test]
fn directories_without_state_are_silent() {
    let paths = [
        "/",
        "",
        "\u{FFFC}",
        "/app",
        "/media",
        "/media/usb",
        "/mnt/media",
        "/app/node_modules/x/uploads",
        "/usr/lib/python3/site-packages/logs",
        "/etc/service/app/log",
        "/etc/s6-overlay/s6-rc.d/app/log",
        "/run/uploads",
        "/var/run/log",
        "/var/lib/kafka/logs",
        "/data/pg_wal/log",
        "/var/log/apt",
        "/app/blog",
        "/app/catalog",
        "/app/changelogs",
        "/app/login",
        "/app/public",
        "/app/download",
        "/var/cache",
        "/var/cache/apt",
        "/var/cache/apk",
        "/var/cache/nginx",
        "/var/cache/nginx/client_temp",
        "/usr/share/nginx/cache",
        "/var/lib/nginx/cache",
        "/root/.cache/pip",
        "/root/.cache/go-build",
        "/root/.composer/cache",
        "/go/pkg/mod/cache/../gradle/caches",
        "/root/.gradle/caches",
        "/app/bootstrap/cache",
        "/tmp/cache",
        "/tmp/app/.cache",
        "/root/.cache/huggingface",
        "/app/node_modules/.cache",
        "/srv/data",
        "/app/service/src/data",
        "/usr/share/data",
        "/opt/storage",
        "/var/lib/mysql-files",
        "/var/lib/postgres",
    ];
    for path in paths {
        assert_eq!(named(path, true, false), None, "{path}");
    }
    for path in ["/data", "/app/data", "/var/lib/mysql", "/data/db"] {
        assert_eq!(named(path, false, false), None, "{path} of a server's image");
    }
}

#[test]
fn whole_state_trees_of_frameworks() {
    let tree = |path: &str, image| framework_tree(&Value::from(path), image);
    let laravel = Some(("Laravel", [Row::Sessions, Row::Uploads, Row::Logs, Row::Cache].as_slice()));
    assert_eq!(tree("/var/www/html/storage", ""), laravel);
    assert_eq!(tree("/app/storage", "library/php"), laravel);
    assert_eq!(tree("/rails/storage", ""), Some(("Rails", [Row::Database, Row::Uploads].as_slice())));
    assert_eq!(tree("/app/storage", "library/ruby").map(|(name, _)| name), Some("Rails"));
    assert_eq!(tree("/srv/app/var", "library/php").map(|(name, _)| name), Some("Symfony"));
    for (path, image) in [
        ("/var", "library/php"),
        ("/storage", "library/php"),
        ("/usr/local/var", "library/php"),
        ("/app/storage", "library/node"),
        ("/var/www/html/storage/logs", ""),
        ("/app/storages", "library/php"),
    ] {
        assert_eq!(tree(path, image), None, "{path} in {image}");
    }
}

#[test]
fn files_for_tests_and_development() {
    for path in [
        "tests/Dockerfile",
        "a/test/compose.yaml",
        ".devcontainer/Dockerfile",
        "compose.test.yml",
        "docker-compose.test.yaml",
        "docker-compose-test.yml",
        "Dockerfile.dev",
        "dev.Dockerfile",
        "Dockerfile_test",
        "compose.dev.yml",
        "integration-tests/Dockerfile",
    ] {
        assert!(development_file(Path::new(path)), "{path}");
    }
    for path in [
        "Dockerfile",
        "a/Dockerfile",
        "compose.prod.yml",
        "device/Dockerfile",
        "latest/Dockerfile",
        "attestation/Dockerfile",
        "Dockerfile.devices",
        "",
    ] {
        assert!(!development_file(Path::new(path)), "{path}");
    }
}

#[test]
fn names_of_files_and_settings() {
    for path in ["/app/app.log", "x.LOG", "a.log.1"] {
        assert!(log_file(path), "{path}");
    }
    for path in ["/app/log", ".log", "/app/logs", "x.logs", "blog", "a.login", ""] {
        assert!(!log_file(path), "{path}");
    }
    assert!(
        is_schedule_file("/var/log/cron.log") && is_schedule_file("/etc/crontab") && !is_schedule_file("/cron/a.log")
    );
    assert!(
        is_error_log("/var/log/nginx/error.log") && is_error_log("stderr_logfile") && !is_error_log("/errors/a.log")
    );
    for name in
        ["DB_FILE", "APP_DATABASE", "sqlite_path", "SPRING_DATA_SOURCE", "ConnectionStrings__X", "--db-path", "DBPATH"]
    {
        assert!(has_database_name(name), "{name}");
    }
    for name in ["FEEDBACK_FILE", "THUMBDB", "DATA_DIR", "DBUS_ADDRESS", ""] {
        assert!(!has_database_name(name), "{name}");
    }
}

#[test]
fn streams() {
    for value in [
        "-",
        "/dev/stdout",
        "/dev/stderr",
        "/dev/null",
        "/proc/self/fd/1",
        "/proc/1/fd/2",
        "\"/dev/stdout\"",
        "stdout",
        "php://stderr",
        "syslog:server=x",
    ] {
        assert!(is_stream(value), "{value}");
    }
    for value in ["/dev/stdout.log", "/proc/1/fd/3", "--", "/var/log/app.log", "", "stdout.txt"] {
        assert!(!is_stream(value), "{value}");
    }
    assert_eq!((stream("/x/error.log"), stream("/x/access.log")), ("/dev/stderr", "/dev/stdout"));
}

#[test]
fn database_files() {
    let file = |value: &str, named| database_file(&Value::from(value), named).map(|path| path.text().to_owned());
    for (value, path) in [
        ("sqlite:///app.db", "app.db"),
        ("sqlite:////data/app.db", "/data/app.db"),
        ("sqlite+aiosqlite:////data/app", "/data/app"),
        ("sqlite:/data/app", "/data/app"),
        ("sqlite://data.db?mode=rwc", "data.db"),
        ("file:./dev.db", "./dev.db"),
        ("file:/data/app.db?cache=shared", "/data/app.db"),
        ("file:///data/app.sqlite", "/data/app.sqlite"),
        ("jdbc:h2:file:/data/h2;MODE=MySQL", "/data/h2"),
        ("jdbc:h2:./data/test", "./data/test"),
        ("jdbc:derby:/opt/derby;create=true", "/opt/derby"),
        ("jdbc:sqlite:app.db", "app.db"),
        ("Data Source=app.db", "app.db"),
        ("DataSource=/data/app.sqlite;Cache=Shared", "/data/app.sqlite"),
        ("'sqlite:///a.db'", "a.db"),
    ] {
        assert_eq!(file(value, false).as_deref(), Some(path), "{value}");
    }
    assert_eq!(file("/data/x.sqlite3", true).as_deref(), Some("/data/x.sqlite3"));
    for value in [
        "/data/x.sqlite3",
        "postgres://u@db/x",
        "sqlite://:memory:",
        "sqlite::memory:",
        "sqlite://",
        "sqlite:///\u{FFFC}",
        "file::memory:?cache=shared",
        "file:/etc/app.conf",
        "jdbc:h2:mem:test",
        "jdbc:h2:tcp://h2/x",
        "jdbc:derby://derby:1527/x",
        "Data Source=sql;Initial Catalog=x",
        "jdbc:derby:memory:x",
        "jdbc:h2é",
        "",
    ] {
        assert_eq!(file(value, false), None, "{value}");
    }
    for value in ["mydb", "db", "postgres://db.db/x.db", ".db", "/data/.db", "5432"] {
        assert_eq!(file(value, true), None, "{value}");
    }
}
