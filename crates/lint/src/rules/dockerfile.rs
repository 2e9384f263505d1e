//! Rules for Dockerfiles, one a file.

pub(super) mod file_logs;
pub(super) mod local_cache;
pub(super) mod local_data;
pub(super) mod local_database;
pub(super) mod local_schedule;
pub(super) mod local_sessions;
pub(super) mod local_uploads;
pub(super) mod root_user;
pub(super) mod unowned_state_dir;
pub(super) mod volume_instruction;
