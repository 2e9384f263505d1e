//! `missing-from`: a file without a stage, or an instruction before the first one.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::Keyword;

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "missing-from",
    aliases: &["DL3061"],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let all = &context.dockerfile.syntax.instructions;
    let error = |span, message: &str| Diagnostic::new(&RULE, span, message.to_owned());
    let Some(last) = all.last() else {
        return vec![error(end(context), "the file has no instruction; begin with `FROM`")];
    };
    // Without a stage nothing but `ARG` is allowed; the first other one is what the engine stops at.
    let early = all.iter().take_while(|one| one.keyword != Keyword::From);
    let mut early = early.filter(|one| !matches!(one.keyword, Keyword::Arg | Keyword::Unknown));
    if let Some(instruction) = early.next() {
        let name = instruction.keyword.name();
        let message = format!("`{name}` stands before the first `FROM`, where only `ARG` may stand");
        return vec![error(instruction.keyword_span, &message)];
    }
    let named = all.iter().any(|one| matches!(one.keyword, Keyword::From | Keyword::Unknown));
    if named {
        Vec::new()
    } else {
        vec![error(last.keyword_span, "the file has no `FROM`, so there is nothing to build")]
    }
}

/// The last line of a file that says nothing.
fn end(context: &Context<'_>) -> Span {
    let (lines, text) = (&context.file.lines, &context.file.text);
    let last = lines.count().saturating_sub(if text.ends_with('\n') { 2 } else { 1 });
    lines.content(text, last)
}

const DOCS: &str = r#"The file has no stage, or an instruction stands before the first `FROM`.

A stage begins with `FROM`. Only `ARG` may stand before the first one, for arguments that `FROM` uses.

```dockerfile bad
RUN echo hello
FROM alpine:3.22
```

```dockerfile bad
ARG VERSION=3.22
```

```dockerfile good
ARG VERSION=3.22
FROM alpine:${VERSION}
RUN echo hello
```
"#;
