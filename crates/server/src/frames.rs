//! Reads the frames of the protocol's wire format, and goes on behind whatever is none.
//!
//! The transport that comes with the framework ends the session at the first frame that is not JSON; this one answers
//! with an error and looks for the next header.

use std::io::{self, BufRead, Read};

use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};

/// The longest body that is read, in bytes.
const LARGEST_BODY: usize = 1 << 28;
/// The longest header line that is read in one piece, in bytes.
const LONGEST_LINE: u64 = 1 << 16;

/// What a frame holds.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A request or notification.
    Request(Request),
    /// The answer to a request of ours.
    Response(Response),
    /// Neither; the answer says why.
    Malformed(Response),
}

/// The next frame; `None` at the end of the input.
///
/// # Errors
/// Those of the input.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let Some(length) = header(input)? else { return Ok(None) };
    let Some(length) = length.filter(|length| *length <= LARGEST_BODY) else {
        return Ok(Some(malformed(Id::Null, Error::parse_error())));
    };
    let mut body = Vec::new();
    input.take(length as u64).read_to_end(&mut body)?;
    Ok((body.len() == length).then(|| decode(&body)))
}

/// The length that the next header names; `Some(None)` where it names none. `None` at the end of the input.
fn header(input: &mut impl BufRead) -> io::Result<Option<Option<usize>>> {
    let mut length = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&line).to_ascii_lowercase();
        if let Some((_, value)) = text.rsplit_once("content-length:") {
            length = Some(value.trim().parse().ok());
        } else if text.trim().is_empty()
            && let Some(length) = length
        {
            return Ok(Some(length));
        }
    }
}

fn decode(body: &[u8]) -> Incoming {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return malformed(Id::Null, Error::parse_error());
    };
    let id = value.get("id").and_then(|id| serde_json::from_value(id.clone()).ok()).unwrap_or(Id::Null);
    let decoded = if value.get("method").is_some() {
        serde_json::from_value(value).map(Incoming::Request)
    } else {
        serde_json::from_value(value).map(Incoming::Response)
    };
    decoded.unwrap_or_else(|_| malformed(id, Error::invalid_request()))
}

fn malformed(id: Id, error: Error) -> Incoming {
    Incoming::Malformed(Response::from_error(id, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut input: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        while let Some(frame) = read(&mut input).expect("reads from memory") {
            found.push(match frame {
                Incoming::Request(request) => request.method().to_owned(),
                Incoming::Response(response) => format!("response {}", response.id()),
                Incoming::Malformed(response) => format!("{:?}", response.error().map(|error| error.code)),
            });
        }
        found
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn goes_on_behind_malformed_frames() {
        let good = frame(r#"{"jsonrpc":"2.0","method":"a"}"#);
        for bad in [
            frame("{"),
            frame("[1]"),
            frame(r#"{"jsonrpc":"1.0","method":"x","id":1}"#),
            frame(r#"{"jsonrpc":"2.0","method":7}"#),
            frame("\u{1}"),
            "Content-Length: x\r\n\r\n".to_owned(),
            "Content-Length: 99999999999999\r\n\r\n".to_owned(),
        ] {
            let found = all(format!("{bad}{good}").as_bytes());
            assert_eq!(found.len(), 2, "{bad}: {found:?}");
            assert!(found[0].starts_with("Some("), "{bad}: {found:?}");
            assert_eq!(found[1], "a", "{bad}");
        }
    }

    #[test]
    fn skips_what_is_between_frames() {
        let good = frame(r#"{"jsonrpc":"2.0","method":"a"}"#);
        for junk in ["\r\n", "hello\n", "{\"a\":1}", "Content-Type: x\r\n", "\u{feff}"] {
            assert_eq!(all(format!("{junk}{good}").as_bytes()), ["a"], "{junk}");
        }
        assert_eq!(all(good.replace("Content-L", "content-l").as_bytes()), ["a"]);
    }

    #[test]
    fn an_input_that_ends_within_a_frame_ends() {
        let good = frame(r#"{"jsonrpc":"2.0","id":3,"result":null}"#);
        for end in 0..good.len() {
            assert!(all(&good.as_bytes()[..end]).is_empty());
        }
        assert_eq!(all(good.as_bytes()), ["response 3"]);
    }
}
