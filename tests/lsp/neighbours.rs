//! What one file says about another: compose files that come, change and go, unsaved ones, and scripts.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, rules, uri};

const DOCKERFILE: &str = "FROM node:22-slim\nRUN mkdir -p /app/uploads && chown node /app/uploads\nUSER node\n";
const MOUNTED: &str =
    "services:\n  web:\n    build: .\n    volumes:\n      - uploads:/app/uploads\nvolumes:\n  uploads:\n";
const UNMOUNTED: &str = "services:\n  web:\n    build: .\n";
const REFRESH: &str = "workspace/diagnostic/refresh";

/// A client that pulls, is told to pull again, and watches files.
fn capabilities() -> Value {
    json!({
        "textDocument": { "diagnostic": {} },
        "workspace": {
            "diagnostics": { "refreshSupport": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
    })
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The rules found in a document of that text, once the compose files are known.
fn pulled(client: &mut Client, document: &str) -> Vec<String> {
    let report = client.pull(document, None);
    rules(report["items"].as_array().unwrap()).into_iter().map(ToOwned::to_owned).collect()
}

/// Waits until the client is told to pull again.
fn refreshed(client: &mut Client) {
    client.server_request(REFRESH);
}

/// Tells of a file that was made (1), changed (2) or removed (3).
fn tell(client: &mut Client, path: &Path, kind: u8) {
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(path), "type": kind }] }));
}

#[test]
fn documents_are_judged_again_once_the_compose_files_are_known() {
    let folder = folder(&[("deploy/compose.yaml", &MOUNTED.replace("build: .", "build: .."))]);
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let document = uri(&folder.path().join("Dockerfile"));
    client.open(&document, "dockerfile", DOCKERFILE);
    client.pull(&document, None);
    refreshed(&mut client);
    assert_eq!(pulled(&mut client, &document), [""; 0]);
}

#[test]
fn without_compose_files_nobody_is_bothered() {
    let folder = folder(&[("Dockerfile", DOCKERFILE), (".gitignore", "ignored/\n"), ("ignored/compose.yaml", MOUNTED)]);
    fs::create_dir(folder.path().join(".git")).unwrap();
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let document = uri(&folder.path().join("Dockerfile"));
    client.open(&document, "dockerfile", DOCKERFILE);
    assert_eq!(pulled(&mut client, &document), ["local-uploads"]);
    std::thread::sleep(std::time::Duration::from_millis(300));
    client.settle();
    assert!(client.came(REFRESH).is_empty());
    assert_eq!(pulled(&mut client, &document), ["local-uploads"]);
}

#[test]
fn compose_files_on_the_disk_come_change_and_go() {
    let folder = folder(&[("Dockerfile", DOCKERFILE)]);
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let (document, compose) = (uri(&folder.path().join("Dockerfile")), folder.path().join("compose.yaml"));
    client.open(&document, "dockerfile", DOCKERFILE);
    let found = |client: &mut Client, expected: &[&str]| {
        // The event itself is one reason to pull again; that the scan has found the file is another.
        while pulled(client, &document) != expected {
            refreshed(client);
        }
    };
    found(&mut client, &["local-uploads"]);
    write(folder.path(), "compose.yaml", MOUNTED);
    tell(&mut client, &compose, 1);
    found(&mut client, &[]);
    write(folder.path(), "compose.yaml", UNMOUNTED);
    tell(&mut client, &compose, 2);
    found(&mut client, &["local-uploads"]);
    write(folder.path(), "compose.yaml", MOUNTED);
    tell(&mut client, &compose, 2);
    found(&mut client, &[]);
    fs::rename(&compose, folder.path().join("other.yaml")).unwrap();
    tell(&mut client, &compose, 3);
    tell(&mut client, &folder.path().join("other.yaml"), 1);
    found(&mut client, &["local-uploads"]);
    fs::rename(folder.path().join("other.yaml"), &compose).unwrap();
    tell(&mut client, &compose, 1);
    found(&mut client, &[]);
    fs::remove_file(&compose).unwrap();
    tell(&mut client, &compose, 3);
    found(&mut client, &["local-uploads"]);
}

#[test]
fn clients_that_push_and_watch_nothing_see_it_when_a_document_is_saved() {
    let folder = folder(&[("Dockerfile", DOCKERFILE)]);
    let (mut client, announced) = Client::with(&json!({}), Some(folder.path()));
    assert!(announced["workspace"].get("fileOperations").is_none());
    let document = uri(&folder.path().join("Dockerfile"));
    client.open(&document, "dockerfile", DOCKERFILE);
    assert_eq!(rules(&client.pushed(&document, 1)), ["local-uploads"]);
    write(folder.path(), "compose.yaml", MOUNTED);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": document } }));
    assert!(client.pushed(&document, 1).is_empty());
}

#[test]
fn clients_that_tell_of_what_their_user_moves_are_asked_to() {
    let folder = folder(&[("Dockerfile", DOCKERFILE), ("a/compose.yaml", &MOUNTED.replace("build: .", "build: .."))]);
    let operations = json!({ "didCreate": true, "didRename": true, "didDelete": true });
    let (mut client, announced) =
        Client::with(&json!({ "workspace": { "fileOperations": operations } }), Some(folder.path()));
    for name in ["didCreate", "didRename", "didDelete"] {
        let filter = &announced["workspace"]["fileOperations"][name]["filters"][0];
        assert_eq!(filter["pattern"]["glob"], "**/*", "{announced}");
    }
    let document = uri(&folder.path().join("Dockerfile"));
    client.open(&document, "dockerfile", DOCKERFILE);
    while !client.pushed(&document, 1).is_empty() {}
    let (old, new) = (folder.path().join("a"), folder.path().join("b"));
    fs::rename(&old, &new).unwrap();
    fs::write(new.join("compose.yaml"), UNMOUNTED).unwrap();
    let files = json!([{ "oldUri": uri(&old), "newUri": uri(&new) }]);
    client.notify("workspace/didRenameFiles", json!({ "files": files }));
    assert_eq!(rules(&client.pushed(&document, 1)), ["local-uploads"]);
}

#[test]
fn unsaved_compose_files_win_over_the_disk() {
    let folder = folder(&[("Dockerfile", DOCKERFILE), ("compose.yaml", UNMOUNTED)]);
    let (mut client, _) = Client::with(&json!({}), Some(folder.path()));
    let (document, compose) = (uri(&folder.path().join("Dockerfile")), uri(&folder.path().join("compose.yaml")));
    client.open(&document, "dockerfile", DOCKERFILE);
    assert_eq!(rules(&client.pushed(&document, 1)), ["local-uploads"]);
    client.open(&compose, "yaml", UNMOUNTED);
    client.pushed(&compose, 1);
    client.change(&compose, 2, json!([{ "text": MOUNTED }]));
    client.pushed(&compose, 2);
    assert!(client.pushed(&document, 1).is_empty(), "typed, not saved");
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": compose } }));
    assert_eq!(rules(&client.pushed(&document, 1)), ["local-uploads"], "closed without being saved");
}

#[test]
fn an_edit_bothers_no_document_that_it_does_not_change() {
    let folder = folder(&[("compose.yaml", UNMOUNTED)]);
    let (mut client, _) = Client::with(&json!({}), Some(folder.path()));
    let documents = ["Dockerfile", "a.Dockerfile"].map(|name| uri(&folder.path().join(name)));
    for document in &documents {
        client.open(document, "dockerfile", DOCKERFILE);
        client.pushed(document, 1);
    }
    std::thread::sleep(std::time::Duration::from_millis(300));
    client.settle();
    client.came("textDocument/publishDiagnostics");
    client.change(&documents[0], 2, json!([{ "text": "FROM scratch\nUSER 1\n" }]));
    assert!(client.pushed(&documents[0], 2).is_empty());
    std::thread::sleep(std::time::Duration::from_millis(300));
    client.settle();
    assert!(client.came("textDocument/publishDiagnostics").is_empty());
}

#[test]
fn open_scripts_are_taken_and_not_judged() {
    let folder = folder(&[("start.sh", "#!/bin/sh\nexec node server.js\n")]);
    let (mut client, _) = Client::with(&json!({}), Some(folder.path()));
    let (document, script) = (uri(&folder.path().join("Dockerfile")), uri(&folder.path().join("start.sh")));
    let text = "FROM node:22-slim\nCOPY start.sh /start.sh\nUSER node\nENTRYPOINT [\"/start.sh\"]\n";
    client.open(&document, "dockerfile", text);
    assert!(client.pushed(&document, 1).is_empty());
    client.open(&script, "shellscript", "#!/bin/sh\nexec node server.js\n");
    let start = json!({ "line": 1, "character": 0 });
    let end = json!({ "line": 1, "character": 4 });
    client.change(&script, 2, json!([{ "range": { "start": start, "end": end }, "text": "exec" }]));
    client.settle();
    let published = client.came("textDocument/publishDiagnostics");
    assert!(published.iter().all(|message| message["params"]["uri"] != script), "{published:?}");
    assert!(client.pull(&script, None)["items"].as_array().unwrap().is_empty());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": script } }));
    client.change(&document, 2, json!([{ "text": "FROM scratch\nUSER 1\n" }]));
    assert!(client.pushed(&document, 2).is_empty());
}

#[cfg(unix)]
#[test]
fn links_that_lead_out_of_the_workspace_are_not_followed() {
    let outside = folder(&[("compose.yaml", MOUNTED)]);
    let folder = folder(&[("Dockerfile", DOCKERFILE)]);
    std::os::unix::fs::symlink(outside.path().join("compose.yaml"), folder.path().join("compose.yaml")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("linked")).unwrap();
    let (mut client, _) = Client::with(&capabilities(), Some(folder.path()));
    let document = uri(&folder.path().join("Dockerfile"));
    client.open(&document, "dockerfile", DOCKERFILE);
    client.pull(&document, None);
    // The link itself is found, and says nothing.
    refreshed(&mut client);
    assert_eq!(pulled(&mut client, &document), ["local-uploads"]);
}
