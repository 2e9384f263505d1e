//! An image reference: what stands after `FROM`, in `COPY --from` or in a service's `image`.

mod accepted;

/// Stands in a text for a part that a variable hides and that nothing resolves.
pub const UNKNOWN: char = '\u{FFFC}';

/// The longest reference that is read, in bytes; engines refuse names well below it.
const LONGEST: usize = 4096;

/// A reference, taken apart. The parts may contain [`UNKNOWN`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageReference {
    /// The registry's host and port. `None` is Docker Hub, however it was written; [`UNKNOWN`] stands for one that a
    /// variable hides.
    pub registry: Option<String>,
    /// The repository in the registry, without Docker Hub's `library/`; never empty.
    pub repository: String,
    /// The tag, without the colon. `None` where none was written; then the engine takes `latest`, or the digest.
    pub tag: Option<String>,
    /// The digest with its algorithm, `sha256:…`, without the `@`.
    pub digest: Option<String>,
}

impl ImageReference {
    /// Takes apart `text`, which is a reference without blanks. `None` where the engine would refuse it as one: it is
    /// empty, a part is, or it has characters that no part may have. A capital in the repository is accepted, since the
    /// check for it is a rule's.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let (named, digest) = match text.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (text, None),
        };
        let name_start = named.rfind('/').map_or(0, |slash| slash + 1);
        let (path, tag) = match named.get(name_start..)?.find(':') {
            Some(colon) => (named.get(..name_start + colon)?, named.get(name_start + colon + 1..)),
            None => (named, None),
        };
        let (registry, repository) = registry(path);
        let repository = hub_name(repository);
        (is_repository(repository) && tag.is_none_or(is_tag) && digest.is_none_or(is_digest)).then(|| Self {
            registry: registry.filter(|registry| !is_hub(registry)).map(str::to_owned),
            repository: repository.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// The last part of the repository: `node` of `acme/node`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    /// The tag that the engine takes: the written one, `latest` where nothing is written, and none where only a digest
    /// says which image it is.
    #[must_use]
    pub fn effective_tag(&self) -> Option<&str> {
        match &self.tag {
            None if self.digest.is_none() => Some("latest"),
            tag => tag.as_deref(),
        }
    }

    /// The numbers that the tag begins with, after an optional `v`: major, and minor where it is written.
    #[must_use]
    pub fn version(&self) -> Option<(u32, Option<u32>)> {
        let tag = self.tag.as_deref()?;
        let tag = tag.strip_prefix('v').unwrap_or(tag);
        let mut numbers = tag.split('.').map(leading_number);
        let major = numbers.next()??;
        // `18-alpine3.20`: the dot is another version's.
        let whole = tag.split('.').next().is_some_and(|first| first.bytes().all(|byte| byte.is_ascii_digit()));
        Some((major, if whole { numbers.next().flatten() } else { None }))
    }

    /// Whether one of the tag's words, which dashes part, is `word`, or is `word` with a version behind it
    /// (`alpine3.20`).
    #[must_use]
    pub fn tag_has(&self, word: &str) -> bool {
        self.tag.as_deref().unwrap_or_default().split(['-', '_']).any(|part| {
            part.strip_prefix(word)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
        })
    }

    /// Whether the tag is not wholly known.
    #[must_use]
    pub fn tag_is_hidden(&self) -> bool {
        match &self.tag {
            Some(tag) => tag.contains(UNKNOWN),
            None => self.digest.is_some(),
        }
    }
}

/// Parts a path into registry and repository. The first component is a registry if it looks like a host; one that
/// begins with a hidden part is a registry too, or a hidden prefix (`${PREFIX}alpine`) that most often ends in one.
fn registry(path: &str) -> (Option<&str>, &str) {
    let host = |first: &str| first.contains(['.', ':', UNKNOWN]) || first == "localhost";
    match path.split_once('/') {
        Some((first, rest)) if host(first) => (Some(first), rest),
        _ => match path.strip_prefix(UNKNOWN) {
            Some(rest) if !rest.is_empty() => (path.get(..UNKNOWN.len_utf8()), rest),
            _ => (None, path),
        },
    }
}

fn is_hub(registry: &str) -> bool {
    matches!(registry, "docker.io" | "index.docker.io" | "registry-1.docker.io" | "registry.hub.docker.com")
}

/// Mirrors keep official images under `library/` too, often behind a folder of their own.
fn hub_name(repository: &str) -> &str {
    match repository.rsplit_once("library/") {
        Some((before, name)) if (before.is_empty() || before.ends_with('/')) && !name.contains('/') => name,
        _ => repository,
    }
}

fn is_repository(repository: &str) -> bool {
    let character = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | UNKNOWN);
    repository.split('/').all(|part| {
        let part = part.trim_start_matches(UNKNOWN);
        let edges = |c: Option<char>| c.is_none_or(|c| c.is_ascii_alphanumeric() || c == UNKNOWN);
        part.chars().all(character) && edges(part.chars().next()) && edges(part.chars().next_back())
    }) && repository.split('/').all(|part| !part.is_empty())
}

fn is_tag(tag: &str) -> bool {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == UNKNOWN;
    tag.chars().next().is_some_and(word) && tag.chars().all(|c| word(c) || matches!(c, '.' | '-'))
}

fn is_digest(digest: &str) -> bool {
    digest.contains(UNKNOWN)
        || digest.split_once(':').is_some_and(|(algorithm, hex)| {
            let named = algorithm.starts_with(|c: char| c.is_ascii_alphabetic());
            named && hex.len() >= 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// `None` where what follows is hidden, since it may be digits.
fn leading_number(text: &str) -> Option<u32> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    if rest.starts_with(UNKNOWN) { None } else { number.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference(registry: Option<&str>, repository: &str, tag: Option<&str>) -> ImageReference {
        let owned = |part: Option<&str>| part.map(str::to_owned);
        ImageReference { registry: owned(registry), repository: repository.to_owned(), tag: owned(tag), digest: None }
    }

    fn expect(text: &str, registry: Option<&str>, repository: &str, tag: Option<&str>) {
        assert_eq!(ImageReference::parse(text), Some(reference(registry, repository, tag)), "{text}");
    }

    #[test]
    fn docker_hub_has_one_form() {
        for text in ["node:20", "library/node:20", "docker.io/node:20", "index.docker.io/library/node:20"] {
            expect(text, None, "node", Some("20"));
        }
        expect("grafana/grafana", None, "grafana/grafana", None);
        expect("public.ecr.aws/docker/library/node:20", Some("public.ecr.aws"), "node", Some("20"));
        expect("mylibrary/node", None, "mylibrary/node", None);
    }

    #[test]
    fn hosts_are_told_from_folders() {
        expect("localhost:5000/a/b:1", Some("localhost:5000"), "a/b", Some("1"));
        expect("localhost/a", Some("localhost"), "a", None);
        expect("registry:2", None, "registry", Some("2"));
        expect("mcr.microsoft.com/dotnet/sdk:8.0", Some("mcr.microsoft.com"), "dotnet/sdk", Some("8.0"));
    }

    #[test]
    fn hidden_parts_are_kept() {
        expect("node:\u{FFFC}-alpine", None, "node", Some("\u{FFFC}-alpine"));
        expect("\u{FFFC}/node:20", Some("\u{FFFC}"), "node", Some("20"));
        expect("\u{FFFC}alpine", Some("\u{FFFC}"), "alpine", None);
        expect("\u{FFFC}", None, "\u{FFFC}", None);
        expect("\u{FFFC}:3-alpine", None, "\u{FFFC}", Some("3-alpine"));
        expect("python:\u{FFFC}", None, "python", Some("\u{FFFC}"));
    }

    #[test]
    fn digests_and_refusals() {
        let hex = "a".repeat(64);
        let image = ImageReference::parse(&format!("alpine:3.20@sha256:{hex}"));
        let digest = Some(format!("sha256:{hex}"));
        assert_eq!(image, Some(ImageReference { digest, ..reference(None, "alpine", Some("3.20")) }));
        for text in ["", ":1", "a:", "a//b", "/a", "a/", "a b", "a@", "a@sha256:1", "-a", "a:-1", "a:b c", "é"] {
            assert_eq!(ImageReference::parse(text), None, "{text}");
        }
    }

    #[test]
    fn tags_are_read() {
        let image = |text: &str| ImageReference::parse(text).unwrap();
        assert_eq!(image("node:20.11-alpine3.20").version(), Some((20, Some(11))));
        assert_eq!(image("node:20-alpine3.20").version(), Some((20, None)));
        assert_eq!(image("minio/mc:v2").version(), Some((2, None)));
        assert_eq!(image("ubuntu:noble").version(), None);
        assert_eq!(image("node").version(), None);
        assert!(image("node:20-alpine3.20").tag_has("alpine"));
        assert!(!image("node:20-alpinelike").tag_has("alpine"));
        assert_eq!(image("node").effective_tag(), Some("latest"));
        assert_eq!(image("x:99999999999").version(), None);
        assert_eq!(image("x:1\u{FFFC}").version(), None);
        assert_eq!(image("x:1.\u{FFFC}").version(), Some((1, None)));
    }
}
