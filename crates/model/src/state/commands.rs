//! What single commands do to files: `mkdir`, `install -d`, `chown`, `chmod`, `touch`, `ln -s`, `rm` and their kind.

use longshore_syntax::Span;

use crate::patterns::is_stream;
use crate::value::Value;

/// What is done to a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// A directory is made; for whom besides the one who makes it.
    Made(Access),
    /// It is handed over or opened.
    HandedOver {
        /// What it gives.
        access: Access,
        /// Whether what is below is meant too.
        recursive: bool,
    },
    /// An empty file is made.
    File,
    /// It is removed.
    Removed,
    /// It becomes a symbolic link.
    Linked {
        /// Whether the link leads to a standard stream.
        out: bool,
    },
}

/// Who may write besides root and the owner that was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Access {
    /// Nobody.
    #[default]
    Same,
    /// The group that was, which is root's where nothing changed it.
    Group,
    /// Another user or group, or everybody.
    Others,
}

/// A word of a command: its value and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) span: Span,
}

/// What the command of these words does, in order: each path as it is written, with what is done to it.
pub(super) fn deeds(words: &[Operand]) -> Vec<(&Operand, Deed)> {
    let Some((program, arguments)) = words.split_first() else { return Vec::new() };
    let name = program.value.name();
    match name {
        "mkdir" => made(arguments, &["-m", "--mode", "-Z", "--context"], 'm', false),
        "install" => made(arguments, &["-m", "--mode", "-o", "--owner", "-g", "--group", "-t", "-S"], 'd', true),
        "chown" | "chgrp" => handed(arguments, name == "chgrp"),
        "chmod" => opened(arguments),
        "touch" => each(&operands(arguments, &["-t", "-d", "--date", "-r", "--reference"]), Deed::File),
        "truncate" => each(&operands(arguments, &["-s", "--size", "-r", "--reference"]), Deed::File),
        "rm" | "rmdir" | "unlink" => each(&operands(arguments, &[]), Deed::Removed),
        "ln" => linked(arguments),
        "sqlite3" => each(operands(arguments, &["-cmd", "-init"]).get(..1).unwrap_or_default(), Deed::File),
        _ => Vec::new(),
    }
}

fn each<'w>(operands: &[&'w Operand], deed: Deed) -> Vec<(&'w Operand, Deed)> {
    operands.iter().map(|&operand| (operand, deed)).collect()
}

/// The words that are no options, nor values of the options in `valued`.
fn operands<'w>(words: &'w [Operand], valued: &[&str]) -> Vec<&'w Operand> {
    let mut found = Vec::new();
    let mut words = words.iter();
    let mut options = true;
    while let Some(word) = words.next() {
        let text = word.value.text();
        if options && text == "--" {
            options = false;
        } else if !options || !text.starts_with('-') || text == "-" {
            found.push(word);
        } else if takes_next(text, valued) {
            words.next();
        }
    }
    found
}

/// Whether the option's value is the next word: it is one of `valued`, or a cluster that ends in one (`-pm`).
fn takes_next(option: &str, valued: &[&str]) -> bool {
    if option.starts_with("--") {
        return valued.contains(&option);
    }
    let last = option.chars().next_back().unwrap_or_default();
    valued.contains(&option) || valued.contains(&format!("-{last}").as_str())
}

/// The value of the option with one of these names.
fn option<'w>(words: &'w [Operand], short: char, long: &str) -> Option<&'w str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let text = word.value.text();
        let next = || words.get(at + 1).map(|word| word.value.text());
        if let Some(rest) = text.strip_prefix(long) {
            return rest.strip_prefix('=').or_else(|| rest.is_empty().then(next).flatten());
        }
        let cluster = text.strip_prefix('-').filter(|cluster| !cluster.starts_with('-'))?;
        let (_, value) = cluster.split_once(short)?;
        if value.is_empty() { next() } else { Some(value) }
    })
}

fn has_flag(words: &[Operand], short: char, long: &str) -> bool {
    words
        .iter()
        .map(|word| word.value.text())
        .any(|text| text == long || text.starts_with('-') && !text.starts_with("--") && text[1..].contains(short))
}

/// The directories of `mkdir`, or of `install` where `-d` is asked for.
fn made<'w>(words: &'w [Operand], valued: &[&str], flag: char, install: bool) -> Vec<(&'w Operand, Deed)> {
    if install && !has_flag(words, flag, "--directory") {
        return Vec::new();
    }
    let mode = option(words, 'm', "--mode").map_or(Access::Same, mode_access);
    let owner = match install {
        true => option(words, 'o', "--owner").map_or(Access::Same, owner_access),
        false => Access::Same,
    };
    each(&operands(words, valued), Deed::Made(mode.max(owner)))
}

/// `chown OWNER PATH…`, `chgrp GROUP PATH…`; handing over to root is none.
fn handed(words: &[Operand], group: bool) -> Vec<(&Operand, Deed)> {
    if words.iter().any(|word| word.value.text().starts_with("--reference")) {
        return Vec::new();
    }
    let operands = operands(words, &["--from"]);
    let Some((owner, paths)) = operands.split_first() else { return Vec::new() };
    let owner = owner.value.text();
    let access = if group { group_access(owner) } else { owner_access(owner) };
    if access == Access::Same {
        return Vec::new();
    }
    each(paths, Deed::HandedOver { access, recursive: has_flag(words, 'R', "--recursive") })
}

/// The group of an `OWNER:GROUP` alone may be what gives access. Root's group does where the user has no other.
fn group_access(group: &str) -> Access {
    if matches!(group, "root" | "0") { Access::Group } else { Access::Others }
}

/// What `OWNER`, `OWNER:GROUP` or `:GROUP` gives to others than root.
pub(super) fn owner_access(owner: &str) -> Access {
    let (user, group) = owner.split_once([':', '.']).unwrap_or((owner, ""));
    match (user, group) {
        ("root" | "0" | "", "root" | "0" | "") => Access::Same,
        _ => Access::Others,
    }
}

/// `chmod MODE PATH…` where the mode lets a group or all write.
fn opened(words: &[Operand]) -> Vec<(&Operand, Deed)> {
    let operands = operands(words, &[]);
    let Some((mode, paths)) = operands.split_first() else { return Vec::new() };
    let access = mode_access(mode.value.text());
    if access == Access::Same {
        return Vec::new();
    }
    each(paths, Deed::HandedOver { access, recursive: has_flag(words, 'R', "--recursive") })
}

/// Who may write by a mode, in digits or in words (`g+rwX,o=`).
pub(super) fn mode_access(mode: &str) -> Access {
    if !mode.is_empty() && mode.bytes().all(|digit| (b'0'..=b'7').contains(&digit)) {
        let writes = |place: usize| mode.bytes().rev().nth(place).is_some_and(|digit| digit & 2 != 0);
        return match (writes(0), writes(1)) {
            (true, _) => Access::Others,
            (_, true) => Access::Group,
            _ => Access::Same,
        };
    }
    mode.split(',').map(clause_access).max().unwrap_or_default()
}

fn clause_access(clause: &str) -> Access {
    let Some(at) = clause.find(['+', '=']) else { return Access::Same };
    let (who, what) = clause.split_at(at);
    // `g=u` gives what the owner has.
    if !what.contains(['w', 'u']) {
        return Access::Same;
    }
    if who.contains(['o', 'a']) {
        Access::Others
    } else if who.contains('g') {
        Access::Group
    } else {
        Access::Same
    }
}

/// `ln -s TARGET LINK`.
fn linked(words: &[Operand]) -> Vec<(&Operand, Deed)> {
    let operands = operands(words, &["-t", "-S"]);
    match operands.as_slice() {
        [target, link] if has_flag(words, 's', "--symbolic") => {
            vec![(*link, Deed::Linked { out: leads_out(target.value.text()) })]
        }
        _ => Vec::new(),
    }
}

/// Whether a link to `target` leaves the container's files.
fn leads_out(target: &str) -> bool {
    is_stream(target) || target.starts_with("/proc/") || target.starts_with("/dev/")
}
