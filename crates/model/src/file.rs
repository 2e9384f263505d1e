//! A file with its text, its lines and its meaning.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::{Document, Language, LineIndex, dockerfile};

use crate::Dockerfile;
use crate::compose::Compose;

/// A file that is judged; immutable.
#[derive(Debug)]
pub struct File {
    /// Where it stands; for a text without a place (stdin, an untitled buffer) a name that fits.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: LineIndex,
    /// What it means.
    pub content: Content,
}

/// What a file means, by language.
#[derive(Debug)]
pub enum Content {
    /// A Dockerfile.
    Dockerfile(Dockerfile),
    /// A compose file.
    Compose(Box<Compose>),
}

impl File {
    /// Parses `text` as `language`.
    #[must_use]
    pub fn new(path: PathBuf, language: Language, text: &str) -> Self {
        let text: Arc<str> = text.into();
        let syntax = match language {
            Language::Dockerfile => dockerfile::parse(&text),
            Language::Compose => None,
        };
        Self::meaning(path, text, syntax)
    }

    /// The file that an open document is now.
    #[must_use]
    pub fn of(path: PathBuf, document: &mut Document) -> Self {
        Self::meaning(path, document.text(), document.dockerfile())
    }

    /// `syntax` is that of a Dockerfile; without one it is a compose file.
    fn meaning(path: PathBuf, text: Arc<str>, syntax: Option<dockerfile::Dockerfile>) -> Self {
        let lines = LineIndex::new(&text);
        let content = match syntax {
            Some(syntax) => Content::Dockerfile(Dockerfile::new(syntax)),
            None => Content::Compose(Box::new(Compose::new(&path, &text))),
        };
        Self { path, text, lines, content }
    }

    /// Its language.
    #[must_use]
    pub const fn language(&self) -> Language {
        match self.content {
            Content::Dockerfile(_) => Language::Dockerfile,
            Content::Compose(_) => Language::Compose,
        }
    }
}

/// The language of the file at `path`: by its name first, then by the language id that the editor gave. `None` where
/// neither says it is one of ours.
#[must_use]
pub fn language(path: &Path, id: Option<&str>) -> Option<Language> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if is_variant(name) {
        return Some(Language::Dockerfile);
    }
    by_name(&name.to_ascii_lowercase()).or_else(|| by_id(id?))
}

/// Whether it is called like `Dockerfile-alpine` or `Containerfile_3.22`. In small letters, or with an ending, such a name
/// is one of a program, a script or a template.
fn is_variant(name: &str) -> bool {
    let variant = ["Dockerfile", "Containerfile"].iter().find_map(|kind| name.strip_prefix(kind));
    let Some(variant) = variant.and_then(|rest| rest.strip_prefix(['-', '_'])) else { return false };
    let mut behind_dots = variant.split('.').skip(1);
    !variant.is_empty() && behind_dots.all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
}

/// By a name in small letters.
fn by_name(name: &str) -> Option<Language> {
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"));
    if let Some(stem) = stem {
        // What another tool of that name reads.
        if stem == "rancher-compose" {
            return None;
        }
        let separates = ['.', '-', '_'];
        let compose = stem == "compose"
            || stem.strip_prefix("compose").is_some_and(|rest| rest.starts_with(separates))
            || stem.strip_suffix("compose").is_some_and(|rest| rest.ends_with(separates))
            || stem.find("docker").is_some_and(|at| stem[at..].contains("compose"))
            || ["docker-stack", "docker-swarm"].iter().any(|word| stem.starts_with(word));
        return compose.then_some(Language::Compose);
    }
    let dockerfile = ["dockerfile", "containerfile"].iter().any(|kind| {
        name == *kind
            || name.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.') && rest != ".dockerignore")
            || name.strip_suffix(kind).is_some_and(|rest| rest.ends_with('.'))
    });
    dockerfile.then_some(Language::Dockerfile)
}

fn by_id(id: &str) -> Option<Language> {
    match id.to_ascii_lowercase().as_str() {
        "dockerfile" | "containerfile" => Some(Language::Dockerfile),
        "dockercompose" | "docker-compose" | "yaml.docker-compose" | "compose" => Some(Language::Compose),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_decide_before_ids() {
        let of = |name: &str, id: Option<&str>| language(Path::new(name), id);
        for name in [
            "Dockerfile",
            "a/dockerfile",
            "Dockerfile.dev",
            "app.Dockerfile",
            "Containerfile",
            "x.containerfile",
            "Dockerfile-ubi9",
            "Dockerfile_alpine-3.22",
        ] {
            assert_eq!(of(name, Some("yaml")), Some(Language::Dockerfile), "{name}");
        }
        for name in [
            "compose.yaml",
            "compose.prod.yml",
            "compose-full.yml",
            "docker-compose.yml",
            "my-docker-compose.x.yml",
            "a.compose.yaml",
            "docker-stack.yml",
        ] {
            assert_eq!(of(name, Some("dockerfile")), Some(Language::Compose), "{name}");
        }
        assert_eq!(of("x.txt", Some("dockerfile")), Some(Language::Dockerfile));
        assert_eq!(of("x.yaml", Some("yaml.docker-compose")), Some(Language::Compose));
        for name in [
            "rancher-compose.yml",
            "dockerfile-lint",
            "Dockerfile-",
            "Dockerfile-linux.template",
            "Dockerfile-a.md",
            "Dockerfile.dockerignore",
            "values.yaml",
            "README.md",
            "dockerfiles",
        ] {
            assert_eq!(of(name, None), None, "{name}");
        }
    }
}
