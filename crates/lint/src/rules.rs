//! The list of all rules, in the order of the documentation.

mod dockerfile;
mod row;

use crate::Rule;
use dockerfile::{
    file_logs, local_cache, local_data, local_database, local_schedule, local_sessions, local_uploads, root_user,
    unowned_state_dir, volume_instruction,
};

/// Every rule.
pub static ALL: &[&Rule] = &[
    &volume_instruction::RULE,
    &local_uploads::RULE,
    &local_sessions::RULE,
    &file_logs::RULE,
    &local_cache::RULE,
    &local_schedule::RULE,
    &local_database::RULE,
    &local_data::RULE,
    &unowned_state_dir::RULE,
    &root_user::RULE,
];

/// The rule of that name or with that alias, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    ALL.iter().copied().find(|rule| same(rule.name) || rule.aliases.iter().any(|alias| same(alias)))
}
