//! Named volumes: added to a service and declared, given to anonymous ones, moved to where the data is.

use longshore_model::compose::{Mount, MountKind, Place, Text};
use longshore_syntax::Span;
use longshore_syntax::yaml::{Anchors, Entry};

use super::insert::Block;
use super::name::Names;
use super::{Draft, is_flow};
use crate::remedy::fix;
use crate::remedy::layout::{edit, line_end};
use crate::{Edit, Fix};

/// Keys of a service that stand before `volumes` in most files.
const BEFORE: &[&str] = &[
    "image",
    "build",
    "platform",
    "container_name",
    "hostname",
    "user",
    "working_dir",
    "entrypoint",
    "command",
    "restart",
    "env_file",
    "environment",
    "ports",
    "expose",
];

/// A path that a new volume is for, and a word for what it holds.
pub(crate) struct Wanted<'w> {
    /// The path in the container.
    pub(crate) path: &'w str,
    /// `data`; the path's last segment where empty.
    pub(crate) word: &'w str,
}

impl Wanted<'_> {
    fn word(&self) -> &str {
        let last = self.path.rsplit('/').next().unwrap_or_default();
        if self.word.is_empty() { last } else { self.word }
    }
}

/// The edits that mount a new named volume at each path of the service and declare it.
pub(crate) fn named_volumes(draft: Draft<'_>, service: &str, wanted: &[Wanted<'_>]) -> Option<Vec<Edit>> {
    let mut names = Names::of(draft);
    let named: Vec<(String, &str)> = wanted.iter().map(|one| (names.new_name(service, one.word()), one.path)).collect();
    let items: Vec<String> = named.iter().map(|(name, path)| format!("{name}:{path}")).collect();
    let declared: Vec<String> = named.into_iter().map(|(name, _)| name).collect();
    let mounted = mount(draft, draft.service(service)?, &items)?;
    Some(vec![mounted, declaration(draft, &declared)?])
}

/// Adds `items` to the `volumes` of the service at `entry`. `None` where those are shared with others.
fn mount(draft: Draft<'_>, entry: &Entry, items: &[String]) -> Option<Edit> {
    if let Some(volumes) = entry.value.entry("volumes") {
        return draft.add_items(volumes, items);
    }
    if shares_volumes(draft, entry) {
        return None;
    }
    let step = " ".repeat(draft.dash_step());
    let lines = std::iter::once("volumes:".to_owned()).chain(items.iter().map(|item| format!("{step}- {item}")));
    let flow = format!("volumes: [{}]", items.iter().map(|item| format!("\"{item}\"")).collect::<Vec<_>>().join(", "));
    let block = Block { lines: lines.collect(), flow };
    let before = |one: &&Entry| one.key.as_str().is_some_and(|key| BEFORE.contains(&key));
    let after = entry.value.entries().iter().rfind(before);
    draft.add_entry(entry, after, &block)
}

/// Whether a merge key brings `volumes` in, which one of its own would hide.
fn shares_volumes(draft: Draft<'_>, entry: &Entry) -> bool {
    let merges = entry.value.entries().iter().any(Entry::is_merge);
    let Some(root) = draft.yaml.root().filter(|_| merges) else { return false };
    Anchors::of(root).get(&entry.value, "volumes").is_some()
}

/// The edit that declares volumes of these names.
fn declaration(draft: Draft<'_>, names: &[String]) -> Option<Edit> {
    declared(draft, "volumes", names)
}

/// The edit that puts these names below the key `section` of the top level.
fn declared(draft: Draft<'_>, section: &str, names: &[String]) -> Option<Edit> {
    let Some(volumes) = draft.top(section) else {
        let step = " ".repeat(draft.step());
        let lines = std::iter::once(format!("{section}:")).chain(names.iter().map(|name| format!("{step}{name}:")));
        return draft.add_top(&lines.collect::<Vec<_>>());
    };
    let others = volumes.value.entries();
    let braces = !others.is_empty() && others.iter().all(|one| is_flow(&one.value) && one.value.entries().is_empty());
    let lines = names.iter().map(|name| if braces { format!("{name}: {{}}") } else { format!("{name}:") });
    let flow = names.iter().map(|name| format!("{name}: {{}}")).collect::<Vec<_>>().join(", ");
    draft.add_entry(volumes, None, &Block { lines: lines.collect(), flow })
}

/// Declares the volume `name`.
pub(crate) fn declare(draft: Draft<'_>, name: &str) -> Option<Fix> {
    let edit = declaration(draft, &[name.to_owned()])?;
    Some(fix(format!("Declare the volume `{name}`"), vec![edit]))
}

/// Declares the network `name`.
pub(crate) fn declare_network(draft: Draft<'_>, name: &str) -> Option<Fix> {
    let edit = declared(draft, "networks", &[name.to_owned()])?;
    Some(fix(format!("Declare the network `{name}`"), vec![edit]))
}

/// Gives a name to the anonymous volume `mount` of `service`, and declares it.
pub(crate) fn name_anonymous(draft: Draft<'_>, service: &str, mount: &Mount) -> Option<Fix> {
    let path = mount.target.known()?;
    let name = Names::of(draft).new_name(service, path.rsplit('/').next().unwrap_or_default());
    let short = mount.node.scalar().is_some();
    let named = match short {
        true => edit(Span::empty(whole(&mount.target).start), format!("{name}:")),
        false => source(draft, &mount.place, &name)?,
    };
    let edits = vec![named, declaration(draft, std::slice::from_ref(&name))?];
    Some(fix(format!("Name the volume `{name}`"), edits))
}

/// Adds `source: NAME` to the long form at `place`, before its target.
fn source(draft: Draft<'_>, place: &Place, name: &str) -> Option<Edit> {
    let node = draft.yaml.root()?.path_at(place.span.start).into_iter().find(|node| node.span == place.span)?;
    let key = ["target", "dst", "destination"].iter().find_map(|key| node.entry(key))?;
    let start = key.key.outer_span().start;
    let separator = if is_flow(node) {
        ", ".to_owned()
    } else {
        format!("{}{}", line_end(draft.file), " ".repeat(draft.column(start)))
    };
    Some(edit(Span::empty(start), format!("source: {name}{separator}")))
}

/// Moves the target of `mount` to `path`, where it stands in the service itself.
pub(crate) fn retarget(draft: Draft<'_>, service: &str, mount: &Mount, path: &str) -> Option<Fix> {
    let own = draft.service(service)?.span().contains(mount.place.span);
    let here = mount.place.file() == draft.file.path && matches!(mount.kind, MountKind::Named | MountKind::Bind);
    (own && here).then(|| {
        let edits = vec![edit(whole(&mount.target), path)];
        fix(format!("Mount it at `{path}`"), edits)
    })
}

fn whole(text: &Text) -> Span {
    text.span(0, text.text().len())
}
