//! `stage-name-casing`: a stage's name has capitals.

use longshore_syntax::dockerfile::{Body, From};
use longshore_syntax::{Span, dockerfile::Instruction};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Edit, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "stage-name-casing",
    aliases: &["StageNameCasing"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        let Body::From(From { name: Some(name), .. }) = &instruction.body else { continue };
        let lower = name.raw.to_lowercase();
        if lower != name.raw {
            let message =
                format!("the engine knows the stage `{}` as `{lower}`; write its name in lower case", name.raw);
            let diagnostic = Diagnostic::new(&RULE, name.span, message);
            found.push(diagnostic.with_fixes([Some(fix(context, name.span, &name.raw, &lower))]));
        }
    }
    found
}

/// Lower case for the name, and wherever it is written in the same way.
fn fix(context: &Context<'_>, span: Span, written: &str, lower: &str) -> Fix {
    let uses = context.dockerfile.syntax.instructions.iter().flat_map(|instruction| uses(instruction, written));
    let mut edits: Vec<Edit> = uses.map(|span| put(span, lower)).collect();
    edits.push(put(span, lower));
    rewrite(format!("Name the stage `{lower}`"), Safety::Safe, edits)
}

/// Where `instruction` builds on a stage of that name, or copies from it.
fn uses(instruction: &Instruction, name: &str) -> Option<Span> {
    let word = match &instruction.body {
        Body::From(from) => from.image.as_ref(),
        Body::Copy(_) => instruction.flag("from").and_then(|flag| flag.value.as_ref()),
        _ => None,
    };
    word.filter(|word| word.raw == name).map(|word| word.span)
}

const DOCS: &str = r#"A stage's name has capital letters.

The engine takes names of stages in lower case, so what is written is not what messages and `--target` show; and a name
that differs from another one in case alone is the same name.

```dockerfile bad
FROM golang:1.25 AS Build
RUN go build -o /app .

FROM scratch
COPY --from=Build /app /app
CMD ["/app"]
```

```dockerfile fixed
FROM golang:1.25 AS build
RUN go build -o /app .

FROM scratch
COPY --from=build /app /app
CMD ["/app"]
```

```dockerfile good
FROM golang:1.25 AS build
RUN go build -o /app .
```

## Deciding against it

Put `# check=skip=StageNameCasing` or `# longshore ignore=stage-name-casing` above the instruction.
"#;
