//! The keys at the top of a compose file.

use super::elements::{CONFIG, MODEL, NETWORK, SECRET, VOLUME};
use super::service::SERVICE;
use super::{Element, Format, HOST_PATH, Key, List, Map, Names, Object, Others, Scalars, Shape, Status, TEXT};

/// The whole file.
pub static FILE: Object = Object::new(&[
    Key::new("configs", Shape::map(&CONFIGS), "Files that services read and that are not secret"),
    Key::new("include", Shape::list(&INCLUDES).or_null(), "Other compose files whose elements become part of this one")
        .since("2.20"),
    Key::new("models", Shape::map(&MODELS), "Language models that services talk to").since("2.38"),
    Key::new("name", Shape::text(Format::ProjectName), "The name of the project, with which its containers begin"),
    Key::new("networks", Shape::map(&NETWORKS), "Networks over which services reach each other"),
    Key::new("secrets", Shape::map(&SECRETS), "Files with passwords, keys and the like that services read"),
    Key::new("services", Shape::map(&SERVICES), "The containers that make up the application, by name"),
    Key::new("version", TEXT, "The version of an older format; the engine no longer reads it").status(Status::Obsolete),
    Key::new("volumes", Shape::map(&VOLUMES), "Storage that outlives containers and that services share"),
]);

static SERVICES: Map =
    Map::Free { names: Names::Declares(Element::Service), values: Shape::map(&Map::Object(&SERVICE)) };
static NETWORKS: Map =
    Map::Free { names: Names::Declares(Element::Network), values: Shape::map(&Map::Object(&NETWORK)).or_null() };
static VOLUMES: Map =
    Map::Free { names: Names::Declares(Element::Volume), values: Shape::map(&Map::Object(&VOLUME)).or_null() };
static SECRETS: Map = Map::Free { names: Names::Declares(Element::Secret), values: Shape::map(&Map::Object(&SECRET)) };
static CONFIGS: Map = Map::Free { names: Names::Declares(Element::Config), values: Shape::map(&Map::Object(&CONFIG)) };
static MODELS: Map = Map::Free { names: Names::Declares(Element::Model), values: Shape::map(&Map::Object(&MODEL)) };

static INCLUDES: List = List::new(HOST_PATH.or_map(&Map::Object(&INCLUDE)).or_null());
static PATHS: List = List::new(HOST_PATH);

static INCLUDE: Object = Object::new(&[
    Key::new("env_file", FILES, "Files with variables for the included one, instead of its `.env`"),
    Key::new("path", FILES, "The compose file; of several, the later ones override the first"),
    Key::new(
        "project_directory",
        HOST_PATH.or(Scalars::WHOLE).or_null(),
        "The folder from which its relative paths begin",
    ),
])
.others(Others::All);

const FILES: Shape = HOST_PATH.or_list(&PATHS).or_null();
