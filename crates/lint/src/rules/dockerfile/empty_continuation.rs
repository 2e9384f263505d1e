//! `empty-continuation`: a blank line inside a continued instruction.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::Instruction;

use crate::remedy::{delete_lines, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "empty-continuation",
    aliases: &["NoEmptyContinuation"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.dockerfile.syntax.instructions.iter().filter_map(|instruction| finding(context, instruction)).collect()
}

/// Stands where the instruction ends, which is where the engine reports it: what it says may surprise there.
fn finding(context: &Context<'_>, instruction: &Instruction) -> Option<Diagnostic> {
    let (lines, text) = (&context.file.lines, &context.file.text);
    let first = lines.line(instruction.span.start);
    // Bodies of heredocs are no continuation.
    let body = instruction.inner().heredocs.first().map(|heredoc| heredoc.body.start);
    let end = body.map_or(instruction.span.end, |body| body.saturating_sub(1));
    let last = lines.line(end);
    let blank: Vec<Span> = (first + 1..last)
        .map(|line| lines.content(text, line))
        .filter(|line| line.text(text).trim().is_empty())
        .collect();
    let &nearest = blank.last()?;
    let edits = blank.iter().map(|line| delete_lines(context.file, *line)).collect();
    let content = lines.content(text, last);
    let indent = content.text(text).len() - content.text(text).trim_start().len();
    let span = Span::new(content.start + indent as u32, content.end.min(end));
    let message = "this still belongs to the instruction above the blank line, which newer engines will refuse; remove \
                   the blank line, or the continuation before it";
    let fix = rewrite("Remove the blank lines", Safety::Safe, edits);
    let diagnostic = Diagnostic::new(&RULE, span, message.to_owned()).with_fixes([Some(fix)]);
    Some(diagnostic.with_related(nearest, "the blank line"))
}

const DOCS: &str = r#"A blank line stands inside a continued instruction.

The engine skips it and takes the next line as part of the instruction. It reads as if the instruction ended there, and
the engine announces that it will.

```dockerfile bad
FROM alpine:3.22
RUN apk add --no-cache \

    curl
CMD ["date"]
```

```dockerfile fixed
FROM alpine:3.22
RUN apk add --no-cache \
    curl
CMD ["date"]
```

## What is silent

Comments between the lines, which set parts apart just as well.

```dockerfile good
FROM alpine:3.22
RUN apk add --no-cache \
    # for the health check
    curl
```

## Deciding against it

Put `# check=skip=NoEmptyContinuation` or `# longshore ignore=empty-continuation` above the instruction.
"#;
