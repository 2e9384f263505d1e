//! What does not go together in a service, with the verdicts that Docker Compose 2.40.3 gave when it was asked.

use std::path::PathBuf;

use longshore_lint::{Settings, Severity, check};
use longshore_model::{File, Workspace};
use longshore_syntax::Language;

const RULES: [&str; 2] = ["conflicting-values", "duplicate-mount"];

/// The severity of what the two rules find in a service `app` that says `body`; `None` where they are silent.
fn found(body: &str) -> Option<Severity> {
    let body: String = body.lines().map(|line| format!("    {line}\n")).collect();
    let text = format!("services:\n  app:\n{body}volumes:\n  files:\n  more:\n");
    let file = File::new(PathBuf::from("compose.yaml"), Language::Compose, &text);
    let all = check(&Workspace::default(), &file, &Settings::default());
    let mut ours = all.iter().filter(|one| RULES.contains(&one.rule.name)).map(|one| one.severity);
    let first = ours.next();
    assert_eq!(ours.next(), None, "{text}: {all:#?}");
    first
}

fn limits(short: &str, long: &str) -> String {
    format!("{short}\ndeploy:\n  resources:\n    limits:\n      {long}\n")
}

#[test]
fn numbers_are_compared_by_what_they_say() {
    let refused = [
        limits("cpus: 0.5", "cpus: '1'"),
        limits("cpus: 0.5", "memory: 1g"),
        limits("mem_limit: 1g", "memory: 512m"),
        limits("mem_limit: 1g", "cpus: '1'"),
        limits("pids_limit: 10", "pids: 20"),
        limits("pids_limit: -1", "pids: 3"),
        limits("mem_limit: ${LIMIT:-1g}", "memory: 2g"),
        "mem_limit: 1g\ndeploy:\n  resources:\n    limits: {}\n".to_owned(),
        "mem_reservation: 1g\ndeploy:\n  resources:\n    reservations:\n      memory: 512m\n".to_owned(),
        "scale: 0\ndeploy:\n  replicas: 1\n".to_owned(),
    ];
    for body in refused {
        assert_eq!(found(&body), Some(Severity::Error), "{body}");
        assert_eq!(found(&format!("profiles: [x]\n{body}")), Some(Severity::Warning), "{body}");
    }
    let accepted = [
        limits("cpus: '1.50'", "cpus: 1.5"),
        limits("mem_limit: 1073741824", "memory: 1G"),
        limits("mem_limit: 1.5g", "memory: 1536M"),
        limits("mem_limit: 1gb", "memory: 1024MB"),
        limits("mem_limit: 0", "memory: 1g"),
        limits("pids_limit: 0", "pids: 3"),
        limits("mem_limit: ${LIMIT}", "memory: 2g"),
        "mem_limit: 1g\ndeploy:\n  resources:\n    reservations:\n      memory: 1m\n".to_owned(),
        "scale: 2\ndeploy:\n  mode: replicated\n".to_owned(),
    ];
    for body in accepted {
        assert_eq!(found(&body), None, "{body}");
    }
}

#[test]
fn platforms_are_compared_as_they_are_written() {
    let build = |platform: &str, built: &str| {
        found(&format!("platform: {platform}\nbuild:\n  context: .\n  platforms: [{built}]\n"))
    };
    assert_eq!(build("linux/amd64", "linux/arm64"), Some(Severity::Error));
    assert_eq!(build("linux/arm64", "linux/arm64/v8"), Some(Severity::Error));
    assert_eq!(build("linux/amd64", "linux/arm64, linux/amd64"), None);
    assert_eq!(build("linux/amd64", ""), None);
    assert_eq!(build("linux/amd64", "'${PLATFORM}'"), None);
}

#[test]
fn mounts_at_one_place_are_noticed() {
    for (body, severity) in [
        ("tmpfs: [/a, '/a:size=1m']", Some(Severity::Error)),
        ("tmpfs: /a\nvolumes: ['./b:/a']", Some(Severity::Error)),
        ("tmpfs: /a\nvolumes: ['files:/x/../a']", Some(Severity::Error)),
        ("tmpfs: [/a]\nvolumes:\n- type: tmpfs\n  target: /a", Some(Severity::Error)),
        ("tmpfs: /a/\nvolumes: ['files:/a']", None),
        ("tmpfs: [/a, /a]", None),
        ("volumes: ['files:/a', 'more:/a/']", Some(Severity::Warning)),
        ("volumes: ['files:/a', 'files:/a:ro']", Some(Severity::Warning)),
        ("volumes: ['files:/a', 'files:/a']", Some(Severity::Information)),
        ("volumes: ['files:/a', 'more:/a/b']", None),
        ("volumes: ['files:${A}', 'more:${A}']", None),
    ] {
        assert_eq!(found(body), severity, "{body}");
    }
}
