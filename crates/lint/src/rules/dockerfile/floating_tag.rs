//! `floating-tag`: an image is named without a version.

use longshore_model::Base;
use longshore_model::image::{ImageReference, UNKNOWN};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::Body;

use crate::{Check, ComposeContext, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "floating-tag",
    aliases: &["DL3006", "DL3007", "service-image-require-explicit-tag"],
    group: Group::Style,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Both(dockerfile, compose),
};

fn dockerfile(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let images = file.stages.iter().filter_map(|stage| {
        let Base::Image(image, _) = &stage.base else { return None };
        let Body::From(from) = &file.instruction(stage.instructions.start).body else { return None };
        finding(image, from.image.as_ref()?.span)
    });
    images.collect()
}

/// A service that is built gives its own image a name.
fn compose(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let unbuilt = way.project.application.services.iter().filter(|service| service.build.is_none());
    let images = unbuilt.filter_map(|service| {
        let text = service.image.as_ref()?;
        finding(&ImageReference::parse(text.text())?, context.text(text)?)
    });
    let mut found: Vec<Diagnostic> = images.collect();
    // An anchor brings one image into several services.
    found.sort_by_key(|one| one.span.start);
    found.dedup_by_key(|one| one.span);
    found
}

fn finding(image: &ImageReference, span: Span) -> Option<Diagnostic> {
    let name = &image.repository;
    let hidden = [Some(name), image.registry.as_ref(), image.tag.as_ref()];
    if image.digest.is_some() || hidden.into_iter().flatten().any(|part| part.contains(UNKNOWN)) {
        return None;
    }
    let message = match image.tag.as_deref() {
        None => format!("`{name}` has no tag: tomorrow another version may run; name one"),
        Some("latest") => format!("`{name}:latest` is whatever was newest when it was fetched; name a version"),
        Some(_) => return None,
    };
    Some(Diagnostic::new(&RULE, span, message))
}

const DOCS: &str = r#"An image is named without a version.

Without a tag the engine takes `latest`, which is another image tomorrow: two replicas on two machines may differ, and
what was tested is not what runs. A version, or a digest, makes a container that is replaced the same as before.

```dockerfile bad
FROM node
```

```compose bad
services:
  cache:
    image: redis:latest
```

```dockerfile good
FROM node:22.20-slim AS build
FROM build
COPY . /app
FROM gcr.io/distroless/static@sha256:3f2b64ef97bd285e36132c684e6b2ae8f2723293d09aae046196cca64251acac
```

```compose good
services:
  cache:
    image: redis:8.2
  app:
    image: example/app
    build: .
```

Silent: stages, digests, names and tags that a variable hides, and the image of a service that is built.
"#;
