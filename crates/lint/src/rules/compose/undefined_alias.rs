//! `undefined-alias`: an alias of an anchor that does not stand before it.

use longshore_model::instructions::nearest;
use longshore_syntax::Span;
use longshore_syntax::yaml::{Anchors, Node, Value};

use crate::remedy::rename;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undefined-alias",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    context.compose.yaml.documents.iter().flat_map(undefined).collect()
}

fn undefined(root: &Node) -> Vec<Diagnostic> {
    let mut aliases = Vec::new();
    collect(root, &mut aliases);
    if aliases.is_empty() {
        return Vec::new();
    }
    let anchors = Anchors::of(root);
    let missing = aliases.into_iter().filter(|(name, span)| anchors.find(name, span.start).is_none());
    missing.map(|(name, span)| finding(root, name, span)).collect()
}

/// The aliases in and below `node`, with the bytes of their names.
fn collect<'a>(node: &'a Node, found: &mut Vec<(&'a str, Span)>) {
    if let Value::Alias(name) = &node.value {
        found.push((name, Span::new(node.span.start + 1, node.span.end)));
    }
    node.children().for_each(|child| collect(child, found));
}

fn finding(root: &Node, name: &str, span: Span) -> Diagnostic {
    let mut names = Vec::new();
    defined(root, span.start, &mut names);
    let meant = nearest(name, names);
    let way = meant.map_or_else(
        || format!("put `&{name}` before what it stands for"),
        |meant| format!("did you mean `*{meant}`?"),
    );
    let message = format!("no anchor `&{name}` stands above: {way}");
    let fix = meant.map(|meant| rename(Safety::Unsafe, span, meant));
    Diagnostic::new(&RULE, span, message).with_fixes([fix])
}

/// The anchors in and below `node` that stand before `offset`.
fn defined<'a>(node: &'a Node, offset: u32, found: &mut Vec<&'a str>) {
    found.extend(node.anchor.as_ref().filter(|anchor| anchor.span.start < offset).map(|anchor| anchor.name.as_str()));
    node.children().for_each(|child| defined(child, offset, found));
}

const DOCS: &str = r#"An alias names an anchor that does not stand before it.

The engine cannot read the file.

```compose bad
x-common: &common
  restart: always
services:
  app:
    <<: *comon
    image: ghcr.io/acme/app:3
```

```compose fixed
x-common: &common
  restart: always
services:
  app:
    <<: *common
    image: ghcr.io/acme/app:3
```

```compose good
x-common: &common
  restart: always
services:
  app:
    <<: *common
    image: ghcr.io/acme/app:3
```
"#;
