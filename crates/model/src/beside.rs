//! The files of the build context that a Dockerfile brings into its image, and what they say by themselves.

mod code;
mod context;
mod copies;
mod directives;
mod dotenv;
mod excluded;
mod glob;
mod ignored;
mod ini;
mod kinds;
mod lines;

pub(crate) use copies::{Copies, Installed, Source};
pub use excluded::Excluded;
pub(crate) use kinds::{Kind, kind};
pub(crate) use lines::{Line, Lookup, Says};

/// How many lines of a configuration are read.
const LINES: usize = 2_000;

/// The lines of a configuration of that kind that may tell of state. `lookup` gives the variables of the environment.
pub(crate) fn read(kind: Kind, text: &str, lookup: Lookup<'_>) -> Vec<Line> {
    let read: fn(&str, Lookup<'_>) -> Vec<Line> = match kind {
        Kind::Supervisor => ini::supervisor,
        Kind::Php => ini::php,
        Kind::Fpm => ini::fpm,
        Kind::Uwsgi => ini::uwsgi,
        Kind::Nginx => directives::nginx,
        Kind::Apache => directives::apache,
        Kind::Logrotate => directives::logrotate,
        Kind::Gunicorn => code::gunicorn,
        Kind::PythonLogging => code::logging,
        Kind::JavaLogging => code::java,
        Kind::Dotenv => dotenv::dotenv,
        Kind::Crontab => dotenv::crontab,
    };
    let mut lines = read(text, lookup);
    lines.truncate(LINES);
    lines
}
