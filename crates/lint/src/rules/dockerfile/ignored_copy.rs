//! `ignored-copy`: a source that `.dockerignore` keeps out of the build.

use longshore_model::Excluded;
use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Word};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "ignored-copy",
    aliases: &["CopyIgnoredFile"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let instructions = || file.syntax.instructions.iter().enumerate();
    let sources = || {
        let copies = instructions().filter(|(_, one)| matches!(one.keyword, Keyword::Copy | Keyword::Add));
        copies.flat_map(|(at, instruction)| local(instruction).map(move |word| (at, instruction.keyword, word)))
    };
    let path = |at: usize, word: &Word| {
        let value = file.expand(file.stage_of(at)?, at, word);
        value.known().map(str::to_owned)
    };
    let relative = |path: String| path.trim_start_matches('/').to_owned();
    let telling = || sources().take(TELLING).filter_map(|(at, _, word)| path(at, word)).map(relative).collect();
    let Some(excluded) = Excluded::new(context.workspace, &context.file.path, telling) else { return Vec::new() };
    let hidden = sources().filter(|&(at, _, word)| path(at, word).is_some_and(|path| excluded.covers(&path)));
    hidden.map(|(_, keyword, word)| finding(keyword.name(), word)).collect()
}

fn finding(name: &str, word: &Word) -> Diagnostic {
    let message = format!(
        "`.dockerignore` keeps `{}` out of the build, so `{name}` does not find it; take the pattern out, or copy something \
         else",
        word.raw
    );
    Diagnostic::new(&RULE, word.span, message)
}

/// How many sources tell which folder is the context.
const TELLING: usize = 8;

/// The sources that lie in the build context.
fn local(instruction: &Instruction) -> impl Iterator<Item = &Word> {
    let (sources, heredocs) = match &instruction.body {
        Body::Copy(copy) if instruction.flag("from").is_none() => (copy.sources.as_slice(), &instruction.heredocs[..]),
        _ => (&[][..], &[][..]),
    };
    let remote = |word: &Word| {
        let raw = word.raw.as_str();
        instruction.keyword == Keyword::Add && (raw.contains("://") || raw.starts_with("git@"))
    };
    sources.iter().filter(move |word| !remote(word) && heredocs.iter().all(|heredoc| heredoc.marker != word.outer))
}

const DOCS: &str = r#"A source of `COPY` or `ADD` is kept out of the build by `.dockerignore`.

What a pattern of `.dockerignore` matches is not sent to the engine, so the instruction fails, or copies less than it
says. The `.dockerignore` beside the Dockerfile is read, or in the folder above that is the build context.

With this `.dockerignore`

```text beside file=.dockerignore
secrets
*.md
```

two files are not there:

```dockerfile bad
FROM node:22-slim
COPY secrets /run/secrets
COPY README.md src /app/
```

```dockerfile good
FROM node:22-slim
COPY src /app/src
```

## What is silent

Files with exceptions (`!pattern`), and sources from other stages.

## Deciding against it

Put `# check=skip=CopyIgnoredFile` or `# longshore ignore=ignored-copy` above the instruction.
"#;
