//! `forbidden-trigger`: `ONBUILD` has an instruction that cannot be one of its.

use longshore_syntax::dockerfile::{Body, Keyword};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "forbidden-trigger",
    aliases: &["DL3043"],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let findings = instructions.filter_map(|instruction| {
        let Body::Onbuild(Some(inner)) = &instruction.body else { return None };
        let name = inner.keyword.name();
        matches!(inner.keyword, Keyword::Onbuild | Keyword::From | Keyword::Maintainer)
            .then(|| Diagnostic::new(&RULE, inner.keyword_span, format!("`{name}` cannot stand behind `ONBUILD`")))
    });
    findings.collect()
}

const DOCS: &str = r#"`ONBUILD` has an instruction that it cannot have.

`FROM`, `MAINTAINER` and another `ONBUILD` cannot be triggers.

```dockerfile bad
FROM alpine:3.22
ONBUILD FROM scratch
ONBUILD ONBUILD RUN date
```

```dockerfile good
FROM alpine:3.22
ONBUILD COPY . /app
```
"#;
