//! `unknown-instruction`: a line begins with a word that is no instruction.

use longshore_model::instructions::nearest;
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Instruction, Keyword};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-instruction",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// How a line begins that an unfinished merge left.
const MERGE: &[&str] = &["<<<<<<<", "=======", ">>>>>>>", "|||||||"];

/// How many further lines a finding names.
const RELATED: usize = 10;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let mut found: Vec<Diagnostic> = Vec::new();
    // The findings that further marks, and lines right behind, belong to: they have one cause.
    let (mut merge, mut block) = (None, None);
    for (index, instruction) in instructions.enumerate() {
        let span = instruction.inner().keyword_span;
        if instruction.inner().keyword != Keyword::Unknown {
            block = None;
            continue;
        }
        let is_merge = MERGE.iter().any(|mark| span.text(&context.file.text).starts_with(mark));
        let cause = if is_merge { &mut merge } else { &mut block };
        let alone = !is_merge && nearest(span.text(&context.file.text), Keyword::names()).is_some();
        match cause.and_then(|at: usize| found.get_mut(at)) {
            Some(first) if !alone => join(first, span),
            _ => {
                *cause = Some(found.len());
                found.push(if is_merge { mark(span) } else { finding(context, instruction, index == 0) });
            }
        }
    }
    found
}

fn join(first: &mut Diagnostic, span: Span) {
    if first.related.len() < RELATED {
        *first = first.clone().with_related(span, "neither is this");
    }
}

fn mark(span: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        span,
        "a merge left its mark here, which is no instruction; keep one of both sides".to_owned(),
    )
}

fn finding(context: &Context<'_>, instruction: &Instruction, first: bool) -> Diagnostic {
    let inner = instruction.inner();
    let written = inner.keyword_span.text(&context.file.text);
    let meant = nearest(written, Keyword::names());
    let way = match (meant, context.dockerfile.syntax.escape) {
        (Some(meant), _) => format!("did you mean `{meant}`?"),
        (None, _) if first => "a Dockerfile begins with `FROM`".to_owned(),
        (None, '`') => "end the line before with a backtick if this belongs to it".to_owned(),
        (None, escape) => format!("end the line before with `{escape}` if this belongs to it"),
    };
    // What a trigger says, the engine reads when another image is built on this one.
    let trigger = instruction.keyword == Keyword::Onbuild;
    let severity = if trigger { Severity::Warning } else { Severity::Error };
    let fix = meant.map(|meant| rename(Safety::Unsafe, inner.keyword_span, meant));
    let diagnostic = Diagnostic::new(&RULE, inner.keyword_span, format!("there is no instruction `{written}`; {way}"));
    Diagnostic { severity, ..diagnostic.with_fixes([fix]) }
}

const DOCS: &str = r#"A line begins with a word that is no instruction.

Either it is misspelt, or the line before it should have been continued.

```dockerfile bad
FROM alpine:3.22
COYP app /app
```

```dockerfile fixed
FROM alpine:3.22
COPY app /app
```

Several such lines behind each other are one finding, and so are the marks of a merge:

```dockerfile bad
FROM alpine:3.22
<<<<<<< ours
RUN a
=======
RUN b
>>>>>>> theirs
```

```dockerfile good
FROM alpine:3.22
RUN apk add --no-cache curl \
    jq
```

A custom frontend (`# syntax=`) may know other instructions; then nothing is reported.
"#;
