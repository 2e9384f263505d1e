//! Rules for compose files, one a file.

pub(super) mod anonymous_volume;
pub(super) mod conflicting_keys;
pub(super) mod cut_command;
pub(super) mod doubtful_value;
pub(super) mod invalid_value;
pub(super) mod legacy_layout;
pub(super) mod missing_key;
pub(super) mod replicas_with_local_state;
pub(super) mod stateful_without_volume;
pub(super) mod undeclared_volume;
pub(super) mod unknown_compose_key;
pub(super) mod unmounted_state;
pub(super) mod unused_volume;
pub(super) mod wrong_type;
