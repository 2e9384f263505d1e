//! Lines above services and stages.

use expect_test::{Expect, expect};

use crate::fixture::lensed;

fn check(text: &str, expected: &Expect) {
    expected.assert_eq(&lensed(text));
}

#[test]
fn services_say_what_they_hold_and_lose() {
    check(
        "//- compose.yaml
services:
  web:
    build: .
    environment: {SESSION_DRIVER: file}
    volumes: ['./files:/srv/files']
  proxy:
    image: nginx
    volumes: ['./nginx.conf:/etc/nginx/nginx.conf:ro']
  db:
    image: postgres:16
    volumes: ['pg:/var/lib/postgresql/data']
  queue:
    image: rabbitmq
  scratch:
    image: example/x
    volumes: [/app/node_modules, other:/somewhere]
    tmpfs: /sessions
volumes: {pg: , other: }
//- Dockerfile
FROM node:22-slim
# /data/uploads is a mount
RUN mkdir -p /data/uploads /app/cache
",
        &expect![[r#"
              web:
              ^^^
            holds: uploads, cache, sessions · 3 lost on replacement
              db:
              ^^
            holds: database
              queue:
              ^^^^^
            holds: messages · 1 lost on replacement
              scratch:
              ^^^^^^^
            holds: data
        "#]],
    );
}

#[test]
fn commands_and_files_beside_count() {
    check(
        "//- compose.yaml
services:
  web:
    image: example/app
    command: gunicorn --access-logfile /var/log/web.log app:app
    env_file: app.env
//- app.env
SESSION_DRIVER=file
",
        &expect![[r#"
              web:
              ^^^
            holds: sessions, logs · 2 lost on replacement
        "#]],
    );
}

#[test]
fn overrides_of_the_folder_count() {
    check(
        "//- compose.yaml
services:
  db: {image: 'postgres:16'}
//- compose.override.yaml
services:
  db: {volumes: ['pg:/var/lib/postgresql/data']}
volumes: {pg: }
",
        &expect![[r#"
              db: {image: 'postgres:16'}
              ^^
            holds: database
        "#]],
    );
}

#[test]
fn the_last_stage_says_how_much_is_kept() {
    check(
        "//- Dockerfile
FROM node:22-slim AS build
RUN mkdir -p /build/uploads
FROM node:22-slim
ENV SESSION_DRIVER=file
# /data/uploads is a mount
RUN mkdir -p /data/uploads /data/uploads/thumbs /app/cache /app/logs
VOLUME /var/media
//- compose.yaml
services:
  web: {build: ., volumes: ['cache:/app/cache']}
",
        &expect![[r#"
            FROM node:22-slim
            ^^^^
            holds: 5 pieces of state · 2 kept outside
        "#]],
    );
}

#[test]
fn nothing_is_said_where_nothing_is_known() {
    check("//- Dockerfile\nFROM node:22-slim\nCMD [\"node\"]\n", &expect![""]);
    check("//- Dockerfile\n# nothing\n", &expect![""]);
    check("//- compose.yaml\nservices:\n  web: {image: nginx}\n", &expect![""]);
    check("//- compose.yaml\nservices: [\n", &expect![""]);
}
