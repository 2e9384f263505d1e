//! The keys of compose files: what may stand behind each, and what it is for.

mod build;
mod command;
mod deploy;
mod elements;
mod format;
mod grants;
mod mounts;
mod network;
mod port;
mod run;
mod service;
#[cfg(test)]
mod tests;
mod top;

pub use format::{Format, Verdict};
pub use port::PortFault;
pub use top::FILE;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Element {
    /// An entry of `services`.
    Service,
    /// An entry of `networks`.
    Network,
    /// An entry of `volumes`.
    Volume,
    /// An entry of `secrets`.
    Secret,
    /// An entry of `configs`.
    Config,
    /// An entry of `models`.
    Model,
}

impl Element {
    /// The word for one of them.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Network => "network",
            Self::Volume => "volume",
            Self::Secret => "secret",
            Self::Config => "config",
            Self::Model => "model",
        }
    }
}

/// The types of scalars that are taken, as a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scalars(u8);

impl Scalars {
    /// No scalar.
    pub const NONE: Self = Self(0);
    /// Nothing, or a null.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOL: Self = Self(2);
    /// Numbers without a point.
    pub const WHOLE: Self = Self(4);
    /// Numbers with a point.
    pub const DECIMAL: Self = Self(8);
    /// Text.
    pub const TEXT: Self = Self(16);

    /// The types of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are among them.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What may stand at a place: scalars of some types, a list, a mapping, or one of several of these.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The types of scalars.
    pub scalars: Scalars,
    /// What their text must look like.
    pub format: Format,
    /// The list, where one is taken.
    pub list: Option<&'static List>,
    /// The mapping, where one is taken.
    pub map: Option<&'static Map>,
}

/// A list.
#[derive(Clone, Copy, Debug)]
pub struct List {
    /// Each of its items.
    pub items: Shape,
    /// Whether the engine refuses two equal items. (In other lists it drops the second one.)
    pub unique: bool,
    /// What its first item must be one of; empty where it may be anything.
    pub first: &'static [&'static str],
}

/// A mapping.
#[derive(Clone, Copy, Debug)]
pub enum Map {
    /// The keys are those of a table.
    Object(&'static Object),
    /// The keys are names that the file's author chooses.
    Free {
        /// Which names.
        names: Names,
        /// What stands behind each.
        values: Shape,
    },
}

/// The keys that an author may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// Any.
    Any,
    /// Any that is not empty.
    Filled,
    /// Small letters; what stands behind other names, nobody looks at.
    Small,
    /// They declare elements.
    Declares(Element),
    /// They are names of elements.
    Refers(Element),
}

/// A mapping with known keys.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// Its keys, sorted by name.
    pub keys: &'static [Key],
    /// Keys that must be there.
    pub required: &'static [&'static str],
    /// Keys of which one must be there, unless this is empty.
    pub either: &'static [&'static str],
    /// Keys that must be there where another one has some value.
    pub needs: &'static [Need],
    /// Keys that do not go together.
    pub conflicts: &'static [Conflict],
    /// Which other keys are taken.
    pub others: Others,
}

/// Which keys outside its table a mapping takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Those that begin with `x-`.
    Extensions,
    /// None.
    None,
    /// All.
    All,
}

/// Two keys of which one only may be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The one.
    pub key: &'static str,
    /// Its value, where it conflicts with that one only.
    pub value: Option<&'static str>,
    /// The other one.
    pub other: &'static str,
    /// The number that the other's value must exceed, where smaller ones do no harm.
    pub above: Option<i64>,
}

impl Conflict {
    /// Both keys never go together. A key may be one of another key's mapping: `deploy.replicas`.
    const fn new(key: &'static str, other: &'static str) -> Self {
        Self { key, value: None, other, above: None }
    }

    const fn value(self, value: &'static str) -> Self {
        Self { value: Some(value), ..self }
    }

    const fn above(self, above: i64) -> Self {
        Self { above: Some(above), ..self }
    }
}

/// A key that must be there where another one has one of some values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The other key.
    pub key: &'static str,
    /// Its values.
    pub values: &'static [&'static str],
    /// The key that must be there, as a list of one.
    pub needed: &'static [&'static str],
}

/// Whether a key is still to be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is.
    Current,
    /// Something else has taken its place.
    Deprecated,
    /// Only `docker stack deploy` reads it.
    Swarm,
    /// Nobody reads it.
    Obsolete,
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What stands behind it.
    pub shape: Shape,
    /// What it is for, in one sentence without a full stop.
    pub about: &'static str,
    /// The first version of Docker Compose that knows it; `None` where all of the second generation do.
    pub since: Option<&'static str>,
    /// Whether it is still to be used.
    pub status: Status,
}

impl Key {
    const fn new(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, shape, about, since: None, status: Status::Current }
    }

    const fn since(self, version: &'static str) -> Self {
        Self { since: Some(version), ..self }
    }

    const fn status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    const fn swarm(self) -> Self {
        self.status(Status::Swarm)
    }
}

impl Object {
    const fn new(keys: &'static [Key]) -> Self {
        Self { keys, required: &[], either: &[], needs: &[], conflicts: &[], others: Others::Extensions }
    }

    const fn required(self, required: &'static [&'static str]) -> Self {
        Self { required, ..self }
    }

    const fn needs(self, needs: &'static [Need]) -> Self {
        Self { needs, ..self }
    }

    const fn others(self, others: Others) -> Self {
        Self { others, ..self }
    }

    const fn conflicts(self, conflicts: &'static [Conflict]) -> Self {
        Self { conflicts, ..self }
    }

    /// The key of that name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.binary_search_by(|key| key.name.cmp(name)).ok().map(|index| &self.keys[index])
    }

    /// Whether a key that is not in the table is taken.
    #[must_use]
    pub fn takes(&self, name: &str) -> bool {
        match self.others {
            Others::Extensions => name.starts_with("x-"),
            Others::None => false,
            Others::All => true,
        }
    }

    /// The names of its keys.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().map(|key| key.name)
    }
}

impl List {
    const fn new(items: Shape) -> Self {
        Self { items, unique: false, first: &[] }
    }

    const fn unique(items: Shape) -> Self {
        Self { items, unique: true, first: &[] }
    }
}

impl Shape {
    const NONE: Self = Self { scalars: Scalars::NONE, format: Format::Free, list: None, map: None };

    const fn scalar(scalars: Scalars, format: Format) -> Self {
        Self { scalars, format, ..Self::NONE }
    }

    const fn text(format: Format) -> Self {
        Self::scalar(Scalars::TEXT, format)
    }

    /// A whole number, or text of one.
    const fn whole(least: i64, most: i64) -> Self {
        Self::scalar(Scalars::TEXT.and(Scalars::WHOLE), Format::Whole { least, most })
    }

    const fn list(list: &'static List) -> Self {
        Self { list: Some(list), ..Self::NONE }
    }

    const fn map(map: &'static Map) -> Self {
        Self { map: Some(map), ..Self::NONE }
    }

    const fn or_list(self, list: &'static List) -> Self {
        Self { list: Some(list), ..self }
    }

    const fn or_map(self, map: &'static Map) -> Self {
        Self { map: Some(map), ..self }
    }

    const fn or(self, scalars: Scalars) -> Self {
        Self { scalars: self.scalars.and(scalars), ..self }
    }

    const fn or_null(self) -> Self {
        self.or(Scalars::NULL)
    }

    /// The table of its keys, where a mapping with known keys is taken.
    #[must_use]
    pub const fn object(&self) -> Option<&'static Object> {
        match self.map {
            Some(Map::Object(object)) => Some(object),
            _ => None,
        }
    }
}

/// Any text.
const TEXT: Shape = Shape::text(Format::Free);

/// A boolean, or a word for one.
const FLAG: Shape = Shape::scalar(Scalars::BOOL.and(Scalars::TEXT), Format::Flag);

/// A boolean; a word for one is not taken.
const PURE_FLAG: Shape = Shape::scalar(Scalars::BOOL, Format::Free);

/// Numbers of both types, and text of whole numbers.
const NUMBER: Shape = Shape::whole(i64::MIN, i64::MAX).or(Scalars::DECIMAL);

/// Numbers of both types, and text of one.
const DECIMAL: Shape = Shape::scalar(NUMBERS.and(Scalars::TEXT), Format::Decimal);

/// A whole number that is not negative, or text of one.
const COUNT: Shape = Shape::whole(0, i64::MAX);

const NUMBERS: Scalars = Scalars::WHOLE.and(Scalars::DECIMAL);
const ANY_SCALAR: Scalars = NUMBERS.and(Scalars::BOOL).and(Scalars::TEXT).and(Scalars::NULL);

/// `1m30s`.
const DURATION: Shape = Shape::text(Format::Duration);

/// `64m`, or a number of bytes.
const SIZE: Shape = Shape::scalar(Scalars::WHOLE.and(Scalars::TEXT), Format::Size);

/// A path of the host.
const HOST_PATH: Shape = Shape::text(Format::HostPath);

static TEXTS: List = List::new(TEXT);
static UNIQUE_TEXTS: List = List::unique(TEXT);
static PAIRS: Map = Map::Free { names: Names::Filled, values: Shape::scalar(ANY_SCALAR, Format::Free) };
static OPTIONS: Map =
    Map::Free { names: Names::Filled, values: Shape::scalar(NUMBERS.and(Scalars::TEXT), Format::Free) };

/// `KEY=value` in a list, or a mapping.
const LIST_OR_MAP: Shape = Shape::list(&TEXTS).or_map(&PAIRS);

/// The same where two equal items are refused.
const UNIQUE_LIST_OR_MAP: Shape = Shape::list(&UNIQUE_TEXTS).or_map(&PAIRS);

static VARIABLE_LIST: List = List::new(Shape::text(Format::Variable));

/// Variables: `NAME=value` in a list, or a mapping.
const VARIABLES: Shape = Shape::list(&VARIABLE_LIST).or_map(&PAIRS);

/// A text, or a list of them.
const TEXT_OR_LIST: Shape = TEXT.or_list(&TEXTS);

/// Words of a command: a text that is split, or a list.
const COMMAND: Shape = Shape::text(Format::Command).or_list(&TEXTS).or_null();
