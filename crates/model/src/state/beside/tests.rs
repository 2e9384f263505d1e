//! Dockerfiles with files beside them, and what those add.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use expect_test::{Expect, expect};
use longshore_syntax::Language;

use crate::state::Excuse;
use crate::{Content, File, State, Workspace};

/// A folder that is there as long as its test runs.
struct Folder(PathBuf);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = Self(env::temp_dir().join(format!("longshore-beside-{}-{number}", process::id())));
        for (path, text) in files {
            let path = folder.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn state(&self, dockerfile: &str) -> (File, State) {
        let path = self.0.join(dockerfile);
        let text = fs::read_to_string(&path).unwrap();
        let file = File::new(path, Language::Dockerfile, &text);
        let Content::Dockerfile(content) = &file.content else { panic!("no Dockerfile") };
        let state = State::derive(&Workspace::new(vec![self.0.clone()]), &file, content);
        (file, state)
    }

    fn said(&self, path: &Path, span: longshore_syntax::Span) -> String {
        let text = fs::read_to_string(path).unwrap();
        format!("{}:{:?}", path.strip_prefix(&self.0).unwrap().display(), span.text(&text))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// One line a fact: `row "word" path < file:"text"`, and the further places that files beside show.
fn check(files: &[(&str, &str)], expected: Expect) {
    let folder = Folder::new(files);
    let dockerfile = files.iter().map(|(path, _)| *path).find(|path| path.contains("Dockerfile")).unwrap();
    let (file, state) = folder.state(dockerfile);
    let mut shown = String::new();
    for fact in &state.facts {
        let path = fact.path.as_ref().map_or_else(|| fact.driver.clone().unwrap_or_default(), ToString::to_string);
        let sure = if fact.certain { "!" } else { "?" };
        let _ = write!(shown, "{:?}{sure} {:?} {path}", fact.row, fact.place.span.text(&file.text));
        for place in std::iter::once(&fact.place).chain(&fact.more) {
            let said = place.beside.as_ref().map_or("here".to_owned(), |(path, span)| folder.said(path, *span));
            let _ = write!(shown, " < {said}");
        }
        shown.push('\n');
    }
    expected.assert_eq(&shown);
}

#[test]
fn configurations_that_are_copied() {
    check(
        &[
            (
                "Dockerfile",
                "FROM php:8.3-fpm-alpine\nCOPY docker/php.ini /usr/local/etc/php/conf.d/x.ini\n\
                 COPY docker/www.conf docker/zz.conf /usr/local/etc/php-fpm.d/\nCOPY docker/nginx /etc/nginx\n\
                 COPY docker/*.sv.conf /etc/supervisor/conf.d/\nCOPY docker/job /etc/cron.d\n",
            ),
            (
                "docker/php.ini",
                "session.save_handler = files\nsession.save_path = \"/s/sess\"\nerror_log = /dev/stderr\n",
            ),
            ("docker/www.conf", "[www]\naccess.log = /l/$pool.log\n"),
            ("docker/nginx/nginx.conf", "http { access_log /l/n.log; error_log /dev/stderr; }\n"),
            ("docker/nginx/conf.d/a.conf", "server { proxy_cache_path /c/nginx keys_zone=a:1m; }\n"),
            (
                "docker/a.sv.conf",
                "[program:a]\ncommand=gunicorn --access-logfile /l/g.log x\nstdout_logfile=/dev/fd/1\n",
            ),
            ("docker/job", "* * * * * root /run >> /l/cron.txt\n# * * * * * root x > /l/no\n"),
        ],
        expect![[r#"
            Sessions! "docker/php.ini" /s/sess < docker/php.ini:"/s/sess"
            Logs! "docker/www.conf" /l/www.log < docker/www.conf:"/l/$pool.log"
            Cache! "docker/nginx" /c/nginx < docker/nginx/conf.d/a.conf:"/c/nginx"
            Logs! "docker/nginx" /l/n.log < docker/nginx/nginx.conf:"/l/n.log"
            Logs! "docker/*.sv.conf" /l/g.log < docker/a.sv.conf:"/l/g.log"
            Schedule! "docker/job" /l/cron.txt < docker/job:"/l/cron.txt"
        "#]],
    );
}

#[test]
fn what_commands_start() {
    check(
        &[
            (
                "Dockerfile",
                "FROM python:3.13\nWORKDIR /app\nCOPY . .\nENTRYPOINT [\"./start.sh\"]\n\
                 CMD [\"gunicorn\", \"app\"]\n",
            ),
            (
                "start.sh",
                "#!/bin/sh\nset -e\nmkdir -p uploads && chown app uploads\nif [ -n \"$D\" ]; then\n  chown app cache\n\
                 fi\nexport SESSION_DRIVER=file\nsh other.sh\nexec \"$@\"\n",
            ),
            ("other.sh", "worker > /l/worker.log\nsh third.sh\n"),
            ("third.sh", "x > /l/third.log\n"),
            ("gunicorn.conf.py", "accesslog = \"/l/a.log\"\nerrorlog = \"-\"\n"),
        ],
        expect![[r#"
            Logs! "." /l/a.log < gunicorn.conf.py:"/l/a.log"
            Sessions! "./start.sh" file < start.sh:"file"
            Logs! "./start.sh" /l/worker.log < other.sh:"/l/worker.log"
            Uploads! "./start.sh" /app/uploads < start.sh:"uploads" < start.sh:"uploads"
        "#]],
    );
}

#[test]
fn one_cause_in_a_script_is_one_finding() {
    check(
        &[
            ("Dockerfile", "FROM alpine\nWORKDIR /app\nCOPY . .\nRUN mkdir /app/y\nCMD sh run.sh\n"),
            (
                "run.sh",
                "touch /var/log/cron.log\nchmod 666 /var/log/cron.log\nmkdir -p ./x && touch $_/a.log\n\
                 tail -F y/*.log &\nx > y/b.log\n",
            ),
        ],
        expect![[r#"
            Logs! "run.sh" /app/y < run.sh:"y/*.log" < run.sh:"y/b.log"
            Schedule! "run.sh" /var/log/cron.log < run.sh:"/var/log/cron.log" < run.sh:"/var/log/cron.log"
            Logs! "run.sh" /app/x/a.log < run.sh:"$_/a.log"
        "#]],
    );
    check(
        &[
            (
                "Dockerfile",
                "FROM alpine AS base\nENV LOG_FILE=/l/a.log\nFROM base\nCOPY . /\nENTRYPOINT [\"/run.sh\"]\n",
            ),
            ("run.sh", "mkdir -p /l/\nmkdir -p /var/log/app\n"),
        ],
        expect![[r#"
            Logs! "/l/a.log" /l/a.log < here
            Logs! "/run.sh" /var/log/app < run.sh:"/var/log/app"
        "#]],
    );
}

#[test]
fn mounts_of_the_context_and_volumes() {
    check(
        &[
            (
                "Dockerfile",
                "FROM alpine\nENV D=/v\nVOLUME $D\nRUN --mount=type=bind,source=conf,target=/c crontab /c/tab\n",
            ),
            ("conf/tab", "0 * * * * x > /v/x.log\n0 * * * * y > /w/y.log\n"),
        ],
        expect![[r#"
            Schedule! "type=bind,source=conf,target=/c" /w/y.log < conf/tab:"/w/y.log"
        "#]],
    );
}

#[test]
fn copies_are_followed() {
    check(
        &[
            (
                "docker/Dockerfile",
                "ARG DIR=docker\nFROM alpine AS build\nCOPY . /src\nFROM alpine\nARG DIR\n\
                 COPY --from=build /src/docker/run /usr/local/bin/run\nCOPY $DIR/cron.txt /tmp/\n\
                 RUN crontab /tmp/cron.txt && cp /tmp/cron.txt /x\nCMD [\"run\"]\n",
            ),
            ("docker/run", "#!/bin/bash\ntail -F /l/x.log\n"),
            ("docker/cron.txt", "@daily /usr/local/bin/run\n0 1 * * * dump > /b/dump.sql\n"),
        ],
        expect![[r#"
            Logs! "run" /l/x.log < docker/run:"/l/x.log"
            Schedule! "$DIR/cron.txt" /b/dump.sql < docker/cron.txt:"/b/dump.sql"
        "#]],
    );
}

#[test]
fn settings_of_laravel() {
    let files = [
        ("Dockerfile", "FROM php:8.3-fpm\nENV LOG_CHANNEL=stderr\nWORKDIR /app\nCOPY . .\nRUN cp .env.example .env\n"),
        ("artisan", "#!/usr/bin/env php\n"),
        (".env.example", "APP_ENV=local\nLOG_CHANNEL=stack\nSESSION_DRIVER=file # c\nCACHE_STORE=redis\n"),
    ];
    check(
        &files,
        expect![[r#"
        Sessions? ".env.example" file < .env.example:"file"
    "#]],
    );
    check(
        &[
            ("Dockerfile", "FROM php:8.3-fpm\nWORKDIR /app\nCOPY . .\n"),
            ("artisan", "#!/usr/bin/env php\n"),
            (".env", "LOG_CHANNEL=stack\n"),
        ],
        expect![[r#"
            Logs! "." stack < .env:"stack"
        "#]],
    );
}

#[test]
fn what_is_not_seen_or_not_in_the_image() {
    let supervisor = ("supervisord.conf", "[supervisord]\nlogfile=/l/s.log\n");
    let dockerfile = ("Dockerfile", "FROM alpine\nWORKDIR /app\nCOPY . .\nCMD [\"supervisord\"]\n");
    check(
        &[dockerfile, supervisor],
        expect![[r#"
            Logs! "." /l/s.log < supervisord.conf:"/l/s.log"
        "#]],
    );
    check(&[dockerfile, supervisor, (".dockerignore", "*\n!src\n")], expect![""]);
    check(&[dockerfile, supervisor, ("Dockerfile.dockerignore", "*.conf\n")], expect![""]);
    check(
        &[("Dockerfile", "FROM alpine AS tool\nCOPY supervisord.conf /etc/\nFROM alpine\nCMD [\"x\"]\n"), supervisor],
        expect![""],
    );
    check(
        &[("Dockerfile", "FROM alpine\nCOPY ../../etc/supervisord.conf https://x/nginx.conf /etc/\n"), ("x", "")],
        expect![""],
    );
}

#[test]
fn what_leaves_the_container_is_silent() {
    check(
        &[
            ("Dockerfile", "FROM nginx\nCOPY nginx.conf /etc/nginx/nginx.conf\nCOPY e.sh /\nENTRYPOINT [\"/e.sh\"]\n"),
            ("nginx.conf", "access_log /var/log/nginx/access.log;\nerror_log /var/log/nginx/my.log;\n"),
            ("e.sh", "ln -sf /dev/stderr /l/x.log\nserve > /l/x.log\nmkdir -p /l/logs\n"),
        ],
        expect![[r#"
            Logs! "nginx.conf" /var/log/nginx/my.log < nginx.conf:"/var/log/nginx/my.log"
            Logs! "/e.sh" /l/logs < e.sh:"/l/logs"
        "#]],
    );
    check(
        &[
            (
                "Dockerfile",
                "FROM alpine\nRUN mkdir -p /var/log/supervisor\nCOPY supervisord.conf /etc/supervisord.conf\n\
                 CMD [\"supervisord\"]\n",
            ),
            ("supervisord.conf", "[supervisord]\nlogfile=/dev/null\n[program:a]\nstdout_logfile=/dev/stdout\n"),
        ],
        expect![""],
    );
    check(
        &[
            (
                "Dockerfile",
                "FROM alpine\n# /l is provided as a mount\nWORKDIR /l\nCOPY supervisord.conf /etc/supervisord.conf\n",
            ),
            ("supervisord.conf", "[supervisord]\nlogfile=/l/s.log\n"),
        ],
        expect![""],
    );
}

#[test]
fn scripts_that_step_down() {
    let of = |script: &str| {
        let dockerfile = "FROM alpine\nCOPY --chmod=755 go.sh /\nENTRYPOINT [\"/go.sh\"]\n";
        let folder = Folder::new(&[("Dockerfile", dockerfile), ("go.sh", script)]);
        folder.state("Dockerfile").1.user.unwrap().excuse
    };
    for (script, expected) in [
        ("#!/bin/sh\nexec su-exec app \"$@\"\n", Excuse::Silent),
        ("if [ \"$(id -u)\" = 0 ]; then\n  exec gosu app \"$0\" \"$@\"\nfi\nexec \"$@\"\n", Excuse::Silent),
        ("if [ \"$(id -u)\" = 0 ]; then\n  gosu app \"$0\"\n  exit 1\nfi\nexec \"$@\"\n", Excuse::Silent),
        ("if [ \"$(id -u)\" != 0 ]; then\n  exec gosu app x\nfi\nexec y\n", Excuse::Maybe),
        ("if [ -n \"$PUID\" ]; then\n  exec gosu app x\nfi\nexec y\n", Excuse::Maybe),
        ("[ \"$UID\" -eq 0 ] && GO=\"gosu app\" || GO=\"\"\nexec $GO \"$@\"\n", Excuse::Silent),
        ("GO=\"gosu root\"\nexec $GO \"$@\"\n", Excuse::None),
        ("exec \"$@\"\n", Excuse::None),
    ] {
        assert_eq!(of(script), expected, "{script}");
    }
}

#[test]
fn a_script_may_hand_over_what_the_build_makes() {
    let folder = Folder::new(&[
        (
            "Dockerfile",
            "FROM alpine\nRUN mkdir /data\nRUN mkdir /app\nCOPY go.sh /\nUSER app\nENTRYPOINT [\"/go.sh\"]\n",
        ),
        ("go.sh", "chown -R app /data\n"),
    ]);
    let (_, state) = folder.state("Dockerfile");
    assert!(state.directories.iter().all(|directory| directory.owned), "{:?}", state.directories);
}

#[test]
fn bounded_on_large_input() {
    let mut text = "FROM alpine\n".to_owned();
    for number in 0..3_000 {
        let _ = writeln!(
            text,
            "COPY conf/{number}/nginx.conf /etc/nginx/{number}.conf\nRUN cp /a/nginx.conf /etc/nginx.conf"
        );
    }
    let folder = Folder::new(&[("Dockerfile", &text), ("conf/1/nginx.conf", &"access_log /l/a.log;\n".repeat(5_000))]);
    assert_eq!(folder.state("Dockerfile").1.facts.len(), 1);
}
