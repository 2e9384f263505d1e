//! Ports as `EXPOSE` takes them: `80`, `80/udp`, `8000-8010`, with or without an address and a port of the host.

/// Why the engine refuses a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No number from 0 to 65535, and no range of such.
    Number,
    /// A range whose end comes before its start.
    Backwards,
    /// Another protocol than `tcp`, `udp` and `sctp`.
    Protocol,
    /// As many ports of the host as of the container are wanted.
    Ranges,
}

/// What is wrong with the port `text`; `None` where the engine takes it.
#[must_use]
pub fn fault(text: &str) -> Option<Fault> {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    if !matches!(protocol.to_ascii_lowercase().as_str(), "" | "tcp" | "udp" | "sctp") {
        return Some(Fault::Protocol);
    }
    let (before, container) = match ports.rsplit_once(':') {
        Some((before, container)) => (Some(before), container),
        None => (None, ports),
    };
    let container = match range(container) {
        Ok(range) => range,
        Err(fault) => return Some(fault),
    };
    let host = before.map(|before| before.rsplit_once(':').map_or(before, |(_, host)| host));
    let host = match host.filter(|host| !host.is_empty()).map(range) {
        Some(Err(fault)) => return Some(fault),
        Some(Ok(range)) => Some(range),
        None => None,
    };
    // One port of the container may be given a range of the host.
    let unequal =
        host.is_some_and(|(start, end)| end - start != container.1 - container.0 && container.0 != container.1);
    unequal.then_some(Fault::Ranges)
}

/// The first and the last port.
fn range(text: &str) -> Result<(u16, u16), Fault> {
    let port = |text: &str| -> Result<u16, Fault> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|_| digits).ok_or(Fault::Number)
    };
    let (start, end) = match text.split_once('-') {
        Some((start, end)) => (port(start)?, port(end)?),
        None => (port(text)?, port(text)?),
    };
    if end < start { Err(Fault::Backwards) } else { Ok((start, end)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_engine_takes() {
        for text in [
            "80",
            "80/tcp",
            "80/UDP",
            "80/",
            "8000-8010/sctp",
            "5000:5000",
            "127.0.0.1:80:80",
            "[::1]:80:80",
            "127.0.0.1::80",
            "8000-8010:80",
        ] {
            assert_eq!(fault(text), None, "{text}");
        }
        for (text, expected) in [
            ("8080x", Fault::Number),
            ("99999", Fault::Number),
            ("", Fault::Number),
            ("-1", Fault::Number),
            ("90-80", Fault::Backwards),
            ("80/http", Fault::Protocol),
            ("80-81:90-95", Fault::Ranges),
            ("a:80", Fault::Number),
        ] {
            assert_eq!(fault(text), Some(expected), "{text}");
        }
    }
}
