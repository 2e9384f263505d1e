//! `longshore check [PATH…]`.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use longshore_lint::Diagnostic;
use longshore_model::{File, Workspace, language};
use longshore_syntax::Language;
use rayon::prelude::*;

use crate::args::Check;
use crate::configuration::{Configuration, Configurations};
use crate::place::{Place, Problem, printable};
use crate::progress::Progress;
use crate::report::{Outcome, Summary, render};
use crate::walk::Found;
use crate::{FAILURE, colored, complain, memory, repair, source, walk};

/// A file, what is configured for it, and what was found in it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) place: Place,
    pub(crate) configuration: Arc<Configuration>,
    pub(crate) file: Arc<File>,
    pub(crate) findings: Vec<Diagnostic>,
}

pub(crate) fn run(options: &Check) -> Result<ExitCode> {
    let found = walk::walk(&options.paths, options.stdin_filename.as_deref());
    let mut configurations = Configurations::new(options);
    let places = configured(&found.places, &mut configurations);
    for error in &configurations.errors {
        complain(&error.to_string());
    }
    let mut outcome = judged(places, found);
    let repaired = repair::run(options, &mut outcome)?;
    let code = close(options, &mut outcome, repaired, configurations.errors.is_empty());
    // The process ends here: to give back every tree first would only take time.
    std::mem::forget(outcome);
    code
}

/// The places with their configurations, but for those that are left out or whose configuration is broken.
fn configured(places: &[Place], configurations: &mut Configurations<'_>) -> Vec<(Place, Arc<Configuration>)> {
    configurations.look(places);
    let with = |place: &Place| configurations.of(place.folder()).map(|configuration| (place.clone(), configuration));
    places.iter().filter_map(with).filter(|(place, configuration)| !configuration.excludes(place)).collect()
}

/// Reads all files before the first is judged: a file may be judged by what another one says.
fn judged(places: Vec<(Place, Arc<Configuration>)>, found: Found) -> Outcome {
    memory::for_files(places.len());
    let progress = Progress::new(places.len() * 2);
    let workspace = Workspace::new(found.roots());
    let reading = || places.into_par_iter().map(|place| read(place, &progress)).collect();
    let (read, neighbours): (Vec<_>, _) = rayon::join(reading, || found.neighbours());
    let mut outcome = Outcome { judged: Vec::new(), folders: found.folders, workspace, problems: found.problems };
    outcome.workspace.set_compose_files(neighbours.compose);
    outcome.workspace.set_dockerfiles(neighbours.dockerfiles);
    outcome.take(read);
    let files: Vec<Judged> = std::mem::take(&mut outcome.judged);
    files.iter().for_each(|judged| outcome.workspace.insert(Arc::clone(&judged.file)));
    let judged: Vec<_> = files.into_par_iter().map(|file| judge(file, &outcome.workspace, &progress)).collect();
    outcome.take(judged);
    outcome
}

fn read((place, configuration): (Place, Arc<Configuration>), progress: &Progress) -> Result<Judged, Problem> {
    let text = source::read(&place)?;
    let file = guarded(&place, || parse(&place, &text))?;
    progress.step();
    Ok(Judged { place, configuration, file: Arc::new(file), findings: Vec::new() })
}

/// What was named and has no name that says what it is, is taken for a Dockerfile.
pub(crate) fn parse(place: &Place, text: &str) -> File {
    File::new(place.path.clone(), language(&place.path, None).unwrap_or(Language::Dockerfile), text)
}

fn judge(mut judged: Judged, workspace: &Workspace, progress: &Progress) -> Result<Judged, Problem> {
    judged.findings = findings(&judged, workspace)?;
    progress.step();
    Ok(judged)
}

/// What is found in a file as it is now.
pub(crate) fn findings(judged: &Judged, workspace: &Workspace) -> Result<Vec<Diagnostic>, Problem> {
    guarded(&judged.place, || longshore_lint::check(workspace, &judged.file, &judged.configuration.settings))
}

/// What `work` gives; a panic, which would be our mistake, costs this file only.
pub(crate) fn guarded<T>(place: &Place, work: impl FnOnce() -> T) -> Result<T, Problem> {
    let mistake = "a mistake in Longshore kept it from being judged; please report it";
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| Problem::new(&place.shown, mistake))
}

/// Tells what was found and what went wrong, and gives the exit code.
fn close(options: &Check, outcome: &mut Outcome, repaired: usize, configured: bool) -> Result<ExitCode> {
    let summary = Summary::of(outcome, repaired);
    tell(options, outcome, summary)?;
    outcome.problems.sort();
    for problem in &outcome.problems {
        complain(&format!("{}: {}", problem.shown, problem.message));
    }
    say(&summary.line(if options.diff { "would be fixed" } else { "fixed" }))?;
    Ok(if !configured || !outcome.problems.is_empty() {
        ExitCode::from(FAILURE)
    } else {
        ExitCode::from(u8::from(outcome.judged.iter().any(Judged::fails)))
    })
}

/// The report goes to stdout, unless that carries a difference or the mended standard input.
fn tell(options: &Check, outcome: &Outcome, summary: Summary) -> Result<()> {
    if options.diff {
        return Ok(());
    }
    if options.fixes() && outcome.judged.iter().any(|judged| judged.place.stdin) {
        let report = render(options.format, outcome, summary, colored(&io::stderr()));
        anstream::stderr().lock().write_all(report.as_bytes())?;
    } else {
        let report = render(options.format, outcome, summary, colored(&io::stdout()));
        anstream::stdout().lock().write_all(report.as_bytes())?;
    }
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{}", printable(line))
}

impl Judged {
    fn fails(&self) -> bool {
        let from = self.configuration.fails_from;
        self.findings.iter().any(|finding| from.is_some_and(|from| finding.severity >= from))
    }
}
