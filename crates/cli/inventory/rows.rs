//! What is told about each service and image, in words; the keys of these structs are those of `--format json`.

use longshore_model::Workspace;
use longshore_model::inventory::{At, Holder, Kept, Multiply, Obstacle, Runs, Store, Target, Use, Verdict};
use longshore_syntax::Encoding;
use serde::Serialize;

use crate::place::{Place, count};
use crate::report::Names;

/// Changes when a key changes its meaning or goes away.
const VERSION: u32 = 1;

/// The whole report.
#[derive(Debug, Serialize)]
pub(super) struct Inventory {
    version: u32,
    /// The projects that have services, by compose file.
    pub(super) projects: Vec<Project>,
    /// The images that no service runs.
    pub(super) images: Vec<Row>,
    pub(super) summary: Summary,
}

#[derive(Debug, Serialize)]
pub(super) struct Project {
    pub(super) path: String,
    pub(super) services: Vec<Row>,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Summary {
    pub(super) services: usize,
    pub(super) images: usize,
    /// Pieces of state that services and images keep themselves, and those of them that are lost on replacement.
    pub(super) pieces: usize,
    pub(super) lost: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// The service's name; the Dockerfile's for an image.
    pub(super) name: String,
    pub(super) place: Spot,
    pub(super) image: Option<String>,
    pub(super) dockerfile: Option<String>,
    pub(super) replicas: Option<String>,
    pub(super) state: Vec<Piece>,
    pub(super) uses: Vec<Used>,
    pub(super) multiply: Multiplied,
}

/// A line and a column, both from 1; columns count Unicode scalar values.
#[derive(Debug, Serialize)]
pub(super) struct Spot {
    pub(super) path: String,
    pub(super) line: usize,
    pub(super) column: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Piece {
    pub(super) what: &'static str,
    pub(super) path: Option<String>,
    pub(super) kept: &'static str,
    /// The volume's name, or the folder of the host.
    pub(super) source: Option<String>,
    pub(super) verdict: &'static str,
    pub(super) place: Spot,
    pub(super) mount: Option<Spot>,
}

#[derive(Debug, Serialize)]
pub(super) struct Used {
    pub(super) service: Option<String>,
    pub(super) host: Option<String>,
    /// What it stores there; `None` for a service that is not known to store things for others.
    pub(super) stores: Option<&'static str>,
    pub(super) verdict: Option<&'static str>,
    pub(super) variable: Option<String>,
    pub(super) place: Spot,
}

#[derive(Debug, Serialize)]
pub(super) struct Multiplied {
    pub(super) verdict: &'static str,
    pub(super) reasons: Vec<Reason>,
}

#[derive(Debug, Serialize)]
pub(super) struct Reason {
    pub(super) what: String,
    /// Whether it keeps a second container from starting; else it is what replicas do not share.
    pub(super) blocks: bool,
    pub(super) place: Option<Spot>,
}

/// One line about a piece of state: what, where it is kept, what becomes of it, and the place that says so.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) what: String,
    pub(super) kept: String,
    pub(super) verdict: &'static str,
    pub(super) place: String,
}

impl Default for Inventory {
    fn default() -> Self {
        Self { version: VERSION, projects: Vec::new(), images: Vec::new(), summary: Summary::default() }
    }
}

impl Inventory {
    pub(super) fn add_project(&mut self, path: &str, services: Vec<Row>) {
        if !services.is_empty() {
            self.projects.push(Project { path: path.to_owned(), services });
        }
    }

    /// Fills in the summary.
    pub(super) fn count(&mut self) {
        let services = || self.projects.iter().flat_map(|project| &project.services);
        let pieces = || services().chain(&self.images).flat_map(|row| &row.state);
        self.summary = Summary {
            services: services().count(),
            images: self.images.len(),
            pieces: pieces().count(),
            lost: pieces().filter(|piece| piece.verdict == LOST).count(),
        };
    }

    /// The parts of the report with their titles: projects, then images.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&str, &[Row])> {
        let projects = self.projects.iter().map(|project| (project.path.as_str(), project.services.as_slice()));
        let images = (!self.images.is_empty()).then_some(("Images without a service", self.images.as_slice()));
        projects.chain(images)
    }
}

impl Summary {
    /// The closing line.
    pub(super) fn line(&self) -> String {
        let images = if self.images > 0 { format!(" and {}", count(self.images, "lone image")) } else { String::new() };
        let kept = match self.pieces {
            0 => "no state that is known".to_owned(),
            1 => "1 piece of state".to_owned(),
            many => format!("{many} pieces of state"),
        };
        let lost = if self.lost > 0 { format!(", {} lost on replacement", self.lost) } else { String::new() };
        format!("{}{images}: {kept}{lost}", count(self.services, "service"))
    }
}

impl Row {
    /// What it runs.
    pub(super) fn runs(&self) -> &str {
        self.dockerfile.as_deref().or(self.image.as_deref()).unwrap_or("not known")
    }

    /// Its name, with how many run of it.
    pub(super) fn title(&self) -> String {
        match &self.replicas {
            Some(replicas) if replicas != "1" => format!("{} ×{replicas}", self.name),
            _ => self.name.clone(),
        }
    }

    /// Its state, here and in services that store it.
    pub(super) fn lines(&self) -> Vec<Line> {
        let own = self.state.iter().map(Piece::line);
        own.chain(self.uses.iter().filter_map(Used::line)).collect()
    }

    /// Why several of it cannot run, one sentence a reason.
    pub(super) fn reasons(&self) -> impl Iterator<Item = String> {
        self.multiply.reasons.iter().map(|reason| {
            let place = reason.place.as_ref().map(|place| format!(" ({})", place.line())).unwrap_or_default();
            match reason.blocks {
                true => format!("a second one does not start: both need {}{place}", reason.what),
                false => format!("several do not share {}{place}", reason.what),
            }
        })
    }
}

impl Piece {
    /// Where it is kept, with the name of the volume or folder.
    pub(super) fn store(&self) -> String {
        let kind = if self.kept == NAMED { "volume" } else { self.kept };
        self.source.as_ref().map_or_else(|| self.kept.to_owned(), |source| format!("{kind} {source}"))
    }

    fn line(&self) -> Line {
        let path = self.path.as_ref().map(|path| format!(" {path}")).unwrap_or_default();
        Line {
            what: format!("{}{path}", self.what),
            kept: self.store(),
            verdict: self.verdict,
            place: self.place.line(),
        }
    }
}

impl Used {
    /// The service or host.
    pub(super) fn target(&self) -> String {
        match (&self.service, &self.host) {
            (Some(service), _) => format!("service {service}"),
            (None, host) => format!("outside host {}", host.as_deref().unwrap_or_default()),
        }
    }

    fn line(&self) -> Option<Line> {
        let verdict = self.verdict.unwrap_or(UNKNOWN);
        Some(Line { what: self.stores?.to_owned(), kept: self.target(), verdict, place: self.place.line() })
    }
}

impl Spot {
    /// `path:line`.
    pub(super) fn line(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// The heads of a table's columns.
pub(super) const HEAD: [&str; 6] = ["service", "state", "kept in", "on replacement", "multiply", "place"];

/// `text` in parts, each with whether it stands between backquotes; one part where they are not paired.
pub(super) fn quoted(text: &str) -> Vec<(bool, &str)> {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return vec![(false, text)];
    }
    parts.into_iter().enumerate().map(|(index, part)| (index % 2 == 1, part)).collect()
}

pub(super) const KEPT: &str = "kept";
pub(super) const LOST: &str = "lost";
pub(super) const SCRATCH: &str = "lost by choice";
pub(super) const UNKNOWN: &str = "not known";
const NAMED: &str = "named volume";

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Kept => KEPT,
        Verdict::Lost => LOST,
        Verdict::Scratch => SCRATCH,
        Verdict::Unknown => UNKNOWN,
    }
}

const fn kept(store: &Store) -> &'static str {
    match store {
        Store::Layer => "image layer",
        Store::Unmounted => "nothing mounted",
        Store::Anonymous => "anonymous volume",
        Store::Named(_) => NAMED,
        Store::Bind(_) => "host folder",
        Store::Tmpfs => "tmpfs",
        Store::Memory => "memory",
        Store::Expected => "expected mount",
        Store::Unknown => UNKNOWN,
    }
}

/// Puts what the model knows into words.
pub(super) struct Teller<'a> {
    workspace: &'a Workspace,
    names: Names<'a>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(workspace: &'a Workspace, places: impl Iterator<Item = &'a Place>) -> Self {
        Self { workspace, names: Names::of_places(places) }
    }

    pub(super) fn row(&self, holder: &Holder) -> Row {
        let (image, dockerfile) = match &holder.runs {
            Some(Runs::Image(image)) => (Some(image.clone()), None),
            Some(Runs::Build(path)) => (None, Some(self.names.of(path))),
            Some(Runs::Unread) | None => (None, None),
        };
        let lone = holder.name.is_empty().then(|| dockerfile.clone()).flatten();
        Row {
            name: lone.unwrap_or_else(|| holder.name.clone()),
            place: self.spot(&holder.at),
            image,
            dockerfile,
            replicas: holder.replicas.clone(),
            state: holder.kept.iter().map(|kept| self.piece(kept)).collect(),
            uses: holder.uses.iter().map(|used| self.used(used)).collect(),
            multiply: self.multiplied(&holder.multiply),
        }
    }

    fn piece(&self, one: &Kept) -> Piece {
        let source = match &one.store {
            Store::Named(source) | Store::Bind(source) => source.as_ref().map(ToString::to_string),
            _ => None,
        };
        Piece {
            what: one.what,
            path: one.path.as_ref().map(ToString::to_string),
            kept: kept(&one.store),
            source,
            verdict: verdict(one.store.verdict()),
            place: self.spot(&one.at),
            mount: one.mount.as_ref().map(|at| self.spot(at)),
        }
    }

    fn used(&self, used: &Use) -> Used {
        let (service, host) = match &used.target {
            Target::Service(name) => (Some(name.clone()), None),
            Target::Host(name) => (None, Some(name.clone())),
        };
        Used {
            service,
            host,
            stores: used.what,
            verdict: used.what.map(|_| verdict(used.verdict)),
            variable: used.variable.clone(),
            place: self.spot(&used.at),
        }
    }

    fn multiplied(&self, multiply: &Multiply) -> Multiplied {
        let reason = |one: &Obstacle| Reason {
            what: one.what.clone(),
            blocks: one.blocks,
            place: one.at.as_ref().map(|at| self.spot(at)),
        };
        match multiply {
            Multiply::Yes => Multiplied { verdict: "yes", reasons: Vec::new() },
            Multiply::Unknown => Multiplied { verdict: UNKNOWN, reasons: Vec::new() },
            Multiply::No(reasons) => Multiplied { verdict: "no", reasons: reasons.iter().map(reason).collect() },
        }
    }

    fn spot(&self, (path, span): &At) -> Spot {
        // What was read has an index of its lines.
        if let Some(file) = self.workspace.get(path) {
            let position = file.lines.position(&file.text, span.start, Encoding::Utf32);
            let (line, column) = (position.line as usize + 1, position.column as usize + 1);
            return Spot { path: self.names.of(path), line, column };
        }
        let text = self.workspace.text(path).unwrap_or_default();
        let before = text.get(..span.start as usize).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
        Spot { path: self.names.of(path), line, column: before[start..].chars().count() + 1 }
    }
}
