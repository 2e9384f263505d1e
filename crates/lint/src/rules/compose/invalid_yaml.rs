//! `invalid-yaml`: text that is no YAML.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Anchors, Entry, Node, Problem, Value};

use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-yaml",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// How many places are reported: what is broken so often is something else.
const MOST: usize = 20;

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let yaml = &context.compose.yaml;
    if is_template(context, &yaml.problems) {
        return Vec::new();
    }
    let broken = causes(context).into_iter().take(MOST).map(|problem| {
        let message = format!("{}: the engine cannot read the file", problem.message);
        Diagnostic::new(&RULE, visible(context, problem.span), message)
    });
    broken.chain(yaml.documents.iter().flat_map(merges)).collect()
}

/// The problems of the text in its order; what goes on over several lines is one.
fn causes<'a>(context: &ComposeContext<'a>) -> Vec<&'a Problem> {
    let mut problems: Vec<&Problem> = context.compose.yaml.problems.iter().collect();
    problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    let mut before: Option<(u32, &str)> = None;
    problems.retain(|problem| {
        let line = context.file.lines.line(problem.span.start);
        let last = before.replace((line, problem.message));
        !last.is_some_and(|(above, message)| above == line || message == problem.message && above + 1 == line)
    });
    problems
}

/// `span`, or the word beside it where it is empty.
fn visible(context: &ComposeContext<'_>, span: Span) -> Span {
    if !span.is_empty() {
        return span;
    }
    let line = context.file.lines.content(&context.file.text, context.file.lines.line(span.start));
    let behind = Span::new(span.start.min(line.end), line.end).text(&context.file.text);
    let word = behind.len() - behind.trim_start().len();
    let length = behind.trim_start().find(char::is_whitespace).unwrap_or(behind.trim_start().len());
    let start = span.start + word as u32;
    Span::new(start, start + length as u32)
}

/// Whether something else makes the file of this one: what stands between `{%` and `%}`, or `{{` and `}}`, is no YAML.
fn is_template(context: &ComposeContext<'_>, problems: &[Problem]) -> bool {
    let text = &context.file.text;
    let line =
        |problem: &Problem| context.file.lines.content(text, context.file.lines.line(problem.span.start)).text(text);
    let marked = |line: &str| ["{{", "{%", "<%"].iter().any(|mark| line.contains(mark));
    text.contains("{%") || text.contains("<%") || problems.iter().any(|problem| marked(line(problem)))
}

/// What stands behind `<<` in and below `root` and is no mapping.
fn merges(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    collect(root, &mut found);
    if found.is_empty() {
        return Vec::new();
    }
    let anchors = Anchors::of(root);
    let wrong = found.into_iter().filter(|node| !is_mapping(&anchors, node));
    let message = "only a mapping, or a list of them, can be merged with `<<`: the engine cannot read the file";
    wrong.map(|node| Diagnostic::new(&RULE, node.span, message.to_owned())).collect()
}

fn collect<'a>(node: &'a Node, found: &mut Vec<&'a Node>) {
    let merges = node.entries().iter().filter(|entry| entry.is_merge() && entry.colon.is_some());
    found.extend(merges.map(|Entry { value, .. }| value));
    node.children().for_each(|child| collect(child, found));
}

/// Whether `node` can be merged, as far as it is known.
fn is_mapping(anchors: &Anchors<'_>, node: &Node) -> bool {
    // An alias of nothing is another matter.
    let Some(node) = anchors.resolve(node) else { return true };
    let mapping = |node: &Node| anchors.resolve(node).is_none_or(|node| node.as_mapping().is_some());
    match &node.value {
        Value::Sequence(list) => list.items.iter().all(|item| mapping(&item.node)),
        _ => mapping(node),
    }
}

const DOCS: &str = r#"The text is no YAML.

The engine cannot read the file. What is broken costs the broken lines only: the rest is judged all the same.

```compose bad
services:
  app:
    image: "ghcr.io/acme/app:3
```

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    command: run: all
```

```compose good
services:
  app:
    image: "ghcr.io/acme/app:3"
    command: "run: all"
```

## What is silent

Templates: files with `{%` or `<%`, and those that are broken where `{{` stands.
"#;
