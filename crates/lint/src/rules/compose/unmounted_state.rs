//! `unmounted-state`: a Dockerfile of the workspace expects a mount that the service does not provide.

use std::path::PathBuf;

use longshore_model::compose::Service;
use longshore_model::holdings::{Holdings, Keeping, Origin};
use longshore_syntax::Span;

use crate::remedy::compose::{Wanted, named_volumes};
use crate::remedy::{MOST, ordered};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Related, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unmounted-state",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let [first, others @ ..] = context.ways else { return Vec::new() };
    let services = first.project.application.services.iter().zip(&first.holdings);
    let lost = services.filter_map(|(service, holdings)| {
        let mut missing = missing(holdings);
        for other in others.iter().filter_map(|way| way.service(&service.name)) {
            let also = self::missing(other);
            missing.retain(|one| also.contains(one));
        }
        let span = context.here(&service.key)?;
        (!missing.is_empty() && is_run(service)).then_some((service, span, missing))
    });
    lost.enumerate()
        .map(|(index, (service, span, missing))| finding(context, service, span, &missing, index < MOST))
        .collect()
}

/// A path that is to be mounted, and the place of the Dockerfile that says so.
#[derive(PartialEq, Eq)]
struct Missing {
    path: String,
    place: (PathBuf, Span),
}

fn missing(holdings: &Holdings) -> Vec<Missing> {
    let lost = holdings.pieces.iter().filter(|piece| piece.keeping == Keeping::Layer);
    lost.filter_map(|piece| match &piece.origin {
        Origin::Expected(file, span) => {
            Some(Missing { path: piece.path.as_ref()?.known()?.to_owned(), place: (file.clone(), *span) })
        }
        _ => None,
    })
    .collect()
}

/// Whether the service is started for its own sake: not if it is there to be built, or runs something else.
fn is_run(service: &Service) -> bool {
    service.replicas().and_then(|text| text.known()) != Some("0")
}

fn finding(
    context: &ComposeContext<'_>,
    service: &Service,
    span: Span,
    missing: &[Missing],
    fixed: bool,
) -> Diagnostic {
    let names = missing.iter().map(|one| format!("`{}`", one.path)).collect::<Vec<_>>().join(", ");
    let mut related: Vec<Related> = Vec::new();
    for (path, span) in missing.iter().map(|one| &one.place) {
        if related.iter().all(|one| one.span != *span) {
            related.push(Related {
                path: Some(path.clone()),
                span: *span,
                message: "the mount is expected here".to_owned(),
            });
        }
    }
    let wanted: Vec<Wanted<'_>> = missing.iter().map(|one| Wanted { path: &one.path, word: "" }).collect();
    let fix = fixed.then(|| named_volumes(context.draft(), &service.name, &wanted)).flatten().map(|edits| Fix {
        title: format!("Mount a named volume at {names}"),
        safety: Safety::Unsafe,
        preferred: false,
        edits,
    });
    Diagnostic {
        rule: &RULE,
        severity: context.severity(Severity::Warning),
        span,
        message: format!(
            "the Dockerfile of `{}` expects a mount at {names}, and the service mounts nothing there: what is written is \
             lost when the container is replaced; mount a named volume",
            service.name
        ),
        related,
        fixes: ordered([fix]),
    }
}

const DOCS: &str = r#"A Dockerfile expects a mount that the service does not provide.

The Dockerfile that the service builds says by a comment, or by `VOLUME`, that a directory is to be mounted when the image
is run. The service mounts nothing there, so what the application writes is lost with the container.

```dockerfile beside
FROM node:22-slim
# /data/uploads is expected to be provided as an external mount at run time.
RUN mkdir -p /data/uploads && chown node:node /data/uploads
USER node
CMD ["node", "server.js"]
```

```compose bad
services:
  app:
    build: .
    deploy:
      replicas: 3
```

```compose fixed
services:
  app:
    build: .
    volumes:
      - app-uploads:/data/uploads
    deploy:
      replicas: 3

volumes:
  app-uploads:
```

## What is silent

Anything mounted at the path or at a parent of it, also by `tmpfs`. Scratch space and directories that builds fill are
never asked for.

```dockerfile beside
FROM node:22-slim
# /data/uploads is mounted at run time
RUN mkdir -p /data/uploads
VOLUME /tmp
CMD ["node", "server.js"]
```

```compose good
services:
  app:
    build: .
    volumes:
      - files:/data
volumes:
  files:
```

## Deciding against it

Put `# longshore ignore=unmounted-state` above the service.
"#;
