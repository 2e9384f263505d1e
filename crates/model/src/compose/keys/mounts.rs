//! The keys of mounts in their long form, and of devices.

use super::{FLAG, Format, Key, LIST_OR_MAP, List, Map, NUMBERS, Need, Object, Scalars, Shape, TEXT};

/// Items of `volumes`.
pub(super) static MOUNTS: List = List::new(Shape::text(Format::Mount).or_map(&Map::Object(&MOUNT)));

static MOUNT: Object = Object::new(&[
    Key::new("bind", Shape::map(&BIND), "Settings of a `bind` mount"),
    Key::new("consistency", TEXT, "How closely host and container agree; today nobody reads it"),
    Key::new("image", Shape::map(&IMAGE), "Settings of an `image` mount").since("2.35"),
    Key::new("read_only", FLAG, "Whether the container cannot write to it"),
    Key::new("source", Shape::text(Format::MountSource), "What is mounted: a path of the host, a volume or an image"),
    Key::new("target", TEXT, "The path in the container"),
    Key::new("tmpfs", Shape::map(&TMPFS), "Settings of a `tmpfs` mount"),
    Key::new("type", Shape::text(Format::Choice(TYPES)), "What kind of mount it is"),
    Key::new("volume", Shape::map(&VOLUME), "Settings of a `volume` mount"),
])
.required(&["type", "target"])
.needs(&[Need { key: "type", values: &["bind"], needed: &["source"] }]);

const TYPES: &[&str] = &["bind", "volume", "tmpfs", "cluster", "npipe", "image"];
const PROPAGATION: &[&str] = &["private", "rprivate", "shared", "rshared", "slave", "rslave"];
const RECURSIVE: &[&str] = &["enabled", "disabled", "writable", "readonly"];

static BIND: Map = Map::Object(&Object::new(&[
    Key::new("create_host_path", FLAG, "Whether a missing folder of the host is made"),
    Key::new(
        "propagation",
        Shape::text(Format::Usual(PROPAGATION)),
        "Whether mounts made later on one side appear on the other",
    ),
    Key::new("recursive", Shape::text(Format::Choice(RECURSIVE)), "What becomes of mounts below it"),
    Key::new(
        "selinux",
        Shape::text(Format::Choice(&["z", "Z"])),
        "How it is labelled: `z` for several containers, `Z` for this one only",
    ),
]));

static VOLUME: Map = Map::Object(&Object::new(&[
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from the volume"),
    Key::new("nocopy", FLAG, "Whether a new volume stays empty instead of getting the files of the image"),
    Key::new("subpath", TEXT, "The folder of the volume that is mounted, instead of all of it"),
]));

static TMPFS: Map = Map::Object(&Object::new(&[
    Key::new("mode", Shape::scalar(NUMBERS, Format::Free), "Who may do what, in octal digits"),
    Key::new(
        "size",
        Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::PositiveSize),
        "How much it holds, in bytes or such as `64m`",
    ),
]));

static IMAGE: Map =
    Map::Object(&Object::new(&[Key::new("subpath", TEXT, "The folder of the image that is mounted").since("2.35")]));

/// Items of `devices`.
pub(super) static DEVICES: List = List::new(Shape::text(Format::Device).or_map(&Map::Object(&DEVICE)));

static DEVICE: Object = Object::new(&[
    Key::new("permissions", TEXT, "What the container may do with it: of `r`, `w` and `m`"),
    Key::new("source", TEXT, "The device of the host"),
    Key::new("target", TEXT, "Its path in the container"),
])
.required(&["source", "target"]);
