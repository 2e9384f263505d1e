//! Ports as `ports` takes them in one word: `[[address:]published:]target[/protocol]`.

use std::net::IpAddr;

/// Why the engine refuses a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortFault {
    /// There is no port of the container.
    Missing,
    /// No number from 0 to 65535, and no range of such.
    Number,
    /// A range whose end comes before its start.
    Backwards,
    /// Another protocol than `tcp`, `udp` and `sctp`.
    Protocol,
    /// As many ports of the host as of the container are wanted.
    Ranges,
    /// What stands before the ports is no IP address.
    Address,
    /// There is an address, and one port behind it.
    OnePort,
}

/// What is wrong with the port `text`; `None` where the engine takes it.
pub(super) fn fault(text: &str) -> Option<PortFault> {
    check(text).err()
}

fn check(text: &str) -> Result<(), PortFault> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, ""));
    let protocol = protocol.split('/').next().unwrap_or_default();
    let (before, container) = ports.rsplit_once(':').unwrap_or(("", ports));
    let (address, host) = before.rsplit_once(':').unwrap_or(("", before));
    if container.is_empty() {
        return Err(PortFault::Missing);
    }
    if !is_address(address) {
        return Err(PortFault::Address);
    }
    let (start, end) = range(container)?;
    if (start, end) == (0, 0) {
        return Err(PortFault::Missing);
    }
    if address.is_empty() && host.contains('.') && is_address(host) {
        return Err(PortFault::OnePort);
    }
    if !host.is_empty() {
        let (first, last) = range(host)?;
        // One port of the container may be given a range of the host.
        if last - first != end - start && end != start {
            return Err(PortFault::Ranges);
        }
    }
    let known = ["", "tcp", "udp", "sctp"].iter().any(|known| protocol.eq_ignore_ascii_case(known));
    if known { Ok(()) } else { Err(PortFault::Protocol) }
}

fn is_address(text: &str) -> bool {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    match bare {
        Some(bare) => bare.parse::<IpAddr>().is_ok(),
        None => text.is_empty() || !text.contains(':') && text.parse::<IpAddr>().is_ok(),
    }
}

/// The first and the last port; what follows a second dash, the engine ignores.
pub(super) fn range(text: &str) -> Result<(u16, u16), PortFault> {
    let port = |text: &str| -> Result<u16, PortFault> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| digits).ok_or(PortFault::Number)
    };
    let mut ends = text.split('-');
    let start = port(ends.next().unwrap_or_default())?;
    let end = ends.next().map_or(Ok(start), port)?;
    if end < start { Err(PortFault::Backwards) } else { Ok((start, end)) }
}
