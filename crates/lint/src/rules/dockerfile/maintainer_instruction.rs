//! `maintainer-instruction`: `MAINTAINER`, which a label has replaced.

use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Word};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "maintainer-instruction",
    aliases: &["MaintainerDeprecated", "DL4000", "DS022", "CKV_DOCKER_6"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

const LABEL: &str = "LABEL org.opencontainers.image.authors=";

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let findings = instructions.filter(|instruction| instruction.keyword == Keyword::Maintainer).map(|instruction| {
        let message = "`MAINTAINER` is deprecated: registries do not show it; set the label \
                       `org.opencontainers.image.authors`";
        Diagnostic::new(&RULE, instruction.keyword_span, message.to_owned()).with_fixes([fix(context, instruction)])
    });
    findings.collect()
}

/// A label in its place. Its value is expanded, which the maintainer's is not.
fn fix(context: &Context<'_>, instruction: &Instruction) -> Option<Fix> {
    let Body::Word(Some(word)) = &instruction.body else { return None };
    let outer = word.outer.text(&context.file.text);
    // Joined lines are left to their author.
    let value = (outer == word.raw).then(|| quoted(word, context.dockerfile.syntax.escape))?;
    let label = if instruction.keyword_span.text(&context.file.text) == "maintainer" {
        LABEL.replacen("LABEL", "label", 1)
    } else {
        LABEL.to_owned()
    };
    let span = instruction.keyword_span.join(word.outer);
    Some(rewrite("Set a label instead", Safety::Safe, vec![put(span, format!("{label}{value}"))]))
}

/// The value in double quotes, of which only the enclosing ones are taken away.
fn quoted(word: &Word, escape: char) -> String {
    let raw = word.raw.as_str();
    let bare = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inner| !inner.contains('"'));
    let mut value = String::from('"');
    for c in bare.unwrap_or(raw).chars() {
        if matches!(c, '"' | '$') || c == escape {
            value.push(escape);
        }
        value.push(c);
    }
    value + "\""
}

const DOCS: &str = r#"`MAINTAINER` has been replaced by a label.

It holds one value that only `docker inspect` shows; a label can be filtered for, and registries show it. The name that
everybody uses is `org.opencontainers.image.authors`.

```dockerfile bad
FROM alpine:3.22
MAINTAINER Jane Doe <jane@example.com>
CMD ["date"]
```

```dockerfile fixed
FROM alpine:3.22
LABEL org.opencontainers.image.authors="Jane Doe <jane@example.com>"
CMD ["date"]
```

```dockerfile good
FROM alpine:3.22
LABEL org.opencontainers.image.authors="jane@example.com"
```

## Deciding against it

Put `# check=skip=MaintainerDeprecated` or `# longshore ignore=maintainer-instruction` above the instruction.
Suppressions of hadolint's `DL4000`, Checkov's `CKV_DOCKER_6` and Trivy's `DS022` are respected.
"#;
