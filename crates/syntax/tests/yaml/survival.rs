//! One line of a compose file broken in the ways that typing breaks it: all services are still found.

use longshore_syntax::yaml::{self, Node};

use crate::shared::{Dice, compose_files};

/// Lines broken of each file in each way.
const TRIALS: usize = 3;

/// A way to break a line: its name, and what it makes of one.
type Mutation = (&'static str, fn(&str, &mut Dice) -> String);

const MUTATIONS: [Mutation; 8] = [
    ("truncate line", |line, dice| {
        let indent = indent(line);
        let rest = line.len() - indent;
        let mut end = indent + dice.roll(rest.max(1));
        while !line.is_char_boundary(end) {
            end -= 1;
        }
        line[..end].to_owned()
    }),
    ("insert im", |line, _| format!("{line}\n{}im", &line[..indent(line)])),
    ("open quote", |line, _| with_prefix(line, "\"")),
    ("tab indentation", |line, _| format!("\t{}", line.trim_start())),
    ("indentation +1", |line, _| format!(" {line}")),
    ("open bracket", |line, _| with_prefix(line, "[")),
    ("delete colon", |line, _| line.replacen(':', "", 1)),
    ("stray dash", |line, _| with_prefix(line, "- ")),
];

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

fn with_prefix(line: &str, prefix: &str) -> String {
    let (indent, rest) = line.split_at(indent(line));
    format!("{indent}{prefix}{rest}")
}

fn services(text: &str) -> Vec<String> {
    let parsed = yaml::parse(text);
    let services = parsed.root().and_then(|root| root.get("services"));
    let names = services.map(Node::entries).unwrap_or_default().iter().filter_map(|entry| entry.key.as_str());
    names.map(str::to_owned).collect()
}

/// The lines that may be broken: with content, and below `services:`. The line of a service's own key is one of them; its
/// name is then expected only where the mutation leaves it in the text.
fn targets(lines: &[&str]) -> Vec<usize> {
    let top = lines.iter().position(|line| line.starts_with("services:")).unwrap_or(lines.len());
    let content = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    (top + 1..lines.len()).filter(|&at| content(lines[at])).collect()
}

/// Whether all services of a file are found after `mutation` of its line `at`; None if the result is valid YAML with another
/// meaning, as a dash before the only service is.
fn survives(lines: &[&str], at: usize, mutation: &Mutation, names: &[String], dice: &mut Dice) -> Option<bool> {
    let broken = (mutation.1)(lines[at], dice);
    let mut changed = lines.to_vec();
    changed[at] = &broken;
    let text = changed.join("\n");
    let found = services(&text);
    let lost = lines[at].trim_start().split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
    let readable = broken.contains(lost) && mutation.0 != "truncate line";
    let survives = names.iter().all(|name| found.contains(name) || name == lost && !readable);
    let valid = || granit_parser::Parser::new_from_str(&text).all(|event| event.is_ok());
    (survives || !valid()).then_some(survives)
}

#[test]
fn services_survive_a_broken_line() {
    let mut dice = Dice(20_261_124);
    let mut counts = [(0u32, 0u32); MUTATIONS.len()];
    let mut samples = Vec::new();
    for (path, text) in compose_files() {
        let names = services(&text);
        let lines: Vec<&str> = text.lines().collect();
        let targets = targets(&lines);
        if names.is_empty() || targets.is_empty() || !yaml::parse(&text).problems.is_empty() {
            continue;
        }
        for (mutation, count) in MUTATIONS.iter().zip(&mut counts) {
            for _ in 0..TRIALS {
                let at = targets[dice.roll(targets.len())];
                let Some(survives) = survives(&lines, at, mutation, &names, &mut dice) else { continue };
                count.1 += 1;
                count.0 += u32::from(survives);
                if !survives {
                    samples.push(format!("{}: {}:{}", mutation.0, path.display(), at + 1));
                }
            }
        }
    }
    if counts[0].1 == 0 {
        return;
    }
    for ((name, _), (kept, all)) in MUTATIONS.iter().zip(counts) {
        println!("{name:16} {:6.2} % of {all}", f64::from(kept) * 100.0 / f64::from(all));
    }
    let good = counts.iter().all(|(kept, all)| kept * 100 >= all * 99);
    assert!(good, "{}", samples.join("\n"));
    println!("{}", samples.join("\n"));
}
