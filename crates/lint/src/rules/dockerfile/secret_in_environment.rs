//! `secret-in-environment`: the name of an `ARG` or `ENV` says that it holds a secret.

use longshore_syntax::dockerfile::{Body, Keyword};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "secret-in-environment",
    aliases: &["SecretsUsedInArgOrEnv", "DS031"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// Words of a name that say so.
const SECRET: [&str; 10] =
    ["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"];

/// Words of a name that say that it is none.
const PUBLIC: [&str; 3] = ["public", "file", "version"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for stage in &file.stages {
        for instruction in stage.instructions.clone().map(|at| file.instruction(at)) {
            let (Body::Pairs(pairs), Keyword::Arg | Keyword::Env) = (&instruction.body, instruction.keyword) else {
                continue;
            };
            let secrets = pairs.iter().filter(|pair| is_secret(&pair.key));
            found.extend(secrets.map(|pair| {
                let message = format!(
                    "`{}` stays in the image for everyone to read; hand secrets over with `RUN --mount=type=secret` or when \
                     the container runs",
                    pair.key
                );
                Diagnostic::new(&RULE, pair.key_span, message)
            }));
        }
    }
    found
}

fn is_secret(name: &str) -> bool {
    let has = |words: &[&str]| name.split('_').any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)));
    has(&SECRET) && !has(&PUBLIC)
}

const DOCS: &str = r#"The name of an `ARG` or `ENV` says that it holds a secret.

`ENV` is part of the image's configuration and `ARG` of its history: whoever has the image can read both, and a later
instruction cannot take them back. A secret that the build needs is mounted with `RUN --mount=type=secret`; one that the
application needs is given to the container.

```dockerfile bad
FROM node:22-slim
ARG NPM_TOKEN
ENV DB_PASSWORD=example
```

```dockerfile good
FROM node:22-slim
RUN --mount=type=secret,id=npm_token NPM_TOKEN=$(cat /run/secrets/npm_token) npm ci
ENV DB_PASSWORD_FILE=/run/secrets/db_password
```

## What is silent

Names that also say `public`, `file` or `version`.

## Deciding against it

Put `# check=skip=SecretsUsedInArgOrEnv` or `# longshore ignore=secret-in-environment` above the instruction.
"#;
