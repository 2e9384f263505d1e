//! `dependency-cycle`: services that wait for each other, and files or services that begin with themselves.

use std::collections::HashMap;

use longshore_model::compose::{Application, ProblemKind, Service, Text};
use longshore_syntax::Span;

use super::super::known::{refusal, written};
use super::unknown_service::dependencies;
use crate::{Check, ComposeContext, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "dependency-cycle",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let Some(way) = context.ways.first() else { return Vec::new() };
    let circles = way.project.problems.iter().filter(|problem| problem.kind == ProblemKind::Circle);
    let circles = circles.filter_map(|problem| {
        let message = format!("it {}: the engine refuses the file", problem.message);
        Some(Diagnostic::new(&RULE, context.here(&problem.place)?, message))
    });
    let graph = Graph::new(&way.project.application);
    circles.chain(graph.cycles().iter().filter_map(|cycle| finding(context, &graph, cycle))).collect()
}

/// The services, and for each what it waits for.
struct Graph<'a> {
    services: &'a [Service],
    edges: Vec<Vec<(usize, Text)>>,
}

/// Services that wait for each other, each with the number of the edge to the next one.
type Cycle = Vec<(usize, usize)>;

impl<'a> Graph<'a> {
    fn new(application: &'a Application) -> Self {
        let services = &application.services;
        let index: HashMap<&str, usize> =
            services.iter().enumerate().map(|(at, service)| (service.name.as_str(), at)).collect();
        let edge = |text: Text| Some((*index.get(text.known()?)?, text));
        let edges = services.iter().map(|service| dependencies(service).into_iter().filter_map(edge).collect());
        Self { services, edges: edges.collect() }
    }

    /// The cycles that a walk along the edges finds: at least one of those that go through a service, if there is any.
    fn cycles(&self) -> Vec<Cycle> {
        let mut found = Vec::new();
        let mut done = vec![false; self.services.len()];
        let mut place: Vec<Option<usize>> = vec![None; self.services.len()];
        for start in 0..self.services.len() {
            let mut path: Cycle = if done[start] { Vec::new() } else { vec![(start, 0)] };
            while let Some(&(service, edge)) = path.last() {
                place[service] = Some(path.len() - 1);
                match self.edges[service].get(edge) {
                    Some((next, _)) if done[*next] => advance(&mut path),
                    Some((next, _)) => match place[*next] {
                        Some(from) => {
                            found.push(path[from..].to_vec());
                            advance(&mut path);
                        }
                        None => path.push((*next, 0)),
                    },
                    None => {
                        (done[service], place[service]) = (true, None);
                        path.pop();
                        advance(&mut path);
                    }
                }
            }
        }
        found
    }
}

/// Goes on with the next edge of the last service.
fn advance(path: &mut Cycle) {
    if let Some((_, edge)) = path.last_mut() {
        *edge += 1;
    }
}

fn finding(context: &ComposeContext<'_>, graph: &Graph<'_>, cycle: &Cycle) -> Option<Diagnostic> {
    let name = |at: usize| graph.services[at].name.as_str();
    let places: Vec<(usize, Span)> = cycle
        .iter()
        .enumerate()
        .filter_map(|(at, &(service, edge))| Some((at, written(context, &graph.edges[service][edge].1)?.1)))
        .collect();
    let (first, span) = *places.first()?;
    let order = cycle.iter().cycle().skip(first).take(cycle.len() + 1);
    let names: Vec<&str> = order.map(|&(service, _)| name(service)).collect();
    let message = match names.as_slice() {
        [one, _] => format!("`{one}` waits for itself: the engine refuses the file"),
        _ => format!("these services wait for each other: {}; the engine refuses the file", names.join(" → ")),
    };
    let severity = cycle.iter().map(|&(service, _)| refusal(&graph.services[service])).min()?;
    let mut finding = Diagnostic { severity, ..Diagnostic::new(&RULE, span, message) };
    for &(at, place) in places.iter().skip(1) {
        finding = finding.with_related(place, format!("`{}` waits for this one", name(cycle[at].0)));
    }
    Some(finding)
}

const DOCS: &str = r#"Services wait for each other, or one begins with itself.

What stands in `depends_on`, `links` and `volumes_from`, or behind `service:` in `network_mode`, `ipc` and `pid`, is
started first. The engine refuses a project in which that leads back to where it began; so it does where `extends` or
`include` do.

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      - worker
  worker:
    image: ghcr.io/acme/worker:3
    links:
      - app
```

```compose bad
services:
  app:
    image: ghcr.io/acme/app:3
    extends: base
  base:
    extends: app
```

```compose good
services:
  app:
    image: ghcr.io/acme/app:3
    depends_on:
      - worker
      - db
  worker:
    image: ghcr.io/acme/worker:3
    depends_on:
      - db
  db:
    image: postgres:18
```

In services with `profiles` it is a warning: the engine refuses the project only when these are on.
"#;
