//! Text synchronization: after any edits the server has the client's text.

use serde_json::json;

use crate::client::Client;
use crate::edits;

/// Numbers that look random and are the same each time (xorshift).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

const PIECES: [&str; 16] = [
    "",
    "",
    "a",
    "é",
    "😀",
    "\n",
    "\r\n",
    "\r",
    " \\\n",
    "RUN echo 'é'\n",
    "FROM a\r\n",
    "#",
    "<<E\n",
    "\"",
    "日本",
    "\u{2028}",
];

/// A byte of `text` that a position can name.
fn place(text: &str, numbers: &mut Numbers) -> usize {
    let mut at = numbers.below(text.len() + 1);
    while !text.is_char_boundary(at) || (text[..at].ends_with('\r') && text[at..].starts_with('\n')) {
        at -= 1;
    }
    at
}

fn edit_at_random(encodings: &[&str], encoding: &str, seed: u64) {
    let capabilities = json!({ "general": { "positionEncodings": encodings } });
    let (mut client, announced) = Client::with(&capabilities, None);
    assert_eq!(announced["positionEncoding"], encoding);
    let uri = "file:///a%20b/Dockerfile";
    let mut numbers = Numbers(seed);
    let mut text = "FROM node:22\r\nRUN echo é😀 \\\n  && true\n".to_owned();
    client.open(uri, "dockerfile", &text);
    for version in 2..1502 {
        let mut changes = Vec::new();
        for _ in 0..=numbers.below(2) {
            let (a, b) = (place(&text, &mut numbers), place(&text, &mut numbers));
            // Mostly short edits, so that the text grows.
            let b = if numbers.below(8) == 0 { b } else { a };
            let (start, end) = (a.min(b), a.max(b));
            let new = PIECES[numbers.below(PIECES.len())];
            let range = json!({ "start": edits::position(&text, start, encoding),
                "end": edits::position(&text, end, encoding) });
            changes.push(json!({ "range": range, "text": new }));
            text.replace_range(start..end, new);
        }
        client.change(uri, version, json!(changes));
        match numbers.below(40) {
            0 => assert_eq!(client.text(uri), text, "version {version}"),
            1 => drop(client.actions(
                uri,
                &json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 9, "character": 0 } }),
                None,
            )),
            2 => drop(client.begin("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }))),
            _ => {}
        }
    }
    assert_eq!(client.text(uri), text);
    client.pushed(uri, 1501);
}

#[test]
fn random_edits_in_bytes() {
    edit_at_random(&["utf-32", "utf-8", "utf-16"], "utf-8", 0x9e37_79b9_7f4a_7c15);
}

#[test]
fn random_edits_in_utf_16_units() {
    edit_at_random(&["utf-32", "utf-16"], "utf-16", 0x2545_f491_4f6c_dd1d);
}

#[test]
fn random_edits_in_characters() {
    edit_at_random(&["utf-32"], "utf-32", 0x1234_5678_9abc_def1);
}

#[test]
fn columns_and_lines_past_the_end_are_clamped() {
    let (mut client, announced) = Client::with(&json!({}), None);
    assert!(announced.get("positionEncoding").is_none(), "{announced}");
    let uri = "untitled:Untitled-1";
    client.open(uri, "dockerfile", "FROM a\r\nRUN b");
    let point = |line: u32, character: u32| json!({ "line": line, "character": character });
    let range = json!({ "start": point(0, 99), "end": point(0, 99) });
    client.change(uri, 2, json!([{ "range": range, "text": "1" }]));
    let range = json!({ "start": point(77, 0), "end": point(88, 4_294_967_295) });
    client.change(uri, 3, json!([{ "range": range, "text": "2" }]));
    assert_eq!(client.text(uri), "FROM a1\r\nRUN b2");
    client.change(uri, 4, json!([{ "text": "FROM whole" }]));
    assert_eq!(client.text(uri), "FROM whole");
}

#[test]
fn a_burst_of_changes_is_judged_once_in_its_last_version() {
    let (mut client, _) = Client::with(&json!({}), None);
    let uri = "file:///w/Dockerfile";
    client.open(uri, "dockerfile", "FROM a\n");
    client.pushed(uri, 1);
    let start = json!({ "line": 0, "character": 0 });
    for version in 2..1502 {
        client.change(uri, version, json!([{ "range": { "start": start, "end": start }, "text": "#" }]));
    }
    client.pushed(uri, 1501);
    assert!(client.came("textDocument/publishDiagnostics").len() < 400, "changes are judged one by one");
    assert_eq!(client.text(uri), "#".repeat(1500) + "FROM a\n");
}

#[test]
fn documents_of_other_languages_are_left_alone() {
    let (mut client, _) = Client::with(&json!({}), None);
    client.open("file:///w/values.yaml", "yaml", "a: 1\n");
    client.open("file:///w/compose.yaml", "yaml", "services: {}\n");
    client.open("file:///w/Dockerfile", "plaintext", "FROM a\n");
    assert_eq!(client.text("file:///w/compose.yaml"), "services: {}\n");
    let nothing = json!({ "textDocument": { "uri": "file:///w/values.yaml" } });
    assert!(client.request("longshore/text", nothing).is_null());
    client.pushed("file:///w/Dockerfile", 1);
    assert!(client.pushed("file:///w/compose.yaml", 1).is_empty());
}
