//! `unknown-build-target`: a service builds a stage that its Dockerfile does not have.

use longshore_model::Content;
use longshore_model::compose::Build;
use longshore_model::instructions::nearest;
use longshore_syntax::Language;

use super::super::known::{shown, written};
use crate::remedy::rename;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-build-target",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let builds = way.project.application.services.iter().filter_map(|service| service.build.as_ref());
    let mut found: Vec<Diagnostic> = builds.filter_map(|build| finding(context, build)).collect();
    found.sort_by_key(|finding| finding.span.start);
    found.dedup_by_key(|finding| finding.span);
    found
}

fn finding(context: &ComposeContext<'_>, build: &Build) -> Option<Diagnostic> {
    let (target, span) = written(context, build.target.as_ref()?)?;
    let path = build.dockerfile()?;
    let file = context.workspace.file(&path, Language::Dockerfile)?;
    let Content::Dockerfile(dockerfile) = &file.content else { return None };
    if dockerfile.stages.is_empty() || dockerfile.stage_named(target).is_some() {
        return None;
    }
    let names = || dockerfile.stages.iter().filter_map(|stage| stage.name.as_deref());
    let meant = nearest(target, names());
    let all: Vec<String> = names().take(5).map(|name| format!("`{name}`")).collect();
    let way = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if all.is_empty() => "its stages have no names; give this one a name with `AS`".to_owned(),
        None => format!("it has {}", all.join(", ")),
    };
    let message = format!("`{}` has no stage `{target}`, so the build fails: {way}", shown(context, &path));
    Some(Diagnostic::new(&RULE, span, message).with_fixes([meant.map(|meant| rename(Safety::Unsafe, span, meant))]))
}

const DOCS: &str = r#"A service builds a stage that its Dockerfile does not have.

The engine reads the file; the build fails.

```dockerfile beside
FROM node:22 AS build
RUN npm ci && npm run build

FROM nginx:1.29 AS production
COPY --from=build /app/dist /usr/share/nginx/html
```

```compose bad
services:
  app:
    build:
      context: .
      target: prodution
```

```compose fixed
services:
  app:
    build:
      context: .
      target: production
```

```compose good
services:
  app:
    build:
      context: .
      target: build
```

## What is silent

Targets with variables, and Dockerfiles that cannot be read.
"#;
