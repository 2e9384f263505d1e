//! What the files say that the image has from its build context: configurations, crontabs, and the scripts that run.

mod starts;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_syntax::dockerfile::{Body, Keyword};
use longshore_syntax::{Logical, Span, shell};

use super::acts::{self, Act};
use super::commands::{Deed, Operand};
use super::shipped::Shipped;
use super::sight::{Found, Sight};
use super::steps::{Step, command_steps, run_steps, text_steps};
use super::{Row, observe, settings, written};
use crate::beside::{Copies, Installed, Kind, Line, Says, Source, kind, read};
use crate::patterns::is_stream;
use crate::value::Value;

/// How many files of a context are read for one Dockerfile.
const FILES: usize = 64;

/// How many places they show: each is compared with each.
const FOUND: usize = 500;

/// How many instructions of a Dockerfile are looked at.
const INSTRUCTIONS: usize = 1_000;

/// What the files beside a Dockerfile say.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// What they show, at the words that pull them in.
    pub(super) found: Vec<Found>,
    /// What the scripts do that the containers run.
    pub(super) acts: Vec<Act>,
    /// Log directories of programs that log to a stream, each with the stage of the configuration that says so.
    pub(super) quiet: Vec<(usize, Value)>,
}

/// Reads the files that the shipped stages copy and run.
pub(super) fn beside(copies: &Copies<'_>, sight: Sight<'_>, shipped: &Shipped) -> Beside {
    let mut reading = Reading { copies, sight, said: Beside::default(), seen: Vec::new() };
    for stage in (0..shipped.stages.len()).filter(|&stage| shipped.stages[stage]) {
        for index in sight.dockerfile.stages[stage].instructions.clone().take(INSTRUCTIONS) {
            reading.instruction((stage, index));
        }
    }
    for &image in &shipped.images {
        for keyword in [Keyword::Entrypoint, Keyword::Cmd] {
            reading.command(image, keyword);
        }
        reading.environment(image);
    }
    reading.said
}

/// The text of the script that `program` is in the image of `stage`; `None` where it is none of the context.
pub(super) fn script_text(copies: &Copies<'_>, sight: &Sight<'_>, stage: usize, program: &str) -> Option<Arc<str>> {
    let directory = sight.dockerfile.directory(stage, usize::MAX);
    copies.text(&starts::file(copies, stage, &directory, program)?)
}

/// What the files say that a service mounts into a container of `stage`: each by its path there, its place in the
/// workspace and the word that mounts it. `started` are the words of the service's command: scripts among them run.
pub(super) fn mounted_files(
    copies: &Copies<'_>,
    sight: Sight<'_>,
    stage: usize,
    files: &[(Value, PathBuf, Span)],
    started: &[Value],
) -> Vec<Found> {
    let mut reading = Reading { copies, sight, said: Beside::default(), seen: Vec::new() };
    for (target, path, span) in files {
        let source = Source { at: (stage, 0), span: *span, path: path.clone() };
        if let Some(kind) = kind(target.text()) {
            reading.configuration(&Installed { source, kind });
        } else if started.contains(target) {
            reading.script(&source, 1);
        }
    }
    reading.said.found
}

/// A file that is being read.
struct Open<'t> {
    path: &'t Path,
    text: &'t str,
    /// The stage and the instruction that its facts belong to, and the word that they stand at.
    at: (usize, usize),
    span: Span,
    /// How many scripts may follow from it.
    depth: usize,
}

struct Reading<'a> {
    copies: &'a Copies<'a>,
    sight: Sight<'a>,
    said: Beside,
    /// The files that were read, with the stage that had them.
    seen: Vec<(usize, PathBuf)>,
}

impl Reading<'_> {
    fn instruction(&mut self, at: (usize, usize)) {
        let instruction = self.sight.dockerfile.instruction(at.1);
        match &instruction.body {
            Body::Copy(_) => self.copies.installed(at).iter().for_each(|one| self.configuration(one)),
            Body::Run(_) if ["crontab ", "cp ", "mv "].iter().any(|name| instruction.arguments.text.contains(name)) => {
                for step in run_steps(self.sight.dockerfile, at.0, at.1).iter() {
                    self.moved(at, step);
                    self.crontab(at, step);
                }
            }
            _ => {}
        }
    }

    /// The file that `crontab FILE` of the build installs.
    fn crontab(&mut self, at: (usize, usize), step: &Step) {
        for (kind, path) in starts::configurations(step).into_iter().filter(|(kind, _)| *kind == Kind::Crontab) {
            if let Some(source) = self.copies.find_in_run(at, &path) {
                self.configuration(&Installed { source, kind });
            }
        }
    }

    /// What a `cp` or `mv` of the build puts in the place of a configuration.
    fn moved(&mut self, at: (usize, usize), step: &Step) {
        let Some((program, arguments)) = step.words.split_first() else { return };
        if !matches!(program.value.name(), "cp" | "mv") {
            return;
        }
        let operands: Vec<&Operand> = arguments.iter().filter(|word| !word.value.text().starts_with('-')).collect();
        let Some((target, sources)) = operands.split_last() else { return };
        let target = target.value.path(&step.directory);
        for source in sources {
            let inside = Value::from(source.value.name()).path(&target);
            let Some(kind) = kind(target.text()).or_else(|| kind(inside.text())) else { continue };
            let path = source.value.path(&step.directory);
            if let Some(found) = self.copies.find_in_run(at, path.text()) {
                self.configuration(&Installed { source: Source { at, span: source.span, ..found }, kind });
            }
        }
    }

    /// What the `CMD` or `ENTRYPOINT` of an image runs.
    fn command(&mut self, image: usize, keyword: Keyword) {
        let dockerfile = self.sight.dockerfile;
        let Some(index) = dockerfile.last(image, keyword) else { return };
        let Some(stage) = dockerfile.stage_of(index) else { return };
        for step in command_steps(dockerfile, stage, index) {
            self.configurations(image, &step);
            let Some(word) = starts::script(&step) else { continue };
            let Some(source) = starts::file(self.copies, image, &step.directory, word.value.text()) else { continue };
            self.script(&Source { at: (stage, index), span: word.span, ..source }, 1);
        }
    }

    /// The `.env` that Laravel loads by itself from the application's directory.
    fn environment(&mut self, image: usize) {
        let names = self.sight.repository(image).contains("php") || self.sight.text.contains("artisan");
        let root = self.sight.dockerfile.directory(image, usize::MAX);
        let at = |name: &str| self.copies.find(image, usize::MAX, Value::from(name).path(&root).text());
        let loads = names && at("artisan").is_some();
        if let Some(source) = loads.then(|| at(".env")).flatten() {
            self.configuration(&Installed { source, kind: Kind::Dotenv });
        }
    }

    /// The configurations that a command names which a container of `stage` runs.
    fn configurations(&mut self, stage: usize, step: &Step) {
        for (kind, path) in starts::configurations(step) {
            if let Some(source) = self.copies.find(stage, usize::MAX, &path) {
                self.configuration(&Installed { source, kind });
            }
        }
    }

    /// The text of a file that was not read yet.
    fn open(&mut self, source: &Source) -> Option<Arc<str>> {
        let key = (source.at.0, source.path.clone());
        if self.seen.len() >= FILES || self.seen.contains(&key) {
            return None;
        }
        self.seen.push(key);
        self.copies.text(source)
    }

    fn configuration(&mut self, installed: &Installed) {
        let source = &installed.source;
        let Some(text) = self.open(source) else { return };
        let open = Open { path: &source.path, text: &text, at: source.at, span: source.span, depth: 1 };
        let dockerfile = self.sight.dockerfile;
        let lookup = |name: &str| dockerfile.value(source.at.0, usize::MAX, name);
        let lines = read(installed.kind, &text, &lookup);
        let own = self.said.found.len();
        for line in &lines {
            self.line(&open, installed.kind, line);
        }
        if installed.kind == Kind::Dotenv && is_local(&lines) {
            self.said.found[own..].iter_mut().for_each(|found| found.certain = false);
        }
        self.one_session(own);
        let logs = self.said.found[own..].iter().any(|found| found.row == Row::Logs);
        if !logs && lines.iter().any(is_streamed) {
            let quiet = installed.kind.log_directories().iter().map(|path| (source.at.0, Value::from(*path)));
            self.said.quiet.extend(quiet);
        }
    }

    /// Where a file says that sessions are files and also where they are, that is one cause.
    fn one_session(&mut self, own: usize) {
        let rest = self.said.found.split_off(own);
        let placed = rest.iter().any(|found| found.row == Row::Sessions && found.path.is_some());
        let kept = rest.into_iter().filter(|found| !placed || found.row != Row::Sessions || found.path.is_some());
        self.said.found.extend(kept);
    }

    fn line(&mut self, open: &Open<'_>, kind: Kind, line: &Line) {
        let sight = self.sight.over(open.text);
        let directory = sight.dockerfile.directory(open.at.0, usize::MAX);
        match &line.says {
            // What the image sets wins over what a file of the application says.
            Says::Setting(name, _)
                if kind == Kind::Dotenv && sight.dockerfile.value(open.at.0, usize::MAX, name).is_some() => {}
            Says::Setting(name, value) => {
                let found = settings::setting(&sight, open.at, name, value, line.span);
                self.add(open, found.into_iter().collect());
            }
            Says::Option(program, option, value) => {
                let word = |value: Value| Operand { value, span: line.span };
                let words = vec![word((*program).into()), word(option.as_str().into()), word(value.clone())];
                let step = Step { words, directory, span: line.span, ..Step::default() };
                self.add(open, settings::started(&sight, open.at, &[step]));
            }
            Says::Command => {
                let script = shell::parse(&Logical::identity(line.span.text(open.text), line.span.start));
                let steps = text_steps(sight.dockerfile, open.at.0, &script);
                self.add(open, settings::started(&sight, open.at, &steps));
                self.follow(open, &steps);
            }
            Says::Job => self.job(open, &sight, line.span),
        }
    }

    /// What a line of cron writes, or the script that it runs.
    fn job(&mut self, open: &Open<'_>, sight: &Sight<'_>, span: Span) {
        let Some(job) = written::cron_job(span.text(open.text)) else { return };
        if let Some(found) = written::job_file(sight, open.at, job, span) {
            return self.add(open, vec![found]);
        }
        let script = shell::parse(&Logical::identity(job, span.end - job.len() as u32));
        for step in text_steps(sight.dockerfile, open.at.0, &script) {
            // A system's crontab has the user before the command.
            let words = step.words.iter().take(4).map(|word| word.value.text()).filter(|word| word.contains('/'));
            words.for_each(|word| self.scheduled(open, word));
        }
    }

    /// What the script writes that a line of cron runs.
    fn scheduled(&mut self, open: &Open<'_>, program: &str) {
        let Some(source) = starts::file(self.copies, open.at.0, &Value::from("/"), program) else { return };
        let Some(text) = self.copies.text(&source).filter(|text| starts::is_shell(name(&source.path), text)) else {
            return;
        };
        let script = shell::parse(&Logical::identity(&text, 0));
        let found = written::scheduled(open.at, &text_steps(self.sight.dockerfile, open.at.0, &script));
        self.add(&Open { path: &source.path, text: &text, ..*open }, found.into_iter().collect());
    }

    /// What a script does that the container runs; `depth` says how many scripts may follow from it.
    fn script(&mut self, source: &Source, depth: usize) {
        let Some(text) = self.open(source) else { return };
        if !starts::is_shell(name(&source.path), &text) {
            return;
        }
        let (at, dockerfile) = (source.at, self.sight.dockerfile);
        let sight = self.sight.over(&text);
        let open = Open { path: &source.path, text: &text, at, span: source.span, depth };
        let steps = text_steps(dockerfile, at.0, &shell::parse(&Logical::identity(&text, 0)));
        let found = commanded(&sight, at, &steps);
        self.add(&open, found);
        self.said.acts.extend(acts::of_steps(dockerfile, at, &steps));
        self.follow(&open, &steps);
    }

    /// The scripts and configurations that the commands of a file start with.
    fn follow(&mut self, open: &Open<'_>, steps: &[Step]) {
        for step in steps {
            self.configurations(open.at.0, step);
            let Some(word) = starts::script(step).filter(|_| open.depth > 0) else { continue };
            if let Some(source) = starts::file(self.copies, open.at.0, &step.directory, word.value.text()) {
                self.script(&Source { at: open.at, span: open.span, ..source }, open.depth - 1);
            }
        }
    }

    /// Takes what a file shows to the word that pulls the file in.
    fn add(&mut self, open: &Open<'_>, found: Vec<Found>) {
        let left = FOUND.saturating_sub(self.said.found.len());
        self.said.found.extend(found.into_iter().take(left).map(|mut one| {
            one.place.beside = Some((open.path.to_owned(), one.place.span));
            one.place.span = open.span;
            one
        }));
    }
}

/// What the commands of a script show. What may not run is less certain, and a hand-over that may not is what somebody
/// has to choose first.
fn commanded(sight: &Sight<'_>, at: (usize, usize), steps: &[Step]) -> Vec<Found> {
    let (maybe, sure): (Vec<Step>, Vec<Step>) = steps.iter().cloned().partition(|step| step.conditional);
    let shown = |steps: &[Step]| {
        let mut found = settings::started(sight, at, steps);
        found.extend(steps.iter().flat_map(|step| settings::exported(sight, at, step)));
        found.extend(written::of_steps(sight, at, steps));
        found
    };
    let mut found = shown(&maybe);
    found.iter_mut().for_each(|one| one.certain = false);
    found.extend(shown(&sure));
    let done: Vec<Step> = steps.iter().filter(|step| !step.conditional || !hands_over(step)).cloned().collect();
    found.extend(observe::observed(sight, at.0, &acts::of_steps(sight.dockerfile, at, &done)));
    found
}

fn hands_over(step: &Step) -> bool {
    step.words.first().is_some_and(|program| matches!(program.value.name(), "chown" | "chgrp" | "chmod"))
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

/// Whether a line sends a log to a stream; one that is turned off is none.
fn is_streamed(line: &Line) -> bool {
    let Says::Setting(name, value) = &line.says else { return false };
    let text = value.text();
    let stream = is_stream(text) && (text.contains("std") || text.contains("/fd/") || text == "-");
    stream && name.to_ascii_lowercase().contains("log")
}

/// Whether the settings are those of a developer's own machine.
pub(super) fn is_local(lines: &[Line]) -> bool {
    lines.iter().any(|line| match &line.says {
        Says::Setting(name, value) => {
            name.ends_with("_ENV") && matches!(value.text(), "local" | "dev" | "development" | "test" | "testing")
        }
        _ => false,
    })
}

impl Beside {
    /// What the scripts link and hand over, which counts for what the image does.
    pub(super) fn helping(&self) -> impl Iterator<Item = &Act> {
        self.acts.iter().filter(|act| matches!(act.deed, Deed::HandedOver { .. } | Deed::Linked { .. }))
    }
}
