//! How long files and functions are. Tests, blank lines and comments do not count.

use std::fs;
use std::path::Path;

use super::rust_files;

const FILE: usize = 600;
const FUNCTION: usize = 60;

fn is_test(path: &Path) -> bool {
    path.iter().any(|part| part == "tests" || part == "tests.rs")
}

/// The lines that count: trimmed at the end, with their indentation.
fn code(text: &str) -> Vec<&str> {
    let own = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let counts = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    own.lines().filter(counts).collect()
}

/// The name and the length of each function, as `rustfmt` lays them out: the end has the indentation of the start.
fn functions<'a>(lines: &[&'a str]) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let content = line.trim_start();
        let words = content.split(['(', '<']).next().unwrap_or_default();
        let Some(name) = words.strip_prefix("fn ").or_else(|| words.split_once(" fn ").map(|(_, name)| name)) else {
            continue;
        };
        let end = format!("{}}}", &line[..line.len() - content.len()]);
        let one_line = content.ends_with(['}', ';']) || content.starts_with("//");
        let length = lines[index..].iter().position(|line| *line == end).unwrap_or_default();
        if !one_line && name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            found.push((name, length + 1));
        }
    }
    found
}

#[test]
fn files_and_functions_are_short() {
    let (mut lengths, mut long) = (Vec::new(), Vec::new());
    for path in rust_files().into_iter().filter(|path| !is_test(path)) {
        let text = fs::read_to_string(&path).unwrap();
        let lines = code(&text);
        if lines.len() > FILE {
            long.push(format!("{}: {} lines", path.display(), lines.len()));
        }
        for (name, length) in functions(&lines) {
            lengths.push(length);
            if length > FUNCTION {
                long.push(format!("{}: fn {name}: {length} lines", path.display()));
            }
        }
    }
    lengths.sort_unstable();
    println!("{} functions, {} lines at the median", lengths.len(), lengths[lengths.len() / 2]);
    assert!(lengths.len() > 100, "the functions were not found");
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn lengths_are_counted() {
    let text = "//! X.\n\n/// A.\npub fn a<T>(x: T)\nwhere\n{\n    // why\n    b();\n}\n\nimpl X {\n    fn b() {}\n    \
                fn c() {\n        d();\n    }\n}\n\n#[cfg(test)]\nmod tests {\n    fn t() {\n    }\n}\n";
    assert_eq!(functions(&code(text)), [("a", 5), ("c", 3)]);
}
