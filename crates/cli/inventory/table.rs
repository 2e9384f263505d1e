//! `--format table`: one table a project, as wide as the terminal, and below it why services cannot be multiplied.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, Color, ContentArrangement, Table};

use super::rows::{HEAD, Inventory, KEPT, LOST, Line, Row, SCRATCH};
use crate::place::printable;

/// Below this many columns the places stand below what they say, so that words need not be cut.
const NARROW: u16 = 90;

/// The whole report.
pub(super) fn all(inventory: &Inventory, color: bool) -> String {
    let parts = inventory.parts().map(|(title, rows)| part(title, rows, color));
    parts.collect::<Vec<_>>().join("\n")
}

fn part(title: &str, rows: &[Row], color: bool) -> String {
    let mut table = Table::new();
    table.load_preset(NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let width = columns.or_else(|| table.width());
    width.map(|width| table.set_width(width));
    if color {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    let narrow = width.is_some_and(|width| width < NARROW);
    let shown = if narrow { HEAD.len() - 1 } else { HEAD.len() };
    table.set_header(HEAD[..shown].iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    for row in rows {
        table.add_rows(lines(row, narrow));
    }
    let (on, off) = if color { ("\u{1b}[1m", crate::RESET) } else { ("", "") };
    let body: String = table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    format!("{on}{}{off}\n{body}{}", printable(title), reasons(rows))
}

/// The lines of one service: one a piece of state, the first of them with its name.
fn lines(row: &Row, narrow: bool) -> Vec<Vec<Cell>> {
    let mut told = row.lines();
    if told.is_empty() {
        let place = row.place.line();
        told.push(Line { what: "none known".to_owned(), kept: String::new(), verdict: "", place });
    }
    told.iter().enumerate().map(|(index, line)| cells(row, line, index == 0, narrow)).collect()
}

fn cells(row: &Row, line: &Line, first: bool, narrow: bool) -> Vec<Cell> {
    let name = if first { printable(&row.title()) } else { String::new() };
    let verdict = match line.verdict {
        LOST => Cell::new(LOST).fg(Color::DarkRed),
        KEPT => Cell::new(KEPT).fg(Color::DarkGreen),
        SCRATCH | "" => Cell::new(line.verdict),
        other => Cell::new(other).fg(Color::DarkYellow),
    };
    let what = if narrow { format!("{}\n{}", line.what, line.place) } else { line.what.clone() };
    let mut cells = vec![
        Cell::new(name).add_attribute(Attribute::Bold),
        Cell::new(printable(&what)),
        Cell::new(printable(&line.kept)),
        verdict,
        if first { several(row.multiply.verdict) } else { Cell::new("") },
    ];
    if !narrow {
        cells.push(Cell::new(printable(&line.place)).add_attribute(Attribute::Dim));
    }
    cells
}

fn several(verdict: &str) -> Cell {
    match verdict {
        "no" => Cell::new(verdict).fg(Color::DarkYellow),
        _ => Cell::new(verdict),
    }
}

fn reasons(rows: &[Row]) -> String {
    let all = rows.iter().flat_map(|row| row.reasons().map(|reason| format!("{}: {reason}", row.name)));
    let lines: String = all.map(|line| format!("  {}\n", printable(&line))).collect();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}
