//! `replicas-with-local-state`: more than one replica of something that holds local state.

use longshore_model::compose::Service;
use longshore_model::holdings::{Local, cannot_start_twice, is_swarm, local_state};

use crate::{Check, ComposeContext, Diagnostic, Group, Related, Rule, Severity, Way};

pub(crate) static RULE: Rule = Rule {
    name: "replicas-with-local-state",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    way.project.application.services.iter().filter_map(|service| finding(context, way, service)).collect()
}

fn finding(context: &ComposeContext<'_>, way: &Way, service: &Service) -> Option<Diagnostic> {
    let replicas = service.replicas()?;
    let span = context.text(replicas)?;
    let number: u32 = replicas.known()?.trim().parse().ok().filter(|number| *number > 1)?;
    let holdings = way.service(&service.name)?;
    let mut reasons: Vec<Local> = local_state(context.workspace, &way.project, holdings);
    let states = reasons.len();
    if !is_swarm(&context.file.path, &way.project.application) {
        reasons.extend(cannot_start_twice(service));
    }
    let first = reasons.first()?;
    let pinned = service.node.get("deploy").and_then(|deploy| deploy.get("placement")?.text("max_replicas_per_node"));
    let severity =
        if pinned.is_some_and(|text| text.text() == "1") { Severity::Information } else { Severity::Warning };
    let name = &service.name;
    let message = match states {
        0 => format!(
            "{number} replicas of `{name}` all need {}: the engine starts one of them only; leave it out, or run one",
            first.what
        ),
        _ => {
            format!("{number} replicas of `{name}` do not share {}; keep that outside of them, or run one", first.what)
        }
    };
    let related = reasons.iter().filter_map(|one| {
        let place = one.place.as_ref()?;
        let path = (place.0 != context.file.path).then(|| place.0.clone());
        Some(Related { path, span: place.1, message: one.what.clone() })
    });
    Some(Diagnostic {
        related: related.collect(),
        severity: context.severity(severity),
        ..Diagnostic::new(&RULE, span, message)
    })
}

const DOCS: &str = r#"More than one replica of a service that holds local state.

Replicas on several machines do not see the same folder of the host, and several processes on one data directory destroy
it: half of the requests see other uploads, other sessions, another database. What replicas share belongs into a service
of its own: object storage, Redis, a database.

```compose bad file=compose.yaml
services:
  app:
    image: example/app
    environment:
      SESSION_DRIVER: file
    deploy:
      replicas: 3
```

A fixed port of the host, or a `container_name`, also keeps the engine from starting the second replica; in a swarm that
is no matter.

```compose bad
services:
  app:
    image: example/app
    ports:
      - "8080:80"
    scale: 2
```

## What is silent

Single files, configuration, sockets, mounts that are read-only, volumes on NFS or CIFS, and a named volume that is shared
for uploads or a queue.

```compose good
services:
  app:
    image: example/app
    environment:
      SESSION_DRIVER: redis
    volumes:
      - upload-queue:/data/uploads
      - ./app.conf:/etc/app.conf
    deploy:
      replicas: 3
volumes:
  upload-queue:
```

## Deciding against it

Put `# longshore ignore=replicas-with-local-state` above the key.
"#;
