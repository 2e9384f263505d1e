//! Code actions: what each does to the text, and in which form each client gets it.

use serde_json::{Value, json};

use crate::client::{Client, SAMPLE, rules};
use crate::edits::apply_workspace;

const URI: &str = "file:///w/Dockerfile";

fn literals() -> Value {
    json!({ "textDocument": { "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [] } } } } })
}

/// A client with the sample open, and its diagnostics.
fn opened(capabilities: &Value) -> (Client, Vec<Value>) {
    let (mut client, _) = Client::with(capabilities, None);
    client.open(URI, "dockerfile", SAMPLE);
    let diagnostics = client.pushed(URI, 1);
    (client, diagnostics)
}

fn whole() -> Value {
    json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } })
}

/// The rules found in `text`.
fn judged(text: &str) -> Vec<String> {
    let (mut client, _) = Client::with(&json!({}), None);
    client.open(URI, "dockerfile", text);
    let diagnostics = client.pushed(URI, 1);
    rules(&diagnostics).into_iter().map(ToOwned::to_owned).collect()
}

fn title(action: &Value) -> &str {
    action["title"].as_str().unwrap()
}

#[test]
fn there_are_none_where_nothing_is_found() {
    let (mut client, _) = opened(&literals());
    let expose = json!({ "start": { "line": 4, "character": 3 }, "end": { "line": 4, "character": 3 } });
    let kinds: Vec<Value> = client.actions(URI, &expose, Some(&["quickfix"]));
    assert!(kinds.is_empty(), "{kinds:?}");
    assert!(client.actions("file:///not/open", &whole(), None).is_empty());
}

#[test]
fn every_fix_mends_its_finding() {
    let (mut client, diagnostics) = opened(&literals());
    let mut fixes = 0;
    for diagnostic in &diagnostics {
        let rule = diagnostic["code"].as_str().unwrap();
        let actions = client.actions(URI, &diagnostic["range"], Some(&["quickfix"]));
        let explained = actions.iter().any(|action| title(action) == format!("Explain `{rule}`"));
        assert!(explained, "{actions:?}");
        for action in actions.iter().filter(|action| action.get("edit").is_some()) {
            assert_eq!(action["kind"], "quickfix");
            assert_eq!(action["diagnostics"], json!([diagnostic]), "{action}");
            let text = apply_workspace(SAMPLE, &action["edit"], URI, "utf-16");
            assert!(!judged(&text).iter().any(|found| found == rule), "{}:\n{text}", title(action));
            fixes += 1;
        }
    }
    assert!(fixes > diagnostics.len(), "{fixes} fixes");
}

#[test]
fn a_cursor_at_the_edge_of_a_finding_is_on_it() {
    let (mut client, diagnostics) = opened(&literals());
    for place in [&diagnostics[0]["range"]["start"], &diagnostics[0]["range"]["end"]] {
        assert!(!client.actions(URI, &json!({ "start": place, "end": place }), None).is_empty(), "{place}");
    }
}

#[test]
fn ignoring_silences_here_or_everywhere() {
    let text = "FROM node:22-slim\nRUN mkdir -p /app/uploads\nRUN mkdir -p /srv/uploads\nRUN chown node /app/uploads /srv/uploads\nUSER node\n";
    let (mut client, _) = Client::with(&literals(), None);
    client.open(URI, "dockerfile", text);
    let diagnostics = client.pushed(URI, 1);
    assert_eq!(rules(&diagnostics), ["local-uploads", "local-uploads"]);
    let actions = client.actions(URI, &diagnostics[0]["range"], None);
    for (scope, left) in [("here", vec!["local-uploads"]), ("in this file", Vec::new())] {
        let wanted = format!("Ignore `local-uploads` {scope}");
        let action = actions.iter().find(|action| title(action) == wanted).unwrap();
        assert_eq!(judged(&apply_workspace(text, &action["edit"], URI, "utf-16")), left, "{scope}");
    }
    let all = actions.iter().find(|action| title(action) == "Fix all `local-uploads` in this file");
    if let Some(all) = all {
        assert_eq!(all["diagnostics"], json!(diagnostics));
        assert!(judged(&apply_workspace(text, &all["edit"], URI, "utf-16")).is_empty());
    }
}

#[test]
fn fix_all_makes_safe_fixes_only_and_only_when_asked() {
    let (mut client, _) = opened(&literals());
    for only in ["source", "source.fixAll", "source.fixAll.longshore"] {
        for action in client.actions(URI, &whole(), Some(&[only])) {
            assert_eq!(action["kind"], "source.fixAll.longshore");
            let text = apply_workspace(SAMPLE, &action["edit"], URI, "utf-16");
            assert!(judged(&text).len() < judged(SAMPLE).len(), "{text}");
        }
    }
    assert!(client.actions(URI, &whole(), Some(&["refactor", "source.organizeImports"])).is_empty());
}

#[test]
fn edits_name_versions_for_clients_that_know_them() {
    let mut capabilities = literals();
    capabilities["workspace"] = json!({ "workspaceEdit": { "documentChanges": true } });
    for (capabilities, key) in [(literals(), "changes"), (capabilities, "documentChanges")] {
        let (mut client, diagnostics) = opened(&capabilities);
        let actions = client.actions(URI, &diagnostics[0]["range"], None);
        let edits: Vec<&Value> = actions.iter().filter_map(|action| action.get("edit")).collect();
        assert!(!edits.is_empty());
        assert!(edits.iter().all(|edit| edit.get(key).is_some() && edit.as_object().unwrap().len() == 1), "{edits:?}");
    }
}

#[test]
fn clients_without_literals_get_commands_that_the_server_carries_out() {
    let (mut client, diagnostics) = opened(&json!({ "workspace": { "applyEdit": true } }));
    let actions = client.actions(URI, &diagnostics[0]["range"], None);
    assert!(actions.iter().all(|action| action["command"].is_string()), "{actions:?}");
    let apply = actions.iter().find(|action| action["command"] == "longshore.apply").unwrap();
    let params = json!({ "command": apply["command"], "arguments": apply["arguments"] });
    client.request("workspace/executeCommand", params);
    let edit = client.server_request("workspace/applyEdit")["edit"].clone();
    assert_eq!(edit, apply["arguments"][0]);
    assert_ne!(apply_workspace(SAMPLE, &edit, URI, "utf-16"), SAMPLE);
}

#[test]
fn clients_with_neither_get_none() {
    let (mut client, announced) = Client::with(&json!({}), None);
    assert!(announced.get("codeActionProvider").is_none());
    client.open(URI, "dockerfile", SAMPLE);
    assert!(client.actions(URI, &whole(), None).is_empty());
}

#[test]
fn explaining_opens_the_page_or_shows_the_summary() {
    let explain = json!({ "command": "longshore.explain", "arguments": ["root-user"] });
    let (mut client, _) = Client::with(&json!({ "window": { "showDocument": { "support": true } } }), None);
    client.request("workspace/executeCommand", explain.clone());
    let shown = client.server_request("window/showDocument");
    assert_eq!(shown["external"], true);
    assert!(shown["uri"].as_str().unwrap().ends_with("/root-user.md"), "{shown}");
    let (mut client, _) = Client::with(&json!({}), None);
    client.request("workspace/executeCommand", explain);
    let message = client.notification("window/showMessage");
    assert!(message["message"].as_str().unwrap().starts_with("root-user: "), "{message}");
}

#[test]
fn commands_that_do_not_exist_are_refused() {
    let (mut client, _) = Client::with(&json!({}), None);
    let id = client.begin("workspace/executeCommand", json!({ "command": "rm", "arguments": [] }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    // Arguments that make no sense are nothing to do.
    client.request("workspace/executeCommand", json!({ "command": "longshore.explain", "arguments": [7] }));
    client.request("workspace/executeCommand", json!({ "command": "longshore.apply", "arguments": [] }));
}
