//! `anonymous-volume`: a volume with no name and no host path.

use std::collections::HashSet;

use longshore_model::compose::{Mount, MountKind, Service};

use crate::remedy::MOST;
use crate::remedy::compose::name_anonymous;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "anonymous-volume",
    aliases: &["no-unbound-volumes"],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let mut found: Vec<Diagnostic> = Vec::new();
    let mut seen = HashSet::new();
    for service in &way.project.application.services {
        for mount in service.mounts.iter().filter(is_anonymous) {
            let Some(span) = context.text(&mount.target) else { continue };
            // An anchor brings one item into several services.
            if seen.insert(span) {
                let finding = finding(context, service, mount, span);
                let fix = (found.len() < MOST).then(|| name_anonymous(context.draft(), &service.name, mount));
                found.push(finding.with_fixes(fix));
            }
        }
    }
    found
}

/// Whether the engine makes a volume for it; it refuses paths that are not absolute.
fn is_anonymous(mount: &&Mount) -> bool {
    mount.kind == MountKind::Anonymous && mount.target.value.is_rooted()
}

fn finding(context: &ComposeContext<'_>, service: &Service, mount: &Mount, span: longshore_syntax::Span) -> Diagnostic {
    let path = mount.path();
    let masked =
        |other: &&Mount| other.kind == MountKind::Bind && path.is_within(&other.path()) && other.path() != path;
    let bind = service.mounts.iter().find(masked);
    let message = match bind {
        Some(bind) => format!(
            "`{path}` is an anonymous volume that hides what the host has below `{}`: each new container may get an empty \
             or an outdated one; name it",
            bind.path()
        ),
        None => format!(
            "`{path}` is an anonymous volume: nobody finds it again when the container is replaced; name it and declare \
             the name"
        ),
    };
    let severity = if bind.is_some() { Severity::Information } else { context.severity(Severity::Warning) };
    Diagnostic { severity, ..Diagnostic::new(&RULE, span, message) }
}

const DOCS: &str = r#"A volume has no name and no path on the host.

The engine makes up a name of 64 digits. `docker compose up` carries such a volume over as long as the container is known;
after `docker compose down`, on another machine or under another project name it is lost sight of, and a new, empty one is
made. It still takes up space. Data worth a volume is worth a name.

```compose bad
services:
  app:
    image: example/app
    volumes:
      - /srv/app/files
```

```compose fixed
services:
  app:
    image: example/app
    volumes:
      - app-files:/srv/app/files

volumes:
  app-files:
```

Below a bind mount it is information only: there it keeps what the image installed (`node_modules`, `.venv`) from being
hidden by the folder of the host. It may be outdated after the image was built anew.

## What is silent

Named volumes, paths of the host, and `tmpfs`.

```compose good
services:
  app:
    image: example/app
    tmpfs: /tmp
    volumes:
      - files:/srv/app/files
      - ./conf:/etc/app:ro
      - type: tmpfs
        target: /run
volumes:
  files:
```

## Deciding against it

Put `# longshore ignore=anonymous-volume` above the item.
"#;
