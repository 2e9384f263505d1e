//! `conflicting-keys`: two keys that do not go together.

use longshore_model::compose::keys::Conflict;
use longshore_model::compose::{Fault, FaultKind};
use longshore_syntax::Span;

use crate::rules::words::place;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "conflicting-keys",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let conflicts = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::Conflict(conflict, other) => Some(finding(fault, conflict, other)),
        _ => None,
    });
    conflicts.collect()
}

fn finding(fault: &Fault<'_>, conflict: &Conflict, other: Span) -> Diagnostic {
    let value = conflict.value.map_or(String::new(), |value| format!(": {value}"));
    let message = format!(
        "`{}` does not go together with `{}{value}` in {}: the engine refuses the file; remove one",
        conflict.other,
        conflict.key,
        place(fault.at)
    );
    Diagnostic::new(&RULE, fault.span, message).with_related(other, "the other one stands here")
}

const DOCS: &str = r#"Two keys that do not go together.

The engine refuses the whole file.

```compose bad
services:
  app:
    build:
      context: .
      dockerfile: Dockerfile
      dockerfile_inline: FROM nginx:1.29
    network_mode: host
    networks:
      - front
networks:
  front:
volumes:
  data:
    external: true
    driver: local
```

A container name is given once only, so a service with one is not multiplied:

```compose bad
services:
  app:
    image: nginx:1.29
    container_name: app
    deploy:
      replicas: 2
```

```compose good
services:
  app:
    build:
      context: .
      dockerfile: Dockerfile
    networks:
      - front
networks:
  front:
volumes:
  data:
    external: true
    name: shop-data
```
"#;
