//! What a report says, in text and as JSON.

use expect_test::expect;
use serde_json::json;

use crate::sandbox::{BAD, Sandbox};

#[test]
fn text_shows_the_source_and_the_way_out() {
    let sandbox =
        Sandbox::new(&[("app/Dockerfile", BAD), ("Dockerfile", "FROM alpine:3.20\nUSER nobody\nCMD [\"x\"]\n")]);
    expect![[r#"
        warning[volume-instruction]: `VOLUME` puts `/data` on an anonymous volume, which is lost sight of when the container is replaced, and which images built on this one cannot undo; say in a comment that a mount is expected, and mount it at run time
         --> app/Dockerfile:3:1
          |
        3 | VOLUME /data
          | ^^^^^^
          |
          = help: Expect `/data` as an external mount instead

        1 warning in 2 files
        exit code 1
    "#]]
    .assert_eq(&sandbox.run("check").transcript());
}

#[test]
fn text_of_a_long_line_shows_the_place() {
    let long = format!("FROM alpine:3.20\nUSER nobody\nONBUILD VOLUME /data \"/{}\"\n", "x".repeat(3000));
    let run = Sandbox::new(&[("Dockerfile", &long)]).run("check --rule volume-instruction");
    assert!(run.stdout.contains(" --> Dockerfile:3:9\n"), "{}", run.stdout);
    assert!(run.stdout.contains("3 | ONBUILD VOLUME /data"), "{}", run.stdout);
    let source = run.stdout.lines().find(|line| line.starts_with("3 |")).unwrap();
    assert!(source.len() < 200 && source.ends_with('…'), "{source}");
}

#[test]
fn json_has_these_keys_and_no_others() {
    let sandbox = Sandbox::new(&[("Dockerfile", BAD)]);
    let run = sandbox.run("check --rule volume-instruction --format json");
    let mut report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let finding = &report["findings"][0];
    let all = ["path", "rule", "aliases", "group", "severity", "message", "start", "end", "related", "fixes"];
    let mut sorted = all.map(str::to_owned);
    sorted.sort();
    let mut found = keys(finding);
    found.sort();
    assert_eq!(found, sorted);
    assert_eq!(finding["start"], json!({"line": 3, "column": 1, "byte": 29}));
    assert_eq!(finding["end"], json!({"line": 3, "column": 7, "byte": 35}));
    let fix = &finding["fixes"][0];
    for key in ["title", "safety", "preferred", "edits"] {
        assert!(!fix[key].is_null(), "{key}: {fix}");
    }
    for key in ["path", "start", "end", "text"] {
        assert!(!fix["edits"][0][key].is_null(), "{key}: {fix}");
    }
    report["findings"] = json!([]);
    let one = usize::from(finding_severity(&run) == "warning");
    let summary = json!({"files": 1, "errors": 0, "warnings": one, "information": 1 - one, "fixed": 0, "failed": 0});
    assert_eq!(report, json!({"version": 1, "findings": [], "summary": summary}));
}

fn finding_severity(run: &crate::sandbox::Run) -> String {
    run.findings()[0]["severity"].as_str().unwrap().to_owned()
}

#[test]
fn json_columns_count_characters_and_bytes_count_bytes() {
    let run = Sandbox::new(&[("Dockerfile", "FROM alpine\n# é😀\nONBUILD VOLUME /é😀\n")])
        .run("check --rule volume-instruction --format json");
    let finding = &run.findings()[0];
    assert_eq!(finding["start"], json!({"line": 3, "column": 9, "byte": 29}));
}

#[test]
fn an_empty_json_report_is_whole() {
    let run = Sandbox::new(&[]).run("check --format json");
    assert_eq!((run.code, run.findings().len()), (0, 0));
}

#[test]
fn the_place_of_a_path_is_as_it_was_given() {
    let sandbox = Sandbox::new(&[("a/Dockerfile", BAD)]);
    let absolute = sandbox.path("a/Dockerfile");
    let absolute = absolute.to_str().unwrap();
    for given in ["a/Dockerfile", absolute] {
        assert_eq!(sandbox.run(&format!("check --rule volume-instruction --format json {given}")).paths(), [given]);
    }
}

/// Two findings: one with a related place in another file, and names that have to be escaped.
fn pipeline() -> Sandbox {
    let compose = "services:\n  db:\n    build: .\n";
    let dockerfile =
        "FROM alpine:3.20\nUSER nobody\n# /data is expected to be provided as a mount\nRUN mkdir /data\nCMD [\"x\"]\n";
    Sandbox::new(&[("a b,c/Dockerfile", dockerfile), ("a b,c/compose.yaml", compose), ("Dockerfile", BAD)])
}

#[test]
fn github_marks_lines() {
    let run = pipeline().run("check --format github");
    let lines: Vec<&str> = run.stdout.lines().collect();
    let starts = [
        "::warning file=Dockerfile,line=3,col=1,endColumn=7,title=volume-instruction::`VOLUME` puts",
        "::warning file=a b%2Cc/compose.yaml,line=2,col=3,endColumn=5,title=unmounted-state::the Dockerfile",
    ];
    assert!(
        lines.len() == 2 && lines.iter().zip(starts).all(|(line, start)| line.starts_with(start)),
        "{}",
        run.stdout
    );
}

#[test]
fn gitlab_gets_fingerprints_that_do_not_move() {
    let sandbox = pipeline();
    let issues = |sandbox: &Sandbox| -> serde_json::Value {
        serde_json::from_str(&sandbox.run("check --format gitlab").stdout).unwrap()
    };
    let before = issues(&sandbox);
    assert_eq!(before[0]["location"], json!({ "path": "Dockerfile", "lines": { "begin": 3, "end": 3 } }));
    assert_eq!((&before[0]["severity"], &before[0]["check_name"]), (&json!("major"), &json!("volume-instruction")));
    sandbox.write("Dockerfile", BAD.replace("VOLUME", "\n\nVOLUME"));
    let after = issues(&sandbox);
    assert_eq!(after[0]["location"]["lines"]["begin"], json!(5));
    let prints = |issues: &serde_json::Value| {
        issues.as_array().unwrap().iter().map(|issue| issue["fingerprint"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(prints(&before), prints(&after));
    assert_ne!(prints(&before)[0], prints(&before)[1]);
}

#[test]
fn sarif_names_rules_places_and_what_is_related() {
    let run = pipeline().run("check --format sarif");
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["version"], json!("2.1.0"));
    let run = &report["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    for result in results {
        assert!(rules.iter().any(|rule| rule["id"] == result["ruleId"]), "{result}");
    }
    let region = json!({ "startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 5 });
    let place = json!({ "artifactLocation": { "uri": "a%20b%2Cc/compose.yaml" }, "region": region });
    assert_eq!(results[1]["locations"], json!([{ "physicalLocation": place }]));
    let related = &results[1]["relatedLocations"][0];
    assert_eq!(related["physicalLocation"]["artifactLocation"]["uri"], json!("a%20b%2Cc/Dockerfile"));
    assert_eq!(related["message"]["text"], json!("the mount is expected here"));
}
