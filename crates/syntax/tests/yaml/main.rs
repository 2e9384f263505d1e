//! Tests of the YAML parser: trees, agreement with a strict parser and with the YAML test suite, broken texts, random texts.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "tests may fail, and say what they skip")]

mod accessors;
mod agreement;
mod dump;
mod properties;
mod shared;
mod suite;
mod survival;
mod trees;
