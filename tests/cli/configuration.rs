//! Which configuration holds for which file.

use crate::sandbox::{BAD, Sandbox};

const OFF: &str = "[rules]\nvolume-instruction = \"off\"\n";

fn paths(sandbox: &Sandbox, args: &str) -> Vec<String> {
    sandbox.run(&format!("check --rule volume-instruction --format json {args}")).paths()
}

#[test]
fn the_nearest_one_holds() {
    let files = [("Dockerfile", BAD), ("a/Dockerfile", BAD), ("a/b/Dockerfile", BAD), ("a/longshore.toml", OFF)];
    let sandbox = Sandbox::new(&files);
    assert_eq!(paths(&sandbox, ""), ["Dockerfile"]);
    sandbox.write("a/b/.longshore.yaml", "fail-level: error\n");
    assert_eq!(paths(&sandbox, ""), ["Dockerfile", "a/b/Dockerfile"]);
    assert_eq!(paths(&sandbox, "--config a/longshore.toml"), [""; 0]);
}

#[test]
fn the_standard_input_is_judged_by_where_it_would_stand() {
    let sandbox = Sandbox::new(&[("a/longshore.toml", OFF)]);
    for (name, count) in [("a/Dockerfile", 0), ("b/Dockerfile", 1), ("Dockerfile", 1)] {
        let args = format!("check - --rule volume-instruction --format json --stdin-filename {name}");
        let paths = sandbox.run_with(&args, BAD, &[]).paths();
        assert_eq!(paths, vec![name; count]);
    }
}

#[test]
fn what_is_excluded_is_left_out_unless_it_is_named() {
    let exclude = "exclude = [\"vendor/\", \"*.old.Dockerfile\", \"!keep.old.Dockerfile\"]\n";
    let files = ["Dockerfile", "vendor/x/Dockerfile", "a/vendor/Dockerfile", "b.old.Dockerfile", "keep.old.Dockerfile"];
    let mut all: Vec<(&str, &str)> = files.iter().map(|path| (*path, BAD)).collect();
    all.push(("longshore.toml", exclude));
    let sandbox = Sandbox::new(&all);
    assert_eq!(paths(&sandbox, ""), ["Dockerfile", "keep.old.Dockerfile"]);
    assert_eq!(paths(&sandbox, "vendor/x/Dockerfile"), ["vendor/x/Dockerfile"]);
}

#[test]
fn rules_of_style_are_on_where_they_are_asked_for() {
    let sandbox = Sandbox::new(&[("Dockerfile", "FROM node\nADD a /\nUSER node\n")]);
    let found = |args: &str| sandbox.run(&format!("check --format json {args}")).rules();
    assert_eq!(found(""), [""; 0]);
    assert_eq!(found("--rule add-for-copy"), ["add-for-copy"]);
    assert_eq!(found("--preset strict"), ["floating-tag", "add-for-copy"]);
    assert_eq!(sandbox.run("check").code, 0);
    assert_eq!(sandbox.run("check --preset strict").code, 1, "nothing is less than a warning");
    sandbox.write("longshore.toml", "preset = \"strict\"\n[rules]\nfloating-tag = \"off\"\n");
    assert_eq!(found(""), ["add-for-copy"]);
    assert_eq!(found("--preset recommended"), [""; 0]);
    sandbox.write("longshore.toml", "[groups]\nstyle = \"information\"\n");
    assert_eq!(found(""), ["floating-tag", "add-for-copy"]);
    let run = sandbox.run("check --preset strickt");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("there is no preset `strickt`; did you mean `strict`?"), "{}", run.stderr);
}

#[test]
fn a_broken_one_is_named_and_spoils_only_its_files() {
    let files =
        [("Dockerfile", BAD), ("a/Dockerfile", BAD), ("a/longshore.toml", "\n[rules]\nvolume-instructoin = \"off\"\n")];
    let sandbox = Sandbox::new(&files);
    let run = sandbox.run("check --rule volume-instruction --format json");
    assert_eq!((run.code, run.paths()), (2, vec!["Dockerfile".to_owned()]));
    let expected = "longshore.toml:3: there is no rule `volume-instructoin`; did you mean `volume-instruction`?";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    let run = sandbox.run("check --config nowhere.toml Dockerfile");
    assert_eq!(run.code, 2);
    assert!(run.stderr.starts_with("error: nowhere.toml: "), "{}", run.stderr);
    sandbox.write("a/longshore.toml", "exclude = [\"a[z-a]\"]\n");
    let run = sandbox.run("check a");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("longshore.toml: exclude: "), "{}", run.stderr);
}
