//! The command line, from outside: what it prints, what it leaves on the disk and how it ends.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

#[path = "cli/bad_input.rs"]
mod bad_input;
#[path = "cli/color.rs"]
mod color;
#[path = "cli/configuration.rs"]
mod configuration;
#[path = "cli/exit.rs"]
mod exit;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/inventory.rs"]
mod inventory;
#[path = "cli/neighbours.rs"]
mod neighbours;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/sandbox.rs"]
mod sandbox;
#[path = "cli/walk.rs"]
mod walk;
