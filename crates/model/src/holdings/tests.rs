//! What services hold, and where that is kept.

use std::path::PathBuf;
use std::sync::Arc;

use longshore_syntax::Language;

use super::*;
use crate::File;

/// The pieces of the services in a compose file beside these files: service, path, where it is kept.
fn shown(text: &str, beside: &[(&str, &str)]) -> Vec<String> {
    let (workspace, project) = project(text, beside);
    let piece = |service: &str, piece: &Piece| {
        let origin = match &piece.origin {
            Origin::Image(_, image, _) => image.clone(),
            Origin::Expected(..) => "expected".to_owned(),
            Origin::Written(row, ..) => format!("{row:?}"),
            Origin::Setting(row, _, name) => format!("{name} {row:?}"),
            Origin::Mounted(row) => row.map_or("mounted".to_owned(), |row| format!("mounted {row:?}")),
        };
        let path = piece.path.as_ref().map_or("-".to_owned(), ToString::to_string);
        format!("{service}: {origin} {path} {:?}", piece.keeping)
    };
    let all = holdings(&workspace, &project);
    all.iter().flat_map(|one| one.pieces.iter().map(|this| piece(&one.service, this))).collect()
}

fn project(text: &str, beside: &[(&str, &str)]) -> (Workspace, Project) {
    let mut workspace = Workspace::default();
    for (name, text) in beside {
        let language = crate::language(&PathBuf::from(name), None);
        match language {
            Some(language) => workspace.insert(Arc::new(File::new(PathBuf::from(name), language, text))),
            None => workspace.set_text(&PathBuf::from(name), Some(Arc::from(*text))),
        }
    }
    let file = File::new(PathBuf::from("compose.yaml"), Language::Compose, text);
    let project = Project::of(&workspace, &file);
    (workspace, project)
}

/// The pieces that the image of a service keeps; the service is given without its name, in flow style.
fn of_image(service: &str) -> Vec<String> {
    let all = shown(&format!("services:\n  s: {{{service}}}\n  t: {{image: busybox}}\n"), &[]);
    all.into_iter().filter(|one| !one.contains("mounted")).map(|one| one.replacen("s: ", "", 1)).collect()
}

#[test]
fn versions_settings_and_options_decide_the_directory() {
    for (service, expected) in [
        ("image: postgres:16", "postgres /var/lib/postgresql/data Layer"),
        ("image: 'postgres:16', volumes: ['a:/var/lib/postgresql/data']", "postgres /var/lib/postgresql/data Named"),
        ("image: postgres, volumes: ['a:/var/lib/postgresql/data']", "postgres /var/lib/postgresql Layer"),
        ("image: 'postgres:${V}', volumes: ['a:/var/lib/postgresql/data']", "postgres /var/lib/postgresql/data Named"),
        ("image: 'postgres:${V}'", "postgres /var/lib/postgresql/data Layer"),
        ("image: postgres, environment: {PGDATA: /x/y}, volumes: ['./a:/x']", "postgres /x/y Bind"),
        ("image: postgres, environment: [PGDATA=/x/y], tmpfs: /x/y", "postgres /x/y Tmpfs"),
        ("image: postgres, environment: {PGDATA: '${X}'}", "postgres … Unknown"),
        ("image: mongo, command: mongod --dbpath /x, volumes: ['/x']", "mongo /x Anonymous"),
        ("image: mongo, command: [--dbpath=/x]", "mongo /x Layer"),
        ("image: mysql, command: sh -c 'sleep 1 && mysqld --datadir=/x'", "mysql /x Layer"),
        ("image: minio/minio, command: minio server --console-address ':9001' /x", "minio/minio /x Layer"),
        ("image: prom/prometheus, command: ['--storage.tsdb.path=/x'], volumes: ['a:/x']", "prom/prometheus /x Named"),
        ("image: mysql, volumes: ['a:${DIR}']", "mysql /var/lib/mysql Unknown"),
        ("image: mysql, volumes: ['${A}:/var/lib/mysql']", "mysql /var/lib/mysql Unknown"),
        ("image: mysql, volumes_from: [gone]", "mysql /var/lib/mysql Unknown"),
        ("image: 'rabbitmq:4', volumes: ['a:/var/lib/rabbitmq/mnesia']", "rabbitmq /var/lib/rabbitmq Named"),
    ] {
        assert_eq!(of_image(service), [expected], "{service}");
    }
    let drives = of_image("image: minio/minio, command: 'server http://m{1...2}/d{1...3}', volumes: ['a:/d2']");
    assert_eq!(drives, ["minio/minio /d1 Layer", "minio/minio /d2 Named", "minio/minio /d3 Layer"]);
}

#[test]
fn clients_caches_and_moved_state_keep_nothing() {
    for service in [
        "image: node:22",
        "image: redis:7",
        "image: redis:7, command: redis-server --save '' --appendonly no",
        "image: nats",
        "image: postgres:16, command: pg_dump -h db app",
        "image: postgres:16, entrypoint: [sh, -c], command: ['until pg_isready; do sleep 1; done; psql -f x.sql']",
        "image: mysql, command: /bin/true",
        "image: mongo, command: ['bash', '-c', 'sleep 5 && mongosh --eval x']",
        "image: confluentinc/cp-kafka, command: kafka-topics --create --topic t",
        "image: 'cockroachdb/cockroach', command: init, entrypoint: cockroach",
        "image: grafana/grafana, environment: {GF_DATABASE_HOST: db}",
    ] {
        assert_eq!(of_image(service), [""; 0], "{service}");
    }
    for service in [
        "image: redis:7, command: redis-server --appendonly yes",
        "image: redis:7, command: [redis-server, --save, 60 1]",
        "image: mysql, command: --character-set-server=utf8",
        "image: mysql, command: sh -c './wait.sh && mysqld'",
        "image: confluentinc/cp-kafka, command: kafka-server-start /etc/x",
        "image: 'rabbitmq:4', command: sh -c 'rabbitmq-plugins enable x && rabbitmq-server'",
    ] {
        assert_eq!(of_image(service).len(), 1, "{service}");
    }
}

#[test]
fn variables_decide_where_kafka_writes() {
    let of = |rest: &str| {
        let compose = format!("services:\n  k:\n    image: apache/kafka:4.1.0\n{rest}\nvolumes:\n  kept:\n");
        shown(&compose, &[]).into_iter().next().unwrap_or_default()
    };
    let named = "    environment: {KAFKA_NODE_ID: 1}\n";
    assert_eq!(of(""), "k: apache/kafka /tmp/kraft-combined-logs Layer");
    assert_eq!(of(named), "k: apache/kafka /tmp/kafka-logs Layer");
    for target in ["/tmp/kafka-logs", "/tmp/kraft-combined-logs", "/var/lib/kafka/data"] {
        assert!(of(&format!("    volumes: ['kept:{target}']")).ends_with("Named"), "{target}");
    }
    let moved = "    environment: {KAFKA_LOG_DIRS: /logs}\n    volumes: ['kept:/var/lib/kafka/data']\n";
    assert_eq!(of(moved), "k: apache/kafka /logs Layer");
}

#[test]
fn scripts_beside_tell_clients_from_servers() {
    let compose = "services:\n  db: {image: mongo, volumes: ['d:/data/db']}\n  init:\n    image: mongo\n    entrypoint: /init.sh\n    volumes: ['./init.sh:/init.sh']\n";
    let init = |script: &str| {
        let all = shown(compose, &[("init.sh", script)]);
        all.into_iter().filter(|one| one.starts_with("init: mongo ")).count()
    };
    assert_eq!(init("#!/bin/sh\nuntil mongosh --eval 1; do sleep 1; done\n"), 0);
    assert_eq!(init("#!/bin/sh\nmkdir -p /x\nexec mongod --bind_ip_all\n"), 1);
    let unread = |compose: &str| shown(compose, &[]).iter().filter(|one| one.starts_with("init: mongo ")).count();
    assert_eq!(unread(compose), 0);
    assert_eq!(unread(&compose.replace("  db: {image: mongo", "  db: {image: mysql")), 1);
}

#[test]
fn built_images_bring_their_base_and_what_they_expect() {
    let compose = "services:\n  db:\n    build: {context: db}\n    volumes: ['a:/x']\n";
    let of = |dockerfile: &str| shown(compose, &[("db/Dockerfile", dockerfile)]);
    assert_eq!(of("FROM mysql:8\n"), ["db: mysql /var/lib/mysql Layer", "db: mounted /x Named"]);
    assert_eq!(of("FROM mysql:8 AS a\nFROM a\nCMD [\"mysqld\", \"--datadir=/x\"]\n"), ["db: mysql /x Named"]);
    assert_eq!(of("FROM mysql:8\nCMD [\"mysqldump\", \"app\"]\n"), ["db: mounted /x Named"]);
    assert_eq!(of("FROM postgres:16\nENV PGDATA=/x/y\n"), ["db: postgres /x/y Named", "db: mounted /x Named"]);
    let expected = "FROM node:22\n# /y is mounted at run time\nRUN mkdir /y\nVOLUME /x /tmp\nCMD [\"node\"]\n";
    assert_eq!(of(expected), ["db: expected /y Layer", "db: expected /x Named"]);
    let inline = "services:\n  db:\n    build:\n      dockerfile_inline: |\n        FROM mysql:8\n";
    assert_eq!(shown(inline, &[]), ["db: mysql /var/lib/mysql Layer"]);
}

#[test]
fn mounts_that_were_meant_are_named() {
    let near = |service: &str| {
        let (workspace, project) = project(&format!("services:\n  s: {{{service}}}\n"), &[]);
        let all = holdings(&workspace, &project);
        all[0].pieces[0].near.as_ref().map(|mount| mount.target.text().to_owned())
    };
    for (service, expected) in [
        ("image: postgres, volumes: ['a:/var/lib/postgresql/data']", Some("/var/lib/postgresql/data")),
        ("image: postgres:16, volumes: ['a:/var/lib/postgres/data']", Some("/var/lib/postgres/data")),
        ("image: postgres:16, volumes: ['a:/var/lib/mysql']", Some("/var/lib/mysql")),
        ("image: postgres:16, volumes: ['./i.sql:/docker-entrypoint-initdb.d/i.sql']", None),
        ("image: grafana/loki, volumes: ['./config:/config', './d:/data']", None),
        ("image: grafana/grafana, volumes: ['./d:/etc/grafana/provisioning']", None),
    ] {
        assert_eq!(near(service).as_deref(), expected, "{service}");
    }
}

#[test]
fn settings_and_mounts_say_what_they_hold() {
    let compose = "services:\n  s:\n    image: a/b\n    environment: {SESSION_DRIVER: file, UPLOAD_DIR: /u}\n    volumes: ['l:/srv/logs', 'u:/u']\n";
    assert_eq!(
        shown(compose, &[]),
        ["s: SESSION_DRIVER Sessions - Layer", "s: UPLOAD_DIR Uploads /u Named", "s: mounted Logs /srv/logs Named"]
    );
}

/// What the replicas of the first service do not share.
fn apart(text: &str) -> Vec<String> {
    let (workspace, project) = project(text, &[]);
    let all = holdings(&workspace, &project);
    local_state(&workspace, &project, &all[0]).into_iter().map(|one| one.what).collect()
}

#[test]
fn replicas_share_networks_and_configurations_only() {
    let with =
        |rest: &str, volumes: &str| apart(&format!("services:\n  s: {{image: a/b, {rest}}}\nvolumes: {{{volumes}}}\n"));
    assert_eq!(with("volumes: ['./d:/srv/data']", ""), ["the folder of the host at `/srv/data`"]);
    assert_eq!(with("volumes: ['q:/srv/sessions']", "q: {}").len(), 1);
    for (rest, volumes) in [
        ("volumes: ['./d:/srv/data:ro', './x:/etc/x', './a.conf:/srv/a.conf', '/var/run/docker.sock:/x']", ""),
        ("volumes: ['q:/srv/uploads']", "q: {}"),
        ("volumes: ['q:/srv/sessions']", "q: {driver_opts: {type: nfs}}"),
        ("tmpfs: /srv/sessions", ""),
    ] {
        assert_eq!(with(rest, volumes), [""; 0], "{rest}");
    }
}
