//! What the text of a value must look like, and whether one does.

use std::net::IpAddr;

use super::Element;
use super::command::{Split, split};
use super::port::{self, PortFault};
use crate::image::ImageReference;
use crate::{exposed, signal};

/// What the text of a value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Anything.
    Free,
    /// A word for a boolean.
    Flag,
    /// A whole number within these bounds.
    Whole {
        /// The smallest one.
        least: i64,
        /// The largest one.
        most: i64,
    },
    /// A number.
    Decimal,
    /// `1m30s`.
    Duration,
    /// `64m`; a number may have any sign.
    Size,
    /// `64m`; a number must not be negative.
    PositiveSize,
    /// Octal digits.
    Mode,
    /// One of these; the engine refuses everything else.
    Choice(&'static [&'static str]),
    /// One of these; the engine notices late, or never, that something else stands there.
    Usual(&'static [&'static str]),
    /// When an image is fetched.
    PullPolicy,
    /// When containers are started again.
    Restart,
    /// A signal.
    Signal,
    /// The name of a container.
    ContainerName,
    /// The name of a project.
    ProjectName,
    /// Whose network, processes or memory is shared.
    Namespace,
    /// An image reference.
    Image,
    /// A platform.
    Platform,
    /// `[[address:]published:]target[/protocol]`.
    Publish,
    /// A port of a container.
    Port,
    /// A port of the host, or a range.
    HostPort,
    /// A port of a container, or a range, with a protocol.
    Exposed,
    /// An address of the host.
    HostAddress,
    /// An IP address.
    Address,
    /// A range of IP addresses.
    Subnet,
    /// A hardware address.
    MacAddress,
    /// `[source:]target[:options]`.
    Mount,
    /// The source of a mount in the long form.
    MountSource,
    /// `host[:container[:permissions]]`.
    Device,
    /// `name:address`.
    Host,
    /// `key=value`.
    Pair,
    /// `NAME` or `NAME=value`, without a blank behind the name.
    Variable,
    /// `default`, or `name=path`.
    SshKey,
    /// How many devices, or `all`.
    Count,
    /// A command that is split into words.
    Command,
    /// The name of an element.
    Name(Element),
    /// A file of the host.
    HostPath,
    /// A folder of the host, or a repository.
    HostFolder,
    /// A path of the host that is watched.
    WatchedPath,
}

/// What becomes of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong with it.
    Fine,
    /// The engine reads the file, but fails later or ignores it.
    Odd,
    /// The engine does not read the file.
    Refused,
}

impl Format {
    /// What becomes of `text`, all variables of which are replaced.
    #[must_use]
    pub fn judge(self, text: &str) -> Verdict {
        match self {
            Self::Free | Self::Namespace | Self::MountSource | Self::Name(_) | Self::HostPath | Self::HostFolder => {
                Verdict::Fine
            }
            Self::Flag => refused_unless(is_flag(text)),
            Self::Whole { least, most } => refused_unless(text.parse().is_ok_and(|n: i64| (least..=most).contains(&n))),
            Self::Decimal => refused_unless(text.parse::<f64>().is_ok()),
            Self::Mode => refused_unless(i64::from_str_radix(text, 8).is_ok()),
            Self::SshKey => refused_unless(text == "default" || text.contains('=')),
            Self::Duration => refused_unless(is_duration(text)),
            Self::Size | Self::PositiveSize => refused_unless(size(text).is_some()),
            Self::Choice(words) => refused_unless(words.contains(&text)),
            Self::Usual(words) => odd_unless(text.is_empty() || words.contains(&text)),
            Self::PullPolicy => refused_unless(is_pull_policy(text)),
            Self::Restart => odd_unless(is_restart(text)),
            Self::Signal => odd_unless(text.is_empty() || signal::is_signal(text)),
            Self::ContainerName => container_name(text),
            Self::ProjectName => odd_unless(is_project_name(text)),
            Self::Image => odd_unless(is_template(text) || ImageReference::is_accepted(text)),
            Self::Platform => odd_unless(text.is_empty() || is_platform(text)),
            Self::Publish => refused_unless(port::fault(text).is_none()),
            Self::Port => number(text, u16::MAX),
            Self::HostPort => odd_unless(text.is_empty() || port::range(text).is_ok()),
            Self::Exposed => odd_unless(text.is_empty() || exposed::fault(text).is_none()),
            Self::HostAddress => refused_unless(text.parse::<IpAddr>().is_ok()),
            Self::Address => odd_unless(text.is_empty() || text.parse::<IpAddr>().is_ok()),
            Self::Subnet => odd_unless(text.is_empty() || is_subnet(text)),
            Self::MacAddress => odd_unless(text.is_empty() || is_mac_address(text)),
            Self::Mount => mount(text),
            Self::Device => refused_unless(text.split(':').count() <= 3),
            Self::Host => refused_unless(text.find(['=', ':']).is_some_and(|at| at > 0)),
            Self::Pair => refused_unless(text.contains('=')),
            Self::Variable => {
                let name = text.split('=').next().unwrap_or_default();
                refused_unless(name.contains('$') || !name.ends_with(char::is_whitespace))
            }
            Self::Count => refused_unless(text == "all" || text.parse::<i64>().is_ok()),
            Self::Command => match split(text) {
                Split::Whole => Verdict::Fine,
                Split::CutAt(_) => Verdict::Odd,
                Split::Broken => Verdict::Refused,
            },
            Self::WatchedPath => refused_unless(!text.is_empty()),
        }
    }

    /// What becomes of the number that `text` is written as.
    #[must_use]
    pub fn judge_number(self, text: &str) -> Verdict {
        match self {
            Self::PositiveSize => refused_unless(!text.starts_with('-')),
            Self::Size | Self::Decimal | Self::Exposed | Self::Mode => Verdict::Fine,
            // `0x10` and the like are numbers that only YAML reads.
            _ if text.parse::<i64>().is_err() => Verdict::Fine,
            _ => self.judge(text),
        }
    }

    /// The number that `text` says, of bytes where it is a size; `None` where this is no format of numbers.
    #[must_use]
    pub fn amount(self, text: &str) -> Option<f64> {
        match self {
            Self::Size | Self::PositiveSize => size(text).map(f64::trunc),
            Self::Decimal | Self::Whole { .. } => text.parse().ok(),
            _ => None,
        }
    }

    /// The words of which one stands there, as far as they are known.
    #[must_use]
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Choice(words) | Self::Usual(words) => words,
            Self::PullPolicy => {
                &["always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly"]
            }
            Self::Restart => &["no", "always", "on-failure", "unless-stopped"],
            _ => &[],
        }
    }

    /// Where a command ends that goes on in `text` for shells only.
    #[must_use]
    pub fn cut(self, text: &str) -> Option<usize> {
        match split(text) {
            Split::CutAt(at) if self == Self::Command => Some(at),
            _ => None,
        }
    }

    /// What is wrong with a port that is published.
    #[must_use]
    pub fn port_fault(self, text: &str) -> Option<PortFault> {
        if self == Self::Publish { port::fault(text) } else { None }
    }
}

const fn refused_unless(fine: bool) -> Verdict {
    if fine { Verdict::Fine } else { Verdict::Refused }
}

const fn odd_unless(fine: bool) -> Verdict {
    if fine { Verdict::Fine } else { Verdict::Odd }
}

fn is_flag(text: &str) -> bool {
    let words = ["true", "false", "yes", "no", "on", "off", "y", "n"];
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn number(text: &str, most: u16) -> Verdict {
    match text.parse::<i64>() {
        Ok(number) if (0..=i64::from(most)).contains(&number) => Verdict::Fine,
        Ok(0..) => Verdict::Odd,
        _ => Verdict::Refused,
    }
}

/// Whether something else than the engine fills `text` in.
fn is_template(text: &str) -> bool {
    text.is_empty() || text.contains(['%', '{', '<', '[', '('])
}

/// Numbers with units from weeks down to nanoseconds.
fn is_duration(text: &str) -> bool {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    if rest == "0" {
        return true;
    }
    let filled = !rest.is_empty();
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (amount, behind) = rest.split_at(digits);
        let unit = behind.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(behind.len());
        let known = matches!(&behind[..unit], "w" | "d" | "h" | "m" | "s" | "ms" | "us" | "µs" | "μs" | "ns");
        if !known || amount.parse::<f64>().is_err() {
            return false;
        }
        rest = &behind[unit..];
    }
    filled
}

/// The bytes that a number and a unit of one letter say, with or without `b` or `ib` behind it.
fn size(text: &str) -> Option<f64> {
    let last = text.rfind(|c: char| c.is_ascii_digit() || c == '.' || c == ' ')?;
    let (amount, unit) = text.split_at(last + 1);
    let unit = unit.to_ascii_lowercase();
    let power = match unit.as_bytes() {
        [] | [b'b'] => 0,
        [first] | [first, b'b'] | [first, b'i', b'b'] => b"kmgtp".iter().position(|letter| letter == first)? + 1,
        _ => return None,
    };
    let amount: f64 = amount.strip_suffix(' ').unwrap_or(amount).parse().ok()?;
    (amount >= 0.0).then(|| amount * 1024_f64.powi(power as i32))
}

/// One of the words, or `every_` with weeks to seconds, anywhere in the text.
fn is_pull_policy(text: &str) -> bool {
    let every = text.match_indices("every_").any(|(at, word)| {
        let rest = &text[at + word.len()..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        digits > 0 && rest[digits..].starts_with(['w', 'd', 'h', 'm', 's'])
    });
    every || Format::PullPolicy.words().iter().any(|word| text.contains(word))
}

fn is_restart(text: &str) -> bool {
    let times = text.strip_prefix("on-failure:");
    text.is_empty()
        || Format::Restart.words().contains(&text)
        || times.is_some_and(|times| times.parse::<u32>().is_ok())
}

/// Compose wants two letters of a name somewhere, the engine a name from end to end.
fn container_name(text: &str) -> Verdict {
    let bytes = text.as_bytes();
    let inner = |b: &u8| b.is_ascii_alphanumeric() || b"_.-".contains(b);
    let somewhere = bytes.windows(2).any(|pair| pair[0].is_ascii_alphanumeric() && inner(&pair[1]));
    let everywhere = bytes.first().is_some_and(u8::is_ascii_alphanumeric) && bytes.iter().all(inner);
    if somewhere { odd_unless(everywhere) } else { Verdict::Refused }
}

/// What the engine leaves as it is: it takes capitals and everything but letters, digits, `-` and `_` away.
fn is_project_name(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    text.is_empty() || !text.starts_with(['-', '_']) && text.bytes().all(|b| word(b) || b == b'-' || b == b'_')
}

fn is_platform(text: &str) -> bool {
    let part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-()".contains(&b));
    text.split('/').count() <= 3 && text.split('/').all(part)
}

fn is_subnet(text: &str) -> bool {
    let parts = text.split_once('/').and_then(|(address, length)| {
        let address: IpAddr = address.parse().ok()?;
        Some((address, length.parse::<u8>().ok()?))
    });
    parts.is_some_and(|(address, length)| length <= if address.is_ipv4() { 32 } else { 128 })
}

fn is_mac_address(text: &str) -> bool {
    let pair = |pair: &str| pair.len() == 2 && pair.bytes().all(|b| b.is_ascii_hexdigit());
    [':', '-'].iter().any(|&between| text.split(between).count() == 6 && text.split(between).all(pair))
}

/// Options that the engine reads in the third part of a mount.
const MOUNT_OPTIONS: &[&str] = &[
    "ro",
    "rw",
    "z",
    "Z",
    "nocopy",
    "cached",
    "delegated",
    "consistent",
    "private",
    "rprivate",
    "shared",
    "rshared",
    "slave",
    "rslave",
];

fn mount(text: &str) -> Verdict {
    if text.len() <= 2 {
        return refused_unless(!text.is_empty());
    }
    let parts = mount_parts(text);
    if parts.len() > 3 || parts.iter().any(|part| part.is_empty()) {
        return Verdict::Refused;
    }
    let options = parts.get(2).into_iter().flat_map(|part| part.split(','));
    let known = |option: &str| MOUNT_OPTIONS.contains(&option) || option.starts_with("volume-subpath=");
    odd_unless(options.into_iter().all(known))
}

/// What stands between the colons, except the one behind the letter of a drive.
fn mount_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::with_capacity(3);
    let mut start = 0;
    for (at, _) in text.match_indices(':') {
        let drive = at == start + 1 && text.as_bytes()[start].is_ascii_alphabetic();
        if !drive {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}
