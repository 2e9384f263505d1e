//! The keys of secrets and configs that a service may read.

use super::{Element, Format, Key, List, Map, Object, Scalars, Shape, TEXT};

/// Items of `secrets`.
pub(super) static GRANTS: List =
    List::new(Shape::text(Format::Name(Element::Secret)).or_map(&Map::Object(&SECRET_GRANT)));

/// Items of `configs`.
pub(super) static CONFIG_GRANTS: List =
    List::new(Shape::text(Format::Name(Element::Config)).or_map(&Map::Object(&CONFIG_GRANT)));

static SECRET_GRANT: Object = Object::new(&[
    Key::new("gid", TEXT, "The group that owns the file"),
    MODE,
    Key::new("source", Shape::text(Format::Name(Element::Secret)), "The secret, by its name at the top level"),
    Key::new("target", TEXT, "Its file: a name below `/run/secrets`, or a path"),
    UID,
]);

static CONFIG_GRANT: Object = Object::new(&[
    Key::new("gid", TEXT, "The group that owns the file"),
    MODE,
    Key::new("source", Shape::text(Format::Name(Element::Config)), "The config, by its name at the top level"),
    Key::new("target", TEXT, "The path of its file; `/` and its name by default"),
    UID,
]);

const MODE: Key = Key::new(
    "mode",
    Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Mode),
    "Who may read the file, in octal digits such as `0440`",
);
const UID: Key = Key::new("uid", TEXT, "The user that owns the file");
