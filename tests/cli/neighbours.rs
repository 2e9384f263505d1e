//! What files that are not judged say about those that are.

use crate::sandbox::Sandbox;

const DOCKERFILE: &str = "FROM node:22-slim\nRUN mkdir -p /app/uploads && chown node /app/uploads\nUSER node\n";
const COMPOSE: &str =
    "services:\n  web:\n    build: app\n    volumes:\n      - uploads:/app/uploads\nvolumes:\n  uploads:\n";
const CHECK: &str = "check --rule local-uploads --format json";

#[test]
fn a_compose_file_in_the_repository_is_known_to_a_dockerfile_that_is_named() {
    let sandbox =
        Sandbox::new(&[("app/Dockerfile", DOCKERFILE), ("deploy/compose.yaml", &COMPOSE.replace("app\n", "../app\n"))]);
    assert_eq!(sandbox.run(&format!("{CHECK} app/Dockerfile")).paths(), [""; 0]);
    assert_eq!(sandbox.run(CHECK).paths(), [""; 0]);
    let stdin = format!("{CHECK} - --stdin-filename app/Dockerfile");
    assert_eq!(sandbox.run_with(&stdin, DOCKERFILE, &[]).paths(), [""; 0]);
    // A folder that is named is all there is.
    assert_eq!(sandbox.run(&format!("{CHECK} app")).paths(), ["app/Dockerfile"]);
    let stdin = format!("{CHECK} - --stdin-filename other/Dockerfile");
    assert_eq!(sandbox.run_with(&stdin, DOCKERFILE, &[]).paths(), ["other/Dockerfile"], "nobody builds that one");
}

#[test]
fn nothing_outside_the_repository_is_read() {
    let sandbox = Sandbox::new(&[
        ("docker-compose.yml", &COMPOSE.replace("app\n", "inner/app\n")),
        ("inner/.git/HEAD", ""),
        ("inner/app/Dockerfile", DOCKERFILE),
    ]);
    assert_eq!(sandbox.run(&format!("{CHECK} inner/app/Dockerfile")).paths(), ["inner/app/Dockerfile"]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../../docker-compose.yml", sandbox.path("inner/app/compose.yaml")).unwrap();
        sandbox.write("docker-compose.yml", COMPOSE.replace("build: app", "build: ."));
        assert_eq!(sandbox.run(&format!("{CHECK} inner/app/Dockerfile")).paths(), ["inner/app/Dockerfile"]);
    }
}

#[test]
fn neighbours_have_no_findings_and_no_problems_of_their_own() {
    let sandbox =
        Sandbox::new(&[("app/Dockerfile", DOCKERFILE), ("b/Dockerfile", DOCKERFILE), ("compose.yaml", COMPOSE)]);
    sandbox.write("broken.compose.yaml", b"services: \xff\xfe\0");
    sandbox.write("other.compose.yaml", "services: [\n  }: broken\n");
    let run = sandbox.run("check --rule local-uploads app/Dockerfile");
    assert_eq!(run.transcript(), "nothing found in 1 file\nexit code 0\n");
}

#[test]
fn what_ignore_files_leave_out_says_nothing() {
    let files = [
        ("app/Dockerfile", DOCKERFILE),
        ("old/compose.yaml", &*COMPOSE.replace("app\n", "../app\n")),
        (".gitignore", "old/\n"),
    ];
    let sandbox = Sandbox::new(&files);
    for args in ["", " app/Dockerfile"] {
        assert_eq!(sandbox.run(&format!("{CHECK}{args}")).paths(), ["app/Dockerfile"]);
    }
}
