//! Reads compose files with what they extend and include.

mod extend;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use extend::Services;
use longshore_syntax::Language;

use super::application::{Include, includes};
use super::merge;
use super::node::{Node, Term, read};
use super::project::{Problem, ProblemKind, compose};
use super::text::{Place, Source};
use super::variables::Variables;
use crate::file::File;
use crate::workspace::Workspace;

/// How many files are read for one project.
const FILES: usize = 200;

/// How many problems are told.
const PROBLEMS: usize = 100;

/// How many nodes `extends` may copy in one project.
const COPIES: usize = 100_000;

/// What has been read for one project.
pub(super) struct Loader<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) files: BTreeSet<PathBuf>,
    pub(super) problems: Vec<Problem>,
    /// Services of files after `extends`.
    services: HashMap<(PathBuf, String), Node>,
    /// The services of files that are extended, before `extends`.
    extended: HashMap<PathBuf, Arc<Services>>,
    /// The files that are being included, outermost first.
    including: Vec<PathBuf>,
    included: usize,
    copies: usize,
}

impl<'w> Loader<'w> {
    pub(super) fn new(workspace: &'w Workspace) -> Self {
        Self {
            workspace,
            files: BTreeSet::new(),
            problems: Vec::new(),
            services: HashMap::new(),
            extended: HashMap::new(),
            including: Vec::new(),
            included: 0,
            copies: COPIES,
        }
    }

    /// The compose file at `path`.
    pub(super) fn file(&mut self, path: &Path) -> Option<Arc<File>> {
        self.files.insert(path.to_owned());
        self.workspace.file(path, Language::Compose).filter(|file| compose(file).is_some())
    }

    /// Adds the variables of the env file at `path`, if there is one.
    pub(super) fn variables(&mut self, path: &Path, variables: &mut Variables) {
        self.files.insert(path.to_owned());
        if let Some(text) = self.workspace.text(path) {
            variables.add(&text);
        }
    }

    /// The tree of `files`, each over those before it. Relative paths in them begin at `folder`.
    pub(super) fn root(&mut self, files: &[&File], folder: &Path, variables: &Variables) -> Node {
        let mut root = self.merged(files, folder, variables);
        merge::clean(&mut root);
        let Term::Map(mut entries) = root.term else { return root };
        for entry in entries.iter_mut().filter(|entry| entry.name == "services") {
            if let Term::Map(services) = &mut entry.value.term {
                for service in services {
                    let nothing = Node::null(service.value.place.clone());
                    service.value = merge::settled(std::mem::replace(&mut service.value, nothing));
                }
            }
        }
        Node { term: Term::Map(entries), ..root }
    }

    fn merged(&mut self, files: &[&File], folder: &Path, variables: &Variables) -> Node {
        let mut root: Option<Node> = None;
        for file in files {
            let source = Source::within(&file.path, folder);
            self.services.retain(|(path, _), _| *path != file.path);
            for mut document in documents(file, &source, variables) {
                self.extend(&mut document, &source, variables);
                if let Some(included) = self.included(&document, variables) {
                    let place = document.place.clone();
                    document = Node { place, ..merge::files(included, document) };
                }
                root = Some(match root {
                    Some(root) => merge::files(root, document),
                    None => document,
                });
            }
        }
        root.unwrap_or_else(|| nothing(files, folder))
    }

    /// The tree of all that `document` includes.
    fn included(&mut self, document: &Node, variables: &Variables) -> Option<Node> {
        let mut all: Option<Node> = None;
        for include in includes(document) {
            if let Some(root) = self.include(&include, variables) {
                all = Some(match all {
                    Some(all) => merge::files(all, root),
                    None => root,
                });
            }
        }
        all
    }

    fn include(&mut self, include: &Include, variables: &Variables) -> Option<Node> {
        let files: Vec<Arc<File>> = include.paths.iter().filter_map(|path| self.file_of_include(path)).collect();
        let first = files.first()?.path.clone();
        let folder = match &include.project_directory {
            Some(folder) => folder.host_path()?,
            None => first.parent()?.to_owned(),
        };
        let mut variables = variables.clone();
        if include.env_files.is_empty() {
            self.variables(&folder.join(".env"), &mut variables);
        }
        let own: Vec<PathBuf> = include.env_files.iter().filter_map(super::Text::host_path).collect();
        own.iter().rev().for_each(|path| self.variables(path, &mut variables));
        let depth = self.including.len();
        self.including.extend(files.iter().map(|file| file.path.clone()));
        // Services that were read with other variables are others.
        let outside = (std::mem::take(&mut self.services), std::mem::take(&mut self.extended));
        let files: Vec<&File> = files.iter().map(AsRef::as_ref).collect();
        let root = self.merged(&files, &folder, &variables);
        (self.services, self.extended) = outside;
        self.including.truncate(depth);
        Some(importable(root))
    }

    /// The file that an `include` names, unless it is included already or too many are.
    fn file_of_include(&mut self, path: &super::Text) -> Option<Arc<File>> {
        let named = path.host_path();
        if let Some(at) = self.including.iter().position(|open| Some(open) == named.as_ref()) {
            let circle: Vec<&Path> =
                self.including[at..].iter().map(PathBuf::as_path).chain(named.as_deref()).collect();
            let names: Vec<String> =
                circle.iter().map(|path| self.workspace.relative(path).display().to_string()).collect();
            self.problem(&path.place, ProblemKind::Circle, format!("includes itself: {}", names.join(" → ")));
            return None;
        }
        self.included += 1;
        if self.included > FILES {
            self.problem(&path.place, ProblemKind::TooMuch, format!("more than {FILES} files are included"));
            return None;
        }
        let file = named.and_then(|path| self.file(&path));
        if file.is_none() {
            self.problem(&path.place, ProblemKind::Unreadable, format!("`{}` cannot be read", path.value));
        }
        file
    }

    pub(super) fn problem(&mut self, place: &Place, kind: ProblemKind, message: String) {
        let problem = Problem { place: place.clone(), kind, message };
        if self.problems.len() < PROBLEMS && !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }
}

/// The trees of the documents of `file`.
fn documents(file: &File, source: &Arc<Source>, variables: &Variables) -> Vec<Node> {
    let Some(compose) = compose(file) else { return Vec::new() };
    let lookup = |name: &str| variables.get(name);
    compose.yaml.documents.iter().map(|root| read(source, &file.text, root, &lookup)).collect()
}

fn nothing(files: &[&File], folder: &Path) -> Node {
    let path = files.first().map_or(folder, |file| &file.path);
    Node::null(Place { source: Source::within(path, folder), span: longshore_syntax::Span::default() })
}

/// The part of a file that an `include` takes over.
fn importable(mut root: Node) -> Node {
    const TAKEN: [&str; 6] = ["services", "volumes", "networks", "secrets", "configs", "models"];
    if let Term::Map(entries) = &mut root.term {
        entries.retain(|entry| TAKEN.contains(&entry.name.as_str()));
    }
    root
}
