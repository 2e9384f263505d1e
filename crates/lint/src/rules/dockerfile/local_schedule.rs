//! `local-schedule`: scheduled jobs that keep their state in a local file.

use longshore_model::patterns;
use longshore_model::state::Row;

use crate::remedy::{cure, mount, ordered};
use crate::rules::row::Report;
use crate::{Check, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "local-schedule",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Both(|context| REPORT.findings(context), |context| REPORT.services(context)),
};

static REPORT: Report = Report {
    rule: &RULE,
    row: Row::Schedule,
    what: "the state of scheduled jobs",
    why: "what a job has done is forgotten when it is replaced, and every replica runs the job again; keep the state of \
          scheduled work in a database or a message queue, and write its output to `/proc/1/fd/1`",
    fixes: |context, fact| {
        // What is printed to a log is no state that a mount should keep.
        let log = fact.path.as_ref().is_some_and(|path| patterns::log_file(path.text()));
        ordered([cure(context, fact, ""), if log { None } else { mount(context, fact) }])
    },
};

const DOCS: &str = r#"A scheduled job writes to a file inside the container.

What a job has done, and what it still has to do, is lost when the container is replaced. With two replicas each job runs
twice, because neither knows of the other.

Keep the state of scheduled work in a database or a message queue, and start jobs from outside: from the platform's own
scheduler, or from one container that does nothing else. What a job prints belongs to the container's output.

```dockerfile bad
FROM debian:12-slim
RUN echo "*/5 * * * * root /usr/local/bin/sync >> /var/lib/sync/last.txt" > /etc/cron.d/sync
CMD ["cron", "-f"]
```

```dockerfile bad
FROM debian:12-slim
RUN touch /var/log/cron.log
CMD ["cron", "-f"]
```

Where the file is only made so that something can print to it, it becomes a link to the container's output:

```dockerfile fixed
FROM debian:12-slim
RUN ln -sf /dev/stdout /var/log/cron.log
CMD ["cron", "-f"]
```

## What is silent

Jobs whose output goes to `/proc/1/fd/1`, `/dev/stdout` or `/dev/null`, and cron itself.

```dockerfile good
FROM debian:12-slim
RUN echo "*/5 * * * * root /usr/local/bin/sync > /proc/1/fd/1 2>&1" > /etc/cron.d/sync
CMD ["cron", "-f"]
```

## Deciding against it

Put `# longshore ignore=local-schedule` above the line.
"#;
