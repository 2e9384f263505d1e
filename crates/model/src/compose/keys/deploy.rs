//! The keys of `deploy`, and of devices that are reserved.

use super::{
    COUNT, Conflict, DECIMAL, DURATION, Format, Key, LIST_OR_MAP, List, Map, NUMBER, Object, Others, Shape, TEXT,
    TEXTS, UNIQUE_LIST_OR_MAP, UNIQUE_TEXTS,
};

pub(super) static DEPLOY: Object = Object::new(&[
    Key::new(
        "endpoint_mode",
        Shape::text(Format::Usual(&["vip", "dnsrr"])),
        "How other services reach its containers: one address (`vip`) or all of them (`dnsrr`)",
    )
    .swarm(),
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from the service, not from its containers"),
    Key::new(
        "mode",
        Shape::text(Format::Usual(&["replicated", "global", "replicated-job", "global-job"])),
        "Whether a number of containers runs, or one on each node",
    )
    .swarm(),
    Key::new("placement", object(&PLACEMENT), "On which nodes its containers run").swarm(),
    Key::new("replicas", COUNT, "How many containers of it run"),
    Key::new("resources", object(&RESOURCES), "How much of the machine its containers may have"),
    Key::new("restart_policy", object(&RESTART), "When its containers are started again"),
    Key::new("rollback_config", object(&ROLLOUT), "How the platform goes back when an update fails").swarm(),
    Key::new("update_config", object(&ROLLOUT), "How the platform replaces containers in an update").swarm(),
]);

const fn object(map: &'static Map) -> Shape {
    Shape::map(map)
}

static PLACEMENT: Map = Map::Object(&Object::new(&[
    Key::new("constraints", Shape::list(&TEXTS), "What a node must be, such as `node.role == manager`").swarm(),
    Key::new("max_replicas_per_node", COUNT, "How many containers one node runs at most").swarm(),
    Key::new("preferences", Shape::list(&PREFERENCES), "Over what containers are spread").swarm(),
]));

static PREFERENCES: List = List::new(object(&Map::Object(&Object::new(&[Key::new(
    "spread",
    TEXT,
    "The label of nodes over whose values containers are spread",
)
.swarm()]))));

static RESOURCES: Map = Map::Object(&Object::new(&[
    Key::new("limits", object(&LIMITS), "What its containers never exceed"),
    Key::new("reservations", object(&RESERVATIONS), "What is kept free for its containers"),
]));

const MEMORY: Shape = Shape::text(Format::Size);

static LIMITS: Map = Map::Object(&Object::new(&[
    Key::new("cpus", DECIMAL, "How many processors, such as `0.5`"),
    Key::new("memory", MEMORY, "How much memory, such as `512M`"),
    Key::new("pids", Shape::whole(i64::MIN, i64::MAX), "How many processes"),
]));

static RESERVATIONS: Map = Map::Object(&Object::new(&[
    Key::new("cpus", DECIMAL, "How many processors, such as `0.5`"),
    Key::new("devices", Shape::list(&DEVICES), "Devices such as GPUs"),
    Key::new("generic_resources", Shape::list(&GENERIC), "Resources that the platform counts by name").swarm(),
    Key::new("memory", MEMORY, "How much memory, such as `512M`"),
]));

static GENERIC: List = List::new(object(&Map::Object(&Object::new(&[Key::new(
    "discrete_resource_spec",
    object(&Map::Object(&Object::new(&[
        Key::new("kind", TEXT, "The name of the resource").swarm(),
        Key::new("value", NUMBER, "How much of it").swarm(),
    ]))),
    "A resource and how much of it",
)
.swarm()]))));

/// Items of `deploy.resources.reservations.devices`.
static DEVICES: List = List::new(object(&Map::Object(
    &Object::new(DEVICE).required(&["capabilities"]).conflicts(&[Conflict::new("count", "device_ids")]),
)));

/// Items of `gpus`.
pub(super) static GPUS: List = List::new(object(&Map::Object(
    &Object::new(DEVICE).others(Others::All).conflicts(&[Conflict::new("count", "device_ids")]),
)));

const DEVICE: &[Key] = &[
    Key::new("capabilities", Shape::list(&UNIQUE_TEXTS), "What the device must be able to do, such as `gpu`"),
    Key::new(
        "count",
        Shape { format: Format::Count, ..Shape::whole(i64::MIN, i64::MAX) },
        "How many devices, or `all`",
    ),
    Key::new("device_ids", Shape::list(&UNIQUE_TEXTS), "Which devices, by the names that the driver gives them"),
    Key::new("driver", TEXT, "The driver, such as `nvidia`"),
    Key::new("options", UNIQUE_LIST_OR_MAP, "Settings of the driver"),
];

static RESTART: Map = Map::Object(&Object::new(&[
    Key::new(
        "condition",
        Shape::text(Format::Usual(&["any", "none", "on-failure", "always", "unless-stopped"])),
        "After which end a container is started again",
    ),
    Key::new("delay", DURATION, "How long the platform waits before it does"),
    Key::new("max_attempts", COUNT, "How often it tries"),
    Key::new("window", DURATION, "How long a container must live to count as started"),
]));

static ROLLOUT: Map = Map::Object(&Object::new(&[
    Key::new("delay", DURATION, "How long the platform waits between containers").swarm(),
    Key::new(
        "failure_action",
        Shape::text(Format::Usual(&["continue", "rollback", "pause"])),
        "What happens when a container does not start",
    )
    .swarm(),
    Key::new("max_failure_ratio", DECIMAL, "Which part of the containers may fail").swarm(),
    Key::new("monitor", DURATION, "How long a new container is watched").swarm(),
    Key::new(
        "order",
        Shape::text(Format::Choice(&["start-first", "stop-first"])),
        "Whether the new container starts before the old one stops",
    )
    .swarm(),
    Key::new("parallelism", COUNT, "How many containers are replaced at a time; 0 is all").swarm(),
]));
