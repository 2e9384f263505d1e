//! `unquoted-port`: a port mapping stands without quotes.

use longshore_syntax::Span;
use longshore_syntax::yaml::{Node, Scalar, Style, Value};

use crate::remedy::{MOST, put, rewrite};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unquoted-port",
    aliases: &["require-quotes-in-ports"],
    group: Group::Style,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let services = context.compose.yaml.root().and_then(|root| root.get("services"));
    let lists =
        services.into_iter().flat_map(|services| services.entries()).filter_map(|entry| entry.value.get("ports"));
    let ports: Vec<&Node> = lists.flat_map(|list| list.items()).map(|item| &item.node).collect();
    let quote = if ports.iter().any(|port| style(port) == Some(Style::SingleQuoted)) { '\'' } else { '"' };
    let mut found: Vec<Diagnostic> = Vec::new();
    for port in ports.into_iter().filter(|port| style(port) == Some(Style::Plain) && port.tag.is_none()) {
        let written = port.span.text(&context.file.text);
        if written.contains(':') {
            let fix = (found.len() < MOST).then(|| quoted(port.span, written, quote));
            let message = format!("`{written}` has no quotes, and some ports are numbers without them; quote all");
            found.push(Diagnostic::new(&RULE, port.span, message).with_fixes([fix]));
        }
    }
    found
}

fn style(node: &Node) -> Option<Style> {
    match &node.value {
        Value::Scalar(Scalar { style, .. }) => Some(*style),
        _ => None,
    }
}

fn quoted(span: Span, written: &str, quote: char) -> crate::Fix {
    let text = format!("{quote}{written}{quote}");
    rewrite(format!("Write `{text}`"), Safety::Safe, vec![put(span, text)])
}

const DOCS: &str = r#"A port mapping stands without quotes.

YAML 1.1 takes `22:22` for a number to the base of 60, YAML 1.2 for text. Which ports are concerned, nobody knows by
heart; in quotes all of them are text to all tools.

```compose bad
services:
  app:
    image: nginx:1.29
    ports:
      - 8080:80
```

```compose fixed
services:
  app:
    image: nginx:1.29
    ports:
      - "8080:80"
```

```compose good
services:
  app:
    image: nginx:1.29
    ports:
      - '8080:80'
      - 9090
      - target: 443
        published: 8443
```
"#;
