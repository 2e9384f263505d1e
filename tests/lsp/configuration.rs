//! Configuration: from the editor, and from files that come, change and break.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, SAMPLE, rules, uri};

const OFF: &str = "[rules]\nroot-user = \"off\"\n";

fn open(client: &mut Client, folder: &Path) -> String {
    let uri = uri(&folder.join("Dockerfile"));
    client.open(&uri, "dockerfile", SAMPLE);
    uri
}

fn has_root_user(diagnostics: &[Value]) -> bool {
    assert!(rules(diagnostics).contains(&"local-uploads"), "{diagnostics:?}");
    rules(diagnostics).contains(&"root-user")
}

#[test]
fn comes_with_initialize() {
    for options in
        [json!({ "rules": { "root-user": "off" } }), json!({ "longshore": { "rules": { "root-user": "off" } } })]
    {
        let mut client = Client::start();
        client.request("initialize", json!({ "capabilities": {}, "initializationOptions": options }));
        client.notify("initialized", json!({}));
        client.open("untitled:Untitled-1", "dockerfile", SAMPLE);
        assert!(!has_root_user(&client.pushed("untitled:Untitled-1", 1)));
    }
}

#[test]
fn is_fetched_from_editors_that_answer_and_again_when_it_changes() {
    let capabilities =
        json!({ "workspace": { "configuration": true, "didChangeConfiguration": { "dynamicRegistration": true } } });
    let (mut client, _) = Client::with(&capabilities, None);
    let asked = client.server_request("workspace/configuration");
    assert_eq!(asked["items"][0]["section"], "longshore");
    let registered = client.server_request("client/registerCapability");
    assert_eq!(registered["registrations"][0]["method"], "workspace/didChangeConfiguration");
    client.open("file:///w/Dockerfile", "dockerfile", SAMPLE);
    assert!(has_root_user(&client.pushed("file:///w/Dockerfile", 1)));
    client.settings = json!({ "rules": { "root-user": "off" } });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert!(!has_root_user(&client.pushed("file:///w/Dockerfile", 1)));
    client.settings = Value::Null;
    client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
    assert!(has_root_user(&client.pushed("file:///w/Dockerfile", 1)));
}

#[test]
fn is_taken_from_editors_that_push_it() {
    let (mut client, _) = Client::with(&json!({}), None);
    client.open("file:///w/Dockerfile", "dockerfile", SAMPLE);
    assert!(has_root_user(&client.pushed("file:///w/Dockerfile", 1)));
    let settings = json!({ "longshore": { "rules": { "root-user": "off" } }, "other": 1 });
    client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    assert!(!has_root_user(&client.pushed("file:///w/Dockerfile", 1)));
    client.settle();
    assert!(client.asked.is_empty(), "nothing may be registered or fetched: {:?}", client.asked);
}

#[test]
fn of_the_nearest_file_in_the_workspace_folder_holds() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("folder");
    fs::create_dir_all(folder.join("a/b")).unwrap();
    fs::write(outer.path().join("longshore.toml"), OFF).unwrap();
    let (mut client, _) = Client::with(&json!({}), Some(&folder));
    let uri = open(&mut client, &folder.join("a/b"));
    assert!(has_root_user(&client.pushed(&uri, 1)), "a file above the workspace folder was read");
    fs::write(folder.join("longshore.toml"), OFF).unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert!(!has_root_user(&client.pushed(&uri, 1)));
    fs::write(folder.join("a/longshore.toml"), "").unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert!(has_root_user(&client.pushed(&uri, 1)));
}

#[test]
fn that_is_broken_is_told_once_and_the_last_good_one_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("longshore.toml");
    fs::write(&file, OFF).unwrap();
    let (mut client, _) = Client::with(&json!({}), Some(folder.path()));
    let uri = open(&mut client, folder.path());
    assert!(!has_root_user(&client.pushed(&uri, 1)));
    fs::write(&file, "[rules]\nroot-user = \"purple\"\n").unwrap();
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": crate::client::uri(&file), "type": 2 }] }),
    );
    let message = client.notification("window/showMessage");
    assert_eq!(message["type"], 2);
    assert!(message["message"].as_str().unwrap().contains("longshore.toml"), "{message}");
    client.settle();
    assert!(client.came("textDocument/publishDiagnostics").is_empty(), "what holds has not changed");
    for version in 2..5 {
        client.change(&uri, version, json!([{ "text": SAMPLE }]));
        client.pushed(&uri, version);
    }
    client.settle();
    assert!(client.came("window/showMessage").is_empty());
    fs::write(&file, "").unwrap();
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": uri } }));
    assert!(has_root_user(&client.pushed(&uri, 4)));
}

#[test]
fn that_changes_makes_pulling_clients_pull_again() {
    for key in ["diagnostics", "diagnostic"] {
        let folder = tempfile::tempdir().unwrap();
        let capabilities = json!({ "textDocument": { "diagnostic": {} },
            "workspace": { key: { "refreshSupport": true } } });
        let (mut client, _) = Client::with(&capabilities, Some(folder.path()));
        let uri = open(&mut client, folder.path());
        let before = client.pull(&uri, None);
        fs::write(folder.path().join("longshore.toml"), OFF).unwrap();
        let event = json!({ "uri": crate::client::uri(&folder.path().join("longshore.toml")), "type": 1 });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
        client.server_request("workspace/diagnostic/refresh");
        let after = client.pull(&uri, before["resultId"].as_str());
        assert_eq!(after["kind"], "full");
        assert!(!has_root_user(after["items"].as_array().unwrap()), "{key}");
    }
}
