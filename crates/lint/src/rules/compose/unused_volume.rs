//! `unused-volume`: a named volume that is declared and that no service uses.

use longshore_model::Content;
use longshore_model::compose::{Application, Mount, MountKind};
use longshore_model::value::Value;

use crate::remedy::compose::remove_entry;
use crate::remedy::{MOST, ordered};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unused-volume",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    if context.ways.iter().any(|way| way.project.is_partial()) {
        return Vec::new();
    }
    let beside: Vec<_> = context.beside().chain(context.referring()).collect();
    let others = beside.iter().filter_map(|file| match &file.content {
        Content::Compose(compose) => Some(&compose.application),
        Content::Dockerfile(_) => None,
    });
    let own = context.ways.iter().map(|way| &way.project.application);
    let applications: Vec<&Application> = own.chain(others).collect();
    let declared = context.compose.application.volumes.iter();
    let unused = declared.filter(|volume| !applications.iter().any(|application| uses(application, &volume.name)));
    unused
        .enumerate()
        .map(|(index, volume)| {
            let message = format!("the volume `{}` is declared, and no service mounts it", volume.name);
            let finding = Diagnostic::new(&RULE, volume.key.span, message);
            let fix = (index < MOST).then(|| removal(context, &volume.name)).flatten();
            Diagnostic { fixes: ordered([fix]), ..finding }
        })
        .collect()
}

/// Whether a service of `application` mounts the volume, or something whose name is not known.
fn uses(application: &Application, name: &str) -> bool {
    let used = |mount: &Mount| match (&mount.source, mount.kind) {
        (Some(source), MountKind::Named | MountKind::Cluster) => source.text() == name || is_hidden(&source.value),
        (Some(source), MountKind::Unknown) => source.text() == name || is_hidden(&source.value),
        (None, MountKind::Unknown) => true,
        _ => false,
    };
    application.services.iter().flat_map(|service| &service.mounts).any(used)
}

fn is_hidden(value: &Value) -> bool {
    value.known().is_none()
}

fn removal(context: &ComposeContext<'_>, name: &str) -> Option<Fix> {
    let draft = context.draft();
    let edit = remove_entry(draft, draft.top("volumes")?, name)?;
    Some(Fix {
        title: format!("Remove the volume `{name}`"),
        safety: Safety::Unsafe,
        preferred: false,
        edits: vec![edit],
    })
}

const DOCS: &str = r#"A named volume is declared, and no service uses it.

The engine does not even make it. Often it is what is left of a service, or a misspelt name: then the data is elsewhere
than who reads the file believes.

```compose bad
services:
  db:
    image: mysql:8.4
    volumes:
      - ./data:/var/lib/mysql
volumes:
  db-data:
  logs:
```

```compose fixed
services:
  db:
    image: mysql:8.4
    volumes:
      - ./data:/var/lib/mysql
```

## What is silent

Volumes that a service uses in the file, in what it is run with, or in another compose file of the folder. Files with an
`include` or `extends` that cannot be read.

```compose good
services:
  db:
    image: mysql:8.4
    volumes:
      - type: volume
        source: db-data
        target: /var/lib/mysql
volumes:
  db-data:
```

## Deciding against it

Put `# longshore ignore=unused-volume` above the name.
"#;
