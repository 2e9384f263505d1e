//! `local-sessions`: sessions stay in files or in memory.

use longshore_model::state::Row;

use crate::remedy::{cure, mount, ordered};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-sessions",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Sessions,
    what: "sessions",
    why: "users are logged out when it is replaced, and by every other replica; \
          keep sessions in Redis, Memcached or a database",
    fixes: |context, fact| {
        ordered([
            cure(context, fact, "; keep sessions in Redis or a database, and set the connection"),
            mount(context, fact),
        ])
    },
};

const DOCS: &str = r#"Sessions are kept in files or in memory of the container.

Whoever is logged in is known to one container only. When it is replaced, everyone is logged out; with two replicas,
every second request meets one that has never heard of the user.

Redis, Memcached or a database keep sessions for all replicas alike.

```dockerfile bad
FROM node:22-slim
WORKDIR /app
RUN mkdir -p /app/sessions
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
USER node
CMD ["node", "server.js"]
```

Drivers are found as well:

```dockerfile bad
FROM php:8.4-fpm
ENV SESSION_DRIVER=file
```

```dockerfile fixed
FROM php:8.4-fpm
ENV SESSION_DRIVER=redis
```

Where Redis is, the application has to be told with settings of its own.

In a compose file the settings of `environment`, of `env_file` and of a command are read in the same way:

```compose bad
services:
  shop:
    image: example/shop
    environment:
      SESSION_DRIVER: file
```

```compose fixed
services:
  shop:
    image: example/shop
    environment:
      SESSION_DRIVER: redis
```

## What is silent

A driver that keeps sessions elsewhere, and a path that is kept on a mount.

```dockerfile good
FROM php:8.4-fpm
ENV SESSION_DRIVER=database
```

## Deciding against it

Put `# longshore ignore=local-sessions` above the line.
"#;
