//! What services and images keep, use and share.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::Language;

use super::*;
use crate::Content;

/// A workspace of these files, by path and text.
fn workspace(files: &[(&str, &str)]) -> Workspace {
    let mut workspace = Workspace::new(vec![PathBuf::from("/p")]);
    for (name, text) in files {
        let path = Path::new("/p").join(name);
        match crate::language(&path, None) {
            Some(language) => workspace.insert(Arc::new(File::new(path, language, text))),
            None => workspace.set_text(&path, Some(Arc::from(*text))),
        }
    }
    let all: Vec<Arc<File>> = workspace.files().cloned().collect();
    let of = |compose: bool| {
        let kind = |file: &&Arc<File>| matches!(file.content, Content::Compose(_)) == compose;
        all.iter().filter(kind).map(|file| file.path.clone()).collect()
    };
    workspace.set_compose_files(of(true));
    workspace.set_dockerfiles(of(false));
    workspace
}

fn of_compose(files: &[(&str, &str)]) -> Vec<Holder> {
    let workspace = workspace(files);
    services(&workspace, &workspace.file(Path::new("/p/compose.yaml"), Language::Compose).unwrap())
}

/// The pieces of a holder in short.
fn kept(holder: &Holder) -> Vec<String> {
    let path = |one: &Kept| one.path.as_ref().map_or("-".to_owned(), ToString::to_string);
    holder.kept.iter().map(|one| format!("{} {} {:?}", one.what, path(one), one.store.verdict())).collect()
}

const APP: &str =
    "FROM node:22-slim\nRUN mkdir -p /app/uploads && chown node /app/uploads\nUSER node\nCMD [\"node\", \"x\"]\n";

const STACK: &str = "services:
  web:
    build: .
    environment:
      DATABASE_URL: postgresql+psycopg://u:p@db:5432/x
      CACHE_HOST: cache
      REPORTS: mysql://far.example.com/x
    depends_on: [db, worker]
  worker:
    image: example/worker
  db:
    image: postgres:16
    volumes: ['data:/var/lib/postgresql/data']
  cache:
    image: redis:7
volumes: {data: }
";

#[test]
fn state_is_in_the_layer_on_volumes_and_in_memory() {
    let all = of_compose(&[("compose.yaml", STACK), ("Dockerfile", APP)]);
    assert_eq!(kept(&all[0]), ["uploads /app/uploads Lost"]);
    assert_eq!(kept(&all[1]), [""; 0]);
    assert_eq!(kept(&all[2]), ["database /var/lib/postgresql/data Kept"]);
    assert_eq!(kept(&all[3]), ["cache - Lost"]);
    assert_eq!(all[3].kept[0].store, Store::Memory);
}

#[test]
fn uses_come_from_variables_and_from_what_is_waited_for() {
    let all = of_compose(&[("compose.yaml", STACK), ("Dockerfile", APP)]);
    let short = |one: &Use| (one.target.clone(), one.what, one.verdict, one.variable.clone());
    let service = |name: &str| Target::Service(name.to_owned());
    let found: Vec<_> = all[0].uses.iter().map(short).collect();
    let variable = |name: &str| Some(name.to_owned());
    let far = Target::Host("far.example.com".to_owned());
    assert_eq!(
        found,
        [
            (service("db"), Some("database"), Verdict::Kept, variable("DATABASE_URL")),
            (service("cache"), Some("cache"), Verdict::Lost, variable("CACHE_HOST")),
            (far, Some("database"), Verdict::Kept, variable("REPORTS")),
            (service("worker"), None, Verdict::Unknown, None),
        ]
    );
    let host = &all[0].uses[0].at;
    assert_eq!(host.1.text(STACK), "db");
    assert!(all[1..].iter().all(|holder| holder.uses.is_empty()));
}

#[test]
fn an_address_tells_what_a_service_stores_whose_image_does_not() {
    let text = "services:
  web: {image: web, environment: {URL: 'postgres://store/x'}}
  store: {image: '${STORE}'}
";
    let used = &of_compose(&[("compose.yaml", text)])[0].uses[0];
    assert_eq!((used.what, used.verdict), (Some("database"), Verdict::Unknown));
}

#[test]
fn words_that_are_no_hosts_use_nothing() {
    let text = "services:
  web:
    image: wordpress
    environment: {MYSQL_DATABASE: db, URL: 'http://localhost/x', OTHER_URL: 'http://api.example.com', WEB_HOST: web}
  db: {image: mysql}
";
    assert_eq!(of_compose(&[("compose.yaml", text)])[0].uses, []);
}

#[test]
fn multiplying_needs_shared_state_and_free_ports() {
    let all = of_compose(&[("compose.yaml", STACK), ("Dockerfile", APP)]);
    assert!(matches!(&all[0].multiply, Multiply::No(why) if why.len() == 1 && !why[0].blocks), "{:?}", all[0]);
    assert_eq!(all[1].multiply, Multiply::Unknown);
    assert!(matches!(&all[3].multiply, Multiply::No(why) if why.len() == 1), "{:?}", all[3]);
    let text = "services:\n  a: {image: redis, volumes: ['v:/data', './scripts:/scripts']}\n  b: {image: mysql}\nvolumes: {v: }\n";
    let redis = of_compose(&[("compose.yaml", text)]);
    assert!(matches!(&redis[0].multiply, Multiply::No(why) if why.len() == 1), "{:?}", redis[0]);
    assert_eq!(kept(&redis[0]), ["cache /data Kept"]);
    assert_eq!(redis[1].kept[0].store, Store::Unmounted);
    let text = "services:\n  a: {image: nginx, ports: ['80:80']}\n  b: {image: nginx, ports: ['80']}\n";
    let all = of_compose(&[("compose.yaml", text)]);
    assert!(matches!(&all[0].multiply, Multiply::No(why) if why[0].blocks && why.len() == 1));
    assert_eq!(all[1].multiply, Multiply::Yes);
    let text = "services:\n  a: {build: gone}\n  b: {image: nginx, volumes: ['v:/somewhere']}\nvolumes: {v: }\n";
    let all = of_compose(&[("compose.yaml", text)]);
    assert_eq!((&all[0].multiply, &all[1].multiply), (&Multiply::Unknown, &Multiply::Unknown));
}

fn of_image(files: &[(&str, &str)]) -> Option<Holder> {
    let workspace = workspace(files);
    let file = workspace.file(Path::new("/p/Dockerfile"), Language::Dockerfile).unwrap();
    let Content::Dockerfile(dockerfile) = &file.content else { panic!("no Dockerfile") };
    image(&workspace, &file, dockerfile)
}

#[test]
fn images_without_a_service_are_told_by_themselves() {
    assert_eq!(kept(&of_image(&[("Dockerfile", APP)]).unwrap()), ["uploads /app/uploads Lost"]);
    assert_eq!(of_image(&[("Dockerfile", APP), ("compose.yaml", STACK)]), None);
    let volume = of_image(&[("Dockerfile", "FROM alpine\nVOLUME /data\n")]).unwrap();
    assert_eq!((kept(&volume), volume.kept[0].store.clone()), (vec!["data /data Lost".to_owned()], Store::Anonymous));
    let base = of_image(&[("Dockerfile", "FROM postgres:16\n")]).unwrap();
    assert_eq!(kept(&base), ["database /var/lib/postgresql/data Unknown"]);
    assert_eq!(base.multiply, Multiply::Unknown);
}
