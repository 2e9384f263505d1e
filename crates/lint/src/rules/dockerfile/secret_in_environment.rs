//! `secret-in-environment`: the name of an `ARG` or `ENV` says that it holds a secret.

use longshore_syntax::dockerfile::{Body, Keyword, Pair};

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
            found.extend(secrets.map(finding));
        }
    }
    found
}

fn finding(pair: &Pair) -> Diagnostic {
    let key = &pair.key;
    let (severity, message) = if pair.value.as_ref().is_some_and(|value| is_public(key, &value.raw)) {
        let message = format!(
            "`{key}` is called like a secret, and whoever has the image can read it; what stands there looks like no secret: \
             say so with `# check=skip=SecretsUsedInArgOrEnv` above"
        );
        (Severity::Information, message)
    } else {
        let message = format!(
            "`{key}` stays in the image for everyone to read; hand secrets over with `RUN --mount=type=secret` or when the \
             container runs"
        );
        (Severity::Warning, message)
    };
    Diagnostic { severity, ..Diagnostic::new(&RULE, pair.key_span, message) }
}

/// Whether all words of `value`, which is called `name`, are fingerprints or ids of public keys, addresses, or paths; or
/// it is a placeholder.
fn is_public(name: &str, value: &str) -> bool {
    let key = name.split('_').filter(|part| is_word(part, &SECRET)).all(|part| part.eq_ignore_ascii_case("key"));
    let fingerprint = |word: &str| {
        let digits = word.strip_prefix("0x").unwrap_or(word);
        matches!(digits.len(), 8 | 16 | 40 | 64)
            && key
            && digits.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b))
    };
    let place = |word: &str| word.starts_with(['/', '~']) || word.contains("://") && !word.contains('@');
    if !value.contains(char::is_alphanumeric) {
        return true;
    }
    let mut words =
        value.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\')).filter(|word| !word.is_empty());
    let first = words.next();
    first.is_some_and(|word| fingerprint(word) || place(word)) && words.all(|word| fingerprint(word) || place(word))
}

fn is_secret(name: &str) -> bool {
    let has = |words: &[&str]| name.split('_').any(|part| is_word(part, words));
    has(&SECRET) && !has(&PUBLIC)
}

fn is_word(part: &str, words: &[&str]) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(part))
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

It is information where the value is the fingerprint of a public key in capital letters, an address, a path, or nothing but
signs:

```dockerfile bad
FROM debian:13-slim
ENV GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D
```

## What is silent

Names that also say `public`, `file` or `version`.

## Deciding against it

Put `# check=skip=SecretsUsedInArgOrEnv` or `# longshore ignore=secret-in-environment` above the instruction.
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_addresses_and_paths_are_public() {
        let fingerprint = "A035C8C19219BA821ECEA86B64E628F8D684696D";
        assert!(
            is_public("GPG_KEY", fingerprint) && is_public("GPG_KEY", &format!("\"{fingerprint} 0x23E7166788B63E1E\""))
        );
        assert!(is_public("PASSWORD", "_") && is_public("PASSWORD", "\"\""));
        assert!(is_public("TOKEN", "/run/token") && is_public("AUTH", "https://auth.example.org"));
        for (name, value) in [
            ("DB_PASSWORD", "12345678"),
            ("GPG_KEY", "secret"),
            ("API_KEY", "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c"),
            ("AUTH", "https://me:word@example.org"),
        ] {
            assert!(!is_public(name, value), "{name}={value}");
        }
    }
}
