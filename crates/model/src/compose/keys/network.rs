//! The keys that join a service to networks: `networks`, `ports`, `expose`, `extra_hosts`.

use super::{Element, Format, Key, List, Map, NUMBERS, Names, OPTIONS, Object, Scalars, Shape, TEXT, TEXTS};

/// `networks` of a service.
pub(super) const NETWORKS: Shape = Shape::list(&NETWORK_NAMES).or_map(&JOINED);

static NETWORK_NAMES: List = List::unique(Shape::text(Format::Name(Element::Network)));
static JOINED: Map =
    Map::Free { names: Names::Refers(Element::Network), values: Shape::map(&Map::Object(&JOIN)).or_null() };

static JOIN: Object = Object::new(&[
    Key::new("aliases", Shape::list(&TEXTS), "Further names of the service in this network"),
    Key::new("driver_opts", Shape::map(&OPTIONS), "Settings for the driver of the network"),
    Key::new(
        "gw_priority",
        Shape::scalar(NUMBERS, Format::Free),
        "The network with the highest one is the way to the outside",
    )
    .since("2.33.1"),
    Key::new("interface_name", TEXT, "The name of the interface in the container").since("2.36"),
    Key::new("ipv4_address", Shape::text(Format::Address), "A fixed IPv4 address; the network needs a subnet for it"),
    Key::new("ipv6_address", Shape::text(Format::Address), "A fixed IPv6 address; the network needs a subnet for it"),
    Key::new("link_local_ips", Shape::list(&TEXTS), "Further addresses that the operator looks after"),
    Key::new("mac_address", Shape::text(Format::MacAddress), "The hardware address in this network"),
    Key::new("priority", Shape::scalar(NUMBERS, Format::Free), "The networks with the highest one are joined first"),
]);

/// Items of `ports`.
pub(super) static PORTS: List =
    List::new(Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Publish).or_map(&Map::Object(&PORT)));

static PORT: Object = Object::new(&[
    Key::new("app_protocol", TEXT, "The protocol above it, such as `http`").since("2.26"),
    Key::new("host_ip", Shape::text(Format::HostAddress), "The address of the host on which it is published"),
    Key::new(
        "mode",
        Shape::text(Format::Usual(&["host", "ingress"])),
        "Whether it is published on its own node, or balanced over all",
    )
    .swarm(),
    Key::new("name", TEXT, "A name for people").since("2.26"),
    Key::new(
        "protocol",
        Shape::text(Format::Usual(&["tcp", "udp", "sctp"])),
        "`tcp`, which is the default, `udp` or `sctp`",
    ),
    Key::new(
        "published",
        Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::HostPort),
        "The port of the host, or a range from which one is taken",
    ),
    Key::new("target", Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Port), "The port of the container"),
])
.required(&["target"]);

/// Items of `expose`.
pub(super) static EXPOSED: List = List::new(Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Exposed));

/// `extra_hosts`.
pub(super) const HOSTS: Shape = Shape::list(&HOST_PAIRS).or_map(&HOST_NAMES);

static HOST_PAIRS: List = List::unique(Shape::text(Format::Host));
static HOST_NAMES: Map = Map::Free { names: Names::Filled, values: TEXT.or_list(&TEXTS) };
