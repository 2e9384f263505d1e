//! What a rule is: data that describes it and one function.

use longshore_model::{Dockerfile, File, State, Workspace};

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
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 1] = [Self::Ephemeral];

    /// The word used in configuration and output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ephemeral => "ephemeral",
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
    pub check: fn(&Context<'_>) -> Vec<Diagnostic>,
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

/// What a rule may look at.
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
