//! `unterminated-heredoc`: the file ends before a heredoc does.

use longshore_syntax::dockerfile::{Heredoc, Keyword};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unterminated-heredoc",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let takes = instructions.filter(|one| matches!(one.inner().keyword, Keyword::Run | Keyword::Copy | Keyword::Add));
    let heredocs = takes.flat_map(|instruction| &instruction.inner().heredocs);
    heredocs.filter(|heredoc| heredoc.end.is_none()).map(|heredoc| finding(context, heredoc)).collect()
}

fn finding(context: &Context<'_>, heredoc: &Heredoc) -> Diagnostic {
    let name = &heredoc.name;
    let message = format!("no line says `{name}` and nothing else, so this heredoc never ends");
    let diagnostic = Diagnostic::new(&RULE, heredoc.marker, message);
    // A blank before or behind the word is what is seen last.
    let body = heredoc.body.text(&context.file.text);
    let mut at = heredoc.body.start;
    for line in body.split_inclusive('\n') {
        if line.trim() == name {
            let start = at + (line.len() - line.trim_start().len()) as u32;
            let span = longshore_syntax::Span::new(start, start + name.len() as u32);
            return diagnostic.with_related(span, "blanks around the word keep this line from ending it");
        }
        at += line.len() as u32;
    }
    diagnostic
}

const DOCS: &str = r#"The file ends before a heredoc does.

A heredoc ends with a line that has the word behind `<<` and nothing else, no blanks either; with `<<-` tabs may stand
before it.

```dockerfile bad
FROM alpine:3.22
RUN <<EOF
apk add --no-cache curl
 EOF
CMD ["date"]
```

```dockerfile good
FROM alpine:3.22
RUN <<EOF
apk add --no-cache curl
EOF
CMD ["date"]
```
"#;
