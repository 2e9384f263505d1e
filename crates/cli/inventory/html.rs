//! `--format html`: one page that needs nothing else, with a picture and a table a project.

use super::picture;
use super::rows::{HEAD, Inventory, KEPT, LOST, Line, Row, SCRATCH, quoted};
use crate::place::printable;

/// What the strokes of the pictures say.
const LEGEND: &str = "Solid lines: kept when the container is replaced. Dashed: lost. Dotted: lost by choice. Dashes and dots: \
                      not known. Arrows lead to services that another one works with; thin ones store nothing for it.";

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub(super) fn all(inventory: &Inventory) -> String {
    let parts: String = inventory.parts().map(|(title, rows)| part(title, rows)).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>State of containers</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <h1>State of containers</h1>\n<p>{}</p>\n<p class=\"legend\">{LEGEND}</p>\n{parts}</body>\n</html>\n",
        escaped(&inventory.summary.line())
    )
}

fn part(title: &str, rows: &[Row]) -> String {
    let lines: String = rows.iter().map(lines).collect();
    let reasons: String = rows.iter().map(reasons).collect();
    let reasons = if reasons.is_empty() { reasons } else { format!("<ul>\n{reasons}</ul>\n") };
    format!(
        "<section>\n<h2>{}</h2>\n<figure>\n{}</figure>\n<div class=\"wide\"><table>\n\
         <thead><tr>{}</tr></thead>\n\
         {lines}</table></div>\n{reasons}</section>\n",
        escaped(title),
        picture::svg(title, rows),
        HEAD.map(|name| format!("<th scope=\"col\">{name}</th>")).concat(),
    )
}

fn lines(row: &Row) -> String {
    let told = row.lines();
    let span = told.len().max(1);
    let name = format!(
        "<th rowspan=\"{span}\" scope=\"rowgroup\">{}<small>{}</small></th>",
        escaped(&row.title()),
        escaped(row.runs())
    );
    let several = format!("<td rowspan=\"{span}\">{}</td>", escaped(row.multiply.verdict));
    if told.is_empty() {
        let place = escaped(&row.place.line());
        return format!("<tbody><tr>{name}<td colspan=\"3\">none known</td>{several}<td>{place}</td></tr></tbody>\n");
    }
    let line = |(index, line): (usize, &Line)| {
        let (name, several) = if index == 0 { (name.as_str(), several.as_str()) } else { ("", "") };
        let (what, kept, place) = (escaped(&line.what), escaped(&line.kept), escaped(&line.place));
        let verdict = format!("<td class=\"{}\">{} {}</td>", class(line.verdict), sign(line.verdict), line.verdict);
        format!("<tr>{name}<td>{what}</td><td>{kept}</td>{verdict}{several}<td>{place}</td></tr>\n")
    };
    format!("<tbody>{}</tbody>\n", told.iter().enumerate().map(line).collect::<String>())
}

fn reasons(row: &Row) -> String {
    let told = |(code, part): (bool, &str)| match code {
        true => format!("<code>{}</code>", escaped(part)),
        false => escaped(part),
    };
    let line = |reason: String| quoted(&reason).into_iter().map(told).collect::<String>();
    row.reasons().map(|reason| format!("<li><b>{}</b>: {}</li>\n", escaped(&row.name), line(reason))).collect()
}

/// The class of a verdict in the style sheet.
pub(super) fn class(verdict: &str) -> &'static str {
    match verdict {
        KEPT => "kept",
        LOST => "lost",
        SCRATCH => "scratch",
        _ => "unknown",
    }
}

/// A sign that tells verdicts apart without colour.
pub(super) fn sign(verdict: &str) -> &'static str {
    match verdict {
        KEPT => "✓",
        LOST => "✕",
        SCRATCH => "○",
        _ => "?",
    }
}

/// `text` as text of HTML and SVG, also within quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in printable(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
