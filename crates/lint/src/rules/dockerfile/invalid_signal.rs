//! `invalid-signal`: `STOPSIGNAL` names no signal.

use longshore_model::instructions::nearest;
use longshore_model::signal;
use longshore_syntax::dockerfile::{Body, Keyword};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-signal",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (at, instruction) in file.syntax.instructions.iter().enumerate() {
        let (Keyword::Stopsignal, Body::Word(Some(word))) = (instruction.keyword, &instruction.body) else { continue };
        let Some(stage) = file.stage_of(at) else { continue };
        let value = file.expand(stage, at, word);
        let Some(written) = value.known().filter(|value| !signal::is_signal(value)) else { continue };
        let names: Vec<String> = signal::names().collect();
        let meant = nearest(written, names.iter().map(String::as_str));
        let way = meant.map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        let fix = meant.filter(|_| word.known().is_some()).map(|meant| rename(Safety::Unsafe, word.span, meant));
        let diagnostic = Diagnostic::new(&RULE, word.span, format!("there is no signal `{written}`{way}"));
        found.push(diagnostic.with_fixes([fix]));
    }
    found
}

const DOCS: &str = r#"`STOPSIGNAL` names no signal.

It takes a number, or a name with or without `SIG`.

```dockerfile bad
FROM alpine:3.22
STOPSIGNAL SIGTEMR
```

```dockerfile fixed
FROM alpine:3.22
STOPSIGNAL SIGTERM
```

```dockerfile good
FROM alpine:3.22
STOPSIGNAL SIGQUIT
```
"#;
