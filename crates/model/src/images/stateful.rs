//! The catalogue of images that keep state, and where.

use crate::image::ImageReference;

use super::glob;

/// An image that keeps state in its containers unless something is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stateful {
    /// The repository without registry and `library/`, as a pattern in which `*` stands for anything.
    pub repository: &'static str,
    /// Patterns for the tag; any tag where empty. A missing tag is `latest`.
    pub tags: &'static [&'static str],
    /// The first major version that the row is for. A tag without a number is the newest version.
    pub from: u32,
    /// The first major version that it is no longer for.
    pub below: u32,
    /// The directories that hold the state, the most important one first.
    pub data_dirs: &'static [&'static str],
    /// Directories below a data directory that hold what matters of it: mounting one keeps the state too.
    pub parts: &'static [&'static str],
    /// Variables whose value replaces the data directory.
    pub settings: &'static [&'static str],
    /// Options of the command whose value replaces the data directory.
    pub options: &'static [&'static str],
    /// Words of the command or variables that ask for persistence, without which nothing is kept on disk. Empty where
    /// the image always keeps something.
    pub asked_by: &'static [&'static str],
    /// How names of variables begin with any of which the image's own configuration does not count, and the directory
    /// that is the data directory then.
    pub configured: Option<(&'static str, &'static str)>,
    /// Directories elsewhere that a mount is put at where a configuration that is not seen names them.
    pub elsewhere: &'static [&'static str],
    /// Variables that move the state to another server.
    pub moved_by: &'static [&'static str],
    /// What it holds.
    pub holding: Holding,
    /// The repository that the facts come from.
    pub source: &'static str,
}

/// What a stateful image holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holding {
    /// A database's tables or documents.
    Database,
    /// Keys and values, most often a cache.
    Cache,
    /// Keys and values that a cluster agrees on.
    Coordination,
    /// Messages.
    Queue,
    /// A search index.
    Index,
    /// Measurements, logs or traces.
    Series,
    /// Files of an object store or a registry.
    Objects,
    /// What a finished application stores itself.
    Application,
    /// Certificates of a proxy, images of a container engine.
    Infrastructure,
}

impl Holding {
    /// What the state is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Cache => "cache",
            Self::Coordination => "cluster state",
            Self::Queue => "messages",
            Self::Index => "search index",
            Self::Series => "recordings",
            Self::Objects => "objects",
            Self::Application => "user data",
            Self::Infrastructure => "state",
        }
    }
}

/// The row of the catalogue for `image`, whatever its registry. `None` for an image that is not known to keep state.
/// Where a hidden part of the tag decides, it is one of [`stateful_rows`].
#[must_use]
pub fn stateful(image: &ImageReference) -> Option<&'static Stateful> {
    let exact = |row: &Stateful| (!row.repository.contains('*'), row.repository.len(), !row.tags.is_empty());
    stateful_rows(image).max_by_key(|row| exact(row))
}

/// Every row that `image` may be: one that matches wholly, or several where a part of the tag is hidden and the
/// directories differ by version.
pub fn stateful_rows(image: &ImageReference) -> impl Iterator<Item = &'static Stateful> {
    let stateless = STATELESS.iter().any(|pattern| glob(pattern, &image.repository, false));
    ROWS.iter().filter(move |row| !stateless && row.matches(image))
}

/// Whether some image of the catalogue keeps state of that kind at `path`.
#[must_use]
pub fn is_data_directory(path: &str, holding: Holding) -> bool {
    ROWS.iter().any(|row| row.holding == holding && row.data_dirs.contains(&path))
}

impl Stateful {
    /// The rows of the same image, this one among them: where each range of versions keeps the state.
    pub fn versions(&self) -> impl Iterator<Item = &'static Self> {
        ROWS.iter().filter(|row| row.repository == self.repository && row.holding == self.holding)
    }

    fn matches(&self, image: &ImageReference) -> bool {
        if !glob(self.repository, &image.repository, false) {
            return false;
        }
        let hidden = image.tag_is_hidden();
        let tagged = |pattern: &&str| image.effective_tag().map_or(hidden, |tag| glob(pattern, tag, hidden));
        let versioned = match image.version() {
            Some((major, _)) => self.from <= major && major < self.below,
            None => hidden || self.below == u32::MAX,
        };
        (self.tags.is_empty() || self.tags.iter().any(tagged)) && versioned
    }

    const fn new(
        repository: &'static str,
        holding: Holding,
        data_dirs: &'static [&'static str],
        source: &'static str,
    ) -> Self {
        Self {
            repository,
            tags: &[],
            from: 0,
            below: u32::MAX,
            data_dirs,
            parts: &[],
            settings: &[],
            options: &[],
            asked_by: &[],
            configured: None,
            elsewhere: &[],
            moved_by: &[],
            holding,
            source,
        }
    }

    const fn tags(self, tags: &'static [&'static str]) -> Self {
        Self { tags, ..self }
    }

    const fn from(self, from: u32) -> Self {
        Self { from, ..self }
    }

    const fn below(self, below: u32) -> Self {
        Self { below, ..self }
    }

    const fn parts(self, parts: &'static [&'static str]) -> Self {
        Self { parts, ..self }
    }

    const fn settings(self, settings: &'static [&'static str]) -> Self {
        Self { settings, ..self }
    }

    const fn options(self, options: &'static [&'static str]) -> Self {
        Self { options, ..self }
    }

    const fn asked_by(self, asked_by: &'static [&'static str]) -> Self {
        Self { asked_by, ..self }
    }

    const fn configured(self, prefix: &'static str, directory: &'static str) -> Self {
        Self { configured: Some((prefix, directory)), ..self }
    }

    const fn elsewhere(self, elsewhere: &'static [&'static str]) -> Self {
        Self { elsewhere, ..self }
    }

    const fn moved_by(self, moved_by: &'static [&'static str]) -> Self {
        Self { moved_by, ..self }
    }
}

/// Images that patterns of the catalogue match and that keep nothing.
const STATELESS: &[&str] = &[
    "linuxserver/baseimage-*",
    "linuxserver/socket-proxy",
    "linuxserver/modmanager",
    "linuxserver/pairdrop",
    "linuxserver/unrar",
    "linuxserver/ffmpeg",
    "linuxserver/mods",
];

const POSTGRES: &[&str] = &["/var/lib/postgresql"];
const POSTGRES_17: &[&str] = &["/var/lib/postgresql/data"];
const MYSQL: &[&str] = &["/var/lib/mysql"];
const MYSQLD: &[&str] = &["--datadir"];
const REDIS: &[&str] = &["--appendonly", "--save", "--dir", "REDIS_ARGS"];
const HTML: &[&str] = &["/var/www/html"];
const ELASTIC: &[&str] = &["/usr/share/elasticsearch/data"];
const KRAFT: &[&str] = &["/tmp/kraft-combined-logs"];
const KAFKA: &[&str] = &["/tmp/kraft-combined-logs", "/tmp/kafka-logs", "/var/lib/kafka/data"];
const LIKE_ELASTIC: &[&str] = &["path.data"];

/// PostgreSQL's image and its children moved their volume with version 18.
const fn postgres_17(repository: &'static str, source: &'static str) -> Stateful {
    postgres(repository, POSTGRES_17, source).below(18)
}

const fn postgres_18(repository: &'static str, source: &'static str) -> Stateful {
    postgres(repository, POSTGRES, source).from(18)
}

const fn postgres(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Database, dirs, source).settings(&["PGDATA"]).options(&["-D"])
}

const fn mysql(repository: &'static str, source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Database, MYSQL, source).options(MYSQLD)
}

const fn database(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Database, dirs, source)
}

const fn cache(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Cache, dirs, source).options(&["--dir"]).asked_by(REDIS)
}

const fn coordination(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Coordination, dirs, source)
}

const fn queue(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Queue, dirs, source)
}

const fn index(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Index, dirs, source)
}

const fn series(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Series, dirs, source)
}

const fn objects(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Objects, dirs, source)
}

const fn application(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Application, dirs, source)
}

const fn infrastructure(repository: &'static str, dirs: &'static [&'static str], source: &'static str) -> Stateful {
    Stateful::new(repository, Holding::Infrastructure, dirs, source)
}

const GRAFANA: &[&str] = &["/var/lib/grafana"];
const GRAFANA_ELSEWHERE: &[&str] = &["GF_DATABASE_HOST", "GF_DATABASE_URL"];
const REGISTRY_ELSEWHERE: &[&str] =
    &["REGISTRY_STORAGE_S3_BUCKET", "REGISTRY_STORAGE_GCS_BUCKET", "REGISTRY_STORAGE_AZURE_CONTAINER"];

#[rustfmt::skip] // A row is read and changed as one line.
static ROWS: &[Stateful] = &[
    postgres_17("postgres", "docker-library/postgres"),
    postgres_18("postgres", "docker-library/postgres"),
    postgres_17("postgis/postgis", "postgis/docker-postgis"),
    postgres_18("postgis/postgis", "postgis/docker-postgis"),
    // Their tags name PostgreSQL's version as `pg17`.
    postgres("pgvector/pgvector", POSTGRES, "pgvector/pgvector"),
    postgres("pgvector/pgvector", POSTGRES_17, "pgvector/pgvector").tags(&["*pg12*", "*pg13*", "*pg14*", "*pg15*", "*pg16*", "*pg17*"]),
    postgres("ankane/pgvector", POSTGRES_17, "pgvector/pgvector"),
    postgres("timescale/timescaledb", POSTGRES_17, "timescale/timescaledb-docker"),
    postgres("timescale/timescaledb", POSTGRES, "timescale/timescaledb-docker").tags(&["*pg18*"]),
    postgres("timescale/timescaledb-ha", &["/home/postgres/pgdata/data"], "timescale/timescaledb-docker-ha"),
    postgres("supabase/postgres", POSTGRES_17, "supabase/postgres"),
    postgres_17("citusdata/citus", "citusdata/docker"),
    postgres("bitnami/postgresql", &["/bitnami/postgresql"], "bitnami/containers").settings(&["POSTGRESQL_DATA_DIR", "PGDATA"]),
    postgres("bitnamilegacy/postgresql", &["/bitnami/postgresql"], "bitnami/containers").settings(&["POSTGRESQL_DATA_DIR", "PGDATA"]),
    mysql("mysql", "docker-library/mysql"),
    mysql("mysql/mysql-server", "mysql/mysql-docker"),
    mysql("mariadb", "MariaDB/mariadb-docker"),
    mysql("percona", "percona/percona-docker"),
    mysql("percona/percona-server", "percona/percona-docker"),
    mysql("percona/percona-xtradb-cluster", "percona/percona-docker"),
    database("bitnami/mysql", &["/bitnami/mysql"], "bitnami/containers"),
    database("bitnami/mariadb", &["/bitnami/mariadb"], "bitnami/containers"),
    database("bitnami/mongodb", &["/bitnami/mongodb"], "bitnami/containers"),
    database("bitnami/cassandra", &["/bitnami/cassandra"], "bitnami/containers"),
    database("bitnamilegacy/mysql", &["/bitnami/mysql"], "bitnami/containers"),
    database("bitnamilegacy/mariadb", &["/bitnami/mariadb"], "bitnami/containers"),
    database("bitnamilegacy/mongodb", &["/bitnami/mongodb"], "bitnami/containers"),
    database("mongo", &["/data/db"], "docker-library/mongo").options(&["--dbpath"]),
    database("mongodb/mongodb-community-server", &["/data/db"], "mongodb/mongodb-community-server").options(&["--dbpath"]),
    database("mssql/server", &["/var/opt/mssql"], "microsoft/mssql-docker").parts(&["/var/opt/mssql/data"]).settings(&["MSSQL_DATA_DIR"]),
    database("azure-sql-edge", &["/var/opt/mssql"], "microsoft/mssql-docker").parts(&["/var/opt/mssql/data"]),
    database("gvenzl/oracle-xe", &["/opt/oracle/oradata"], "gvenzl/oci-oracle-xe"),
    database("gvenzl/oracle-free", &["/opt/oracle/oradata"], "gvenzl/oci-oracle-free"),
    database("clickhouse/clickhouse-server", &["/var/lib/clickhouse"], "ClickHouse/ClickHouse"),
    database("yandex/clickhouse-server", &["/var/lib/clickhouse"], "ClickHouse/ClickHouse"),
    database("neo4j", &["/data"], "neo4j/docker-neo4j").settings(&["NEO4J_server_directories_data", "NEO4J_dbms_directories_data"]),
    database("arangodb", &["/var/lib/arangodb3"], "arangodb/arangodb-docker").options(&["--database.directory"]),
    database("arangodb/arangodb", &["/var/lib/arangodb3"], "arangodb/arangodb-docker").options(&["--database.directory"]),
    database("cassandra", &["/var/lib/cassandra"], "docker-library/cassandra"),
    database("scylladb/scylla", &["/var/lib/scylla"], "scylladb/scylladb"),
    database("couchdb", &["/opt/couchdb/data"], "apache/couchdb-docker"),
    database("couchbase", &["/opt/couchbase/var"], "couchbase/docker"),
    database("cockroachdb/cockroach", &["/cockroach/cockroach-data"], "cockroachdb/cockroach").options(&["--store", "-s"]),
    database("yugabytedb/yugabyte", &["/home/yugabyte/yb_data"], "yugabyte/yugabyte-db").options(&["--base_dir", "--data_dir"]),
    database("surrealdb/surrealdb", &["/data"], "surrealdb/surrealdb").asked_by(&["file:", "rocksdb:", "surrealkv:", "SURREAL_PATH"]),
    database("rethinkdb", &["/data"], "rethinkdb/rethinkdb-dockerfiles").options(&["-d", "--directory"]),
    database("orientdb", &["/orientdb/databases"], "orientechnologies/orientdb-docker"),
    database("crate", &["/data"], "crate/docker-crate"),
    database("dgraph/dgraph", &["/dgraph"], "dgraph-io/dgraph"),
    database("tarantool/tarantool", &["/var/lib/tarantool"], "tarantool/docker"),
    database("firebirdsql/firebird", &["/var/lib/firebird/data"], "FirebirdSQL/firebird-docker"),

    cache("redis", &["/data"], "redis/docker-library-redis"),
    cache("redis/redis", &["/data"], "redis/docker-library-redis"),
    cache("redis/redis-stack", &["/data"], "redis-stack/redis-stack").asked_by(&[]),
    cache("redis/redis-stack-server", &["/data"], "redis-stack/redis-stack").asked_by(&[]),
    cache("valkey/valkey", &["/data"], "valkey-io/valkey-container"),
    cache("eqalpha/keydb", &["/data"], "Snapchat/KeyDB"),
    cache("dragonflydb/dragonfly", &["/data"], "dragonflydb/dragonfly"),
    cache("bitnami/redis", &["/bitnami/redis/data"], "bitnami/containers").asked_by(&[]),
    cache("bitnamilegacy/redis", &["/bitnami/redis/data"], "bitnami/containers").asked_by(&[]),
    cache("bitnami/valkey", &["/bitnami/valkey/data"], "bitnami/containers").asked_by(&[]),

    coordination("coreos/etcd", &["/var/lib/etcd"], "etcd-io/etcd").options(&["--data-dir", "-data-dir"]).settings(&["ETCD_DATA_DIR"]),
    coordination("etcd-development/etcd", &["/var/lib/etcd"], "etcd-io/etcd").options(&["--data-dir", "-data-dir"]).settings(&["ETCD_DATA_DIR"]),
    coordination("bitnami/etcd", &["/bitnami/etcd"], "bitnami/containers").settings(&["ETCD_DATA_DIR"]),
    coordination("hashicorp/consul", &["/consul/data"], "hashicorp/consul").options(&["-data-dir"]),
    coordination("consul", &["/consul/data"], "hashicorp/consul").options(&["-data-dir"]),
    coordination("hashicorp/vault", &["/vault/file"], "hashicorp/vault"),
    coordination("vault", &["/vault/file"], "hashicorp/vault"),
    coordination("zookeeper", &["/data", "/datalog"], "31z4/zookeeper-docker").settings(&["ZOO_DATA_DIR", "ZOO_DATA_LOG_DIR"]),
    coordination("confluentinc/cp-zookeeper", &["/var/lib/zookeeper/data", "/var/lib/zookeeper/log"], "confluentinc/kafka-images"),
    coordination("bitnami/zookeeper", &["/bitnami/zookeeper"], "bitnami/containers"),
    coordination("wurstmeister/zookeeper", &["/opt/zookeeper-3.4.13/data"], "wurstmeister/zookeeper-docker"),

    queue("rabbitmq", &["/var/lib/rabbitmq"], "docker-library/rabbitmq").parts(&["/var/lib/rabbitmq/mnesia"]).settings(&["RABBITMQ_MNESIA_BASE", "RABBITMQ_MNESIA_DIR"]),
    queue("bitnami/rabbitmq", &["/bitnami/rabbitmq/mnesia"], "bitnami/containers"),
    queue("apache/kafka", KRAFT, "apache/kafka").configured("KAFKA_", "/tmp/kafka-logs").elsewhere(KAFKA).settings(&["KAFKA_LOG_DIRS", "KAFKA_LOG_DIR"]),
    queue("apache/kafka-native", KRAFT, "apache/kafka").configured("KAFKA_", "/tmp/kafka-logs").elsewhere(KAFKA).settings(&["KAFKA_LOG_DIRS", "KAFKA_LOG_DIR"]),
    queue("confluentinc/cp-kafka", &["/var/lib/kafka/data"], "confluentinc/kafka-images").settings(&["KAFKA_LOG_DIRS"]),
    queue("confluentinc/cp-server", &["/var/lib/kafka/data"], "confluentinc/kafka-images").settings(&["KAFKA_LOG_DIRS"]),
    queue("bitnami/kafka", &["/bitnami/kafka"], "bitnami/containers").settings(&["KAFKA_CFG_LOG_DIRS"]),
    queue("bitnamilegacy/kafka", &["/bitnami/kafka"], "bitnami/containers").settings(&["KAFKA_CFG_LOG_DIRS"]),
    queue("wurstmeister/kafka", &["/kafka"], "wurstmeister/kafka-docker").settings(&["KAFKA_LOG_DIRS"]),
    queue("redpandadata/redpanda", &["/var/lib/redpanda/data"], "redpanda-data/redpanda"),
    queue("apachepulsar/pulsar", &["/pulsar/data"], "apache/pulsar"),
    queue("nats", &["/data"], "nats-io/nats-docker").options(&["--store_dir", "-sd", "--sd"]).asked_by(&["-js", "--js", "--jetstream", "-sd", "--sd", "--store_dir"]),
    queue("nats-streaming", &["/data"], "nats-io/nats-streaming-docker").options(&["-dir", "--dir"]).asked_by(&["-dir", "--dir", "-store", "--store"]),
    queue("eclipse-mosquitto", &["/mosquitto/data"], "eclipse-mosquitto/mosquitto"),
    queue("emqx", &["/opt/emqx/data"], "emqx/emqx"),
    queue("emqx/emqx", &["/opt/emqx/data"], "emqx/emqx"),
    queue("apache/activemq-classic", &["/opt/apache-activemq/data"], "apache/activemq"),
    queue("apache/activemq-artemis", &["/var/lib/artemis-instance"], "apache/activemq-artemis"),

    index("elasticsearch", ELASTIC, "elastic/elasticsearch").settings(LIKE_ELASTIC),
    index("elasticsearch/elasticsearch", ELASTIC, "elastic/elasticsearch").settings(LIKE_ELASTIC),
    index("elasticsearch/elasticsearch-oss", ELASTIC, "elastic/elasticsearch").settings(LIKE_ELASTIC),
    index("bitnami/elasticsearch", &["/bitnami/elasticsearch/data"], "bitnami/containers"),
    index("opensearchproject/opensearch", &["/usr/share/opensearch/data"], "opensearch-project/opensearch-build").settings(LIKE_ELASTIC),
    index("getmeili/meilisearch", &["/meili_data"], "meilisearch/meilisearch").parts(&["/meili_data/data.ms"]).options(&["--db-path"]).settings(&["MEILI_DB_PATH"]),
    index("typesense/typesense", &["/data"], "typesense/typesense").options(&["--data-dir"]).settings(&["TYPESENSE_DATA_DIR"]),
    index("solr", &["/var/solr"], "apache/solr-docker").from(8).settings(&["SOLR_HOME"]),
    index("solr", &["/opt/solr/server/solr"], "docker-solr/docker-solr").below(8).settings(&["SOLR_HOME"]),
    index("manticoresearch/manticore", &["/var/lib/manticore"], "manticoresoftware/docker"),
    index("qdrant/qdrant", &["/qdrant/storage"], "qdrant/qdrant").settings(&["QDRANT__STORAGE__STORAGE_PATH"]),
    index("semitechnologies/weaviate", &["/var/lib/weaviate"], "weaviate/weaviate").settings(&["PERSISTENCE_DATA_PATH"]),
    index("weaviate/weaviate", &["/var/lib/weaviate"], "weaviate/weaviate").settings(&["PERSISTENCE_DATA_PATH"]),
    index("chromadb/chroma", &["/data"], "chroma-core/chroma").from(1).settings(&["PERSIST_DIRECTORY"]),
    index("chromadb/chroma", &["/chroma/chroma"], "chroma-core/chroma").below(1).settings(&["PERSIST_DIRECTORY"]),
    index("milvusdb/milvus", &["/var/lib/milvus"], "milvus-io/milvus"),

    series("prom/prometheus", &["/prometheus"], "prometheus/prometheus").options(&["--storage.tsdb.path", "--storage.agent.path"]),
    series("prom/alertmanager", &["/alertmanager"], "prometheus/alertmanager").options(&["--storage.path"]),
    series("grafana/loki", &["/loki"], "grafana/loki"),
    series("grafana/tempo", &["/var/tempo"], "grafana/tempo"),
    series("grafana/mimir", &["/data"], "grafana/mimir"),
    series("victoriametrics/victoria-metrics", &["/victoria-metrics-data"], "VictoriaMetrics/VictoriaMetrics").options(&["--storageDataPath", "-storageDataPath"]),
    series("influxdb", &["/var/lib/influxdb"], "influxdata/influxdata-docker").below(2).settings(&["INFLUXDB_DATA_DIR"]),
    series("influxdb", &["/var/lib/influxdb2"], "influxdata/influxdata-docker").from(2).below(3).settings(&["INFLUXD_BOLT_PATH", "INFLUXD_ENGINE_PATH"]),
    // `latest` moved to version 3 in 2026, `alpine` did not.
    series("influxdb", &["/var/lib/influxdb2"], "influxdata/influxdata-docker").tags(&["alpine"]).settings(&["INFLUXD_BOLT_PATH", "INFLUXD_ENGINE_PATH"]),
    series("influxdb", &["/var/lib/influxdb3"], "influxdata/influxdata-docker").from(3).options(&["--data-dir"]).settings(&["INFLUXDB3_DB_DIR"]),
    series("bitnami/influxdb", &["/bitnami/influxdb"], "bitnami/containers"),
    series("chronograf", &["/var/lib/chronograf"], "influxdata/influxdata-docker"),
    series("kapacitor", &["/var/lib/kapacitor"], "influxdata/influxdata-docker"),
    series("questdb/questdb", &["/var/lib/questdb"], "questdb/questdb").options(&["-d"]).settings(&["QDB_ROOT"]),
    series("graphiteapp/graphite-statsd", &["/opt/graphite/storage"], "graphite-project/docker-graphite-statsd"),

    objects("minio/minio", &["/data"], "minio/minio"),
    objects("bitnami/minio", &["/bitnami/minio/data"], "bitnami/containers").settings(&["MINIO_DATA_DIR"]),
    objects("bitnamilegacy/minio", &["/bitnami/minio/data"], "bitnami/containers").settings(&["MINIO_DATA_DIR"]),
    objects("registry", &["/var/lib/registry"], "distribution/distribution-library-image").settings(&["REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY"]).moved_by(REGISTRY_ELSEWHERE),
    objects("chrislusf/seaweedfs", &["/data"], "seaweedfs/seaweedfs").options(&["-dir"]),

    application("grafana/grafana", GRAFANA, "grafana/grafana").settings(&["GF_PATHS_DATA"]).moved_by(GRAFANA_ELSEWHERE),
    application("grafana/grafana-oss", GRAFANA, "grafana/grafana").settings(&["GF_PATHS_DATA"]).moved_by(GRAFANA_ELSEWHERE),
    application("grafana/grafana-enterprise", GRAFANA, "grafana/grafana").settings(&["GF_PATHS_DATA"]).moved_by(GRAFANA_ELSEWHERE),
    application("gitea/gitea", &["/data"], "go-gitea/gitea"),
    application("gitea/gitea", &["/var/lib/gitea"], "go-gitea/gitea").tags(&["*rootless*"]),
    application("gogs/gogs", &["/data"], "gogs/gogs"),
    application("gitlab/gitlab-ce", &["/var/opt/gitlab", "/etc/gitlab"], "gitlab-org/omnibus-gitlab"),
    application("gitlab/gitlab-ee", &["/var/opt/gitlab", "/etc/gitlab"], "gitlab-org/omnibus-gitlab"),
    application("nextcloud", HTML, "nextcloud/docker").parts(&["/var/www/html/data"]).settings(&["NEXTCLOUD_DATA_DIR"]),
    application("wordpress", HTML, "docker-library/wordpress").parts(&["/var/www/html/wp-content", "/var/www/html/wp-content/uploads"]),
    application("bitnami/wordpress", &["/bitnami/wordpress"], "bitnami/containers"),
    application("ghost", &["/var/lib/ghost/content"], "docker-library/ghost"),
    application("matomo", HTML, "matomo-org/docker").parts(&["/var/www/html/config"]),
    application("drupal", &["/var/www/html/sites", "/var/www/html/modules", "/var/www/html/profiles", "/var/www/html/themes"], "docker-library/drupal").parts(&["/var/www/html/sites/default/files"]),
    application("joomla", HTML, "joomla-docker/docker-joomla").parts(&["/var/www/html/images"]),
    application("redmine", &["/usr/src/redmine/files"], "docker-library/redmine"),
    application("odoo", &["/var/lib/odoo"], "odoo/docker"),
    application("mediawiki", &["/var/www/html/images"], "wikimedia/mediawiki-docker"),
    application("jenkins/jenkins", &["/var/jenkins_home"], "jenkinsci/docker").settings(&["JENKINS_HOME"]),
    application("sonarqube", &["/opt/sonarqube/data", "/opt/sonarqube/extensions"], "SonarSource/docker-sonarqube"),
    application("sonatype/nexus3", &["/nexus-data"], "sonatype/docker-nexus3"),
    application("mattermost/mattermost-team-edition", &["/mattermost/data", "/mattermost/config", "/mattermost/plugins"], "mattermost/mattermost"),
    application("rocketchat/rocket.chat", &["/app/uploads"], "RocketChat/Docker.Official.Image"),
    application("rocket.chat", &["/app/uploads"], "RocketChat/Docker.Official.Image"),
    application("keycloak/keycloak", &["/opt/keycloak/data"], "keycloak/keycloak").moved_by(&["KC_DB", "KC_DB_URL", "KC_DB_URL_HOST"]),
    application("vaultwarden/server", &["/data"], "dani-garcia/vaultwarden").settings(&["DATA_FOLDER"]),
    application("n8nio/n8n", &["/home/node/.n8n"], "n8n-io/n8n").settings(&["N8N_USER_FOLDER"]),
    application("portainer/portainer", &["/data"], "portainer/portainer").options(&["--data", "-d"]),
    application("portainer/portainer-ce", &["/data"], "portainer/portainer").options(&["--data", "-d"]),
    application("portainer/portainer-ee", &["/data"], "portainer/portainer").options(&["--data", "-d"]),
    application("louislam/uptime-kuma", &["/app/data"], "louislam/uptime-kuma").settings(&["DATA_DIR"]).options(&["--data-dir"]),
    application("requarks/wiki", &["/wiki/data/content"], "requarks/wiki"),
    application("paperless-ngx/paperless-ngx", &["/usr/src/paperless/data", "/usr/src/paperless/media"], "paperless-ngx/paperless-ngx"),
    application("homeassistant/home-assistant", &["/config"], "home-assistant/core"),
    application("home-assistant/home-assistant", &["/config"], "home-assistant/core"),
    application("linuxserver/*", &["/config"], "linuxserver/docker-baseimage-alpine"),
    application("metabase/metabase", &["/metabase.db"], "metabase/metabase").settings(&["MB_DB_FILE"]).moved_by(&["MB_DB_HOST", "MB_DB_CONNECTION_URI"]),
    application("directus/directus", &["/directus/uploads"], "directus/directus").settings(&["STORAGE_LOCAL_ROOT"]),
    application("graylog/graylog", &["/usr/share/graylog/data"], "Graylog2/graylog-docker").parts(&["/usr/share/graylog/data/journal"]),
    application("hkotel/mealie", &["/app/data"], "mealie-recipes/mealie"),
    application("mealie-recipes/mealie", &["/app/data"], "mealie-recipes/mealie"),
    application("pihole/pihole", &["/etc/pihole"], "pi-hole/docker-pi-hole"),
    application("nodered/node-red", &["/data"], "node-red/node-red-docker"),

    infrastructure("caddy", &["/data"], "caddyserver/caddy-docker").parts(&["/data/caddy"]),
    infrastructure("jc21/nginx-proxy-manager", &["/data"], "NginxProxyManager/nginx-proxy-manager"),
    infrastructure("docker", &["/var/lib/docker"], "docker-library/docker").tags(&["dind", "*-dind*", "dind-*"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn dirs(text: &str) -> Option<&'static [&'static str]> {
        stateful(&ImageReference::parse(text).unwrap()).map(|row| row.data_dirs)
    }

    #[test]
    fn rows_are_sane() {
        let mut keys = Vec::new();
        for row in ROWS {
            assert!(ImageReference::parse(&row.repository.replace('*', "x")).is_some(), "{}", row.repository);
            assert!(row.source.split('/').count() == 2 && !row.source.contains(' '), "{}", row.repository);
            assert!(!row.data_dirs.is_empty() && row.from < row.below, "{}", row.repository);
            for dir in row.data_dirs.iter().chain(row.parts) {
                assert!(dir.starts_with('/') && !dir.ends_with('/'), "{dir}");
            }
            for part in row.parts {
                assert!(row.data_dirs.iter().any(|dir| part.starts_with(&format!("{dir}/"))), "{part}");
            }
            let key = (row.repository, row.tags, row.from);
            assert!(!keys.contains(&key), "{key:?} twice");
            keys.push(key);
        }
    }

    #[test]
    fn versions_decide_the_directory() {
        let new: &[&str] = &["/var/lib/postgresql"];
        let old: &[&str] = &["/var/lib/postgresql/data"];
        for (text, wanted) in [
            ("postgres", new),
            ("postgres:latest", new),
            ("postgres:alpine", new),
            ("postgres:18.1-alpine", new),
            ("postgres:17", old),
            ("docker.io/library/postgres:9.6-alpine", old),
            ("registry.example.com/postgres:16", old),
            ("pgvector/pgvector:pg17", old),
            ("pgvector/pgvector:0.8.0-pg18", new),
            ("timescale/timescaledb:latest-pg16", old),
        ] {
            assert_eq!(dirs(text), Some(wanted), "{text}");
        }
        assert_eq!(dirs("influxdb:1.8"), Some(&["/var/lib/influxdb"][..]));
        assert_eq!(dirs("influxdb:2.7-alpine"), Some(&["/var/lib/influxdb2"][..]));
        assert_eq!(dirs("influxdb"), Some(&["/var/lib/influxdb3"][..]));
        assert_eq!(dirs("influxdb:3-core"), Some(&["/var/lib/influxdb3"][..]));
        assert_eq!(dirs("chromadb/chroma:0.5.0"), Some(&["/chroma/chroma"][..]));
        assert_eq!(dirs("solr:8"), Some(&["/var/solr"][..]));
    }

    #[test]
    fn hidden_versions_leave_every_row() {
        let rows = |text: &str| stateful_rows(&ImageReference::parse(text).unwrap()).count();
        assert_eq!(rows("postgres:\u{FFFC}"), 2);
        assert_eq!(rows("postgres:1\u{FFFC}"), 2);
        assert_eq!(rows("postgres:17-\u{FFFC}"), 1);
        assert_eq!(rows("postgres:17.\u{FFFC}"), 1);
        assert_eq!(rows("postgres"), 1);
    }

    #[test]
    fn names_decide_the_row() {
        for (text, wanted) in [
            ("quay.io/minio/minio:latest", Some("/data")),
            ("quay.io/coreos/etcd:v3.5.0", Some("/var/lib/etcd")),
            ("mcr.microsoft.com/mssql/server:2022-latest", Some("/var/opt/mssql")),
            ("docker.elastic.co/elasticsearch/elasticsearch:8.1.0", Some("/usr/share/elasticsearch/data")),
            ("ghcr.io/paperless-ngx/paperless-ngx", Some("/usr/src/paperless/data")),
            ("lscr.io/linuxserver/sonarr", Some("/config")),
            ("lscr.io/linuxserver/socket-proxy", None),
            ("gitea/gitea:1.22-rootless", Some("/var/lib/gitea")),
            ("docker:27-dind", Some("/var/lib/docker")),
            ("docker:cli", None),
            ("traefik:v3", None),
            ("acme/postgres:16", None),
            ("node:20", None),
            ("memcached", None),
        ] {
            assert_eq!(dirs(text).map(|dirs| dirs[0]), wanted, "{text}");
        }
    }
}
