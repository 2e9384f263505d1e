//! `from-as-casing`: `FROM` and its `AS` differ in case.

use longshore_syntax::dockerfile::{Body, From};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "from-as-casing",
    aliases: &["FromAsCasing"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let text = &context.file.text;
    let instructions = context.dockerfile.syntax.instructions.iter();
    let findings = instructions.filter_map(|instruction| {
        let Body::From(From { keyword: Some(keyword), name: Some(_), .. }) = &instruction.body else { return None };
        let (from, written) = (instruction.keyword_span.text(text), keyword.text(text));
        // A `From` of mixed case is `instruction-casing`'s.
        let wanted = [("from", "as"), ("FROM", "AS")].into_iter().find(|(all, _)| *all == from)?.1;
        let message = format!("`{from}` and `{written}` differ in case; write `{wanted}`");
        let diagnostic = Diagnostic::new(&RULE, *keyword, message);
        (wanted != written).then(|| diagnostic.with_fixes([Some(rename(Safety::Safe, *keyword, wanted))]))
    });
    findings.collect()
}

const DOCS: &str = r#"`FROM` and its `AS` differ in case.

Both are keywords of one instruction, and read best in one case.

```dockerfile bad
FROM golang:1.25 as build
RUN go build -o /app .
```

```dockerfile fixed
FROM golang:1.25 AS build
RUN go build -o /app .
```

```dockerfile good
from golang:1.25 as build
run go build -o /app .
```

## Deciding against it

Put `# check=skip=FromAsCasing` or `# longshore ignore=from-as-casing` above the instruction.
"#;
