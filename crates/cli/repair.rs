//! `--fix` and `--diff`: what the fixes make of a file.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use longshore_lint::Safety;
use longshore_lint::fix::{self, Selection};
use longshore_model::Workspace;
use rayon::prelude::*;
use similar::TextDiff;

use crate::args::Check;
use crate::check::{Judged, findings, guarded, parse};
use crate::place::{Place, Problem, printable};
use crate::report::Outcome;
use crate::{atomic, colored, source};

/// How long a difference may be polished; after that it is right and not the shortest.
const DIFF_TIME: Duration = Duration::from_secs(2);

/// Does what `options` ask for with the fixes of all files in `outcome`. Gives how many files have some.
pub(crate) fn run(options: &Check, outcome: &mut Outcome) -> Result<usize> {
    if !options.diff && !options.fixes() {
        return Ok(0);
    }
    let safety = if options.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
    let fixed = |judged: &Judged| guarded(&judged.place, || fixed(&outcome.workspace, judged, safety));
    let texts: Vec<Result<Option<String>, Problem>> = outcome.judged.par_iter().map(fixed).collect();
    let mut repaired = 0;
    for (index, text) in texts.into_iter().enumerate() {
        let done = match text {
            Ok(text) if options.diff => show(&outcome.judged[index], text)?,
            Ok(text) => replace(outcome, index, text)?,
            Err(problem) => Err(problem),
        };
        match done {
            Ok(changed) => repaired += usize::from(changed),
            Err(problem) => outcome.problems.push(problem),
        }
    }
    if options.fixes() && repaired > 0 {
        judge_again(outcome);
    }
    Ok(repaired)
}

/// Prints what would change.
fn show(judged: &Judged, text: Option<String>) -> io::Result<Result<bool, Problem>> {
    let Some(text) = text else { return Ok(Ok(false)) };
    let difference = diff(judged, &text, colored(&io::stdout()));
    anstream::stdout().lock().write_all(difference.as_bytes())?;
    Ok(Ok(true))
}

/// Writes the text to its file; that of the standard input is written to stdout, changed or not.
fn replace(outcome: &mut Outcome, index: usize, text: Option<String>) -> io::Result<Result<bool, Problem>> {
    let Outcome { judged, folders, workspace, .. } = outcome;
    let judged = &mut judged[index];
    if judged.place.stdin {
        io::stdout().write_all(text.as_deref().unwrap_or(&judged.file.text).as_bytes())?;
    }
    let Some(text) = text else { return Ok(Ok(false)) };
    if !judged.place.stdin
        && let Err(error) = atomic::write(&judged.place.path, &within(folders, &judged.place), &text)
    {
        return Ok(Err(Problem::new(&judged.place.shown, source::reason(&error))));
    }
    match guarded(&judged.place, || parse(&judged.place, &text)) {
        Ok(file) => judged.file = Arc::new(file),
        Err(problem) => return Ok(Err(problem)),
    }
    workspace.insert(Arc::clone(&judged.file));
    Ok(Ok(true))
}

/// The folders in which a link may lead to what is changed: those that were named, and that of a file that was.
fn within(folders: &[PathBuf], place: &Place) -> Vec<PathBuf> {
    folders.iter().cloned().chain(place.named.then(|| place.folder().to_owned())).collect()
}

/// What is left after the fixes, in all files: one may be judged by what another one says.
fn judge_again(outcome: &mut Outcome) {
    let Outcome { judged, workspace, problems, .. } = outcome;
    let found: Vec<_> = judged.par_iter().map(|judged| findings(judged, workspace)).collect();
    for (judged, found) in judged.iter_mut().zip(found) {
        match found {
            Ok(findings) => judged.findings = findings,
            Err(problem) => problems.push(problem),
        }
    }
}

/// The text of the file after all fixes up to `safety`; `None` where nothing changes.
fn fixed(workspace: &Workspace, judged: &Judged, safety: Safety) -> Option<String> {
    let selection = Selection { rule: None, safety };
    let new = fix::fix_all(workspace, &judged.file, &judged.configuration.settings, selection)?;
    let new = with_line_ends_of(&judged.file.text, new);
    (new != *judged.file.text).then_some(new)
}

/// `new` with `\r\n` for every line end, where `old` has no other.
fn with_line_ends_of(old: &str, new: String) -> String {
    let crlf = old.matches("\r\n").count();
    if crlf == 0 || old.matches('\n').count() != crlf {
        return new;
    }
    new.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// The unified difference from the file's text to `new`, coloured where `color`.
fn diff(judged: &Judged, new: &str, color: bool) -> String {
    let diff = TextDiff::configure().timeout(DIFF_TIME).diff_lines(&*judged.file.text, new);
    let name = printable(&judged.place.shown);
    let plain = diff.unified_diff().header(&name, &name).to_string();
    if color { plain.split_inclusive('\n').map(painted).collect() } else { plain }
}

fn painted(line: &str) -> String {
    let code = match line.as_bytes().first() {
        _ if line.starts_with("+++") || line.starts_with("---") => "1",
        Some(b'+') => "32",
        Some(b'-') => "31",
        Some(b'@') => "36",
        _ => return line.to_owned(),
    };
    let content = line.trim_end_matches('\n');
    format!("\u{1b}[{code}m{content}\u{1b}[0m{}", &line[content.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_are_kept_where_all_are_alike() {
        let of = |old, new: &str| with_line_ends_of(old, new.to_owned());
        assert_eq!(of("a\r\nb\r\n", "a\nc\r\nb\r\n"), "a\r\nc\r\nb\r\n");
        assert_eq!(of("a\r\nb\n", "a\r\nc\nb\n"), "a\r\nc\nb\n");
        assert_eq!(of("a\nb\n", "a\nc\n"), "a\nc\n");
    }
}
