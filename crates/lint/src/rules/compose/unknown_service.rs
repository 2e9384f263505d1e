//! `unknown-service`: a service refers to another one that is not there.

use std::collections::HashSet;

use longshore_model::compose::{ProblemKind, Service, Text};
use longshore_model::instructions::nearest;
use longshore_syntax::Span;

use super::super::known::{Around, complete, written};
use crate::remedy::{MOST, rename};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-service",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// Keys whose text names a service behind `service:`.
const SHARED: &[&str] = &["network_mode", "ipc", "pid"];

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let mut found = extended(context);
    let [first, ..] = context.ways else { return found };
    if !complete(context) {
        return found;
    }
    let around = Around::new(context);
    let mut seen = HashSet::new();
    let known = |name: &str| context.ways.iter().any(|way| way.project.application.service(name).is_some());
    for service in &first.project.application.services {
        for text in references(service) {
            let Some((name, span)) = written(context, &text).filter(|(name, _)| !known(name)) else { continue };
            let Some(severity) = around.absence("services", name, service) else { continue };
            if seen.insert(span) {
                let meant = if seen.len() > MOST { None } else { meant(context, service, name) };
                found.push(finding(service, name, span, meant, severity));
            }
        }
    }
    found
}

/// The names of other services in `service`, but for the one that it extends.
fn references(service: &Service) -> Vec<Text> {
    let mut found = dependencies(service);
    let contexts = service.node.get("build").and_then(|build| build.get("additional_contexts"));
    let contexts = contexts.into_iter().flat_map(|node| node.entries()).filter_map(|entry| entry.value.scalar());
    found.extend(contexts.filter_map(behind_prefix));
    found
}

/// The names of the services that are started before `service`.
pub(super) fn dependencies(service: &Service) -> Vec<Text> {
    let mut found = service.depends_on.clone();
    let links = service.node.get("links").into_iter().flat_map(|links| links.texts());
    found.extend(links.map(|link| link.slice(0, link.text().find(':').unwrap_or(link.text().len()))));
    let others = service.volumes_from.iter().filter(|from| !from.container);
    found.extend(others.map(|from| from.name.clone()));
    let shared = SHARED.iter().filter_map(|key| service.node.text(key));
    found.extend(shared.filter_map(behind_prefix));
    found
}

/// What stands behind `service:`.
fn behind_prefix(text: &Text) -> Option<Text> {
    let start = text.text().len() - text.text().strip_prefix("service:")?.len();
    Some(text.slice(start, text.text().len()))
}

/// The service that is most likely meant by `name`.
fn meant<'a>(context: &ComposeContext<'a>, service: &Service, name: &str) -> Option<&'a str> {
    let services = context.ways.iter().flat_map(|way| &way.project.application.services);
    nearest(name, services.map(|other| other.name.as_str()).filter(|other| *other != service.name))
}

fn finding(service: &Service, name: &str, span: Span, meant: Option<&str>, severity: Severity) -> Diagnostic {
    let way = match (meant, severity) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, Severity::Information) => "another file must bring it".to_owned(),
        (None, _) => "the engine refuses the file".to_owned(),
    };
    let message = format!("there is no service `{name}`, which `{}` needs: {way}", service.name);
    let fix = meant.map(|meant| rename(Safety::Unsafe, span, meant));
    Diagnostic { severity, ..Diagnostic::new(&RULE, span, message).with_fixes([fix]) }
}

/// Services that are extended and not there, in this file or in another one.
fn extended(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let broken = !context.compose.yaml.problems.is_empty();
    let problems = way.project.problems.iter().filter(|problem| problem.kind == ProblemKind::NoService && !broken);
    let extending = |span: Span| {
        let services = way.project.application.services.iter();
        services.filter_map(|service| service.extends.as_ref()).find(|extends| extends.service.place.span == span)
    };
    let finding = |span: Span| {
        let extends = extending(span)?;
        let (name, span) = written(context, &extends.service)?;
        let own = context.compose.defined("services").map(|(name, _)| name);
        let meant = nearest(name, own.filter(|_| extends.file.is_none()));
        let place = match &extends.file {
            Some(file) => format!(" in `{}`", file.value),
            None => String::new(),
        };
        let way =
            meant.map_or_else(|| "the engine refuses the file".to_owned(), |meant| format!("did you mean `{meant}`?"));
        let message = format!("there is no service `{name}`{place} to extend: {way}");
        let fix = meant.map(|meant| rename(Safety::Unsafe, span, meant));
        Some(Diagnostic::new(&RULE, span, message).with_fixes([fix]))
    };
    problems.filter_map(|problem| finding(context.here(&problem.place)?)).collect()
}

const DOCS: &str = r#"A service refers to another one that is not there.

The engine refuses the project for a name in `depends_on`, `links`, `volumes_from` or `extends`, behind `service:` in
`network_mode`, `ipc`, `pid` and `additional_contexts`, that no service has.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      - databse
  database:
    image: postgres:18
```

```compose fixed
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      - database
  database:
    image: postgres:18
```

In a file that the engine does not take by itself, such as `compose.prod.yaml`, and in overrides it is information: a
file that it is run with may bring the service. In a service with `profiles` it is a warning: the engine refuses the
project only when one of them is on.

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      - database
    external_links:
      - legacy
  database:
    image: postgres:18
```

## What is silent

Names with variables, containers that are not of the project, and files that include something that cannot be read.
"#;
