//! The programs that run another program: where its name stands among their words, and who runs it.

use super::Argument;
use super::commands::rest;
use super::shells::SHELLS;
use super::state::{Call, Flow, Shell};
use crate::value::Value;

/// A program that runs the program behind its own options and operands.
struct Wrapper {
    name: &'static str,
    /// Options whose value is the next word.
    valued: &'static [&'static str],
    /// Options whose value is the user.
    user: &'static [&'static str],
    /// Options whose value is the working directory.
    directory: &'static [&'static str],
    /// How many operands stand before the program.
    operands: usize,
    /// What is special.
    special: Special,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Special {
    None,
    /// The first operand is the user.
    User,
    /// The user is root where no option names one.
    Root,
    /// `NAME=value` may stand before the program.
    Assignments,
    /// The root directory is another one.
    Chroot,
    /// Words of the input are appended.
    Input,
    /// Nothing runs behind it.
    Replaces,
}

const fn wrapper(name: &'static str, valued: &'static [&'static str], operands: usize, special: Special) -> Wrapper {
    Wrapper { name, valued, user: &[], directory: &[], operands, special }
}

const fn switch(
    name: &'static str,
    user: &'static [&'static str],
    directory: &'static [&'static str],
    valued: &'static [&'static str],
    special: Special,
) -> Wrapper {
    Wrapper { name, valued, user, directory, operands: 0, special }
}

const WRAPPERS: &[Wrapper] = &[
    wrapper("exec", &["-a"], 0, Special::Replaces),
    switch("env", &[], &["-C", "--chdir"], &["-u", "--unset", "-P"], Special::Assignments),
    wrapper("nohup", &[], 0, Special::None),
    wrapper("time", &["-f", "--format", "-o", "--output"], 0, Special::None),
    wrapper("nice", &["-n", "--adjustment"], 0, Special::None),
    wrapper("ionice", &["-c", "--class", "-n", "--classdata"], 0, Special::None),
    wrapper("chrt", &[], 1, Special::None),
    wrapper("taskset", &[], 1, Special::None),
    wrapper("timeout", &["-k", "--kill-after", "-s", "--signal"], 1, Special::None),
    wrapper("command", &[], 0, Special::None),
    wrapper("builtin", &[], 0, Special::None),
    wrapper(
        "xargs",
        &["-a", "--arg-file", "-d", "--delimiter", "-E", "-I", "-L", "-n", "--max-args", "-P", "--max-procs", "-s"],
        0,
        Special::Input,
    ),
    wrapper("dumb-init", &["-r", "--rewrite"], 0, Special::None),
    wrapper("tini", &["-p", "-e"], 0, Special::None),
    wrapper("tini-static", &["-p", "-e"], 0, Special::None),
    wrapper("docker-init", &["-p", "-e"], 0, Special::None),
    wrapper("catatonit", &[], 0, Special::None),
    wrapper("stdbuf", &["-i", "-o", "-e", "--input", "--output", "--error"], 0, Special::None),
    wrapper("setsid", &[], 0, Special::None),
    wrapper("fakeroot", &[], 0, Special::None),
    wrapper("busybox", &[], 0, Special::None),
    wrapper("flock", &["-w", "--timeout", "-E"], 1, Special::None),
    Wrapper {
        name: "chroot",
        valued: &["--groups"],
        user: &["--userspec"],
        directory: &[],
        operands: 1,
        special: Special::Chroot,
    },
    wrapper("su-exec", &[], 1, Special::User),
    wrapper("gosu", &[], 1, Special::User),
    wrapper("s6-setuidgid", &[], 1, Special::User),
    wrapper("setuidgid", &[], 1, Special::User),
    switch(
        "setpriv",
        &["--reuid", "--ruid", "--euid"],
        &[],
        &["--regid", "--rgid", "--egid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits"],
        Special::None,
    ),
    switch("chpst", &["-u"], &["-C"], &["-U", "-e", "-/", "-n", "-l", "-L", "-m", "-o", "-p"], Special::None),
    switch(
        "sudo",
        &["-u", "--user"],
        &["-D", "--chdir"],
        &["-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "-r", "-t", "-T", "-U", "-R"],
        Special::Root,
    ),
    switch("doas", &["-u"], &[], &["-C", "-a"], Special::Root),
    switch("runuser", &["-u", "--user"], &[], &["-g", "--group", "-G", "--supp-group"], Special::None),
];

/// What the words of a wrapper's call say.
struct Entry {
    /// The index of the program's name.
    at: usize,
    user: Option<Value>,
    directory: Option<Value>,
    assignments: Vec<(String, Value)>,
}

impl Wrapper {
    fn read(&self, words: &[Argument]) -> Entry {
        let mut entry = Entry { at: 1, user: None, directory: None, assignments: Vec::new() };
        while let Some(word) = words.get(entry.at).filter(|word| word.text().starts_with('-')) {
            entry.at += 1;
            if word.text() == "--" {
                break;
            }
            self.option(word.text(), words, &mut entry);
        }
        if matches!(self.special, Special::Assignments | Special::Root) {
            while let Some((name, value)) = words.get(entry.at).and_then(|word| word.text().split_once('=')) {
                entry.assignments.push((name.to_owned(), Value::from(value)));
                entry.at += 1;
            }
        }
        if self.special == Special::User {
            entry.user = words.get(entry.at).map(|word| without_group(&word.value));
        }
        entry.at += self.operands;
        entry
    }

    fn option(&self, text: &str, words: &[Argument], entry: &mut Entry) {
        let (name, attached) = match text.split_once('=') {
            Some((name, value)) if text.starts_with("--") => (name, Some(Value::from(value))),
            _ => (text, None),
        };
        let short = |names: &[&str]| names.iter().find_map(|name| attached_value(name, text));
        let is_user = self.user.contains(&name) || short(self.user).is_some();
        let is_directory = self.directory.contains(&name) || short(self.directory).is_some();
        if !is_user && !is_directory && !self.valued.contains(&name) {
            return;
        }
        let value = attached.or_else(|| short(self.user)).or_else(|| short(self.directory)).or_else(|| {
            let next = words.get(entry.at).map(|word| word.value.clone());
            entry.at += 1;
            next
        });
        if is_user {
            entry.user = value.as_ref().map(without_group);
        } else if is_directory {
            entry.directory = value;
        }
    }
}

/// The value of `-uvalue` for the option `-u`.
fn attached_value(option: &str, text: &str) -> Option<Value> {
    let value = text.strip_prefix(option).filter(|_| option.len() == 2 && !text.starts_with("--"))?;
    (!value.is_empty()).then(|| Value::from(value))
}

fn without_group(user: &Value) -> Value {
    Value::from(user.text().split(':').next().unwrap_or_default())
}

impl Shell<'_> {
    /// Runs what a call starts besides itself.
    pub(super) fn enter(&mut self, call: &Call) {
        let name = call.words.first().map(Argument::program).unwrap_or_default();
        if SHELLS.contains(&name) {
            return self.shell(call);
        }
        let names_user = |word: &Argument| word.text() == "-u" || word.text().starts_with("--user");
        match name {
            "find" => self.find(call),
            "su" => self.switch_user(call),
            "runuser" if !call.words.iter().any(names_user) => self.switch_user(call),
            name => {
                if let Some(wrapper) = WRAPPERS.iter().find(|wrapper| wrapper.name == name) {
                    self.wrapped(wrapper, call);
                }
            }
        }
    }

    fn wrapped(&mut self, wrapper: &Wrapper, call: &Call) {
        let entry = wrapper.read(&call.words);
        let Some(inner) = rest(call, entry.at) else { return };
        let at = entry.at;
        self.subshell(|shell| {
            shell.take(wrapper.special, entry);
            if wrapper.special == Special::Input { shell.xargs(call, at) } else { shell.execute(inner) }
        });
        if wrapper.special == Special::Replaces {
            self.state.flow = Flow::Exit;
        }
    }

    /// Takes over what a wrapper changes for the program that it runs.
    fn take(&mut self, special: Special, entry: Entry) {
        if let Some(user) = entry.user {
            self.state.user = Some(user);
        } else if special == Special::Root {
            self.state.user = Some(Value::from("root"));
        }
        if special == Special::Chroot {
            self.state.directory = Value::unknown();
        } else if let Some(directory) = entry.directory {
            self.go(directory);
        }
        entry.assignments.into_iter().for_each(|(name, value)| self.set(&name, vec![value]));
    }
}
