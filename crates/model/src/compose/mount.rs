//! What a service mounts: `volumes` in short and long form, and `tmpfs`.

use super::node::{Node, Term};
use super::text::{Pieces, Place, Text};
use crate::value::{UNKNOWN, Value};

/// Something mounted into a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The whole item, without its dash.
    pub place: Place,
    /// What is mounted.
    pub kind: MountKind,
    /// The volume's name, or the path on the host; `None` for anonymous volumes and `tmpfs`.
    pub source: Option<Text>,
    /// The path in the container, as written.
    pub target: Text,
    /// Whether the container cannot write there.
    pub read_only: bool,
    /// The options behind the last colon of the short form.
    pub options: Option<Text>,
    /// The item itself, for what the long form says beyond this (`volume.subpath`, `bind.propagation`…).
    pub node: Node,
}

/// The kinds of mounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MountKind {
    /// A volume with a name.
    Named,
    /// A volume without a name.
    Anonymous,
    /// A file or folder of the host.
    Bind,
    /// Memory.
    Tmpfs,
    /// A named pipe of Windows.
    Pipe,
    /// A volume of the cluster.
    Cluster,
    /// The files of another image.
    Image,
    /// What an unset variable hides, or a type that is not known.
    Unknown,
}

impl Mount {
    /// What an item of `volumes` says.
    pub(super) fn new(item: &Node) -> Option<Self> {
        match &item.term {
            Term::Scalar(text, _) => Some(short(text, item)),
            Term::Map(_) => Some(long(item)),
            _ => None,
        }
    }

    /// What an item of `tmpfs` says: a path, options behind a colon.
    pub(super) fn tmpfs(text: &Text, item: &Node) -> Self {
        let end = text.text().find(':').unwrap_or(text.text().len());
        Self {
            place: text.place.clone(),
            kind: MountKind::Tmpfs,
            source: None,
            target: text.slice(0, end),
            read_only: false,
            options: (end < text.text().len()).then(|| text.slice(end + 1, text.text().len())),
            node: item.clone(),
        }
    }

    /// The target as a normalised path.
    #[must_use]
    pub fn path(&self) -> Value {
        self.target.value.path(&Value::from("/"))
    }
}

fn long(item: &Node) -> Mount {
    let source = item.text("source").or_else(|| item.text("src")).filter(|text| !text.text().is_empty());
    let target = item.text("target").or_else(|| item.text("dst")).or_else(|| item.text("destination"));
    let nothing = Text::new(Value::default(), item.place.clone(), Pieces::new());
    let kind = match item.text("type").map(Text::text) {
        Some("volume") if source.is_some() => MountKind::Named,
        Some("volume") => MountKind::Anonymous,
        Some("bind") => MountKind::Bind,
        Some("tmpfs") => MountKind::Tmpfs,
        Some("npipe") => MountKind::Pipe,
        Some("cluster") => MountKind::Cluster,
        Some("image") => MountKind::Image,
        _ => MountKind::Unknown,
    };
    Mount {
        place: item.place.clone(),
        kind,
        source: source.cloned(),
        target: target.cloned().unwrap_or(nothing),
        read_only: item.flag("read_only") == Some(true),
        options: None,
        node: item.clone(),
    }
}

/// `[source:]target[:options]`.
fn short(text: &Text, item: &Node) -> Mount {
    let fields = fields(text.text());
    let part = |index: usize| fields.get(index).map(|&(start, end)| text.slice(start, end));
    let (source, target, options) = match fields.len() {
        0 => (None, text.clone(), None),
        1 => (None, part(0).unwrap_or_else(|| text.clone()), None),
        2 if is_options(text.text(), fields[1]) => (None, part(0).unwrap_or_else(|| text.clone()), part(1)),
        _ => (part(0), part(1).unwrap_or_else(|| text.clone()), part(2)),
    };
    Mount {
        place: item.place.clone(),
        kind: source.as_ref().map_or(MountKind::Anonymous, |source| kind(source.text())),
        read_only: options.as_ref().is_some_and(|options| options.text().split(',').any(|option| option == "ro")),
        source,
        target,
        options,
        node: item.clone(),
    }
}

/// The fields between colons; the colon behind the drive letter of a Windows path separates nothing.
fn fields(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut fields, mut start) = (Vec::new(), 0);
    for at in 0..bytes.len() {
        let drive = at == start + 1
            && bytes[start].is_ascii_alphabetic()
            && matches!(bytes.get(at + 1), Some(b'\\' | b'/'))
            && (bytes[at + 1] == b'\\' || start > 0 || text[at + 1..].contains(':'));
        if bytes[at] == b':' && !drive {
            fields.push((start, at));
            start = at + 1;
        }
    }
    fields.push((start, bytes.len()));
    fields
}

/// Whether the second of two fields cannot be a target, so that the first is one.
fn is_options(text: &str, (start, end): (usize, usize)) -> bool {
    const OPTIONS: &[&str] = &["ro", "rw", "z", "Z", "nocopy", "cached", "delegated", "consistent"];
    text[start..end].split(',').all(|option| OPTIONS.contains(&option))
}

fn kind(source: &str) -> MountKind {
    let bytes = source.as_bytes();
    let drive = bytes.len() > 1 && bytes[1] == b':' && bytes[0].is_ascii_alphabetic();
    if source.starts_with("\\\\.\\pipe\\") {
        MountKind::Pipe
    } else if source.starts_with(['.', '/', '~', '\\']) || drive {
        MountKind::Bind
    } else if source.starts_with(UNKNOWN) {
        if source.contains(['/', '\\']) { MountKind::Bind } else { MountKind::Unknown }
    } else {
        MountKind::Named
    }
}
