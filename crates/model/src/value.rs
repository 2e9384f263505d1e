//! Values as far as they are known: text in which what a variable or a command hides is marked.

use std::fmt;

/// Stands for text that is not known; the same mark that [`crate::image`] understands.
pub const UNKNOWN: char = crate::image::UNKNOWN;

/// A text with unknown parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value(String);

impl Value {
    /// A text that nothing is known of.
    #[must_use]
    pub fn unknown() -> Self {
        Self(UNKNOWN.to_string())
    }

    /// The text; unknown parts are [`UNKNOWN`].
    #[must_use]
    pub fn text(&self) -> &str {
        &self.0
    }

    /// The text where all of it is known.
    #[must_use]
    pub fn known(&self) -> Option<&str> {
        (!self.0.contains(UNKNOWN)).then_some(self.0.as_str())
    }

    /// Whether nothing but unknown parts is in it.
    #[must_use]
    pub fn hidden(&self) -> bool {
        !self.0.is_empty() && self.0.chars().all(|c| c == UNKNOWN)
    }

    /// Appends known text.
    pub fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Appends another value; two unknown parts in a row are one.
    pub fn append(&mut self, other: &Self) {
        let same = self.0.ends_with(UNKNOWN) && other.0.starts_with(UNKNOWN);
        self.0.push_str(if same { &other.0[UNKNOWN.len_utf8()..] } else { &other.0 });
    }

    /// Whether it is a path of Windows: a drive letter, or backslashes.
    #[must_use]
    pub fn is_windows_path(&self) -> bool {
        let drive = |text: &str| text.as_bytes().get(1) == Some(&b':') && text.as_bytes()[0].is_ascii_alphabetic();
        drive(&self.0) || self.0.contains('\\')
    }

    /// Whether it is a path from the root, or one whose unknown beginning may be.
    #[must_use]
    pub fn is_rooted(&self) -> bool {
        self.0.starts_with(['/', UNKNOWN, '~']) || self.is_windows_path()
    }

    /// The path normalised: relative ones against `directory`, `.`, `..` and doubled slashes resolved, no slash at the
    /// end. An unknown beginning stays in front of the tail that is known.
    #[must_use]
    pub fn path(&self, directory: &Self) -> Self {
        if self.is_windows_path() {
            return self.clone();
        }
        let base = if self.is_rooted() { "" } else { directory.0.as_str() };
        let mut path = String::with_capacity(base.len() + self.0.len() + 1);
        for segment in base.split('/').chain(self.0.split('/')) {
            match segment {
                "" | "." => {}
                ".." => path.truncate(path.rfind('/').unwrap_or_default()),
                segment => path.extend(["/", segment]),
            }
        }
        let first = if base.is_empty() && self.is_rooted() { &self.0 } else { base };
        match (first.is_empty() || first.starts_with('/'), path.is_empty()) {
            (true, true) => path.push('/'),
            (false, false) => drop(path.remove(0)),
            _ => {}
        }
        Self(path)
    }

    /// The segments of a path.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/').filter(|segment| !segment.is_empty())
    }

    /// The last segment of a path; empty for the root.
    #[must_use]
    pub fn name(&self) -> &str {
        self.segments().next_back().unwrap_or_default()
    }

    /// The directory that holds the path; `None` for the root and for a lone name.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let at = self.0.rfind('/')?;
        (self.0 != "/").then(|| Self(self.0[..at.max(1)].to_owned()))
    }

    /// Whether the path is `directory` or lies below it. Unknown parts are equal only to themselves.
    #[must_use]
    pub fn is_within(&self, directory: &Self) -> bool {
        let rest = self.0.strip_prefix(directory.0.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// Shows unknown parts as `…`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.replace(UNKNOWN, "…"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_normalised_against_the_directory() {
        let of = |directory: &str, path: &str| Value::from(path).path(&Value::from(directory)).text().to_owned();
        assert_eq!(of("/app", "logs/"), "/app/logs");
        assert_eq!(of("/app/x", "../a/./b//c"), "/app/a/b/c");
        assert_eq!(of("/", "/"), "/");
        assert_eq!(of("/", ".."), "/");
        assert_eq!(of("/app", "\u{FFFC}/uploads"), "\u{FFFC}/uploads");
        assert_eq!(of("/app", "C:\\data"), "C:\\data");
        assert_eq!(of("", "a/.."), "/");
        assert_eq!(of("/app", ""), "/app");
        assert_eq!(of("\u{FFFC}", "a/../../b"), "b");
        assert_eq!(of("/app", "~/x/.."), "~");
    }

    #[test]
    fn within_respects_segments() {
        let within = |path: &str, directory: &str| Value::from(path).is_within(&Value::from(directory));
        assert!(within("/a/b", "/a") && within("/a", "/a") && within("/a", "/"));
        assert!(!within("/ab", "/a") && !within("/a", "/a/b"));
    }
}
