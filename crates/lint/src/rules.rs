//! The list of all rules, in the order of the documentation.

mod compose;
mod dockerfile;
mod known;
mod row;
#[cfg(test)]
mod tests;
mod words;

use crate::Rule;
use compose::{
    anonymous_volume, conflicting_keys, conflicting_values, cut_command, dependency_cycle, doubtful_value,
    duplicate_container_name, duplicate_host_port, duplicate_key, duplicate_mount, invalid_interpolation,
    invalid_value, invalid_yaml, legacy_layout, missing_file, missing_health_check, missing_image, missing_key,
    obsolete_version, replicas_with_local_state, sexagesimal_number, stateful_without_volume,
    undeclared_build_argument, undeclared_resource, undeclared_volume, undefined_alias, unknown_build_target,
    unknown_compose_key, unknown_service, unmounted_state, unquoted_port, unused_volume, wrong_type,
};
use dockerfile::{
    add_for_copy, base_image_platform, constant_platform, copy_to_file, definition_description, duplicate_stage_name,
    empty_continuation, expose_format, expose_protocol_casing, file_logs, floating_tag, forbidden_trigger,
    from_as_casing, ignored_copy, instruction_casing, invalid_default_image, invalid_directive, invalid_expansion,
    invalid_flag, invalid_image, invalid_mount, invalid_port, invalid_signal, invalid_stage_name, legacy_key_value,
    local_cache, local_data, local_database, local_schedule, local_sessions, local_uploads, maintainer_instruction,
    missing_from, not_json_form, redundant_platform, relative_workdir, repeated_instruction, reserved_stage_name,
    root_user, secret_in_environment, shell_form_command, stage_cycle, stage_name_casing, undefined_from_argument,
    undefined_variable, unknown_flag, unknown_instruction, unknown_stage, unowned_state_dir, unterminated_heredoc,
    unused_heredoc, unused_stage, volume_instruction, wrong_arguments,
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
    &stateful_without_volume::RULE,
    &anonymous_volume::RULE,
    &replicas_with_local_state::RULE,
    &unmounted_state::RULE,
    &undeclared_volume::RULE,
    &unused_volume::RULE,
    &invalid_yaml::RULE,
    &duplicate_key::RULE,
    &undefined_alias::RULE,
    &invalid_interpolation::RULE,
    &unknown_service::RULE,
    &undeclared_resource::RULE,
    &dependency_cycle::RULE,
    &missing_image::RULE,
    &missing_file::RULE,
    &duplicate_container_name::RULE,
    &duplicate_host_port::RULE,
    &duplicate_mount::RULE,
    &missing_health_check::RULE,
    &unknown_build_target::RULE,
    &undeclared_build_argument::RULE,
    &obsolete_version::RULE,
    &sexagesimal_number::RULE,
    &missing_from::RULE,
    &unknown_instruction::RULE,
    &wrong_arguments::RULE,
    &unknown_flag::RULE,
    &invalid_flag::RULE,
    &invalid_mount::RULE,
    &invalid_stage_name::RULE,
    &invalid_image::RULE,
    &unknown_stage::RULE,
    &stage_cycle::RULE,
    &invalid_port::RULE,
    &invalid_signal::RULE,
    &invalid_expansion::RULE,
    &unterminated_heredoc::RULE,
    &forbidden_trigger::RULE,
    &invalid_directive::RULE,
    &stage_name_casing::RULE,
    &from_as_casing::RULE,
    &instruction_casing::RULE,
    &empty_continuation::RULE,
    &duplicate_stage_name::RULE,
    &reserved_stage_name::RULE,
    &shell_form_command::RULE,
    &maintainer_instruction::RULE,
    &undefined_from_argument::RULE,
    &relative_workdir::RULE,
    &undefined_variable::RULE,
    &repeated_instruction::RULE,
    &legacy_key_value::RULE,
    &base_image_platform::RULE,
    &redundant_platform::RULE,
    &secret_in_environment::RULE,
    &invalid_default_image::RULE,
    &constant_platform::RULE,
    &ignored_copy::RULE,
    &definition_description::RULE,
    &expose_protocol_casing::RULE,
    &expose_format::RULE,
    &not_json_form::RULE,
    &unused_stage::RULE,
    &unused_heredoc::RULE,
    &copy_to_file::RULE,
    &legacy_layout::RULE,
    &unknown_compose_key::RULE,
    &wrong_type::RULE,
    &invalid_value::RULE,
    &missing_key::RULE,
    &conflicting_keys::RULE,
    &conflicting_values::RULE,
    &doubtful_value::RULE,
    &cut_command::RULE,
    &floating_tag::RULE,
    &add_for_copy::RULE,
    &unquoted_port::RULE,
];

/// The rule of that name or with that alias, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    ALL.iter().copied().find(|rule| same(rule.name) || rule.aliases.iter().any(|alias| same(alias)))
}
