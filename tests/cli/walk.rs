//! Which files are judged, and in which order.

use crate::sandbox::{BAD, GOOD, Sandbox};

const CHECK: &str = "check --rule volume-instruction --format json";

#[test]
fn folders_give_their_dockerfiles_in_order() {
    let files =
        ["b/Dockerfile", "Dockerfile", "a/app.Dockerfile", "a/Containerfile", "a/Dockerfile.dev", "a/b/c/dockerfile"];
    let others = ["README.md", "a/Dockerfile.dockerignore", "dockerfiles"];
    let all: Vec<(&str, &str)> = files.into_iter().chain(others).map(|path| (path, BAD)).collect();
    let sandbox = Sandbox::new(&all);
    let sorted =
        ["Dockerfile", "a/Containerfile", "a/Dockerfile.dev", "a/app.Dockerfile", "a/b/c/dockerfile", "b/Dockerfile"];
    for args in ["", " .", " ./"] {
        assert_eq!(sandbox.run(&format!("{CHECK}{args}")).paths(), sorted);
    }
    assert_eq!(sandbox.run(&format!("{CHECK} b a/b")).paths(), ["b/Dockerfile", "a/b/c/dockerfile"]);
    assert_eq!(sandbox.run(&format!("{CHECK} ./b b/Dockerfile b")).paths(), ["b/Dockerfile"], "each file once");
    assert_eq!(sandbox.run(&format!("{CHECK} README.md")).paths(), ["README.md"], "what is named is a Dockerfile");
}

#[test]
fn ignored_and_hidden_files_are_judged_only_when_named() {
    let files = [
        (".gitignore", "ignored/\n"),
        (".ignore", "x.Dockerfile\n"),
        ("ignored/Dockerfile", BAD),
        ("x.Dockerfile", BAD),
        (".hidden/Dockerfile", BAD),
        (".git/Dockerfile", BAD),
    ];
    let sandbox = Sandbox::new(&files);
    assert_eq!(sandbox.run(CHECK).paths(), [""; 0]);
    for named in ["ignored/Dockerfile", "x.Dockerfile", ".hidden/Dockerfile"] {
        assert_eq!(sandbox.run(&format!("{CHECK} {named}")).paths(), [named]);
    }
    assert_eq!(sandbox.run(&format!("{CHECK} .hidden")).paths(), [".hidden/Dockerfile"]);
}

#[test]
fn the_same_run_gives_the_same_report() {
    let names: Vec<String> = (0..200).map(|n| format!("d{}/{n}.Dockerfile", n % 7)).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), BAD)).collect();
    let sandbox = Sandbox::new(&files);
    for format in ["text", "json"] {
        let first = sandbox.run(&format!("check --format {format}")).transcript();
        for _ in 0..4 {
            assert_eq!(sandbox.run(&format!("check --format {format}")).transcript(), first);
        }
    }
}

#[test]
fn compose_files_are_judged_like_dockerfiles() {
    let sandbox = Sandbox::new(&[("compose.yaml", "services: {}\n"), ("a/b.compose.yml", ""), ("Dockerfile", GOOD)]);
    assert_eq!(sandbox.run("check compose.yaml Dockerfile").transcript(), "nothing found in 2 files\nexit code 0\n");
    assert_eq!(sandbox.run("check").transcript(), "nothing found in 3 files\nexit code 0\n");
}

#[cfg(unix)]
#[test]
fn links_to_files_are_followed_and_links_to_folders_are_not() {
    let sandbox = Sandbox::new(&[("real/file", BAD), ("folder/Dockerfile", BAD)]);
    std::os::unix::fs::symlink("real/file", sandbox.path("Dockerfile")).unwrap();
    std::os::unix::fs::symlink(".", sandbox.path("folder/loop")).unwrap();
    assert_eq!(sandbox.run(CHECK).paths(), ["Dockerfile", "folder/Dockerfile"]);
}
