//! Rules for compose files, one a file.

pub(super) mod anonymous_volume;
pub(super) mod replicas_with_local_state;
pub(super) mod stateful_without_volume;
pub(super) mod undeclared_volume;
pub(super) mod unmounted_state;
pub(super) mod unused_volume;
