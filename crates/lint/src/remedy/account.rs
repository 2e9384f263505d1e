//! The user that an image runs as, or should: one that it has, or a new one.

use longshore_model::images::{self, Accounts, Family};
use longshore_model::{Base, Dockerfile, User};
use longshore_syntax::dockerfile::Keyword;
use longshore_syntax::shell::{Simple, Word};

use super::command::{plain_words, script};

/// A user for a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    /// What `USER` says.
    pub(super) name: String,
    /// What `chown` says.
    pub(super) owner: String,
    /// Where it comes from.
    pub(super) source: Source,
}

/// Where a user comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// The base image has it, or it is a number that need not exist.
    Base,
    /// The instruction with this index makes it.
    Made(usize),
    /// Nothing makes it yet; this command would.
    New(String),
}

impl Account {
    fn base(name: impl Into<String>, owner: impl Into<String>) -> Self {
        Self { name: name.into(), owner: owner.into(), source: Source::Base }
    }

    /// Whether it exists when the instruction with index `at` runs.
    pub(super) fn exists_at(&self, at: usize) -> bool {
        match self.source {
            Source::Base => true,
            Source::Made(index) => index < at,
            Source::New(_) => false,
        }
    }
}

/// The user that `stage` runs as; where that is root, the one that it should run as. `None` where none can be named.
pub(super) fn runtime(file: &Dockerfile, text: &str, stage: usize) -> Option<Account> {
    match file.user(stage, usize::MAX) {
        Some(user) if !user.is_root() && !user.name.text().eq_ignore_ascii_case("ContainerAdministrator") => {
            named(file, text, stage, user)
        }
        _ => choose(file, stage),
    }
}

/// The user that a container of `stage` should run as instead of root.
pub(super) fn choose(file: &Dockerfile, stage: usize) -> Option<Account> {
    let made = || made(file, stage).pop();
    let offered = || file.image(stage).and_then(offered);
    let trusted = || trusted(file, stage).filter(|account| !has_name(file, stage, account));
    made().or_else(trusted).or_else(offered).or_else(|| new(file, stage))
}

/// Whether `account` is the number of a user that the base has by name.
fn has_name(file: &Dockerfile, stage: usize, account: &Account) -> bool {
    let number = account.name.split(':').next().and_then(|number| number.parse().ok());
    let offered = file.image(stage).and_then(|image| image.offers).and_then(|account| account.uid);
    number.is_some_and(|number: u32| offered == Some(number))
}

/// The one user that the stage and what it builds on give files to: a package or the base makes it.
fn trusted(file: &Dockerfile, stage: usize) -> Option<Account> {
    let owners = indices(file, stage).flat_map(|index| {
        let instruction = file.instruction(index);
        let copied = match instruction.keyword {
            Keyword::Copy | Keyword::Add => instruction.flag("chown").and_then(|flag| flag.value.as_ref()),
            _ => None,
        };
        let commands = script(instruction).into_iter().flat_map(|script| script.commands());
        let given = commands.filter_map(given_to);
        copied.map(|word| word.raw.clone()).into_iter().chain(given).map(move |owner| (index, owner))
    });
    let mut accounts = owners.filter_map(|(index, owner)| owned_by(&owner, index));
    let first = accounts.next()?;
    accounts.all(|other| other.name == first.name).then_some(first)
}

/// Whom a `chown` gives something to.
fn given_to(command: &Simple) -> Option<String> {
    let chown = command.name()?.rsplit('/').next() == Some("chown");
    let at = plain_words(command, 1, "").first().copied().filter(|_| chown)?;
    Some(said(&command.words[at]))
}

/// The account behind an operand of `chown`, which exists when instruction `index` runs.
fn owned_by(owner: &str, index: usize) -> Option<Account> {
    let (name, group) = owner.split_once(':').unwrap_or((owner, ""));
    let is_number = name.bytes().all(|digit| digit.is_ascii_digit());
    if matches!(name, "" | "0") || !is_name(name) && !is_number {
        return None;
    }
    let owner = if group.is_empty() { name } else { owner };
    // Root's group would be a bare number's.
    let name = if is_number { owner } else { name };
    Some(Account { name: name.to_owned(), owner: owner.to_owned(), source: Source::Made(index) })
}

/// The account that a `USER` names.
fn named(file: &Dockerfile, text: &str, stage: usize, user: &User) -> Option<Account> {
    let name = user.name.known()?;
    let said = user.span.text(text);
    let mut all = made(file, stage);
    all.extend(file.image(stage).and_then(offered));
    if let Some(known) = all.into_iter().rfind(|account| account.name == name) {
        let owner = user.group.as_ref().map_or(known.owner.clone(), |_| user.owner());
        return Some(Account { owner, ..known });
    }
    // The group of `nobody` is called differently everywhere.
    let owner = if name == "nobody" && user.group.is_none() { name.to_owned() } else { user.owner() };
    Some(Account::base(said, owner))
}

fn offered(image: &images::Base) -> Option<Account> {
    let account = image.offers.filter(|_| !image.is_windows())?;
    Some(Account::base(account.name, format!("{}:{}", account.name, account.group)))
}

/// A user that the image does not have.
fn new(file: &Dockerfile, stage: usize) -> Option<Account> {
    let family = match file.root_base(stage) {
        Base::Scratch => Family::Scratch,
        Base::Image(_, Some(image)) => image.family,
        _ => Family::Unknown,
    };
    let useradd = "groupadd --system app && useradd --system --gid app app";
    let command = match family.accounts() {
        Accounts::Numeric => return Some(Account::base("65532:65532", "65532:65532")),
        Accounts::Windows => return Some(Account::base("ContainerUser", "ContainerUser")),
        Accounts::Unknown => return None,
        Accounts::Adduser => "addgroup -S app && adduser -S -G app app".to_owned(),
        Accounts::Useradd => useradd.to_owned(),
        Accounts::UseraddAfter(install) => format!("{install} && {useradd}"),
    };
    Some(Account { name: "app".into(), owner: "app:app".into(), source: Source::New(command) })
}

/// Whether commands of the instruction with index `at` run as root.
pub(super) fn is_root_at(file: &Dockerfile, stage: usize, at: usize) -> bool {
    match file.user(stage, at) {
        Some(user) => user.is_root(),
        None => !file.image(stage).is_some_and(|image| matches!(image.user, images::RuntimeUser::NonRoot { .. })),
    }
}

/// The instructions of what `stage` builds on, then its own.
fn indices(file: &Dockerfile, stage: usize) -> impl Iterator<Item = usize> {
    let mut stages: Vec<usize> = file.chain(stage).collect();
    stages.reverse();
    stages.into_iter().flat_map(|stage| file.stages[stage].instructions.clone())
}

/// The users that `stage` and what it builds on make, in order.
fn made(file: &Dockerfile, stage: usize) -> Vec<Account> {
    let made =
        indices(file, stage).filter(|&index| file.instruction(index).keyword == Keyword::Run).flat_map(|index| {
            let commands = script(file.instruction(index)).into_iter().flat_map(|script| script.commands());
            commands.filter_map(move |command| user_made_by(command, index))
        });
    made.collect()
}

fn user_made_by(command: &Simple, index: usize) -> Option<Account> {
    let useradd = match command.name()?.rsplit('/').next()? {
        "useradd" => true,
        "adduser" => false,
        _ => return None,
    };
    let words: Vec<String> = command.words.iter().map(|word| word.literal().unwrap_or_default().into_owned()).collect();
    let [at] = plain_words(command, 1, if useradd { "bcdefgGkKpsuRPZ" } else { "hgsGuk" })[..] else {
        return by_last_word(command, &words, index);
    };
    account(&words, words.get(at)?, index)
}

/// Long options take words too: `adduser --uid 1000 --gecos "" app`.
fn by_last_word(command: &Simple, words: &[String], index: usize) -> Option<Account> {
    let long = command.words.iter().any(|word| word.prefix().starts_with("--"));
    account(words, words.last().filter(|_| long)?, index)
}

fn account(words: &[String], name: &str, index: usize) -> Option<Account> {
    if !is_name(name) {
        return None;
    }
    let group = words.windows(2).find(|pair| matches!(pair[0].as_str(), "-g" | "-G" | "--gid" | "--ingroup"));
    let group = group.map(|pair| pair[1].as_str()).filter(|group| !group.is_empty() && !group.contains([',', ' ']));
    // A bare colon would mean the user's own group, which not every `chown` knows.
    let owner = group.map_or(name.to_owned(), |group| format!("{name}:{group}"));
    Some(Account { name: name.to_owned(), owner, source: Source::Made(index) })
}

/// Whether `name` is one of a user other than root.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
        && name != "root"
}

/// What a word of a command says, where nothing in it is expanded.
pub(super) fn said(word: &Word) -> String {
    word.literal().unwrap_or_default().into_owned()
}
