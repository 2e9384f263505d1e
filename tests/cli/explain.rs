//! `longshore explain`.

use longshore_lint::rules;

use crate::sandbox::Sandbox;

#[test]
fn every_rule_is_listed_and_has_a_page() {
    let sandbox = Sandbox::new(&[]);
    let list = sandbox.run("explain").stdout;
    assert_eq!(list.lines().count(), rules::ALL.len());
    for (rule, line) in rules::ALL.iter().zip(list.lines()) {
        assert!(line.starts_with(rule.name) && line.ends_with(rule.summary()), "{line}");
        let run = sandbox.run(&format!("explain {}", rule.name));
        assert_eq!(run.code, 0);
        assert!(run.stdout.starts_with(rule.name), "{}", run.stdout);
        assert!(!run.stdout.contains("```"), "{}", run.stdout);
        for alias in rule.aliases {
            assert_eq!(sandbox.run(&format!("explain {alias}")).code, 0, "{alias}");
        }
    }
}

#[test]
fn an_unknown_rule_is_2_with_the_nearest_name() {
    let run = Sandbox::new(&[]).run("explain volum-instruction");
    let expected = "error: there is no rule `volum-instruction`; did you mean `volume-instruction`?\nexit code 2\n";
    assert_eq!(run.transcript(), expected);
}
