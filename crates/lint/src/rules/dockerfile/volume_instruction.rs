//! `volume-instruction`: `VOLUME` in a Dockerfile.

use longshore_syntax::dockerfile::{Body, Keyword};

use crate::remedy::{MOST, volume};
use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "volume-instruction",
    aliases: &[],
    group: Group::Ephemeral,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter().enumerate();
    let volumes = instructions.filter(|(_, one)| one.inner().keyword == Keyword::Volume);
    let findings = volumes.enumerate().map(|(index, (at, instruction))| Diagnostic {
        rule: &RULE,
        severity: if context.state.development { Severity::Information } else { Severity::Warning },
        span: instruction.inner().keyword_span,
        message: message(context, at),
        related: Vec::new(),
        fixes: if index < MOST { volume(context, at) } else { Vec::new() },
    });
    findings.collect()
}

fn message(context: &Context<'_>, at: usize) -> String {
    let words = match &context.dockerfile.instruction(at).inner().body {
        Body::Words(words) => words.as_slice(),
        _ => &[],
    };
    let names = words.iter().map(|word| format!("`{}`", word.raw)).collect::<Vec<_>>().join(", ");
    let what = if names.is_empty() { "nothing that can be read".to_owned() } else { names };
    format!(
        "`VOLUME` puts {what} on an anonymous volume, which is lost sight of when the container is replaced, and which \
         images built on this one cannot undo; say in a comment that a mount is expected, and mount it at run time"
    )
}

const DOCS: &str = r#"`VOLUME` makes an anonymous volume for each container.

Nobody chose its name, so nobody finds it again: the next container gets a new, empty one, the old one takes up space
until someone prunes it. Whatever later instructions, or images built on this one, change below the path may be dropped.
And who runs the image cannot take the volume back.

Where data belongs is decided by whoever runs the container, with `docker run -v` or `volumes:` in a compose file. The
Dockerfile makes the directory, gives it to the image's user, and says in a comment that a mount is expected.

```dockerfile bad
FROM node:22-slim
VOLUME /data
USER node
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
# /data is expected to be provided as an external mount at run time (docker run -v, compose volumes).
RUN mkdir -p /data && chown node:node /data
USER node
CMD ["node", "server.js"]
```

Scratch space and what a build fills needs no mount; there the instruction is just removed:

```dockerfile bad
FROM node:22-slim
VOLUME ["/tmp", "/app/node_modules"]
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
CMD ["node", "server.js"]
```

## What is silent

Nothing that says `VOLUME`, in any stage, and behind `ONBUILD` too.

```dockerfile good
FROM node:22-slim
# /data is mounted at run time: docker run -v data:/data
RUN mkdir -p /data && chown node:node /data
USER node
CMD ["node", "server.js"]
```

## Deciding against it

Put `# longshore ignore=volume-instruction` above the instruction.
"#;
