//! The picture in the README: what the terminal shows, as SVG.

use std::fmt::Write;
use std::process::Command;

use expect_test::expect_file;

use super::root;

/// The size of a character cell and the height of a line, in pixels at a font size of 14.
const CELL: f32 = 8.43;
const LINE: f32 = 19.0;
const MARGIN: f32 = 20.0;

/// The colours of the terminal that is drawn, by the number that selects the foreground.
const COLORS: &[(u8, &str)] = &[
    (31, "#ff7b72"),
    (32, "#7ee787"),
    (33, "#e3b341"),
    (36, "#76e3ea"),
    (91, "#ff7b72"),
    (92, "#7ee787"),
    (93, "#e3b341"),
    (94, "#79c0ff"),
    (96, "#76e3ea"),
];

#[test]
fn the_picture_in_the_readme_is_fresh() {
    let arguments = ["check", "--color", "always", "tests/sample"];
    let output = Command::new(env!("CARGO_BIN_EXE_longshore")).args(arguments).current_dir(root()).output().unwrap();
    let (report, summary) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let shown = format!("\u{1b}[1m$ longshore check tests/sample\u{1b}[0m\n{report}{summary}");
    expect_file![root().join("tests/picture.svg")].assert_eq(&svg(&shown));
}

/// Text with escape sequences for styles, drawn.
fn svg(text: &str) -> String {
    let mut style = Style::default();
    let mut drawn = String::new();
    let (mut lines, mut columns) = (0, 0);
    for line in text.trim_end().lines() {
        let y = MARGIN + LINE * (lines as f32 + 0.75);
        let mut column = 0;
        for (content, style) in pieces(line, &mut style) {
            let indent = content.chars().take_while(|c| *c == ' ').count();
            let x = MARGIN + CELL * (column + indent) as f32;
            let shown = escaped(content.trim_start_matches(' '));
            if !shown.is_empty() {
                let _ = writeln!(drawn, r#"<text x="{x:.1}" y="{y:.1}"{}>{shown}</text>"#, style.attributes());
            }
            column += content.chars().count();
        }
        lines += 1;
        columns = columns.max(column);
    }
    let width = MARGIN * 2.0 + CELL * columns as f32;
    let height = MARGIN * 2.0 + LINE * lines as f32;
    let font = "font-family=\"ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace\" font-size=\"14\"";
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         aria-label=\"longshore check in a terminal\">\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"#0d1117\"/>\n<g {font} fill=\"#c9d1d9\" xml:space=\"preserve\">\n{drawn}</g>\n</svg>\n"
    )
}

#[derive(Clone, Copy, Default)]
struct Style {
    bold: bool,
    color: Option<&'static str>,
}

impl Style {
    fn set(&mut self, code: u8) {
        match code {
            0 => *self = Self::default(),
            1 => self.bold = true,
            _ => self.color = COLORS.iter().find(|(number, _)| *number == code).map(|(_, color)| *color),
        }
    }

    fn attributes(self) -> String {
        let weight = if self.bold { r#" font-weight="bold""# } else { "" };
        let fill = self.color.map(|color| format!(r#" fill="{color}""#)).unwrap_or_default();
        format!("{weight}{fill}")
    }
}

/// The pieces of a line that look alike; `style` is carried from line to line.
fn pieces(line: &str, style: &mut Style) -> Vec<(String, Style)> {
    let mut pieces = Vec::new();
    for (index, part) in line.split("\u{1b}[").enumerate() {
        let mut content = part;
        if index > 0 {
            let (codes, rest) = part.split_once('m').unwrap();
            codes.split(';').for_each(|code| style.set(code.parse().unwrap_or(0)));
            content = rest;
        }
        if !content.is_empty() {
            pieces.push((content.to_owned(), *style));
        }
    }
    pieces
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
