//! The keys of a service.

use super::build::BUILD;
use super::deploy::{DEPLOY, GPUS};
use super::grants::{CONFIG_GRANTS, GRANTS};
use super::mounts::{DEVICES, MOUNTS};
use super::network::{EXPOSED, HOSTS, NETWORKS, PORTS};
use super::run::{BLOCK_IO, CREDENTIALS, DEVELOP, HEALTHCHECK, HOOKS, LOGGING, PROVIDER, ULIMITS};
use super::{
    COMMAND, COUNT, Conflict, DECIMAL, DURATION, Element, FLAG, Format, HOST_PATH, Key, LIST_OR_MAP, List, Map, NUMBER,
    Names, Object, Others, PURE_FLAG, SIZE, Scalars, Shape, Status, TEXT, TEXT_OR_LIST, TEXTS, UNIQUE_TEXTS, VARIABLES,
};

pub(super) static SERVICE: Object = Object::new(&[
    Key::new("annotations", LIST_OR_MAP, "Notes for the container runtime"),
    Key::new("attach", FLAG, "Whether `up` shows its output").since("2.20"),
    Key::new("blkio_config", Shape::map(&BLOCK_IO), "How much it may read from and write to the disks"),
    Key::new(
        "build",
        Shape::text(Format::HostFolder).or_map(&Map::Object(&BUILD)),
        "How its image is built: a folder with a Dockerfile, or the details",
    ),
    Key::new("cap_add", Shape::list(&TEXTS), "Rights of the kernel that its containers get in addition"),
    Key::new("cap_drop", Shape::list(&TEXTS), "Rights of the kernel that are taken from its containers"),
    Key::new("cgroup", Shape::text(Format::Choice(&["host", "private"])), "Whose control groups its containers see")
        .since("2.15"),
    Key::new("cgroup_parent", TEXT, "The control group below which its containers stand"),
    Key::new("command", COMMAND, "What its containers run instead of the `CMD` of the image"),
    Key::new("configs", Shape::list(&CONFIG_GRANTS), "Configs of the top level that it reads"),
    Key::new(
        "container_name",
        Shape::text(Format::ContainerName),
        "The name of its container, of which there is one then",
    ),
    Key::new("cpu_count", COUNT, "How many processors it may use, on Windows"),
    Key::new("cpu_percent", PERCENT, "Which part of the processors it may use, on Windows"),
    Key::new("cpu_period", NUMBER, "The period of the scheduler, in microseconds"),
    Key::new("cpu_quota", NUMBER, "How much of each period it may use, in microseconds"),
    Key::new("cpu_rt_period", NUMBER, "The period of the real-time scheduler, in microseconds"),
    Key::new("cpu_rt_runtime", NUMBER, "How much of each real-time period it may use, in microseconds"),
    Key::new("cpu_shares", NUMBER, "Its share of the processors when they are busy"),
    Key::new("cpus", DECIMAL, "How many processors it may use, such as `0.5`"),
    Key::new("cpuset", TEXT, "Which processors it may use, such as `0-3` or `0,1`"),
    Key::new("credential_spec", Shape::map(&CREDENTIALS), "Credentials of a managed account, on Windows"),
    Key::new(
        "depends_on",
        Shape::list(&SERVICES).or_map(&DEPENDENCIES),
        "Services that start before it and stop after it",
    ),
    Key::new(
        "deploy",
        Shape::map(&Map::Object(&DEPLOY)).or_null(),
        "How many of its containers run, with what resources",
    ),
    Key::new("develop", Shape::map(&DEVELOP).or_null(), "How `watch` keeps it up to date with its sources")
        .since("2.22"),
    Key::new("device_cgroup_rules", Shape::list(&UNIQUE_TEXTS), "Which devices it may use, as rules of the kernel"),
    Key::new("devices", Shape::list(&DEVICES), "Devices of the host that it may use"),
    Key::new("dns", TEXT_OR_LIST, "Name servers that it asks"),
    Key::new("dns_opt", Shape::list(&TEXTS), "Options of its resolver"),
    Key::new("dns_search", TEXT_OR_LIST, "Domains that it appends to names"),
    Key::new("domainname", TEXT, "The domain of its host name"),
    Key::new("entrypoint", COMMAND, "What its containers run instead of the `ENTRYPOINT` of the image"),
    Key::new("env_file", HOST_PATH.or_list(&ENV_FILES), "Files with variables for its containers"),
    Key::new("environment", VARIABLES, "Variables for its containers"),
    Key::new("expose", Shape::list(&EXPOSED), "Ports that other services reach; nothing is published on the host"),
    Key::new(
        "extends",
        Shape::text(Format::Name(Element::Service)).or_map(&Map::Object(&EXTENDS)),
        "The service, here or in another file, that it begins with",
    ),
    Key::new("external_links", Shape::list(&UNIQUE_TEXTS), "Containers outside the project that it reaches by name"),
    Key::new("extra_hosts", HOSTS, "Names with addresses for its `/etc/hosts`"),
    Key::new("gpus", Shape::text(Format::Choice(&["all"])).or_list(&GPUS), "The GPUs that it may use").since("2.30"),
    Key::new("group_add", Shape::list(&GROUPS), "Further groups of its user"),
    Key::new("healthcheck", Shape::map(&HEALTHCHECK), "How the engine finds out whether its containers work"),
    Key::new("hostname", TEXT, "The host name that its containers see"),
    Key::new("image", Shape::text(Format::Image), "The image that it runs, or the name of the one that is built"),
    Key::new("init", FLAG, "Whether a small first process passes signals on and reaps what is left"),
    Key::new("ipc", Shape::text(Format::Namespace), "With whom its containers share memory and semaphores"),
    Key::new("isolation", TEXT, "How its containers are separated from the host, on Windows"),
    Key::new("label_file", HOST_PATH.or_list(&PATHS), "Files with labels for its containers").since("2.32.2"),
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from its containers"),
    Key::new("links", Shape::list(&TEXTS), "Services that it reaches; in a common network it does so anyway")
        .status(Status::Deprecated),
    Key::new("logging", Shape::map(&LOGGING), "Where the output of its containers goes"),
    Key::new("mac_address", Shape::text(Format::MacAddress), "The hardware address of its containers"),
    Key::new("mem_limit", MEMORY, "How much memory its containers may have"),
    Key::new("mem_reservation", SIZE, "How much memory is kept for its containers"),
    Key::new("mem_swappiness", SIZE, "How readily its memory is moved to disk, from 0 to 100"),
    Key::new("memswap_limit", MEMORY, "How much memory and swap together its containers may have"),
    Key::new("models", Shape::list(&MODEL_NAMES).or_map(&MODELS), "Models of the top level that it talks to")
        .since("2.38"),
    Key::new(
        "network_mode",
        Shape::text(Format::Namespace),
        "Whose network it uses: `host`, `none`, or that of a service or container",
    ),
    Key::new("networks", NETWORKS, "Networks of the top level that it joins; `default` if it says nothing"),
    Key::new("oom_kill_disable", FLAG, "Whether the kernel spares it when memory runs out"),
    Key::new("oom_score_adj", OOM, "How readily the kernel ends it when memory runs out, from -1000 to 1000"),
    Key::new("pid", Shape::text(Format::Namespace).or_null(), "Whose processes its containers see"),
    Key::new("pids_limit", NUMBER, "How many processes its containers may have; -1 is any number"),
    Key::new("platform", Shape::text(Format::Platform), "The platform of its image, such as `linux/amd64`"),
    Key::new("ports", Shape::list(&PORTS), "Ports that are published on the host"),
    Key::new("post_start", Shape::list(&HOOKS), "Commands that run in its containers after their start").since("2.30"),
    Key::new("pre_stop", Shape::list(&HOOKS), "Commands that run in its containers before they are stopped")
        .since("2.30"),
    Key::new("privileged", FLAG, "Whether its containers have nearly all rights of the host"),
    Key::new("profiles", Shape::list(&TEXTS), "Profiles of which one must be active for it to start"),
    Key::new("provider", Shape::map(&PROVIDER), "A program that provides the service instead of containers")
        .since("2.36"),
    Key::new("pull_policy", Shape::text(Format::PullPolicy), "When its image is fetched"),
    Key::new("pull_refresh_after", TEXT, "After what time its image is fetched again"),
    Key::new("read_only", FLAG, "Whether its containers cannot write to their own file system"),
    Key::new("restart", Shape::text(Format::Restart), "When the engine starts its containers again"),
    Key::new("runtime", TEXT, "The program that runs its containers, such as `runc`"),
    Key::new("scale", COUNT, "How many containers of it run"),
    Key::new("secrets", Shape::list(&GRANTS), "Secrets of the top level that it reads"),
    Key::new("security_opt", Shape::list(&UNIQUE_TEXTS), "Labels and profiles that confine its containers"),
    Key::new("shm_size", MEMORY, "How large `/dev/shm` is"),
    Key::new("stdin_open", FLAG, "Whether its input stays open"),
    Key::new("stop_grace_period", DURATION, "How long it may take to stop before it is killed"),
    Key::new("stop_signal", Shape::text(Format::Signal), "The signal that stops it: `SIGTERM` by default"),
    Key::new("storage_opt", Shape::map(&STORAGE), "Settings of the storage of its containers"),
    Key::new("sysctls", LIST_OR_MAP, "Parameters of the kernel for its containers"),
    Key::new("tmpfs", TEXT_OR_LIST, "Paths that are kept in memory and empty at each start"),
    Key::new("tty", FLAG, "Whether it gets a terminal"),
    Key::new("ulimits", Shape::map(&ULIMITS), "Limits of its processes, such as `nofile`"),
    Key::new("use_api_socket", PURE_FLAG, "Whether it may talk to the engine that runs it").since("2.38"),
    Key::new("user", TEXT, "The user that its containers run as, instead of that of the image"),
    Key::new("userns_mode", TEXT, "Whose user ids its containers have: `host` or their own"),
    Key::new("uts", TEXT, "Whose host name its containers have: `host` or their own").since("2.15.1"),
    Key::new("volumes", Shape::list(&MOUNTS), "Volumes and paths of the host that it mounts"),
    Key::new("volumes_from", Shape::list(&UNIQUE_TEXTS), "Services and containers whose mounts it takes over"),
    Key::new("working_dir", TEXT, "The folder in which its containers run, instead of that of the image"),
])
.conflicts(&[
    Conflict::new("network_mode", "networks"),
    Conflict::new("container_name", "scale").above(1),
    Conflict::new("container_name", "deploy.replicas").above(1),
]);

const MEMORY: Shape = SIZE.or(Scalars::DECIMAL);
const PERCENT: Shape = Shape::whole(0, 100);
const OOM: Shape = Shape::whole(-1000, 1000);

static PATHS: List = List::new(HOST_PATH);
static GROUPS: List = List::unique(Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Free));
static STORAGE: Map = Map::Free { names: Names::Any, values: Shape::scalar(STORED, Format::Free) };
const STORED: Scalars = Scalars::WHOLE.and(Scalars::TEXT).and(Scalars::NULL);

static SERVICES: List = List::unique(Shape::text(Format::Name(Element::Service)));
static DEPENDENCIES: Map =
    Map::Free { names: Names::Refers(Element::Service), values: Shape::map(&Map::Object(&DEPENDENCY)) };

const CONDITIONS: &[&str] = &["service_started", "service_healthy", "service_completed_successfully"];

static DEPENDENCY: Object = Object::new(&[
    Key::new("condition", Shape::text(Format::Choice(CONDITIONS)), "What must be true of the other service first"),
    Key::new("required", PURE_FLAG, "Whether it is an error when the other service is not there").since("2.20"),
    Key::new("restart", FLAG, "Whether this one is started again when the other one is replaced").since("2.17"),
])
.required(&["condition"]);

static MODEL_NAMES: List = List::unique(Shape::text(Format::Name(Element::Model)));
static MODELS: Map =
    Map::Free { names: Names::Refers(Element::Model), values: Shape::map(&Map::Object(&MODEL)).or_null() };

static MODEL: Object = Object::new(&[
    Key::new("endpoint_var", TEXT, "The variable that gets the address of the model"),
    Key::new("model_var", TEXT, "The variable that gets the name of the model"),
]);

static EXTENDS: Object = Object::new(&[
    Key::new("file", HOST_PATH.or_null(), "The compose file that has it; this one by default"),
    Key::new("service", Shape::text(Format::Name(Element::Service)), "The name of the service"),
])
.required(&["service"])
.others(Others::All);

static ENV_FILES: List = List::new(HOST_PATH.or_map(&Map::Object(&ENV_FILE)));

static ENV_FILE: Object = Object::new(&[
    Key::new(
        "format",
        Shape::text(Format::Choice(&["raw", ""])),
        "`raw` takes the values as they are, without quotes and variables",
    )
    .since("2.30"),
    Key::new("path", HOST_PATH, "The file"),
    Key::new("required", FLAG, "Whether it is an error when the file is not there").since("2.24"),
])
.required(&["path"])
.others(Others::None);
