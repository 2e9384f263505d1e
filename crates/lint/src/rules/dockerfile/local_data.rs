//! `local-data`: a generic data directory inside the container.

use longshore_model::state::Row;

use crate::remedy::{mount, ordered, remove};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-data",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Data,
    what: "data",
    why: "what the application keeps there is lost when it is replaced; \
          if it must stay, keep it in a service or on a mount",
    fixes: |context, fact| ordered([mount(context, fact), remove(context, fact, "")]),
};

const DOCS: &str = r#"A directory for data of any kind lies inside the container.

The name does not tell what the application keeps there, so this is a question, and never more than information: must it
survive the container? Then it belongs into a database, object storage, or onto a mount that is named in a comment.

```dockerfile bad
FROM node:22-slim
WORKDIR /app
RUN mkdir -p /app/data
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
# /app/data is expected to be provided as an external mount at run time (docker run -v, compose volumes).
RUN mkdir -p /app/data && chown node:node /app/data
USER node
CMD ["node", "server.js"]
```

Where a framework's whole state tree is handed over, such as Laravel's `storage`, one finding stands for all that is in
it: sessions, logs, caches and uploads.

## What is silent

Images of databases and other servers, directories that the build fills, and paths on a mount.

```dockerfile good
FROM node:22-slim
# /data is mounted at run time: docker run -v data:/data
RUN mkdir -p /data && chown node:node /data
USER node
CMD ["node", "server.js"]
```

## Deciding against it

Put `# longshore ignore=local-data` above the line.
"#;
