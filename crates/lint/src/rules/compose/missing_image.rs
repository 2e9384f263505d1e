//! `missing-image`: a service with neither an image nor a build.

use longshore_model::Compose;
use longshore_model::compose::{FaultKind, Role, Service, role};

use super::super::known::{Around, complete, refusal};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "missing-image",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// Keys that say what a service runs.
const KEYS: &[&str] = &["image", "build", "provider", "extends"];

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    if role(&context.file.path) != Role::Default || !complete(context) {
        return Vec::new();
    }
    let around = Around::new(context);
    let bare = |service: &&Service| !service.node.is_null() && !KEYS.iter().any(|key| service.node.get(key).is_some());
    let finding = |service: &Service| {
        let span = context.here(&service.key)?;
        // A key that nobody knows is most likely meant to be one of those.
        let whole = span.join(service.node.place.span);
        let misspelt = |kind: FaultKind<'_>| matches!(kind, FaultKind::UnknownKey(_));
        if context.faults().any(|fault| misspelt(fault.kind) && whole.contains(fault.span)) {
            return None;
        }
        if around.is_part() || around.beside(|compose| mentions(compose, &service.name)) {
            return None;
        }
        let message = format!("`{}` has neither an `image` nor a `build`: the engine refuses the file", service.name);
        Some(Diagnostic { severity: refusal(service), ..Diagnostic::new(&RULE, span, message) })
    };
    way.project.application.services.iter().filter(bare).filter_map(finding).collect()
}

/// Whether `compose` says something about the service of that name, or begins one with it.
fn mentions(compose: &Compose, name: &str) -> bool {
    let extends = |service: &Service| service.extends.as_ref().is_some_and(|other| other.service.text() == name);
    let application = compose.application();
    application.service(name).is_some() || application.services.iter().any(extends)
}

const DOCS: &str = r#"A service has neither an image nor a build.

The engine refuses the file: it does not know what to run.

```compose bad
services:
  app:
    restart: unless-stopped
    ports:
      - "8080:80"
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    restart: unless-stopped
  worker:
    build: ./worker
```

## What is silent

Files that the engine does not take by itself, such as `compose.prod.yaml`, and services that another compose file of
the folder speaks of, or extends: they may be run together.
"#;
