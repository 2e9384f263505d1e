//! Which files a command names: the script that it is, and the configurations that its program reads.

use crate::beside::{Copies, Kind, Source};
use crate::state::commands::Operand;
use crate::state::steps::Step;
use crate::value::Value;

/// A program and how it is told its configuration.
struct Program {
    name: &'static str,
    options: &'static [&'static str],
    /// Whether the last word is the configuration.
    operand: bool,
    /// What it reads where it is told none, relative to its directory.
    otherwise: &'static [&'static str],
    kind: Kind,
}

const fn program(name: &'static str, options: &'static [&'static str], kind: Kind) -> Program {
    Program { name, options, operand: false, otherwise: &[], kind }
}

const fn operand(name: &'static str, kind: Kind) -> Program {
    Program { name, options: &[], operand: true, otherwise: &[], kind }
}

/// Source: each program's manual.
const PROGRAMS: &[Program] = &[
    Program {
        otherwise: &[
            "supervisord.conf",
            "etc/supervisord.conf",
            "/etc/supervisord.conf",
            "/etc/supervisor/supervisord.conf",
        ],
        ..program("supervisord", &["-c", "--configuration"], Kind::Supervisor)
    },
    Program { otherwise: &["gunicorn.conf.py"], ..program("gunicorn", &["-c", "--config"], Kind::Gunicorn) },
    program("gunicorn", &["--log-config"], Kind::PythonLogging),
    program("uvicorn", &["--log-config"], Kind::PythonLogging),
    program("hypercorn", &["--log-config"], Kind::PythonLogging),
    program("uwsgi", &["--ini", "--config", "-c"], Kind::Uwsgi),
    operand("uwsgi", Kind::Uwsgi),
    program("php-fpm", &["-y", "--fpm-config"], Kind::Fpm),
    program("php-fpm", &["-c", "--php-ini"], Kind::Php),
    program("php", &["-c", "--php-ini"], Kind::Php),
    program("nginx", &["-c"], Kind::Nginx),
    program("httpd", &["-f"], Kind::Apache),
    program("apache2", &["-f"], Kind::Apache),
    operand("logrotate", Kind::Logrotate),
    operand("crontab", Kind::Crontab),
    operand("supercronic", Kind::Crontab),
];

const SHELLS: &[&str] = &["sh", "bash", "ash", "dash", "zsh", "ksh", ".", "source"];

/// Directories in which a program without a path is looked for.
const PATH: &[&str] = &["/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin", "/usr/sbin", "/sbin"];

/// The paths of the configurations that the program of a command reads.
pub(super) fn configurations(step: &Step) -> Vec<(Kind, String)> {
    let Some((program, arguments)) = step.words.split_first() else { return Vec::new() };
    let name = program.value.name();
    let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let mut found = Vec::new();
    for known in PROGRAMS.iter().filter(|known| known.name == plain) {
        let told = known.options.iter().find_map(|option| told(arguments, option));
        let last = || arguments.last().map(|word| word.value.text()).filter(|word| known.operand && is_operand(word));
        match told.or_else(last) {
            Some(path) => found.push((known.kind, absolute(step, path))),
            None => found.extend(known.otherwise.iter().map(|path| (known.kind, absolute(step, path)))),
        }
    }
    found
}

fn is_operand(word: &str) -> bool {
    !word.starts_with('-') && word.contains(|c: char| c.is_alphabetic())
}

/// The value of an option, in its own word or in the next.
fn told<'w>(words: &'w [Operand], option: &str) -> Option<&'w str> {
    words.iter().enumerate().find_map(|(at, word)| {
        let rest = word.value.text().strip_prefix(option)?;
        let value = match rest.strip_prefix('=') {
            Some(value) => value,
            None if rest.is_empty() => words.get(at + 1)?.value.text(),
            None => return None,
        };
        Some(value.strip_prefix("file:").unwrap_or(value))
    })
}

fn absolute(step: &Step, path: &str) -> String {
    Value::from(path).path(&step.directory).text().to_owned()
}

/// The word of a command that names its script: the program, or what a shell gets.
pub(super) fn script(step: &Step) -> Option<&Operand> {
    let (program, arguments) = step.words.split_first()?;
    if !SHELLS.contains(&program.value.name()) && program.value.text() != "." {
        return Some(program);
    }
    let first = arguments.iter().find(|word| !word.value.text().starts_with('-'))?;
    let given = arguments.iter().take_while(|word| word.value.text().starts_with('-'));
    let text = given.map(|word| word.value.text()).any(|option| !option.starts_with("--") && option.contains('c'));
    (!text).then_some(first)
}

/// The file of the build context that a program is, by its path or where the system looks for it.
pub(super) fn file(copies: &Copies<'_>, stage: usize, directory: &Value, program: &str) -> Option<Source> {
    let here = Value::from(program).path(directory);
    if program.contains(['/', '.']) {
        let found = copies.find(stage, usize::MAX, here.text());
        if found.is_some() || program.contains('/') {
            return found;
        }
    }
    PATH.iter().find_map(|folder| copies.find(stage, usize::MAX, &format!("{folder}/{program}")))
}

/// Whether the text is a script of a shell.
pub(super) fn is_shell(name: &str, text: &str) -> bool {
    match text.lines().next().filter(|first| first.starts_with("#!")) {
        Some(first) => first.split(['/', ' ']).any(|word| SHELLS.contains(&word.trim()) || word == "with-contenv"),
        None => !name.contains('.') || [".sh", ".bash", ".ash"].iter().any(|end| name.ends_with(end)),
    }
}
