//! What a rule is: data that describes it and one function.

use longshore_model::{Compose, Dockerfile, File, State, Workspace};

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
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 4] = [Self::Ephemeral, Self::Error, Self::Build, Self::Correctness];

    /// The word used in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ephemeral => "ephemeral",
            Self::Error => "error",
            Self::Build => "build",
            Self::Correctness => "correctness",
        }
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
    /// The files around it.
    pub workspace: &'a Workspace,
    /// What is configured.
    pub settings: &'a Settings,
}
