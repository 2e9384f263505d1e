//! `extends`: services that begin with another one.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::super::merge;
use super::super::node::{Node, Term};
use super::super::project::ProblemKind;
use super::super::service::Extends;
use super::super::text::Source;
use super::super::variables::Variables;
use super::{Loader, documents};

/// How many services one after the other may extend the next.
const CHAIN: usize = 64;

/// The services of a file, before `extends`.
pub(super) type Services = HashMap<String, Node>;

/// A file whose services are extended.
struct Scope<'s> {
    services: Arc<Services>,
    source: &'s Arc<Source>,
    variables: &'s Variables,
}

/// The services that are being extended, outermost first.
type Chain = Vec<(PathBuf, String)>;

impl Loader<'_> {
    /// Gives the services of `document`, which is one of `source`, what they extend.
    pub(super) fn extend(&mut self, document: &mut Node, source: &Arc<Source>, variables: &Variables) {
        let Some(services) = document.get("services") else { return };
        if !services.entries().iter().any(|entry| entry.value.get("extends").is_some()) {
            return;
        }
        let scope = Scope { services: Arc::new(by_name(services)), source, variables };
        let Term::Map(entries) = &mut document.term else { return };
        let services = entries.iter_mut().filter(|entry| entry.name == "services");
        for service in services
            .filter_map(|entry| if let Term::Map(map) = &mut entry.value.term { Some(map) } else { None })
            .flatten()
        {
            if let Some(extended) = self.service(&scope, &service.name, &mut Vec::new()) {
                service.value = extended;
            }
        }
    }

    /// The service of that name with what it extends.
    fn service(&mut self, scope: &Scope<'_>, name: &str, chain: &mut Chain) -> Option<Node> {
        let key = (scope.source.path.clone(), name.to_owned());
        if let Some(done) = self.services.get(&key) {
            return Some(done.clone());
        }
        let written = scope.services.get(name)?;
        let Some(extends) = written.get("extends").and_then(Extends::new) else { return Some(written.clone()) };
        chain.push(key.clone());
        let base = self.base(scope, &extends, chain);
        chain.pop();
        let service = match base {
            Some(base) => merge::service(base, written.clone()),
            None => written.clone(),
        };
        self.services.insert(key, service.clone());
        Some(service)
    }

    /// The service that is extended.
    fn base(&mut self, scope: &Scope<'_>, extends: &Extends, chain: &mut Chain) -> Option<Node> {
        let path = match &extends.file {
            Some(file) => file.host_path(),
            None => Some(scope.source.path.clone()),
        };
        let key = (path?, extends.service.known()?.to_owned());
        if let Some(at) = chain.iter().position(|open| *open == key) {
            let names: Vec<&str> = chain[at..].iter().chain([&key]).map(|(_, name)| name.as_str()).collect();
            let message = format!("extends itself: {}", names.join(" → "));
            self.problem(&extends.place, ProblemKind::Circle, message);
            return None;
        }
        if chain.len() >= CHAIN || self.copies == 0 {
            self.problem(&extends.place, ProblemKind::TooMuch, "extends more than is followed".to_owned());
            return None;
        }
        let base = if key.0 == scope.source.path {
            self.service(scope, &key.1, chain)
        } else {
            self.foreign(scope, extends, &key, chain)?
        };
        match &base {
            Some(base) => self.copies = self.copies.saturating_sub(base.count()),
            None => {
                let message = format!("there is no service `{}` in it", key.1);
                self.problem(&extends.service.place, ProblemKind::NoService, message);
            }
        }
        base
    }

    /// The service in another file; `None` where that cannot be read.
    fn foreign(
        &mut self,
        scope: &Scope<'_>,
        extends: &Extends,
        (path, name): &(PathBuf, String),
        chain: &mut Chain,
    ) -> Option<Option<Node>> {
        let source = Source::of(path);
        let Some(services) = self.services_of(&source, scope.variables) else {
            let file = extends.file.as_ref().unwrap_or(&extends.service);
            self.problem(&file.place, ProblemKind::Unreadable, format!("`{}` cannot be read", file.value));
            return None;
        };
        let scope = Scope { services, source: &source, variables: scope.variables };
        Some(self.service(&scope, name, chain))
    }

    fn services_of(&mut self, source: &Arc<Source>, variables: &Variables) -> Option<Arc<Services>> {
        if let Some(known) = self.extended.get(&source.path) {
            return Some(Arc::clone(known));
        }
        let file = self.file(&source.path)?;
        let root = documents(&file, source, variables).into_iter().reduce(merge::files);
        let services = root.as_ref().and_then(|root| root.get("services")).map(by_name);
        let services = Arc::new(services.unwrap_or_default());
        self.extended.insert(source.path.clone(), Arc::clone(&services));
        Some(services)
    }
}

fn by_name(services: &Node) -> Services {
    services.entries().iter().map(|entry| (entry.name.clone(), entry.value.clone())).collect()
}
