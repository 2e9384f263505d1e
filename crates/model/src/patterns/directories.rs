//! Names of directories that an image makes, hands over or mounts.

use super::values::{is_below, is_scratch, is_system};
use super::{Context, Name};
use crate::state::Row;
use crate::value::Value;

/// Last segments, or last but one, of directories for uploads; whether the name alone is unmistakable.
/// Source: the specification of the check.
const UPLOADS: &[(&str, bool)] = &[
    ("uploads", true),
    ("user-uploads", true),
    ("user_uploads", true),
    ("userfiles", true),
    ("user_files", true),
    ("upload", false),
    ("attachments", false),
];

/// Ends of paths that hold uploads, and whether a child of them does too.
/// Source: WordPress, Laravel, Paperclip of Rails, CakePHP and others, Drupal.
const UPLOAD_ENDS: &[(&str, bool)] = &[
    ("wp-content/uploads", true),
    ("storage/app/public", true),
    ("public/system", false),
    ("public/uploads", true),
    ("sites/default/files", true),
];

/// Ends of paths that hold sessions: Laravel's, Rails' and PHP's own.
const SESSION_ENDS: &[&str] =
    &["storage/framework/sessions", "tmp/sessions", "var/sessions", "php/sessions", "php/session"];

/// Data directories of database servers; whether an application uses the same path for something else.
/// Source: the servers' packages and images, as the catalogue of stateful images has them.
const DATABASES: &[(&str, bool)] = &[
    ("/var/lib/postgresql", true),
    ("/var/lib/pgsql", true),
    ("/var/lib/mysql", true),
    ("/var/lib/mariadb", true),
    ("/var/lib/mongodb", true),
    ("/var/lib/mongo", true),
    ("/data/db", false),
    ("/var/lib/redis", true),
    ("/var/lib/valkey", true),
    ("/var/lib/cassandra", true),
    ("/var/lib/scylla", true),
    ("/var/lib/elasticsearch", true),
    ("/usr/share/elasticsearch/data", true),
    ("/var/lib/opensearch", true),
    ("/usr/share/opensearch/data", true),
    ("/var/lib/influxdb", true),
    ("/var/lib/clickhouse", true),
    ("/var/lib/neo4j/data", true),
    ("/var/lib/couchdb", true),
    ("/opt/couchdb/data", true),
    ("/var/lib/rethinkdb", true),
    ("/var/lib/arangodb3", true),
    ("/var/lib/ldap", true),
    ("/var/lib/etcd", true),
    ("/var/lib/rabbitmq/mnesia", true),
    ("/cockroach/cockroach-data", true),
    ("/qdrant/storage", true),
    ("/meili_data", true),
];

/// Ends of paths that a framework caches in: Laravel's, Rails'. A child of Laravel's is one too (`cache/data`).
const CACHE_ENDS: &[(&str, bool)] = &[("storage/framework/cache", true), ("tmp/cache", false)];

/// Segments of the build-time caches of package managers, compilers and tools, of models that the build fetches, and of
/// the systems' own caches. Source: the specification of the check, and each tool's default directory.
const BUILD_CACHES: &[&str] = &[
    "apt",
    "apk",
    "dnf",
    "yum",
    "microdnf",
    "tdnf",
    "zypp",
    "pacman",
    "portage",
    "rpm",
    "debconf",
    "ldconfig",
    "man",
    "fontconfig",
    "pip",
    "npm",
    ".npm",
    "_cacache",
    "yarn",
    ".yarn",
    "pnpm",
    ".pnpm-store",
    "corepack",
    ".bun",
    "deno-dir",
    "cargo",
    ".cargo",
    ".rustup",
    "go-build",
    "ccache",
    ".ccache",
    "sccache",
    "composer",
    ".composer",
    "bundle",
    ".bundle",
    "gradle",
    ".gradle",
    "m2",
    ".m2",
    "nuget",
    ".nuget",
    "uv",
    "poetry",
    "pypoetry",
    "pipenv",
    "bazel",
    "turbo",
    ".turbo",
    "ms-playwright",
    "playwright",
    "puppeteer",
    "cypress",
    "electron",
    "selenium",
    "huggingface",
    ".huggingface",
    "torch",
    "whisper",
    "sentence_transformers",
    "transformers",
    "easyocr",
    "pre-commit",
    "node_modules",
    ".mix",
    ".hex",
    ".ivy2",
    ".sbt",
    "coursier",
    "conda",
    "pkgs",
    "luarocks",
    "chromium",
];

/// Directories for which a cache is a server's scratch space, or belongs to the system.
/// Source: the packages of these servers.
const SCRATCH_CACHES: &[&str] = &[
    "/var/cache/nginx",
    "/usr/share/nginx/cache",
    "/var/lib/nginx",
    "/var/lib/haproxy",
    "/var/cache/apache2",
    "/var/cache/httpd",
    "/var/cache/openresty",
    "/usr/local/openresty",
    "/usr/local/nginx",
    "/etc",
];

/// Segments under which nothing is the application's own at run time: dependencies, version control, supervised services
/// (whose `log` is a service directory), configuration of build tools.
const FOREIGN: &[&str] = &[
    "node_modules",
    "site-packages",
    "dist-packages",
    ".git",
    "s6-rc.d",
    "s6-overlay",
    "services.d",
    "include",
    "doc",
    "locale",
];

/// Segments of directories whose logs are data: commit logs, write-ahead logs, replication logs.
/// Source: Kafka, Zookeeper, PostgreSQL, MySQL, etcd.
const DATA_LOGS: &[&str] = &[
    "datalog",
    "data-log",
    "data_log",
    "binlog",
    "binlogs",
    "wal",
    "pg_wal",
    "pg_xlog",
    "kafka-logs",
    "commitlog",
    "translog",
];

/// What the name of the directory `path` means. The path is normalised and may begin with an unknown part.
#[must_use]
pub fn directory(path: &Value, context: Context<'_>) -> Option<Name> {
    let path = Path::of(path);
    if path.segments.is_empty() || path.is_foreign() {
        return None;
    }
    let certain = |certain| move |row| Name { row, certain };
    None.or_else(|| database(&path, context).map(|sure| certain(sure)(Row::Database)))
        .or_else(|| sessions(&path).map(|sure| certain(sure)(Row::Sessions)))
        .or_else(|| uploads(&path, context).map(|sure| certain(sure)(Row::Uploads)))
        .or_else(|| logs(&path).map(|sure| certain(sure)(Row::Logs)))
        .or_else(|| cache(&path).map(|sure| certain(sure)(Row::Cache)))
        .or_else(|| data(&path, context).then(|| certain(false)(Row::Data)))
        .map(|name| Name { certain: name.certain && !is_scratch(&path.text), ..name })
}

/// A path as names are looked up in it: lower case, slashes only, no drive.
struct Path {
    text: String,
    segments: Vec<String>,
}

impl Path {
    fn of(path: &Value) -> Self {
        let text = path.text().to_lowercase().replace('\\', "/");
        let text = match text.as_bytes() {
            [drive, b':', ..] if drive.is_ascii_alphabetic() => text[2..].to_owned(),
            _ => text,
        };
        let segments = text.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect();
        Self { text, segments }
    }

    fn last(&self) -> &str {
        self.segments.last().map_or("", String::as_str)
    }

    fn last_but_one(&self) -> &str {
        self.segments.iter().rev().nth(1).map_or("", String::as_str)
    }

    fn parent(&self) -> &str {
        self.text.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// Whether the path ends in the segments of `end`.
    fn ends_in(&self, end: &str) -> bool {
        ends_in(&self.text, end)
    }

    fn has_segment(&self, names: &[&str]) -> bool {
        self.segments.iter().any(|segment| names.contains(&segment.as_str()))
    }

    /// Whether nothing that the application writes at run time is expected there.
    fn is_foreign(&self) -> bool {
        let system = ["/etc", "/usr/include", "/boot", "/dev"];
        is_system(&self.text)
            || system.iter().any(|directory| is_below(&self.text, directory))
            || self.has_segment(FOREIGN)
    }
}

fn ends_in(text: &str, end: &str) -> bool {
    text.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

/// A file of settings inside a data directory is no state: `/var/lib/pgsql/data/postgresql.conf`.
fn is_configuration(path: &Path) -> bool {
    [".conf", ".cnf", ".ini", ".properties", ".xml", ".yml", ".yaml"].iter().any(|end| path.last().ends_with(end))
}

fn database(path: &Path, context: Context<'_>) -> Option<bool> {
    if is_configuration(path) {
        return None;
    }
    let row = DATABASES.iter().find(|(directory, _)| is_below(&path.text, directory));
    row.filter(|_| context.application).map(|(_, sure)| *sure)
}

fn sessions(path: &Path) -> Option<bool> {
    // Versioned ones too: `/var/lib/php/sessions7`, `/var/lib/php7/sessions`, `/var/lib/php/8.2/sessions`.
    let php = path.text.contains("/php") && path.last().starts_with("session");
    match path.last() {
        _ if php || SESSION_ENDS.iter().any(|end| path.ends_in(end)) => Some(true),
        "sessions" => Some(true),
        "session" | "sess" => Some(false),
        _ => None,
    }
}

fn uploads(path: &Path, context: Context<'_>) -> Option<bool> {
    let framework = UPLOAD_ENDS.iter().any(|(end, child)| path.ends_in(end) || *child && ends_in(path.parent(), end));
    if framework {
        return Some(true);
    }
    let names = [path.last(), path.last_but_one()];
    if let Some((_, sure)) = names.iter().find_map(|name| UPLOADS.iter().find(|(upload, _)| upload == name)) {
        return Some(*sure);
    }
    let inside = context.roots.iter().any(|root| {
        let root = root.text().trim_end_matches('/').to_lowercase();
        !root.is_empty() && path.text != root && is_below(&path.text, &root)
    });
    (names.contains(&"media") && (context.setting || inside)).then_some(false)
}

fn logs(path: &Path) -> Option<bool> {
    let below = path.text.strip_prefix("/var/log");
    let data =
        path.has_segment(DATA_LOGS) || ["/var/lib/kafka", "/var/lib/zookeeper"].iter().any(|d| is_below(&path.text, d));
    match below {
        _ if data => None,
        Some("") => Some(false),
        Some(rest) if rest.starts_with("/apt") || rest.starts_with("/dnf") => None,
        Some(rest) if rest.starts_with('/') => Some(true),
        _ => matches!(path.last(), "log" | "logs").then_some(true),
    }
}

/// Whether a cache at `path` is nothing to report: of a package manager or compiler, a server's scratch space, under
/// `/tmp`.
pub(super) fn is_silent_cache(path: &Value) -> bool {
    is_silent(&Path::of(path))
}

fn is_silent(path: &Path) -> bool {
    is_scratch(&path.text)
        || SCRATCH_CACHES.iter().any(|directory| is_below(&path.text, directory))
        || path.has_segment(BUILD_CACHES)
        || path.ends_in("bootstrap/cache")
        || path.text == "/var/cache"
}

fn cache(path: &Path) -> Option<bool> {
    if is_silent(path) {
        return None;
    }
    let framework = CACHE_ENDS.iter().any(|(end, child)| path.ends_in(end) || *child && ends_in(path.parent(), end));
    if framework || ends_in(path.parent(), "var/cache") {
        return Some(true);
    }
    matches!(path.last(), "cache" | "caches" | ".cache").then_some(false)
}

fn data(path: &Path, context: Context<'_>) -> bool {
    if !context.application {
        return false;
    }
    let root = context.roots.last().map(|root| root.text().trim_end_matches('/').to_lowercase());
    let under = path.parent() == "/app" || root.is_some_and(|root| !root.is_empty() && path.parent() == root);
    path.text == "/data" || under && matches!(path.last(), "data" | "instance" | "storage")
}

/// Rows of Laravel's `storage`: `app`, `framework/sessions`, `logs`, `framework/cache`.
const LARAVEL: &[Row] = &[Row::Sessions, Row::Uploads, Row::Logs, Row::Cache];
/// Rows of Symfony's `var`: `sessions`, `log`, `cache`.
const SYMFONY: &[Row] = &[Row::Sessions, Row::Logs, Row::Cache];
/// Rows of Rails' `storage`: SQLite files since Rails 8, and Active Storage's disk service.
const RAILS: &[Row] = &[Row::Database, Row::Uploads];

/// The framework whose whole state tree the directory is, and the rows that stand below it. `image` is the repository
/// of the image below the stage, or empty; where it tells nothing, only the framework's usual place does.
#[must_use]
pub fn framework_tree(path: &Value, image: &str) -> Option<(&'static str, &'static [Row])> {
    let path = Path::of(path);
    let has = |words: &[&str]| words.iter().any(|word| image.contains(word));
    let ruby = has(&["ruby", "rails"]) || is_below(&path.text, "/rails");
    let php = has(&["php", "laravel", "symfony", "frankenphp"]) || is_below(&path.text, "/var/www");
    match path.last() {
        _ if path.segments.len() < 2 || path.is_foreign() => None,
        "storage" if ruby => Some(("Rails", RAILS)),
        "storage" if php => Some(("Laravel", LARAVEL)),
        "var" if php && !is_below(&path.text, "/usr") => Some(("Symfony", SYMFONY)),
        _ => None,
    }
}
