//! Diagnostics, pushed and pulled.

use serde_json::{Value, json};

use crate::client::{Client, SAMPLE, list, rules};
use crate::edits::at;

const URI: &str = "file:///w/Dockerfile";

/// The rule and the words of each diagnostic.
fn found<'a>(text: &'a str, diagnostics: &'a [Value]) -> Vec<(&'a str, &'a str)> {
    let words = diagnostics.iter().map(|diagnostic| at(text, &diagnostic["range"], "utf-16"));
    rules(diagnostics).into_iter().zip(words).collect()
}

const IN_SAMPLE: [(&str, &str); 4] = [
    ("root-user", "node:22-slim"),
    ("local-uploads", "/app/uploads"),
    ("local-sessions", "/app/sessions"),
    ("file-logs", "/app/logs"),
];

fn pull_client() -> Client {
    Client::with(&json!({ "textDocument": { "diagnostic": {} } }), None).0
}

#[test]
fn are_pushed_with_their_version() {
    let (mut client, announced) = Client::with(&json!({}), None);
    assert!(announced.get("diagnosticProvider").is_none(), "{announced}");
    client.open(URI, "dockerfile", SAMPLE);
    let diagnostics = client.pushed(URI, 1);
    assert_eq!(found(SAMPLE, &diagnostics), IN_SAMPLE);
    for diagnostic in &diagnostics {
        assert_eq!(diagnostic["source"], "longshore");
        assert!([1, 2, 3].map(Value::from).contains(&diagnostic["severity"]), "{diagnostic}");
        for key in ["data", "codeDescription", "relatedInformation"] {
            assert!(diagnostic.get(key).is_none(), "not asked for: {diagnostic}");
        }
    }
    client.change(URI, 2, json!([{ "text": "FROM scratch\nUSER 65532\n" }]));
    assert!(client.pushed(URI, 2).is_empty());
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert!(list(client.notification("textDocument/publishDiagnostics")["diagnostics"].clone()).is_empty());
}

#[test]
fn carry_what_the_client_can_show() {
    let support = json!({ "relatedInformation": true, "codeDescriptionSupport": true, "dataSupport": true });
    let (mut client, _) = Client::with(&json!({ "textDocument": { "publishDiagnostics": support } }), None);
    client.open(URI, "dockerfile", SAMPLE);
    let diagnostics = client.pushed(URI, 1);
    assert_eq!(diagnostics.len(), IN_SAMPLE.len());
    for diagnostic in diagnostics {
        let (page, rule) = (diagnostic["codeDescription"]["href"].as_str(), diagnostic["code"].as_str());
        assert!(page.unwrap().ends_with(&format!("/{}.md", rule.unwrap())), "{diagnostic}");
        assert!(diagnostic["data"]["fixes"].is_array(), "{diagnostic}");
    }
}

#[test]
fn are_pulled_and_then_not_pushed() {
    let mut client = pull_client();
    client.open(URI, "dockerfile", SAMPLE);
    let report = client.pull(URI, None);
    assert_eq!(report["kind"], "full");
    assert_eq!(found(SAMPLE, report["items"].as_array().unwrap()), IN_SAMPLE);
    let id = report["resultId"].as_str().unwrap();
    let again = client.pull(URI, Some(id));
    assert_eq!((&again["kind"], &again["resultId"]), (&json!("unchanged"), &report["resultId"]));
    client.change(URI, 2, json!([{ "text": "FROM scratch\nUSER 65532\n" }]));
    let changed = client.pull(URI, Some(id));
    assert_eq!((&changed["kind"], &changed["items"]), (&json!("full"), &json!([])));
    client.settle();
    assert!(client.came("textDocument/publishDiagnostics").is_empty());
}

#[test]
fn are_told_again_to_a_buffer_that_got_another_name() {
    let mut client = pull_client();
    client.open("file:///w/one/Dockerfile", "dockerfile", SAMPLE);
    let before = client.pull("file:///w/one/Dockerfile", None);
    client.open("file:///w/two/Dockerfile", "dockerfile", SAMPLE);
    let after = client.pull("file:///w/two/Dockerfile", before["resultId"].as_str());
    assert_eq!((&after["kind"], &after["items"]), (&json!("full"), &before["items"]));
}

#[test]
fn of_a_document_that_is_not_open_are_none() {
    let report = pull_client().pull("file:///w/other/Dockerfile", Some("x"));
    assert_eq!((&report["kind"], &report["items"]), (&json!("full"), &json!([])));
}

#[test]
fn count_columns_in_the_clients_encoding() {
    let text = "FROM node:22-slim\nRUN echo 'é😀' && mkdir -p /app/uploads\n";
    for (encoding, column) in [("utf-8", 30), ("utf-16", 27), ("utf-32", 26)] {
        let (mut client, _) = Client::with(&json!({ "general": { "positionEncodings": [encoding] } }), None);
        client.open(URI, "dockerfile", text);
        let diagnostics = client.pushed(URI, 1);
        let uploads = diagnostics.iter().find(|diagnostic| diagnostic["code"] == "local-uploads").unwrap();
        assert_eq!(uploads["range"]["start"], json!({ "line": 1, "character": column }), "{encoding}");
        assert_eq!(at(text, &uploads["range"], encoding), "/app/uploads");
    }
}
