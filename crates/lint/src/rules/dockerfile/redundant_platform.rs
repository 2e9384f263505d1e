//! `redundant-platform`: `--platform` asks for what is the default.

use longshore_syntax::dockerfile::Keyword;

use crate::remedy::{cut, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "redundant-platform",
    aliases: &["RedundantTargetPlatform"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let froms = context.dockerfile.syntax.instructions.iter().filter(|one| one.keyword == Keyword::From);
    let findings = froms.filter_map(|from| {
        let flag = from.flag("platform")?;
        let value = flag.value.as_ref()?;
        if !matches!(value.raw.as_str(), "$TARGETPLATFORM" | "${TARGETPLATFORM}") {
            return None;
        }
        let message = "images are pulled for the target platform anyway; leave `--platform` out".to_owned();
        let fix = rewrite("Remove `--platform`", Safety::Safe, vec![cut(context.file, flag.span)]);
        Some(Diagnostic::new(&RULE, flag.span, message).with_fixes([Some(fix)]))
    });
    findings.collect()
}

const DOCS: &str = r#"`--platform=$TARGETPLATFORM` asks for what is the default.

A `FROM` without `--platform` gives the platform that is built for. The flag is needed for another one only, as in
`--platform=$BUILDPLATFORM` for a stage that cross-compiles.

```dockerfile bad
FROM --platform=$TARGETPLATFORM alpine:3.22
CMD ["date"]
```

```dockerfile fixed
FROM alpine:3.22
CMD ["date"]
```

```dockerfile good
FROM --platform=$BUILDPLATFORM golang:1.25 AS build
```

## Deciding against it

Put `# check=skip=RedundantTargetPlatform` or `# longshore ignore=redundant-platform` above the instruction.
"#;
