//! `invalid-default-image`: without build arguments `FROM` names no image.

use longshore_model::image::ImageReference;
use longshore_model::{Base, Globals};
use longshore_syntax::dockerfile::{Body, Word};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-default-image",
    aliases: &["InvalidDefaultArgInFrom"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let globals = file.globals();
    let mut found = Vec::new();
    for stage in file.stages.iter().filter(|stage| !matches!(stage.base, Base::Stage(_))) {
        let Body::From(from) = &file.instruction(stage.instructions.start).body else { continue };
        let Some(image) = from.image.as_ref().filter(|image| image.known().is_none()) else { continue };
        let Some(value) = globals.default_of(image) else { continue };
        if !ImageReference::is_accepted(&value) {
            found.push(finding(context, &globals, image, &value));
        }
    }
    found
}

fn finding(context: &Context<'_>, globals: &Globals<'_>, image: &Word, value: &str) -> Diagnostic {
    let variables = image.variables();
    let unset = variables.iter().find(|variable| !globals.has_default(&variable.name)).or(variables.first());
    let name = unset.map_or("", |variable| &variable.name);
    let what = if value.is_empty() { "names no image".to_owned() } else { format!("is `{value}`, which is no image") };
    let hidden = context.dockerfile.default_in_stage(name);
    let way = match hidden {
        Some(_) => "the default of a stage does not count here: move that `ARG` before the first `FROM`".to_owned(),
        None => format!("give `{name}` a default that works"),
    };
    let message = format!("without a build argument `{}` {what}; {way}", image.raw);
    let finding = Diagnostic::new(&RULE, image.span, message);
    match hidden {
        Some(place) => finding.with_related(place, "this default counts in its stage only"),
        None => finding,
    }
}

const DOCS: &str = r#"Without build arguments `FROM` does not name an image.

A Dockerfile that builds with a plain `docker build` is easier to try and to keep working. Where every build argument
that `FROM` needs has a default, nobody has to look for values that fit.

```dockerfile bad
ARG VERSION
FROM busybox:${VERSION}
```

```dockerfile good
ARG VERSION=stable
FROM busybox:${VERSION}
```

The `ARG` of a stage counts in that stage only:

```dockerfile bad
FROM alpine:3.22 AS tools
ARG BASE=debian:13-slim
FROM ${BASE}
```

## What is silent

Arguments whose absence leaves a name that works.

```dockerfile good
ARG VARIANT
FROM busybox:stable${VARIANT}
```

## Deciding against it

Put `# check=skip=InvalidDefaultArgInFrom` or `# longshore ignore=invalid-default-image` above the instruction.
"#;
