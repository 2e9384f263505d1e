//! What settings and running commands say: `ENV`, options, redirects, logs that are tailed.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command, Keyword};

use super::commands::Operand;
use super::sight::{Found, Sight};
use super::steps::{Step, command_steps};
use super::{Evidence, Row};
use crate::patterns::{self, LogOption, Reading, Setting};
use crate::value::Value;

/// What the `ENV` instructions of `stage` say that still holds at its end.
pub(super) fn environment(sight: &Sight<'_>, stage: usize) -> Vec<Found> {
    let file = sight.dockerfile;
    let mut found = Vec::new();
    for index in file.stages[stage].instructions.clone() {
        let instruction = file.instruction(index);
        let (Keyword::Env, Body::Pairs(pairs)) = (instruction.keyword, &instruction.body) else { continue };
        for pair in pairs {
            let Some(word) = &pair.value else { continue };
            let value = file.expand(stage, index, word);
            let holds = file.value(stage, usize::MAX, &pair.key).is_none_or(|last| last == value);
            if holds {
                found.extend(setting(sight, (stage, index), &pair.key, &value, word.span));
            }
        }
    }
    found
}

/// The setting `name` with this value, which stands at `span`.
pub(super) fn setting(sight: &Sight<'_>, at: (usize, usize), name: &str, value: &Value, span: Span) -> Option<Found> {
    kept(sight, at, &patterns::setting(name, value)?, (name, value), span)
}

/// What `setting` keeps, which the value of that name is and which stands at `span`.
pub(super) fn kept(
    sight: &Sight<'_>,
    (stage, index): (usize, usize),
    setting: &Setting,
    (name, value): (&str, &Value),
    span: Span,
) -> Option<Found> {
    if setting.row == Row::Data && !sight.is_application(stage) {
        return None;
    }
    let path = setting.path.as_ref().map(|path| path.path(&sight.dockerfile.directory(stage, usize::MAX)));
    let driver = path.is_none().then(|| value.text().trim_matches(['"', '\'']).to_owned());
    let evidence = Evidence::Setting(name.to_owned());
    let found = Found::new(setting.row, (stage, index), span, evidence);
    let certain = setting.certain && setting.row != Row::Data;
    Some(Found { path, driver, certain, unplaced: setting.unplaced, ..found })
}

/// What the commands say that the images run: `CMD`, `ENTRYPOINT` and `HEALTHCHECK`, each the last one.
pub(super) fn commands(sight: &Sight<'_>, images: &[usize]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut seen = Vec::new();
    for &image in images {
        let mut entrypoint = None;
        for keyword in [Keyword::Entrypoint, Keyword::Cmd, Keyword::Healthcheck] {
            let Some(index) = sight.dockerfile.last(image, keyword) else { continue };
            let Some(stage) = sight.dockerfile.stage_of(index) else { continue };
            if seen.contains(&index) {
                continue;
            }
            seen.push(index);
            let steps = command_steps(sight.dockerfile, stage, index);
            let mut program = entrypoint.take().filter(|_| keyword == Keyword::Cmd);
            for step in &steps {
                found.extend(options(sight, (stage, index), step, &mut program));
                entrypoint = program.take();
            }
            if keyword != Keyword::Healthcheck {
                found.extend(written_logs(sight, (stage, index), &steps));
            }
            // Words of an exec form go on in those of `CMD`; a shell's do not.
            entrypoint = entrypoint.filter(|_| is_exec(&sight.dockerfile.instruction(index).body));
        }
    }
    found
}

/// What commands say that a script or another program starts.
pub(super) fn started(sight: &Sight<'_>, at: (usize, usize), steps: &[Step]) -> Vec<Found> {
    let mut found: Vec<Found> = steps.iter().flat_map(|step| options(sight, at, step, &mut None)).collect();
    found.extend(written_logs(sight, at, steps));
    found
}

/// The settings that an `export` of a script makes.
pub(super) fn exported(sight: &Sight<'_>, at: (usize, usize), step: &Step) -> Vec<Found> {
    let exports = step.words.first().is_some_and(|program| program.value.name() == "export");
    let words = step.words.iter().skip(1).filter(|_| exports);
    let one = |word: &Operand| {
        let (name, value) = word.value.text().split_once('=')?;
        setting(sight, at, name, &Value::from(value), sight.narrow(word.span, value))
    };
    words.filter_map(one).collect()
}

fn is_exec(body: &Body) -> bool {
    matches!(body, Body::Entrypoint(Command::Exec(_)))
}

/// The options that name files, of the command's program and of those that it starts in turn. `program` is the one
/// that an entrypoint named, and then the last one of the command.
fn options(sight: &Sight<'_>, at: (usize, usize), step: &Step, program: &mut Option<String>) -> Vec<Found> {
    let mut found = Vec::new();
    for (position, word) in step.words.iter().enumerate() {
        let text = word.value.text();
        let name = word.value.name();
        let starts = !text.starts_with('-') && (position == 0 && program.is_none() || is_program(name));
        if starts {
            *program = Some(name.to_owned());
            continue;
        }
        let known = patterns::options(program.as_deref().unwrap_or_default());
        found.extend(known.filter_map(|option| named(sight, at, option, step, position)).next());
    }
    found
}

fn is_program(name: &str) -> bool {
    !patterns::log_options(name).is_empty()
}

/// What `option` says if the word at `position` is it.
fn named(
    sight: &Sight<'_>,
    (stage, index): (usize, usize),
    option: &'static LogOption,
    step: &Step,
    position: usize,
) -> Option<Found> {
    let word = &step.words[position];
    let (value, holder) = match option.read(word.value.text())? {
        Reading::Here(value) => (value, word),
        Reading::Next => {
            let next = step.words.get(position + 1)?;
            (option.value(next.value.text())?, next)
        }
    };
    let path = option_path(option.row, &Value::from(value))?;
    if option.row == Row::Data && !sight.is_application(stage) {
        return None;
    }
    let span = sight.narrow(holder.span, value);
    let found = Found::new(option.row, (stage, index), span, Evidence::Option(option.option.to_owned()));
    let path = Some(path.path(&step.directory));
    Some(Found { path, certain: option.row != Row::Data, ..found })
}

/// The path that an option's value is; `None` where it is none of that row.
fn option_path(row: Row, value: &Value) -> Option<Value> {
    match row {
        Row::Database => patterns::database_file(value, true),
        Row::Logs => {
            let path = patterns::local_path(value)?;
            let file = path.text().contains(['/', '\\']) || patterns::log_file(path.text());
            (file && !patterns::is_stream(path.text())).then_some(path)
        }
        _ => patterns::local_path(value),
    }
}

/// The logs that a command writes by its redirects, and those that it tails.
fn written_logs(sight: &Sight<'_>, at: (usize, usize), steps: &[Step]) -> Vec<Found> {
    let cron = steps.iter().any(starts_cron);
    let mut found = Vec::new();
    for step in steps {
        let place = |target: &Operand, row, evidence| {
            let path = target.value.path(&step.directory);
            // All logs of a directory are meant.
            let directory = path.name().contains('*').then(|| path.parent()).flatten();
            let path = Some(directory.unwrap_or(path));
            Found { path, certain: true, ..Found::new(row, at, target.span, evidence) }
        };
        let logs = step.written().filter(|target| is_log(&target.value));
        found.extend(logs.map(|target| place(target, Row::Logs, Evidence::Redirect)));
        let row = if cron { Row::Schedule } else { Row::Logs };
        found.extend(tailed(step).into_iter().map(|target| place(target, row, Evidence::Tail)));
    }
    found.retain(|found| sight.may_hold(found));
    found
}

fn is_log(path: &Value) -> bool {
    let below = path.text().starts_with("/var/log/");
    !patterns::is_stream(path.text()) && (below || patterns::log_file(path.text()))
}

/// The logs that `tail -f` follows.
fn tailed(step: &Step) -> Vec<&Operand> {
    let Some((program, words)) = step.words.split_first() else { return Vec::new() };
    let follows = |text: &str| {
        text.starts_with("--follow") || text.starts_with('-') && !text.starts_with("--") && text.contains(['f', 'F'])
    };
    if program.value.name() != "tail" || !words.iter().any(|word| follows(word.value.text())) {
        return Vec::new();
    }
    words.iter().filter(|word| !word.value.text().starts_with('-') && is_log(&word.value)).collect()
}

/// Whether the command starts cron: by its name, or as a service.
fn starts_cron(step: &Step) -> bool {
    let cron =
        |word: &Operand| matches!(word.value.name(), "cron" | "crond" | "supercronic" | "dcron" | "busybox-cron");
    let Some((program, words)) = step.words.split_first() else { return false };
    let wrapped = matches!(program.value.name(), "service" | "rc-service" | "busybox" | "exec" | "sudo" | "systemctl");
    cron(program) || wrapped && words.iter().any(cron)
}
