//! Merges compose files that stand in one workspace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::Language;

use super::{ProblemKind, Project, Service};
use crate::{File, Workspace};

/// A workspace at `/p`; each file begins with a line `== PATH`.
fn workspace(files: &str) -> Workspace {
    let mut workspace = Workspace::new(vec![PathBuf::from("/p")]);
    for file in files.split("== ").skip(1) {
        let (path, text) = file.split_once('\n').unwrap();
        let path = Path::new("/p").join(path);
        if path.extension().is_some_and(|end| end == "yml" || end == "yaml") {
            workspace.insert(Arc::new(File::new(path, Language::Compose, text)));
        } else {
            workspace.set_text(&path, Some(text.into()));
        }
    }
    workspace
}

fn project(workspace: &Workspace, path: &str) -> Project {
    let file = workspace.file(&Path::new("/p").join(path), Language::Compose).unwrap();
    Project::of(workspace, &file)
}

/// The service in short: image, mounts, variables and ports, each with the name of the file where it is not `main`.
fn shown(service: &Service, main: &str) -> String {
    let from = |place: &super::Place| {
        let name = place.file().file_name().unwrap().to_str().unwrap();
        if name == main { String::new() } else { format!("@{name}") }
    };
    let mut parts = Vec::new();
    parts.extend(service.image.iter().map(|image| format!("{}{}", image.value, from(&image.place))));
    for mount in &service.mounts {
        let source = mount.source.as_ref().map_or("-".to_owned(), |source| source.value.to_string());
        parts.push(format!("{source}:{}{}", mount.target.value, from(&mount.place)));
    }
    for variable in &service.environment {
        let value = variable.value.as_ref().map_or("-".to_owned(), |value| value.value.to_string());
        parts.push(format!("{}={value}{}", variable.name.value, from(&variable.place)));
    }
    parts.extend(service.ports.iter().map(|port| format!("port {}{}", port.target.value, from(&port.place))));
    parts.join(" ")
}

fn service(project: &Project, name: &str) -> String {
    let main = project.application.place.as_ref().unwrap().file().file_name().unwrap().to_str().unwrap();
    shown(project.application.service(name).unwrap(), main)
}

#[test]
fn overrides_are_merged_by_key() {
    let workspace = workspace(
        "== compose.yaml
services:
  a:
    image: x:${TAG:-1}
    command: one two
    environment: [A=1, B=1, B=2]
    volumes: [data:/data, ./c:/c]
    ports: ['80:80', '443:443']
    labels: [x=y]
  b:
    image: y
    ports: ['1:1']
    volumes: [v:/v]
== compose.override.yaml
services:
  a:
    command: three
    environment: {B: 3, C:}
    volumes: [other:/data/]
    ports: ['80:80', '81:81']
  b:
    ports: !reset []
    volumes: !override [w:/w]
== .env
TAG=2
",
    );
    let project = project(&workspace, "compose.yaml");
    let o = "@compose.override.yaml";
    assert_eq!(
        service(&project, "a"),
        format!("x:2 other:/data/{o} ./c:/c A=1 B=3{o} C=-{o} port 80{o} port 443 port 81{o}")
    );
    assert_eq!(service(&project, "b"), format!("y w:/w{o}"));
    let words = &project.application.service("a").unwrap().command.as_ref().unwrap().words;
    assert_eq!(words.iter().map(super::Text::text).collect::<Vec<_>>(), ["three"]);
    assert_eq!(super::role(Path::new("/p/compose.override.yml")), super::Role::Override);
}

#[test]
fn extends_reaches_other_files_and_their_folders() {
    let workspace = workspace(
        "== compose.yaml
services:
  web:
    extends: {file: common/base.yml, service: app}
    environment: [A=web]
  worker:
    extends: web
    image: w
== common/base.yml
services:
  app:
    extends: {service: root}
    build: ./app
    environment: {A: base, B: base}
  root:
    volumes: ['./data:/data']
",
    );
    let project = project(&workspace, "compose.yaml");
    assert_eq!(service(&project, "web"), "./data:/data@base.yml A=web B=base@base.yml");
    assert_eq!(service(&project, "worker"), "w ./data:/data@base.yml A=web B=base@base.yml");
    let web = project.application.service("web").unwrap();
    assert_eq!(web.build.as_ref().unwrap().dockerfile(), Some(PathBuf::from("/p/common/app/Dockerfile")));
    assert_eq!(web.mounts[0].source.as_ref().unwrap().host_path(), Some(PathBuf::from("/p/common/data")));
    assert!(project.problems.is_empty() && project.files.contains(Path::new("/p/common/base.yml")));
}

#[test]
fn circles_and_missing_files_end() {
    let workspace = workspace(
        "== compose.yaml
include: [other.yml, gone.yml]
services:
  a: {extends: b, image: a}
  b: {extends: {service: a}, image: b}
  c: {extends: nobody, image: c}
  d: {extends: {file: nowhere.yml, service: x}, image: d}
== other.yml
include: [compose.yaml, other.yml]
services:
  e: {image: e}
",
    );
    let project = project(&workspace, "compose.yaml");
    let kinds: Vec<ProblemKind> = project.problems.iter().map(|problem| problem.kind).collect();
    let circles = kinds.iter().filter(|kind| **kind == ProblemKind::Circle).count();
    assert!(circles >= 2 && kinds.contains(&ProblemKind::NoService) && kinds.contains(&ProblemKind::Unreadable));
    for (name, image) in [("a", "a"), ("b", "b"), ("c", "c"), ("d", "d"), ("e", "e@other.yml")] {
        assert_eq!(service(&project, name), image);
    }
    let circle = project.problems.iter().find(|problem| problem.kind == ProblemKind::Circle).unwrap();
    assert_eq!(circle.message, "extends itself: a → b → a");
}

#[test]
fn includes_have_their_own_folder_and_variables() {
    let workspace = workspace(
        "== compose.yaml
include:
  - path: [sub/a.yml, sub/b.yml]
    project_directory: elsewhere
    env_file: sub/x.env
  - sub/c.yml
services:
  own: {image: 'x${TAG}'}
== sub/a.yml
services:
  one: {image: 'one:${TAG}', build: ctx}
volumes: {v: }
== sub/b.yml
services:
  one: {environment: {K: '$V'}}
== sub/c.yml
services:
  two: {image: 'two:$TAG', volumes: ['./d:/d']}
== sub/x.env
TAG=inner
V=1
== sub/.env
TAG=c
",
    );
    let project = project(&workspace, "compose.yaml");
    assert_eq!(service(&project, "own"), "x…");
    assert_eq!(service(&project, "one"), "one:inner@a.yml K=1@b.yml");
    assert_eq!(service(&project, "two"), "two:c@c.yml ./d:/d@c.yml");
    let build = project.application.service("one").unwrap().build.as_ref().unwrap();
    assert_eq!(build.folder(), Some(PathBuf::from("/p/elsewhere/ctx")));
    assert!(project.application.volume("v").is_some());
}

#[test]
fn other_files_stand_on_the_default_one_when_asked() {
    let workspace = workspace(
        "== docker-compose.yml
services: {a: {image: x, volumes: [v:/v]}}
volumes: {v: {}}
== docker-compose.prod.yml
services: {a: {image: y}}
",
    );
    let file = workspace.file(Path::new("/p/docker-compose.prod.yml"), Language::Compose).unwrap();
    assert_eq!(shown(&Project::of(&workspace, &file).application.services[0], "docker-compose.prod.yml"), "y");
    let both = Project::with_default(&workspace, &file).unwrap();
    assert_eq!(service(&both, "a"), "y@docker-compose.prod.yml v:/v");
}
