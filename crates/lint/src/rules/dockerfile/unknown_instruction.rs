//! `unknown-instruction`: a line begins with a word that is no instruction.

use longshore_model::instructions::nearest;
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

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let unknown = instructions.filter(|instruction| instruction.inner().keyword == Keyword::Unknown);
    unknown.map(|instruction| finding(context, instruction)).collect()
}

fn finding(context: &Context<'_>, instruction: &Instruction) -> Diagnostic {
    let inner = instruction.inner();
    let written = inner.keyword_span.text(&context.file.text);
    let meant = nearest(written, Keyword::names());
    let way = match meant {
        Some(meant) => format!("; did you mean `{meant}`?"),
        None => "; continue the line before with `\\` if it belongs to that".replace('\\', &escape(context)),
    };
    // What a trigger says, the engine reads when another image is built on this one.
    let trigger = instruction.keyword == Keyword::Onbuild;
    let severity = if trigger { Severity::Warning } else { Severity::Error };
    let fix = meant.map(|meant| rename(Safety::Unsafe, inner.keyword_span, meant));
    let diagnostic = Diagnostic::new(&RULE, inner.keyword_span, format!("there is no instruction `{written}`{way}"));
    Diagnostic { severity, ..diagnostic.with_fixes([fix]) }
}

fn escape(context: &Context<'_>) -> String {
    context.dockerfile.syntax.escape.to_string()
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

```dockerfile good
FROM alpine:3.22
RUN apk add --no-cache curl \
    jq
```

A custom frontend (`# syntax=`) may know other instructions; then nothing is reported.
"#;
