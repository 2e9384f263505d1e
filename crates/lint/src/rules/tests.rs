//! Compose files as they are run: alone, with overrides, over the default file, beside the Dockerfiles they build.

use std::path::PathBuf;
use std::sync::Arc;

use longshore_model::{File, Workspace, language};
use longshore_syntax::Language;

use super::compose::{
    anonymous_volume, replicas_with_local_state, stateful_without_volume, undeclared_volume, unmounted_state,
    unused_volume,
};
use crate::fix::{Selection, apply, fix_all, verified};
use crate::{Diagnostic, Rule, Safety, Settings};

static RULES: &[&Rule] = &[
    &stateful_without_volume::RULE,
    &anonymous_volume::RULE,
    &replicas_with_local_state::RULE,
    &unmounted_state::RULE,
    &undeclared_volume::RULE,
    &unused_volume::RULE,
];

/// The workspace of these files; the first one is judged.
fn workspace(files: &[(&str, &str)]) -> (Workspace, Arc<File>) {
    let file = |(name, text): &(&str, &str)| {
        let path = PathBuf::from(name);
        let language = language(&path, None).unwrap_or(Language::Compose);
        Arc::new(File::new(path, language, text))
    };
    let mut workspace = Workspace::default();
    workspace.set_compose_files(files.iter().map(|(name, _)| PathBuf::from(name)).collect());
    files.iter().for_each(|one| workspace.insert(file(one)));
    (workspace, file(&files[0]))
}

/// All other rules are off.
fn settings() -> Settings {
    let others = crate::rules::ALL.iter().filter(|rule| !RULES.contains(rule));
    Settings { rules: others.map(|rule| (rule.name, None)).collect(), ..Settings::default() }
}

fn check(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let (workspace, file) = workspace(files);
    crate::check(&workspace, &file, &settings())
}

/// Rule, severity and text of the findings in the first file.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let shown = |one: &Diagnostic| format!("{} {} {}", one.rule.name, one.severity.name(), one.span.text(files[0].1));
    check(files).iter().map(shown).collect()
}

fn repaired(files: &[(&str, &str)]) -> Option<String> {
    let (workspace, file) = workspace(files);
    fix_all(&workspace, &file, &settings(), Selection { rule: None, safety: Safety::Unsafe })
}

const DOCKERFILE: &str = "FROM node:22-slim\nWORKDIR /app\n# /data/uploads is expected to be provided as an external mount\n# at run time.\nRUN mkdir -p /data/uploads && chown node:node /data/uploads\nUSER node\nCMD [\"node\", \"server.js\"]\n";

const COMPOSE: &str = r"services:
  app:
    build: .
    environment:
      - REDIS_URL=redis://cache:6379
      - DATABASE_URL=postgres://db:5432/app
    volumes:
      - app-uploads:/data/uploads
    deploy:
      replicas: 3

  cache:
    image: redis:7-alpine

  db:
    image: postgres:16-alpine
    volumes:
      - db-data:/var/lib/postgresql/data

volumes:
  db-data:
  app-uploads:
";

#[test]
fn a_disposable_application_is_silent_and_is_where_fixes_lead() {
    let good = [("compose.yaml", COMPOSE), ("Dockerfile", DOCKERFILE)];
    assert_eq!(found(&good), [""; 0]);
    for end in ["\n", "\r\n"] {
        let mut bad = COMPOSE.replace("    volumes:\n      - app-uploads:/data/uploads\n", "");
        bad = bad.replace("    volumes:\n      - db-data:/var/lib/postgresql/data\n", "");
        bad = bad.replace("\nvolumes:\n  db-data:\n  app-uploads:\n", "").replace('\n', end);
        let bad = [("compose.yaml", bad.as_str()), ("Dockerfile", DOCKERFILE)];
        assert_eq!(found(&bad), ["unmounted-state warning app", "stateful-without-volume warning postgres:16-alpine"]);
        assert_eq!(repaired(&bad), Some(COMPOSE.replace('\n', end)));
    }
}

#[test]
fn files_are_judged_as_they_are_run() {
    let db = "services:\n  db:\n    image: mysql:8\n";
    let volume = "services:\n  db:\n    volumes: [data:/var/lib/mysql]\nvolumes: {data: }\n";
    let lost = "stateful-without-volume warning mysql:8";
    assert_eq!(found(&[("compose.yaml", db)]), [lost]);
    assert_eq!(found(&[("compose.yaml", db), ("compose.override.yaml", volume)]), [""; 0]);
    assert_eq!(found(&[("compose.yaml", db), ("compose.prod.yaml", volume)]), [lost]);
    assert_eq!(found(&[("compose.prod.yaml", db), ("compose.yaml", volume)]), [""; 0]);
    assert_eq!(found(&[("compose.prod.yaml", volume), ("compose.yaml", db)]), [""; 0]);
    let extends = "services:\n  db:\n    extends: {file: base.compose.yaml, service: db}\n    volumes: [data:/var/lib/mysql]\nvolumes: {data: }\n";
    assert_eq!(found(&[("compose.yaml", extends), ("base.compose.yaml", db)]), [""; 0]);
    let tests = "stateful-without-volume information mysql:8";
    assert_eq!(found(&[("tests/compose.yaml", db)]), [tests]);
}

#[test]
fn names_are_declared_by_whom_the_engine_asks() {
    let used =
        "services:\n  a:\n    image: x\n    volumes: ['data:/a', 'data:/b', './c:/c', '$(pwd)/d:/d', '${E}:/e']\n";
    let declared = "services: {}\nvolumes: {data: }\n";
    for (files, expected) in [
        (vec![("compose.yaml", used)], Some("undeclared-volume error data")),
        (vec![("compose.yaml", used), ("compose.override.yaml", declared)], None),
        (vec![("compose.yaml", used), ("compose.prod.yaml", declared)], Some("undeclared-volume information data")),
        (vec![("compose.prod.yaml", used)], Some("undeclared-volume information data")),
        (vec![("compose.prod.yaml", used), ("compose.yaml", declared)], None),
        (vec![("compose.override.yaml", used), ("compose.yaml", declared)], None),
    ] {
        assert_eq!(found(&files), expected.into_iter().collect::<Vec<_>>(), "{files:?}");
    }
    let included = format!("include: [other/compose.yaml]\n{used}");
    assert_eq!(found(&[("compose.yaml", &included), ("other/compose.yaml", declared)]), [""; 0]);
    let includes = "include: [a/compose.yaml]\nvolumes: {data: }\n";
    assert_eq!(found(&[("a/compose.yaml", used), ("compose.yaml", includes)]), [""; 0]);
    assert_eq!(found(&[("compose.yaml", &included)]), [""; 0], "what cannot be read may declare it");
    let twice = format!("volumes: {{data: }}\n{used}volumes: {{x: }}\n");
    assert!(!found(&[("compose.yaml", &twice)]).iter().any(|one| one.contains("undeclared")));
    let path = "services:\n  a:\n    image: x\n    volumes:\n      - data/a:/a\n";
    assert_eq!(repaired(&[("compose.yaml", path)]), Some(path.replace("data/a:", "./data/a:")));
}

#[test]
fn names_are_used_by_whoever_may_be_run_with_them() {
    let declared = "services: {a: {image: x}}\nvolumes: {data: }\n";
    let used = "services:\n  a:\n    volumes: ['data:/a']\n";
    assert_eq!(found(&[("compose.yaml", declared)]), ["unused-volume information data"]);
    assert_eq!(found(&[("compose.yaml", declared), ("compose.dev.yaml", used)]), [""; 0]);
    assert_eq!(found(&[("compose.yaml", &declared.replace("image: x", "image: x, volumes: ['${V}:/a']"))]), [""; 0]);
    assert_eq!(repaired(&[("compose.yaml", declared)]).as_deref(), Some("services: {a: {image: x}}\n"));
}

#[test]
fn anonymous_volumes_get_names() {
    let text = "services:\n  a:\n    image: x\n    volumes:\n      - ./app:/app\n      - \"/app/node_modules\"\n      - /data:rw\n      - type: volume\n        target: /long\n      - {type: volume, target: /flow}\n      - type: tmpfs\n        target: /t\n";
    let rule = "anonymous-volume";
    assert_eq!(
        found(&[("compose.yaml", text)]),
        [
            format!("{rule} information /app/node_modules"),
            format!("{rule} warning /data"),
            format!("{rule} warning /long"),
            format!("{rule} warning /flow"),
        ]
    );
    let named = text
        .replace("\"/app/", "\"a-node_modules:/app/")
        .replace("- /data", "- a-data:/data")
        .replace("        target: /long", "        source: a-long\n        target: /long")
        .replace("volume, target: /flow", "volume, source: a-flow, target: /flow");
    let all = format!("{named}\nvolumes:\n  a-node_modules:\n  a-data:\n  a-long:\n  a-flow:\n");
    assert_eq!(repaired(&[("compose.yaml", text)]), Some(all));
}

#[test]
fn replicas_of_a_swarm_share_ports() {
    let service = |rest: &str| {
        format!("services:\n  a:\n    image: x\n    ports: ['80:80']\n    deploy: {{replicas: 2{rest}}}\n")
    };
    let (plain, swarm) = (service(""), service(", update_config: {parallelism: 1}"));
    assert_eq!(found(&[("compose.yaml", &plain)]), ["replicas-with-local-state warning 2"]);
    assert_eq!(found(&[("compose.yaml", &swarm)]), [""; 0]);
    assert_eq!(found(&[("docker-stack.yml", &plain)]), [""; 0]);
    assert_eq!(found(&[("compose.yaml", &plain.replace("80:80", "80-90:80"))]), [""; 0]);
    assert_eq!(found(&[("compose.yaml", &plain.replace("replicas: 2", "replicas: 1"))]), [""; 0]);
    let data = "services:\n  a:\n    image: mongo\n    volumes: ['d:/data/db']\n    scale: 2\nvolumes: {d: }\n";
    assert_eq!(found(&[("compose.yaml", data)]), ["replicas-with-local-state warning 2"]);
}

#[test]
fn a_volume_instruction_becomes_a_mount_in_the_services_that_build_it() {
    let dockerfile = "FROM node:22\nVOLUME /data\nUSER node\nCMD [\"node\"]\n";
    let compose = "services:\n  app:\n    build: .\n";
    let mut ground = Workspace::default();
    ground.set_compose_files([PathBuf::from("compose.yaml")].into());
    let file = Arc::new(File::new(PathBuf::from("Dockerfile"), Language::Dockerfile, dockerfile));
    ground.insert(Arc::clone(&file));
    ground.insert(Arc::new(File::new(PathBuf::from("compose.yaml"), Language::Compose, compose)));
    let found = crate::check(&ground, &file, &Settings::default());
    let volume = found.iter().find(|one| one.rule.name == "volume-instruction").unwrap();
    let fixes = verified(&ground, &file, &Settings::default(), &found, volume);
    let both = fixes.iter().find(|fix| fix.edits.iter().any(|edit| edit.path.is_some())).unwrap();
    assert!(!both.preferred);
    let other: Vec<_> = both.edits.iter().filter(|edit| edit.path.is_some()).cloned().collect();
    let other: Vec<_> = other.into_iter().map(|edit| crate::Edit { path: None, ..edit }).collect();
    let mounted = "services:\n  app:\n    build: .\n    volumes:\n      - app-data:/data\n\nvolumes:\n  app-data:\n";
    assert_eq!(apply(compose, &other), mounted);
}
