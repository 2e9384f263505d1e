//! Rules for Dockerfiles, one a file.

pub(super) mod file_logs;
pub(super) mod local_sessions;
pub(super) mod local_uploads;
pub(super) mod root_user;
mod row;
pub(super) mod volume_instruction;
