//! `cut-command`: a command with `&&`, `;`, `|` or a redirection outside quotes, which no shell reads.

use longshore_model::compose::keys::Format;
use longshore_model::compose::{Fault, FaultKind};
use longshore_syntax::Span;
use longshore_syntax::yaml::Node;

use crate::rules::words::{inner, place};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "cut-command",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let odd = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::Odd(node, Format::Command) => finding(context, fault, node),
        _ => None,
    });
    odd.collect()
}

fn finding(context: &ComposeContext<'_>, fault: &Fault<'_>, node: &Node) -> Option<Diagnostic> {
    let text = node.as_str()?;
    let at = Format::Command.cut(text)?;
    let span = inner(node, &context.file.text).map_or(fault.span, |span| Span::new(span.start + at as u32, span.end));
    let dropped = text[at..].split_whitespace().next().unwrap_or_default();
    let message = format!(
        "{} runs without a shell: the engine drops `{dropped}` and all that follows; write `sh -c '…'`",
        place(fault.at)
    );
    Some(Diagnostic::new(&RULE, span, message))
}

const DOCS: &str = r#"A command with `&&`, `;`, `|` or a redirection outside quotes, which no shell reads.

The engine splits a command into words itself. At the first such sign it stops, and drops the rest without a word.

```compose bad
services:
  app:
    image: python:3.14
    command: python manage.py migrate && python manage.py runserver
```

```compose good
services:
  app:
    image: python:3.14
    command: sh -c "python manage.py migrate && python manage.py runserver"
```

Health checks run in a shell when they are one text. Where the image's entrypoint is `["sh", "-c"]`, the sign must stand in
quotes all the same.
"#;
