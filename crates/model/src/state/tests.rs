//! Small Dockerfiles and the facts that they hold.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use expect_test::{Expect, expect};
use longshore_syntax::Language;

use crate::{Content, File, State, Workspace};

fn derive(name: &str, text: &str) -> (File, State) {
    let file = File::new(PathBuf::from(name), Language::Dockerfile, text);
    let Content::Dockerfile(dockerfile) = &file.content else { panic!("no Dockerfile") };
    let state = State::derive(&Workspace::default(), &file, dockerfile);
    (file, state)
}

/// One line a fact, then one a directory: `row "text" path [certain] +more`.
fn check(text: &str, expected: Expect) {
    let (file, state) = derive("Dockerfile", text);
    let mut shown = String::new();
    for fact in &state.facts {
        let path = fact.path.as_ref().map_or_else(|| fact.driver.clone().unwrap_or_default(), ToString::to_string);
        let words: Vec<&str> = fact.more.iter().map(|place| place.span.text(&file.text)).collect();
        let sure = if fact.certain { "!" } else { "?" };
        let place = fact.place.span.text(&file.text);
        let _ = writeln!(shown, "{:?}{sure} {place:?} {path} {:?} {words:?}", fact.row, fact.place.evidence);
    }
    for directory in &state.directories {
        let owned = if directory.owned { "owned" } else { "unowned" };
        let made = if directory.made.is_some() { "made" } else { "named" };
        let mount = if directory.mount.is_some() { " mounted" } else { "" };
        let _ = writeln!(shown, "- {} {made} {owned}{mount}", directory.path);
    }
    expected.assert_eq(&shown);
}

#[test]
fn the_checklist_sample() {
    check(
        "FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN mkdir -p /app/uploads /app/sessions /app/logs\n",
        expect![[r#"
            Uploads! "/app/uploads" /app/uploads Made []
            Sessions! "/app/sessions" /app/sessions Made []
            Logs! "/app/logs" /app/logs Made []
            - /app/uploads made owned
            - /app/sessions made owned
            - /app/logs made owned
        "#]],
    );
}

#[test]
fn settings_options_and_redirects() {
    check(
        r#"FROM python:3.12
ARG LOGS=/srv/log
ENV LOG_DIR=$LOGS SESSION_DRIVER=file CACHE_DRIVER=redis
WORKDIR /srv
ENV DATABASE_URL=sqlite:///data/app.db
CMD ["gunicorn", "--access-logfile", "-", "--error-logfile=/srv/log/error.log", "app:app"]
"#,
        expect![[r#"
            Logs! "$LOGS" /srv/log Setting("LOG_DIR") ["/srv/log/error.log"]
            Sessions! "file" file Setting("SESSION_DRIVER") []
            Database! "sqlite:///data/app.db" /srv/data/app.db Setting("DATABASE_URL") []
        "#]],
    );
    check(
        "FROM debian:12\nENTRYPOINT [\"gunicorn\"]\nCMD [\"--log-file\", \"/x/app.log\"]\n",
        expect![[r#"
        Logs! "/x/app.log" /x/app.log Option("--log-file") []
    "#]],
    );
    check(
        "FROM node:22\nWORKDIR /app\nCMD node server.js >> app.log 2>&1\n",
        expect![[r#"
        Logs! "app.log" /app/app.log Redirect []
    "#]],
    );
    check("FROM node:22\nCMD service x start && tail -f /dev/null\n", expect![[r#""#]]);
}

#[test]
fn the_build_makes_and_hands_over() {
    check(
        r#"FROM php:8.3-fpm
WORKDIR /var/www/html
RUN install -d -m 0755 -o www-data session && mkdir -m 755 cache && cd storage && mkdir -p logs
RUN chown -R www-data:www-data /var/www/html && chmod -R 755 bootstrap/cache && chmod 775 media
COPY .gitkeep uploads/
RUN chown root:root /var/log/app && touch /tmp/x /var/log/app/a.log
"#,
        expect![[r#"
            Sessions? "session" /var/www/html/session Made []
            Cache? "cache" /var/www/html/cache Made []
            Logs! "logs" /var/www/html/storage/logs Made []
            Uploads! "uploads/" /var/www/html/uploads Made []
            Uploads? "media" /var/www/html/media HandedOver []
            Logs! "/var/log/app/a.log" /var/log/app/a.log File []
            - /var/www/html/session made owned
            - /var/www/html/cache made owned
            - /var/www/html/storage/logs made owned
            - /var/www/html/uploads made owned
        "#]],
    );
    check(
        "FROM php:8.3\nWORKDIR /var/www/html\nRUN chown -R www-data storage var\n",
        expect![[r#"
        Data? "storage" /var/www/html/storage HandedOver []
        Data? "var" /var/www/html/var HandedOver []
    "#]],
    );
    check(
        "FROM php:8.3\nWORKDIR /var/www/html\nRUN mkdir storage/logs && chown -R www-data storage\n",
        expect![[r#"
            Logs! "storage/logs" /var/www/html/storage/logs Made []
            - /var/www/html/storage/logs made owned
        "#]],
    );
    check(
        "FROM node\nWORKDIR /data\nRUN mkdir /app/{logs,uploads} && sqlite3 /srv/x.db ''\n",
        expect![[r#"
        Data? "/data" /data Made []
        Logs! "logs" /app/logs Made []
        Uploads! "uploads" /app/uploads Made []
        Database! "/srv/x.db" /srv/x.db File []
        - /data made owned
        - /app/logs made owned
        - /app/uploads made owned
    "#]],
    );
}

#[test]
fn schedules() {
    check(
        r#"FROM debian:12
RUN echo "0 5 * * * root /job.sh >> /var/log/cron.log 2>&1" > /etc/cron.d/job && touch /var/log/cron.log
CMD cron && tail -f /var/log/cron.log
"#,
        expect![[r#"
            Schedule! "/var/log/cron.log" /var/log/cron.log Tail ["/var/log/cron.log", "/var/log/cron.log"]
        "#]],
    );
    check(
        r#"FROM alpine
RUN (crontab -l; echo "@daily /job.sh >/proc/1/fd/1") | crontab -
COPY <<EOF /etc/crontabs/root
*/5 * * * * /job.sh > /srv/out.txt
EOF
RUN touch /etc/cron.allow
"#,
        expect![[r#"
            Schedule! "/srv/out.txt" /srv/out.txt Cron []
        "#]],
    );
}

#[test]
fn configurations_that_the_build_writes() {
    check(
        r#"FROM php:8.3-fpm
RUN echo "session.save_path = /var/lib/sess" > /usr/local/etc/php/conf.d/x.ini
RUN cat <<EOF > /etc/supervisor.conf
; stdout_logfile=/no.log
stdout_logfile=/var/log/app.log
EOF
"#,
        expect![[r#"
            Sessions! "/var/lib/sess" /var/lib/sess Setting("session.save_path") []
            Logs! "/var/log/app.log" /var/log/app.log Setting("stdout_logfile") []
        "#]],
    );
}

#[test]
fn what_leaves_the_container_is_silent() {
    check(
        r#"FROM debian:12
RUN mkdir -p /var/log/app && ln -sf /dev/stdout /var/log/app/access.log && touch /var/log/app/access.log
"#,
        expect![[r#""#]],
    );
    check("FROM nginx\nRUN chown -R nginx /var/log/nginx /var/cache/nginx\n", expect![[r#""#]]);
    check(
        "FROM nginx\nRUN rm /var/log/nginx/*.log && chown -R nginx /var/log/nginx\n",
        expect![[r#"
        Logs! "/var/log/nginx" /var/log/nginx HandedOver []
    "#]],
    );
    check("FROM debian\nRUN mkdir /app/cache && rm -rf /app/cache\n", expect![[r#""#]]);
    check("FROM debian\nRUN --mount=type=cache,target=/app/cache mkdir -p /app/cache/x/cache\n", expect![[r#""#]]);
    check(
        "FROM ruby\nWORKDIR /rails\nRUN chown -R rails:rails db log storage tmp\n",
        expect![[r#"
        Data? "storage" /rails/storage HandedOver []
    "#]],
    );
    check("FROM ruby\nENV RAILS_LOG_TO_STDOUT=1\nWORKDIR /rails\nRUN mkdir log\n", expect![[r#""#]]);
    check("FROM debian AS build\nRUN mkdir /app/logs\nFROM debian\nCOPY --from=build /a /a\nCMD x\n", expect![[r#""#]]);
    check("FROM php\nWORKDIR /srv\nRUN ln -s /mnt/s /srv/public/storage && chown x public/storage\n", expect![[r#""#]]);
    check("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN mkdir C:\\app\\logs /app/logs\n", expect![[r#""#]]);
}

#[test]
fn mounts_hold_what_is_below_them() {
    check(
        r#"FROM debian
# /data/uploads is expected to be provided
# as an external mount at run time.
RUN mkdir -p /data/uploads /data/uploads/avatars /app/sessions
ENV UPLOAD_DIR=/data/uploads
"#,
        expect![[r#"
            Sessions! "/app/sessions" /app/sessions Made []
            - /data/uploads made owned mounted
            - /data/uploads/avatars made owned mounted
            - /app/sessions made owned
        "#]],
    );
    check(
        "FROM debian\nRUN mkdir /srv/cache\nVOLUME [\"/srv\"]\nENV DB_CONNECTION=sqlite\n",
        expect![[r#"
        - /srv/cache made owned mounted
        - /srv named owned mounted
    "#]],
    );
    check(
        "FROM debian\n# makes /app/logs\nRUN mkdir /app/logs\n# about volumes of /app/logs\n\nUSER x\n",
        expect![[r#"
            - /app/logs made unowned mounted
        "#]],
    );
}

#[test]
fn one_finding_a_cause() {
    check(
        r#"FROM debian AS base
RUN mkdir -p /app/logs
FROM base
RUN mkdir -p /app/logs && touch /app/logs/a.log
ENV LOG_FILE=/app/logs/app.log
"#,
        expect![[r#"
            Logs! "/app/logs" /app/logs Made ["/app/logs", "/app/logs/app.log", "/app/logs/a.log"]
            - /app/logs made owned
        "#]],
    );
    check(
        "FROM a AS prod\nRUN mkdir /x/logs\nCMD x\nFROM prod AS dev\nRUN mkdir /x/cache\n",
        expect![[r#"
        Logs! "/x/logs" /x/logs Made []
        Cache? "/x/cache" /x/cache Made []
        - /x/logs made owned
        - /x/cache made owned
    "#]],
    );
}

#[test]
fn owners() {
    check(
        r#"FROM debian
RUN chown -R app /srv && mkdir -p /srv/logs /srv/uploads /srv/cache && chown app /srv/cache
RUN mkdir -m 777 /srv/sessions && install -d -o app /srv/attachments
USER app
RUN mkdir /srv/media/uploads
"#,
        expect![[r#"
            Logs! "/srv/logs" /srv/logs Made []
            Uploads! "/srv/uploads" /srv/uploads Made []
            Cache? "/srv/cache" /srv/cache Made ["/srv/cache"]
            Sessions! "/srv/sessions" /srv/sessions Made []
            Uploads? "/srv/attachments" /srv/attachments Made []
            Uploads! "/srv/media/uploads" /srv/media/uploads Made []
            - /srv/logs made unowned
            - /srv/uploads made unowned
            - /srv/cache made owned
            - /srv/sessions made owned
            - /srv/attachments made owned
            - /srv/media/uploads made owned
        "#]],
    );
    check(
        "FROM debian\nRUN mkdir /a/logs /b/logs && chmod g+w /a/logs\nUSER 1001\n",
        expect![[r#"
        Logs! "/a/logs" /a/logs Made ["/a/logs"]
        Logs! "/b/logs" /b/logs Made []
        - /a/logs made owned
        - /b/logs made unowned
    "#]],
    );
    check(
        "FROM debian\nRUN mkdir /a/logs && chmod g+w /a/logs\nUSER app\n",
        expect![[r#"
        Logs! "/a/logs" /a/logs Made ["/a/logs"]
        - /a/logs made unowned
    "#]],
    );
    check(
        "FROM debian\nRUN mkdir /a/logs\n",
        expect![[r#"
        Logs! "/a/logs" /a/logs Made []
        - /a/logs made owned
    "#]],
    );
}

#[test]
fn development_files_are_information() {
    let (_, state) = derive("Dockerfile.dev", "FROM debian\nENV LOG_FILE=/x.log\n");
    assert!(state.development && state.facts.iter().all(|fact| !fact.certain) && !state.facts.is_empty());
    let (_, state) = derive("Dockerfile", "# nothing\n");
    assert!(state.facts.is_empty() && state.image.is_none() && state.user.is_none());
}

#[test]
fn a_database_server_is_no_application() {
    check("FROM debian\nRUN mkdir /var/lib/neo4j /data\nCMD [\"neo4j\"]\n", expect![[r#""#]]);
    check(
        "FROM debian\nRUN mkdir /var/lib/postgresql/data /data\nCMD [\"node\"]\n",
        expect![[r#"
        Database! "/var/lib/postgresql/data" /var/lib/postgresql/data Made []
        Data? "/data" /data Made []
        - /var/lib/postgresql/data made owned
        - /data made owned
    "#]],
    );
}

#[test]
fn loops_wrappers_and_quotes() {
    check(
        r#"FROM debian
ARG BASE=/srv
RUN for d in logs sessions; do mkdir -p "$BASE/$d"; done && sudo -u app mkdir "/data/cache"
RUN printf '%s\n' "log_file=/srv/app.log" | tee -a /etc/app.conf && [ -d x ] || rm -rf /data/cache
CMD ["sh", "-c", "exec gunicorn --log-file /x/g.log >> /x/out.log"]
USER app
"#,
        expect![[r#"
            Logs! "/srv/app.log" /srv/app.log Setting("log_file") []
            Logs! "/x/g.log" /x/g.log Option("--log-file") []
            Logs! "/x/out.log" /x/out.log Redirect []
            Sessions! "$BASE/$d" /srv/sessions Made []
            Cache? "/data/cache" /data/cache Made []
            - /srv/logs made unowned
            - /srv/sessions made unowned
            - /data/cache made owned
        "#]],
    );
}

/// The state of a Dockerfile in a workspace that also has this compose file.
fn beside(dockerfile: &str, compose: &str) -> State {
    let file = |path: &str, language, text: &str| Arc::new(File::new(path.into(), language, text));
    let dockerfile = file("/w/Dockerfile", Language::Dockerfile, dockerfile);
    let mut workspace = Workspace::new(vec!["/w".into()]);
    workspace.insert(Arc::clone(&dockerfile));
    workspace.insert(file("/w/compose.yaml", Language::Compose, compose));
    let Content::Dockerfile(content) = &dockerfile.content else { panic!("no Dockerfile") };
    State::derive(&workspace, &dockerfile, content)
}

#[test]
fn what_a_service_mounts_is_kept_outside() {
    let facts = |mounts: &str| {
        let dockerfile = "FROM node\nWORKDIR /app\nRUN mkdir uploads sessions\nCMD [\"node\", \".\"]\n";
        let state = beside(dockerfile, &format!("services:\n  app:\n    build: .\n    volumes:\n{mounts}"));
        state.facts.iter().filter_map(|fact| Some(fact.path.as_ref()?.to_string())).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(facts("      - /elsewhere\n"), "/app/uploads /app/sessions");
    assert_eq!(facts("      - files:/app/uploads\n"), "/app/sessions");
    assert_eq!(facts("      - .:/app\n"), "");
    assert_eq!(facts("      - .:/app\n      - /app/sessions\n"), "/app/sessions");
    assert_eq!(facts("      - {type: tmpfs, target: /app/sessions}\n"), "/app/uploads");
}

#[test]
fn what_a_service_builds_is_shipped() {
    let dockerfile = "FROM node AS web\nRUN mkdir /app/logs\nFROM node AS worker\nCMD [\"worker\"]\n";
    let shipped = |target: &str| {
        beside(dockerfile, &format!("services:\n  web:\n    build: {{context: ., target: {target}}}\n")).shipped
    };
    assert_eq!(shipped("worker"), [false, true]);
    assert_eq!(shipped("web"), [true, true]);
    assert_eq!(shipped("0"), [true, true]);
    assert_eq!(shipped("nothing"), [false, true]);
}

#[test]
fn strings_of_volumes_and_copies_expand() {
    check(
        "FROM debian\nENV D=/srv/data\nVOLUME [\"${D}\"]\nCOPY --chown=app [\".gitkeep\", \"$D/uploads/\"]\nCMD [\"x\"]\n",
        expect![[r#"
            - /srv/data/uploads made owned mounted
            - /srv/data named owned mounted
        "#]],
    );
}

#[test]
fn a_mount_comment_may_stand_above_a_blank_line() {
    let text = "FROM node\nRUN mkdir /app/uploads\n# /app/uploads is a mount\n\nCMD [\"node\", \".\"]\n";
    check(
        text,
        expect![[r#"
        - /app/uploads made owned mounted
    "#]],
    );
}
