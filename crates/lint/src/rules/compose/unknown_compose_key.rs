//! `unknown-compose-key`: a key that the compose specification does not have at its place.

use longshore_model::compose::keys::{FILE, Key, Map, Object, Others, Shape};
use longshore_model::compose::{Fault, FaultKind};
use longshore_model::instructions::nearest;
use longshore_syntax::yaml::Node;

use crate::remedy::rename;
use crate::rules::words::{code, entry_at, place};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unknown-compose-key",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// So many keys are told where no similar one is known.
const FEW: usize = 6;

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let unknown = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::UnknownKey(object) => Some(finding(context, fault, object)),
        _ => None,
    });
    unknown.collect()
}

fn finding(context: &ComposeContext<'_>, fault: &Fault<'_>, object: &'static Object) -> Diagnostic {
    let (written, mapping) = key(context, fault);
    let owner = below(object, written);
    let meant = nearest(written, object.names()).filter(|_| owner.is_none());
    let taken = |meant: &&str| mapping.is_some_and(|mapping| mapping.entry(meant).is_some());
    let way = match (owner, meant) {
        (Some(owner), _) => format!("; it belongs below `{owner}`"),
        (None, Some(meant)) if taken(&meant) => format!("; `{meant}` stands there already"),
        (None, Some(meant)) => format!("; did you mean `{meant}`?"),
        (None, None) if object.keys.len() <= FEW => {
            let names: Vec<&str> = object.names().collect();
            format!("; it has {}", code(&names).replace(" or ", " and "))
        }
        (None, None) if object.others == Others::Extensions => "; keys of your own begin with `x-`".to_owned(),
        (None, None) => String::new(),
    };
    let message = if fault.at.key.is_empty() {
        format!("there is no key `{written}` at the top level{way}")
    } else {
        format!("{} has no key `{written}`{way}", place(fault.at))
    };
    let fix = meant.filter(|meant| !taken(meant)).map(|meant| rename(Safety::Unsafe, fault.span, meant));
    Diagnostic::new(&RULE, fault.span, message).with_fixes([fix])
}

/// The key as it is read, without quotes, and the mapping that it stands in.
fn key<'c>(context: &ComposeContext<'c>, fault: &Fault<'_>) -> (&'c str, Option<&'c Node>) {
    match entry_at(&context.compose.yaml, fault.span) {
        Some((mapping, key)) => (key.as_str().unwrap_or_default(), Some(mapping)),
        None => (fault.span.text(&context.file.text), None),
    }
}

/// The key of `object` below which `name` is one: `deploy` for `replicas`.
fn below(object: &'static Object, name: &str) -> Option<&'static str> {
    let inner = |shape: &Shape| match shape.map? {
        Map::Object(object) => Some(*object),
        Map::Free { values, .. } if std::ptr::eq(object, &raw const FILE) => values.object(),
        Map::Free { .. } => None,
    };
    let has = |key: &&'static Key| inner(&key.shape).is_some_and(|inner| inner.key(name).is_some());
    let mut owners = object.keys.iter().filter(has);
    let first = owners.find(|key| key.name == "services").or_else(|| object.keys.iter().find(has))?;
    Some(first.name)
}

const DOCS: &str = r#"A key that the compose specification does not have at its place.

The engine refuses the whole file.

```compose bad
services:
  app:
    imgae: nginx:1.29
    enviroment:
      - TZ=UTC
```

```compose fixed
services:
  app:
    image: nginx:1.29
    environment:
      - TZ=UTC
```

Some keys stand one level too high: `replicas` belongs below `deploy`, `dockerfile` below `build`.

```compose good
x-logging: &logging
  driver: json-file
services:
  app:
    image: nginx:1.29
    logging: *logging
    x-owner: shop
    deploy:
      replicas: 2
```

## What is silent

Keys that begin with `x-`, and everything below them until an alias brings it to another place. What stands behind
`!reset`.
"#;
