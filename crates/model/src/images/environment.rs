//! Variables that images set for what is built on them.

use crate::image::ImageReference;

/// Variables by repository: a name without a slash stands for the last part of one. Source: the `ENV` instructions of
/// each image's own Dockerfile.
static VARIABLES: &[(&str, &[&str])] = &[
    ("python", &["LANG", "GPG_KEY", "PYTHON_VERSION", "PYTHON_SHA256", "PYTHON_PIP_VERSION"]),
    ("node", &["NODE_VERSION", "YARN_VERSION"]),
    ("golang", &["GOLANG_VERSION", "GOTOOLCHAIN", "GOPATH"]),
    ("go-toolset", &["APP_ROOT", "HOME", "STI_SCRIPTS_PATH", "NAME", "VERSION", "GOPATH"]),
    ("rust", &["RUSTUP_HOME", "CARGO_HOME", "RUST_VERSION"]),
    (
        "ruby",
        &["LANG", "RUBY_VERSION", "RUBY_DOWNLOAD_URL", "GEM_HOME", "BUNDLE_SILENCE_ROOT_WARNING", "BUNDLE_APP_CONFIG"],
    ),
    ("jruby", &["JRUBY_VERSION", "GEM_HOME", "BUNDLE_APP_CONFIG", "JAVA_HOME"]),
    (
        "php",
        &[
            "PHPIZE_DEPS",
            "PHP_INI_DIR",
            "PHP_CFLAGS",
            "PHP_CPPFLAGS",
            "PHP_LDFLAGS",
            "PHP_VERSION",
            "PHP_URL",
            "PHP_SHA256",
            "GPG_KEYS",
            "APACHE_CONFDIR",
            "APACHE_ENVVARS",
            "PHP_EXTRA_BUILD_DEPS",
            "PHP_EXTRA_CONFIGURE_ARGS",
        ],
    ),
    ("wordpress", &["PHP_INI_DIR", "PHP_VERSION", "APACHE_CONFDIR", "APACHE_ENVVARS"]),
    ("composer", &["COMPOSER_HOME", "COMPOSER_ALLOW_SUPERUSER", "COMPOSER_VERSION", "PHP_INI_DIR", "PHP_VERSION"]),
    ("openjdk", &["JAVA_HOME", "JAVA_VERSION", "LANG"]),
    ("java", &["JAVA_HOME", "JAVA_VERSION", "JAVA_DEBIAN_VERSION", "LANG"]),
    ("eclipse-temurin", &["JAVA_HOME", "JAVA_VERSION", "LANG", "LANGUAGE", "LC_ALL"]),
    ("amazoncorretto", &["JAVA_HOME", "LANG"]),
    ("ibmjava", &["JAVA_HOME", "JAVA_VERSION"]),
    ("maven", &["MAVEN_HOME", "MAVEN_CONFIG", "JAVA_HOME", "JAVA_VERSION", "USER_HOME_DIR", "LANG"]),
    ("gradle", &["GRADLE_HOME", "GRADLE_VERSION", "JAVA_HOME", "JAVA_VERSION", "LANG"]),
    (
        "tomcat",
        &[
            "CATALINA_HOME",
            "TOMCAT_VERSION",
            "TOMCAT_MAJOR",
            "TOMCAT_NATIVE_LIBDIR",
            "LD_LIBRARY_PATH",
            "JAVA_HOME",
            "GPG_KEYS",
        ],
    ),
    ("jetty", &["JETTY_HOME", "JETTY_BASE", "JETTY_VERSION", "TMPDIR", "JAVA_HOME"]),
    ("wildfly", &["JBOSS_HOME", "WILDFLY_VERSION", "JAVA_HOME", "LAUNCH_JBOSS_IN_BACKGROUND"]),
    ("keycloak", &["KC_RUN_IN_CONTAINER", "LANG", "JBOSS_HOME"]),
    (
        "sonarqube",
        &[
            "SONARQUBE_HOME",
            "SONAR_VERSION",
            "SQ_DATA_DIR",
            "SQ_EXTENSIONS_DIR",
            "SQ_LOGS_DIR",
            "SQ_TEMP_DIR",
            "JAVA_HOME",
            "LANG",
            "ES_TMPDIR",
            "DOCKER_RUNNING",
        ],
    ),
    (
        "jenkins",
        &[
            "JENKINS_HOME",
            "JENKINS_VERSION",
            "JENKINS_UC",
            "REF",
            "COPY_REFERENCE_FILE_LOG",
            "JAVA_HOME",
            "JENKINS_SLAVE_AGENT_PORT",
            "LANG",
        ],
    ),
    ("jenkins/inbound-agent", &["AGENT_WORKDIR", "JAVA_HOME", "LANG", "USER", "HOME"]),
    ("jenkins/agent", &["AGENT_WORKDIR", "JAVA_HOME", "LANG"]),
    (
        "solr",
        &[
            "SOLR_HOME",
            "SOLR_USER",
            "SOLR_UID",
            "SOLR_GROUP",
            "SOLR_GID",
            "SOLR_PID_DIR",
            "SOLR_LOGS_DIR",
            "JAVA_HOME",
            "LOG4J_PROPS",
        ],
    ),
    ("elasticsearch", &["ELASTIC_CONTAINER"]),
    ("cassandra", &["CASSANDRA_HOME", "CASSANDRA_CONF", "CASSANDRA_VERSION", "GOSU_VERSION", "JAVA_HOME", "LANG"]),
    ("flink", &["FLINK_HOME", "GOSU_VERSION", "JAVA_HOME"]),
    ("spark", &["SPARK_HOME", "JAVA_HOME", "SPARK_TGZ_URL"]),
    ("spark-py", &["SPARK_HOME", "JAVA_HOME"]),
    (
        "airflow",
        &[
            "AIRFLOW_HOME",
            "AIRFLOW_UID",
            "AIRFLOW_USER_HOME_DIR",
            "AIRFLOW_VERSION",
            "PYTHON_VERSION",
            "LD_LIBRARY_PATH",
            "PATH",
            "LANG",
            "GUNICORN_CMD_ARGS",
        ],
    ),
    ("nginx", &["NGINX_VERSION", "NJS_VERSION", "PKG_RELEASE", "NJS_RELEASE", "DYNPKG_RELEASE"]),
    ("openresty", &["RESTY_VERSION", "RESTY_LUAROCKS_VERSION"]),
    ("httpd", &["HTTPD_PREFIX", "HTTPD_VERSION", "HTTPD_SHA256"]),
    ("haproxy", &["HAPROXY_VERSION", "HAPROXY_URL", "HAPROXY_SHA256"]),
    ("caddy", &["CADDY_VERSION", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XCADDY_VERSION"]),
    ("postgres", &["PG_MAJOR", "PG_VERSION", "PGDATA", "GOSU_VERSION", "LANG", "PG_SHA256", "DOCKER_PG_LLVM_DEPS"]),
    ("postgis", &["PG_MAJOR", "PG_VERSION", "PGDATA", "POSTGIS_MAJOR", "POSTGIS_VERSION", "LANG"]),
    ("timescaledb", &["PG_MAJOR", "PG_VERSION", "PGDATA", "LANG"]),
    ("pgvector", &["PG_MAJOR", "PG_VERSION", "PGDATA", "LANG"]),
    ("mysql", &["MYSQL_MAJOR", "MYSQL_VERSION", "GOSU_VERSION", "MYSQL_SHELL_VERSION"]),
    ("mariadb", &["MARIADB_VERSION", "GOSU_VERSION", "LANG", "GPG_KEYS", "MARIADB_MAJOR", "MYSQL_VERSION"]),
    (
        "mongo",
        &["MONGO_VERSION", "MONGO_MAJOR", "MONGO_PACKAGE", "MONGO_REPO", "GOSU_VERSION", "HOME", "JSYAML_VERSION"],
    ),
    ("redis", &["REDIS_VERSION", "REDIS_DOWNLOAD_URL", "REDIS_DOWNLOAD_SHA", "GOSU_VERSION"]),
    (
        "rabbitmq",
        &["RABBITMQ_HOME", "RABBITMQ_VERSION", "RABBITMQ_DATA_DIR", "ERLANG_INSTALL_PATH_PREFIX", "HOME", "LANG"],
    ),
    ("influxdb", &["INFLUXDB_VERSION"]),
    ("neo4j", &["NEO4J_HOME", "NEO4J_EDITION", "JAVA_HOME", "NEO4J_SHA256", "NEO4J_TARBALL"]),
    (
        "grafana",
        &[
            "GF_PATHS_CONFIG",
            "GF_PATHS_DATA",
            "GF_PATHS_HOME",
            "GF_PATHS_LOGS",
            "GF_PATHS_PLUGINS",
            "GF_PATHS_PROVISIONING",
        ],
    ),
    ("ghost", &["NODE_VERSION", "GHOST_INSTALL", "GHOST_CONTENT", "GHOST_VERSION", "GHOST_CLI_VERSION"]),
    ("perl", &["PERL_VERSION"]),
    ("elixir", &["ELIXIR_VERSION", "LANG", "OTP_VERSION", "REBAR3_VERSION"]),
    ("erlang", &["OTP_VERSION", "REBAR3_VERSION", "REBAR_VERSION", "LANG"]),
    ("haskell", &["LANG"]),
    ("swift", &["SWIFT_VERSION", "SWIFT_BRANCH", "SWIFT_PLATFORM", "SWIFT_SIGNING_KEY"]),
    ("dart", &["DART_SDK"]),
    ("julia", &["JULIA_PATH", "JULIA_GPG", "JULIA_VERSION"]),
    ("r-base", &["R_BASE_VERSION", "LC_ALL", "LANG"]),
    ("r-ver", &["R_VERSION", "R_HOME", "TZ", "CRAN", "LANG"]),
    ("conda", &["LANG", "LC_ALL"]),
    ("mambaforge", &["CONDA_DIR", "LANG", "LC_ALL"]),
    ("miniforge3", &["CONDA_DIR", "LANG", "LC_ALL"]),
    (
        "micromamba",
        &["MAMBA_ROOT_PREFIX", "MAMBA_EXE", "MAMBA_USER", "MAMBA_USER_ID", "MAMBA_USER_GID", "ENV_NAME", "LANG"],
    ),
    (
        "cuda",
        &[
            "CUDA_VERSION",
            "NVARCH",
            "LD_LIBRARY_PATH",
            "LIBRARY_PATH",
            "NVIDIA_VISIBLE_DEVICES",
            "NVIDIA_DRIVER_CAPABILITIES",
            "NV_CUDNN_VERSION",
            "NCCL_VERSION",
        ],
    ),
    (
        "cudagl",
        &["CUDA_VERSION", "LD_LIBRARY_PATH", "LIBRARY_PATH", "NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES"],
    ),
    ("l4t-base", &["LD_LIBRARY_PATH", "CUDA_HOME"]),
    ("alpine-glibc", &["LANG"]),
    ("cypress/base", &["NODE_VERSION", "YARN_VERSION"]),
    ("deno", &["DENO_DIR", "DENO_VERSION", "DENO_INSTALL_ROOT"]),
    ("bun", &["BUN_RUNTIME_TRANSPILER_CACHE_PATH", "BUN_INSTALL_BIN"]),
    ("aspnet", DOTNET),
    ("runtime", DOTNET),
    ("runtime-deps", DOTNET),
    ("sdk", DOTNET),
    ("android-sdk", &["ANDROID_HOME", "ANDROID_SDK_ROOT", "JAVA_HOME"]),
    ("emsdk", &["EMSDK", "EMSDK_NODE", "EM_CONFIG"]),
    ("code-server", &["HOME", "USER"]),
    ("confluentinc/*", &["COMPONENT", "CUB_CLASSPATH", "CONFLUENT_VERSION", "LANG", "KAFKA_ZOOKEEPER_CONNECT"]),
    ("jupyter/*", JUPYTER),
    ("jupyterhub/*", JUPYTER),
    (
        "nvidia/*",
        &[
            "LD_LIBRARY_PATH",
            "CUDA_VERSION",
            "PYTHONPATH",
            "PYTHONIOENCODING",
            "CUDA_HOME",
            "LIBRARY_PATH",
            "TRT_VERSION",
        ],
    ),
    ("ubi8/*", UBI),
    ("ubi9/*", UBI),
    ("ubi10/*", UBI),
    ("sclorg/*", UBI),
    ("centos/s2i-*", UBI),
    ("lambda/*", &["LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR", "LD_LIBRARY_PATH", "LANG", "TZ"]),
    ("intel/*", &["LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "MKLROOT", "ONEAPI_ROOT"]),
    ("rocm/*", &["LD_LIBRARY_PATH", "ROCM_PATH"]),
    ("ros", &["ROS_DISTRO", "LANG", "LC_ALL"]),
    ("osrf/*", &["ROS_DISTRO", "LANG", "LC_ALL"]),
    ("nixos/nix", &["USER", "NIX_PATH", "NIX_SSL_CERT_FILE", "MANPATH"]),
    ("linuxserver/*", &["HOME", "LANGUAGE", "LANG", "TERM", "S6_CMD_WAIT_FOR_SERVICES_MAXTIME", "VIRTUAL_ENV"]),
    ("bitnami/*", &["HOME", "OS_ARCH", "OS_FLAVOUR", "OS_NAME", "APP_VERSION", "BITNAMI_APP_NAME", "JAVA_HOME"]),
    ("odoo", &["ODOO_VERSION", "ODOO_RC", "LANG"]),
    ("n8n", &["NODE_ICU_DATA", "N8N_VERSION", "SHELL", "NODE_VERSION"]),
    ("texlive", &["LANG", "LC_ALL"]),
    ("tensorflow", &["LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "CUDA_VERSION"]),
    ("pytorch", &["LD_LIBRARY_PATH", "PYTORCH_VERSION", "NVIDIA_VISIBLE_DEVICES"]),
];

const DOTNET: &[&str] = &[
    "APP_UID",
    "ASPNETCORE_HTTP_PORTS",
    "ASPNETCORE_URLS",
    "DOTNET_RUNNING_IN_CONTAINER",
    "DOTNET_VERSION",
    "DOTNET_SDK_VERSION",
    "ASPNET_VERSION",
];

const JUPYTER: &[&str] = &[
    "NB_USER",
    "NB_UID",
    "NB_GID",
    "HOME",
    "CONDA_DIR",
    "SHELL",
    "LANG",
    "LC_ALL",
    "XDG_CACHE_HOME",
    "DEBIAN_FRONTEND",
    "SPARK_HOME",
    "R_LIBS_SITE",
    "JUPYTER_PORT",
];

const UBI: &[&str] = &[
    "APP_ROOT",
    "HOME",
    "STI_SCRIPTS_PATH",
    "STI_SCRIPTS_URL",
    "APP_DATA",
    "NAME",
    "VERSION",
    "SUMMARY",
    "DESCRIPTION",
    "PLATFORM",
    "container",
    "JAVA_HOME",
    "PYTHON_VERSION",
    "NODEJS_VERSION",
];

/// Whether `image` is known to set the variable `name`.
#[must_use]
pub fn sets(image: &ImageReference, name: &str) -> bool {
    VARIABLES.iter().any(|(pattern, names)| names.contains(&name) && matches(pattern, image))
}

fn matches(pattern: &str, image: &ImageReference) -> bool {
    let repository = image.repository.as_str();
    let Some((folder, last)) = pattern.rsplit_once('/') else { return image.name() == pattern };
    let Some((before, name)) = repository.rsplit_once('/') else { return false };
    let below = before == folder || before.ends_with(folder) && before[..before.len() - folder.len()].ends_with('/');
    below && last.strip_suffix('*').map_or(name == last, |prefix| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_last_part_or_their_folder() {
        let sets = |image: &str, name: &str| sets(&ImageReference::parse(image).unwrap(), name);
        assert!(sets("golang:1.22", "GOPATH") && sets("mirror.example/library/golang", "GOPATH"));
        assert!(sets("nvidia/cuda:12.4", "LD_LIBRARY_PATH") && sets("quay.io/jupyter/minimal-notebook", "NB_UID"));
        assert!(sets("registry.access.redhat.com/ubi9/python-312", "APP_ROOT"));
        assert!(!sets("alpine", "GOPATH") && !sets("myjupyter/lab", "NB_UID"));
    }
}
