//! What instructions accept: the flags of each, their kinds, and the version of the frontend that knows them.

use longshore_syntax::dockerfile::Keyword;

/// How a flag is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// `--link`, `--link=true`, `--link=false`.
    Boolean,
    /// `--from=value`, at most once.
    Text,
    /// `--mount=value`, any number of times.
    List,
}

/// A flag of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flag {
    /// The instruction.
    pub keyword: Keyword,
    /// Its name without dashes.
    pub name: &'static str,
    /// How it is given.
    pub kind: FlagKind,
    /// The first version `1.x` of the frontend that knows it, by `x`.
    pub since: u32,
    /// The first version of the `labs` channel that does, by `x`, where that is another one.
    pub labs: Option<u32>,
}

impl Flag {
    const fn new(keyword: Keyword, name: &'static str, kind: FlagKind, since: u32) -> Self {
        Self { keyword, name, kind, since, labs: None }
    }

    const fn labs(self, since: u32) -> Self {
        Self { labs: Some(since), ..self }
    }
}

/// Every flag. Source: the reference of the Dockerfile format and its release notes.
pub static FLAGS: &[Flag] = &[
    Flag::new(Keyword::From, "platform", FlagKind::Text, 0),
    Flag::new(Keyword::Run, "mount", FlagKind::List, 2),
    Flag::new(Keyword::Run, "network", FlagKind::Text, 1),
    Flag::new(Keyword::Run, "security", FlagKind::Text, 20).labs(1),
    Flag::new(Keyword::Run, "device", FlagKind::List, NEWEST).labs(14),
    Flag::new(Keyword::Copy, "from", FlagKind::Text, 0),
    Flag::new(Keyword::Copy, "chown", FlagKind::Text, 0),
    Flag::new(Keyword::Copy, "chmod", FlagKind::Text, 2),
    Flag::new(Keyword::Copy, "link", FlagKind::Boolean, 4),
    Flag::new(Keyword::Copy, "parents", FlagKind::Boolean, 20).labs(7),
    Flag::new(Keyword::Copy, "exclude", FlagKind::List, 19).labs(7),
    Flag::new(Keyword::Add, "chown", FlagKind::Text, 0),
    Flag::new(Keyword::Add, "chmod", FlagKind::Text, 2),
    Flag::new(Keyword::Add, "link", FlagKind::Boolean, 4),
    Flag::new(Keyword::Add, "keep-git-dir", FlagKind::Boolean, 1),
    Flag::new(Keyword::Add, "checksum", FlagKind::Text, 6),
    Flag::new(Keyword::Add, "unpack", FlagKind::Boolean, 17),
    Flag::new(Keyword::Add, "exclude", FlagKind::List, 19).labs(7),
    Flag::new(Keyword::Healthcheck, "interval", FlagKind::Text, 0),
    Flag::new(Keyword::Healthcheck, "timeout", FlagKind::Text, 0),
    Flag::new(Keyword::Healthcheck, "start-period", FlagKind::Text, 0),
    Flag::new(Keyword::Healthcheck, "start-interval", FlagKind::Text, 6),
    Flag::new(Keyword::Healthcheck, "retries", FlagKind::Text, 0),
];

/// The minor version that stands for the newest frontend.
pub const NEWEST: u32 = u32::MAX;

/// The flag of `keyword` with that name, given without dashes.
#[must_use]
pub fn flag(keyword: Keyword, name: &str) -> Option<&'static Flag> {
    FLAGS.iter().find(|flag| flag.keyword == keyword && flag.name == name)
}

/// The names of the flags of `keyword`.
pub fn flag_names(keyword: Keyword) -> impl Iterator<Item = &'static str> {
    FLAGS.iter().filter(move |flag| flag.keyword == keyword).map(|flag| flag.name)
}

/// The one of `names` that `word` is most likely meant to be: at most a third of its letters differ, and three of a long
/// one, case aside.
#[must_use]
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let word: String = word.chars().take(LONGEST).map(|c| c.to_ascii_lowercase()).collect();
    let most = (word.len() / 3).min(DIFFERENT);
    let near = names.into_iter().filter(|name| name.len().abs_diff(word.len()) <= most);
    let near = near.map(|name| (strsim::osa_distance(&word, &name.to_ascii_lowercase()), name));
    near.filter(|&(distance, _)| distance <= most).min_by_key(|&(distance, _)| distance).map(|(_, name)| name)
}

/// Names are compared up to so many letters.
const LONGEST: usize = 64;

/// So many letters of a long name may differ: with more it is another name.
const DIFFERENT: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_understood() {
        let names = || Keyword::names();
        for (word, meant) in
            [("RUNN", "RUN"), ("COYP", "COPY"), ("form", "FROM"), ("ENTRPOINT", "ENTRYPOINT"), ("EVN", "ENV")]
        {
            assert_eq!(nearest(word, names()), Some(meant), "{word}");
        }
        assert_eq!(nearest("INCLUDE+", names()), None);
        assert_eq!(nearest("A", ["B"]), None);
        assert_eq!(nearest("CLICKHOUSE_PASSWORD", ["CLICKHOUSE_USER"]), None);
        assert_eq!(nearest("...", names()), None);
        assert_eq!(nearest("chwon", flag_names(Keyword::Copy)), Some("chown"));
        assert_eq!(nearest("intervall", flag_names(Keyword::Healthcheck)), Some("interval"));
    }

    #[test]
    fn flags_belong_to_one_instruction() {
        assert!(flag(Keyword::Copy, "from").is_some() && flag(Keyword::Add, "from").is_none());
        assert!(flag(Keyword::User, "link").is_none());
    }
}
