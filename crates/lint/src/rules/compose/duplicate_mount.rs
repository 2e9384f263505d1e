//! `duplicate-mount`: a service mounts two things at one place.

use std::collections::HashMap;

use longshore_model::compose::{Application, Mount, MountKind, Service};
use longshore_model::value::Value;
use longshore_syntax::Span;
use longshore_syntax::yaml::{self, Node};

use super::super::known::refusal;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-mount",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

/// Looks at what this file says by itself: of what several files mount at one place, the last one is meant to count.
fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    // What the project has of one place is the last of several; to read the file by itself is needed only then.
    let merged = &way.project.application;
    let application = if has_lost_some(context, merged) { context.compose.application() } else { merged };
    let mut found: Vec<Diagnostic> = Vec::new();
    for service in &application.services {
        let mut first: HashMap<Value, &Mount> = HashMap::new();
        for mount in &service.mounts {
            let path = mount.path();
            if path.known().is_none() || !path.is_rooted() {
                continue;
            }
            if let Some(other) = first.get(&path) {
                found.extend(finding(context, service, (other, mount), &path));
            }
            first.insert(path, mount);
        }
    }
    // An anchor brings one list into several services.
    found.sort_by_key(|one| one.span.start);
    found.dedup_by_key(|one| one.span);
    found
}

/// Whether a service of the file lists more mounts than it has in `merged`, or may.
fn has_lost_some(context: &ComposeContext<'_>, merged: &Application) -> bool {
    let mounts: HashMap<&str, usize> =
        merged.services.iter().map(|service| (service.name.as_str(), service.mounts.len())).collect();
    let services = context.compose.yaml.root().and_then(|root| root.get("services"));
    services.into_iter().flat_map(Node::entries).any(|entry| {
        let lists = ["volumes", "tmpfs"].map(|key| entry.value.get(key));
        let lists = || lists.into_iter().flatten();
        let merged = entry.key.as_str().and_then(|name| mounts.get(name)).copied().unwrap_or_default();
        lists().any(|list| matches!(list.value, yaml::Value::Alias(_)))
            || lists().map(|list| list.items().len()).sum::<usize>() > merged
    })
}

/// What `mounts`, the earlier one first, do to each other at `path`.
fn finding(
    context: &ComposeContext<'_>,
    service: &Service,
    (earlier, later): (&Mount, &Mount),
    path: &Value,
) -> Option<Diagnostic> {
    let (span, other) = (context.here(&later.place)?, context.here(&earlier.place)?);
    let (severity, message) = if is_memory(later) {
        // The engine compares what `tmpfs` says letter by letter.
        let refused = later.target.text() == path.text() && (!is_memory(earlier) || differ(context, span, other));
        (refused.then(|| refusal(service))?, format!("`{path}` is mounted already: the engine refuses the file"))
    } else if differ(context, span, other) {
        let what = |mount: &Mount| mount.source.as_ref().map_or("an anonymous volume", |text| text.text()).to_owned();
        let (mine, theirs) = (what(later), what(earlier));
        let way_out = "mount one of them elsewhere";
        let message = if mine == theirs {
            format!("`{path}` is mounted a second time with other options: only these count; remove one of the two")
        } else {
            format!("`{path}` is mounted a second time: `{mine}` takes the place of `{theirs}`; {way_out}")
        };
        (Severity::Warning, message)
    } else {
        (Severity::Information, format!("`{path}` is mounted a second time by the same words: remove one of the two"))
    };
    let finding = Diagnostic { severity, ..Diagnostic::new(&RULE, span, message) };
    (span != other).then(|| finding.with_related(other, "it is mounted here first"))
}

/// Whether the item is one of `tmpfs`.
fn is_memory(mount: &Mount) -> bool {
    mount.kind == MountKind::Tmpfs && mount.node.scalar().is_some()
}

fn differ(context: &ComposeContext<'_>, one: Span, other: Span) -> bool {
    one.text(&context.file.text) != other.text(&context.file.text)
}

const DOCS: &str = r#"A service mounts two things at one place.

Of two volumes at one path the engine takes the last one and says nothing: what the first one holds is not seen, and nothing
is written to it. With `tmpfs` at the path of a volume it refuses the file.

```compose bad
services:
  db:
    image: postgres:17
    volumes:
      - data:/var/lib/postgresql/data
      - ./dump:/var/lib/postgresql/data
volumes:
  data:
```

```compose bad
services:
  app:
    image: example/app
    tmpfs:
      - /srv/app/tmp
    volumes:
      - scratch:/srv/app/tmp
volumes:
  scratch:
```

```compose good
services:
  app:
    image: example/app
    volumes:
      - files:/srv/app/files
      - ./logo.png:/srv/app/files/logo.png:ro
volumes:
  files:
```

Silent: a place inside another one; the same place in a file that overrides this one; paths with variables.
"#;
