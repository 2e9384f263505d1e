//! `definition-description`: the comment above a named stage or an argument does not describe it. Off by itself.

use longshore_syntax::dockerfile::{Body, Comment, From, Instruction, Keyword};

use crate::{Check, Context, Diagnostic, Group, Preset, Rule, Severity, suppress};

pub(crate) static RULE: Rule = Rule {
    name: "definition-description",
    aliases: &["InvalidDefinitionDescription"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let asked =
        context.settings.preset == Preset::Strict || matches!(context.settings.rules.get(RULE.name), Some(Some(_)));
    if !asked && !suppress::experimental(&context.dockerfile.syntax, &RULE) {
        return Vec::new();
    }
    let syntax = &context.dockerfile.syntax;
    let mut comments = syntax.comments.iter().peekable();
    let mut found = Vec::new();
    for instruction in &syntax.instructions {
        let mut last = None;
        while let Some(comment) = comments.next_if(|comment| comment.span.start < instruction.span.start) {
            last = Some(*comment).filter(|comment| !said(context, *comment).is_empty());
        }
        while comments.next_if(|comment| comment.span.start < instruction.span.end).is_some() {}
        let (Some(comment), names) = (last, names(instruction)) else { continue };
        let first = said(context, comment).split(' ').next().unwrap_or_default();
        if names.is_empty() || names.iter().any(|name| name == first) {
            continue;
        }
        let name = if let [only] = names.as_slice() { only } else { "NAME" };
        let message = format!("the comment above does not begin with what it describes; write `# {name} …`");
        found.push(Diagnostic::new(&RULE, instruction.keyword_span, message).with_related(comment.span, "the comment"));
    }
    found
}

/// What the comment says: one `#` is not part of it, a second one is.
fn said<'a>(context: &Context<'a>, comment: Comment) -> &'a str {
    let text = comment.span.text(&context.file.text);
    text.strip_prefix('#').unwrap_or(text).trim()
}

/// The names that the instruction defines.
fn names(instruction: &Instruction) -> Vec<String> {
    match (&instruction.body, instruction.keyword) {
        (Body::From(From { name: Some(name), .. }), _) => vec![name.raw.to_ascii_lowercase()],
        (Body::Pairs(pairs), Keyword::Arg) => pairs.iter().map(|pair| pair.key.clone()).collect(),
        _ => Vec::new(),
    }
}

const DOCS: &str = r#"The comment above a stage or an argument does not describe it.

`docker build --call=outline` and `--call=targets` show such comments as descriptions where they begin with the name. The
check is experimental: it looks only where a directive, or the configuration, asks for it.

```dockerfile bad
# check=experimental=InvalidDefinitionDescription

# the version of Go
ARG GO_VERSION=1.25
FROM golang:${GO_VERSION}
```

```dockerfile good
# check=experimental=InvalidDefinitionDescription

# GO_VERSION is the version of Go
ARG GO_VERSION=1.25
FROM golang:${GO_VERSION}
```

An empty comment line parts a comment from what follows it.

```dockerfile good
# check=experimental=all

# Everything below is for development
#
FROM golang:1.25 AS build
```

## Deciding against it

Put `# longshore ignore=definition-description` above the instruction.
"#;
