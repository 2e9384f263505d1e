//! When there is colour.

use crate::sandbox::{BAD, Sandbox};

fn colored(args: &str, environment: &[(&str, &str)]) -> bool {
    let run = Sandbox::new(&[("Dockerfile", BAD)]).run_with(args, "", environment);
    assert!(run.stdout.contains("volume-instruction"), "{}", run.transcript());
    run.stdout.contains('\u{1b}')
}

#[test]
fn a_pipe_gets_none_unless_it_is_asked_for() {
    for args in ["check", "explain volume-instruction"] {
        assert!(!colored(args, &[]), "{args}");
        assert!(colored(args, &[("CLICOLOR_FORCE", "1")]), "{args}");
        assert!(!colored(args, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]), "{args}");
        assert!(colored(&format!("{args} --color always"), &[("NO_COLOR", "1")]), "{args}");
        assert!(!colored(&format!("{args} --color never"), &[("CLICOLOR_FORCE", "1")]), "{args}");
    }
}

#[test]
fn programs_never_get_colour() {
    assert!(!colored("check --format json --color always", &[]));
    assert!(!colored("explain --markdown volume-instruction --color always", &[]));
}

#[test]
fn colour_changes_nothing_but_colour() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    let (plain, colored) = (sandbox.run("check"), sandbox.run("check --color always"));
    let mut stripped = String::new();
    let mut rest = colored.stdout.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain.stdout);
}
