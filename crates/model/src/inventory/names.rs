//! What kinds of state are called.

use crate::images::Holding;
use crate::state::Row;

pub(super) const fn row(row: Row) -> &'static str {
    match row {
        Row::Schedule => "schedule",
        Row::Database => "database",
        Row::Sessions => "sessions",
        Row::Uploads => "uploads",
        Row::Logs => "logs",
        Row::Cache => "cache",
        Row::Data => "data",
    }
}

pub(super) const fn holding(holding: Holding) -> &'static str {
    match holding {
        Holding::Database => "database",
        Holding::Cache => "cache",
        Holding::Coordination => "cluster state",
        Holding::Queue => "messages",
        Holding::Index => "search index",
        Holding::Series => "recordings",
        Holding::Objects => "objects",
        Holding::Application => "user data",
        Holding::Infrastructure => "state",
    }
}

/// Schemes of addresses that lead to a store, with what it keeps.
const SCHEMES: &[(&str, &str)] = &[
    ("postgres", "database"),
    ("postgresql", "database"),
    ("postgis", "database"),
    ("mysql", "database"),
    ("mysql2", "database"),
    ("mariadb", "database"),
    ("mssql", "database"),
    ("sqlserver", "database"),
    ("mongodb", "database"),
    ("cockroachdb", "database"),
    ("clickhouse", "database"),
    ("neo4j", "database"),
    ("bolt", "database"),
    ("redis", "cache"),
    ("rediss", "cache"),
    ("valkey", "cache"),
    ("memcached", "cache"),
    ("amqp", "messages"),
    ("amqps", "messages"),
    ("nats", "messages"),
    ("kafka", "messages"),
];

/// What the store behind an address of that scheme keeps; `postgresql+psycopg` is `postgresql`.
pub(super) fn scheme(scheme: &str) -> Option<&'static str> {
    let plain = scheme.split('+').next().unwrap_or_default().to_ascii_lowercase();
    SCHEMES.iter().find(|(name, _)| *name == plain).map(|(_, what)| *what)
}
