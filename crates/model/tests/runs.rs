//! Finds the services that run a Dockerfile, whatever changes around it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use longshore_model::{File, Origin, Workspace, runs};
use longshore_syntax::Language;

fn compose(path: &str, text: &str) -> Arc<File> {
    Arc::new(File::new(PathBuf::from(path), Language::Compose, text))
}

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let mut workspace = Workspace::new(vec![PathBuf::from("/p")]);
    files.iter().for_each(|(path, text)| workspace.insert(compose(path, text)));
    workspace
}

/// The services that run the Dockerfile, each with how, its target and what it mounts.
fn shown(workspace: &Workspace, dockerfile: &str) -> Vec<String> {
    let runs = runs(workspace, Path::new(dockerfile));
    let one = |run: &longshore_model::Run| {
        let file = run.compose.strip_prefix("/p").unwrap_or(&run.compose).display().to_string();
        let mut text = format!("{file} {}", run.name());
        if run.origin == Origin::Image {
            text.push_str(" image");
        }
        run.target().iter().for_each(|target| text.push_str(&format!(" target={target}")));
        run.mounts.iter().for_each(|mount| text.push_str(&format!(" {}", mount.path())));
        text
    };
    runs.iter().map(one).collect()
}

#[test]
fn builds_are_found_with_all_that_they_mount() {
    let workspace = workspace(&[
        (
            "/p/compose.yaml",
            "services:
  web:
    extends: {file: common/base.yml, service: app}
    build: {context: ., target: prod}
    volumes_from: [store:ro]
    tmpfs: /run
  store:
    image: busybox
    volumes: [s:/store, 'other:/base']
  api:
    build: {context: api, dockerfile: ../docker/Api}
",
        ),
        ("/p/common/base.yml", "services: {app: {volumes: ['b:/base']}}"),
        ("/p/compose.override.yaml", "services: {web: {volumes: ['o:/over']}}"),
        ("/p/compose.prod.yaml", "services: {web: {volumes: ['p:/prod']}}"),
    ]);
    assert_eq!(
        shown(&workspace, "/p/Dockerfile"),
        [
            "compose.prod.yaml web target=prod /base /prod /run /store",
            "compose.yaml web target=prod /base /over /run /store"
        ]
    );
    assert_eq!(shown(&workspace, "/p/docker/Api"), ["compose.yaml api"]);
    assert!(shown(&workspace, "/p/other/Dockerfile").is_empty());
}

#[test]
fn images_are_found_by_build_name_and_loneliness() {
    let mut workspace = workspace(&[
        ("/p/build.compose.yml", "services: {a: {build: ./src, image: 'acme/shop:dev'}}"),
        (
            "/p/compose.yaml",
            "services:
  shop: {image: 'ghcr.io/acme/shop:1', volumes: ['u:/uploads']}
  mailer: {image: acme/Mailer, volumes: ['m:/mail']}
  db: {image: 'postgres:16', volumes: ['d:/var/lib/postgresql/data']}
",
        ),
    ]);
    assert_eq!(shown(&workspace, "/p/src/Dockerfile"), ["build.compose.yml a", "compose.yaml shop image /uploads"]);
    assert_eq!(shown(&workspace, "/p/mailer/Dockerfile"), ["compose.yaml mailer image /mail"]);
    assert_eq!(shown(&workspace, "/p/docker/mailer.Dockerfile"), ["compose.yaml mailer image /mail"]);
    assert!(shown(&workspace, "/p/postgres/Dockerfile").is_empty(), "others publish that one");

    workspace.remove(Path::new("/p/build.compose.yml"));
    workspace
        .insert(compose("/p/compose.yaml", "services: {x: {image: acme/x, volumes: ['x:/x']}, db: {image: redis}}"));
    assert!(shown(&workspace, "/p/Dockerfile").is_empty());
    workspace.set_dockerfiles(BTreeSet::from([PathBuf::from("/p/Dockerfile")]));
    assert_eq!(shown(&workspace, "/p/Dockerfile"), ["compose.yaml x image /x"]);
    workspace.set_dockerfiles(BTreeSet::from([PathBuf::from("/p/Dockerfile"), PathBuf::from("/p/b/Dockerfile")]));
    assert!(shown(&workspace, "/p/Dockerfile").is_empty());
}

#[test]
fn changes_are_seen_and_clones_go_their_own_way() {
    let mut workspace = workspace(&[
        ("/p/compose.yaml", "services: {a: {build: '${DIR}', extends: {file: b.yml, service: b}}}"),
        ("/p/b.yml", "services: {b: {volumes: ['b:/b']}}"),
    ]);
    assert!(shown(&workspace, "/p/x/Dockerfile").is_empty());
    workspace.set_text(Path::new("/p/.env"), Some("DIR=x".into()));
    assert_eq!(shown(&workspace, "/p/x/Dockerfile"), ["compose.yaml a /b"]);

    let mut clone = workspace.clone();
    clone.insert(compose("/p/b.yml", "services: {b: {volumes: ['c:/c']}}"));
    assert_eq!(shown(&clone, "/p/x/Dockerfile"), ["compose.yaml a /c"]);
    assert_eq!(shown(&workspace, "/p/x/Dockerfile"), ["compose.yaml a /b"]);
    drop(clone);
    workspace.insert(compose("/p/b.yml", "services: {b: {volumes: ['d:/d']}}"));
    assert_eq!(shown(&workspace, "/p/x/Dockerfile"), ["compose.yaml a /d"]);
    workspace.remove(Path::new("/p/compose.yaml"));
    assert!(shown(&workspace, "/p/x/Dockerfile").is_empty());
}

#[test]
fn files_on_the_disk_are_read_again_when_they_change() {
    let folder = std::env::temp_dir().join(format!("longshore-runs-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let folder = folder.canonicalize().unwrap();
    let path = folder.join("compose.yaml");
    let mut workspace = Workspace::new(vec![folder.clone()]);
    workspace.set_compose_files(BTreeSet::from([path.clone()]));
    let count = |workspace: &Workspace| runs(workspace, &folder.join("Dockerfile")).len();
    assert_eq!(count(&workspace), 0);
    std::fs::write(&path, "services: {a: {build: .}}").unwrap();
    workspace.changed(&path);
    assert_eq!(count(&workspace), 1);
    std::fs::write(&path, "services: {a: {build: .}, b: {build: .}, c: {build: .}}").unwrap();
    assert_eq!(workspace.refresh(), [path]);
    assert_eq!(count(&workspace), 3);
    workspace.set_compose_files(BTreeSet::new());
    assert_eq!(count(&workspace), 0);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_thousand_compose_files_do_not_make_an_edit_slower() {
    let text = |at: usize| {
        let mut text = String::from("services:\n");
        for service in 0..10 {
            let _ = write!(text, "  s{service}:\n    build: ./{service}\n    volumes: ['v{at}:/data', './c:/c']\n");
        }
        text
    };
    let mut workspace = Workspace::new(vec![PathBuf::from("/p")]);
    for at in 0..1000 {
        workspace.insert(compose(&format!("/p/{at}/compose.yaml"), &text(at)));
    }
    let dockerfile = PathBuf::from("/p/500/3/Dockerfile");
    let start = Instant::now();
    assert_eq!(runs(&workspace, &dockerfile).len(), 1);
    let first = start.elapsed();
    let start = Instant::now();
    for at in 0..100 {
        workspace.insert(compose("/p/500/compose.yaml", &text(at)));
        assert_eq!(runs(&workspace, &dockerfile).len(), 1);
    }
    let edit = start.elapsed() / 100;
    println!("all files: {first:?}, one edit: {edit:?}");
    assert!(edit * 20 < first, "all files: {first:?}, one edit: {edit:?}");
}
