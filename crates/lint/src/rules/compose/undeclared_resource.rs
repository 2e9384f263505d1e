//! `undeclared-resource`: a network, secret, config or model that a service uses and nobody declares.

use std::collections::{BTreeMap, HashSet};

use longshore_model::compose::{Application, Resource, Service, Text};
use longshore_model::instructions::nearest;
use longshore_syntax::Span;

use super::super::known::{Around, complete, written};
use crate::remedy::compose::declare_network;
use crate::remedy::{MOST, rename};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undeclared-resource",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// Things that the top level declares under a key, and that services use by name.
struct Section {
    key: &'static str,
    word: &'static str,
    declared: fn(&Application) -> &[Resource],
    used: fn(&Service) -> Vec<Text>,
}

static SECTIONS: &[Section] = &[
    Section { key: "networks", word: "network", declared: |all| &all.networks, used: |one| one.networks.clone() },
    Section { key: "secrets", word: "secret", declared: |all| &all.secrets, used: secrets },
    Section { key: "configs", word: "config", declared: |all| &all.configs, used: configs },
    Section { key: "models", word: "model", declared: |all| &all.models, used: models },
];

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let around = Around::new(context);
    if complete(context) {
        SECTIONS.iter().flat_map(|section| undeclared(context, &around, section)).collect()
    } else {
        Vec::new()
    }
}

fn secrets(service: &Service) -> Vec<Text> {
    let build = service.node.get("build").and_then(|build| build.get("secrets"));
    let building = build.into_iter().flat_map(|secrets| secrets.items());
    let building = building.filter_map(|item| item.scalar().or_else(|| item.text("source"))).cloned();
    service.secrets.iter().map(|grant| grant.source.clone()).chain(building).collect()
}

fn configs(service: &Service) -> Vec<Text> {
    service.configs.iter().map(|grant| grant.source.clone()).collect()
}

fn models(service: &Service) -> Vec<Text> {
    let Some(node) = service.node.get("models") else { return Vec::new() };
    node.names().chain(node.texts().cloned()).collect()
}

/// What is used in this file and declared nowhere: one finding a name.
fn undeclared(context: &ComposeContext<'_>, around: &Around<'_, '_>, section: &Section) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let declared: HashSet<&str> = context
        .ways
        .iter()
        .flat_map(|way| (section.declared)(&way.project.application))
        .map(|one| one.name.as_str())
        .collect();
    // The engine makes the network `default` by itself.
    let known = |name: &str| name == "default" && section.key == "networks" || declared.contains(name);
    let mut uses: BTreeMap<String, (&Service, Vec<Span>)> = BTreeMap::new();
    for service in &way.project.application.services {
        for text in (section.used)(service) {
            let Some((name, span)) = written(context, &text).filter(|(name, _)| is_name(name) && !known(name)) else {
                continue;
            };
            let (_, spans) = uses.entry(name.to_owned()).or_insert_with(|| (service, Vec::new()));
            if !spans.contains(&span) {
                spans.push(span);
            }
        }
    }
    let mut sorted: Vec<&str> = if uses.is_empty() { Vec::new() } else { declared.iter().copied().collect() };
    sorted.sort_unstable();
    let missing = uses.iter().enumerate().filter_map(|(index, (name, (service, spans)))| {
        let severity = around.absence(section.key, name, service)?;
        let meant = if index < MOST { nearest(name, sorted.iter().copied()) } else { None };
        Some(finding(context, section, name, meant, spans, severity, index < MOST))
    });
    missing.collect()
}

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

fn finding(
    context: &ComposeContext<'_>,
    section: &Section,
    name: &str,
    meant: Option<&str>,
    spans: &[Span],
    severity: Severity,
    fixed: bool,
) -> Diagnostic {
    let Section { key, word, .. } = section;
    let message = match (meant, severity) {
        (Some(meant), _) => format!("the {word} `{name}` is not declared: did you mean `{meant}`?"),
        (None, Severity::Information) => {
            format!("the {word} `{name}` is not declared in this file: another file must bring it")
        }
        (None, _) => {
            format!(
                "the {word} `{name}` is not declared: the engine refuses the file; add it to `{key}:` at the top level"
            )
        }
    };
    let first = spans.first().copied().unwrap_or_default();
    let mut finding = Diagnostic { severity, ..Diagnostic::new(&RULE, first, message) };
    for span in spans.iter().skip(1) {
        finding = finding.with_related(*span, "it is used here too");
    }
    let renamed = meant.map(|meant| rename(Safety::Unsafe, first, meant));
    let sure = severity > Severity::Information && fixed && *key == "networks";
    let declared = if sure { declare_network(context.draft(), name) } else { None };
    finding.with_fixes([renamed.filter(|_| spans.len() == 1), declared])
}

const DOCS: &str = r#"A service uses a network, secret, config or model that nothing declares.

The engine refuses the file: each name must be declared under `networks`, `secrets`, `configs` or `models` at the top
level.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    networks:
      - front
```

```compose fixed
services:
  app:
    image: ghcr.io/acme/app:3
    networks:
      - front

networks:
  front:
```

```compose bad
services:
  db:
    image: postgres:18
    secrets:
      - db-pasword
secrets:
  db-password:
    file: ./db-password.txt
```

```compose fixed
services:
  db:
    image: postgres:18
    secrets:
      - db-password
secrets:
  db-password:
    file: ./db-password.txt
```

In a file that the engine does not take by itself, such as `compose.prod.yaml`, and in overrides it is information: a
file that it is run with may declare the name. In a service with `profiles` it is a warning.

## What is silent

The network `default`, which the engine makes by itself. Names that the file, what it includes or extends, who includes
it, its override, or the default file of its folder declares.

```compose good
services:
  db:
    image: postgres:18
    networks:
      - default
      - back
    secrets:
      - db-password
networks:
  back:
secrets:
  db-password:
    file: ./db-password.txt
```
"#;
