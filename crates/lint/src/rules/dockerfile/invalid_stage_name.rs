//! `invalid-stage-name`: a stage's name has characters that names cannot have.

use longshore_syntax::dockerfile::{Body, From};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-stage-name",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let names = instructions.filter_map(|instruction| match &instruction.body {
        Body::From(From { name: Some(name), .. }) => Some(name),
        _ => None,
    });
    let findings = names.filter(|name| !is_name(&name.raw.to_lowercase())).map(|name| {
        let message = format!(
            "`{}` is no name for a stage: it begins with a letter, and goes on with letters, digits, `-`, `_` and `.`",
            name.raw
        );
        Diagnostic::new(&RULE, name.span, message)
    });
    findings.collect()
}

fn is_name(lower: &str) -> bool {
    let letter = |c: char| c.is_ascii_lowercase();
    lower.starts_with(letter) && lower.chars().all(|c| letter(c) || c.is_ascii_digit() || "-_.".contains(c))
}

const DOCS: &str = r#"A stage's name has characters that names cannot have.

It begins with a letter, and goes on with letters, digits, `-`, `_` and `.`; variables are not expanded in it.

```dockerfile bad
FROM golang:1.25 AS 1st
FROM golang:1.25 AS app/build
```

```dockerfile good
FROM golang:1.25 AS first
FROM golang:1.25 AS app-build
```
"#;
