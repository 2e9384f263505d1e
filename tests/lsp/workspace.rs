//! Workspace diagnostics and folders.

use std::fs;

use serde_json::{Value, json};

use crate::client::{Client, SAMPLE, list, uri};

fn capabilities() -> Value {
    json!({ "textDocument": { "diagnostic": {} } })
}

fn pull(client: &mut Client, previous: Value) -> Vec<Value> {
    list(client.request("workspace/diagnostic", json!({ "previousResultIds": previous }))["items"].take())
}

/// The addresses of reports of that kind, sorted.
fn of_kind(reports: &[Value], kind: &str) -> Vec<String> {
    let wanted = reports.iter().filter(|report| report["kind"] == kind);
    let mut all: Vec<String> = wanted.map(|report| report["uri"].as_str().unwrap().to_owned()).collect();
    all.sort();
    all
}

fn previous(reports: &[Value]) -> Value {
    let ids = reports.iter().filter(|report| report["resultId"].is_string());
    ids.map(|report| json!({ "uri": report["uri"], "value": report["resultId"] })).collect()
}

#[test]
fn files_that_are_not_open_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    for name in [".git", "ignored", "a"] {
        fs::create_dir(path(name)).unwrap();
    }
    fs::write(path(".gitignore"), "ignored/\n").unwrap();
    for name in ["Dockerfile", "a/app.Dockerfile", "ignored/Dockerfile", "a/notes.txt", ".git/Dockerfile"] {
        fs::write(path(name), SAMPLE).unwrap();
    }
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let open = uri(&path("Dockerfile"));
    client.open(&open, "dockerfile", "FROM scratch\nUSER 65532\n");

    let first = pull(&mut client, json!([]));
    assert_eq!(of_kind(&first, "full"), [open.clone(), uri(&path("a/app.Dockerfile"))]);
    let of = |reports: &[Value], uri: &str| reports.iter().find(|report| report["uri"] == uri).unwrap().clone();
    assert_eq!((&of(&first, &open)["version"], &of(&first, &open)["items"]), (&json!(1), &json!([])), "buffers win");
    assert_eq!(of(&first, &uri(&path("a/app.Dockerfile")))["items"].as_array().unwrap().len(), 4);

    let second = pull(&mut client, previous(&first));
    assert_eq!(of_kind(&second, "unchanged").len(), 2, "{second:?}");

    fs::write(path("a/app.Dockerfile"), "FROM scratch\nUSER 65532\n").unwrap();
    let third = pull(&mut client, previous(&first));
    assert_eq!(of(&third, &uri(&path("a/app.Dockerfile")))["items"], json!([]));

    fs::remove_file(path("a/app.Dockerfile")).unwrap();
    let event = json!({ "uri": uri(&path("a/app.Dockerfile")), "type": 3 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
    let fourth = pull(&mut client, previous(&first));
    assert_eq!(of(&fourth, &uri(&path("a/app.Dockerfile")))["items"], json!([]));
}

#[test]
fn folders_come_and_go() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for folder in [&one, &two] {
        fs::write(folder.path().join("Dockerfile"), SAMPLE).unwrap();
    }
    let (mut client, announced) = Client::with(&capabilities(), Some(one.path()));
    assert_eq!(announced["workspace"]["workspaceFolders"]["changeNotifications"], true);
    let document = |folder: &tempfile::TempDir| uri(&folder.path().join("Dockerfile"));
    assert_eq!(of_kind(&pull(&mut client, json!([])), "full"), [document(&one)]);
    let entry = |folder: &tempfile::TempDir| json!([{ "uri": uri(folder.path()), "name": "x" }]);
    let event = json!({ "added": entry(&two), "removed": entry(&one) });
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": event }));
    assert_eq!(of_kind(&pull(&mut client, json!([])), "full"), [document(&two)]);
}

#[test]
fn what_the_configuration_excludes_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("vendor")).unwrap();
    for name in ["Dockerfile", "vendor/Dockerfile"] {
        fs::write(folder.path().join(name), SAMPLE).unwrap();
    }
    fs::write(folder.path().join("longshore.toml"), "exclude = [\"vendor/\"]\n").unwrap();
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let found = pull(&mut client, json!([]));
    assert_eq!(of_kind(&found, "full"), [uri(&folder.path().join("Dockerfile"))]);
}
