//! `missing-health-check`: a service waits until another one is healthy, which nobody checks.

use std::collections::HashSet;

use longshore_model::compose::{Service, Text};
use longshore_model::image::ImageReference;
use longshore_model::{Base, Content, Workspace};
use longshore_syntax::Language;
use longshore_syntax::dockerfile::Keyword;

use super::super::known::{complete, written};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "missing-health-check",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

/// The official images that bring a health check; the others do not, by their rules.
/// Source: the Dockerfiles of the official images.
const CHECKED: &[&str] = &["kong", "plone"];

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first().filter(|_| complete(context)) else { return Vec::new() };
    let application = &way.project.application;
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    for service in &application.services {
        for name in waited_for(service) {
            let Some(other) = name.known().and_then(|name| application.service(name)) else { continue };
            let Some((_, span)) = written(context, &name) else { continue };
            let Some(severity) = unchecked(context.workspace, other) else { continue };
            if seen.insert(span) {
                found.push(Diagnostic { severity, ..Diagnostic::new(&RULE, span, message(service, other, severity)) });
            }
        }
    }
    found
}

fn message(service: &Service, other: &Service, severity: Severity) -> String {
    let (service, other) = (&service.name, &other.name);
    match severity {
        Severity::Information => {
            format!("`{service}` never starts unless the image of `{other}` checks its health: give it a `healthcheck`")
        }
        _ => format!("`{service}` never starts, for nothing checks the health of `{other}`: give it a `healthcheck`"),
    }
}

/// The services that must be healthy before `service` starts.
fn waited_for(service: &Service) -> Vec<Text> {
    let Some(node) = service.node.get("depends_on") else { return Vec::new() };
    let healthy = |name: &Text| {
        let condition = node.get(name.text()).and_then(|entry| entry.text("condition"));
        condition.is_some_and(|condition| condition.text() == "service_healthy")
    };
    node.names().filter(healthy).collect()
}

/// How bad it is to wait for the health of `service`; `None` where something checks it, or may.
fn unchecked(workspace: &Workspace, service: &Service) -> Option<Severity> {
    if let Some(check) = service.node.get("healthcheck") {
        let first = check.get("test").and_then(|test| test.texts().next());
        let off = check.flag("disable") == Some(true) || first.is_some_and(|test| test.text() == "NONE");
        return off.then_some(Severity::Warning);
    }
    match &service.build {
        Some(build) => {
            let file = workspace.file(&build.dockerfile()?, Language::Dockerfile)?;
            let Content::Dockerfile(dockerfile) = &file.content else { return None };
            let stage = match &build.target {
                Some(target) => dockerfile.stage_named(target.known()?)?,
                None => dockerfile.stages.len().checked_sub(1)?,
            };
            if dockerfile.last(stage, Keyword::Healthcheck).is_some() {
                return None;
            }
            match dockerfile.root_base(stage) {
                Base::Scratch => Some(Severity::Warning),
                Base::Image(image, _) => official(image),
                _ => None,
            }
        }
        None => official(&ImageReference::parse(service.image.as_ref()?.known()?)?),
    }
}

/// How bad it is for an image without a name of its owner: a known one checks nothing, another one may be anybody's.
fn official(image: &ImageReference) -> Option<Severity> {
    let name = image.repository.as_str();
    let plain = image.registry.as_deref().is_none_or(|registry| registry == "docker.io");
    if !plain || name.contains('/') || name.contains(longshore_model::image::UNKNOWN) || CHECKED.contains(&name) {
        return None;
    }
    let known = longshore_model::images::lookup(image).is_some() || longshore_model::images::stateful(image).is_some();
    Some(if known { Severity::Warning } else { Severity::Information })
}

const DOCS: &str = r#"A service waits until another one is healthy, and nothing checks that one's health.

The engine reads the file, starts the first service, and then gives up: its container has no health check.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      db:
        condition: service_healthy
  db:
    image: postgres:18
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      db:
        condition: service_healthy
      cache:
        condition: service_started
  db:
    image: postgres:18
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
      interval: 5s
  cache:
    image: valkey/valkey:9
```

## What is known

Official images bring no health check. A `HEALTHCHECK` of the Dockerfile that the service builds counts. For an image
without an owner's name that is not known it is information; the images of others are silent, for they may have one.
"#;
