//! Which services work with which others, and with hosts outside of the project.

use std::collections::HashMap;

use super::hosts::{Host, hosts, may_hold};
use super::{At, Holder, Target, Use, Verdict, at, image_of, schemes};
use crate::compose::{Project, Service, Variable};
use crate::images::stateful;
use crate::value::UNKNOWN;

/// How many uses of one service are told.
const USES: usize = 64;

/// Names that mean the container itself, or the machine.
const HERE: &[&str] = &["localhost", "127.0.0.1", "0.0.0.0"];

/// What a service is to others.
#[derive(Clone, Copy)]
struct Role {
    /// What it stores for others.
    what: Option<&'static str>,
    verdict: Verdict,
}

/// Fills in what each of `holders`, the services of `project`, uses.
pub(super) fn connect(project: &Project, holders: &mut [Holder]) {
    let services = &project.application.services;
    let roles: HashMap<String, Role> = services
        .iter()
        .zip(holders.iter())
        .map(|(service, holder)| (service.name.clone(), role(service, holder)))
        .collect();
    let mut called: HashMap<&str, &str> = HashMap::new();
    for service in services {
        let others = ["container_name", "hostname"].iter().filter_map(|key| service.node.text(key)?.known());
        others.for_each(|name| _ = called.entry(name).or_insert(&service.name));
    }
    services.iter().for_each(|service| _ = called.insert(&service.name, &service.name));
    for (service, holder) in services.iter().zip(holders.iter_mut()) {
        holder.uses = Reading { service, roles: &roles, called: &called }.uses();
    }
}

/// What a service stores for others: what its image is known for, with what becomes of it.
fn role(service: &Service, holder: &Holder) -> Role {
    let known = image_of(service).and_then(|image| stateful(&image)).map(|row| row.holding.name());
    let first = |what: &'static str| holder.kept.iter().find(|one| one.what == what);
    let verdict = known.and_then(first).map_or(Verdict::Unknown, |one| one.store.verdict());
    let servers = ["database", "cache", "messages", "search index", "objects", "cluster state", "recordings"];
    Role { what: known.filter(|what| servers.contains(what)), verdict }
}

/// A service whose variables are read.
struct Reading<'a> {
    service: &'a Service,
    roles: &'a HashMap<String, Role>,
    /// Services by all their names.
    called: &'a HashMap<&'a str, &'a str>,
}

impl Reading<'_> {
    /// What variables name, then what is only waited for.
    fn uses(&self) -> Vec<Use> {
        let mut all: Vec<Use> = Vec::new();
        let named = self.service.environment.iter().flat_map(|variable| self.named(variable));
        let awaited =
            self.service.depends_on.iter().filter_map(|name| self.service_used(name.text(), None, at(&name.place)));
        for one in named.chain(awaited) {
            if all.len() < USES && all.iter().all(|known| known.target != one.target) {
                all.push(one);
            }
        }
        all
    }

    fn named(&self, variable: &Variable) -> Vec<Use> {
        let Some(value) = &variable.value else { return Vec::new() };
        let name = variable.name.text();
        let holds = may_hold(name);
        let read = |host: Host<'_>| {
            let place = value.place.at(value.span(host.start, host.start + host.name.len()));
            if !host.certain && !holds {
                return None;
            }
            self.service_used(host.name, Some(name), at(&place))
                .map(|one| one.by(host.scheme))
                .or_else(|| outside(host, name, at(&place)))
        };
        hosts(value.text()).into_iter().filter_map(read).collect()
    }

    /// The use of the service that is called `name`.
    fn service_used(&self, name: &str, variable: Option<&str>, at: At) -> Option<Use> {
        let target = *self.called.get(name)?;
        let role = self.roles.get(target).filter(|_| target != self.service.name)?;
        Some(Use {
            target: Target::Service(target.to_owned()),
            what: role.what,
            verdict: role.verdict,
            variable: variable.map(str::to_owned),
            at,
        })
    }
}

/// The use of a store that is no service here; of others no more is known than their name.
fn outside(host: Host<'_>, variable: &str, at: At) -> Option<Use> {
    let what = schemes::scheme(host.scheme?)?;
    // A name without a dot is that of a container that somebody else starts, and as good as any.
    let told = !HERE.contains(&host.name) && !host.name.contains([UNKNOWN, '[', '$', '{', '<']);
    told.then(|| Use {
        target: Target::Host(host.name.to_owned()),
        what: Some(what),
        verdict: Verdict::Kept,
        variable: Some(variable.to_owned()),
        at,
    })
}

impl Use {
    /// This use, by an address of that scheme: it tells what a service stores whose image does not.
    fn by(self, scheme: Option<&str>) -> Self {
        Self { what: self.what.or_else(|| schemes::scheme(scheme?)), ..self }
    }
}
