//! `duplicate-key`: a key that stands twice in one mapping.

use longshore_syntax::yaml::{Entry, Node, Value};

use crate::remedy::{MOST, delete_lines, put, rewrite};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-key",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    context.compose.yaml.documents.iter().for_each(|root| collect(context, root, &mut found));
    found
}

fn collect(context: &ComposeContext<'_>, node: &Node, found: &mut Vec<Diagnostic>) {
    if let Some(mapping) = node.as_mapping() {
        for (first, again) in mapping.duplicates() {
            let typed = mapping.flow || first.colon.is_some() && again.colon.is_some();
            if typed && first.key.kind() == again.key.kind() {
                found.push(finding(context, mapping.flow, first, again, found.len() < MOST));
            }
        }
    }
    node.children().for_each(|child| collect(context, child, found));
}

fn finding(context: &ComposeContext<'_>, flow: bool, first: &Entry, again: &Entry, fixed: bool) -> Diagnostic {
    let name = again.key.as_str().unwrap_or_default();
    let merge = first.is_merge() && again.is_merge();
    let message = match merge {
        true => "`<<` stands here twice: the engine refuses the file; merge a list".to_owned(),
        false => format!("`{name}` stands here twice: the engine refuses the file; keep one"),
    };
    let fix = match (fixed && !flow, merge) {
        (true, true) => listed(context, first, again),
        (true, false) => same(context, first, again),
        (false, _) => None,
    };
    Diagnostic::new(&RULE, again.key.span, message).with_related(first.key.span, "the first one").with_fixes([fix])
}

/// Merges both aliases in one list. The engine takes the values of earlier ones.
fn listed(context: &ComposeContext<'_>, first: &Entry, again: &Entry) -> Option<Fix> {
    let alias = |entry: &Entry| {
        let text = entry.value.span.text(&context.file.text);
        matches!(entry.value.value, Value::Alias(_)).then(|| text.to_owned())
    };
    let list = format!("[{}, {}]", alias(first)?, alias(again)?);
    alone(context, again)?;
    let edits = vec![put(first.value.span, list), delete_lines(context.file, again.span())];
    Some(rewrite("Merge both", Safety::Unsafe, edits))
}

/// Takes the second one away where both say the same.
fn same(context: &ComposeContext<'_>, first: &Entry, again: &Entry) -> Option<Fix> {
    let text = |entry: &Entry| entry.value.outer_span().text(&context.file.text);
    if text(first) != text(again) || again.value.anchor.is_some() {
        return None;
    }
    alone(context, again)?;
    Some(rewrite("Remove the second one", Safety::Safe, vec![delete_lines(context.file, again.span())]))
}

/// Something where nothing but the entry stands on its first line.
fn alone(context: &ComposeContext<'_>, entry: &Entry) -> Option<()> {
    let (text, lines) = (&context.file.text, &context.file.lines);
    let line = lines.content(text, lines.line(entry.key.outer_span().start));
    text.get(line.start as usize..entry.key.outer_span().start as usize)?.trim().is_empty().then_some(())
}

const DOCS: &str = r#"A key stands twice in one mapping.

The engine refuses the file: one would hide the other.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    restart: always
    environment:
      MODE: production
    restart: always
```

```compose fixed
services:
  app:
    image: ghcr.io/acme/app:3
    restart: always
    environment:
      MODE: production
```

That goes for `<<` too, which takes a list:

```compose bad
x-logs: &logs
  logging:
    driver: local
x-restart: &restart
  restart: always
services:
  app:
    <<: *logs
    <<: *restart
    image: ghcr.io/acme/app:3
```

```compose fixed
x-logs: &logs
  logging:
    driver: local
x-restart: &restart
  restart: always
services:
  app:
    <<: [*logs, *restart]
    image: ghcr.io/acme/app:3
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    restart: always
```
"#;
