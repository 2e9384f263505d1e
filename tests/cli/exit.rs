//! How the program ends: 0, 1 or 2.

use crate::sandbox::{BAD, GOOD, Sandbox};

const ONLY: &str = "check --rule volume-instruction";

#[test]
fn nothing_found_is_0() {
    let run = Sandbox::new(&[("Dockerfile", GOOD)]).run("check");
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.transcript());
    assert_eq!(run.stderr, "nothing found in 1 file\n");
}

#[test]
fn findings_are_1_from_the_fail_level_on() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    for (set, level, code) in [
        ("information", "information", 1),
        ("information", "warning", 0),
        ("warning", "information", 1),
        ("warning", "warning", 1),
        ("warning", "error", 0),
        ("error", "error", 1),
        ("error", "off", 0),
    ] {
        sandbox.write("longshore.toml", format!("[rules]\nvolume-instruction = \"{set}\"\n"));
        let run = sandbox.run(&format!("{ONLY} --fail-level {level}"));
        assert_eq!(run.code, code, "{set} {level}: {}", run.transcript());
        assert!(run.stdout.contains("[volume-instruction]"), "{}", run.transcript());
        sandbox.write("longshore.toml", format!("fail-level = \"{level}\"\n[rules]\nvolume-instruction = \"{set}\"\n"));
        assert_eq!(sandbox.run(ONLY).code, code, "{set} {level}");
    }
    sandbox.write("longshore.toml", "[rules]\nvolume-instruction = \"information\"\n");
    assert_eq!(sandbox.run(ONLY).code, 0, "information does not fail by default");
}

#[test]
fn wrong_use_is_2() {
    let sandbox = Sandbox::new(&[("Dockerfile", GOOD)]);
    for args in
        ["", "chek", "check --format yaml", "check --no-such-flag", "check --fail-level loud", "check --color x"]
    {
        let run = sandbox.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args}: {}", run.transcript());
        assert!(!run.stderr.is_empty(), "{args}");
    }
    let run = sandbox.run("check --rule volume-instrucion");
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("did you mean `volume-instruction`?"), "{}", run.stderr);
}

#[test]
fn help_and_version_are_0() {
    let sandbox = Sandbox::new(&[]);
    assert_eq!(
        sandbox.run("--version").transcript(),
        format!("longshore {}\nexit code 0\n", env!("CARGO_PKG_VERSION"))
    );
    for args in ["--help", "check --help", "explain --help", "report --help", "lsp --help"] {
        assert_eq!(sandbox.run(args).code, 0, "{args}");
    }
}

#[test]
fn completions_complete_the_commands() {
    let sandbox = Sandbox::new(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = sandbox.run(&format!("completions {shell}"));
        assert_eq!(run.code, 0, "{shell}");
        assert!(
            ["explain", "stdin-filename", "report", "output"].iter().all(|word| run.stdout.contains(word)),
            "{shell}: {}",
            run.stdout
        );
    }
    assert_eq!(sandbox.run("completions tcsh").code, 2);
}

#[test]
fn a_server_without_a_client_ends() {
    let run = Sandbox::new(&[]).run("lsp --stdio");
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "the client went away without `shutdown`: {}", run.stderr);
}
