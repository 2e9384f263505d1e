//! `expose-format`: `EXPOSE` names an address or a port of the host.

use longshore_syntax::dockerfile::{Body, Keyword, Word};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "expose-format",
    aliases: &["ExposeInvalidFormat"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (at, instruction) in file.syntax.instructions.iter().enumerate() {
        let (Keyword::Expose, Body::Words(words)) = (instruction.keyword, &instruction.body) else { continue };
        let Some(stage) = file.stage_of(at) else { continue };
        for word in words {
            let value = file.expand(stage, at, word);
            if let Some((_, port)) = value.known().and_then(|value| value.rsplit_once(':')) {
                found.push(finding(word, port));
            }
        }
    }
    found
}

fn finding(word: &Word, port: &str) -> Diagnostic {
    let message = format!(
        "`EXPOSE` says what the container listens on: the engine drops all of `{}` but `{port}`; addresses and ports of the \
         host are given to `docker run -p`",
        word.raw
    );
    let fix = word.known().filter(|_| !port.is_empty()).map(|_| rename(Safety::Safe, word.span, port));
    Diagnostic::new(&RULE, word.span, message).with_fixes([fix])
}

const DOCS: &str = r#"`EXPOSE` names an address or a port of the host.

An image cannot decide where its ports are published; whoever runs it does, with `docker run -p` or `ports:` in a compose
file. The engine takes the container's port and drops the rest.

```dockerfile bad
FROM alpine:3.22
EXPOSE 127.0.0.1:8080:80 5000:5000/tcp
```

```dockerfile fixed
FROM alpine:3.22
EXPOSE 80 5000/tcp
```

```dockerfile good
FROM alpine:3.22
EXPOSE 80 5000/tcp 6000-6010
```

## Deciding against it

Put `# check=skip=ExposeInvalidFormat` or `# longshore ignore=expose-format` above the instruction.
"#;
