//! `--format markdown`: one table a project, for reviews and wikis.

use super::rows::{HEAD, Inventory, Line, Row, quoted};
use crate::place::printable;

/// The whole report.
pub(super) fn all(inventory: &Inventory) -> String {
    let mut text = format!("# State of containers\n\n{}\n", escaped(&inventory.summary.line()));
    for (title, rows) in inventory.parts() {
        text.push_str(&format!("\n## {}\n\n", escaped(title)));
        text.push_str(&format!("| {} |\n|{}\n", HEAD.join(" | "), "---|".repeat(HEAD.len())));
        rows.iter().for_each(|row| text.push_str(&lines(row)));
        let reasons: String = rows.iter().map(reasons).collect();
        if !reasons.is_empty() {
            text.push_str(&format!("\n{reasons}"));
        }
    }
    text
}

fn lines(row: &Row) -> String {
    let (name, several) = (format!("**{}**", escaped(&row.title())), row.multiply.verdict);
    let told = row.lines();
    if told.is_empty() {
        return format!("| {name} | none known | | | {several} | {} |\n", escaped(&row.place.line()));
    }
    let line = |(index, line): (usize, &Line)| {
        let (name, several) = if index == 0 { (name.as_str(), several) } else { ("", "") };
        let verdict = if line.verdict == super::rows::LOST { "**lost**" } else { line.verdict };
        let (what, kept, place) = (escaped(&line.what), escaped(&line.kept), escaped(&line.place));
        format!("| {name} | {what} | {kept} | {verdict} | {several} | {place} |\n")
    };
    told.iter().enumerate().map(line).collect()
}

fn reasons(row: &Row) -> String {
    let told = |(code, part): (bool, &str)| if code { format!("`{}`", printable(part)) } else { escaped(part) };
    let line = |reason: String| quoted(&reason).into_iter().map(told).collect::<String>();
    row.reasons().map(|reason| format!("- **{}**: {}\n", escaped(&row.name), line(reason).replace('\n', " "))).collect()
}

/// `text` as plain text in one line of Markdown.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in printable(text).chars() {
        match c {
            '\n' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '#' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}
