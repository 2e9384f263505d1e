//! The keys of `build`.

use super::grants::GRANTS;
use super::network::HOSTS;
use super::run::ULIMITS;
use super::{
    Conflict, FLAG, Format, Key, LIST_OR_MAP, List, Map, Names, Object, PAIRS, SIZE, Scalars, Shape, TEXT, TEXTS,
    VARIABLES,
};

pub(super) static BUILD: Object = Object::new(&[
    Key::new(
        "additional_contexts",
        Shape::list(&EQUALS).or_map(&CONTEXTS),
        "Folders, images or repositories that `COPY --from` reaches by name",
    )
    .since("2.17"),
    Key::new("args", VARIABLES, "Values for the `ARG`s of the Dockerfile; they stay visible in the image"),
    Key::new("cache_from", Shape::list(&TEXTS), "Where the builder looks for steps that are done already"),
    Key::new("cache_to", Shape::list(&TEXTS), "Where the builder keeps the steps that it has done"),
    Key::new("context", Shape::text(Format::HostFolder), "The folder or repository whose files `COPY` can reach"),
    Key::new("dockerfile", Shape::text(Format::HostPath), "The Dockerfile, from the context on"),
    Key::new("dockerfile_inline", TEXT, "The Dockerfile itself, written out").since("2.17"),
    Key::new("entitlements", Shape::list(&ENTITLEMENTS), "What the build is allowed beyond the ordinary")
        .since("2.27.1"),
    Key::new("extra_hosts", HOSTS, "Names with addresses that the build resolves"),
    Key::new("isolation", TEXT, "How the build is separated from the host, on Windows"),
    Key::new("labels", LIST_OR_MAP, "Notes that tools read from the image"),
    Key::new("network", TEXT, "The network that `RUN` reaches: `host`, `none` or a name"),
    Key::new("no_cache", FLAG, "Whether every step is done again"),
    Key::new("platforms", Shape::list(&PLATFORMS), "The platforms that the image is built for"),
    Key::new("privileged", FLAG, "Whether `RUN` has all rights").since("2.15"),
    Key::new("provenance", ATTEST, "Whether, or how, the image says how it was built").since("2.39"),
    Key::new("pull", FLAG, "Whether base images are fetched again"),
    Key::new("sbom", ATTEST, "Whether, or how, the image lists what it is made of").since("2.39"),
    Key::new("secrets", Shape::list(&GRANTS), "Secrets that `RUN --mount=type=secret` reads"),
    Key::new("shm_size", SIZE, "How large `/dev/shm` is during the build"),
    Key::new("ssh", Shape::list(&KEYS).or_map(&PAIRS), "SSH agents and keys that `RUN --mount=type=ssh` uses"),
    Key::new("tags", Shape::list(&TAGS), "Further names of the image, beside `image`"),
    Key::new("target", TEXT, "The stage of the Dockerfile that is built"),
    Key::new("ulimits", Shape::map(&ULIMITS), "Limits of the processes of the build").since("2.23.1"),
])
.conflicts(&[Conflict::new("dockerfile", "dockerfile_inline")]);

const ATTEST: Shape = Shape::scalar(Scalars::BOOL.and(Scalars::TEXT), Format::Free);

static KEYS: List = List::unique(Shape::text(Format::SshKey));
static EQUALS: List = List::new(Shape::text(Format::Pair));
static CONTEXTS: Map = Map::Free { names: Names::Filled, values: TEXT };
static ENTITLEMENTS: List = List::new(TEXT);
static PLATFORMS: List = List::new(Shape::text(Format::Platform));
static TAGS: List = List::new(Shape::text(Format::Image));
