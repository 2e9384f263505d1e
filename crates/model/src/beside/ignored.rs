//! `.dockerignore`: the files of a build context that the build does not see.

use super::glob::Glob;

/// The patterns of one `.dockerignore`, in order.
#[derive(Debug, Default)]
pub(crate) struct Ignored(Vec<Pattern>);

#[derive(Debug)]
struct Pattern {
    glob: Glob,
    /// Whether it takes files back in.
    keeps: bool,
}

/// How many patterns are read.
const PATTERNS: usize = 1_000;

impl Ignored {
    /// The patterns that stand in `text`.
    pub(crate) fn new(text: &str) -> Self {
        let lines = text.trim_start_matches('\u{FEFF}').lines().filter(|line| !line.starts_with('#')).map(str::trim);
        Self(lines.filter(|line| !line.is_empty()).take(PATTERNS).map(Pattern::new).collect())
    }

    /// Whether it has patterns, and none that takes files back in.
    pub(super) fn only_takes_away(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|pattern| !pattern.keeps)
    }

    /// Whether the build does not see the file at `path`, relative to the context. The last pattern that matches it or a
    /// folder above it decides.
    pub(crate) fn covers(&self, path: &str) -> bool {
        let decides = |pattern: &&Pattern| folders(path).any(|path| pattern.glob.matches(path));
        self.0.iter().rev().find(decides).is_some_and(|pattern| !pattern.keeps)
    }
}

impl Pattern {
    fn new(line: &str) -> Self {
        let (line, keeps) = line.strip_prefix('!').map_or((line, false), |rest| (rest.trim(), true));
        let segments: Vec<&str> = line.split('/').filter(|segment| !matches!(*segment, "" | ".")).collect();
        Self { glob: Glob::new(&segments.join("/")), keeps }
    }
}

/// `path` and the folders above it.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    let ends = path.match_indices('/').map(|(at, _)| at);
    ends.map(|at| &path[..at]).chain([path])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pattern_decides() {
        let ignored = Ignored::new("# comment\n/docker\n!docker/php.ini\n  *.md \n**/.env*\n!.env.example\n./tmp/\n");
        for (path, covered) in [
            ("docker/nginx.conf", true),
            ("docker/php.ini", false),
            ("README.md", true),
            ("docs/README.md", false),
            (".env", true),
            ("a/b/.env.local", true),
            (".env.example", false),
            ("a/.env.example", true),
            ("tmp/x", true),
            ("src/tmp/x", false),
        ] {
            assert_eq!(ignored.covers(path), covered, "{path}");
        }
    }

    #[test]
    fn everything_may_be_ignored_but_some() {
        let ignored = Ignored::new("*\n!/conf\n!run.sh\r\n");
        assert!(ignored.covers("src/a") && ignored.covers("b"));
        assert!(!ignored.covers("conf/x.ini") && !ignored.covers("run.sh"));
        assert!(!Ignored::new("").covers("a"));
    }
}
