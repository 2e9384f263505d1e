//! `invalid-interpolation`: what begins as a variable and is none that the engine can read.

use longshore_model::compose::{Refused, RefusedKind, refused};
use longshore_syntax::Span;
use longshore_syntax::yaml::{Node, Scalar, Value};

use crate::remedy::{MOST, put, rewrite};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-interpolation",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    if !context.file.text.contains("${") {
        return Vec::new();
    }
    let mut found = Vec::new();
    context.compose.yaml.documents.iter().for_each(|root| collect(context, root, &mut found));
    found
}

/// What is wrong in and below `node`. Keys are taken as they stand.
fn collect(context: &ComposeContext<'_>, node: &Node, found: &mut Vec<Diagnostic>) {
    if node.tag.as_ref().is_some_and(|tag| tag.name == "!reset") {
        return;
    }
    match &node.value {
        Value::Scalar(scalar) if scalar.text.contains("${") => {
            for one in refused(&scalar.text) {
                found.push(finding(context, node, scalar, one, found.len() < MOST));
            }
        }
        Value::Sequence(list) => list.items.iter().for_each(|item| collect(context, &item.node, found)),
        Value::Mapping(mapping) => mapping.entries.iter().for_each(|entry| collect(context, &entry.value, found)),
        _ => {}
    }
}

fn finding(context: &ComposeContext<'_>, node: &Node, scalar: &Scalar, one: Refused, fixed: bool) -> Diagnostic {
    let written = &scalar.text[one.start..one.end];
    let place = place(context, node, written);
    let (what, way) = match one.kind {
        RefusedKind::Open => {
            ("is never closed", "put `}` behind the name, or write `$$` for a `$` that stands for itself")
        }
        RefusedKind::NoName => ("names no variable", "write `$$` for a `$` that stands for itself"),
        RefusedKind::Operator => (
            "has an operator that the engine does not know",
            "it knows `:-`, `-`, `:?`, `?`, `:+` and `+`; write `$$` for a `$` that is meant for a shell",
        ),
    };
    let message = format!("`{}` {what}: {way}", short(written));
    let fixes = place.filter(|_| fixed).map(|span| fixes(span, written, one.kind)).unwrap_or_default();
    Diagnostic::new(&RULE, place.unwrap_or(node.span), message).with_fixes(fixes)
}

/// Where `written` stands in the file, if it stands there once in the scalar `node`.
fn place(context: &ComposeContext<'_>, node: &Node, written: &str) -> Option<Span> {
    let whole = node.span.text(&context.file.text);
    let mut places = whole.match_indices(written);
    let (at, _) = places.next()?;
    let start = node.span.start + at as u32;
    places.next().is_none().then(|| Span::new(start, start + written.len() as u32))
}

/// Closes it or mends the operator where that is all that is missing, else doubles the `$`.
fn fixes(span: Span, written: &str, kind: RefusedKind) -> [Option<Fix>; 2] {
    let name = written.get(2..).unwrap_or_default();
    let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let mended = match kind {
        RefusedKind::Open if plain && !name.starts_with(|c: char| c.is_ascii_digit()) => Some(format!("{written}}}")),
        RefusedKind::Operator if written.contains(":=") => Some(written.replacen(":=", ":-", 1)),
        _ => None,
    };
    let mended = mended.map(|text| rewrite(format!("Write `{}`", short(&text)), Safety::Unsafe, vec![put(span, text)]));
    let doubled = vec![put(Span::new(span.start, span.start + 1), "$$")];
    [mended, Some(rewrite("Double the `$`, which then stands for itself", Safety::Unsafe, doubled))]
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    const MOST: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        line.to_owned()
    } else {
        format!("{}…", line.chars().take(MOST).collect::<String>())
    }
}

const DOCS: &str = r#"What begins as a variable is none that the engine can read.

The engine replaces `$NAME` and `${NAME}` in every value of the file, also where a shell is meant to see them, and refuses
the file for a `${` that does not go on as it knows: with a name, and one of `:-`, `-`, `:?`, `?`, `:+` and `+` behind it.
A `$` that stands for itself is written `$$`.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:${TAG
    environment:
      MODE: ${MODE:=production}
    command: sh -c 'echo ${HOSTNAME%%.*}'
```

```compose fixed
services:
  app:
    image: ghcr.io/acme/app:${TAG}
    environment:
      MODE: ${MODE:-production}
    command: sh -c 'echo $${HOSTNAME%%.*}'
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:${TAG:-latest}
    environment:
      MODE: ${MODE:?must be set}
      PRICE: 5$
    command: sh -c 'echo $${HOSTNAME%%.*} $(hostname)'
```
"#;
