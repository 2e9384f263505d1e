//! What text says that the build writes to files: lines of configurations, and cron lines.

use longshore_syntax::dockerfile::{Body, Heredoc, Keyword};
use longshore_syntax::{Logical, Span, shell};

use super::settings::setting;
use super::sight::{Found, Sight};
use super::steps::{Step, run_steps, script_steps};
use super::{Evidence, Place, Row};
use crate::patterns;
use crate::value::Value;

/// Text that goes to a file, and where it stands in the Dockerfile.
struct Text {
    text: String,
    span: Span,
    /// Whether it goes to a file that is named, or only maybe to one.
    to_file: bool,
}

/// What the text says that `stage` writes: `RUN echo … > FILE`, heredocs, `COPY <<EOF FILE`.
pub(super) fn written(sight: &Sight<'_>, stage: usize) -> Vec<Found> {
    let mut found = Vec::new();
    for index in sight.dockerfile.stages[stage].instructions.clone() {
        let instruction = sight.dockerfile.instruction(index);
        let texts: Vec<Text> = match (&instruction.body, instruction.keyword) {
            (Body::Run(_), _) => {
                found.extend(of_steps(sight, (stage, index), &run_steps(sight.dockerfile, stage, index)));
                continue;
            }
            (Body::Copy(_), Keyword::Copy | Keyword::Add) => {
                instruction.heredocs.iter().map(|heredoc| heredoc_text(sight, heredoc)).collect()
            }
            _ => continue,
        };
        for text in &texts {
            found.extend(lines(sight, (stage, index), text));
        }
    }
    found
}

/// What commands write, `RUN`'s or a script's.
pub(super) fn of_steps(sight: &Sight<'_>, at: (usize, usize), steps: &[Step]) -> Vec<Found> {
    steps.iter().flat_map(step_texts).flat_map(|text| lines(sight, at, &text)).collect()
}

fn heredoc_text(sight: &Sight<'_>, heredoc: &Heredoc) -> Text {
    Text { text: heredoc.body.text(sight.text).to_owned(), span: heredoc.body, to_file: true }
}

/// What a command prints, or passes on from a heredoc.
fn step_texts(step: &Step) -> Vec<Text> {
    let to_file = step.written().next().is_some();
    let given = step.lines.iter().map(|(line, span)| Text { text: line.clone(), span: *span, to_file });
    let mut texts: Vec<Text> = given.collect();
    let Some((program, arguments)) = step.words.split_first() else { return texts };
    let arguments: Vec<_> = match program.value.name() {
        "echo" | "printf" => arguments.iter().skip_while(|word| word.value.text().starts_with('-')).collect(),
        _ => return texts,
    };
    if let (Some(first), Some(last)) = (arguments.first(), arguments.last()) {
        let words: Vec<&str> = arguments.iter().map(|word| word.value.text()).collect();
        let text = words.join(" ").replace("\\n", "\n").replace("\\t", "\t");
        texts.push(Text { text, span: first.span.join(last.span), to_file });
    }
    texts
}

fn lines(sight: &Sight<'_>, at: (usize, usize), text: &Text) -> Vec<Found> {
    let mut found = Vec::new();
    for line in text.text.lines().map(str::trim) {
        if line.starts_with(['#', ';']) || line.starts_with("//") {
            continue;
        }
        if let Some(job) = cron_job(line) {
            found.extend(job_file(sight, at, job, text.span));
        } else if text.to_file {
            found.extend(configured(sight, at, line, text.span));
        }
    }
    found
}

/// A setting in a line of a configuration: `key = value`, `key=value`, `export KEY=value`.
fn configured(sight: &Sight<'_>, at: (usize, usize), line: &str, span: Span) -> Option<Found> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim().trim_start_matches("export ").trim();
    let value = value.trim().trim_end_matches(';').trim().trim_matches(['"', '\'']);
    let plain = !key.is_empty() && !key.contains(char::is_whitespace);
    let narrow = sight.narrow(span, value);
    plain.then(|| setting(sight, at, key, &Value::from(value), narrow)).flatten()
}

/// The file that a cron job writes, if it is none of the streams.
pub(super) fn job_file(sight: &Sight<'_>, at: (usize, usize), job: &str, span: Span) -> Option<Found> {
    let script = shell::parse(&Logical::identity(job, 0));
    let found = scheduled(at, &script_steps(&script))?;
    let written = found.path.as_ref().map_or("", |path| path.text());
    let place = Place { span: sight.narrow(span, written), ..found.place.clone() };
    Some(Found { place, ..found })
}

/// The file that the commands of a cron job write.
pub(super) fn scheduled(at: (usize, usize), steps: &[Step]) -> Option<Found> {
    let mut written = steps.iter().flat_map(Step::written);
    let target = written.find(|target| !is_outside(&target.value))?;
    let found = Found::new(Row::Schedule, at, target.span, Evidence::Cron);
    Some(Found { path: Some(target.value.path(&Value::from("/"))), certain: true, ..found })
}

/// Whether what is written there does not stay in the container.
fn is_outside(path: &Value) -> bool {
    path.hidden() || patterns::is_stream(path.text()) || ["/dev/", "/proc/"].iter().any(|d| path.text().starts_with(d))
}

/// The command of a cron line: behind five times, or behind `@daily` and its kind.
pub(super) fn cron_job(line: &str) -> Option<&str> {
    let mut rest = line.trim_start_matches(['"', '\'']);
    if rest.starts_with('@') {
        let (word, job) = rest.split_once(char::is_whitespace)?;
        let known = ["@reboot", "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];
        return (known.contains(&word) || word == "@every").then_some(job.trim());
    }
    for _ in 0..5 {
        let (word, after) = rest.split_once(char::is_whitespace)?;
        if !is_time(word) {
            return None;
        }
        rest = after.trim_start();
    }
    Some(rest)
}

/// A field of a cron line: numbers, ranges, lists, steps, names of months and days; or one that a variable hides.
fn is_time(word: &str) -> bool {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    let part = |part: &str| {
        let lower = part.to_ascii_lowercase();
        part == "*"
            || part == "\\*"
            || !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
            || names.contains(&lower.as_str())
            || days.contains(&lower.as_str())
            || Value::from(part).hidden()
    };
    word.split([',', '-', '/']).all(part)
}
