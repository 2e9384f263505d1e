//! `undeclared-build-argument`: a service passes a build argument that its Dockerfile does not declare.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use longshore_model::compose::{Build, Variable};
use longshore_model::instructions::nearest;
use longshore_model::{Content, Dockerfile};
use longshore_syntax::dockerfile::{Body, Keyword};
use longshore_syntax::{Language, Span};

use super::super::known::{shown, written};
use crate::remedy::rename;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undeclared-build-argument",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

/// Arguments that BuildKit takes undeclared, in upper case, and what others of them begin with.
const PREDEFINED: &[&str] = &["HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY", "SOURCE_DATE_EPOCH"];
const PREFIXES: &[&str] = &["BUILDKIT_", "TARGET", "BUILD"];
const PLATFORM: &[&str] = &["PLATFORM", "OS", "ARCH", "VARIANT", "STAGE"];

/// An argument that is passed to Dockerfiles which do not declare it.
struct Passed<'a> {
    name: &'a str,
    dockerfile: PathBuf,
    meant: Option<String>,
    /// Whether one of the Dockerfiles that it is passed to declares it, or may.
    declared: bool,
}

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let mut names: HashMap<PathBuf, Option<HashSet<String>>> = HashMap::new();
    let mut passed: BTreeMap<(u32, u32), Passed<'_>> = BTreeMap::new();
    for build in way.project.application.services.iter().filter_map(|service| service.build.as_ref()) {
        for argument in &build.args {
            add(context, build, argument, &mut names, &mut passed);
        }
    }
    let missing = passed.into_iter().filter(|(_, one)| !one.declared);
    missing.map(|((start, end), one)| finding(context, Span::new(start, end), &one)).collect()
}

fn add<'a>(
    context: &ComposeContext<'_>,
    build: &'a Build,
    argument: &'a Variable,
    names: &mut HashMap<PathBuf, Option<HashSet<String>>>,
    passed: &mut BTreeMap<(u32, u32), Passed<'a>>,
) {
    let Some((name, span)) = written(context, &argument.name).filter(|(name, _)| !is_predefined(name)) else { return };
    let dockerfile = build.dockerfile().unwrap_or_default();
    let known = names.entry(dockerfile.clone()).or_insert_with(|| declared(context, &dockerfile));
    let declared = known.as_ref().is_none_or(|known| known.contains(name));
    let meant = known.iter().filter(|_| !declared).find_map(|known| {
        let mut sorted: Vec<&str> = known.iter().map(String::as_str).collect();
        sorted.sort_unstable();
        nearest(name, sorted.into_iter().filter(|other| !is_passed(build, other))).map(str::to_owned)
    });
    let slot = passed.entry((span.start, span.end));
    slot.or_insert(Passed { name, dockerfile, meant, declared }).declared |= declared;
}

/// Whether `build` passes an argument of that name, too.
fn is_passed(build: &Build, name: &str) -> bool {
    build.args.iter().any(|argument| argument.name.text() == name)
}

/// The arguments that the Dockerfile at `path` declares; `None` where it cannot be read, or may take any.
fn declared(context: &ComposeContext<'_>, path: &Path) -> Option<HashSet<String>> {
    let file = context.workspace.file(path, Language::Dockerfile)?;
    let Content::Dockerfile(dockerfile) = &file.content else { return None };
    let custom = longshore_model::Frontend::of(&dockerfile.syntax).is_custom();
    (!custom && !dockerfile.stages.is_empty()).then(|| arguments(dockerfile))
}

fn arguments(dockerfile: &Dockerfile) -> HashSet<String> {
    let instructions = dockerfile.syntax.instructions.iter().filter(|one| one.keyword == Keyword::Arg);
    let pairs = instructions.filter_map(|one| if let Body::Pairs(pairs) = &one.body { Some(pairs) } else { None });
    pairs.flatten().map(|pair| pair.key.to_string()).collect()
}

fn is_predefined(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let platform = PREFIXES.iter().filter_map(|prefix| upper.strip_prefix(prefix));
    PREDEFINED.contains(&upper.as_str())
        || upper.starts_with("BUILDKIT_")
        || platform.into_iter().any(|rest| PLATFORM.contains(&rest))
}

fn finding(context: &ComposeContext<'_>, span: Span, passed: &Passed<'_>) -> Diagnostic {
    let way = match &passed.meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("add `ARG {}` there, or leave it out", passed.name),
    };
    let path = shown(context, &passed.dockerfile);
    let message = format!("`{path}` declares no build argument `{}`, so it does nothing: {way}", passed.name);
    let fix = passed.meant.as_ref().map(|meant| rename(Safety::Unsafe, span, meant));
    Diagnostic::new(&RULE, span, message).with_fixes([fix])
}

const DOCS: &str = r#"A service passes a build argument that its Dockerfile does not declare.

The build goes on as if it were not there.

```dockerfile beside
ARG NODE_VERSION=22
FROM node:${NODE_VERSION}
ARG API_URL
RUN npm ci && npm run build
```

```compose bad
services:
  app:
    build:
      context: .
      args:
        NODE_VERSON: 24
        API_URL: https://api.example.org
```

```compose fixed
services:
  app:
    build:
      context: .
      args:
        NODE_VERSION: 24
        API_URL: https://api.example.org
```

```compose good
services:
  app:
    build:
      context: .
      args:
        - API_URL=https://api.example.org
        - HTTP_PROXY
        - BUILDKIT_INLINE_CACHE=1
```

## What is silent

Arguments that BuildKit knows by itself, those that several services share of which one declares them, Dockerfiles that
cannot be read, and custom frontends.
"#;
