//! Hovers in Dockerfiles and compose files.

use expect_test::{Expect, expect};

use crate::fixture::hovered;

/// The hover in both files together, at the cursor in the first place that reads like `marked`.
fn both(marked: &str, expected: &Expect) {
    let text = format!("{DOCKERFILE}{COMPOSE}");
    let word = marked.replace("<|>", "");
    assert!(text.contains(&word), "{word}");
    expected.assert_eq(&hovered(&text.replacen(&word, marked, 1)));
}

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&hovered(text));
}

const DOCKERFILE: &str = r#"//- Dockerfile
FROM node:22-slim
ENV UPLOAD_DIR=/srv/files
# /data/uploads is expected as an external mount.
RUN mkdir -p /data/uploads /app/sessions \
    && chown node:node /data/uploads
WORKDIR /app
VOLUME ["/var/media"]
USER node
CMD ["node", "server.js", "--access-logfile", "/var/log/app.log"]
"#;
const COMPOSE: &str = r#"//- compose.yaml
services:
  web:
    build: .
    volumes:
      - uploads:/data/uploads
      - ./files:/srv/files
  worker:
    build: .
    volumes: [uploads:/data/uploads:ro]
  db:
    image: postgres:18
    environment:
      LOG: 1
    volumes:
      - pg:/var/lib/postgresql/data
      - /scratch
  cache:
    image: redis:7
    tmpfs: /data
volumes:
  uploads:
  pg:
    external: true
  spare:
"#;

#[test]
fn a_directory_says_who_makes_it_who_may_write_and_what_mounts_it() {
    both(
        "/data<|>/uploads /app",
        &expect![[r#"
        RUN mkdir -p /data/uploads /app/sessions \
                     ^^^^^^^^^^^^^
        /data/uploads · uploads
        made at Dockerfile:4
        handed over at Dockerfile:5
        the image runs as node (Dockerfile:8), who may write there
        local-uploads is silent about it: it is mounted
        a comment says that it is mounted: Dockerfile:3
        the service web keeps it on the volume uploads (compose.yaml:5)
        the service worker keeps it on the volume uploads (compose.yaml:9)
    "#]],
    );
}

#[test]
fn a_handed_over_path_is_the_same_path() {
    both(
        "/data<|>/uploads\nW",
        &expect![[r#"
            && chown node:node /data/uploads
                               ^^^^^^^^^^^^^
        /data/uploads · uploads
        made at Dockerfile:4
        handed over at Dockerfile:5
        the image runs as node (Dockerfile:8), who may write there
        local-uploads is silent about it: it is mounted
        a comment says that it is mounted: Dockerfile:3
        the service web keeps it on the volume uploads (compose.yaml:5)
        the service worker keeps it on the volume uploads (compose.yaml:9)
    "#]],
    );
}

#[test]
fn a_comment_names_the_path() {
    both(
        "/data<|>/uploads is",
        &expect![[r#"
        # /data/uploads is expected as an external mount.
          ^^^^^^^^^^^^^
        /data/uploads · uploads
        made at Dockerfile:4
        handed over at Dockerfile:5
        the image runs as node (Dockerfile:8), who may write there
        local-uploads is silent about it: it is mounted
        a comment says that it is mounted: Dockerfile:3
        the service web keeps it on the volume uploads (compose.yaml:5)
        the service worker keeps it on the volume uploads (compose.yaml:9)
    "#]],
    );
}

#[test]
fn a_setting_that_a_service_mounts() {
    both(
        "/srv<|>/files",
        &expect![[r#"
            ENV UPLOAD_DIR=/srv/files
                           ^^^^^^^^^^
            /srv/files · uploads
            the setting UPLOAD_DIR names it at Dockerfile:2
            the image runs as node (Dockerfile:8)
            local-uploads is silent about it: it is mounted
            the service web keeps it in ./files of the host (compose.yaml:6)
            the service worker mounts nothing there: lost when the container is replaced (compose.yaml:7)
        "#]],
    );
}

#[test]
fn a_directory_that_nothing_mounts() {
    both(
        "/app<|>/sessions",
        &expect![[r#"
            RUN mkdir -p /data/uploads /app/sessions \
                                       ^^^^^^^^^^^^^
            /app/sessions · sessions
            made at Dockerfile:4
            the image runs as node (Dockerfile:8), who may not write there
            local-sessions reports it
            the service web mounts nothing there: lost when the container is replaced (compose.yaml:2)
            the service worker mounts nothing there: lost when the container is replaced (compose.yaml:7)
        "#]],
    );
}

#[test]
fn without_services_it_is_lost() {
    check(
        r#"//- Dockerfile
FROM node:22-slim
ENV UPLOAD_DIR=/srv/files
# /data/uploads is expected as an external mount.
RUN mkdir -p /data/uploads /a<|>pp/sessions \
    && chown node:node /data/uploads
WORKDIR /app
VOLUME ["/var/media"]
USER node
CMD ["node", "server.js", "--access-logfile", "/var/log/app.log"]
"#,
        &expect![[r#"
            RUN mkdir -p /data/uploads /app/sessions \
                                       ^^^^^^^^^^^^^
            /app/sessions · sessions
            made at Dockerfile:4
            the image runs as node (Dockerfile:8), who may not write there
            local-sessions reports it
            nothing is known to mount it: lost when the container is replaced
        "#]],
    );
}

#[test]
fn a_volume_that_nobody_names() {
    both(
        "/var<|>/media",
        &expect![[r#"
            VOLUME ["/var/media"]
                     ^^^^^^^^^^
            /var/media
            the image runs as node (Dockerfile:8), who may not write there
            VOLUME makes an anonymous volume of it where nothing is mounted: Dockerfile:7
            the service web mounts nothing there: lost when the container is replaced (compose.yaml:2)
            the service worker mounts nothing there: lost when the container is replaced (compose.yaml:7)
        "#]],
    );
}

#[test]
fn an_option_of_the_command() {
    both(
        "/var<|>/log",
        &expect![[r#"
            CMD ["node", "server.js", "--access-logfile", "/var/log/app.log"]
                                                           ^^^^^^^^^^^^^^^^
            /var/log/app.log · logs
            the option --access-logfile names it at Dockerfile:9
            the image runs as node (Dockerfile:8)
            file-logs reports it
            the service web mounts nothing there: lost when the container is replaced (compose.yaml:2)
            the service worker mounts nothing there: lost when the container is replaced (compose.yaml:7)
        "#]],
    );
}

#[test]
fn nothing_elsewhere() {
    both(
        "server<|>.js",
        &expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn a_mount_with_those_who_share_it() {
    both(
        "uploads<|>:/data",
        &expect![[r#"
              - uploads:/data/uploads
                ^^^^^^^^^^^^^^^^^^^^^
        volume uploads at /data/uploads
        holds uploads of web; said at Dockerfile:3
        declared at compose.yaml:21
        shared with worker, at /data/uploads to read only (compose.yaml:9)
    "#]],
    );
}

#[test]
fn a_mount_of_a_folder() {
    both(
        "./fi<|>les",
        &expect![[r#"
                  - ./files:/srv/files
                    ^^^^^^^^^^^^^^^^^^
            the host's ./files at /srv/files
            holds uploads of web; said at Dockerfile:2
            outlives the container, on this host
        "#]],
    );
}

#[test]
fn a_mount_that_misses_the_data() {
    both(
        "p<|>g:/var",
        &expect![[r#"
              - pg:/var/lib/postgresql/data
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
        volume pg at /var/lib/postgresql/data
        holds data of db
        does not hold /var/lib/postgresql, where the image keeps its state
        made by somebody else, named at compose.yaml:22
    "#]],
    );
}

#[test]
fn an_anonymous_mount() {
    both(
        "/scr<|>atch",
        &expect![[r#"
              - /scratch
                ^^^^^^^^
        anonymous volume at /scratch
        holds data of db
        has no name: lost when the container is replaced
    "#]],
    );
}

#[test]
fn a_stateful_image_with_its_versions() {
    both(
        "postgres<|>:18",
        &expect![[r#"
            image: postgres:18
                   ^^^^^^^^^^^
        postgres · database
        /var/lib/postgresql: in the container, lost when the container is replaced; the mount at /var/lib/postgresql/data does not hold it
        before version 18 in /var/lib/postgresql/data
        from version 18 on in /var/lib/postgresql
        moved by PGDATA, -D
    "#]],
    );
}

#[test]
fn an_image_that_is_asked_for_nothing() {
    both(
        "redis<|>:7",
        &expect![[r#"
                image: redis:7
                       ^^^^^^^
            redis · cache
            kept on disk only with --appendonly, --save, --dir, REDIS_ARGS
        "#]],
    );
}

#[test]
fn a_service_with_all_it_holds() {
    both(
        "w<|>eb:",
        &expect![[r#"
              web:
              ^^^
            the service web holds
            uploads in /data/uploads: on the volume uploads (compose.yaml:5); said at Dockerfile:3
            uploads in /var/media: in the container, lost when the container is replaced; said at Dockerfile:7
            logs in /var/log/app.log: in the container, lost when the container is replaced; said at Dockerfile:9
            sessions in /app/sessions: in the container, lost when the container is replaced; said at Dockerfile:4
            uploads in /srv/files: in ./files of the host (compose.yaml:6); said at Dockerfile:2
        "#]],
    );
}

#[test]
fn a_service_that_loses_its_database() {
    both(
        "d<|>b:",
        &expect![[r#"
          db:
          ^^
        the service db holds
        database in /var/lib/postgresql: in the container, lost when the container is replaced; said at compose.yaml:11
        data in /var/lib/postgresql/data: on the volume pg (compose.yaml:15)
        data in /scratch: on an anonymous volume, lost when the container is replaced (compose.yaml:16)
    "#]],
    );
}

#[test]
fn a_volume_and_who_mounts_it() {
    both(
        "\n  up<|>loads:\n",
        &expect![[r#"
          uploads:
          ^^^^^^^
        volume uploads
        mounted by web, at /data/uploads (compose.yaml:5)
        holds uploads of web; said at Dockerfile:3
        mounted by worker, at /data/uploads to read only (compose.yaml:9)
        holds uploads of worker; said at Dockerfile:3
    "#]],
    );
}

#[test]
fn an_external_volume() {
    both(
        "\n  p<|>g:\n",
        &expect![[r#"
          pg:
          ^^
        volume pg
        mounted by db, at /var/lib/postgresql/data (compose.yaml:15)
        holds data of db
        made by somebody else
    "#]],
    );
}

#[test]
fn a_volume_that_nobody_mounts() {
    both(
        "sp<|>are:",
        &expect![[r#"
          spare:
          ^^^^^
        volume spare
        no service of this project mounts it
    "#]],
    );
}

#[test]
fn a_setting_of_a_service() {
    check(
        r#"//- compose.yaml
services:
  web:
    image: example/app
    environment:
      SESSION_DRIVER: f<|>ile
      UPLOAD_DIR: /srv/up
    volumes: ['up:/srv/up']
"#,
        &expect![[r#"
                  SESSION_DRIVER: file
                                  ^^^^
            SESSION_DRIVER · sessions
            kept in the container, lost when the container is replaced
        "#]],
    );
}

#[test]
fn a_path_in_a_setting_of_a_service() {
    check(
        r#"//- compose.yaml
services:
  web:
    image: example/app
    environment:
      SESSION_DRIVER: file
      UPLOAD_DIR: /<|>srv/up
    volumes: ['up:/srv/up']
"#,
        &expect![[r#"
                  UPLOAD_DIR: /srv/up
                              ^^^^^^^
            UPLOAD_DIR · uploads
            in /srv/up
            kept on the volume up (compose.yaml:7)
        "#]],
    );
}

#[test]
fn a_word_of_a_command() {
    check(
        r#"//- compose.yaml
services:
  web:
    image: example/app
    command: [gunicorn, --access-logfile, /va<|>r/log/web.log]
"#,
        &expect![[r#"
                command: [gunicorn, --access-logfile, /var/log/web.log]
                                                      ^^^^^^^^^^^^^^^^
            /var/log/web.log · logs
            the option --access-logfile names it at compose.yaml:4
            file-logs reports it
        "#]],
    );
}

#[test]
fn a_working_directory_of_a_stage_that_only_some_services_build() {
    check(
        "//- Dockerfile
FROM node:22-slim AS web
WORKDIR /srv/upl<|>oads
FROM node:22-slim AS worker
CMD [\"node\"]
//- compose.yaml
services:
  web: {build: {context: ., target: web}, volumes: ['up:/srv']}
  worker: {build: .}
volumes: {up: }
",
        &expect![[r#"
            WORKDIR /srv/uploads
                    ^^^^^^^^^^^^
            /srv/uploads · uploads
            made at Dockerfile:2
            the image runs as root, who may write there
            local-uploads is silent about it: it is mounted
            the service web keeps it on the volume up (compose.yaml:2)
        "#]],
    );
}

#[test]
fn an_env_file_and_what_it_says() {
    check(
        "//- compose.yaml
services:
  web:
    image: example/app
    env_file: app<|>.env
//- app.env
DEBUG=0
SESSION_DRIVER=file
",
        &expect![[r#"
                env_file: app.env
                          ^^^^^^^
            file · sessions
            the setting SESSION_DRIVER names it at app.env:2
            local-sessions reports it
        "#]],
    );
}

#[test]
fn half_typed_files_are_read_as_far_as_they_go() {
    check(
        "//- compose.yaml\nservices:\n  web:\n    volumes:\n      - up<|>:\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "//- compose.yaml\nvolumes:\n  up<|>\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "//- Dockerfile\nFROM \nVOLUME [\"/da<|>ta\n",
        &expect![[r#"
        nothing
    "#]],
    );
    check(
        "//- Dockerfile\n<|>",
        &expect![[r#"
        nothing
    "#]],
    );
}
