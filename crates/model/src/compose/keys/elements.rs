//! The keys of networks, volumes, secrets, configs and models.

use super::{
    Conflict, FLAG, Format, HOST_PATH, Key, LIST_OR_MAP, List, Map, Names, OPTIONS, Object, Others, Scalars, Shape,
    Status, TEXT, TEXTS,
};

pub(super) static NETWORK: Object = Object::new(&[
    Key::new("attachable", FLAG, "Whether containers outside the project may join it"),
    Key::new("driver", TEXT, "What implements it: `bridge` by default"),
    Key::new("driver_opts", Shape::map(&OPTIONS), "Settings of its driver"),
    Key::new("enable_ipv4", FLAG, "Whether its containers get IPv4 addresses").since("2.33.1"),
    Key::new("enable_ipv6", FLAG, "Whether its containers get IPv6 addresses"),
    Key::new("external", EXTERNAL, "Whether it exists already and is neither made nor removed with the project"),
    Key::new("internal", FLAG, "Whether it has no way to the outside"),
    Key::new("ipam", Shape::map(&Map::Object(&IPAM)), "How its addresses are given out"),
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from it"),
    Key::new("name", TEXT, "Its real name, without that of the project before it"),
])
.conflicts(NAMED_TWICE);

static IPAM: Object = Object::new(&[
    Key::new("config", Shape::list(&POOLS), "The ranges of addresses"),
    Key::new("driver", TEXT, "What gives the addresses out"),
    Key::new("options", Shape::map(&TEXT_OPTIONS), "Settings of that driver"),
]);

static POOLS: List = List::new(Shape::map(&Map::Object(&POOL)));

static POOL: Object = Object::new(&[
    Key::new("aux_addresses", Shape::map(&ADDRESSES), "Addresses that are taken by somebody else, by name"),
    Key::new("gateway", Shape::text(Format::Address), "The address of the way out"),
    Key::new("ip_range", Shape::text(Format::Subnet), "The part of the subnet from which containers get addresses"),
    Key::new("subnet", Shape::text(Format::Subnet), "All its addresses, such as `172.28.0.0/16`"),
]);

static TEXT_OPTIONS: Map = Map::Free { names: Names::Filled, values: TEXT };
static ADDRESSES: Map = Map::Free { names: Names::Filled, values: Shape::text(Format::Address) };

pub(super) static VOLUME: Object = Object::new(&[
    Key::new("driver", TEXT, "What implements it: `local` by default"),
    Key::new("driver_opts", Shape::map(&OPTIONS), "Settings of its driver, such as where a `local` one is kept"),
    Key::new("external", EXTERNAL, "Whether it exists already and is neither made nor removed with the project"),
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from it"),
    Key::new("name", TEXT, "Its real name, without that of the project before it"),
])
.conflicts(&[
    Conflict::new("external.name", "name"),
    Conflict::new("external", "driver").value("true"),
    Conflict::new("external", "driver_opts").value("true"),
    Conflict::new("external", "labels").value("true"),
]);

const NAMED_TWICE: &[Conflict] = &[Conflict::new("external.name", "name")];

const EXTERNAL: Shape = FLAG.or_map(&OUTSIDE);
const EXTERNAL_FILE: Shape = FLAG.or_map(&OUTSIDE_FILE);

static OUTSIDE: Map = Map::Object(&Object::new(&[OUTSIDE_NAME]));
static OUTSIDE_FILE: Map = Map::Object(&Object::new(&[OUTSIDE_NAME]).others(Others::All));
const OUTSIDE_NAME: Key =
    Key::new("name", TEXT, "Its real name; write `name` beside `external: true` instead").status(Status::Deprecated);

pub(super) static SECRET: Object = Object {
    either: &["file", "environment", "external"],
    ..Object::new(&[
        Key::new("driver", TEXT, "What keeps it").swarm(),
        Key::new("driver_opts", Shape::map(&OPTIONS), "Settings of its driver").swarm(),
        Key::new("environment", TEXT, "The variable of the host that holds it"),
        Key::new("external", EXTERNAL_FILE, "Whether the platform has it already"),
        Key::new("file", HOST_PATH, "The file of the host that holds it"),
        Key::new("labels", LIST_OR_MAP, "Notes that tools read from it"),
        Key::new("name", TEXT, "Its real name on the platform"),
        Key::new("template_driver", TEXT, "What fills in the templates in it").swarm(),
    ])
    .conflicts(&[Conflict::new("file", "environment")])
};

pub(super) static CONFIG: Object = Object {
    either: &["file", "environment", "content", "external"],
    ..Object::new(&[
        Key::new("content", TEXT, "What it holds, written out; variables are replaced").since("2.23.1"),
        Key::new("environment", TEXT, "The variable of the host that holds it").since("2.23.1"),
        Key::new("external", EXTERNAL_FILE, "Whether the platform has it already"),
        Key::new("file", HOST_PATH, "The file of the host that holds it"),
        Key::new("labels", LIST_OR_MAP, "Notes that tools read from it"),
        Key::new("name", TEXT, "Its real name on the platform"),
        Key::new("template_driver", TEXT, "What fills in the templates in it").swarm(),
    ])
    .conflicts(&[
        Conflict::new("file", "environment"),
        Conflict::new("file", "content"),
        Conflict::new("environment", "content"),
    ])
};

pub(super) static MODEL: Object = Object::new(&[
    Key::new("context_size", Shape::scalar(Scalars::WHOLE, Format::Free), "How many tokens it looks at"),
    Key::new("model", TEXT, "The artifact that holds it, named like an image"),
    Key::new("name", TEXT, "Its name on the platform"),
    Key::new("runtime_flags", Shape::list(&TEXTS), "Flags for the program that runs it"),
])
.required(&["model"]);
