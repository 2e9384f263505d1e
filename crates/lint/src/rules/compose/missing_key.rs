//! `missing-key`: a mapping lacks a key that it must have.

use longshore_model::compose::{Fault, FaultKind};

use crate::rules::words::{code, place};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "missing-key",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let missing = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::Missing(keys) => Some(finding(fault, keys)),
        _ => None,
    });
    missing.collect()
}

fn finding(fault: &Fault<'_>, keys: &[&str]) -> Diagnostic {
    let message = format!("{} lacks {}: the engine refuses the file without it", place(fault.at), code(keys));
    Diagnostic::new(&RULE, fault.span, message)
}

const DOCS: &str = r#"A mapping lacks a key that it must have.

The engine refuses the whole file.

```compose bad
services:
  app:
    image: nginx:1.29
    depends_on:
      db:
        restart: true
    volumes:
      - source: data
        target: /data
    ports:
      - published: 8080
  db:
    image: postgres:18
volumes:
  data:
secrets:
  token: {}
```

```compose good
services:
  app:
    image: nginx:1.29
    depends_on:
      db:
        condition: service_started
        restart: true
    volumes:
      - type: volume
        source: data
        target: /data
    ports:
      - target: 80
        published: 8080
  db:
    image: postgres:18
volumes:
  data:
secrets:
  token:
    file: ./token.txt
```

Services that extend another one, and overrides, are silent: what they are merged with may bring the key.
"#;
