//! `reserved-stage-name`: a stage is called like something that the engine has.

use longshore_syntax::dockerfile::{Body, From};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "reserved-stage-name",
    aliases: &["ReservedStageName"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let findings = instructions.filter_map(|instruction| {
        let Body::From(From { name: Some(name), .. }) = &instruction.body else { return None };
        let means = match name.raw.to_ascii_lowercase().as_str() {
            "scratch" => "the empty image",
            "context" => "the build context",
            _ => return None,
        };
        let message = format!("`{}` is the name of {means}, not of a stage; choose another one", name.raw);
        Some(Diagnostic::new(&RULE, name.span, message))
    });
    findings.collect()
}

const DOCS: &str = r#"A stage has a name that means something else.

`scratch` is the empty image and `context` the build context. A stage of that name cannot be told from them.

```dockerfile bad
FROM alpine:3.22 AS scratch
RUN apk add --no-cache curl
```

```dockerfile good
FROM alpine:3.22 AS tools
RUN apk add --no-cache curl
```

## Deciding against it

Put `# check=skip=ReservedStageName` or `# longshore ignore=reserved-stage-name` above the instruction.
"#;
