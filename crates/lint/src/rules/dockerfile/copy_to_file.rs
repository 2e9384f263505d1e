//! `copy-to-file`: several sources, and a destination that is no folder.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Word};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "copy-to-file",
    aliases: &["DL3021", "DS011"],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (at, instruction) in file.syntax.instructions.iter().enumerate() {
        let (Body::Copy(copy), Some(stage)) = (&instruction.body, file.stage_of(at)) else { continue };
        let Some(destination) = copy.destination.as_ref().filter(|_| copy.sources.len() > 1) else { continue };
        let value = file.expand(stage, at, destination);
        if value.known().is_some_and(|path| !is_folder(path)) {
            found.push(finding(destination, instruction.keyword.name()));
        }
    }
    found
}

fn is_folder(path: &str) -> bool {
    path.is_empty() || path.ends_with(['/', '\\']) || matches!(path.rsplit(['/', '\\']).next(), Some("." | ".."))
}

fn finding(destination: &Word, name: &str) -> Diagnostic {
    let raw = &destination.raw;
    let message = format!("`{name}` has several sources, so `{raw}` has to be a folder; write `{raw}/`");
    let edit = put(Span::empty(destination.span.end), "/");
    let fix = rewrite(format!("Write `{raw}/`"), Safety::Unsafe, vec![edit]);
    Diagnostic::new(&RULE, destination.span, message).with_fixes([Some(fix)])
}

const DOCS: &str = r#"`COPY` or `ADD` has several sources, and its destination is no folder.

A folder is written with a slash at its end. Without it some engines refuse the instruction, and others write one source
over the other.

```dockerfile bad
FROM node:22-slim
COPY package.json package-lock.json /app
```

```dockerfile fixed
FROM node:22-slim
COPY package.json package-lock.json /app/
```

```dockerfile good
FROM node:22-slim
COPY package.json package-lock.json ./
COPY src /app
```

## Deciding against it

Put `# longshore ignore=copy-to-file` above the instruction. Suppressions of hadolint's `DL3021` are respected.
"#;
