//! `obsolete-version`: the key `version`, which the engine ignores.

use longshore_model::holdings::is_swarm;
use longshore_syntax::Span;
use longshore_syntax::yaml::{Entry, Node};

use crate::remedy::{delete_lines, rewrite};
use crate::{Check, ComposeContext, Diagnostic, Edit, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "obsolete-version",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(root) = context.compose.yaml.root() else { return Vec::new() };
    let Some(entry) = root.entry("version").filter(|entry| entry.colon.is_some()) else { return Vec::new() };
    let services = root.entry("services").is_some();
    let swarm = context.ways.iter().any(|way| is_swarm(&context.file.path, &way.project.application));
    if swarm || !services {
        return Vec::new();
    }
    let message = "`version` is obsolete: the engine ignores it and warns on each run; remove it".to_owned();
    vec![Diagnostic::new(&RULE, entry.key.span, message).with_fixes([removal(context, root, entry)])]
}

/// Takes the lines of the entry away, with the blank one behind them.
fn removal(context: &ComposeContext<'_>, root: &Node, entry: &Entry) -> Option<Fix> {
    let block = root.as_mapping().is_some_and(|mapping| !mapping.flow) && root.entries().len() > 1;
    let plain = entry.value.as_str().is_some() && entry.value.anchor.is_none();
    let own_line = context.file.lines.line(entry.key.span.start) == context.file.lines.line(entry.value.span.end);
    let first = root.entries().first()?;
    let starts = context.file.lines.content(&context.file.text, context.file.lines.line(entry.key.span.start)).start;
    let bom = context.file.text.starts_with('\u{feff}') && starts == 0;
    let bare = starts == entry.key.outer_span().start && !bom;
    if !(block && plain && own_line && bare) {
        return None;
    }
    let lines = delete_lines(context.file, entry.span());
    let leading = first.key.span == entry.key.span;
    let end = if leading { blank_behind(&context.file.text, lines.span.end) } else { lines.span.end };
    let edit = Edit { span: Span::new(lines.span.start, end), ..lines };
    Some(rewrite("Remove `version`", Safety::Safe, vec![edit]))
}

/// The end of the blank line at `start`, if there is one.
fn blank_behind(text: &str, start: u32) -> u32 {
    let rest = Span::new(start, text.len() as u32).text(text);
    match rest.find('\n') {
        Some(end) if rest[..end].trim().is_empty() => start + end as u32 + 1,
        _ => start,
    }
}

const DOCS: &str = r#"The key `version` at the top level is obsolete.

The engine ignores it, whatever it says, and prints a warning each time it reads the file.

```compose bad
version: "3.8"

services:
  app:
    image: ghcr.io/acme/app:3
```

```compose fixed
services:
  app:
    image: ghcr.io/acme/app:3
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
```

Files for a swarm, such as `docker-stack.yml`, are silent: `docker stack` reads it.
"#;
