//! Options of programs that name log files, databases and directories for state.

use super::{LogOption, Takes};
use crate::state::Row;

/// The options of `program`, by the name of its file (`gunicorn`, not its path).
#[must_use]
pub fn log_options(_program: &str) -> &'static [LogOption] {
    &[]
}

/// The options of `program`, and those that mean the same for any program.
pub fn options(program: &str) -> impl Iterator<Item = &'static LogOption> {
    log_options(program).iter().chain(GENERAL)
}

/// Options that mean the same wherever they are taken.
const GENERAL: &[LogOption] =
    &[LogOption { option: "--log-file", row: Row::Logs, takes: Takes::Value, stdout: Some("/dev/stdout") }];
