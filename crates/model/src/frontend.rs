//! The frontend that reads a Dockerfile: the engine's own, a version of it, or a custom one.

use longshore_syntax::dockerfile::Dockerfile;

use crate::instructions::{Flag, NEWEST};

/// What reads the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frontend {
    /// The one of the engine, or a version of it that the `syntax` directive names.
    Docker {
        /// `x` of the version `1.x`; [`NEWEST`] where none is named.
        minor: u32,
        /// Whether it is of the `labs` channel.
        labs: bool,
    },
    /// Another one, of which nothing is known.
    Custom(String),
}

impl Frontend {
    /// The frontend that `file` asks for.
    #[must_use]
    pub fn of(file: &Dockerfile) -> Self {
        let newest = Self::Docker { minor: NEWEST, labs: false };
        let Some(syntax) = file.directives.iter().find(|directive| directive.name == "syntax") else { return newest };
        let image = syntax.value.split_whitespace().next().unwrap_or_default();
        let named = image.split('@').next().unwrap_or_default();
        let (repository, tag) = match named.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, tag),
            _ => (named, ""),
        };
        match repository.strip_suffix("docker/dockerfile-upstream").or(repository.strip_suffix("docker/dockerfile")) {
            Some(host) if host.is_empty() || host.ends_with('/') => version(tag),
            _ => Self::Custom(repository.to_owned()),
        }
    }

    /// Whether it is one of which nothing is known.
    #[must_use]
    pub const fn is_custom(&self) -> bool {
        matches!(self, Self::Custom(_))
    }

    /// Whether it knows `flag`; a custom one may know everything.
    #[must_use]
    pub fn knows(&self, flag: &Flag) -> bool {
        match *self {
            Self::Docker { minor, labs } => {
                minor >= flag.since || labs && flag.labs.is_some_and(|since| minor >= since)
            }
            Self::Custom(_) => true,
        }
    }
}

/// `1.7`, `1.7.0-labs`, `1-labs`, `labs`, `master`: what is not a full version is the newest.
fn version(tag: &str) -> Frontend {
    let labs = tag.ends_with("labs") || tag.ends_with("experimental") || tag.starts_with("master");
    let numbers = tag.strip_prefix("1.").map(|rest| rest.split(['.', '-']).next().unwrap_or_default());
    let minor = numbers.and_then(|minor| minor.parse().ok());
    // The experimental channel had mounts, networks and security before the versions that count.
    let minor = if tag.ends_with("experimental") { None } else { minor };
    Frontend::Docker { minor: minor.unwrap_or(NEWEST), labs }
}

#[cfg(test)]
mod tests {
    use longshore_syntax::dockerfile::{Keyword, parse};

    use super::*;
    use crate::instructions::flag;

    fn knows(syntax: &str, name: &str) -> bool {
        let file = parse(&format!("{syntax}\nFROM a\n").into()).unwrap();
        Frontend::of(&file).knows(flag(Keyword::Copy, name).unwrap())
    }

    #[test]
    fn versions_know_what_came_before_them() {
        for (syntax, name, known) in [
            ("# plain", "parents", true),
            ("# syntax=docker/dockerfile:1", "parents", true),
            ("# syntax=docker/dockerfile:1.4", "link", true),
            ("# syntax=docker/dockerfile:1.3", "link", false),
            ("# syntax=docker/dockerfile:1.7", "parents", false),
            ("# syntax=docker/dockerfile:1.7-labs", "parents", true),
            ("# syntax=docker.io/docker/dockerfile:1.7.0-labs@sha256:00", "parents", true),
            ("# syntax=docker/dockerfile:experimental", "chmod", true),
            ("# syntax=localhost:5000/dockerfile-plus", "parents", true),
        ] {
            assert_eq!(knows(syntax, name), known, "{syntax} {name}");
        }
    }

    #[test]
    fn others_are_custom() {
        let of = |syntax: &str| Frontend::of(&parse(&format!("# syntax={syntax}\nFROM a\n").into()).unwrap());
        assert!(of("edrevo/dockerfile-plus").is_custom() && of("ghcr.io/x/docker/dockerfile-y").is_custom());
        assert!(!of("docker/dockerfile-upstream:master").is_custom());
    }
}
