//! `invalid-port`: `EXPOSE` names a port that cannot be.

use longshore_model::exposed::{Fault, fault};
use longshore_syntax::dockerfile::{Body, Keyword, Word};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-port",
    aliases: &["DL3011", "DS008"],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (at, instruction) in file.syntax.instructions.iter().enumerate() {
        let (Keyword::Expose, Body::Words(words)) = (instruction.keyword, &instruction.body) else { continue };
        let Some(stage) = file.stage_of(at) else { continue };
        let ports = words.iter().filter_map(|word| {
            let value = file.expand(stage, at, word);
            let port = value.known().filter(|port| !port.is_empty())?;
            Some(finding(word, port, fault(port)?))
        });
        found.extend(ports);
    }
    found
}

fn finding(word: &Word, port: &str, fault: Fault) -> Diagnostic {
    let message = match fault {
        Fault::Number => format!("`{port}` is no port: ports are numbers from 0 to 65535, or ranges of them"),
        Fault::Backwards => format!("the range `{port}` ends before it begins"),
        Fault::Protocol => format!("`{port}` has another protocol than `tcp`, `udp` and `sctp`"),
        Fault::Ranges => format!("the ranges in `{port}` are not equally long"),
    };
    Diagnostic::new(&RULE, word.span, message)
}

const DOCS: &str = r#"`EXPOSE` names a port that cannot be.

Ports are numbers from 0 to 65535 or ranges of them, with `/tcp`, `/udp` or `/sctp` behind.

```dockerfile bad
FROM alpine:3.22
EXPOSE 8080x 99999 90-80 80/http
```

```dockerfile good
FROM alpine:3.22
ARG PORT=8080
EXPOSE $PORT 53/udp 6000-6010
```
"#;
