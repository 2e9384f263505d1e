//! `unused-stage`: no stage builds on it, and none copies from it.

use longshore_model::{Base, Stage};
use longshore_syntax::dockerfile::{Body, Word};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unused-stage",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut used = vec![false; file.stages.len()];
    for stage in &file.stages {
        if let Base::Stage(parent) = stage.base {
            used[parent] = true;
        }
    }
    file.links().iter().filter_map(|link| link.target).for_each(|target| used[target] = true);
    // A variable may name any stage, and a file of nothing but `FROM` is a list of images for another program.
    let mut images = file.stages.iter().filter_map(|stage| image(context, stage));
    let hidden = images.any(|image| image.known().is_none())
        || file.links().iter().any(|link| link.target.is_none() && link.name.contains('$'));
    let list = file.stages.iter().all(|stage| stage.instructions.len() == 1);
    let unused = (0..file.stages.len().saturating_sub(1)).filter(|&index| !used[index]);
    unused.filter_map(|index| finding(context, index, !hidden && !list)).collect()
}

/// What a stage builds on, as written.
fn image<'a>(context: &Context<'a>, stage: &Stage) -> Option<&'a Word> {
    let Body::From(from) = &context.dockerfile.instruction(stage.instructions.start).body else { return None };
    from.image.as_ref()
}

/// A named stage can be asked for with `--target`; it is odd only where it does nothing.
fn finding(context: &Context<'_>, index: usize, named: bool) -> Option<Diagnostic> {
    let stage = &context.dockerfile.stages[index];
    let Body::From(from) = &context.dockerfile.instruction(stage.instructions.start).body else { return None };
    let (span, message) = match &from.name {
        Some(_) if !named || stage.instructions.len() > 1 => return None,
        Some(name) => (name.span, format!("nothing uses the stage `{}`, and it does nothing; remove it", name.raw)),
        None => {
            let image = image(context, stage)?;
            (image.span, "nothing uses this stage, and it has no name to ask for it: it is never built".to_owned())
        }
    };
    Some(Diagnostic::new(&RULE, span, message))
}

const DOCS: &str = r#"No stage builds on this one, and none copies from it.

The engine builds the last stage and what that needs. A stage without a name cannot even be asked for with `--target`,
so it is only read, never built.

```dockerfile bad
FROM node:22
RUN npm run build

FROM nginx:1.29
COPY dist /usr/share/nginx/html
```

## What is silent

Stages with a name, which may be meant for `--target`, as long as they do something.

```dockerfile good
FROM node:22 AS test
RUN npm test

FROM node:22-slim
CMD ["node", "server.js"]
```

## Deciding against it

Put `# longshore ignore=unused-stage` above the instruction.
"#;
