//! `unowned-state-dir`: a state directory that the run-time user cannot write to.

use longshore_model::state::Directory;

use crate::remedy::{MOST, ordered, own};
use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unowned-state-dir",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let unowned = context.state.directories.iter().filter(|one| one.state && !one.owned);
    unowned.enumerate().filter_map(|(index, directory)| finding(context, directory, index < MOST)).collect()
}

fn finding(context: &Context<'_>, directory: &Directory, fixed: bool) -> Option<Diagnostic> {
    let place = directory.made.as_ref()?;
    let user = context.dockerfile.user(directory.stage, usize::MAX).map(|user| format!(" `{}`", user.name));
    Some(Diagnostic {
        rule: &RULE,
        severity: if context.state.development { Severity::Information } else { Severity::Warning },
        span: place.span,
        message: format!(
            "`{}` is made by root, and the user{} that the image runs as cannot write there, nor on a new volume that \
             is mounted over it; give it away with `chown` where it is made",
            directory.path,
            user.unwrap_or_default()
        ),
        related: Vec::new(),
        fixes: if fixed { ordered([own(context, directory)]) } else { Vec::new() },
    })
}

const DOCS: &str = r#"A directory for state belongs to root, and the image runs as another user.

The application cannot write to it. A named volume does not help: when it is new, the engine copies the owner of the
directory that it is mounted over.

```dockerfile bad
FROM node:22-slim
# /data/uploads is mounted at run time: docker run -v uploads:/data/uploads
RUN mkdir -p /data/uploads
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
# /data/uploads is mounted at run time: docker run -v uploads:/data/uploads
RUN mkdir -p /data/uploads && chown node:node /data/uploads
USER node
CMD ["node", "server.js"]
```

## What is silent

Directories that the user makes itself, that something gives away (`chown`, `--chown`, `install -o`, `chmod`) where they
are made or later, and images that run as root.

```dockerfile good
FROM node:22-slim
# /data/uploads is mounted at run time: docker run -v uploads:/data/uploads
RUN install -d -o node -g node /data/uploads
USER node
CMD ["node", "server.js"]
```

## Deciding against it

Put `# longshore ignore=unowned-state-dir` above the line.
"#;
