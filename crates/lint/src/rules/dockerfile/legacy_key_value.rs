//! `legacy-key-value`: `ENV key value` and `LABEL key value`, without `=`.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Instruction, Keyword, Pair, Word};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Edit, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "legacy-key-value",
    aliases: &["LegacyKeyValueFormat"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        let Some((pair, value)) = legacy(instruction) else { continue };
        let name = instruction.keyword.name();
        let message = format!("`{name} key value` is the old form, which holds one pair only; write `{}=…`", pair.key);
        let fix = fix(context, pair, value);
        found.push(Diagnostic::new(&RULE, pair.key_span, message).with_fixes([fix]));
    }
    found
}

/// The pair of an instruction that has no `=` behind the key.
fn legacy(instruction: &Instruction) -> Option<(&Pair, &Word)> {
    let (Body::Pairs(pairs), Keyword::Env | Keyword::Label) = (&instruction.body, instruction.keyword) else {
        return None;
    };
    let [pair] = pairs.as_slice() else { return None };
    let first = instruction.arguments.text.split_whitespace().next()?;
    let value = pair.value.as_ref().filter(|value| !value.raw.is_empty())?;
    (!first.contains('=')).then_some((pair, value))
}

/// `=` in the place of the blanks, and quotes around a value that blanks part.
fn fix(context: &Context<'_>, pair: &Pair, value: &Word) -> Option<Fix> {
    let text = &context.file.text;
    let between = Span::new(pair.key_span.end, value.outer.start);
    if between.text(text).is_empty() || !between.text(text).chars().all(|c| c == ' ' || c == '\t') {
        return None;
    }
    let mut edits = vec![put(between, "=")];
    edits.extend(joined(context, value)?);
    Some(rewrite("Write `key=value`", Safety::Safe, edits))
}

/// The edits that hold the value together. It ends with the line, which is said to the word by quotes, or, where it has
/// some already, by escapes before its blanks.
fn joined(context: &Context<'_>, value: &Word) -> Option<Vec<Edit>> {
    let escape = context.dockerfile.syntax.escape;
    let outer = value.outer;
    let blanks = bare_blanks(&value.raw, escape)?;
    if blanks.is_empty() {
        return Some(Vec::new());
    }
    if !value.raw.contains(['"', '\'', escape]) {
        return Some(vec![put(Span::empty(outer.start), "\""), put(Span::empty(outer.end), "\"")]);
    }
    let verbatim = outer.text(&context.file.text) == value.raw;
    let escaped = |at: usize| put(Span::empty(outer.start + at as u32), escape.to_string());
    verbatim.then(|| blanks.into_iter().map(escaped).collect())
}

/// Where blanks stand outside of quotes that no escape precedes; `None` where a quote is left open.
fn bare_blanks(raw: &str, escape: char) -> Option<Vec<usize>> {
    let mut blanks = Vec::new();
    let mut quote = None;
    let mut chars = raw.char_indices();
    while let Some((at, c)) = chars.next() {
        match quote {
            _ if c == escape && quote != Some('\'') => _ = chars.next(),
            None if c.is_whitespace() => blanks.push(at),
            None if matches!(c, '"' | '\'') => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ => {}
        }
    }
    quote.is_none().then_some(blanks)
}

const DOCS: &str = r#"`ENV` and `LABEL` are written without `=`.

In the old form the first word is the key and all the rest of the line the value: it holds one pair, quotes look as if
they were part of it, and a forgotten `=` passes unseen.

```dockerfile bad
FROM alpine:3.22
ENV APP_HOME /srv/app
ENV GREETING Hello, world
LABEL note says "well done" loudly
```

```dockerfile fixed
FROM alpine:3.22
ENV APP_HOME=/srv/app
ENV GREETING="Hello, world"
LABEL note=says\ "well done"\ loudly
```

```dockerfile good
FROM alpine:3.22
ENV APP_HOME=/srv/app GREETING="Hello, world"
```

## Deciding against it

Put `# check=skip=LegacyKeyValueFormat` or `# longshore ignore=legacy-key-value` above the instruction.
"#;
