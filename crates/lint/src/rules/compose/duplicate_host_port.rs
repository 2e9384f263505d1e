//! `duplicate-host-port`: two containers want the same port of the host.

use std::collections::{HashMap, HashSet};
use std::ops::RangeInclusive;

use longshore_model::compose::{Port, Service};
use longshore_model::holdings::is_swarm;
use longshore_syntax::Span;

use super::super::known::profiles;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "duplicate-host-port",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

/// How many ports of one item are looked at, and how many items that want the same port.
const PORTS: usize = 256;
const WANTED: usize = 16;

/// A port of the host that a service wants.
struct Wish<'a> {
    service: &'a Service,
    port: &'a Port,
    address: &'a str,
}

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    if is_swarm(&context.file.path, &way.project.application) {
        return Vec::new();
    }
    let mut wishes: HashMap<(u16, &str), Vec<Wish<'_>>> = HashMap::new();
    let mut seen: HashSet<Span> = HashSet::new();
    let mut found = Vec::new();
    for service in way.project.application.services.iter().filter(|service| runs(service)) {
        for port in &service.ports {
            let Some((ports, address)) = fixed(context, port) else { continue };
            let protocol = port.protocol.as_ref().map_or("tcp", |protocol| protocol.text());
            for number in ports.take(PORTS) {
                let others = wishes.entry((number, protocol)).or_default();
                let wish = Wish { service, port, address };
                let other = others.iter().find(|other| collide(&wish, other));
                found.extend(other.and_then(|other| finding(context, &wish, other, number, &mut seen)));
                if others.len() < WANTED {
                    others.push(wish);
                }
            }
        }
    }
    found
}

/// Whether the service has containers with ports of their own.
fn runs(service: &Service) -> bool {
    let host = service.node.text("network_mode").is_some();
    !host && service.replicas().is_none_or(|replicas| replicas.text() != "0")
}

/// The ports that are written down without a variable, where they are as many as those of the container, and their
/// address; the empty one is every address.
fn fixed<'a>(context: &ComposeContext<'_>, port: &'a Port) -> Option<(RangeInclusive<u16>, &'a str)> {
    let published = port.published.as_ref()?.known()?;
    let range = range(published)?;
    let single = range.start() == range.end();
    let targets = range_of(port.target.known()?)?;
    // From a range for one port the engine picks one that is free.
    if !single && range.end() - range.start() != targets.end() - targets.start() {
        return None;
    }
    let address = port.address.as_ref().map_or(Some(""), |address| address.known())?;
    let variable = context.here(&port.place).is_some_and(|span| span.text(&context.file.text).contains('$'));
    let every = matches!(address, "0.0.0.0" | "::" | "[::]");
    (!variable).then_some((range, if every { "" } else { address }))
}

fn range(text: &str) -> Option<RangeInclusive<u16>> {
    range_of(text).filter(|range| *range.start() > 0 && range.start() <= range.end())
}

fn range_of(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some(first.parse().ok()?..=last.parse().ok()?)
}

fn collide(one: &Wish<'_>, other: &Wish<'_>) -> bool {
    let addresses = one.address == other.address || one.address.is_empty() || other.address.is_empty();
    let same = one.service.name == other.service.name;
    // `docker compose up NAME` runs a service with profiles without those that have none.
    let (mine, theirs) = (profiles(one.service), profiles(other.service));
    let meet = mine.is_empty() && theirs.is_empty() || mine.iter().any(|profile| theirs.contains(profile));
    addresses && (same || meet)
}

/// Reports the item that stands in this file, the later one where both do; each once.
fn finding(
    context: &ComposeContext<'_>,
    wish: &Wish<'_>,
    other: &Wish<'_>,
    number: u16,
    seen: &mut HashSet<Span>,
) -> Option<Diagnostic> {
    let place = |wish: &Wish<'_>| context.here(&wish.port.place);
    let (other, span) = match place(wish) {
        Some(span) => (other, span),
        None => (wish, place(other)?),
    };
    if !seen.insert(span) {
        return None;
    }
    let message = format!(
        "port {number} of the host goes to `{}` already: only one of them starts; publish another port",
        other.service.name
    );
    let finding = Diagnostic::new(&RULE, span, message);
    Some(match place(other).filter(|place| *place != span) {
        Some(place) => finding.with_related(place, "it is published here"),
        None => finding,
    })
}

const DOCS: &str = r#"Two services publish the same port of the host.

The engine reads the file, and fails to start the second container: the port is taken.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    ports:
      - "8080:80"
  admin:
    image: ghcr.io/acme/admin:3
    ports:
      - "8000-8090:8000-8090"
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    ports:
      - "8080:80"
      - "8080:80/udp"
  admin:
    image: ghcr.io/acme/admin:3
    ports:
      - "127.0.0.1:8081:80"
      - "80"
```

## What is silent

Ports with variables, different addresses and protocols, ranges of which the engine picks one port, files for a swarm, and
services that do not run together: profiles tell them apart.
"#;
