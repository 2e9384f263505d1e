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
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        each_word(instruction, &mut |word| {
            let fault = fault(&word.raw, context.dockerfile.syntax.escape);
            found.extend(fault.map(|(at, fault)| finding(context, word, at, fault)));
        });
    }
    found
}

/// Calls `see` with each word that the engine expands.
fn each_word<'a>(instruction: &'a Instruction, see: &mut dyn FnMut(&'a Word)) {
    match &instruction.body {
        Body::From(from) => {
            let platform = instruction.flag("platform").and_then(|flag| flag.value.as_ref());
            platform.into_iter().chain(&from.image).for_each(see);
        }
        Body::Pairs(pairs) => pairs.iter().filter_map(|pair| pair.value.as_ref()).for_each(see),
        Body::Word(Some(word)) if instruction.keyword != Keyword::Maintainer => see(word),
        Body::Words(words) if instruction.keyword != Keyword::Shell => words.iter().for_each(see),
        Body::Copy(copy) => {
            let heredoc = |word: &&Word| instruction.heredocs.iter().any(|heredoc| heredoc.marker == word.outer);
            copy.sources.iter().chain(&copy.destination).filter(|word| !heredoc(word)).for_each(see);
        }
        _ => {}
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
