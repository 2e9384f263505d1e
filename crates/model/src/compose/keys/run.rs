//! The keys of a service that speak of running containers: health, hooks, limits, logs, development, providers.

use super::{
    COMMAND, COUNT, DURATION, FLAG, Format, HOST_PATH, Key, List, Map, NUMBERS, Names, Need, Object, Others, PURE_FLAG,
    SIZE, Scalars, Shape, TEXT, UNIQUE_LIST_OR_MAP, UNIQUE_TEXTS,
};

pub(super) static HEALTHCHECK: Map = Map::Object(&Object::new(&[
    Key::new("disable", FLAG, "Whether the check of the image is switched off"),
    Key::new("interval", DURATION, "How long to wait between two checks"),
    Key::new("retries", COUNT.or(Scalars::DECIMAL), "How many checks must fail until the container is unhealthy"),
    Key::new("start_interval", DURATION, "How long to wait between checks while the container starts").since("2.20.2"),
    Key::new("start_period", DURATION, "How long failures do not count after the start"),
    Key::new("test", TEXT.or_list(&TEST), "The command that succeeds while the container is healthy"),
    Key::new("timeout", DURATION, "How long one check may take"),
]));

static TEST: List = List { first: &["CMD", "CMD-SHELL", "NONE"], ..List::new(TEXT) };

/// Items of `post_start` and `pre_stop`.
pub(super) static HOOKS: List = List::new(Shape::map(&HOOK));

static HOOK: Map = Map::Object(
    &Object::new(&[
        Key::new("command", COMMAND, "What runs in the container"),
        Key::new("environment", UNIQUE_LIST_OR_MAP, "Variables for it"),
        Key::new("privileged", FLAG, "Whether it has all rights"),
        Key::new("user", TEXT, "The user that it runs as"),
        Key::new("working_dir", TEXT, "The folder in which it runs"),
    ])
    .required(&["command"]),
);

pub(super) static DEVELOP: Map = Map::Object(&Object::new(&[Key::new(
    "watch",
    Shape::list(&WATCHES),
    "What happens when files of the host change",
)]));

const TEXT_OR_UNIQUE: Shape = TEXT.or_list(&UNIQUE_TEXTS);

static WATCHES: List = List::new(Shape::map(&Map::Object(
    &Object::new(&[
        Key::new(
            "action",
            Shape::text(Format::Choice(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"])),
            "What is done: build again, copy, start again",
        ),
        Key::new("exec", Shape::map(&HOOK), "What runs in the container after a `sync+exec`").since("2.32"),
        Key::new("ignore", TEXT_OR_UNIQUE, "Patterns of files that do not count"),
        Key::new("include", TEXT_OR_UNIQUE, "Patterns of files that alone count"),
        Key::new("initial_sync", PURE_FLAG, "Whether all files are copied when watching begins"),
        Key::new("path", Shape::text(Format::WatchedPath), "The file or folder of the host that is watched"),
        Key::new("target", TEXT, "The path in the container to which changes are copied"),
    ])
    .required(&["path", "action"])
    .needs(&[Need { key: "action", values: &["sync", "sync+restart", "sync+exec"], needed: &["target"] }]),
)));

pub(super) static LOGGING: Map = Map::Object(&Object::new(&[
    Key::new("driver", TEXT, "Where output goes: `json-file` by default"),
    Key::new("options", Shape::map(&LOG_OPTIONS), "Settings of the driver, such as `max-size`"),
]));

static LOG_OPTIONS: Map = Map::Free {
    names: Names::Filled,
    values: Shape::scalar(NUMBERS.and(Scalars::TEXT).and(Scalars::NULL), Format::Free),
};

pub(super) static PROVIDER: Map = Map::Object(
    &Object::new(&[
        Key::new("options", Shape::map(&PROVIDER_OPTIONS), "Settings that it gets"),
        Key::new("type", TEXT, "The program or plugin that provides the service"),
    ])
    .required(&["type"]),
);

const OPTION: Shape = Shape::scalar(NUMBERS.and(Scalars::TEXT).and(Scalars::BOOL), Format::Free);
static OPTION_LIST: List = List::new(OPTION);
static PROVIDER_OPTIONS: Map = Map::Free { names: Names::Filled, values: OPTION.or_list(&OPTION_LIST) };

pub(super) static CREDENTIALS: Map = Map::Object(&Object::new(&[
    Key::new("config", TEXT, "The config that holds them"),
    Key::new("file", HOST_PATH, "The file that holds them"),
    Key::new("registry", TEXT, "The entry of the Windows registry that holds them"),
]));

pub(super) static BLOCK_IO: Map = Map::Object(
    &Object::new(&[
        Key::new("device_read_bps", Shape::list(&RATES), "How many bytes a second may be read from devices"),
        Key::new("device_read_iops", Shape::list(&RATES), "How often a second devices may be read"),
        Key::new("device_write_bps", Shape::list(&RATES), "How many bytes a second may be written to devices"),
        Key::new("device_write_iops", Shape::list(&RATES), "How often a second devices may be written"),
        Key::new("weight", WEIGHT, "The share of all devices, from 10 to 1000"),
        Key::new("weight_device", Shape::list(&WEIGHTS), "The share of single devices"),
    ])
    .others(Others::None),
);

const WEIGHT: Shape = Shape::scalar(Scalars::WHOLE, Format::Whole { least: 0, most: u16::MAX as i64 });

static RATES: List = List::new(Shape::map(&Map::Object(
    &Object::new(&[
        Key::new("path", TEXT, "The device"),
        Key::new("rate", SIZE, "How much, as a number or such as `12mb`"),
    ])
    .others(Others::None),
)));

static WEIGHTS: List = List::new(Shape::map(&Map::Object(
    &Object::new(&[Key::new("path", TEXT, "The device"), Key::new("weight", WEIGHT, "Its share, from 10 to 1000")])
        .others(Others::None),
)));

pub(super) static ULIMITS: Map = Map::Free { names: Names::Small, values: LIMIT.or_map(&LIMIT_PAIR) };

const LIMIT: Shape = Shape::whole(i64::MIN, i64::MAX);

static LIMIT_PAIR: Map = Map::Object(
    &Object::new(&[
        Key::new("hard", LIMIT, "What the process may raise its limit to"),
        Key::new("soft", LIMIT, "The limit that holds at first"),
    ])
    .required(&["soft", "hard"]),
);
