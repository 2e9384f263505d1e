//! `unknown-stage`: files are taken from a stage that is not there, or that comes later.

use std::collections::HashMap;

use longshore_model::image::ImageReference;
use longshore_model::instructions::nearest;
use longshore_model::{Base, Dockerfile, Link, images};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Word};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-stage",
    aliases: &["DL3022"],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found: Vec<Diagnostic> = file.links().iter().filter_map(|link| finding(file, link)).collect();
    found.extend(later_bases(file));
    found
}

fn finding(file: &Dockerfile, link: &Link) -> Option<Diagnostic> {
    if let Some(number) = link.number().filter(|_| link.target.is_none()) {
        let last = file.stages.len() - 1;
        let message = format!("there is no stage {number}: the file has 0 to {last}");
        return Some(Diagnostic::new(&RULE, link.span, message));
    }
    match link.target {
        Some(target) if target > link.stage => {
            let message = format!("the stage `{}` comes later, where only BuildKit looks; move it up", link.name);
            let diagnostic = Diagnostic::new(&RULE, link.span, message);
            let from = file.instruction(file.stages[target].instructions.start);
            Some(Diagnostic { severity: Severity::Warning, ..diagnostic }.with_related(from.span, "the stage"))
        }
        Some(_) => None,
        None => missing(file, link),
    }
}

/// A name that no stage has is an image's. One that looks like a stage's most likely is meant to be one.
fn missing(file: &Dockerfile, link: &Link) -> Option<Diagnostic> {
    let name = &link.name;
    let warning = |message: String, fix: Option<Fix>| {
        let diagnostic = Diagnostic::new(&RULE, link.span, message).with_fixes([fix]);
        Some(Diagnostic { severity: Severity::Warning, ..diagnostic })
    };
    if name.contains('$') {
        let message = "variables are not expanded here; make a stage with `FROM` that they name, and copy from it";
        return warning(message.to_owned(), None);
    }
    if name.contains(['/', ':', '.', '@']) {
        return None;
    }
    let image = ImageReference::parse(name);
    if image.is_some_and(|image| images::lookup(&image).is_some()) {
        return None;
    }
    let names = file.stages.iter().filter_map(|stage| stage.name.as_deref());
    let meant = nearest(name, names);
    let way = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
    let message = format!("no stage is called `{name}`, so the engine looks for an image of that name{way}");
    warning(message, meant.map(|meant| rename(Safety::Unsafe, link.span, meant)))
}

/// `FROM` sees only the stages above it: a name of one below is an image's.
fn later_bases(file: &Dockerfile) -> Vec<Diagnostic> {
    let mut last: HashMap<&str, (usize, Span)> = HashMap::new();
    let from = |index: usize| file.instruction(file.stages[index].instructions.start);
    for (index, stage) in file.stages.iter().enumerate() {
        last.extend(stage.name.as_deref().map(|name| (name, (index, from(index).span))));
    }
    let image = |index: usize| -> Option<&Word> {
        let Body::From(arguments) = &from(index).body else { return None };
        arguments.image.as_ref()
    };
    let images = (0..file.stages.len()).filter(|&index| matches!(file.stages[index].base, Base::Image(..)));
    let findings = images.filter_map(|index| {
        let word = image(index)?;
        let &(_, place) = last.get(word.raw.to_ascii_lowercase().as_str()).filter(|(other, _)| *other > index)?;
        let message =
            format!("the stage `{}` comes later, so the engine looks for an image of that name; move it up", word.raw);
        let diagnostic = Diagnostic::new(&RULE, word.span, message).with_related(place, "the stage");
        Some(Diagnostic { severity: Severity::Warning, ..diagnostic })
    });
    findings.collect()
}

const DOCS: &str = r#"Files are taken from a stage that is not there, or that comes later.

A number must be that of a stage, from 0 on; the engine refuses others. A name that no stage has is taken for an image's,
which is looked for in the registry: most likely it is misspelt.

```dockerfile bad
FROM golang:1.25 AS build
RUN go build -o /app .

FROM scratch
COPY --from=buidl /app /app
```

```dockerfile fixed
FROM golang:1.25 AS build
RUN go build -o /app .

FROM scratch
COPY --from=build /app /app
```

```dockerfile bad
FROM scratch
COPY --from=5 /app /app
```

A stage that comes later is found by BuildKit only, by `COPY --from` and mounts only; that is a warning.

```dockerfile good
FROM golang:1.25 AS build
RUN go build -o /app .

FROM scratch
COPY --from=build /app /app
COPY --from=busybox /bin/wget /bin/wget
COPY --from=ghcr.io/acme/tools /bin/tool /bin/tool
```

## Deciding against it

Put `# longshore ignore=unknown-stage` above the instruction. Suppressions of hadolint's `DL3022` are respected.
"#;
