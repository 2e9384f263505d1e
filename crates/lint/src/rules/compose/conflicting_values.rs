//! `conflicting-values`: two keys say different things about one and the same.

use longshore_model::compose::keys::Format;
use longshore_model::compose::{Node, Service, Text};
use longshore_syntax::Span;

use super::super::known::{refusal, written};
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "conflicting-values",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

/// A short key of a service and the place below `deploy` that says the same.
/// Source: the consistency checks of compose-go.
struct Pair {
    short: &'static str,
    /// The keys that lead to the mapping of the long one.
    within: &'static [&'static str],
    long: &'static str,
    format: Format,
    /// Whether the mapping without the long key says zero, and zero behind the short one nothing.
    zero: bool,
}

const LIMITS: &[&str] = &["deploy", "resources", "limits"];
const RESERVATIONS: &[&str] = &["deploy", "resources", "reservations"];

static PAIRS: &[Pair] = &[
    Pair { short: "scale", within: &["deploy"], long: "replicas", format: Format::Decimal, zero: false },
    Pair { short: "cpus", within: LIMITS, long: "cpus", format: Format::Decimal, zero: true },
    Pair { short: "mem_limit", within: LIMITS, long: "memory", format: Format::Size, zero: true },
    Pair { short: "pids_limit", within: LIMITS, long: "pids", format: Format::Decimal, zero: true },
    Pair { short: "mem_reservation", within: RESERVATIONS, long: "memory", format: Format::Size, zero: true },
];

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let judge = |service| {
        let pairs = PAIRS.iter().filter_map(move |pair| distinct(context, service, pair));
        pairs.chain(platform(context, service))
    };
    way.project.application.services.iter().flat_map(judge).collect()
}

fn distinct(context: &ComposeContext<'_>, service: &Service, pair: &Pair) -> Option<Diagnostic> {
    let below = pair.within.iter().try_fold(&service.node, |node, key| node.get(key))?;
    let short = Said::of(context, &service.node, pair.short, pair.format)?;
    let name = format!("{}.{}", pair.within.join("."), pair.long);
    if below.get(pair.long).is_some() {
        let long = Said::of(context, below, pair.long, pair.format)?;
        if short.amount == long.amount || pair.zero && short.amount == 0.0 {
            return None;
        }
        let message = format!(
            "`{}` says {} and `{name}` {}: the engine refuses the file; say it once",
            pair.short, short.text, long.text
        );
        return finding(service, message, &[(long.span, pair.short), (short.span, &name)]);
    }
    if !pair.zero || short.amount == 0.0 {
        return None;
    }
    let message = format!(
        "`{}` stands beside `{}` without `{}`: the engine refuses the file; say it as `{name}`",
        pair.short,
        pair.within.join("."),
        pair.long
    );
    finding(service, message, &[(short.span, "")])
}

/// A finding at the first of the places that stands in this file, with the next one as related place.
fn finding(service: &Service, message: String, places: &[(Option<Span>, &str)]) -> Option<Diagnostic> {
    let mut here = places.iter().filter_map(|(span, other)| Some(((*span)?, *other)));
    let (span, other) = here.next()?;
    let severity = refusal(service);
    let finding = Diagnostic { severity, ..Diagnostic::new(&RULE, span, message) };
    Some(match here.next() {
        Some((related, _)) => finding.with_related(related, format!("`{other}` stands here")),
        None => finding,
    })
}

/// A number that a file says itself.
struct Said<'a> {
    text: &'a str,
    amount: f64,
    /// Where, if it is in this file.
    span: Option<Span>,
}

impl<'a> Said<'a> {
    fn of(context: &ComposeContext<'_>, node: &'a Node, key: &str, format: Format) -> Option<Self> {
        let text = node.text(key)?;
        Some(Self { text: text.known()?, amount: format.amount(text.known()?)?, span: place(context, text)? })
    }
}

/// Where `text` stands, if it is in this file; `None` where this file has a variable there, without a default.
#[expect(clippy::option_option, reason = "a text of another file has no place here")]
fn place(context: &ComposeContext<'_>, text: &Text) -> Option<Option<Span>> {
    match context.here(&text.place) {
        Some(_) => written(context, text).map(|(_, span)| Some(span)),
        None => Some(None),
    }
}

/// The platform of the containers that is none of those that are built.
fn platform(context: &ComposeContext<'_>, service: &Service) -> Option<Diagnostic> {
    let built: Vec<&Text> = service.node.get("build")?.get("platforms")?.texts().collect();
    let (platform, span) = written(context, service.node.text("platform")?)?;
    let is_known = built.iter().all(|text| text.known().is_some());
    if built.is_empty() || !is_known || built.iter().any(|text| text.text() == platform) {
        return None;
    }
    let message = format!(
        "`{platform}` is none of the platforms that `{}` is built for: the engine refuses the file; add it to \
         `build.platforms`",
        service.name
    );
    finding(service, message, &[(Some(span), "build.platforms"), (context.text(built[0]), "")])
}

const DOCS: &str = r#"Two keys say different things about one and the same.

`mem_limit` and `deploy.resources.limits.memory`, `scale` and `deploy.replicas` and their kin are two names for one thing.
Where both are given and differ, the engine refuses the whole file; so it does where `deploy.resources.limits` is there and
leaves out what the short key says.

```compose bad
services:
  app:
    image: nginx:1.29
    mem_limit: 1g
    deploy:
      resources:
        limits:
          memory: 512m
```

```compose bad
services:
  app:
    image: nginx:1.29
    cpus: 0.5
    deploy:
      resources:
        limits:
          memory: 512m
```

The platform that containers run on has to be one of those that the image is built for:

```compose bad
services:
  app:
    platform: linux/amd64
    build:
      context: .
      platforms:
        - linux/arm64
```

```compose good
services:
  app:
    image: nginx:1.29
    scale: 2
    mem_limit: 1g
    deploy:
      replicas: 2
      resources:
        limits:
          memory: 1024m
```

Silent: values that are equal, however they are written; variables without a default.
"#;
