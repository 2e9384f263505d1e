//! Whether what is started hands over to a user other than root.

use longshore_syntax::Logical;
use longshore_syntax::shell::{self, Assignment, CommandKind, If, Item, Node, Operator, Script, Simple};

use crate::state::Excuse;
use crate::value::UNKNOWN;

/// Programs that run another as the user they are told, with the option that tells them; empty where none is needed.
const CHANGERS: [(&str, &str); 9] = [
    ("gosu", ""),
    ("su-exec", ""),
    ("setpriv", "--reuid"),
    ("runuser", ""),
    ("chpst", "-u"),
    ("s6-setuidgid", ""),
    ("setuidgid", ""),
    ("su", ""),
    ("sudo", "-u"),
];

/// Programs that run what follows their options as the same user.
const WRAPPERS: [&str; 8] = ["exec", "env", "tini", "tini-static", "dumb-init", "catatonit", "nice", "nohup"];

/// Options of [`WRAPPERS`] that take the next word.
const TAKING: [&str; 7] = ["-p", "-e", "-r", "-n", "-u", "-a", "-C"];

const SHELLS: [&str; 5] = ["sh", "bash", "ash", "dash", "zsh"];

/// How a user that is root is named to a [`CHANGERS`] program.
const ROOT: [&str; 6] = ["root", "0", "root:root", "0:0", "--reuid=0", "--reuid=root"];

/// What the command of these words is worth. `last`: nothing runs after it.
pub(super) fn of_words(words: &[String], last: bool) -> Excuse {
    let (words, replaces) = behind_wrappers(words);
    let worth = if changes_user(words) { Excuse::Silent } else { shell_text(words).map_or(Excuse::None, of_text) };
    if last || replaces { worth } else { worth.min(Excuse::Maybe) }
}

/// What a shell script is worth.
pub(super) fn of_text(text: &str) -> Excuse {
    let first = text.lines().next().unwrap_or_default();
    if first.starts_with("#!") && !first.contains("sh") {
        return Excuse::None;
    }
    let script = shell::parse(&Logical::identity(text, 0));
    Reading { source: text, assigned: assigned(&script) }.script(&script, true)
}

/// The variables to which `script` assigns literal text, with that.
fn assigned(script: &Script) -> Vec<(String, String)> {
    let mut found = Vec::new();
    script.walk(&mut |node| {
        if let Node::Simple(simple) = node {
            let literal = |one: &Assignment| Some((one.name.clone(), one.value.literal()?.into_owned()));
            found.extend(simple.assignments.iter().filter_map(literal));
        }
    });
    found
}

/// A script that is read.
struct Reading<'t> {
    source: &'t str,
    assigned: Vec<(String, String)>,
}

impl Reading<'_> {
    fn script(&self, script: &Script, last: bool) -> Excuse {
        let worth = script.items.iter().enumerate().map(|(index, item)| {
            let ends = script.items.get(index + 1).map_or(last, |next| is_exit(&next.command));
            let worth = self.command(&item.command, ends);
            if is_optional(&script.items, index) { worth.min(Excuse::Maybe) } else { worth }
        });
        worth.max().unwrap_or(Excuse::None)
    }

    /// Of branches the least counts where one of them must be taken; else one that steps down is a possibility.
    fn command(&self, command: &shell::Command, last: bool) -> Excuse {
        match &command.kind {
            CommandKind::Simple(simple) => of_words(&self.words(simple), last),
            CommandKind::Pipeline(pipeline) => {
                pipeline.commands.iter().map(|command| self.command(command, last)).max().unwrap_or(Excuse::None)
            }
            CommandKind::Group(script) | CommandKind::Subshell(script) => self.script(script, last),
            CommandKind::If(branches) => self.branches_of(branches, last),
            CommandKind::Case(case) => self.branches(case.arms.iter().map(|(_, body)| body), false, last),
            CommandKind::For(each) => self.script(&each.body, false).min(Excuse::Maybe),
            CommandKind::While(each) => self.script(&each.body, false).min(Excuse::Maybe),
            CommandKind::Function(function) => {
                function.body.as_ref().map_or(Excuse::None, |body| self.command(body, true).min(Excuse::Maybe))
            }
            _ => Excuse::None,
        }
    }

    /// What is taken where the user is root counts by itself.
    fn branches_of(&self, branches: &If, last: bool) -> Excuse {
        let arms = branches.arms.iter().map(|(_, body)| body).chain(&branches.otherwise);
        let worth = self.branches(arms, branches.otherwise.is_some(), last);
        let asked = branches.arms.iter().find(|(condition, _)| self.asks_for_root(condition));
        asked.map_or(worth, |(_, body)| self.script(body, last).max(worth))
    }

    fn branches<'a>(&self, branches: impl Iterator<Item = &'a Script>, complete: bool, last: bool) -> Excuse {
        let worth: Vec<Excuse> = branches.map(|script| self.script(script, last)).collect();
        let best = worth.iter().copied().max().unwrap_or(Excuse::None);
        let sure = complete && worth.iter().all(|&one| one == Excuse::Silent);
        if sure { best } else { best.min(Excuse::Maybe) }
    }

    /// Whether the condition holds where root runs the script: it compares the user with root or its number.
    fn asks_for_root(&self, condition: &Script) -> bool {
        let Some((first, last)) = condition.items.first().zip(condition.items.last()) else { return false };
        let text = first.command.span.join(last.command.span).text(self.source);
        let user = ["id -u", "id --user", "UID", "whoami", "id -un"].iter().any(|name| text.contains(name));
        let equal = text.contains("=") && !text.contains("!=") || text.contains("-eq");
        user && equal && !condition.items.iter().any(|item| item.operator == Operator::Or)
    }

    /// The words of a command; of one that is expanded the beginning is known. A variable that may hold the change of
    /// the user does.
    fn words(&self, simple: &Simple) -> Vec<String> {
        let words = simple.words.iter().flat_map(|word| self.switch(word).unwrap_or_else(|| vec![text_of(word)]));
        words.collect()
    }

    /// The words of a variable that stands alone, if they change the user.
    fn switch(&self, word: &shell::Word) -> Option<Vec<String>> {
        let name = word.span.text(self.source).trim_matches('"').strip_prefix('$')?;
        let name = name.trim_start_matches('{').trim_end_matches('}');
        let values = self.assigned.iter().filter(|(other, _)| other == name);
        let mut split = values.map(|(_, value)| value.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        split.find(|words| changes_user(behind_wrappers(words).0))
    }
}

fn is_exit(command: &shell::Command) -> bool {
    matches!(&command.kind, CommandKind::Simple(simple) if simple.name().is_some_and(|name| name == "exit"))
}

fn text_of(word: &shell::Word) -> String {
    word.literal().map_or_else(|| word.prefix() + &UNKNOWN.to_string(), Into::into)
}

/// Whether the item runs only where another fails, or beside the others.
fn is_optional(items: &[Item], index: usize) -> bool {
    let after_failure = index.checked_sub(1).is_some_and(|before| items[before].operator == Operator::Or);
    after_failure || items[index].operator == Operator::Background
}

/// The programs that the command of these words runs: itself behind wrappers, a shell's script, the commands of a
/// shell's text.
pub(super) fn programs(words: &[String]) -> Vec<String> {
    let (words, _) = behind_wrappers(words);
    if let Some(text) = shell_text(words) {
        let script = shell::parse(&Logical::identity(text, 0));
        return script
            .commands()
            .flat_map(|simple| programs(&simple.words.iter().map(text_of).collect::<Vec<_>>()))
            .collect();
    }
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let argument =
        SHELLS.contains(&base_name(first)).then(|| rest.iter().find(|word| !word.starts_with('-'))).flatten();
    vec![argument.unwrap_or(first).clone()]
}

/// The command behind programs that run another, and whether it takes the place of the shell.
fn behind_wrappers(mut words: &[String]) -> (&[String], bool) {
    let mut replaces = false;
    while let Some((first, mut rest)) = words.split_first() {
        if !WRAPPERS.contains(&base_name(first)) {
            break;
        }
        replaces |= first == "exec";
        while let Some((option, behind)) = rest.split_first() {
            if !option.starts_with('-') && !option.contains('=') {
                break;
            }
            rest = if TAKING.contains(&option.as_str()) { behind.get(1..).unwrap_or_default() } else { behind };
        }
        words = rest;
    }
    (words, replaces)
}

/// Whether the command runs another one as a user that is not root.
fn changes_user(words: &[String]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    let Some((name, option)) = CHANGERS.iter().find(|(name, _)| *name == base_name(first)) else { return false };
    let told = if *name == "su" { names_user(rest) } else { rest.iter().any(|word| word.starts_with(option)) };
    told && !rest.iter().take(3).any(|word| ROOT.contains(&word.as_str()))
}

/// Whether the words behind `su` name a user; without one it is root.
fn names_user(words: &[String]) -> bool {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "-c" | "-s" | "--command" | "--shell" => drop(words.next()),
            word if word.starts_with('-') => {}
            _ => return true,
        }
    }
    false
}

/// The text behind a shell's `-c`.
fn shell_text(words: &[String]) -> Option<&str> {
    let (first, rest) = words.split_first()?;
    if !SHELLS.contains(&base_name(first)) {
        return None;
    }
    let options = rest.iter().take_while(|word| word.starts_with('-')).count();
    let given = rest[..options].iter().any(|word| !word.starts_with("--") && word.ends_with('c'));
    given.then(|| rest.get(options).map(String::as_str)).flatten()
}

/// The last segment of a path.
pub(super) fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}
