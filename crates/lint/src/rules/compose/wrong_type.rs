//! `wrong-type`: a list, a mapping, text, a number or a boolean where something else must stand.

use longshore_model::compose::keys::{Format, Scalars, Shape, Verdict};
use longshore_model::compose::{At, Fault, FaultKind};
use longshore_syntax::Span;
use longshore_syntax::yaml::{Kind, Node, Style, Value};

use crate::remedy::{put, rewrite};
use crate::rules::words::{entry_at, joined, kind, place, taken};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "wrong-type",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let wrong = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::WrongType(node, shape) => Some(value(context, fault, node, shape)),
        FaultKind::KeyType(node) => Some(key(context, fault, node)),
        FaultKind::Date(node) => Some(date(fault, node)),
        _ => None,
    });
    wrong.collect()
}

fn key(context: &ComposeContext<'_>, fault: &Fault<'_>, node: &Node) -> Diagnostic {
    let written = node.as_str().unwrap_or_default();
    let mapping = entry_at(&context.compose.yaml, node.span).map(|(mapping, _)| mapping);
    let item = mapping.filter(|_| fault.at.item && fault.at.key == "ports");
    let port = item.and_then(|mapping| Some((mapping, joined(mapping, ":")?)));
    let port = port.filter(|(_, port)| Format::Publish.judge(port) == Verdict::Fine);
    if let Some((mapping, port)) = port {
        let message = format!("the blank behind `{written}:` makes a mapping of the port: write `\"{port}\"`");
        return Diagnostic::new(&RULE, mapping.span, message).with_fixes([Some(quote(mapping.span, &port))]);
    }
    let message = format!("the key `{written}` is read as {}: put quotes around it", kind(node));
    Diagnostic::new(&RULE, fault.span, message).with_fixes([Some(quote(node.span, written))])
}

fn date(fault: &Fault<'_>, node: &Node) -> Diagnostic {
    let written = node.as_str().unwrap_or_default();
    let message = format!("{} is read as a date, which stands nowhere: put quotes around it", place(fault.at));
    Diagnostic::new(&RULE, fault.span, message).with_fixes([Some(quote(node.span, written))])
}

fn value(context: &ComposeContext<'_>, fault: &Fault<'_>, node: &Node, shape: &Shape) -> Diagnostic {
    let text = &context.file.text;
    let written = node.as_str().unwrap_or_default();
    let scalar = matches!(node.kind(), Some(Kind::Bool(_) | Kind::Int(_) | Kind::Float(_)));
    let fix = if scalar { mend(node, shape) } else { item(node, shape, text).or_else(|| pair(fault, node, shape)) };
    let what = place(fault.at);
    let message = match node.kind() {
        Some(Kind::Null) => format!("{what} is empty: it must be {}", taken(shape)),
        Some(_) if scalar && shape.scalars.has(Scalars::TEXT) => {
            let way = fix.as_ref().map_or("it must be other text".to_owned(), |fix| way(fix, written));
            format!("{what} must be text, and `{written}` is read as {}: {way}", kind(node))
        }
        _ => format!("{what} must be {}, not {}{}", taken(shape), kind(node), hint(fault.at, node, shape)),
    };
    let long = fault.span.text(text).contains('\n');
    Diagnostic::new(&RULE, if long { fault.at.span } else { fault.span }, message).with_fixes([fix])
}

/// How the message tells what `fix` does.
fn way(fix: &Fix, written: &str) -> String {
    match fix.edits.as_slice() {
        [edit] if edit.text.trim_matches('"') == written => "put quotes around it".to_owned(),
        [edit] => format!("write `{}`", edit.text),
        _ => String::new(),
    }
}

/// Makes text of a number or boolean where that mends it.
fn mend(node: &Node, shape: &Shape) -> Option<Fix> {
    let written = node.as_str().filter(|_| shape.scalars.has(Scalars::TEXT))?;
    match (shape.format, node.kind()?) {
        (Format::Duration, Kind::Int(_)) => {
            let seconds = format!("{written}s");
            Some(rewrite(format!("Write `{seconds}`"), Safety::Unsafe, vec![put(node.span, seconds)]))
        }
        // Only the word without quotes is read as a boolean by some, and `no` by nobody.
        (Format::Restart, Kind::Bool(of)) => {
            let word = if of { "always" } else { "\"no\"" };
            Some(rewrite(format!("Write `{word}`"), Safety::Unsafe, vec![put(node.span, word)]))
        }
        _ => (shape.format.judge(written) == Verdict::Fine).then(|| quote(node.span, written)),
    }
}

fn quote(span: Span, written: &str) -> Fix {
    rewrite(format!("Write `\"{written}\"`"), Safety::Safe, vec![put(span, format!("\"{written}\""))])
}

/// Makes a list of one item of a scalar, where that mends it.
fn item(node: &Node, shape: &Shape, text: &str) -> Option<Fix> {
    let list = shape.list.filter(|list| list.items.scalars.has(Scalars::TEXT) && list.first.is_empty())?;
    let Value::Scalar(scalar) = &node.value else { return None };
    let flow =
        scalar.style == Style::Plain && !scalar.text.contains([',', '[', ']', '{', '}', ':', '#', '"', '\\', '\n']);
    let quoted = matches!(scalar.style, Style::SingleQuoted | Style::DoubleQuoted);
    let written = node.span.text(text);
    let written = match (flow, quoted) {
        _ if written.contains('\n') => return None,
        (_, true) => written.to_owned(),
        (true, _) => format!("\"{written}\""),
        _ => return None,
    };
    let fine = scalar.text.contains('$') || list.items.format.judge(&scalar.text) != Verdict::Refused;
    let title = "Make a list of it";
    fine.then(|| rewrite(title, Safety::Unsafe, vec![put(node.span, format!("[{written}]"))]))
}

/// Makes `KEY=value` of an item `KEY: value`.
fn pair(fault: &Fault<'_>, node: &Node, shape: &Shape) -> Option<Fix> {
    let text = joined(node, "=").filter(|_| fault.at.item && shape.scalars.has(Scalars::TEXT))?;
    (shape.format.judge(&text) == Verdict::Fine).then(|| quote(node.span, &text))
}

/// What people mean by it.
fn hint(at: At<'_>, node: &Node, shape: &Shape) -> &'static str {
    match &node.value {
        Value::Mapping(_) if at.item && shape.scalars.has(Scalars::TEXT) && shape.map.is_none() => {
            ": the blank behind a colon makes it one"
        }
        Value::Scalar(_) if shape.list.is_some() && shape.map.is_none() => ": put it behind a `- `",
        _ => "",
    }
}

const DOCS: &str = r#"A list, a mapping, text, a number or a boolean where something else must stand.

The engine refuses the whole file.

```compose bad
services:
  app:
    image: nginx:1.29
    user: 1000
    ports: "8080:80"
    stop_grace_period: 30
    security_opt: no-new-privileges
    labels:
      built: 2026-11-25
```

```compose fixed
services:
  app:
    image: nginx:1.29
    user: "1000"
    ports: ["8080:80"]
    stop_grace_period: 30s
    security_opt: ["no-new-privileges"]
    labels:
      built: "2026-11-25"
```

A key with nothing behind it is empty, and so no list: write `[]`, or remove the key. Where an item has a colon and a blank
in it, it is a mapping:

```compose bad
services:
  app:
    image: nginx:1.29
    volumes: []
    environment:
      - TZ: UTC
    ports:
      - 8080: 80
```

```compose fixed
services:
  app:
    image: nginx:1.29
    volumes: []
    environment:
      - "TZ=UTC"
    ports:
      - "8080:80"
```

```compose good
services:
  app:
    image: nginx:1.29
    volumes: []
    environment:
      - TZ=UTC
    mem_limit: ${MEMORY:-512m}
    privileged: "${PRIVILEGED:-false}"
    ports: !reset null
```

## What is silent

Text with a variable in it: the engine replaces it first. What stands behind `!reset` and tags that are not known. Empty
keys of a service that extends another one, and of overrides: the values of both are merged.
"#;
