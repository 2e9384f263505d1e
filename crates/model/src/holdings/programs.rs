//! What `command` and `entrypoint` of a service start: a server or only its clients, and with which options.

use std::path::PathBuf;

use longshore_syntax::Logical;

use super::Sight;
use super::built::Built;
use crate::compose::{Command, Mount, MountKind, Text};
use crate::run::{Argument, Environment, Ran, run, run_words};
use crate::value::Value;

/// Clients of servers, which keep nothing themselves. Those that end in `-` stand for all that begin so.
/// Source: the manuals of the servers.
const CLIENTS: &[&str] = &[
    "psql",
    "pg_dump",
    "pg_dumpall",
    "pg_restore",
    "pg_isready",
    "pg_basebackup",
    "pgbench",
    "createdb",
    "dropdb",
    "createuser",
    "mysql",
    "mysqldump",
    "mysqladmin",
    "mysqlimport",
    "mysqlcheck",
    "mariadb",
    "mariadb-dump",
    "mariadb-admin",
    "mongo",
    "mongosh",
    "mongodump",
    "mongorestore",
    "mongoimport",
    "mongoexport",
    "redis-cli",
    "redis-benchmark",
    "valkey-cli",
    "cqlsh",
    "nodetool",
    "influx",
    "cypher-shell",
    "neo4j-admin",
    "clickhouse-client",
    "arangosh",
    "arangoimport",
    "arangodump",
    "couchbase-cli",
    "sqlcmd",
    "rabbitmqadmin",
    "etcdctl",
    "mc",
    "kafka-",
    "cub",
    "nats",
    "promtool",
    "amtool",
    "grafana-cli",
    "elasticsearch-certutil",
    "elasticsearch-certgen",
    "wp",
    "occ",
    "cron.sh",
    "crond",
    "cron",
    "weed-cli",
    "solr-cli",
    "zkCli.sh",
    "mosquitto_pub",
    "mosquitto_sub",
    "ldapsearch",
];

/// Programs that are client or server by their first argument: the words that make a client.
const MODES: &[(&str, &[&str])] = &[
    ("cockroach", &["init", "sql", "cert", "node", "workload"]),
    ("consul", &["kv", "acl", "join", "members", "watch"]),
    ("vault", &["operator", "kv", "status", "login", "policy", "auth", "secrets", "write", "read"]),
    ("clickhouse", &["client", "local"]),
];

/// What scripts use beside: nothing that serves.
const PLAIN: &[&str] = &[
    "true",
    "false",
    "sleep",
    "echo",
    "printf",
    "test",
    "[",
    "[[",
    "until",
    "while",
    "exit",
    "export",
    "set",
    "cd",
    "mkdir",
    "chown",
    "chmod",
    "rm",
    "cp",
    "mv",
    "ls",
    "cat",
    "date",
    "wait",
    "curl",
    "wget",
    "nc",
    "tail",
    "grep",
    "sed",
    "awk",
    "find",
    "touch",
    "ln",
    "source",
    ".",
    "apt-get",
    "apk",
    "install",
    "env",
    "trap",
    "read",
    "id",
    "whoami",
    "sh",
    "bash",
    "ash",
    "dash",
    "/bin/true",
    "jq",
    "timeout",
    "wait-for-it.sh",
    "wait-for-it",
    "tee",
    "head",
    "sort",
    "seq",
    "break",
    "continue",
    "return",
    "shift",
    "unset",
    "local",
    "declare",
    "openssl",
    "tar",
    "gzip",
    "unzip",
    "xargs",
];

/// What a service is told to start.
#[derive(Debug, Default)]
pub(super) struct Programs {
    /// The commands in order, each with its arguments; none where nothing but options is given.
    commands: Vec<Vec<String>>,
    /// Every word that may be an option or its value.
    pub(super) words: Vec<String>,
    /// Whether a script is started that cannot be read.
    unread: bool,
}

impl Programs {
    /// What the service of `sight` starts beside what its image does by itself.
    pub(super) fn of(sight: &Sight<'_>) -> Self {
        let service = sight.service;
        let parts = [&service.entrypoint, &service.command];
        let words: Vec<&Text> = parts.into_iter().flatten().flat_map(|part: &Command| &part.words).collect();
        let mut programs = Self { words: words.iter().map(|word| word.text().to_owned()).collect(), ..Self::default() };
        let first = words.first().map_or("", |word| word.text());
        if words.is_empty() {
            programs.commands = sight.built.as_ref().map(Built::commands).unwrap_or_default();
        } else if !first.is_empty() && !first.starts_with('-') {
            let arguments = words.iter().map(|text| Argument::new(text.value.clone(), text.span(0, text.text().len())));
            programs.commands =
                run_words(&arguments.collect::<Vec<_>>(), &environment(sight, &|name| sight.variable(name)))
                    .iter()
                    .map(words_of)
                    .collect();
            programs.follow(sight);
        }
        programs.words.extend(programs.commands.iter().flatten().cloned());
        programs
    }

    /// Reads the script that is started, where a mount brings it from the workspace.
    fn follow(&mut self, sight: &Sight<'_>) {
        let mut found = Vec::new();
        for script in self.commands.iter().filter_map(|command| script(command)) {
            let host = sight.mounts.iter().find_map(|mount| host(mount, &script));
            match host.and_then(|path| sight.workspace.text(&path)) {
                Some(text) => {
                    let parsed = longshore_syntax::shell::parse(&Logical::identity(&text, 0));
                    let lookup = |name: &str| sight.variable(name);
                    found.extend(run(&parsed, &environment(sight, &lookup)).iter().map(words_of));
                }
                None => self.unread = true,
            }
        }
        self.commands.extend(found);
    }

    /// Whether only clients and helpers are started. `beside`: another service runs the server, so that a script that
    /// cannot be read is taken for one that uses it.
    pub(super) fn is_client(&self, beside: bool) -> bool {
        if self.commands.is_empty() || self.unread && !beside {
            return false;
        }
        let harmless = |command: &Vec<String>| {
            let name = program(command);
            script(command).is_some() || PLAIN.contains(&name) || is_client(name) || is_mode(command)
        };
        self.commands.iter().all(harmless)
    }

    /// The values of an option: in the next word, or behind `=`.
    pub(super) fn values<'p>(&'p self, option: &'p str) -> impl Iterator<Item = &'p str> {
        self.words.iter().enumerate().filter_map(move |(index, word)| {
            let rest = word.strip_prefix(option)?;
            match rest.strip_prefix('=') {
                Some(value) => Some(value),
                None if rest.is_empty() => self.words.get(index + 1).map(String::as_str),
                None => None,
            }
        })
    }
}

fn environment<'e>(sight: &Sight<'_>, lookup: &'e dyn Fn(&str) -> Option<Value>) -> Environment<'e> {
    let directory = sight.service.node.text("working_dir").map_or(Value::from("/"), |text| text.value.clone());
    Environment { lookup, directory, user: None }
}

fn words_of(ran: &Ran) -> Vec<String> {
    ran.words.iter().map(|word| word.text().to_owned()).collect()
}

/// The program's name without folder.
fn program(command: &[String]) -> &str {
    command.first().map_or("", |word| word.rsplit('/').next().unwrap_or_default())
}

fn is_client(name: &str) -> bool {
    let server = |name: &str| name.contains("server") || name.ends_with("-start") || name.ends_with("-run");
    CLIENTS.iter().any(|client| match client.strip_suffix('-') {
        Some(_) => name.starts_with(client) && !server(name),
        None => name == *client,
    })
}

fn is_mode(command: &[String]) -> bool {
    let first = command.get(1).map_or("", String::as_str);
    MODES.iter().any(|(name, modes)| program(command) == *name && modes.contains(&first))
}

/// The script file that a command runs: itself, or the operand of a shell.
fn script(command: &[String]) -> Option<Value> {
    let shell = matches!(program(command), "sh" | "bash" | "ash" | "dash" | "source" | ".");
    let (options, operands): (Vec<&String>, Vec<&String>) =
        command.iter().skip(1).partition(|word| word.starts_with('-'));
    let word = match shell {
        true if options.iter().any(|option| option.ends_with('c')) => return None,
        true => operands.first().map(|word| Value::from(word.as_str()))?,
        false => command.first().map(|word| Value::from(word.as_str())).filter(|word| word.text().ends_with(".sh"))?,
    };
    let known = CLIENTS.contains(&word.name()) || PLAIN.contains(&word.name()) || is_entrypoint(&word);
    (!known).then(|| word.path(&Value::from("/")))
}

/// Scripts that images bring along and that start the server.
fn is_entrypoint(word: &Value) -> bool {
    let name = word.name();
    name.contains("entrypoint") || matches!(name, "run.sh" | "start.sh" | "startup.sh" | "start_db.sh")
}

/// The file of the host that `mount` brings to `path`.
fn host(mount: &Mount, path: &Value) -> Option<PathBuf> {
    let source = mount.source.as_ref().filter(|_| mount.kind == MountKind::Bind)?.host_path()?;
    let target = mount.path();
    let rest = path.text().strip_prefix(target.text()).filter(|_| path.is_within(&target))?;
    Some(if rest.is_empty() { source } else { source.join(rest.trim_start_matches('/')) })
}
