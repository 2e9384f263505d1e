//! What real editors said in `initialize`, and what each is told and sent.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::client::{Client, SAMPLE, uri};
use crate::edits::apply_workspace;

/// What one editor has to get.
struct Expected {
    /// How its recording's name begins.
    editor: &'static str,
    encoding: Option<&'static str>,
    pulls: bool,
    watches: bool,
    fetches: bool,
    /// The key of its edits.
    edits: &'static str,
}

const fn expected(
    editor: &'static str,
    encoding: Option<&'static str>,
    [pulls, watches, fetches]: [bool; 3],
    edits: &'static str,
) -> Expected {
    Expected { editor, encoding, pulls, watches, fetches, edits }
}

const EDITORS: [Expected; 8] = [
    expected("vscode", Some("utf-16"), [true, true, true], "documentChanges"),
    expected("neovim-0.12", Some("utf-8"), [true, false, true], "changes"),
    expected("neovim-0.7", None, [false, false, false], "changes"),
    expected("helix", Some("utf-8"), [true, true, true], "documentChanges"),
    expected("eglot-1.9", None, [false, true, true], "documentChanges"),
    expected("eglot-1.17", Some("utf-8"), [false, true, true], "documentChanges"),
    expected("kakoune", Some("utf-8"), [false, false, true], "documentChanges"),
    expected("vim-ale", None, [false, false, false], "changes"),
];

fn recordings() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("LONGSHORE_SHARED").map_or_else(beside, PathBuf::from);
    let folder = shared.join("editors/clients");
    folder.is_dir().then_some(folder)
}

#[test]
fn each_gets_what_it_can_take() {
    let Some(folder) = recordings() else {
        println!("SKIPPED: no recordings of editors beside the repository");
        return;
    };
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let expected = EDITORS.iter().find(|expected| name.starts_with(expected.editor));
        let expected = expected.unwrap_or_else(|| panic!("nothing is expected of {name}"));
        println!("{name}");
        replay(serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap(), expected);
        seen += 1;
    }
    assert_eq!(seen, EDITORS.len());
}

fn replay(mut params: Value, expected: &Expected) {
    let folder = tempfile::tempdir().unwrap();
    let root = uri(folder.path());
    params["processId"] = Value::Null;
    params["rootUri"] = json!(root);
    if params["workspaceFolders"].is_array() {
        params["workspaceFolders"] = json!([{ "uri": root, "name": "x" }]);
    }
    let mut client = Client::start();
    let announced = client.request("initialize", params)["capabilities"].clone();
    client.notify("initialized", json!({}));
    assert_eq!(announced["positionEncoding"].as_str(), expected.encoding);
    assert_eq!(announced.get("diagnosticProvider").is_some(), expected.pulls);
    let kinds = &announced["codeActionProvider"]["codeActionKinds"];
    assert_eq!(*kinds, json!(["quickfix", "source.fixAll.longshore"]));
    assert_eq!(announced["textDocumentSync"]["change"], 2);

    let document = format!("{root}/Dockerfile");
    client.open(&document, "dockerfile", SAMPLE);
    let diagnostics = if expected.pulls {
        crate::client::list(client.pull(&document, None)["items"].take())
    } else {
        client.pushed(&document, 1)
    };
    assert_eq!(diagnostics.len(), 4);
    let actions = client.actions(&document, &diagnostics[0]["range"], None);
    let edit = actions.iter().find_map(|action| action.get("edit")).unwrap();
    assert!(edit.get(expected.edits).is_some(), "{edit}");
    let encoding = expected.encoding.unwrap_or("utf-16");
    assert_ne!(apply_workspace(SAMPLE, edit, &document, encoding), SAMPLE);

    client.settle();
    let registered: Vec<&Value> =
        client.asked.iter().filter(|request| request["method"] == "client/registerCapability").collect();
    let watches = registered.iter().any(|request| request.to_string().contains("didChangeWatchedFiles"));
    assert_eq!(watches, expected.watches);
    let fetches = client.asked.iter().any(|request| request["method"] == "workspace/configuration");
    assert_eq!(fetches, expected.fetches);
    let published = client.came("textDocument/publishDiagnostics");
    assert!(!expected.pulls || published.is_empty(), "both pushed and pulled");
    client.request("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.end().code(), Some(0));
}
