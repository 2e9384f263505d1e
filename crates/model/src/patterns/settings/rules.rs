//! The table of settings, in the order of the rows, the more specific first.

use crate::state::Row;

/// One family of settings.
pub(super) struct Rule {
    pub(super) names: Names,
    pub(super) values: Values,
    pub(super) row: Row,
    pub(super) certain: bool,
    pub(super) instead: Instead,
}

/// Names of the form stem, `_` or nothing, tail; in upper case, with `_` between words.
pub(super) struct Names {
    pub(super) place: Place,
    pub(super) stems: &'static [&'static str],
    pub(super) tails: &'static [&'static str],
}

/// Where in the name the stem stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Stem and tail are the whole name.
    Whole,
    /// A prefix of whole words may stand before the stem.
    Suffix,
    /// The name begins with the stem; more may stand before the tail.
    Prefix,
    /// The stem stands anywhere before the tail.
    Anywhere,
}

/// Values that a rule is about.
pub(super) enum Values {
    /// A local path.
    Path,
    /// A path of a log file, where other values of the same setting are formats or levels.
    Log,
    /// One of these words, in any case.
    Words(&'static [&'static str]),
    /// A switch that is on.
    On,
}

/// The value that keeps the state out of the container.
#[derive(Clone, Copy)]
pub(super) enum Instead {
    /// No value does.
    Nothing,
    /// This one.
    Word(&'static str),
    /// A standard stream.
    Stream,
    /// The switch turned off.
    Off,
}

const fn whole(stems: &'static [&'static str], tails: &'static [&'static str]) -> Names {
    Names { place: Place::Whole, stems, tails }
}

const fn suffix(stems: &'static [&'static str], tails: &'static [&'static str]) -> Names {
    Names { place: Place::Suffix, stems, tails }
}

const fn rule(row: Row, names: Names, values: Values, instead: Instead) -> Rule {
    Rule { names, values, row, certain: true, instead }
}

impl Rule {
    /// The name only suggests the row.
    const fn likely(self) -> Self {
        Self { certain: false, ..self }
    }
}

/// Without a tail: the stems are whole names.
const ALONE: &[&str] = &[""];
/// Words for embedded databases as drivers are called.
/// Source: Laravel, Symfony (Doctrine), Django, Ghost and Strapi (Knex), Grafana, Gitea, Quarkus, Keycloak.
const EMBEDDED: &[&str] = &[
    "sqlite",
    "sqlite3",
    "better-sqlite3",
    "pdo_sqlite",
    "django.db.backends.sqlite3",
    "h2",
    "derby",
    "dev-file",
    "leveldb",
];
/// Words for sessions in files or memory. Source: the specification of the check; Django's engines by their full name.
const SESSION_WORDS: &[&str] = &["file", "files", "filesystem", "memory", "array", "local"];
const DJANGO_SESSIONS: &[&str] = &["django.contrib.sessions.backends.file"];
const CACHE_WORDS: &[&str] = &["file", "filesystem", "memory", "local", "disk", "array"];
/// Flask-Caching's backends by class or short name, and Django's by their full name.
const CACHE_CLASSES: &[&str] = &["FileSystemCache", "SimpleCache", "simple"];
const DJANGO_CACHES: &[&str] =
    &["django.core.cache.backends.filebased.FileBasedCache", "django.core.cache.backends.locmem.LocMemCache"];
const LOG_TAILS: &[&str] =
    &["FILE", "PATH", "DIR", "FOLDER", "FILENAME", "DIRECTORY", "FILE_NAME", "FILE_PATH", "FILEPATH", "LOCATION"];

pub(super) static RULES: &[Rule] = &[
    // `DB_CONNECTION` of Laravel, `DB_ENGINE` of Django, `database__client` of Ghost, `KC_DB` of Keycloak.
    rule(Row::Database, whole(&["DB_CONNECTION"], ALONE), Values::Words(EMBEDDED), Instead::Word("pgsql")),
    rule(
        Row::Database,
        suffix(
            &["DB", "DATABASE", "DATASOURCE", "DATA_PROVIDER"],
            &["CONNECTION", "TYPE", "ENGINE", "CLIENT", "DRIVER", "DIALECT", "ADAPTER", "KIND", "BACKEND", "VENDOR"],
        ),
        Values::Words(EMBEDDED),
        Instead::Word("postgres"),
    ),
    rule(Row::Database, whole(&["KC_DB"], ALONE), Values::Words(EMBEDDED), Instead::Word("postgres")),
    rule(
        Row::Database,
        suffix(
            &["DB", "DATABASE", "SQLITE", "SQLITE3", "SQLITE_DB"],
            &["FILE", "PATH", "FILENAME", "FILE_PATH", "LOCATION"],
        ),
        Values::Path,
        Instead::Nothing,
    )
    .likely(),
    // Sessions: Laravel, CodeIgniter, Flask-Session, Django, PHP, Grafana and Gitea, Spring.
    rule(
        Row::Sessions,
        whole(&["SESSION"], &["DRIVER", "STORE", "TYPE", "ENGINE", "BACKEND", "HANDLER"]),
        Values::Words(SESSION_WORDS),
        Instead::Word("redis"),
    ),
    rule(
        Row::Sessions,
        suffix(&["SESSION"], &["ENGINE"]),
        Values::Words(DJANGO_SESSIONS),
        Instead::Word("django.contrib.sessions.backends.db"),
    ),
    rule(Row::Sessions, suffix(&["SESSION"], &["SAVE_HANDLER"]), Values::Words(&["files"]), Instead::Word("redis")),
    rule(
        Row::Sessions,
        suffix(&["SESSION"], &["PROVIDER"]),
        Values::Words(&["file", "memory"]),
        Instead::Word("redis"),
    ),
    rule(
        Row::Sessions,
        suffix(&["SPRING_SESSION"], &["STORE_TYPE"]),
        Values::Words(&["hash_map", "hash-map"]),
        Instead::Word("redis"),
    ),
    rule(
        Row::Sessions,
        whole(&["SESSION"], &["DIR", "PATH", "FILE_PATH", "FILE_DIR", "FOLDER", "STORAGE_PATH"]),
        Values::Path,
        Instead::Nothing,
    ),
    rule(Row::Sessions, suffix(&["SESSION"], &["SAVE_PATH"]), Values::Path, Instead::Nothing),
    // Uploads: Flask, Express, Django, Laravel, Rails, Strapi, Outline.
    rule(
        Row::Uploads,
        Names {
            place: Place::Anywhere,
            stems: &["UPLOAD"],
            tails: &["DIR", "PATH", "FOLDER", "ROOT", "DEST", "DESTINATION", "DIRECTORY", "LOCATION"],
        },
        Values::Path,
        Instead::Nothing,
    ),
    rule(
        Row::Uploads,
        Names { place: Place::Prefix, stems: &["ATTACHMENT"], tails: &["DIR", "PATH", "DIRECTORY", "FOLDER"] },
        Values::Path,
        Instead::Nothing,
    ),
    rule(
        Row::Uploads,
        whole(&["MEDIA_ROOT", "DJANGO_MEDIA_ROOT", "PAPERLESS_MEDIA_ROOT"], ALONE),
        Values::Path,
        Instead::Nothing,
    ),
    rule(
        Row::Uploads,
        whole(&["FILESYSTEM"], &["DRIVER", "DISK"]),
        Values::Words(&["local", "public"]),
        Instead::Word("s3"),
    ),
    rule(Row::Uploads, whole(&["ACTIVE_STORAGE_SERVICE"], ALONE), Values::Words(&["local"]), Instead::Word("amazon")),
    rule(
        Row::Uploads,
        whole(&["FILE_STORAGE", "UPLOAD_PROVIDER", "UPLOAD_DRIVER", "UPLOAD_STORAGE"], ALONE),
        Values::Words(&["local", "filesystem", "disk"]),
        Instead::Word("s3"),
    ),
    rule(
        Row::Uploads,
        whole(&["STORAGE"], &["TYPE", "DRIVER", "BACKEND", "PROVIDER"]),
        Values::Words(&["local", "filesystem", "disk", "fs"]),
        Instead::Word("s3"),
    )
    .likely(),
    // Logs: Laravel, Spring, supervisord, PHP, Apache, MySQL, Gunicorn, Grafana, and what Node applications call theirs.
    rule(Row::Logs, suffix(&["LOG", "LOGS", "LOGGING"], LOG_TAILS), Values::Path, Instead::Stream),
    rule(
        Row::Logs,
        whole(&["GF_PATHS_LOGS", "SYSTEMLOG_PATH", "PM2_LOG_FILE_PATH"], ALONE),
        Values::Path,
        Instead::Stream,
    ),
    rule(
        Row::Logs,
        whole(&["LOG"], &["CHANNEL", "STACK"]),
        Values::Words(&["single", "daily", "stack"]),
        Instead::Word("stderr"),
    ),
    rule(
        Row::Logs,
        suffix(&["LOG_TO_FILE", "LOGTOFILE", "FILE_LOGGING", "LOG_FILE_ENABLED", "ENABLE_FILE_LOG"], ALONE),
        Values::On,
        Instead::Off,
    ),
    rule(Row::Logs, whole(&["GF_LOG_MODE"], ALONE), Values::Words(&["file", "console file"]), Instead::Word("console")),
    rule(
        Row::Logs,
        suffix(&["LOG", "LOGGER", "LOGGING"], &["OUTPUT", "TYPE", "DRIVER", "HANDLER", "MODE", "TARGET", "TRANSPORT"]),
        Values::Words(&["file", "files"]),
        Instead::Word("stdout"),
    ),
    rule(
        Row::Logs,
        suffix(&["LOG", "SLOWLOG", "CUSTOMLOG", "ERRORLOG", "ACCESSLOG", "TRANSFERLOG", "LOG_ERROR"], ALONE),
        Values::Log,
        Instead::Stream,
    ),
    // Cache: Laravel, Django, Flask-Caching, Spring, Rails, Keycloak, Gitea.
    rule(
        Row::Cache,
        whole(&["CACHE"], &["DRIVER", "STORE", "TYPE", "BACKEND"]),
        Values::Words(CACHE_WORDS),
        Instead::Word("redis"),
    ),
    rule(Row::Cache, whole(&["CACHE_TYPE"], ALONE), Values::Words(CACHE_CLASSES), Instead::Word("RedisCache")),
    rule(
        Row::Cache,
        suffix(&["CACHE"], &["BACKEND"]),
        Values::Words(DJANGO_CACHES),
        Instead::Word("django.core.cache.backends.redis.RedisCache"),
    ),
    rule(
        Row::Cache,
        whole(&["SPRING_CACHE_TYPE"], ALONE),
        Values::Words(&["simple", "caffeine", "generic"]),
        Instead::Word("redis"),
    ),
    rule(
        Row::Cache,
        whole(&["RAILS_CACHE_STORE"], ALONE),
        Values::Words(&["file_store", "memory_store"]),
        Instead::Word("redis_cache_store"),
    ),
    rule(Row::Cache, whole(&["KC_CACHE"], ALONE), Values::Words(&["local"]), Instead::Word("ispn")),
    rule(Row::Cache, suffix(&["CACHE_ADAPTER"], ALONE), Values::Words(&["memory", "file"]), Instead::Word("redis")),
    rule(Row::Cache, whole(&["CACHE"], &["DIR", "PATH", "FOLDER", "LOCATION"]), Values::Path, Instead::Nothing),
    // nginx.
    rule(
        Row::Cache,
        whole(&["PROXY_CACHE", "FASTCGI_CACHE", "UWSGI_CACHE", "SCGI_CACHE"], &["PATH"]),
        Values::Path,
        Instead::Nothing,
    ),
    // Data: the name asks a question only.
    rule(Row::Data, whole(&["GF_PATHS_DATA"], ALONE), Values::Path, Instead::Nothing).likely(),
    rule(Row::Data, suffix(&["DATA", "STORAGE"], &["DIR", "PATH", "HOME"]), Values::Path, Instead::Nothing).likely(),
];

/// Settings of build-time caches and of model caches that the build fills.
/// Source: each tool's own documentation of its environment.
pub(super) const BUILD_CACHES: &[&str] = &[
    "PIP_CACHE_DIR",
    "NPM_CONFIG_CACHE",
    "UV_CACHE_DIR",
    "POETRY_CACHE_DIR",
    "PIPENV_CACHE_DIR",
    "YARN_CACHE_FOLDER",
    "YARN_GLOBAL_FOLDER",
    "COMPOSER_CACHE_DIR",
    "COMPOSER_HOME",
    "GOCACHE",
    "GOMODCACHE",
    "GOLANGCI_LINT_CACHE",
    "CCACHE_DIR",
    "SCCACHE_DIR",
    "CARGO_HOME",
    "CARGO_TARGET_DIR",
    "GRADLE_USER_HOME",
    "NUGET_PACKAGES",
    "NUGET_HTTP_CACHE_PATH",
    "BUNDLE_PATH",
    "BUNDLE_USER_CACHE",
    "BUN_INSTALL_CACHE_DIR",
    "DENO_DIR",
    "COREPACK_HOME",
    "PNPM_HOME",
    "MIX_HOME",
    "HEX_HOME",
    "PRE_COMMIT_HOME",
    "TURBO_CACHE_DIR",
    "NX_CACHE_DIRECTORY",
    "CONDA_PKGS_DIRS",
    "PLAYWRIGHT_BROWSERS_PATH",
    "PUPPETEER_CACHE_DIR",
    "CYPRESS_CACHE_FOLDER",
    "ELECTRON_CACHE",
    "XDG_CACHE_HOME",
    "NUMBA_CACHE_DIR",
    "MPLCONFIGDIR",
    "PYTHONPYCACHEPREFIX",
    "RUFF_CACHE_DIR",
    "MYPY_CACHE_DIR",
    "PYTEST_CACHE_DIR",
    "HF_HOME",
    "HF_HUB_CACHE",
    "HF_DATASETS_CACHE",
    "HUGGINGFACE_HUB_CACHE",
    "TORCH_HOME",
    "TRANSFORMERS_CACHE",
    "SENTENCE_TRANSFORMERS_HOME",
    "TIKTOKEN_CACHE_DIR",
    "FASTEMBED_CACHE_PATH",
    "WHISPER_CACHE",
    "NLTK_DATA",
    "TFHUB_CACHE_DIR",
    "KERAS_HOME",
    "TRITON_CACHE_DIR",
    "CUDA_CACHE_PATH",
    "VLLM_CACHE_ROOT",
    "MODELSCOPE_CACHE",
];
