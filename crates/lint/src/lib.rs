//! What is wrong with a file, and how to mend it: rules, diagnostics, fixes and suppressions.

mod check;
mod diagnostic;
pub mod fix;
mod remedy;
mod rule;
pub mod rules;
mod suppress;

pub use check::{Preset, Settings, check};
pub use diagnostic::{Diagnostic, Edit, Fix, Related, Safety};
pub use rule::{Check, ComposeContext, Context, Group, Rule, ServiceFact, Severity, Way};
pub use suppress::{ignore_file, ignore_here, skip_check};
