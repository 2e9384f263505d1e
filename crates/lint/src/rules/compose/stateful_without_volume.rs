//! `stateful-without-volume`: an image that is known to keep state keeps it in the container.

use longshore_model::compose::Place;
use longshore_model::holdings::{Holdings, Keeping, Origin, Piece};
use longshore_model::images::Holding;
use longshore_syntax::Span;

use crate::remedy::compose::{Wanted, named_volumes, retarget};
use crate::remedy::{MOST, ordered};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Related, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "stateful-without-volume",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let [first, others @ ..] = context.ways else { return Vec::new() };
    let lost = first.holdings.iter().filter_map(|service| Some((service, lost(service)?)));
    let lost = lost.filter(|(service, _)| {
        others.iter().filter_map(|way| way.service(&service.service)).all(|other| self::lost(other).is_some())
    });
    let here = lost.filter_map(|(service, lost)| Some((service, context.here(lost.place)?, lost)));
    here.enumerate()
        .map(|(index, (service, span, lost))| finding(context, service, span, &lost, index < MOST))
        .collect()
}

/// What a service's image keeps in the container.
struct Lost<'a> {
    image: &'a str,
    place: &'a Place,
    holding: Holding,
    pieces: Vec<&'a Piece>,
}

/// What the image of `service` loses: where the most important piece is in the container, all that are.
fn lost(service: &Holdings) -> Option<Lost<'_>> {
    let first = service.pieces.first().filter(|piece| piece.keeping == Keeping::Layer)?;
    let Origin::Image(row, image, place) = &first.origin else { return None };
    let same = |piece: &&Piece| matches!(&piece.origin, Origin::Image(..)) && piece.keeping == Keeping::Layer;
    Some(Lost { image, place, holding: row.holding, pieces: service.pieces.iter().filter(same).collect() })
}

fn finding(context: &ComposeContext<'_>, service: &Holdings, span: Span, lost: &Lost<'_>, fixed: bool) -> Diagnostic {
    let near = lost.pieces.first().and_then(|piece| piece.near.as_ref());
    let near = near.filter(|mount| mount.place.file() == context.file.path);
    let related = near.map(|mount| Related {
        path: None,
        span: mount.place.span,
        message: "this mount does not hold it".to_owned(),
    });
    Diagnostic {
        rule: &RULE,
        severity: context.severity(Severity::Warning),
        span,
        message: message(lost),
        related: related.into_iter().collect(),
        fixes: if fixed { fixes(context, service, lost) } else { Vec::new() },
    }
}

fn message(lost: &Lost<'_>) -> String {
    let (image, what) = (lost.image, what(lost.holding));
    let path = lost.pieces.first().and_then(|piece| piece.path.as_ref()).map(ToString::to_string).unwrap_or_default();
    match lost.pieces.first().and_then(|piece| piece.near.as_ref()) {
        Some(near) => format!(
            "`{image}` keeps {what} in `{path}`, and the mount at `{}` does not hold that: it is lost when the container is \
             replaced; mount the volume at `{path}`",
            near.target.value
        ),
        None => format!(
            "`{image}` keeps {what} in `{path}`, and nothing is mounted there: it is lost when the container is replaced; \
             mount a named volume"
        ),
    }
}

const fn what(holding: Holding) -> &'static str {
    match holding {
        Holding::Database => "its database",
        Holding::Cache => "what it is asked to persist",
        Holding::Coordination => "the cluster's state",
        Holding::Queue => "its messages",
        Holding::Index => "its index",
        Holding::Series => "what it has recorded",
        Holding::Objects => "its objects",
        Holding::Application => "what users store",
        Holding::Infrastructure => "its state",
    }
}

/// A mount that was meant for it is moved there, else a named volume is added.
fn fixes(context: &ComposeContext<'_>, service: &Holdings, lost: &Lost<'_>) -> Vec<Fix> {
    let paths: Vec<&str> = lost.pieces.iter().filter_map(|piece| piece.path.as_ref()?.known()).collect();
    let first = lost.pieces.first();
    let moved = first.and_then(|piece| {
        retarget(context.draft(), &service.service, piece.near.as_ref()?, piece.path.as_ref()?.known()?)
    });
    let wanted: Vec<Wanted<'_>> = paths
        .iter()
        .enumerate()
        .map(|(index, path)| Wanted { path, word: if index == 0 { "data" } else { "" } })
        .collect();
    let names = paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    let added = named_volumes(context.draft(), &service.service, &wanted).map(|edits| Fix {
        title: format!("Mount a named volume at {names}"),
        safety: Safety::Unsafe,
        preferred: false,
        edits,
    });
    ordered([moved, added])
}

const DOCS: &str = r#"A database, queue or other image that is known to keep state keeps it in the container.

When the container is replaced, by an update of the image or by `docker compose up` after a change, the state is gone or
on an anonymous volume that nobody finds again. Mount a named volume where the image keeps its data.

```compose bad
services:
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_PASSWORD: ${PASSWORD}
```

```compose fixed
services:
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_PASSWORD: ${PASSWORD}
    volumes:
      - db-data:/var/lib/postgresql/data

volumes:
  db-data:
```

Where that is depends on the version. Since version 18 PostgreSQL keeps its data one folder up, so the mount of older
versions no longer holds it:

```compose bad
services:
  db:
    image: postgres:18
    volumes:
      - pgdata:/var/lib/postgresql/data
volumes:
  pgdata:
```

```compose fixed
services:
  db:
    image: postgres:18
    volumes:
      - pgdata:/var/lib/postgresql
volumes:
  pgdata:
```

An image that is built on such an image counts like it:

```dockerfile beside
FROM mysql:8.4
COPY schema.sql /docker-entrypoint-initdb.d/
```

```compose bad
services:
  db:
    build: .
```

```compose fixed
services:
  db:
    build: .
    volumes:
      - db-data:/var/lib/mysql

volumes:
  db-data:
```

## What is silent

A data directory that is mounted, also by a parent and by `tmpfs`, which is a choice. A directory that a setting or an
option moves to a mount. Caches, unless the command asks for persistence. Services that run only a client of the image.

```compose good
services:
  db:
    image: postgres:16-alpine
    environment:
      PGDATA: /srv/pg/data
    volumes:
      - pgdata:/srv/pg
  cache:
    image: redis:7-alpine
  dump:
    image: postgres:16-alpine
    command: pg_dump -h db -f /out/dump.sql app
volumes:
  pgdata:
```

## Deciding against it

Put `# longshore ignore=stateful-without-volume` above the service, or mount `tmpfs` there.
"#;
