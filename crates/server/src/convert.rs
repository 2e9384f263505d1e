//! Between positions, places and paths of this project and those of the protocol.

use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use longshore_syntax::{Encoding, LineIndex, Position, Span};
use tower_lsp::ls_types as lsp;

/// A position of the protocol as one of ours; both count alike.
pub(crate) const fn position(position: lsp::Position) -> Position {
    Position { line: position.line, column: position.character }
}

/// The range of `span`, in bytes of `text`, in columns of `encoding`.
pub(crate) fn range(text: &str, lines: &LineIndex, span: Span, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = lines.position(text, offset, encoding);
        lsp::Position { line: position.line, character: position.column }
    };
    lsp::Range { start: at(span.start), end: at(span.end) }
}

/// The bytes of `text` that `range`, in columns of `encoding`, covers; swapped ends are put in order.
pub(crate) fn span(text: &str, lines: &LineIndex, range: lsp::Range, encoding: Encoding) -> Span {
    let start = lines.offset(text, position(range.start), encoding);
    let end = lines.offset(text, position(range.end), encoding);
    Span::new(start.min(end), start.max(end))
}

/// The path that a `file:` address names; `None` for another scheme.
pub(crate) fn path(uri: &lsp::Uri) -> Option<PathBuf> {
    let rest = strip_scheme(uri.as_str())?;
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", rest),
    };
    let path = decode(path);
    if path.is_empty() { None } else { Some(native(host, path)) }
}

fn strip_scheme(uri: &str) -> Option<&str> {
    let (scheme, rest) = uri.split_once(':')?;
    scheme.eq_ignore_ascii_case("file").then_some(rest)
}

#[cfg(unix)]
fn native(_host: &str, path: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    PathBuf::from(std::ffi::OsString::from_vec(path))
}

/// A drive stands behind the first slash (`/c:/x`); a host is a network share, which is also how an editor on Windows
/// names files inside a Linux subsystem (`//wsl.localhost/Distribution/x`).
#[cfg(not(unix))]
fn native(host: &str, path: Vec<u8>) -> PathBuf {
    let path = String::from_utf8_lossy(&path).replace('/', "\\");
    if !host.is_empty() && !host.eq_ignore_ascii_case("localhost") {
        return PathBuf::from(format!("\\\\{}{path}", String::from_utf8_lossy(&decode(host))));
    }
    match path.as_bytes() {
        [b'\\', drive, b':', ..] if drive.is_ascii_alphabetic() => PathBuf::from(&path[1..]),
        _ => PathBuf::from(path),
    }
}

/// Percent-decodes; a `%` that two hexadecimal digits do not follow stands for itself.
fn decode(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    out
}

/// The `file:` address of an absolute path; `None` for a relative one.
pub(crate) fn uri(path: &Path) -> Option<lsp::Uri> {
    if !path.is_absolute() {
        return None;
    }
    let mut out = String::from("file://");
    for component in path.components() {
        match component {
            Component::Prefix(prefix) => push_prefix(&mut out, &prefix.as_os_str().to_string_lossy()),
            Component::RootDir => {}
            other => {
                out.push('/');
                encode(&mut out, other.as_os_str());
            }
        }
    }
    if out == "file://" {
        out.push('/');
    }
    out.parse().ok()
}

/// Writes `C:` as `/c%3A`, the spelling that is most common among editors, and `\\host\share` as `host/share`.
fn push_prefix(out: &mut String, prefix: &str) {
    let plain = prefix.trim_start_matches("\\\\?\\");
    match plain.strip_suffix(':') {
        Some(drive) => {
            out.push('/');
            out.push_str(&drive.to_ascii_lowercase());
            out.push_str("%3A");
        }
        None => out.push_str(&plain.trim_start_matches("UNC").trim_start_matches('\\').replace('\\', "/")),
    }
}

fn encode(out: &mut String, name: &OsStr) {
    for &byte in name.as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<PathBuf> {
        path(&text.parse().expect("an address"))
    }

    #[test]
    fn addresses_become_paths() {
        assert_eq!(of("file:///a%20b/Dockerfile"), Some("/a b/Dockerfile".into()));
        assert_eq!(of("file:/a/%C3%A9"), Some("/a/é".into()));
        assert_eq!(of("file://localhost/a"), Some("/a".into()));
        assert_eq!(of("FILE:///a#x"), Some("/a".into()));
        assert_eq!(of("untitled:Untitled-1"), None);
        assert_eq!(of("file://"), None);
    }

    #[cfg(unix)]
    #[test]
    fn paths_survive_the_way_there_and_back() {
        for text in ["/", "/a/Dockerfile", "/a b/%41/é/[x]/#1", "/a/c:/d?"] {
            let there = uri(Path::new(text)).expect("absolute");
            assert_eq!(path(&there).as_deref(), Some(Path::new(text)), "{}", there.as_str());
        }
        assert!(uri(Path::new("a")).is_none());
    }
}
