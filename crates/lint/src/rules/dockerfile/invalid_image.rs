//! `invalid-image`: what `FROM` or `COPY --from` names cannot be an image.

use longshore_model::image::ImageReference;
use longshore_model::{Base, Globals};
use longshore_syntax::dockerfile::{Body, Word};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-image",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let globals = file.globals();
    let mut found = Vec::new();
    for stage in file.stages.iter().filter(|stage| !matches!(stage.base, Base::Stage(_))) {
        let Body::From(from) = &file.instruction(stage.instructions.start).body else { continue };
        let Some(image) = from.image.as_ref().filter(|image| is_fixed(&globals, image)) else { continue };
        let value = globals.default_of(image).filter(|value| !ImageReference::is_accepted(value));
        found.extend(value.map(|value| finding(image, &value)));
    }
    found
}

/// Whether no build argument can make another image of it.
fn is_fixed(globals: &Globals<'_>, image: &Word) -> bool {
    image.variables().iter().all(|variable| !globals.declares(&variable.name))
}

fn finding(image: &Word, value: &str) -> Diagnostic {
    if value.is_empty() {
        let message = format!("`{}` is always empty, and `FROM` needs an image", image.raw);
        return Diagnostic::new(&RULE, image.span, message);
    }
    let lower = value.to_lowercase();
    let cased = lower != value && ImageReference::is_accepted(&lower);
    let why = if cased { "names of images are in lower case" } else { "the name of an image cannot look like this" };
    let fix = (cased && image.known().is_some()).then(|| rename(Safety::Unsafe, image.span, &lower));
    Diagnostic::new(&RULE, image.span, format!("`{value}` is no image: {why}")).with_fixes([fix])
}

const DOCS: &str = r#"What `FROM` names cannot be an image.

```dockerfile bad
FROM Alpine:3.22
```

```dockerfile fixed
FROM alpine:3.22
```

Placeholders that another program fills in look like this to the engine too; so does a variable that no `ARG` declares:

```dockerfile bad
FROM %%BASE_IMAGE%%
FROM registry.example/${TEAM}/app
```

```dockerfile good
ARG TEAM=web
FROM registry.example/${TEAM}/app
```

A name that only a build argument makes valid is `invalid-default-image`'s.
"#;
