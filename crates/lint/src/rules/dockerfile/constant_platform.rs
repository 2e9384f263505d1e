//! `constant-platform`: `--platform` is always the same.

use longshore_syntax::dockerfile::{Body, Keyword};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "constant-platform",
    aliases: &["FromPlatformFlagConstDisallowed", "DL3029"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let froms = context.dockerfile.syntax.instructions.iter().filter(|one| one.keyword == Keyword::From);
    let findings = froms.filter_map(|from| {
        let value = from.flag("platform")?.value.as_ref()?;
        let platform = value.known().filter(|known| is_platform(known))?;
        let Body::From(arguments) = &from.body else { return None };
        let stage = arguments.name.as_ref().map(|name| name.raw.to_ascii_lowercase()).unwrap_or_default();
        if platform.split('/').take(2).any(|part| !part.is_empty() && stage.contains(part)) {
            return None;
        }
        let message = format!(
            "the stage is always built for `{platform}`, whatever platform is asked for; leave `--platform` out and give it \
             to the build, or name the stage after it"
        );
        Some(Diagnostic::new(&RULE, value.span, message))
    });
    findings.collect()
}

/// Whether the engine can read it: `linux`, `linux/arm64`, `linux/arm/v7`, of letters, digits, `.`, `_` and `-`.
fn is_platform(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    text.split('/').count() <= 3 && text.split('/').all(part)
}

const DOCS: &str = r#"`FROM` pins a platform.

The image then is for this platform whatever `docker build --platform` asks for; on other machines it runs slowly in an
emulator, or not at all. The platform belongs to the build, or, for a stage that cross-compiles, into
`--platform=$BUILDPLATFORM`.

```dockerfile bad
FROM --platform=linux/amd64 alpine:3.22
CMD ["date"]
```

## What is silent

Stages that are named after the platform, since then somebody has chosen.

```dockerfile good
FROM --platform=linux/amd64 alpine:3.22 AS base-amd64
FROM --platform=$BUILDPLATFORM golang:1.25 AS build
```

## Deciding against it

Put `# check=skip=FromPlatformFlagConstDisallowed` or `# longshore ignore=constant-platform` above the instruction.
Suppressions of hadolint's `DL3029` are respected.
"#;
