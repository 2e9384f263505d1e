//! A rule's page: what the rule is, its documentation, and what is reported about each bad example.

use std::fmt::Write;
use std::sync::Arc;

use longshore_lint::{Diagnostic, Rule, Safety, Settings, rules};
use longshore_model::File;

use crate::fence::{Example, Kind, Part, examples, parts};
use crate::report::text::Text;

/// The page of `rule` in Markdown.
pub(crate) fn markdown(rule: &Rule) -> String {
    let mut page = format!("# {}\n\n{}\n", rule.name, header(rule));
    for part in parts(rule.docs.trim()) {
        page.push('\n');
        match part {
            Part::Line(line) => page.push_str(&line),
            Part::Example(example) => shown(&mut page, rule, &example),
        }
    }
    page.push('\n');
    page
}

/// All rules as a Markdown table with links to their pages.
pub(crate) fn table(folder: &str) -> String {
    let mut table = "| rule | severity | what it finds | also known as |\n|---|---|---|---|\n".to_owned();
    for rule in rules::ALL {
        let link = format!("[`{}`]({folder}{}.md)", rule.name, rule.name);
        let severity = if rule.group.is_on() { rule.severity.name() } else { "off by itself" };
        let row = format!("| {link} | {severity} | {} | {} |\n", rule.summary(), aliases(rule));
        table.push_str(&row);
    }
    table
}

fn aliases(rule: &Rule) -> String {
    rule.aliases.iter().map(|alias| format!("`{alias}`")).collect::<Vec<_>>().join(", ")
}

fn header(rule: &Rule) -> String {
    let mut facts = vec![format!("Group `{}`", rule.group.name()), format!("severity `{}`", rule.severity.name())];
    if !rule.group.is_on() {
        facts.push("off by itself".to_owned());
    }
    facts.push(fixes(rule).to_owned());
    if !rule.aliases.is_empty() {
        facts.push(format!("also known as {}", aliases(rule)));
    }
    format!("{}.", facts.join(" · "))
}

/// Which fixes the rule offers, as its own examples show.
fn fixes(rule: &Rule) -> &'static str {
    let bad = examples(rule.docs).into_iter().filter(|example| example.kind == Kind::Bad);
    let offered: Vec<Safety> = bad
        .flat_map(|example| findings(rule, &example).1)
        .flat_map(|diagnostic| diagnostic.fixes)
        .map(|fix| fix.safety)
        .collect();
    match (offered.contains(&Safety::Safe), offered.contains(&Safety::Unsafe)) {
        (true, true) => "safe and unsafe fixes",
        (true, false) => "safe fixes",
        (false, true) => "unsafe fixes",
        (false, false) => "no fixes",
    }
}

fn shown(page: &mut String, rule: &Rule, example: &Example) {
    let kind = match example.kind {
        Kind::Bad => "bad",
        Kind::Good => "good",
        Kind::Fixed => "fixed",
        Kind::Beside => "beside",
    };
    let _ = write!(page, "```{} {kind}\n{}```", example.language, example.text);
    if example.kind == Kind::Bad {
        let report = report(rule, example);
        let _ = write!(page, "\n\n```text\n{}\n```", report.trim_end());
    }
}

fn report(rule: &Rule, example: &Example) -> String {
    let (file, found) = findings(rule, example);
    let text = Text::new(false, 100);
    found.iter().map(|diagnostic| text.render(&file, &example.file, diagnostic, &|_| None)).collect()
}

/// What `rule`, and no other, finds in `example`.
fn findings(rule: &Rule, example: &Example) -> (Arc<File>, Vec<Diagnostic>) {
    let (workspace, file) = example.project();
    let settings = Settings::default().only(|other| other.name == rule.name);
    let found = longshore_lint::check(&workspace, &file, &settings);
    (file, found)
}
