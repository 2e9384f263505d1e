//! `local-cache`: a cache on the container's disk or in its memory.

use longshore_model::state::Row;

use crate::remedy::{cure, mount, ordered};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-cache",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Cache,
    what: "a cache",
    why: "every replica fills a cache of its own, which is cold again when it is replaced; \
          keep the cache in Redis, Memcached or a CDN",
    fixes: |context, fact| {
        ordered([
            cure(context, fact, "; keep the cache in Redis or Memcached, and set the connection"),
            mount(context, fact),
        ])
    },
};

const DOCS: &str = r#"A cache is kept on the container's disk or in its memory.

Each replica has its own: what one has computed, the others compute again, and what one has thrown away because it is
out of date, the others still serve. After each replacement the cache is empty.

Redis or Memcached serve all replicas alike; what is sent to browsers belongs into a CDN.

```dockerfile bad
FROM php:8.4-fpm
ENV CACHE_DRIVER=file
```

```dockerfile fixed
FROM php:8.4-fpm
ENV CACHE_DRIVER=redis
```

Where Redis is, the application has to be told with settings of its own. Directories are removed:

```dockerfile bad
FROM node:22-slim
WORKDIR /app
RUN mkdir -p /app/cache
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
USER node
CMD ["node", "server.js"]
```

## What is silent

Caches of package managers and compilers, `RUN --mount=type=cache`, models that the build downloads, scratch space of web
servers, and anything below `/tmp`.

```dockerfile good
FROM python:3.13-slim
ENV PIP_CACHE_DIR=/var/cache/pip
RUN --mount=type=cache,target=/var/cache/pip pip install gunicorn
```

## Deciding against it

Put `# longshore ignore=local-cache` above the line.
"#;
