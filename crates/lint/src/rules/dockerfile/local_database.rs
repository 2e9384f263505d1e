//! `local-database`: an embedded database's file inside the container.

use longshore_model::state::Row;

use crate::remedy::{mount, ordered, remove};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-database",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Database,
    what: "a database",
    why: "the database is lost when it is replaced, and every replica has another one; \
          use a database service, or keep the file on a mount",
    fixes: |context, fact| ordered([mount(context, fact), remove(context, fact, "; use a database service")]),
};

const DOCS: &str = r#"A database is kept in a file inside the container.

It is lost with the container, and each replica has a database of its own. A database service can be used by all
replicas, and is backed up like one. Where a file is enough, as for a single SQLite database, it lies on a mount.

```dockerfile bad
FROM python:3.13-slim
ENV DATABASE_URL=sqlite:////srv/db/app.sqlite3
CMD ["gunicorn", "app:app"]
```

```dockerfile fixed
FROM python:3.13-slim
# /srv/db/app.sqlite3 is expected to be provided as an external mount at run time (docker run -v, compose volumes).
ENV DATABASE_URL=sqlite:////srv/db/app.sqlite3
CMD ["gunicorn", "app:app"]
```

## What is silent

Addresses of database services, databases in memory, and files on a mount.

```dockerfile good
FROM python:3.13-slim
ENV DATABASE_URL=postgresql://db/app
CMD ["gunicorn", "app:app"]
```

## Deciding against it

Put `# longshore ignore=local-database` above the line.
"#;
