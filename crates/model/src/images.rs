//! What is known about images: the user they run as, the family they belong to, and the state they keep.

pub mod environment;
mod languages;
mod services;
mod stateful;
mod systems;

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::image::{ImageReference, UNKNOWN};

pub use stateful::{Holding, Stateful, is_data_directory, stateful, stateful_rows};

/// What is known about an image that others are built on. One row stands for every image that its patterns match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// The repository as a pattern in which `*` stands for anything. With a registry in front it matches only there;
    /// without one it matches in every registry, because mirrors keep the names. Empty for an image of which only the
    /// tag is telling.
    pub repository: &'static str,
    /// Patterns for the tag; any tag where empty. A missing tag is `latest`.
    pub tags: &'static [&'static str],
    /// How users are made in it.
    pub family: Family,
    /// The user that its containers run as unless something says otherwise.
    pub user: RuntimeUser,
    /// An account other than root that exists in the image.
    pub offers: Option<Account>,
    /// Whether its entrypoint starts as root and hands over to another user itself.
    pub steps_down: bool,
    /// Directories whose log files the image links, or sends, to the standard streams.
    pub linked_logs: &'static [&'static str],
    /// What the image is for.
    pub kind: Kind,
    /// The repository that the facts come from.
    pub source: &'static str,
}

/// Images whose working directory is not the root, by the last segment of the repository.
/// Source: the `WORKDIR` of each image's own Dockerfile.
static DIRECTORIES: &[(&str, &str)] = &[
    ("php", "/var/www/html"),
    ("wordpress", "/var/www/html"),
    ("nextcloud", "/var/www/html"),
    ("drupal", "/opt/drupal"),
    ("golang", "/go"),
    ("tomcat", "/usr/local/tomcat"),
    ("httpd", "/usr/local/apache2"),
    ("composer", "/app"),
    ("gradle", "/home/gradle"),
    ("redis", "/data"),
    ("ghost", "/var/lib/ghost"),
    ("frankenphp", "/app"),
    ("jetty", "/var/lib/jetty"),
    ("bun", "/home/bun/app"),
];

/// The user that a container runs as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuntimeUser {
    /// Root, or the administrator on Windows.
    Root,
    /// Another user, by name or number or both.
    NonRoot {
        /// Its name, if it has one.
        name: Option<&'static str>,
        /// Its number, where it is the same in every build.
        uid: Option<u32>,
    },
    /// Nobody has looked, or it depends on a part of the tag that is not known.
    Unknown,
}

/// An account that an image has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// The user's name; `$APP_UID` where the image has it in a variable.
    pub name: &'static str,
    /// The user's number, where it is the same in every build.
    pub uid: Option<u32>,
    /// The number of its group, where it is the same in every build.
    pub gid: Option<u32>,
    /// The name of its group.
    pub group: &'static str,
}

/// What an image is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A system to build on.
    Os,
    /// A language's runtime or compiler.
    Language,
    /// Something that applications are written for: a servlet container, a PHP application server.
    Framework,
    /// A web server or proxy, which serves files or passes requests on.
    WebServer,
    /// A database, queue, cache or the like: what is built on it is no application image.
    Server,
    /// A finished application.
    Application,
    /// Tools of developers and pipelines.
    Tool,
    /// Not known.
    Unknown,
}

/// Systems, as far as users are made differently in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Debian.
    Debian,
    /// Ubuntu.
    Ubuntu,
    /// Alpine.
    Alpine,
    /// Red Hat Enterprise Linux, its rebuilds, Fedora.
    RedHat,
    /// Red Hat's minimal images, which have `microdnf` only.
    RedHatMinimal,
    /// Red Hat's micro images, which have no package manager.
    RedHatMicro,
    /// Amazon Linux.
    Amazon,
    /// Azure Linux, CBL-Mariner.
    Azure,
    /// SUSE and openSUSE.
    Suse,
    /// Arch Linux.
    Arch,
    /// BusyBox alone.
    BusyBox,
    /// Images without a shell.
    Distroless,
    /// Nothing at all.
    Scratch,
    /// Wolfi and Chainguard.
    Wolfi,
    /// Windows.
    Windows,
    /// Not known.
    Unknown,
}

/// The way to make a user in an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// `groupadd --system` and `useradd --system`.
    Useradd,
    /// The same after a command that installs them.
    UseraddAfter(&'static str),
    /// BusyBox' `addgroup -S` and `adduser -S`.
    Adduser,
    /// None: only a number can be given.
    Numeric,
    /// Not the Unix way.
    Windows,
    /// Not known.
    Unknown,
}

impl Family {
    /// How a user is made in images of this family.
    #[must_use]
    pub const fn accounts(self) -> Accounts {
        match self {
            Self::Debian | Self::Ubuntu | Self::RedHat | Self::Suse | Self::Arch => Accounts::Useradd,
            Self::RedHatMinimal => Accounts::UseraddAfter("microdnf install -y shadow-utils && microdnf clean all"),
            Self::Amazon => Accounts::UseraddAfter("yum install -y shadow-utils && yum clean all"),
            Self::Azure => Accounts::UseraddAfter("tdnf install -y shadow-utils && tdnf clean all"),
            Self::Alpine | Self::BusyBox => Accounts::Adduser,
            Self::Distroless | Self::Scratch | Self::Wolfi | Self::RedHatMicro => Accounts::Numeric,
            Self::Windows => Accounts::Windows,
            Self::Unknown => Accounts::Unknown,
        }
    }
}

impl Base {
    /// Whether its containers end up running as root: not where another user is set or its entrypoint hands over to
    /// one. `None` where that is not known.
    #[must_use]
    pub const fn stays_root(&self) -> Option<bool> {
        match self.user {
            RuntimeUser::Root => Some(!self.steps_down),
            RuntimeUser::NonRoot { .. } => Some(false),
            RuntimeUser::Unknown if self.steps_down => Some(false),
            RuntimeUser::Unknown => None,
        }
    }

    /// The working directory of its containers, as far as the repository tells.
    #[must_use]
    pub fn directory(&self) -> &'static str {
        let name = self.repository.rsplit('/').next().unwrap_or_default();
        DIRECTORIES.iter().find(|(image, _)| *image == name).map_or("/", |(_, directory)| directory)
    }

    /// Whether it is a Windows image.
    #[must_use]
    pub const fn is_windows(&self) -> bool {
        matches!(self.family, Family::Windows)
    }

    /// A row for images that run as root. The functions below change one thing each.
    const fn root(repository: &'static str, family: Family, kind: Kind, source: &'static str) -> Self {
        Self {
            repository,
            tags: &[],
            family,
            user: RuntimeUser::Root,
            offers: None,
            steps_down: false,
            linked_logs: &[],
            kind,
            source,
        }
    }

    const fn tags(self, tags: &'static [&'static str]) -> Self {
        Self { tags, ..self }
    }

    /// It runs as this user, whose group bears the same name.
    const fn runs_as(self, name: &'static str, uid: u32) -> Self {
        Self { user: RuntimeUser::NonRoot { name: Some(name), uid: Some(uid) }, ..self }.offers(name, uid, uid)
    }

    /// It runs as this user, whose number depends on the build.
    const fn runs_as_name(self, name: &'static str) -> Self {
        Self { user: RuntimeUser::NonRoot { name: Some(name), uid: None }, ..self }.offers_name(name)
    }

    /// It runs as a user that may have no name.
    const fn runs_as_number(self, uid: u32) -> Self {
        Self { user: RuntimeUser::NonRoot { name: None, uid: Some(uid) }, ..self }
    }

    const fn user_unknown(self) -> Self {
        Self { user: RuntimeUser::Unknown, ..self }
    }

    const fn offers(self, name: &'static str, uid: u32, gid: u32) -> Self {
        Self { offers: Some(Account { name, uid: Some(uid), gid: Some(gid), group: name }), ..self }
    }

    const fn offers_name(self, name: &'static str) -> Self {
        Self { offers: Some(Account { name, uid: None, gid: None, group: name }), ..self }
    }

    /// .NET's account, whose number its images keep in a variable.
    const fn offers_app_uid(self) -> Self {
        Self { offers: Some(Account { name: "$APP_UID", uid: Some(1654), gid: Some(1654), group: "app" }), ..self }
    }

    /// The account's group is another one, such as `users` or root's.
    const fn group(self, group: &'static str, gid: u32) -> Self {
        let offers = match self.offers {
            Some(account) => Some(Account { group, gid: Some(gid), ..account }),
            None => None,
        };
        Self { offers, ..self }
    }

    const fn steps_down(self) -> Self {
        Self { steps_down: true, ..self }
    }

    const fn linked_logs(self, linked_logs: &'static [&'static str]) -> Self {
        Self { linked_logs, ..self }
    }
}

/// Every row. Of two that are equally specific the later one wins.
fn rows() -> impl Iterator<Item = &'static Base> {
    systems::ROWS.iter().chain(languages::ROWS).chain(services::ROWS)
}

/// The rows that may match `name`, in their order: those whose pattern begins as it does, or with anything.
fn rows_for(name: &str) -> &'static [&'static Base] {
    static BY_FIRST: LazyLock<HashMap<u8, Vec<&Base>>> = LazyLock::new(|| {
        let first = |row: &Base| row.repository.bytes().next();
        let letters = rows().filter_map(first).filter(|letter| *letter != b'*');
        let of = |letter| rows().filter(move |row| matches!(first(row), Some(one) if one == letter || one == b'*'));
        letters.map(|letter| (letter, of(letter).collect())).collect()
    });
    static REST: LazyLock<Vec<&Base>> =
        LazyLock::new(|| rows().filter(|row| row.repository.starts_with('*')).collect());
    name.bytes().next().and_then(|letter| BY_FIRST.get(&letter)).unwrap_or(&REST)
}

/// What is known about `image`: the most specific row that matches, with the family that the tag names. `None` where
/// neither a row nor the tag says anything. Where a hidden part of the tag decides about the user or the family, that is
/// unknown.
#[must_use]
pub fn lookup(image: &ImageReference) -> Option<Base> {
    let rows = rows_of(image).filter(|row| has_tag(row, image, false));
    let base = match rows.max_by_key(|row| specificity(row)) {
        Some(row) => *row,
        None => by_state(image)?,
    };
    let base = of_tag(base, image);
    Some(if image.tag_is_hidden() { doubted(base, image) } else { base })
}

/// `base` as the words of the tag describe it. Windows variants have none of the Linux ones' accounts.
fn of_tag(base: Base, image: &ImageReference) -> Base {
    match family_of_tag(image) {
        Some(Family::Windows) => {
            let user = match image.tag_has("nanoserver") {
                true => RuntimeUser::NonRoot { name: Some("ContainerUser"), uid: None },
                false => RuntimeUser::Root,
            };
            Base { family: Family::Windows, user, offers: None, steps_down: false, linked_logs: &[], ..base }
        }
        Some(family) if base.family != Family::Distroless => Base { family, ..base },
        _ => base,
    }
}

/// `base` without what another tag would have changed. Systems come in one family; other images often have an Alpine
/// variant, which `slim` and a named release rule out.
fn doubted(base: Base, image: &ImageReference) -> Base {
    let settled = base.kind == Kind::Os || image.tag_has("slim") || family_of_tag(image).is_some();
    let family = match base.family {
        Family::Debian | Family::Ubuntu if !settled => Family::Unknown,
        family => family,
    };
    match rows_of(image).any(|row| rivals(row, &base, image)) {
        true => Base { family, user: RuntimeUser::Unknown, steps_down: false, ..base },
        false => Base { family, ..base },
    }
}

/// An image that only the catalogue of stateful images, or its tag, knows.
fn by_state(image: &ImageReference) -> Option<Base> {
    let unknown = Base::root("", Family::Unknown, Kind::Unknown, "").user_unknown();
    match stateful(image) {
        Some(row) => {
            let kind = if row.holding == Holding::Application { Kind::Application } else { Kind::Server };
            Some(Base { repository: row.repository, kind, source: row.source, ..unknown })
        }
        None => family_of_tag(image).map(|family| Base { family, ..unknown }),
    }
}

/// Whether `row` might be the right one instead of `base`, with another answer about root, if the tag were known.
fn rivals(row: &Base, base: &Base, image: &ImageReference) -> bool {
    row.repository == base.repository && row.stays_root() != base.stays_root() && has_tag(row, image, true)
}

/// The rows for the repository of `image`, whatever its tag.
fn rows_of(image: &ImageReference) -> impl Iterator<Item = &'static Base> {
    let full = image.registry.as_ref().map(|registry| format!("{registry}/{}", image.repository));
    let anywhere = named(&image.repository).into_iter().filter(|row| !has_registry(row.repository));
    let there = full.map(|full| named(&full)).unwrap_or_default();
    anywhere.chain(there.into_iter().filter(|row| has_registry(row.repository)))
}

/// The rows whose pattern `name` has.
fn named(name: &str) -> Vec<&'static Base> {
    rows_for(name).iter().copied().filter(|row| glob(row.repository, name, false)).collect()
}

/// Whether `row` is for the tag of `image`; `hidden` lets what is hidden in it be anything.
fn has_tag(row: &Base, image: &ImageReference, hidden: bool) -> bool {
    row.tags.is_empty()
        || match image.effective_tag() {
            Some(tag) => row.tags.iter().any(|pattern| glob(pattern, tag, hidden)),
            None => hidden,
        }
}

fn has_registry(pattern: &str) -> bool {
    pattern.split_once('/').is_some_and(|(first, _)| first.contains('.'))
}

/// Exact names before patterns, then long ones before short ones, then rows with a registry and with tags.
fn specificity(row: &Base) -> (bool, usize, bool, bool) {
    let name = match row.repository.split_once('/') {
        Some((_, name)) if has_registry(row.repository) => name,
        _ => row.repository,
    };
    (!row.repository.contains('*'), name.len(), has_registry(row.repository), !row.tags.is_empty())
}

/// The family that a word of the tag names, whatever the image.
fn family_of_tag(image: &ImageReference) -> Option<Family> {
    let (_, family) = TAG_WORDS.iter().find(|(word, _)| image.tag_has(word))?;
    Some(match family {
        Family::RedHat if image.tag_has("minimal") => Family::RedHatMinimal,
        Family::RedHat if image.tag_has("micro") => Family::RedHatMicro,
        family => *family,
    })
}

/// Words of tags that name a family, the more telling ones first: `8.0-alpine-chiseled` would be no Alpine.
const TAG_WORDS: &[(&str, Family)] = &[
    ("windowsservercore", Family::Windows),
    ("nanoserver", Family::Windows),
    ("chiseled", Family::Distroless),
    ("distroless", Family::Distroless),
    ("alpine", Family::Alpine),
    ("trixie", Family::Debian),
    ("bookworm", Family::Debian),
    ("bullseye", Family::Debian),
    ("buster", Family::Debian),
    ("stretch", Family::Debian),
    ("debian", Family::Debian),
    ("plucky", Family::Ubuntu),
    ("noble", Family::Ubuntu),
    ("jammy", Family::Ubuntu),
    ("focal", Family::Ubuntu),
    ("bionic", Family::Ubuntu),
    ("xenial", Family::Ubuntu),
    ("ubuntu", Family::Ubuntu),
    ("ubi", Family::RedHat),
    ("rockylinux", Family::RedHat),
    ("oraclelinux", Family::RedHat),
    ("oracle", Family::RedHat),
    ("centos", Family::RedHat),
    ("fedora", Family::RedHat),
    ("al2", Family::Amazon),
    ("azurelinux", Family::Azure),
    ("cbl", Family::Azure),
    ("wolfi", Family::Wolfi),
];

/// Whether `text` is of the form `pattern`, in which `*` stands for anything; with `hidden`, so does [`UNKNOWN`] in
/// `text`. Time is the product of both lengths, which the reference's own limit bounds.
fn glob(pattern: &str, text: &str, hidden: bool) -> bool {
    // Most rows are told apart by what stands before the first `*`.
    if !hidden || !text.contains(UNKNOWN) {
        let both = pattern.bytes().zip(text.bytes());
        let same = both.take_while(|(wanted, byte)| wanted == byte && *wanted != b'*').count();
        match pattern.as_bytes().get(same..).unwrap_or_default() {
            [] => return same == text.len(),
            [b'*', rest @ ..] => return ends_as(rest, text.as_bytes().get(same..).unwrap_or_default()),
            _ => return false,
        }
    }
    let text: Vec<char> = text.chars().collect();
    // `reached[i]`: the pattern read so far matches the first `i` characters.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    fill(&mut reached, &text, hidden);
    for wanted in pattern.chars() {
        let mut next = vec![false; text.len() + 1];
        let mut any = false;
        for at in 0..=text.len() {
            any |= reached[at];
            next[at] = if wanted == '*' { any } else { at > 0 && reached[at - 1] && text[at - 1] == wanted };
            // A hidden part swallows what the pattern wants.
            next[at] |= hidden && reached[at] && at > 0 && text[at - 1] == UNKNOWN;
        }
        fill(&mut next, &text, hidden);
        reached = next;
    }
    reached[text.len()]
}

/// Whether `text` is something, or nothing, and then of the form `pattern`; nothing is hidden.
fn ends_as(pattern: &[u8], text: &[u8]) -> bool {
    let mut parts = pattern.split(|byte| *byte == b'*').peekable();
    let mut rest = text;
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let found = (0..rest.len()).find(|&at| rest.get(at..).is_some_and(|rest| rest.starts_with(part)));
        match found.and_then(|at| rest.get(at + part.len()..)) {
            Some(behind) => rest = behind,
            None => return part.is_empty() && rest.is_empty() && parts.all(<[u8]>::is_empty),
        }
    }
    true
}

/// A hidden part may be empty, so whoever stands before it stands behind it too.
fn fill(reached: &mut [bool], text: &[char], hidden: bool) {
    for (at, character) in text.iter().enumerate() {
        reached[at + 1] |= hidden && *character == UNKNOWN && reached[at];
    }
}

#[cfg(test)]
mod tests;
