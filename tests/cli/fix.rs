//! `--fix`, `--unsafe-fixes` and `--diff`.

use std::fs;

use crate::sandbox::{BAD, GOOD, Sandbox};

const ALL: &str = "check --rule volume-instruction --fix --unsafe-fixes";

#[test]
fn a_fix_is_written_and_what_is_left_is_reported() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD), ("good/Dockerfile", GOOD)]);
    let run = sandbox.run(ALL);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.transcript());
    assert_eq!(run.stderr, "nothing found in 2 files, 1 file fixed\n");
    let fixed = sandbox.read("Dockerfile");
    assert!(!fixed.contains("\nVOLUME"), "{fixed}");
    assert!(fixed.starts_with("FROM alpine:3.20\n") && fixed.ends_with("CMD [\"server\"]\n"), "{fixed}");
    assert_eq!(sandbox.read("good/Dockerfile"), GOOD);
    assert_eq!(sandbox.run(ALL).stderr, "nothing found in 2 files\n", "a second time changes nothing");
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let sandbox = Sandbox::new(&[("a/Dockerfile", BAD)]);
    for args in [format!("{ALL} --diff"), "check --rule volume-instruction --diff --unsafe-fixes".to_owned()] {
        let run = sandbox.run(&args);
        assert_eq!(run.code, 1, "{}", run.transcript());
        assert!(run.stdout.starts_with("--- a/Dockerfile\n+++ a/Dockerfile\n@@ -1,4 "), "{}", run.stdout);
        assert!(run.stdout.contains("\n-VOLUME /data\n"), "{}", run.stdout);
        assert!(run.stderr.ends_with("1 file would be fixed\n"), "{}", run.stderr);
        assert_eq!(sandbox.read("a/Dockerfile"), BAD);
    }
}

#[test]
fn a_difference_leads_to_the_fixed_text() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    let diff = sandbox.run(&format!("{ALL} --diff")).stdout;
    sandbox.run(ALL);
    let kept_or_added = diff.lines().skip(3).filter_map(|line| line.strip_prefix([' ', '+']));
    let patched: String = kept_or_added.map(|line| format!("{line}\n")).collect();
    assert_eq!(patched, sandbox.read("Dockerfile"));
}

#[test]
fn unsafe_fixes_wait_until_they_are_asked_for() {
    let sandbox = Sandbox::new(&[("Dockerfile", "FROM node:22\nCMD [\"node\"]\n")]);
    let before = sandbox.read("Dockerfile");
    sandbox.run("check --rule root-user --fix");
    assert_eq!(sandbox.read("Dockerfile"), before);
    sandbox.run("check --rule root-user --unsafe-fixes");
    assert!(sandbox.read("Dockerfile").contains("\nUSER node\n"), "{}", sandbox.read("Dockerfile"));
}

#[test]
fn the_standard_input_is_mended_to_stdout() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    sandbox.run(ALL);
    let run = sandbox.run_with(&format!("{ALL} -"), BAD, &[]);
    assert_eq!((run.code, run.stdout), (0, sandbox.read("Dockerfile")));
    let run = sandbox.run_with("check --rule volume-instruction --fix -", GOOD, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, GOOD), "what needs no fix goes through");
    let root = "FROM node:22\nCMD [\"node\"]\n";
    let run = sandbox.run_with(
        "check --rule root-user --fix --fail-level information - --stdin-filename x/Dockerfile",
        root,
        &[],
    );
    assert_eq!((run.code, run.stdout.as_str()), (1, root));
    assert!(run.stderr.contains("[root-user]") && run.stderr.contains("x/Dockerfile:1:"), "{}", run.stderr);
    assert!(!sandbox.path("x").exists());
}

#[test]
fn line_ends_and_the_byte_order_mark_are_kept() {
    let crlf = format!("\u{feff}{}", BAD.replace('\n', "\r\n"));
    let sandbox = Sandbox::new(&[("Dockerfile", &crlf)]);
    let run = sandbox.run(ALL);
    assert_eq!(run.code, 0, "{}", run.transcript());
    let fixed = sandbox.read("Dockerfile");
    assert!(fixed.starts_with("\u{feff}FROM alpine:3.20\r\n") && !fixed.contains("\nVOLUME"), "{fixed:?}");
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count(), "{fixed:?}");
}

#[cfg(unix)]
#[test]
fn permissions_are_kept_and_nothing_is_left_behind() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let sandbox = Sandbox::new(&[("a/Dockerfile", BAD), ("a/good.Dockerfile", GOOD)]);
    fs::set_permissions(sandbox.path("a/Dockerfile"), fs::Permissions::from_mode(0o640)).unwrap();
    let untouched = fs::metadata(sandbox.path("a/good.Dockerfile")).unwrap();
    sandbox.run(ALL);
    assert_eq!(fs::metadata(sandbox.path("a/Dockerfile")).unwrap().permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::metadata(sandbox.path("a/good.Dockerfile")).unwrap().ino(), untouched.ino());
    assert_eq!(fs::read_dir(sandbox.path("a")).unwrap().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    fs::set_permissions(sandbox.path("Dockerfile"), fs::Permissions::from_mode(0o444)).unwrap();
    let run = sandbox.run(ALL);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("error: Dockerfile: is read-only, so it was not fixed"), "{}", run.stderr);
    assert_eq!(sandbox.read("Dockerfile"), BAD);
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_do_not_reach_outside() {
    use std::os::unix::fs::symlink;
    let sandbox = Sandbox::new(&[("in/real", BAD), ("outside", BAD)]);
    symlink("real", sandbox.path("in/Dockerfile")).unwrap();
    symlink("../outside", sandbox.path("in/out.Dockerfile")).unwrap();
    let run = sandbox.run(&format!("{ALL} in"));
    assert_eq!(run.code, 2);
    let expected = "error: in/out.Dockerfile: is a link to a file outside of what was named, so it was not fixed";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    assert!(fs::symlink_metadata(sandbox.path("in/Dockerfile")).unwrap().is_symlink());
    assert!(!sandbox.read("in/real").contains("\nVOLUME"));
    assert_eq!(sandbox.read("outside"), BAD);
}
