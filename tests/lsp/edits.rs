//! A plain model of a text under edit, written from the specification alone.

use serde_json::{Value, json};

/// The width of `c` in the encoding of that name.
fn width(c: char, encoding: &str) -> usize {
    match encoding {
        "utf-8" => c.len_utf8(),
        "utf-16" => c.len_utf16(),
        "utf-32" => 1,
        other => panic!("{other}"),
    }
}

/// The position of byte `offset`, which does not stand within a line end.
pub(crate) fn position(text: &str, offset: usize, encoding: &str) -> Value {
    let (mut line, mut column) = (0, 0);
    for (at, c) in text[..offset].char_indices() {
        if c == '\n' || (c == '\r' && !text[at + 1..].starts_with('\n')) {
            (line, column) = (line + 1, 0);
        } else {
            column += width(c, encoding);
        }
    }
    json!({ "line": line, "character": column })
}

/// The byte at a position; past the end of a line its end.
pub(crate) fn offset(text: &str, position: &Value, encoding: &str) -> usize {
    let wanted = (position["line"].as_u64().unwrap(), position["character"].as_u64().unwrap() as usize);
    let (mut line, mut column) = (0, 0);
    for (at, c) in text.char_indices() {
        let ends = c == '\n' || c == '\r';
        if line == wanted.0 && (column >= wanted.1 || ends) {
            return at;
        }
        if c == '\n' || (c == '\r' && !text[at + 1..].starts_with('\n')) {
            (line, column) = (line + 1, 0);
        } else {
            column += width(c, encoding);
        }
    }
    text.len()
}

/// The part of `text` at a range.
pub(crate) fn at<'t>(text: &'t str, range: &Value, encoding: &str) -> &'t str {
    &text[offset(text, &range["start"], encoding)..offset(text, &range["end"], encoding)]
}

/// `text` with `TextEdit`s applied, all of which speak of the text as it was.
pub(crate) fn apply(text: &str, edits: &Value, encoding: &str) -> String {
    let place = |edit: &Value, end: &str| offset(text, &edit["range"][end], encoding);
    let mut edits: Vec<&Value> = edits.as_array().unwrap().iter().collect();
    edits.sort_by_key(|edit| (place(edit, "start"), place(edit, "end")));
    let mut out = text.to_owned();
    for edit in edits.iter().rev() {
        out.replace_range(place(edit, "start")..place(edit, "end"), edit["newText"].as_str().unwrap());
    }
    out
}

/// `text` of the document at `uri` with a `WorkspaceEdit` in either form applied.
pub(crate) fn apply_workspace(text: &str, edit: &Value, uri: &str, encoding: &str) -> String {
    if let Some(edits) = edit["changes"].get(uri) {
        return apply(text, edits, encoding);
    }
    let changes = edit["documentChanges"].as_array().unwrap();
    let change = changes.iter().find(|change| change["textDocument"]["uri"] == uri).unwrap();
    assert_eq!(change["textDocument"]["version"], 1, "{change}");
    apply(text, &change["edits"], encoding)
}
