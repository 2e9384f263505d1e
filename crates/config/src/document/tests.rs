//! What is read from each format, and what is said about what is wrong.

use std::path::Path;

use expect_test::{Expect, expect};
use serde_json::json;

use super::*;

fn refused(name: &str, text: &str, expected: &Expect) {
    match Config::parse(Path::new(name), text) {
        Ok(config) => panic!("{name} was accepted: {config:?}"),
        Err(error) => expected.assert_eq(&error.to_string()),
    }
}

#[test]
fn the_three_formats_say_the_same() {
    let toml = "preset = \"strict\"\nfail-level = \"error\"\nexclude = [\"vendor/\"]\nlenses = false\nhover = false\n[groups]\nephemeral = \"warning\"\n";
    let yaml = "preset: strict\nfail-level: error\nexclude: [vendor/]\nlenses: false\nhover: false\ngroups:\n  ephemeral: warning\n";
    let json = json!({"preset": "strict", "fail-level": "error", "exclude": ["vendor/"], "lenses": false, "hover": false, "groups": {"ephemeral": "warning"}});
    let read = Config::parse(Path::new("longshore.toml"), toml).unwrap();
    assert_eq!(Config::parse(Path::new("longshore.yml"), yaml), Ok(read.clone()));
    assert_eq!(Config::from_json(&json), Ok(read.clone()));
    assert_eq!(serde_json::to_value(&read).unwrap(), json);
    assert_eq!(read.settings().groups["ephemeral"], Some(longshore_lint::Severity::Warning));
    assert_eq!(read.fails_from(), Some(longshore_lint::Severity::Error));
}

#[test]
fn nothing_set_is_the_default() {
    let default = Config::default();
    assert_eq!(Config::parse(Path::new("longshore.toml"), ""), Ok(default.clone()));
    assert_eq!(Config::parse(Path::new("longshore.yaml"), "# nothing\n"), Ok(default.clone()));
    for unset in [
        json!(null),
        json!({}),
        json!({"rules": null, "fail-level": null, "exclude": null, "lenses": null, "hover": null}),
    ] {
        assert_eq!(Config::from_json(&unset), Ok(default.clone()), "{unset}");
    }
    assert_eq!(default.fails_from(), Some(longshore_lint::Severity::Warning));
}

#[test]
fn what_does_not_exist_is_named_with_its_line_and_the_nearest_name() {
    refused(
        "longshore.toml",
        "\n[ruels]\n",
        &expect!["longshore.toml:2: there is no key `ruels`; did you mean `rules`?"],
    );
    refused(
        "longshore.toml",
        "[rules]\n\"no-such-rule-at-all\" = \"off\"\n",
        &expect!["longshore.toml:2: there is no rule `no-such-rule-at-all`"],
    );
    refused(
        "longshore.toml",
        "[groups]\n\nephemerl = \"off\"\n",
        &expect!["longshore.toml:3: there is no group `ephemerl`; did you mean `ephemeral`?"],
    );
    refused(
        "longshore.toml",
        "[groups]\nephemeral = \"warn\"\n",
        &expect![
            "longshore.toml:2: ephemeral: `warn` is no level; a level is one of `off`, `information`, `warning`, `error`"
        ],
    );
    refused(
        "longshore.yaml",
        "fail-level: error\ngroups:\n  ephemeral: loud\n",
        &expect![
            "longshore.yaml:3: groups: ephemeral: `loud` is no level; a level is one of `off`, `information`, `warning`, `error`"
        ],
    );
    refused(
        "longshore.yaml",
        "fail-level: error\nexclud: []\n",
        &expect!["longshore.yaml:2: there is no key `exclud`; did you mean `exclude`?"],
    );
}

#[test]
fn wrong_types_and_broken_syntax_are_refused() {
    refused(
        "longshore.toml",
        "exclude = 3\n",
        &expect!["longshore.toml:1: invalid type: integer `3`, expected a sequence"],
    );
    refused(
        "longshore.toml",
        "rules = \"off\"\n",
        &expect![[r#"longshore.toml:1: invalid type: string "off", expected a table of names and levels"#]],
    );
    refused(
        "longshore.toml",
        "fail-level =\n",
        &expect!["longshore.toml:1: string values must be quoted, expected literal string"],
    );
    refused(
        "longshore.yaml",
        "a: b: c\n",
        &expect![
            "longshore.yaml:1: there is no key `a`; a key is one of `preset`, `rules`, `groups`, `fail-level`, `exclude`, `lenses`, `hover`"
        ],
    );
    refused(
        "longshore.yaml",
        "- a\n",
        &expect![
            "longshore.yaml:1: invalid type: sequence, expected a table with the keys `preset`, `rules`, `groups`, `fail-level`, `exclude`, `lenses`, `hover`"
        ],
    );
}

#[test]
fn errors_of_an_editor_have_no_place() {
    let error = Config::from_json(&json!({"groups": {"ephemeral": "of"}})).unwrap_err();
    expect!["ephemeral: `of` is no level; did you mean `off`?"].assert_eq(&error.to_string());
    let error = Config::from_json(&json!([1])).unwrap_err();
    expect![
        "invalid type: sequence, expected a table with the keys `preset`, `rules`, `groups`, `fail-level`, `exclude`, `lenses`, `hover`"
    ]
    .assert_eq(&error.to_string());
}

#[test]
fn every_rule_can_be_set_and_a_slip_finds_it() {
    for rule in longshore_lint::rules::ALL {
        let name = rule.name;
        let config = Config::from_json(&json!({"rules": {name: "off"}})).unwrap();
        assert_eq!(config.settings().rules[name], None);
        let error = Config::from_json(&json!({"rules": {format!("{name}x"): "off"}})).unwrap_err();
        assert!(error.to_string().ends_with(&format!("did you mean `{name}`?")), "{error}");
    }
}

#[test]
fn the_later_configuration_wins_key_by_key() {
    let of = |value| Config::from_json(&value).unwrap();
    let below = of(json!({"fail-level": "error", "exclude": ["a"], "groups": {"ephemeral": "off"}}));
    assert_eq!(below.clone().merge(Config::default()), below);
    let merged = below.merge(of(json!({"exclude": ["b"], "groups": {"ephemeral": "error"}})));
    assert_eq!(merged, of(json!({"fail-level": "error", "exclude": ["b"], "groups": {"ephemeral": "error"}})));
}
