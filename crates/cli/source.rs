//! Reads what is to be judged, within limits.

use std::fs::File;
use std::io::{self, Read};

use crate::place::{Place, Problem};

/// The size, in bytes, above which a file is refused: real Dockerfiles have a thousandth of it.
const LIMIT: u64 = 10_000_000;

/// The size, in bytes, that nearly all of them stay below: read in one go.
const USUAL: usize = 16 << 10;

/// The text at `place`.
///
/// # Errors
/// A file that cannot be opened, has more than [`LIMIT`] bytes, is not UTF-8 or holds a NUL byte.
pub(crate) fn read(place: &Place) -> Result<String, Problem> {
    bytes(place).map_err(|error| reason(&error)).and_then(text).map_err(|message| Problem::new(&place.shown, message))
}

fn bytes(place: &Place) -> io::Result<Vec<u8>> {
    if place.stdin { limited(io::stdin().lock()) } else { limited(File::open(&place.path)?) }
}

fn limited(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(USUAL);
    from.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > LIMIT {
        return Err(format!("larger than {} MB, so it was not read", LIMIT / 1_000_000));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("is UTF-16; the engine reads UTF-8".to_owned());
    }
    // To know that there is none takes a fraction of the time that it takes to find one.
    if let Some(at) = bytes.contains(&0).then(|| bytes.iter().position(|byte| *byte == 0)).flatten() {
        return Err(format!("holds a NUL byte at offset {at}, so it is no text"));
    }
    String::from_utf8(bytes).map_err(|error| format!("is not UTF-8 from byte {} on", error.utf8_error().valid_up_to()))
}

/// What the system says, without its number.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let plain = text.split(" (os error").next().unwrap_or_default();
    plain.to_lowercase()
}
