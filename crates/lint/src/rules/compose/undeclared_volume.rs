//! `undeclared-volume`: a named volume that a service uses and nobody declares.

use std::collections::BTreeMap;
use std::sync::Arc;

use longshore_model::compose::{Mount, MountKind, Role, role};
use longshore_model::{Content, File};
use longshore_syntax::Span;
use longshore_syntax::yaml::Node;

use crate::remedy::compose::declare;
use crate::remedy::{MOST, ordered, rename};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undeclared-volume",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let [first, ..] = context.ways else { return Vec::new() };
    if context.ways.iter().any(|way| way.project.is_partial()) || says_twice(context) {
        return Vec::new();
    }
    let referring: Vec<Arc<File>> = context.referring().collect();
    let declared = |name: &str| {
        let own = context.ways.iter().any(|way| way.project.application.volume(name).is_some());
        own || referring.iter().any(|file| declares(file, name))
    };
    let mut uses: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for mount in first.project.application.services.iter().flat_map(|service| &service.mounts) {
        let Some((name, span)) = named(context, mount).filter(|(name, _)| !declared(name)) else { continue };
        let spans = uses.entry(name).or_default();
        if !spans.contains(&span) {
            spans.push(span);
        }
    }
    uses.into_iter().enumerate().map(|(index, (name, spans))| finding(context, name, &spans, index < MOST)).collect()
}

/// Whether `volumes` stands at the top level twice: the engine refuses that, and one hides what the other declares.
fn says_twice(context: &ComposeContext<'_>) -> bool {
    let top = context.compose.yaml.root().map(Node::entries).unwrap_or_default();
    top.iter().filter(|entry| entry.key.as_str() == Some("volumes")).count() > 1
}

/// The name that `mount` uses in this file, as far as it is one.
fn named<'m>(context: &ComposeContext<'_>, mount: &'m Mount) -> Option<(&'m str, Span)> {
    let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Named)?;
    // The engine takes one letter before a colon for the drive of Windows.
    if source.text().len() == 1 && mount.node.scalar().is_some() {
        return None;
    }
    let name = source.known().filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-/".contains(c)))?;
    Some((name, context.text(source)?))
}

fn finding(context: &ComposeContext<'_>, name: &str, spans: &[Span], fixed: bool) -> Diagnostic {
    let complete = role(&context.file.path) == Role::Default && !declared_beside(context, name);
    let severity = if complete { context.severity(Severity::Error) } else { Severity::Information };
    let message = match (complete, name.contains('/')) {
        (true, true) => {
            format!("`{name}` is read as the name of a volume, which is not declared: a path begins with `./`")
        }
        (true, false) => {
            format!(
                "the volume `{name}` is not declared: the engine refuses the file; add it to `volumes:` at the top level"
            )
        }
        (false, _) => format!("the volume `{name}` is not declared in this file: another file must bring it"),
    };
    let first = spans.first().copied().unwrap_or_default();
    let fix = match (fixed, name.contains('/')) {
        (false, _) => None,
        (true, true) => Some(rename(Safety::Unsafe, first, &format!("./{name}"))),
        (true, false) => declare(context.draft(), name),
    };
    let mut finding = Diagnostic { severity, ..Diagnostic::new(&RULE, first, message) };
    for span in spans.iter().skip(1) {
        finding = finding.with_related(*span, "it is used here too");
    }
    finding.fixes = ordered([fix]);
    finding
}

/// Whether another compose file of the folder, with which this one may be run, declares it.
fn declared_beside(context: &ComposeContext<'_>, name: &str) -> bool {
    context.beside().any(|file| declares(&file, name))
}

fn declares(file: &File, name: &str) -> bool {
    match &file.content {
        Content::Compose(compose) => compose.defined("volumes").any(|(defined, _)| defined == name),
        Content::Dockerfile(_) => false,
    }
}

const DOCS: &str = r#"A service uses a named volume that nothing declares.

The engine refuses the file: a name must be declared under `volumes` at the top level. Where a path of the host is meant,
it must begin with `./`, `/` or `~`.

```compose bad
services:
  db:
    image: mysql:8.4
    volumes:
      - data:/var/lib/mysql
```

```compose fixed
services:
  db:
    image: mysql:8.4
    volumes:
      - data:/var/lib/mysql

volumes:
  data:
```

In a file that the engine does not take by itself, such as `compose.prod.yaml`, and in overrides it is information: a
file that it is run with may declare the volume.

## What is silent

Names that the file, what it includes or extends, who includes it, its override, or the default file of its folder
declares. Files that
include something that cannot be read.

```compose good
services:
  db:
    image: mysql:8.4
    volumes:
      - data:/var/lib/mysql
      - ./conf.d:/etc/mysql/conf.d:ro
volumes:
  data:
```

## Deciding against it

Put `# longshore ignore=undeclared-volume` above the item.
"#;
