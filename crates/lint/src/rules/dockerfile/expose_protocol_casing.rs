//! `expose-protocol-casing`: the protocol of an exposed port has capitals.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Keyword, Word};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "expose-protocol-casing",
    aliases: &["ExposeProtoCasing"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let exposes = instructions.filter(|instruction| instruction.keyword == Keyword::Expose);
    let words = exposes.flat_map(|instruction| match &instruction.body {
        Body::Words(words) => words.as_slice(),
        _ => &[],
    });
    words.filter_map(|word| finding(context, word)).collect()
}

fn finding(context: &Context<'_>, word: &Word) -> Option<Diagnostic> {
    let written = word.span.text(&context.file.text);
    let at = written.rfind('/').filter(|_| word.known().is_some())? + 1;
    let protocol = &written[at..];
    let lower = protocol.to_ascii_lowercase();
    if lower == protocol {
        return None;
    }
    let span = Span::new(word.span.start + at as u32, word.span.end);
    let message = format!("protocols are written in lower case: `{lower}`, not `{protocol}`");
    Some(Diagnostic::new(&RULE, span, message).with_fixes([Some(rename(Safety::Safe, span, &lower))]))
}

const DOCS: &str = r#"The protocol of an exposed port has capital letters.

The engine takes it, but other tools compare it as it stands.

```dockerfile bad
FROM alpine:3.22
EXPOSE 80/TCP 53/Udp
```

```dockerfile fixed
FROM alpine:3.22
EXPOSE 80/tcp 53/udp
```

```dockerfile good
FROM alpine:3.22
EXPOSE 80 53/udp
```

## Deciding against it

Put `# check=skip=ExposeProtoCasing` or `# longshore ignore=expose-protocol-casing` above the instruction.
"#;
