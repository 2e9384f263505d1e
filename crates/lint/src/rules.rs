//! The list of all rules, in the order of the documentation.

mod dockerfile;

use crate::Rule;

/// Every rule.
pub static ALL: &[&Rule] = &[];

/// The rule of that name or with that alias, in any case.
#[must_use]
pub fn find(name: &str) -> Option<&'static Rule> {
    let same = |other: &str| other.eq_ignore_ascii_case(name);
    ALL.iter().copied().find(|rule| same(rule.name) || rule.aliases.iter().any(|alias| same(alias)))
}
