//! Tests of options.

use crate::patterns::{LogOption, Reading, log_options, options};
use crate::state::Row;

/// The value, row and replacement of the first option of `program` that `words` begin with.
fn read(program: &str, words: &[&'static str]) -> Option<(&'static str, Row, Option<&'static str>)> {
    options(program).find_map(|option: &LogOption| {
        let value = match option.read(words[0])? {
            Reading::Here(value) => value,
            Reading::Next => option.value(words.get(1)?)?,
        };
        Some((value, option.row, option.stdout))
    })
}

#[test]
fn values_of_options() {
    let (logs, out, err) = (Row::Logs, Some("/dev/stdout"), Some("/dev/stderr"));
    for (program, words, wanted) in [
        ("gunicorn", ["--access-logfile", "/a.log"], ("/a.log", logs, Some("-"))),
        ("gunicorn", ["--log-file=/a.log", ""], ("/a.log", logs, Some("-"))),
        ("anything", ["--log-file", "/a.log"], ("/a.log", logs, out)),
        ("anything", ["--error-logfile=/a.log", ""], ("/a.log", logs, err)),
        ("uwsgi", ["--logto", "/a.log"], ("/a.log", logs, out)),
        ("supervisord", ["-l", "/a.log"], ("/a.log", logs, Some("/dev/null"))),
        ("celery", ["-f", "/a.log"], ("/a.log", logs, out)),
        ("celery", ["-f/a.log", ""], ("/a.log", logs, out)),
        ("nginx", ["-g", "daemon off; error_log /a.log info;"], ("/a.log", logs, err)),
        ("php-fpm8.2", ["-d", "error_log=/a.log"], ("/a.log", logs, err)),
        ("php-fpm", ["-derror_log=/a.log", ""], ("/a.log", logs, err)),
        ("php", ["-d", "session.save_path=/s"], ("/s", Row::Sessions, None)),
        ("mysqld", ["--log-error=/a.log", ""], ("/a.log", logs, err)),
        ("mongod", ["--logpath", "/a.log"], ("/a.log", logs, out)),
        ("java", ["-Dlogging.file.name=/a.log", ""], ("/a.log", logs, out)),
        ("java", ["-Xloggc:/a.log", ""], ("/a.log", logs, out)),
        ("java", ["-Xlog:gc*:file=/a.log:time,uptime", ""], ("/a.log", logs, out)),
        ("pm2-runtime", ["-e", "/a.log"], ("/a.log", logs, err)),
        ("vsftpd", ["-oxferlog_file=/a.log", ""], ("/a.log", logs, out)),
        ("traefik", ["--accesslog.filepath=/a.log", ""], ("/a.log", logs, out)),
        ("vault", ["-log-file", "/a.log"], ("/a.log", logs, out)),
        ("crond", ["-L", "/a.log"], ("/a.log", logs, out)),
        ("app", ["-db", "app.db"], ("app.db", Row::Database, None)),
        ("app", ["--data-dir", "/data"], ("/data", Row::Data, None)),
    ] {
        assert_eq!(read(program, &words), Some(wanted), "{program} {words:?}");
    }
}

#[test]
fn other_words_are_no_options() {
    for (program, words) in [
        ("gunicorn", ["--log-level", "info"]),
        ("gunicorn", ["--log-file-mode=1", ""]),
        ("unknown", ["-l", "/a.log"]),
        ("cron", ["-L", "15"]),
        ("nginx", ["-g", "daemon off;"]),
        ("nginx", ["-g", "error_logger x;"]),
        ("php", ["-d", "memory_limit=1G"]),
        ("php", ["-dmemory_limit=1G", ""]),
        ("java", ["-Xlog:gc*", ""]),
        ("java", ["-Xlog:gc*:stdout", ""]),
        ("java", ["-Xloggc:", ""]),
        ("uvicorn", ["--log-config", "x.yaml"]),
    ] {
        assert_eq!(read(program, &words), None, "{program} {words:?}");
    }
}

#[test]
fn versions_in_names_of_programs() {
    assert_eq!(log_options("php-fpm8.2"), log_options("php-fpm"));
    assert!(log_options("").is_empty() && log_options("8.2").is_empty());
}
