//! Markdown as it is shown in a terminal.

use crate::RESET;

const BOLD: &str = "\u{1b}[1m";
const CODE: &str = "\u{1b}[36m";
const DIM: &str = "\u{1b}[2m";

/// `page` with headings in bold, code in colour and code blocks set in; the marks that say so are taken out.
pub(crate) fn for_terminal(page: &str) -> String {
    let mut shown = String::new();
    let mut in_block = false;
    for line in page.lines() {
        if let Some(fence) = line.strip_prefix("```") {
            in_block = !in_block;
            let label = fence.trim();
            if in_block && !label.is_empty() && label != "text" {
                shown.push_str(&format!("  {DIM}{label}:{RESET}\n"));
            }
        } else if in_block {
            shown.push_str(&format!("    {line}\n"));
        } else if let Some(heading) = line.strip_prefix('#') {
            shown.push_str(&format!("{BOLD}{}{RESET}\n", inline(heading.trim_start_matches('#').trim(), BOLD)));
        } else {
            shown.push_str(&inline(line, ""));
            shown.push('\n');
        }
    }
    shown
}

/// Code, strong words and links within a line; `around` is the style that holds around them.
fn inline(line: &str, around: &str) -> String {
    let mut shown = String::new();
    for (index, part) in line.split('`').enumerate() {
        if index % 2 == 1 {
            shown.push_str(&format!("{CODE}{part}{RESET}{around}"));
        } else {
            shown.push_str(&strong(part, around));
        }
    }
    shown
}

fn strong(text: &str, around: &str) -> String {
    let mut shown = String::new();
    for (index, part) in text.split("**").enumerate() {
        if index % 2 == 1 {
            shown.push_str(&format!("{BOLD}{part}{RESET}{around}"));
        } else {
            shown.push_str(part);
        }
    }
    shown
}
