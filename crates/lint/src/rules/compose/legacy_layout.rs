//! `legacy-layout`: services stand at the top level, as they did before `services` was a key.

use longshore_model::compose::FaultKind;

use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "legacy-layout",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let legacy = context.faults().filter(|fault| matches!(fault.kind, FaultKind::LegacyLayout));
    let message = |name: &str| {
        format!(
            "`{name}` stands at the top level: services belong below `services:`; the engine no longer reads this layout"
        )
    };
    legacy.map(|fault| Diagnostic::new(&RULE, fault.span, message(fault.span.text(&context.file.text)))).collect()
}

const DOCS: &str = r#"Services stand at the top level, as they did before `services` was a key.

That was the first layout of compose files. The engine no longer reads it: put `services:` before them, and indent them.
Nothing else of such a file is judged.

```compose bad
web:
  image: nginx:1.29
  links:
    - db
db:
  image: postgres:18
```

```compose good
services:
  web:
    image: nginx:1.29
  db:
    image: postgres:18
```
"#;
