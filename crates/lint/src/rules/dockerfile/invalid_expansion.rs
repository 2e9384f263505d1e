//! `invalid-expansion`: a quote or a `${…}` that the engine cannot read.

use longshore_model::expansion::{Fault, fault};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Word};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-expansion",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let escape = context.dockerfile.syntax.escape;
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        for word in words(instruction) {
            let fault = fault(&word.raw, escape);
            found.extend(fault.map(|(at, fault)| finding(context, word, at, fault)));
        }
    }
    found
}

/// The words that the engine expands.
fn words(instruction: &Instruction) -> Vec<&Word> {
    let platform = || instruction.flag("platform").and_then(|flag| flag.value.as_ref());
    match &instruction.body {
        Body::From(from) => platform().into_iter().chain(&from.image).collect(),
        Body::Pairs(pairs) => pairs.iter().filter_map(|pair| pair.value.as_ref()).collect(),
        Body::Word(Some(word)) if instruction.keyword != Keyword::Maintainer => vec![word],
        Body::Words(words) if instruction.keyword != Keyword::Shell => words.iter().collect(),
        Body::Copy(copy) => {
            let heredoc = |word: &&Word| instruction.heredocs.iter().any(|heredoc| heredoc.marker == word.outer);
            copy.sources.iter().chain(&copy.destination).filter(|word| !heredoc(word)).collect()
        }
        _ => Vec::new(),
    }
}

fn finding(context: &Context<'_>, word: &Word, at: usize, fault: Fault) -> Diagnostic {
    let verbatim = word.outer.text(&context.file.text) == word.raw;
    let start = word.outer.start + at as u32;
    let span = if verbatim { Span::new(start, word.outer.end) } else { word.outer };
    let escape = context.dockerfile.syntax.escape;
    let message = match fault {
        Fault::Quote(quote) => format!("this `{quote}` is never closed; close it, or put `{escape}` before it"),
        Fault::Brace => "this `${` is never closed".to_owned(),
        Fault::Name => "a name is missing behind `${`".to_owned(),
        Fault::Modifier => "no such modifier exists; there are `:-`, `:+`, `:?`, `#`, `%` and `/`".to_owned(),
    };
    Diagnostic::new(&RULE, span, message)
}

const DOCS: &str = r#"A quote or a `${…}` cannot be read.

The engine expands variables in all instructions but those that run commands, in the way of a shell: quotes have to be
closed, and `${name…}` knows the modifiers `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` and `//` only.

```dockerfile bad
FROM alpine:3.22
ENV GREETING="it's \"fine\" SIGN="no
LABEL short=${VERSION:0:7}
```

```dockerfile good
FROM alpine:3.22
ARG VERSION=v1.2.3
ENV GREETING="it's fine" SIGN=no
LABEL short=${VERSION%.*}
```
"#;
