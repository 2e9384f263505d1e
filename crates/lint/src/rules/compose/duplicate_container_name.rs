//! `duplicate-container-name`: two services give their containers the same name.

use std::collections::HashMap;

use longshore_model::compose::Service;

use super::super::known::{profiles, written};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-container-name",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let mut first: HashMap<&str, Vec<&Service>> = HashMap::new();
    let mut found = Vec::new();
    for service in &way.project.application.services {
        let Some(text) = service.node.text("container_name") else { continue };
        let Some(name) = text.known().filter(|name| !name.is_empty()) else { continue };
        let others = first.entry(name).or_default();
        let other = others.iter().find(|other| meet(service, other));
        found.extend(other.and_then(|other| finding(context, service, other)));
        others.push(service);
        others.truncate(COMPARED);
    }
    found
}

/// How many services of one name are compared.
const COMPARED: usize = 16;

/// Whether a profile that switches both on, or no profile, lets both run.
fn meet(one: &Service, other: &Service) -> bool {
    let (one, other) = (profiles(one), profiles(other));
    one.is_empty() || other.is_empty() || one.iter().any(|profile| other.contains(profile))
}

fn finding(context: &ComposeContext<'_>, service: &Service, other: &Service) -> Option<Diagnostic> {
    let place = |service: &Service| Some(written(context, service.node.text("container_name")?)?.1);
    let (service, other, span) = match place(service) {
        Some(span) => (service, other, span),
        None => (other, service, place(other)?),
    };
    let related = place(other).filter(|place| *place != span);
    if place(other) == Some(span) {
        let message = format!("`{}` and `{}` share this name: the engine refuses the file", other.name, service.name);
        return Some(judged(Diagnostic::new(&RULE, span, message), service, other));
    }
    let name = span.text(&context.file.text);
    let message = format!("the container of `{}` is called `{name}` already: the engine refuses the file", other.name);
    let finding = judged(Diagnostic::new(&RULE, span, message), service, other);
    Some(match related {
        Some(place) => finding.with_related(place, "it is given here"),
        None => finding,
    })
}

/// The engine looks only at services that are switched on.
fn judged(finding: Diagnostic, service: &Service, other: &Service) -> Diagnostic {
    let always = profiles(service).is_empty() && profiles(other).is_empty();
    Diagnostic { severity: if always { Severity::Error } else { Severity::Warning }, ..finding }
}

const DOCS: &str = r#"Two services give their containers the same name.

The engine refuses the file: a name is given once.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    container_name: shop
  worker:
    image: ghcr.io/acme/worker:3
    container_name: shop
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    container_name: shop
  worker:
    image: ghcr.io/acme/worker:3
    container_name: shop-worker
```

Where a service has `profiles` it is a warning: the engine refuses the project only when one of them is on. Services whose
profiles have nothing in common are silent.
"#;
