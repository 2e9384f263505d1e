//! `sexagesimal-number`: a value such as `22:22` without quotes, in which older YAML sees a number to the base of 60.

use longshore_syntax::yaml::{Node, Scalar, Style, Value};

use crate::remedy::{MOST, put, rewrite};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "sexagesimal-number",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let mut numbers = Vec::new();
    context.compose.yaml.documents.iter().for_each(|root| collect(root, &mut numbers));
    let fix = |node: &Node| {
        let quoted = format!("\"{}\"", node.span.text(&context.file.text));
        rewrite(format!("Write `{quoted}`"), Safety::Safe, vec![put(node.span, quoted)])
    };
    let finding = |(index, (node, value)): (usize, (&Node, u64))| {
        let written = node.span.text(&context.file.text);
        let message = format!("tools that read YAML 1.1 take `{written}` for the number {value}: quote it");
        Diagnostic::new(&RULE, node.span, message).with_fixes([(index < MOST).then(|| fix(node))])
    };
    numbers.into_iter().enumerate().map(finding).collect()
}

/// The values in and below `node` that are such numbers, with what they come to.
fn collect<'a>(node: &'a Node, found: &mut Vec<(&'a Node, u64)>) {
    match &node.value {
        Value::Scalar(Scalar { text, style: Style::Plain }) if node.tag.is_none() && text.contains(':') => {
            found.extend(number(text).map(|value| (node, value)));
        }
        Value::Sequence(list) => list.items.iter().for_each(|item| collect(&item.node, found)),
        Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| collect(&entry.value, found)),
        _ => {}
    }
}

/// The value of `H:MM` and `H:MM:SS`: every part behind the first is below 60.
fn number(text: &str) -> Option<u64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !unsigned.starts_with(|c: char| matches!(c, '1'..='9')) {
        return None;
    }
    let mut parts = unsigned.split(':');
    let first: u64 = parts.next()?.parse().ok()?;
    parts.try_fold(first, |value, part| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        let part: u64 = part.parse().ok().filter(|part| digits && *part < 60)?;
        value.checked_mul(60)?.checked_add(part)
    })
}

const DOCS: &str = r#"A value such as `22:22` without quotes is a number to tools that read YAML 1.1.

Docker Compose itself reads YAML 1.2 and sees text; Docker Compose 1, podman-compose and many scripts see a number to the
base of 60: 1342. That concerns ports and times whose later parts are below 60.

```compose bad
services:
  gate:
    image: ghcr.io/acme/gate:3
    ports:
      - 22:22
    environment:
      STARTS: 12:30
```

```compose fixed
services:
  gate:
    image: ghcr.io/acme/gate:3
    ports:
      - "22:22"
    environment:
      STARTS: "12:30"
```

```compose good
services:
  gate:
    image: ghcr.io/acme/gate:3
    ports:
      - "22:22"
      - 80:80
      - 127.0.0.1:53:53
```
"#;
