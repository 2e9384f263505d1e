//! `duplicate-stage-name`: two stages have one name.

use std::collections::HashMap;

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, From};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-stage-name",
    aliases: &["DuplicateStageName", "DL3024", "DS012", "CKV_DOCKER_11"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut first: HashMap<String, Span> = HashMap::new();
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        let Body::From(From { name: Some(name), .. }) = &instruction.body else { continue };
        match first.get(&name.raw.to_ascii_lowercase()) {
            Some(earlier) => {
                let message = format!(
                    "another stage is called `{}` too: `--target` and what follows get this one, and the other is out of \
                     reach; rename one of them",
                    name.raw
                );
                found.push(Diagnostic::new(&RULE, name.span, message).with_related(*earlier, "the other stage"));
            }
            None => _ = first.insert(name.raw.to_ascii_lowercase(), name.span),
        }
    }
    found
}

const DOCS: &str = r#"Two stages have one name.

`COPY --from`, `FROM` and `--target` find the later one; the earlier one can only be reached between the two, or by its
number. Names are the same where they differ in case alone.

```dockerfile bad
FROM node:22 AS build
RUN npm run build:client

FROM node:22 AS build
RUN npm run build:server
```

```dockerfile good
FROM node:22 AS client
RUN npm run build:client

FROM node:22 AS server
RUN npm run build:server
```

## Deciding against it

Put `# check=skip=DuplicateStageName` or `# longshore ignore=duplicate-stage-name` above the instruction.
"#;
