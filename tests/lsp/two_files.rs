//! Fixes that edit a Dockerfile and a compose file at once: what a client makes of them, byte for byte.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, uri};
use crate::edits::apply;

const DOCKERFILE: &str =
    "FROM node:22-slim\r\n# 🚢\r\nVOLUME /data/uploads\r\nUSER node\r\nCMD [\"node\", \"x.js\"]\r\n";
const EXPECTED: &str = "FROM node:22-slim\n# /data/uploads is expected to be provided as an external mount at run time (docker run -v, compose volumes).\n\
    RUN mkdir -p /data/uploads && chown node:node /data/uploads\nUSER node\nCMD [\"node\", \"x.js\"]\n";
const COMPOSE: &str = "services:\n    web:  # 🚢 ships\n        build: .\n        ports: ['80:80']\n";
const MOUNTED: &str = "services:\n    web:  # 🚢 ships\n        build: .\n        ports: ['80:80']\n        volumes:\n            \
    - web-uploads:/data/uploads\n\nvolumes:\n    web-uploads:\n";

/// The two forms of edits: what the client says, and the key that it gets.
fn forms() -> [(Value, &'static str); 2] {
    let literals = json!({ "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } });
    [
        (json!({ "textDocument": literals }), "changes"),
        (
            json!({ "textDocument": literals, "workspace": { "workspaceEdit": { "documentChanges": true } } }),
            "documentChanges",
        ),
    ]
}

/// The texts by address after `edit`, as a client makes it: only of files that are there, and of the versions it has.
fn applied(mut texts: BTreeMap<String, String>, edit: &Value, open: &[&str]) -> BTreeMap<String, String> {
    let mut change = |uri: &str, edits: &Value| {
        let text = texts.get_mut(uri).unwrap();
        *text = apply(text, edits, "utf-16");
    };
    if let Some(changes) = edit["changes"].as_object() {
        changes.iter().for_each(|(uri, edits)| change(uri, edits));
    } else {
        for document in edit["documentChanges"].as_array().unwrap() {
            let uri = document["textDocument"]["uri"].as_str().unwrap();
            let version = if open.contains(&uri) { json!(1) } else { Value::Null };
            assert_eq!(document["textDocument"]["version"], version, "{document}");
            change(uri, &document["edits"]);
        }
    }
    texts
}

/// The edit of the action with that title on the finding of `rule` in the document, as soon as it is offered: compose
/// files that are not open have to be found first.
fn action(client: &mut Client, document: &str, rule: &str, title: &str) -> Value {
    let diagnostics = client.pushed(document, 1);
    let found = diagnostics.iter().find(|one| one["code"] == rule).unwrap();
    let mut actions = Vec::new();
    for _ in 0..200 {
        actions = client.actions(document, &found["range"], Some(&["quickfix"]));
        if let Some(action) = actions.iter().find(|action| action["title"] == title) {
            return action["edit"].clone();
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{actions:#?}")
}

/// A client in `folder`, and the addresses of its Dockerfile and compose file.
fn client(capabilities: &Value, folder: &Path) -> (Client, String, String) {
    let (client, _) = Client::with(capabilities, Some(folder));
    (client, uri(&folder.join("Dockerfile")), uri(&folder.join("compose.yaml")))
}

const INSTEAD: &str = "Expect `/data/uploads` as an external mount instead, and mount a named volume in `web`";

#[test]
fn a_volume_becomes_a_comment_and_a_named_volume() {
    for (capabilities, key) in forms() {
        // The compose file is on the disk only, or open too.
        for open in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let text = DOCKERFILE.replace("\r\n", "\n").replace("# 🚢\n", "");
            fs::write(folder.path().join("Dockerfile"), &text).unwrap();
            fs::write(folder.path().join("compose.yaml"), COMPOSE).unwrap();
            let (mut client, document, other) = client(&capabilities, folder.path());
            let mut known = vec![document.as_str()];
            if open {
                client.open(&other, "dockercompose", COMPOSE);
                known.push(&other);
            }
            client.open(&document, "dockerfile", &text);
            let edit = action(&mut client, &document, "volume-instruction", INSTEAD);
            assert_eq!(edit.as_object().unwrap().keys().collect::<Vec<_>>(), [key]);
            let texts = BTreeMap::from([(document.clone(), text), (other.clone(), COMPOSE.to_owned())]);
            let expected =
                BTreeMap::from([(document.clone(), EXPECTED.to_owned()), (other.clone(), MOUNTED.to_owned())]);
            assert_eq!(applied(texts, &edit, &known), expected);
        }
    }
}

#[test]
fn line_ends_and_wide_characters_stay_where_they_are() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Dockerfile"), DOCKERFILE).unwrap();
    fs::write(folder.path().join("compose.yaml"), COMPOSE).unwrap();
    let (mut client, document, other) = client(&forms()[1].0, folder.path());
    client.open(&document, "dockerfile", DOCKERFILE);
    let edit = action(&mut client, &document, "volume-instruction", INSTEAD);
    let texts = BTreeMap::from([(document.clone(), DOCKERFILE.to_owned()), (other.clone(), COMPOSE.to_owned())]);
    let after = applied(texts, &edit, &[&document]);
    let expected = EXPECTED.replace("slim\n", "slim\n# 🚢\n").replace('\n', "\r\n");
    assert_eq!(after, BTreeMap::from([(document.clone(), expected), (other.clone(), MOUNTED.to_owned())]));
}

#[test]
fn what_a_dockerfile_expects_is_mounted() {
    for (capabilities, key) in forms() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Dockerfile"), EXPECTED).unwrap();
        fs::write(folder.path().join("compose.yaml"), COMPOSE).unwrap();
        let (mut client, _, other) = client(&capabilities, folder.path());
        client.open(&other, "dockercompose", COMPOSE);
        let title = "Mount a named volume at `/data/uploads`";
        let edit = action(&mut client, &other, "unmounted-state", title);
        assert_eq!(edit.as_object().unwrap().keys().collect::<Vec<_>>(), [key]);
        let after = applied(BTreeMap::from([(other.clone(), COMPOSE.to_owned())]), &edit, &[&other]);
        assert_eq!(after[&other], MOUNTED);
    }
}
