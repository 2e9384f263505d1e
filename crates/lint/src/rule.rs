//! What a rule is: data that describes it and one function.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_model::compose::{Fault, Place, Project, Role, Text, role};
use longshore_model::holdings::{Holdings, holdings};
use longshore_model::state::{Fact, project_facts};
use longshore_model::{Compose, Content, Dockerfile, File, State, Workspace, language};
use longshore_syntax::{Language, Span};

use crate::remedy::compose::Draft;
use crate::{Diagnostic, Settings};

/// How bad a finding is, from least to most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing may be wrong.
    Information,
    /// Something is lost or goes wrong at some time.
    Warning,
    /// The engine refuses it, or it cannot work.
    Error,
}

impl Severity {
    /// All severities, least first.
    pub const ALL: [Self; 3] = [Self::Information, Self::Warning, Self::Error];

    /// The word used in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// The ephemeral-container checklist.
    Ephemeral,
    /// What the engine refuses.
    Error,
    /// What the engine's own checks report.
    Build,
    /// What the engine takes, and what does not do what it says.
    Correctness,
    /// What works, and could be said better. Off unless it is asked for.
    Style,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 5] = [Self::Ephemeral, Self::Error, Self::Build, Self::Correctness, Self::Style];

    /// The word used in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ephemeral => "ephemeral",
            Self::Error => "error",
            Self::Build => "build",
            Self::Correctness => "correctness",
            Self::Style => "style",
        }
    }

    /// Whether its rules are on where nothing is configured.
    #[must_use]
    pub const fn is_on(self) -> bool {
        !matches!(self, Self::Style)
    }
}

/// A rule: static data and one function.
#[derive(Debug)]
pub struct Rule {
    /// The name users write, in kebab case; it names the defect.
    pub name: &'static str,
    /// Codes of other linters that suppress it too.
    pub aliases: &'static [&'static str],
    /// What it is about.
    pub group: Group,
    /// The highest severity it reports by default; for the rule's page.
    pub severity: Severity,
    /// Its page in Markdown. The first line is the summary; code blocks marked `dockerfile bad`, `dockerfile good` and
    /// `dockerfile fixed` run as tests (`fixed` is the preceding `bad` with all preferred fixes applied).
    pub docs: &'static str,
    /// Finds the defect.
    pub check: Check,
}

/// The function of a rule, by the language of the files that it judges.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// It judges Dockerfiles.
    Dockerfile(fn(&Context<'_>) -> Vec<Diagnostic>),
    /// It judges compose files.
    Compose(fn(&ComposeContext<'_>) -> Vec<Diagnostic>),
    /// It judges both, each in its own way.
    Both(fn(&Context<'_>) -> Vec<Diagnostic>, fn(&ComposeContext<'_>) -> Vec<Diagnostic>),
}

impl Check {
    /// What it finds in a Dockerfile.
    pub(crate) fn dockerfile(self, context: &Context<'_>) -> Vec<Diagnostic> {
        match self {
            Self::Dockerfile(check) | Self::Both(check, _) => check(context),
            Self::Compose(_) => Vec::new(),
        }
    }

    /// What it finds in a compose file.
    pub(crate) fn compose(self, context: &ComposeContext<'_>) -> Vec<Diagnostic> {
        match self {
            Self::Compose(check) | Self::Both(_, check) => check(context),
            Self::Dockerfile(_) => Vec::new(),
        }
    }
}

impl Rule {
    /// The first line of its page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.docs.trim_start().lines().next().unwrap_or_default()
    }

    /// Where its page stands on the web, for `codeDescription`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("https://github.com/longshore-dev/longshore/blob/main/crates/lint/docs/{}.md", self.name)
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Rule {}

/// What a rule may look at in a Dockerfile.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The file that is judged.
    pub file: &'a File,
    /// Its meaning.
    pub dockerfile: &'a Dockerfile,
    /// The state facts of the file in its workspace.
    pub state: &'a State,
    /// The files around it.
    pub workspace: &'a Workspace,
    /// What is configured.
    pub settings: &'a Settings,
}

/// What a rule may look at in a compose file.
#[derive(Clone, Copy, Debug)]
pub struct ComposeContext<'a> {
    /// The file that is judged.
    pub file: &'a File,
    /// What it says by itself.
    pub compose: &'a Compose,
    /// The ways in which it is run, at least one: by itself, with its overrides; another file than the default one also
    /// on top of that.
    pub ways: &'a [Way],
    /// What its services keep by settings, commands and mounts.
    pub facts: &'a [ServiceFact],
    /// What is wrong with its keys, types and formats, in the order of the text.
    pub faults: &'a [Fault<'a>],
    /// Whether the file is for tests or development, where everything is information.
    pub development: bool,
    /// The files around it.
    pub workspace: &'a Workspace,
    /// What is configured.
    pub settings: &'a Settings,
}

/// A fact of a service; its places are in the file that is judged.
#[derive(Clone, Debug)]
pub struct ServiceFact {
    /// The service's name.
    pub service: String,
    /// What is kept.
    pub fact: Fact,
}

/// How many other compose files of a folder are looked at.
const BESIDE: usize = 64;

/// How many compose files of the workspace are asked whether they include another one.
const REFERRING: usize = 2_000;

/// Whether the compose file `file` includes or extends the one at `path`.
fn refers(file: &File, path: &Path) -> bool {
    let Content::Compose(compose) = &file.content else { return false };
    let included = compose.application().includes.iter().flat_map(|include| &include.paths);
    let extended = compose.application().services.iter().filter_map(|service| service.extends.as_ref()?.file.as_ref());
    included.chain(extended).any(|text| text.host_path().as_deref() == Some(path))
}

/// A way in which a compose file is run.
#[derive(Debug)]
pub struct Way {
    /// The files together.
    pub project: Project,
    /// What its services hold, in their order.
    pub holdings: Vec<Holdings>,
    /// The services' indices by name.
    by_name: HashMap<String, usize>,
}

impl Way {
    fn new(workspace: &Workspace, project: Project) -> Self {
        let holdings = holdings(workspace, &project);
        let by_name = holdings.iter().enumerate().map(|(index, one)| (one.service.clone(), index)).collect();
        Self { project, holdings, by_name }
    }

    /// The ways in which the compose file `file` is run.
    pub(crate) fn all(workspace: &Workspace, file: &File) -> Vec<Self> {
        let projects = std::iter::once(Project::of(workspace, file)).chain(Project::with_default(workspace, file));
        projects.map(|project| Self::new(workspace, project)).collect()
    }

    /// What its services say in `file`.
    pub(crate) fn facts(&self, workspace: &Workspace, file: &File) -> Vec<ServiceFact> {
        let all = project_facts(workspace, file, &self.project);
        all.flat_map(|(service, facts)| {
            facts.into_iter().map(|fact| ServiceFact { service: service.name.clone(), fact })
        })
        .collect()
    }

    /// What the service of that name holds.
    pub(crate) fn service(&self, name: &str) -> Option<&Holdings> {
        self.holdings.get(*self.by_name.get(name)?)
    }
}

impl ComposeContext<'_> {
    /// What is wrong with its keys, types and formats, but for what a file may mend that it is run with.
    pub(crate) fn faults(&self) -> impl Iterator<Item = &Fault<'_>> {
        let alone = match role(&self.file.path) {
            Role::Default => true,
            Role::Override => false,
            Role::Other => self.ways.len() < 2,
        };
        self.faults.iter().filter(move |fault| alone || !fault.partial)
    }

    /// The bytes of `place`, if it is in the file that is judged.
    pub(crate) fn here(&self, place: &Place) -> Option<Span> {
        (place.file() == self.file.path).then_some(place.span)
    }

    /// The bytes of `text` without quotes, if it is in the file that is judged.
    pub(crate) fn text(&self, text: &Text) -> Option<Span> {
        self.here(&text.place).map(|_| text.span(0, text.text().len()))
    }

    /// `severity`, or information where the file is for tests or development.
    pub(crate) fn severity(&self, severity: Severity) -> Severity {
        if self.development { Severity::Information } else { severity }
    }

    /// The other compose files of the folder: one may be run together with this one.
    pub(crate) fn beside(&self) -> impl Iterator<Item = Arc<File>> {
        let folder = self.file.path.parent().unwrap_or(Path::new("")).to_owned();
        let on_disk = self.workspace.names(&folder);
        let given = self.workspace.files().map(|file| file.path.clone());
        let mut paths: Vec<PathBuf> = given.filter(|path| path.parent() == Some(&folder)).collect();
        paths.extend(on_disk.iter().map(|name| folder.join(name)));
        paths.sort_unstable();
        paths.dedup();
        paths.retain(|path| *path != self.file.path && language(path, None) == Some(Language::Compose));
        paths.into_iter().take(BESIDE).filter_map(|path| self.workspace.file(&path, Language::Compose))
    }

    /// The compose files of the workspace that include or extend this one.
    pub(crate) fn referring(&self) -> impl Iterator<Item = Arc<File>> {
        let others = self.workspace.compose_files().iter().filter(|path| **path != self.file.path);
        let files = others.take(REFERRING).filter_map(|path| self.workspace.file(path, Language::Compose));
        files.filter(|file| refers(file, &self.file.path))
    }

    /// The file as fixes edit it.
    pub(crate) fn draft(&self) -> Draft<'_> {
        Draft { file: self.file, yaml: &self.compose.yaml }
    }
}
