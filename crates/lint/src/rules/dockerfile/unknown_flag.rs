//! `unknown-flag`: an instruction has a flag that it does not know.

use longshore_model::Frontend;
use longshore_model::instructions::{self, NEWEST, flag_names, nearest};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Flag, Instruction, Keyword};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-flag",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let frontend = Frontend::of(&context.dockerfile.syntax);
    let mut found = Vec::new();
    for instruction in context.dockerfile.syntax.instructions.iter().filter(|one| reads_flags(one)) {
        for flag in &instruction.inner().flags {
            let severity = if instruction.keyword == Keyword::Onbuild { Severity::Warning } else { Severity::Error };
            let finding = finding(context, &frontend, instruction.inner().keyword, flag);
            found.extend(finding.map(|finding| Diagnostic { severity, ..finding }));
        }
    }
    found
}

/// `HEALTHCHECK NONE` lets its flags pass unread, and an unknown instruction is reported as such.
fn reads_flags(instruction: &Instruction) -> bool {
    let inner = instruction.inner();
    let none = inner.keyword == Keyword::Healthcheck && inner.arguments.text.trim().eq_ignore_ascii_case("none");
    inner.keyword != Keyword::Unknown && !none
}

fn finding(context: &Context<'_>, frontend: &Frontend, keyword: Keyword, flag: &Flag) -> Option<Diagnostic> {
    let name = keyword.name();
    if let Some(known) = instructions::flag(keyword, &flag.name) {
        if frontend.knows(known) {
            return None;
        }
        let since = if known.since == NEWEST { "the labs channel of".into() } else { format!("1.{} of", known.since) };
        let message =
            format!("`--{}` came with {since} `docker/dockerfile`, and `# syntax` asks for an older one", known.name);
        return Some(Diagnostic::new(&RULE, flag.span, message));
    }
    let names: Vec<&str> = flag_names(keyword).collect();
    let meant = nearest(&flag.name, names.iter().copied());
    let way = match meant {
        Some(meant) => format!("; did you mean `--{meant}`?"),
        None if names.is_empty() => "; it takes none".to_owned(),
        None => format!("; it takes `--{}`", names.join("`, `--")),
    };
    let message = format!("`{name}` knows no flag `--{}`{way}", flag.name);
    let fix = meant.and_then(|meant| {
        let at = flag.span.start + flag.span.text(&context.file.text).find(flag.name.as_str())? as u32;
        let edit = put(Span::new(at, at + flag.name.len() as u32), meant);
        Some(rewrite(format!("Write `--{meant}`"), Safety::Unsafe, vec![edit]))
    });
    Some(Diagnostic::new(&RULE, flag.span, message).with_fixes([fix]))
}

const DOCS: &str = r#"An instruction has a flag that it does not know.

```dockerfile bad
FROM alpine:3.22
COPY --chwon=app:app app /app
HEALTHCHECK --intervall=30s CMD wget -q -O /dev/null http://localhost/
```

```dockerfile fixed
FROM alpine:3.22
COPY --chown=app:app app /app
HEALTHCHECK --interval=30s CMD wget -q -O /dev/null http://localhost/
```

Which flags exist depends on the frontend that reads the file. Where a `syntax` directive asks for a version, flags that
came later are reported too:

```dockerfile bad
# syntax=docker/dockerfile:1.4
FROM alpine:3.22
COPY --exclude=*.md docs /docs
```

```dockerfile good
# syntax=docker/dockerfile:1
FROM alpine:3.22
COPY --exclude=*.md docs /docs
```

Behind `ONBUILD` it is a warning, for the engine reads it only when another image is built on this one.
"#;
