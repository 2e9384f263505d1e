//! `root-user`: the image runs as root.

use longshore_model::state::{Excuse, RuntimeUser};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Keyword};

use crate::remedy::{ordered, switch_user};
use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "root-user",
    aliases: &["DL3002", "CKV_DOCKER_3", "CKV_DOCKER_8", "DS002"],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let user = context.state.user.as_ref().filter(|user| user.root != Some(false) && user.excuse != Excuse::Silent);
    user.and_then(|user| finding(context, user)).into_iter().collect()
}

fn finding(context: &Context<'_>, user: &RuntimeUser) -> Option<Diagnostic> {
    let (span, subject) = place(context, user)?;
    Some(Diagnostic {
        rule: &RULE,
        severity: severity(context, user),
        span,
        message: format!(
            "{subject}: whoever takes over the application has all rights in the container, and files on mounts belong \
             to root; switch to another user with `USER`"
        ),
        related: Vec::new(),
        fixes: ordered([switch_user(context)]),
    })
}

/// Where the finding stands, and what is so.
fn place(context: &Context<'_>, user: &RuntimeUser) -> Option<(Span, String)> {
    let file = context.dockerfile;
    if let Some(at) = user.instruction {
        let Body::Word(Some(word)) = &file.instruction(at).body else { return None };
        return Some((word.span, format!("the image runs as `{}`", word.raw)));
    }
    let from = file.instruction(file.stages.get(context.state.image?)?.instructions.start);
    let Body::From(from) = &from.body else { return None };
    let image = from.image.as_ref()?;
    let subject = match user.root {
        Some(_) => format!("the image runs as root, as `{}` does", image.raw),
        None => format!("the image runs as root unless `{}` says otherwise", image.raw),
    };
    Some((image.span, subject))
}

fn severity(context: &Context<'_>, user: &RuntimeUser) -> Severity {
    let mut instructions = context.dockerfile.syntax.instructions.iter();
    let state = !context.state.facts.is_empty() || instructions.any(|one| one.inner().keyword == Keyword::Volume);
    let weighs = (state || user.instruction.is_some()) && user.excuse == Excuse::None && !context.state.development;
    if weighs { Severity::Warning } else { Severity::Information }
}

const DOCS: &str = r#"The image runs as root.

Root in a container can write everything that the image contains, install programs, and change what is mounted into it;
one mistake in the engine or the kernel, and it is root on the machine. Files that it leaves on mounts belong to root
too, so that no other container can go on with them.

```dockerfile bad
FROM node:22-slim
WORKDIR /app
COPY . .

EXPOSE 3000
CMD ["node", "server.js"]
```

The fix takes the user that the base image brings along:

```dockerfile fixed
FROM node:22-slim
WORKDIR /app
COPY . .

USER node
EXPOSE 3000
CMD ["node", "server.js"]
```

or makes one with the means of the base image:

```dockerfile bad
FROM alpine:3.22
COPY server /usr/local/bin/
CMD ["server"]
```

```dockerfile fixed
FROM alpine:3.22
COPY server /usr/local/bin/
RUN addgroup -S app && adduser -S -G app app
USER app
CMD ["server"]
```

It is a warning where the file says `USER root` or keeps state in the container, and information elsewhere. No fix is
offered where a program starts that does nothing for another user, such as `crond`, `sshd` or `dockerd`.

## What is silent

- Base images that run as another user, or whose entrypoint switches to one itself, such as `postgres`.
- Commands that start with a known way to step down: `gosu`, `su-exec`, `setpriv`.
- Windows, unless the file asks for `ContainerAdministrator`.

```dockerfile good
FROM gcr.io/distroless/static:nonroot
COPY server /server
CMD ["/server"]
```

## Deciding against it

Put `# longshore ignore=root-user` above the instruction. Suppressions of hadolint's `DL3002`, Checkov's `CKV_DOCKER_3`
and `CKV_DOCKER_8`, and Trivy's `DS002` are respected.
"#;
