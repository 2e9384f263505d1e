//! Hovers and lenses: in which form each client gets them, and when it asks again.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, list, uri};
use crate::edits::{at, position};

const DOCKERFILE: &str = "FROM node:22-slim\nRUN echo 🚢 && mkdir -p /app/uploads\nUSER node\n";
const UNMOUNTED: &str = "services:\n  web:\n    build: .\n";
const MOUNTED: &str =
    "services:\n  web:\n    build: .\n    volumes:\n      - uploads:/app/uploads\nvolumes:\n  uploads:\n";
const REFRESH: &str = "workspace/codeLens/refresh";

fn folder(compose: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Dockerfile"), DOCKERFILE).unwrap();
    fs::write(folder.path().join("compose.yaml"), compose).unwrap();
    folder
}

fn lensing() -> Value {
    json!({ "textDocument": { "codeLens": {} }, "workspace": { "codeLens": { "refreshSupport": true } } })
}

/// A client with both files of `folder` open, and their addresses.
fn opened(capabilities: &Value, folder: &Path, compose: &str) -> (Client, String, String) {
    let (mut client, _) = Client::with(capabilities, Some(folder));
    let (document, other) = (uri(&folder.join("Dockerfile")), uri(&folder.join("compose.yaml")));
    client.open(&document, "dockerfile", DOCKERFILE);
    client.open(&other, "dockercompose", compose);
    (client, document, other)
}

/// The hover in the Dockerfile behind the first byte of `word`.
fn hover(client: &mut Client, document: &str, word: &str) -> Value {
    let at = position(DOCKERFILE, DOCKERFILE.find(word).unwrap() + 1, "utf-16");
    client.request("textDocument/hover", json!({ "textDocument": { "uri": document }, "position": at }))
}

/// The titles of the lenses, each with the word that it belongs to.
fn lenses(client: &mut Client, document: &str, text: &str) -> Vec<(String, String)> {
    let answer = client.request("textDocument/codeLens", json!({ "textDocument": { "uri": document } }));
    let title = |lens: &Value| {
        assert_eq!(lens["command"]["command"], "", "{lens}");
        (at(text, &lens["range"], "utf-16").to_owned(), lens["command"]["title"].as_str().unwrap().to_owned())
    };
    list(answer).iter().map(title).collect()
}

fn lens(word: &str, title: &str) -> Vec<(String, String)> {
    vec![(word.to_owned(), title.to_owned())]
}

#[test]
fn hovers_stand_behind_wide_characters_and_link_to_places() {
    let folder = folder(MOUNTED);
    let markdown = json!({ "textDocument": { "hover": { "contentFormat": ["markdown", "plaintext"] } } });
    let (mut client, document, other) = opened(&markdown, folder.path(), MOUNTED);
    let hover = hover(&mut client, &document, "/app/uploads");
    assert_eq!(at(DOCKERFILE, &hover["range"], "utf-16"), "/app/uploads");
    assert_eq!(hover["contents"]["kind"], "markdown");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.starts_with("`/app/uploads` · uploads\n\n- made at [`Dockerfile:2`]("), "{text}");
    let link = format!("the service `web` keeps it on the volume `uploads` ([`compose.yaml:5`]({other}#L5))");
    assert!(text.contains(&link), "{text}");
}

#[test]
fn hovers_are_plain_where_the_client_says_nothing_of_markdown() {
    let folder = folder(UNMOUNTED);
    let (mut client, document, _) = opened(&json!({}), folder.path(), UNMOUNTED);
    let contents = hover(&mut client, &document, "/app/uploads")["contents"].take();
    assert_eq!(contents["kind"], "plaintext");
    let text = contents["value"].as_str().unwrap();
    assert!(text.starts_with("/app/uploads · uploads\nmade at Dockerfile:2\n"), "{text}");
    assert!(
        text.ends_with("the service web mounts nothing there: lost when the container is replaced (compose.yaml:2)")
    );
    assert!(hover(&mut client, &document, "echo").is_null());
    assert!(hover(&mut client, "file:///not/open", "echo").is_null());
}

#[test]
fn hovers_can_be_switched_off() {
    let folder = folder(UNMOUNTED);
    let (mut client, document, _) = opened(&json!({}), folder.path(), UNMOUNTED);
    assert!(hover(&mut client, &document, "/app/uploads").is_object());
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "longshore": { "hover": false } } }));
    assert!(hover(&mut client, &document, "/app/uploads").is_null());
}

#[test]
fn lenses_change_with_the_files_around() {
    let folder = folder(UNMOUNTED);
    let (mut client, document, other) = opened(&lensing(), folder.path(), UNMOUNTED);
    client.settle();
    assert_eq!(lenses(&mut client, &document, DOCKERFILE), lens("FROM", "holds: 1 piece of state · 0 kept outside"));
    assert_eq!(lenses(&mut client, &other, UNMOUNTED), lens("web", "holds: uploads · 1 lost on replacement"));
    client.change(&other, 2, json!([{ "text": MOUNTED }]));
    client.server_request(REFRESH);
    assert_eq!(lenses(&mut client, &document, DOCKERFILE), lens("FROM", "holds: 1 piece of state · 1 kept outside"));
    assert_eq!(lenses(&mut client, &other, MOUNTED), lens("web", "holds: uploads"));
    // What says nothing else bothers nobody.
    client.change(&other, 3, json!([{ "text": format!("{MOUNTED}# done\n") }]));
    std::thread::sleep(std::time::Duration::from_millis(400));
    client.settle();
    assert!(client.came(REFRESH).is_empty());
}

#[test]
fn clients_without_lenses_get_hints() {
    let folder = folder(UNMOUNTED);
    let capabilities =
        json!({ "textDocument": { "inlayHint": {} }, "workspace": { "inlayHint": { "refreshSupport": true } } });
    let (mut client, announced) = Client::with(&capabilities, Some(folder.path()));
    assert_eq!(announced["inlayHintProvider"], true);
    assert!(announced.get("codeLensProvider").is_none());
    let other = uri(&folder.path().join("compose.yaml"));
    client.open(&other, "dockercompose", UNMOUNTED);
    let mut hints = |from: u32, to: u32| {
        let range = json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 0 } });
        let params = json!({ "textDocument": { "uri": other }, "range": range });
        list(client.request("textDocument/inlayHint", params))
    };
    let all = hints(0, 3);
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0]["label"], "holds: uploads · 1 lost on replacement");
    assert_eq!(all[0]["position"], json!({ "line": 1, "character": 6 }));
    assert!(hints(2, 3).is_empty());
}

#[test]
fn lenses_are_offered_to_those_who_show_them_and_can_be_switched_off() {
    let (_, announced) = Client::with(&json!({}), None);
    assert!(announced.get("codeLensProvider").is_none() && announced.get("inlayHintProvider").is_none());
    let (_, announced) = Client::with(&json!({ "textDocument": { "codeLens": {}, "inlayHint": {} } }), None);
    assert!(announced.get("codeLensProvider").is_some() && announced.get("inlayHintProvider").is_none());
    let folder = folder(UNMOUNTED);
    let (mut client, document, other) = opened(&lensing(), folder.path(), UNMOUNTED);
    assert_eq!(lenses(&mut client, &other, UNMOUNTED).len(), 1);
    client.notify("workspace/didChangeConfiguration", json!({ "settings": { "longshore": { "lenses": false } } }));
    client.server_request(REFRESH);
    assert!(lenses(&mut client, &other, UNMOUNTED).is_empty());
    assert!(lenses(&mut client, &document, DOCKERFILE).is_empty());
}
