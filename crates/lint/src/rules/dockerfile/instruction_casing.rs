//! `instruction-casing`: keywords of instructions are written in different cases.

use longshore_syntax::dockerfile::{Instruction, Keyword};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "instruction-casing",
    aliases: &["ConsistentInstructionCasing"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let text = &context.file.text;
    let all = &context.dockerfile.syntax.instructions;
    // What stands before the first `FROM` does not count for the engine.
    let first = all.iter().position(|one| one.keyword == Keyword::From).unwrap_or(all.len());
    let known = || all[first..].iter().filter(|one| one.keyword != Keyword::Unknown);
    let is = |one: &Instruction, same: fn(&char) -> bool| one.keyword_span.text(text).chars().all(|c| same(&c));
    let lower = known().filter(|one| is(one, char::is_ascii_lowercase)).count();
    let upper = known().filter(|one| is(one, char::is_ascii_uppercase)).count();
    let (same, word): (fn(&char) -> bool, _) =
        if lower > upper { (char::is_ascii_lowercase, "lower") } else { (char::is_ascii_uppercase, "upper") };
    let odd = known().filter(|one| !is(one, same));
    let findings = odd.map(|one| {
        let written = one.keyword_span.text(text);
        let wanted = if lower > upper { written.to_ascii_lowercase() } else { written.to_ascii_uppercase() };
        let message = format!("`{written}` stands out: the keywords of this file are in {word} case; write `{wanted}`");
        let diagnostic = Diagnostic::new(&RULE, one.keyword_span, message);
        diagnostic.with_fixes([Some(rename(Safety::Safe, one.keyword_span, &wanted))])
    });
    findings.collect()
}

const DOCS: &str = r#"Keywords of instructions are written in different cases.

The engine does not care, but readers look for instructions by their shape. The case that most instructions of the file
have is taken as the wanted one, upper case where neither wins.

```dockerfile bad
FROM alpine:3.22
run apk add --no-cache curl
Copy app /app
CMD ["/app"]
```

```dockerfile fixed
FROM alpine:3.22
RUN apk add --no-cache curl
COPY app /app
CMD ["/app"]
```

```dockerfile good
from alpine:3.22
run apk add --no-cache curl
cmd ["/app"]
```

## Deciding against it

Put `# check=skip=ConsistentInstructionCasing` or `# longshore ignore=instruction-casing` above the instruction.
"#;
