//! What keeps several replicas of a service from being alike, or from starting.

use std::path::{Path, PathBuf};

use longshore_syntax::Span;

use super::{Holdings, Keeping, Origin, Piece};
use crate::Workspace;
use crate::compose::{Application, Mount, Node, Place, Project, Service};
use crate::state::Row;
use crate::value::Value;
use crate::workspace::Kind;

/// One reason why replicas differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Local {
    /// What they do not share, as the object of a sentence.
    pub what: String,
    /// Where that stands.
    pub place: Option<(PathBuf, Span)>,
}

/// Places of the host that agents look at; nothing there is the application's.
const SYSTEM: &[&str] =
    &["/proc", "/sys", "/dev", "/run", "/var/run", "/etc", "/lib/modules", "/usr/share", "/var/lib/docker"];

/// What the replicas of the service with these holdings do not share.
#[must_use]
pub fn local_state(workspace: &Workspace, project: &Project, holdings: &Holdings) -> Vec<Local> {
    let local = holdings.pieces.iter().filter_map(|piece| reason(workspace, project, piece));
    let mut found: Vec<Local> = Vec::new();
    for one in local {
        if found.iter().all(|known| known.what != one.what && known.place != one.place) {
            found.push(one);
        }
    }
    found
}

fn reason(workspace: &Workspace, project: &Project, piece: &Piece) -> Option<Local> {
    let at = |place: &Place| Some((place.file().to_owned(), place.span));
    let mount = piece.mount.as_ref();
    let path = piece.path.as_ref().map(|path| format!("`{path}`")).unwrap_or_default();
    if piece.keeping == Keeping::Tmpfs || mount.is_some_and(|mount| mount.read_only || is_network(project, mount)) {
        return None;
    }
    if let Origin::Image(_, image, place) = &piece.origin {
        return Some(Local { what: format!("the data of `{image}` in {path}"), place: at(place) });
    }
    if let (Keeping::Bind, Some(mount)) = (piece.keeping, mount) {
        return is_data_folder(workspace, mount)
            .then(|| Local { what: format!("the folder of the host at {path}"), place: at(&mount.place) });
    }
    match (&piece.origin, piece.keeping) {
        (Origin::Setting(row, place, name), Keeping::Layer) => {
            is_local(*row).then(|| Local { what: format!("what `{name}` keeps"), place: at(place) })
        }
        (Origin::Written(row, file, span), Keeping::Layer) => is_local(*row)
            .then(|| Local { what: format!("what is written to {path}"), place: Some((file.clone(), *span)) }),
        (Origin::Mounted(Some(row)) | Origin::Setting(row, ..) | Origin::Written(row, ..), Keeping::Named) => {
            let apart = matches!(row, Row::Logs | Row::Sessions | Row::Cache | Row::Database);
            apart.then(|| Local {
                what: format!("the volume at {path} without getting in each other's way"),
                place: mount.and_then(|mount| at(&mount.place)),
            })
        }
        _ => None,
    }
}

/// Whether what belongs to `row` differs between replicas for sure.
const fn is_local(row: Row) -> bool {
    !matches!(row, Row::Data)
}

/// Whether the volume of `mount` lies on the network.
fn is_network(project: &Project, mount: &Mount) -> bool {
    let Some(volume) = mount.source.as_ref().and_then(|source| project.application.volume(source.text())) else {
        return false;
    };
    let network = |kind: &str| kind.starts_with("nfs") || kind.starts_with("cifs") || kind.starts_with("smb");
    let driver = volume.node.text("driver").is_some_and(|driver| driver.text() != "local");
    driver || volume.option("type").is_some_and(|kind| network(kind.text()))
}

/// Whether `mount` brings a folder of the host in which the application may write its own.
fn is_data_folder(workspace: &Workspace, mount: &Mount) -> bool {
    let target = mount.path();
    let configuration = target.segments().any(|segment| segment.starts_with("conf") || segment.ends_with(".d"));
    let source = mount.source.as_ref();
    let system = |path: &Value| path.text() == "/" || SYSTEM.iter().any(|one| path.is_within(&Value::from(*one)));
    let host = source.and_then(|source| source.host_path());
    let file = host.is_some_and(|path| workspace.kind(&path) == Some(Kind::File)) || target.name().contains('.');
    !configuration && !file && !system(&target) && !source.is_some_and(|source| system(&source.value))
}

/// What keeps the engine from starting a second replica on one machine.
#[must_use]
pub fn cannot_start_twice(service: &Service) -> Option<Local> {
    let at = |place: &Place| Some((place.file().to_owned(), place.span));
    if let Some(name) = service.node.text("container_name") {
        return Some(Local { what: format!("the container name `{}`", name.value), place: at(&name.place) });
    }
    let fixed = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text != "0";
    let port = service.ports.iter().find(|port| port.published.as_ref().is_some_and(|port| fixed(port.text())))?;
    let published = port.published.as_ref()?;
    Some(Local { what: format!("the port {} of the host", published.value), place: at(&port.place) })
}

/// Whether the file at `path` is for a swarm, where ports are shared and names are made up.
#[must_use]
pub fn is_swarm(path: &Path, application: &Application) -> bool {
    let named = path
        .file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| name.contains("stack") || name.contains("swarm"));
    let deploys = |service: &Service| {
        let deploy = service.node.get("deploy");
        let says = |key: &str| deploy.and_then(|deploy| deploy.get(key)).is_some_and(|node| !node.is_null());
        says("placement") || says("update_config") || says("mode")
    };
    let overlay = |node: &Node| node.text("driver").is_some_and(|driver| driver.text() == "overlay");
    named
        || application.services.iter().any(deploys)
        || application.networks.iter().any(|network| overlay(&network.node))
        || application.configs.iter().any(|config| config.is_external())
}
