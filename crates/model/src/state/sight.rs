//! What is looked at while facts are derived, and what is found before it is put together.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::Keyword;

use super::steps::command_steps;
use super::{Evidence, Place, Row};
use crate::images::Kind;
use crate::patterns::Context;
use crate::value::Value;
use crate::{Base, Dockerfile, File};

/// Programs of database servers, queues and the like: an image that runs one is no application's.
/// Source: the commands of the official images, and the servers' manuals.
const SERVERS: &[&str] = &[
    "arangod",
    "cassandra",
    "clickhouse-server",
    "cockroach",
    "consul",
    "couchdb",
    "elasticsearch",
    "etcd",
    "influxd",
    "mariadbd",
    "memcached",
    "mongod",
    "mysqld",
    "mysqld_safe",
    "neo4j",
    "opensearch",
    "postgres",
    "rabbitmq-server",
    "redis-server",
    "slapd",
    "valkey-server",
];

/// A Dockerfile under derivation.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    /// The text that places are in: the Dockerfile's, or that of a file beside it.
    pub(super) text: &'a str,
    pub(super) dockerfile: &'a Dockerfile,
    /// Whether what the last stage runs is a server of [`SERVERS`].
    server: bool,
}

/// One place that shows something.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) row: Row,
    pub(super) stage: usize,
    pub(super) path: Option<Value>,
    pub(super) driver: Option<String>,
    pub(super) place: Place,
    pub(super) certain: bool,
    pub(super) stands_for: Vec<Row>,
    /// It names no directory: it counts only where nothing at all is mounted.
    pub(super) unplaced: bool,
}

impl Found {
    pub(super) fn new(row: Row, (stage, instruction): (usize, usize), span: Span, evidence: Evidence) -> Self {
        let place = Place { instruction, span, evidence, beside: None };
        Self { row, stage, path: None, driver: None, place, certain: false, stands_for: Vec::new(), unplaced: false }
    }
}

impl<'a> Sight<'a> {
    pub(super) fn new(file: &'a File, dockerfile: &'a Dockerfile) -> Self {
        let last = dockerfile.stages.len().checked_sub(1);
        Self { text: &file.text, dockerfile, server: last.is_some_and(|last| runs_server(dockerfile, last)) }
    }

    /// The same image with the places in `text`, a file beside the Dockerfile.
    pub(super) fn over<'t>(&self, text: &'t str) -> Sight<'t>
    where
        'a: 't,
    {
        Sight { text, ..*self }
    }

    /// The part of `span` that `value` is, where it stands there as it is.
    pub(super) fn narrow(&self, span: Span, value: &str) -> Span {
        match span.text(self.text).rfind(value) {
            Some(at) if !value.is_empty() => {
                let start = span.start + at as u32;
                Span::new(start, start + value.len() as u32)
            }
            _ => span,
        }
    }

    /// Whether `stage` is an application's, not a database's or another server's.
    pub(super) fn is_application(&self, stage: usize) -> bool {
        !self.server && self.dockerfile.image(stage).is_none_or(|image| image.kind != Kind::Server)
    }

    /// The repository of the image below `stage`; empty where there is none.
    pub(super) fn repository(&self, stage: usize) -> &'a str {
        match self.dockerfile.root_base(stage) {
            Base::Image(image, _) => &image.repository,
            _ => "",
        }
    }

    /// The working directories of `stage`, the last one last.
    pub(super) fn roots(&self, stage: usize) -> Vec<Value> {
        let mut roots = Vec::new();
        let mut chain: Vec<usize> = self.dockerfile.chain(stage).collect();
        chain.reverse();
        for stage in chain {
            let range = self.dockerfile.stages[stage].instructions.clone();
            roots.extend(range.map(|index| self.dockerfile.directory(stage, index + 1)));
        }
        roots.dedup();
        roots.retain(|root| root.text() != "/" && !root.hidden());
        roots
    }

    /// Where a directory of `stage` stands, that is made or handed over.
    pub(super) fn context<'r>(&self, stage: usize, roots: &'r [Value]) -> Context<'r> {
        Context { roots, application: self.is_application(stage), setting: false }
    }

    /// Whether `found` can be: nothing is said about Unix paths of Windows images.
    pub(super) fn may_hold(&self, found: &Found) -> bool {
        let unix = found.path.as_ref().is_some_and(|path| !path.is_windows_path());
        !unix || !self.dockerfile.is_windows(found.stage)
    }
}

fn runs_server(file: &Dockerfile, stage: usize) -> bool {
    [Keyword::Entrypoint, Keyword::Cmd].iter().filter_map(|&keyword| file.last(stage, keyword)).any(|index| {
        let steps = command_steps(file, stage, index);
        steps.iter().filter_map(|step| step.words.first()).any(|program| SERVERS.contains(&program.value.name()))
    })
}
