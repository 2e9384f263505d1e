//! What cannot be read is named, the rest is still done, and nothing takes long.

use std::fs;

use crate::sandbox::{BAD, GOOD, Sandbox};

/// The seconds of processor time that any of these inputs may take, in a build without optimisation.
const PATIENCE: u32 = 30;

/// The bad file is refused with `reason`, the good neighbour is judged.
fn refused(content: &[u8], reason: &str) {
    let sandbox = Sandbox::new(&[("a/Dockerfile", BAD)]);
    sandbox.write("b/Dockerfile", content);
    for args in ["check --format json .", "check --format json a/Dockerfile b/Dockerfile"] {
        let run = sandbox.run(args);
        assert_eq!(run.code, 2, "{}", run.transcript());
        assert!(run.stderr.contains(&format!("error: b/Dockerfile: {reason}")), "{}", run.stderr);
        assert!(run.paths().contains(&"a/Dockerfile".to_owned()), "{}", run.transcript());
    }
}

/// The file is judged in bounded time.
fn judged(content: &str) {
    let sandbox = Sandbox::new(&[("Dockerfile", content)]);
    for format in ["text", "json"] {
        let run = sandbox.run_within(PATIENCE, &format!("check --format {format}"));
        assert!(matches!(run.code, 0 | 1), "{format}: {}", run.transcript());
    }
}

#[test]
fn what_is_no_text_is_refused() {
    refused(b"FROM a\nRUN \xff\n", "is not UTF-8 from byte 11 on");
    refused(b"FROM a\nRUN \0\n", "holds a NUL byte at offset 11, so it is no text");
    refused(b"\xff\xfeF\0R\0", "is UTF-16; the engine reads UTF-8");
}

#[test]
fn what_is_too_large_is_refused() {
    refused("# x\n".repeat(2_500_001).as_bytes(), "larger than 10 MB, so it was not read");
}

#[test]
fn what_is_not_there_is_named() {
    let sandbox = Sandbox::new(&[("Dockerfile", GOOD)]);
    let run = sandbox.run("check nowhere Dockerfile");
    assert_eq!(run.code, 2);
    assert_eq!(run.stderr, "error: nowhere: no such file or directory\nnothing found in 1 file, 1 failed\n");
}

#[test]
fn a_folder_called_dockerfile_is_a_folder() {
    let sandbox = Sandbox::new(&[("docker/Dockerfile/app.Dockerfile", BAD)]);
    for args in ["check --format json", "check --format json docker/Dockerfile"] {
        let run = sandbox.run(args);
        assert!(run.code < 2, "{}", run.stderr);
        assert!(run.paths().iter().all(|path| path == "docker/Dockerfile/app.Dockerfile"));
        assert!(!run.paths().is_empty());
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named() {
    let sandbox = Sandbox::new(&[("a/Dockerfile", GOOD)]);
    std::os::unix::fs::symlink("nowhere", sandbox.path("Dockerfile")).unwrap();
    std::os::unix::fs::symlink("loop.Dockerfile", sandbox.path("loop.Dockerfile")).unwrap();
    let run = sandbox.run("check");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("error: Dockerfile: is a link that leads nowhere"), "{}", run.stderr);
    assert!(run.stderr.contains("error: loop.Dockerfile: is a link that leads nowhere"), "{}", run.stderr);
    assert!(run.stderr.contains("in 1 file, 2 failed"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new(&[("a/Dockerfile", GOOD), ("b/Dockerfile", GOOD)]);
    fs::set_permissions(sandbox.path("b/Dockerfile"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(sandbox.path("b/Dockerfile")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let run = sandbox.run("check");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("error: b/Dockerfile: permission denied"), "{}", run.stderr);
}

#[test]
fn a_megabyte_in_one_line_is_judged() {
    judged(&format!("FROM alpine\nRUN true{}\nVOLUME /data\n", " && mkdir /a/logs".repeat(60_000)));
    judged(&format!("FROM alpine\nVOLUME [\"/{}\"]\n", "ä".repeat(500_000)));
    judged(&format!("FROM alpine\nENV LOG_FILE={}\n", "${A:-".repeat(20_000)));
    judged(&format!("FROM alpine\nRUN {}\n", "<<A ".repeat(20_000)));
    judged(&format!("FROM alpine\nRUN {}\n", "(".repeat(200_000)));
    judged(&format!("FROM alpine\nRUN echo {}\n", "$(".repeat(200_000)));
}

#[test]
fn a_hundred_thousand_stages_are_judged() {
    judged(&"FROM alpine AS a\nVOLUME /data\n".repeat(50_000));
    judged(&(0..100_000).map(|stage| format!("FROM s{} AS s{stage}\n", stage.max(1) - 1)).collect::<String>());
}

#[test]
fn odd_texts_are_judged() {
    for content in [
        "",
        "\n",
        "\r",
        "\u{feff}",
        "FROM",
        "FROM \\",
        "\u{feff}FROM a\r\nVOLUME /\u{1b}[31mx\r\n",
        "RUN <<A <<B\n",
        "🙂",
    ] {
        judged(content);
    }
}

#[test]
fn a_file_cannot_steer_the_terminal() {
    let sandbox =
        Sandbox::new(&[("Dockerfile", "FROM alpine\nVOLUME /\u{1b}[31mx\n"), ("a\u{1b}[32m/Dockerfile", BAD)]);
    let run = sandbox.run("check");
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{:?}", run.transcript());
    let run = sandbox.run("check --color always");
    assert!(!run.stdout.contains("\u{1b}[31mx") && !run.stdout.contains("a\u{1b}[32m"), "{:?}", run.transcript());
}
