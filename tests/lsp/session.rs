//! The session: its end, malformed messages, cancelled requests, and bugs.

use serde_json::{Value, json};

use crate::client::Client;

const URI: &str = "file:///w/Dockerfile";

fn started() -> Client {
    let (mut client, _) = Client::with(&json!({}), None);
    client.open(URI, "dockerfile", "FROM a\n");
    client.pushed(URI, 1);
    client
}

#[test]
fn shutdown_and_exit_end_with_0_though_the_input_stays_open() {
    let mut client = started();
    assert!(client.request("shutdown", Value::Null).is_null());
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(0));
}

#[test]
fn shutdown_and_a_closed_input_end_with_0() {
    let mut client = started();
    client.request("shutdown", Value::Null);
    client.close_input();
    assert_eq!(client.end().code(), Some(0));
}

#[test]
fn exit_without_shutdown_ends_with_1() {
    let mut client = started();
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(1));
}

#[test]
fn a_closed_input_ends_with_1() {
    let mut client = started();
    client.close_input();
    assert_eq!(client.end().code(), Some(1));
    let mut unstarted = Client::start();
    unstarted.close_input();
    assert_eq!(unstarted.end().code(), Some(1));
}

#[cfg(target_os = "linux")]
#[test]
fn the_death_of_the_clients_process_ends_it() {
    let mut editor = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let mut client = Client::start();
    client.request("initialize", json!({ "processId": editor.id(), "capabilities": {} }));
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(client.end().code(), Some(1));
}

#[test]
fn requests_before_initialize_and_after_shutdown_are_refused() {
    let mut client = Client::start();
    let id = client.begin("textDocument/codeAction", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32002);
    client.initialize(&json!({}), None);
    client.request("shutdown", Value::Null);
    let id = client.begin("longshore/text", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32600);
}

#[test]
fn malformed_messages_are_answered_and_survived() {
    let mut client = started();
    let null = |message: &Value| message.get("id") == Some(&Value::Null);
    for (frame, code) in [
        ("Content-Length: 5\r\n\r\n{\"a\":", -32700),
        ("Content-Length: 4\r\n\r\n\u{1}\u{2}\u{3}\u{4}", -32700),
        ("Content-Length: what\r\n\r\n", -32700),
        ("Content-Length: 2\r\n\r\n[]", -32600),
        ("Content-Length: 12\r\n\r\n{\"method\":7}", -32600),
    ] {
        client.raw(frame.as_bytes());
        assert_eq!(client.wait(null)["error"]["code"], code, "{frame}");
    }
    client.raw(b"Content-Length: 2\r\n\r\n\xff\xfe");
    client.wait(null);
    client.raw(b"junk\nContent-Type: x\r\n");
    assert_eq!(client.text(URI), "FROM a\n");
    // Known methods with parameters of the wrong shape.
    client.notify("textDocument/didChange", json!({ "textDocument": 7 }));
    client.notify("textDocument/didOpen", json!([1]));
    let id = client.begin("textDocument/codeAction", json!({ "range": "x" }));
    assert_eq!(client.answer(id)["error"]["code"], -32602);
    let id = client.begin("no/such/method", json!({}));
    assert_eq!(client.answer(id)["error"]["code"], -32601);
    assert_eq!(client.text(URI), "FROM a\n");
}

#[test]
fn cancelled_requests_are_answered_as_cancelled() {
    let mut client = started();
    // The analysis is kept busy, so that the requests behind are still waiting when they are cancelled.
    let long = "FROM a\n".to_owned() + &"RUN echo a && mkdir -p /b \\\n  && true\n".repeat(20_000);
    client.change(URI, 2, json!([{ "text": long }]));
    let params = json!({ "textDocument": { "uri": URI },
        "range": { "start": { "line": 0, "character": 0 }, "end": { "line": 40_000, "character": 0 } },
        "context": { "diagnostics": [] } });
    let ids: Vec<i64> = (0..20).map(|_| client.begin("textDocument/codeAction", params.clone())).collect();
    for id in &ids {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    let answers: Vec<Value> = ids.into_iter().map(|id| client.answer(id)).collect();
    let cancelled = answers.iter().filter(|answer| answer["error"]["code"] == -32800).count();
    assert!(cancelled > 0, "{} answers, none cancelled", answers.len());
    assert_eq!(client.text(URI), long);
}

#[test]
#[cfg_attr(not(feature = "inject-panic"), ignore = "needs --features inject-panic")]
fn a_bug_costs_one_answer_and_no_text() {
    let mut client = started();
    let start = json!({ "line": 0, "character": 5 });
    client.change(URI, 2, json!([{ "range": { "start": start, "end": start }, "text": "é" }]));
    for version in 3..6 {
        let id = client.begin("longshore/panic", json!({ "textDocument": { "uri": URI } }));
        assert_eq!(client.answer(id)["error"]["code"], -32603);
        let message = client.notification("window/logMessage");
        assert!(message["message"].as_str().unwrap().contains("injected"), "{message}");
        client.change(URI, version, json!([{ "range": { "start": start, "end": start }, "text": "x" }]));
        client.pushed(URI, version);
    }
    assert_eq!(client.text(URI), "FROM xxxéa\n");
}
