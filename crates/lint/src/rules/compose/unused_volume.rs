//! `unused-volume`: a named volume that is declared and that no service uses.

use std::collections::HashSet;

use longshore_model::Content;
use longshore_model::compose::{Application, MountKind};

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
        Content::Compose(compose) => Some(compose.application()),
        Content::Dockerfile(_) => None,
    });
    let own = context.ways.iter().map(|way| &way.project.application);
    let mut used = HashSet::new();
    if !own.chain(others).all(|application| add_used(&mut used, application)) {
        return Vec::new();
    }
    let unused = context.compose.defined("volumes").filter(|(name, _)| !used.contains(name));
    unused
        .enumerate()
        .map(|(index, (name, span))| {
            let message = format!("the volume `{name}` is declared, and no service mounts it");
            let finding = Diagnostic::new(&RULE, span, message);
            let fix = (index < MOST).then(|| removal(context, name)).flatten();
            Diagnostic { fixes: ordered([fix]), ..finding }
        })
        .collect()
}

/// Adds the volumes that services of `application` mount. Whether all of them are known.
fn add_used<'a>(used: &mut HashSet<&'a str>, application: &'a Application) -> bool {
    application.services.iter().flat_map(|service| &service.mounts).all(|mount| match (&mount.source, mount.kind) {
        (Some(source), MountKind::Named | MountKind::Cluster | MountKind::Unknown) => {
            used.insert(source.text());
            source.known().is_some()
        }
        (None, MountKind::Unknown) => false,
        _ => true,
    })
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
