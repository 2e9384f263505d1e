//! `longshore report [PATH…]`: what services and images hold, where that is kept, what is lost, what can be multiplied.

mod html;
mod markdown;
mod picture;
mod rows;
mod table;

use std::collections::HashSet;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use longshore_model::compose::{Role, role};
use longshore_model::inventory::{At, Holder, image, services};
use longshore_model::{Content, File, Workspace};
use rayon::prelude::*;

use crate::args::{Report, ReportFormat};
use crate::check::{guarded, parse};
use crate::place::{Place, Problem, printable};
use crate::walk::Found;
use crate::{FAILURE, atomic, colored, complain, memory, source, walk};
use rows::{Inventory, Teller};

/// A file that was read, and what it describes.
struct Described {
    place: Place,
    file: Arc<File>,
    holders: Vec<Holder>,
}

pub(crate) fn run(options: &Report) -> Result<ExitCode> {
    let mut found = walk::walk(&options.paths, None);
    let mut problems = std::mem::take(&mut found.problems);
    let (described, workspace) = described(&found, &mut problems);
    let inventory = told(&described, &workspace);
    let text = render(options, &inventory);
    match &options.output {
        Some(path) => atomic::put(path, &text).with_context(|| path.display().to_string())?,
        None => anstream::stdout().lock().write_all(text.as_bytes())?,
    }
    problems.sort();
    for problem in &problems {
        complain(&format!("{}: {}", problem.shown, problem.message));
    }
    writeln!(io::stderr(), "{}", printable(&inventory.summary.line()))?;
    Ok(if problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FAILURE) })
}

/// Reads all files before the first is looked at, because they say something about each other.
fn described(found: &Found, problems: &mut Vec<Problem>) -> (Vec<Described>, Workspace) {
    memory::for_files(found.places.len());
    let mut workspace = Workspace::new(found.roots());
    let read = |place: &Place| -> Result<Described, Problem> {
        let text = source::read(place)?;
        let file = Arc::new(guarded(place, || parse(place, &text))?);
        Ok(Described { place: place.clone(), file, holders: Vec::new() })
    };
    let (read, neighbours): (Vec<_>, _) =
        rayon::join(|| found.places.par_iter().map(read).collect(), || found.neighbours());
    workspace.set_compose_files(neighbours.compose);
    workspace.set_dockerfiles(neighbours.dockerfiles);
    let read = good(read, problems);
    read.iter().for_each(|one| workspace.insert(Arc::clone(&one.file)));
    let folders: HashSet<&Path> = read.iter().filter(|one| is_default(one)).map(|one| one.place.folder()).collect();
    let complete = |one: &Described| role(&one.place.path) == Role::Override && folders.contains(one.place.folder());
    let looked: Vec<_> = read.par_iter().filter(|one| !complete(one)).map(|one| look(&workspace, one)).collect();
    (good(looked, problems), workspace)
}

fn good(results: Vec<Result<Described, Problem>>, problems: &mut Vec<Problem>) -> Vec<Described> {
    let (good, bad): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    problems.extend(bad.into_iter().filter_map(Result::err));
    good.into_iter().flatten().collect()
}

fn is_default(one: &Described) -> bool {
    role(&one.place.path) == Role::Default
}

fn look(workspace: &Workspace, one: &Described) -> Result<Described, Problem> {
    let holders = guarded(&one.place, || match &one.file.content {
        Content::Compose(_) => services(workspace, &one.file),
        Content::Dockerfile(dockerfile) => image(workspace, &one.file, dockerfile).into_iter().collect(),
    })?;
    Ok(Described { place: one.place.clone(), file: Arc::clone(&one.file), holders })
}

/// Names everything. A service that another file includes is told there only.
fn told(described: &[Described], workspace: &Workspace) -> Inventory {
    let including = described.iter().filter(|one| match &one.file.content {
        Content::Compose(compose) => !compose.application().includes.is_empty(),
        Content::Dockerfile(_) => false,
    });
    let elsewhere = |one: &Described| -> Vec<At> {
        let other = |holder: &&Holder| holder.at.0 != one.place.path;
        one.holders.iter().filter(other).map(|holder| holder.at.clone()).collect()
    };
    let included: HashSet<At> = including.flat_map(elsewhere).collect();
    let teller = Teller::new(workspace, described.iter().map(|one| &one.place));
    let mut inventory = Inventory::default();
    for one in described {
        let own = |holder: &&Holder| holder.at.0 != one.place.path || !included.contains(&holder.at);
        let rows = one.holders.iter().filter(own).map(|holder| teller.row(holder)).collect();
        match &one.file.content {
            Content::Compose(_) => inventory.add_project(&one.place.shown, rows),
            Content::Dockerfile(_) => inventory.images.extend(rows),
        }
    }
    inventory.count();
    inventory
}

fn render(options: &Report, inventory: &Inventory) -> String {
    match options.format {
        ReportFormat::Table => table::all(inventory, options.output.is_none() && colored(&io::stdout())),
        ReportFormat::Markdown => markdown::all(inventory),
        // Plain structs of texts and numbers always become JSON.
        ReportFormat::Json => serde_json::to_string_pretty(inventory).unwrap_or_default() + "\n",
        ReportFormat::Html => html::all(inventory),
    }
}
