//! `ports:` of a service.

use super::node::{Node, Term};
use super::text::{Place, Text};

/// A port, or a range of them, that a service publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The whole item.
    pub place: Place,
    /// The address of the host.
    pub address: Option<Text>,
    /// The port of the host; `None` where the engine picks one.
    pub published: Option<Text>,
    /// The port of the container.
    pub target: Text,
    /// `tcp`, `udp`…; `tcp` where it is not given.
    pub protocol: Option<Text>,
    /// `ingress` or `host`, in the long form.
    pub mode: Option<Text>,
}

impl Port {
    pub(super) fn new(item: &Node) -> Option<Self> {
        match &item.term {
            Term::Scalar(text, _) => Some(short(text)),
            Term::Map(_) => Some(Self {
                place: item.place.clone(),
                address: item.text("host_ip").cloned(),
                published: item.text("published").filter(|text| !text.text().is_empty()).cloned(),
                target: item.text("target")?.clone(),
                protocol: item.text("protocol").cloned(),
                mode: item.text("mode").cloned(),
            }),
            _ => None,
        }
    }
}

/// `[[address:]published:]target[/protocol]`; an IPv6 address may stand in brackets.
fn short(text: &Text) -> Port {
    let whole = text.text();
    let slash = whole.find('/').unwrap_or(whole.len());
    let ports = &whole[..slash];
    let last = ports.rfind(':');
    let target = text.slice(last.map_or(0, |at| at + 1), slash);
    let host = last.map(|at| (ports[..at].rfind(':').filter(|_| !ports[..at].ends_with(']')), at));
    let published = host.map(|(before, at)| text.slice(before.map_or(0, |before| before + 1), at));
    let address = host.and_then(|(before, _)| before).map(|at| {
        let bracketed = usize::from(ports[..at].starts_with('[') && ports[..at].ends_with(']'));
        text.slice(bracketed, at - bracketed)
    });
    Port {
        place: text.place.clone(),
        address: address.filter(|address| !address.text().is_empty()),
        published: published.filter(|port| !port.text().is_empty()),
        target,
        protocol: (slash < whole.len()).then(|| text.slice(slash + 1, whole.len())),
        mode: None,
    }
}
