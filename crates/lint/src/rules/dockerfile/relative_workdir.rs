//! `relative-workdir`: the first `WORKDIR` depends on the base image.

use longshore_model::value::Value;
use longshore_model::{Base, Dockerfile};
use longshore_syntax::dockerfile::{Body, Keyword, Word};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "relative-workdir",
    aliases: &["WorkdirRelativePath", "DL3000", "DS009", "CKV_DOCKER_10"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    // Whether each stage, or one that it builds on, has a `WORKDIR`.
    let mut set = vec![false; file.stages.len()];
    for (index, stage) in file.stages.iter().enumerate() {
        let inherited = matches!(stage.base, Base::Stage(parent) if set[parent]);
        let first = stage.instructions.clone().find(|&at| file.instruction(at).keyword == Keyword::Workdir);
        set[index] = inherited || first.is_some();
        let Some(at) = first.filter(|_| !inherited) else { continue };
        let Body::Word(Some(word)) = &file.instruction(at).body else { continue };
        if !is_absolute(&file.expand(index, at, word), file.is_windows(index)) {
            found.push(finding(context, index, at, word));
        }
    }
    found
}

/// Whether the engine takes the path as one from the root.
fn is_absolute(path: &Value, windows: bool) -> bool {
    let drive = |text: &str| matches!(text.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic());
    match path.text() {
        text if windows && drive(text) => true,
        text if windows && text.starts_with('\\') => true,
        text => text.starts_with('/') || text.starts_with(longshore_model::value::UNKNOWN),
    }
}

fn finding(context: &Context<'_>, stage: usize, at: usize, word: &Word) -> Diagnostic {
    let message = format!(
        "`{}` lies below the base image's directory, which may change with the image; write it from the root",
        word.raw
    );
    Diagnostic::new(&RULE, word.span, message).with_fixes([fix(context.dockerfile, stage, at, word)])
}

/// The path that it is, where the base image's directory is known.
fn fix(file: &Dockerfile, stage: usize, at: usize, word: &Word) -> Option<Fix> {
    let directory = file.directory(stage, at);
    let (directory, path) = (directory.known().filter(|_| !file.is_windows(stage))?, word.known()?);
    let absolute = Value::from(path).path(&Value::from(directory));
    let title = format!("Write `{absolute}`");
    Some(rewrite(title, Safety::Safe, vec![put(word.span, absolute.text())]))
}

const DOCS: &str = r#"The first `WORKDIR` of a stage is relative.

It lies below the directory that the base image happens to have, so another version of the image can move the
application.

```dockerfile bad
FROM debian:12-slim
WORKDIR app
COPY . .
```

The fix writes the path that it is now; it is offered where the directory of the base image is known.

```dockerfile fixed
FROM debian:12-slim
WORKDIR /app
COPY . .
```

## What is silent

Relative paths behind an absolute one, in the stage or in a stage that it builds on.

```dockerfile good
FROM debian:12-slim AS base
WORKDIR /app

FROM base
WORKDIR server
```

## Deciding against it

Put `# check=skip=WorkdirRelativePath` or `# longshore ignore=relative-workdir` above the instruction. Suppressions of
hadolint's `DL3000`, Checkov's `CKV_DOCKER_10` and Trivy's `DS009` are respected.
"#;
