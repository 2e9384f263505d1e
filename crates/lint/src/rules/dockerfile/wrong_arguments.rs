//! `wrong-arguments`: an instruction has too few or too many arguments, or ones that it cannot read.

mod form;

use longshore_model::json::{self, Array};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "wrong-arguments",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        let fault = mixed(instruction.inner()).or_else(|| match &instruction.body {
            Body::Onbuild(Some(inner)) => form::pairs(inner),
            _ => form::fault(instruction),
        });
        found.extend(fault.map(|(span, message)| Diagnostic::new(&RULE, span, message)));
    }
    found
}

/// Where something is wrong, and what.
type Fault = (Span, String);

/// An array that holds other things than strings.
fn mixed(instruction: &Instruction) -> Option<Fault> {
    let text = match (&instruction.body, instruction.keyword) {
        (Body::Healthcheck(Some(Command::Shell(shell))), _) => &shell.text,
        (_, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell) => &instruction.arguments,
        (_, Keyword::Volume | Keyword::Copy | Keyword::Add) => &instruction.arguments,
        _ => return None,
    };
    let mixed = text.text.starts_with('[') && json::array(&text.text) == Some(Array::Mixed);
    mixed.then(|| (text.whole(), "a JSON form holds strings only; put every word in double quotes".to_owned()))
}

const DOCS: &str = r#"An instruction has too few or too many arguments, or ones that it cannot read.

```dockerfile bad
FROM alpine:3.22
ENV APP_HOME
COPY app
SHELL bash -c
HEALTHCHECK curl -f http://localhost/
```

```dockerfile good
FROM alpine:3.22
ENV APP_HOME=/srv/app
COPY app /srv/app/
SHELL ["/bin/bash", "-c"]
HEALTHCHECK CMD curl -f http://localhost/
```

| instruction | takes |
|---|---|
| `FROM` | an image, and `AS name` |
| `COPY`, `ADD` | one or more sources and a destination, which is no heredoc |
| `ENV`, `LABEL` | `key=value` pairs, or one `key value` |
| `ARG` | names, each with `=value` or without |
| `EXPOSE`, `VOLUME` | one or more words, none of them empty |
| `SHELL` | a JSON array with at least one string |
| `HEALTHCHECK` | `NONE`, or `CMD` and a command |
| `USER`, `WORKDIR`, `STOPSIGNAL`, `MAINTAINER` | the rest of the line |
| `ONBUILD` | another instruction |
"#;
