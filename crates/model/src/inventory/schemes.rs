//! What stores keep, by the scheme of their addresses.

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
