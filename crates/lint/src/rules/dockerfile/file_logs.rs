//! `file-logs`: logs are written to files in the container.

use longshore_model::state::{Evidence, Row};

use crate::remedy::{cure, ordered, remove};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "file-logs",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Logs,
    what: "logs",
    why: "logs are lost when it is replaced, and `docker logs` and collectors do not see them; \
          log to stdout and stderr",
    fixes: |context, fact| {
        let gone = (fact.place.evidence == Evidence::File).then(|| remove(context, fact, "; log to stdout"));
        ordered([cure(context, fact, "; log to stdout"), gone.flatten()])
    },
};

const DOCS: &str = r#"Logs are written to files inside the container.

The engine keeps what a process writes to stdout and stderr, shows it with `docker logs`, and hands it to whatever
collects logs. A file inside the container is seen by none of them: it fills the disk, and is gone together with the
container, most likely just when someone wants to know why it stopped.

```dockerfile bad
FROM node:22-slim
WORKDIR /app
RUN mkdir -p /app/logs
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
USER node
CMD ["node", "server.js"]
```

Settings and options that name a log file get the value that means a stream:

```dockerfile bad
FROM python:3.13-slim
USER nobody
CMD ["gunicorn", "--access-logfile", "/var/log/access.log", "app:app"]
```

```dockerfile fixed
FROM python:3.13-slim
USER nobody
CMD ["gunicorn", "--access-logfile", "-", "app:app"]
```

Programs that can only write a file get a link:

```dockerfile bad
FROM debian:12-slim
RUN touch /var/log/worker.log
CMD ["worker"]
```

```dockerfile fixed
FROM debian:12-slim
RUN ln -sf /dev/stdout /var/log/worker.log
CMD ["worker"]
```

In a compose file the mount of a log directory is found: the files in it grow without bounds on the host, and nobody else
sees them.

```compose bad
services:
  web:
    image: example/web
    environment:
      LOG_FILE: /var/log/web/access.log
    volumes:
      - ./logs:/var/log/web
      - uploads:/srv/uploads
volumes:
  uploads:
```

```compose fixed
services:
  web:
    image: example/web
    environment:
      LOG_FILE: /dev/stdout
    volumes:
      - uploads:/srv/uploads
volumes:
  uploads:
```

## What is silent

Files that are linked to a standard stream, logs of package managers, logs that are data (write-ahead logs, commit
logs), and base images that link their logs themselves, such as `nginx`.

```dockerfile good
FROM debian:12-slim
RUN ln -sf /dev/stderr /var/log/worker-error.log
CMD ["worker"]
```

## Deciding against it

Put `# longshore ignore=file-logs` above the line.
"#;
