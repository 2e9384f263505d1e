//! Whether the engine takes a text for an image reference.

use super::ImageReference;

/// The longest name without tag and digest.
const LONGEST: usize = 255;

impl ImageReference {
    /// Whether the engine takes `text` as the name of an image: other than [`Self::parse`] this knows about capitals,
    /// and every part must be known.
    #[must_use]
    pub fn is_accepted(text: &str) -> bool {
        let (named, digest) = match text.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (text, None),
        };
        let start = named.rfind('/').map_or(0, |slash| slash + 1);
        let (name, tag) = match named[start..].split_once(':') {
            Some((last, tag)) => (&named[..start + last.len()], Some(tag)),
            None => (named, None),
        };
        let (host, path) = host(name);
        let identifier = text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        !identifier
            && name.len() <= LONGEST
            && host.is_none_or(is_host)
            && path.split('/').all(is_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest)
    }
}

/// Parts a name into host and path: the first component is a host where it has a dot, a port or a capital.
fn host(name: &str) -> (Option<&str>, &str) {
    let named = |first: &str| {
        first.contains(['.', ':']) || first == "localhost" || first.bytes().any(|b| b.is_ascii_uppercase())
    };
    match name.split_once('/') {
        Some((first, rest)) if named(first) => (Some(first), rest),
        _ => (None, name),
    }
}

fn is_host(host: &str) -> bool {
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    };
    let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let part = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    let name_holds = match address {
        Some(address) => !address.is_empty() && address.bytes().all(|b| b.is_ascii_hexdigit() || b == b':'),
        None => name.split('.').all(part),
    };
    name_holds && port.is_none_or(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

/// Lower-case letters and digits, between which one dot, one or two underscores, or any number of dashes may stand.
fn is_component(component: &str) -> bool {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let separators = component.split(|c: char| c.is_ascii() && word(c as u8)).filter(|between| !between.is_empty());
    let mut joined =
        separators.map(|between| matches!(between, "." | "_" | "__") || between.bytes().all(|b| b == b'-'));
    let bytes = component.as_bytes();
    bytes.first().is_some_and(|&b| word(b)) && bytes.last().is_some_and(|&b| word(b)) && joined.all(|fine| fine)
}

fn is_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128 && tag.bytes().next().is_some_and(word) && tag.bytes().all(|b| word(b) || matches!(b, b'.' | b'-'))
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hex)) = digest.split_once(':') else { return false };
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let length = match algorithm {
        "sha256" => hex.len() == 64,
        "sha384" => hex.len() == 96,
        "sha512" => hex.len() == 128,
        _ => false,
    };
    algorithm.split(['-', '_', '+', '.']).all(part) && length && hex.bytes().all(|b| b.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken_and_refused() {
        let hex = "a".repeat(64);
        for text in [
            "alpine",
            "alpine:3.22",
            "a/b__c/d--e.f:V1",
            "localhost:5000/a",
            "Foo/bar",
            "ghcr.io/x/y:1",
            "[::1]:5000/x",
            "x.y/z",
            &format!("a@sha256:{hex}"),
        ] {
            assert!(ImageReference::is_accepted(text), "{text}");
        }
        for text in [
            "",
            "a:",
            ":1",
            "php:-alpine",
            "baseImage",
            "gcr.io//x",
            "%%X%%",
            "a b",
            "a..b",
            "a_",
            "x/Foo",
            "$var",
            &hex,
            "a@sha256:12",
            "a/",
            "x.y:z/a",
        ] {
            assert!(!ImageReference::is_accepted(text), "{text}");
        }
    }
}
