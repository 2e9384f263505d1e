//! Tries edits: makes them in a copy, judges the result and says whether it is better.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use longshore_model::{File, Workspace};
use longshore_syntax::Language;

use super::sound::sound;
use super::{fit, splice, within};
use crate::check::check_with;
use crate::{Diagnostic, Edit, Rule, Settings, Severity};

/// What files are judged by, and a copy of the workspace to try things in.
pub(super) struct Ground<'a> {
    rules: &'a [&'static Rule],
    workspace: Workspace,
    settings: &'a Settings,
}

/// A file and its findings.
pub(super) struct Judged {
    pub(super) file: Arc<File>,
    pub(super) found: Vec<Diagnostic>,
}

impl<'a> Ground<'a> {
    pub(super) fn new(rules: &'a [&'static Rule], workspace: &Workspace, settings: &'a Settings) -> Self {
        Self { rules, workspace: workspace.clone(), settings }
    }

    /// The findings in `file`.
    pub(super) fn check(&self, file: &File) -> Vec<Diagnostic> {
        check_with(self.rules, &self.workspace, file, self.settings)
    }

    /// Makes the edits of other files in the workspace; whether all of those that it has can take them and stay sound.
    pub(super) fn edit_others(&mut self, edits: &[Edit]) -> bool {
        let paths: BTreeSet<&Path> = edits.iter().filter_map(|edit| edit.path.as_deref()).collect();
        paths.into_iter().all(|path| {
            let Some(file) = self.workspace.file(path, Language::Compose) else { return true };
            let sorted = within(edits, Some(path));
            if !fit(&file.text, &sorted) {
                return false;
            }
            let edited = File::new(file.path.clone(), file.language(), &splice(&file.text, &sorted));
            let sound = sound(&file, &sorted, &edited);
            self.workspace.insert(Arc::new(edited));
            sound
        })
    }

    /// `file`, whose findings are `found`, with `edits`: `None` where that leaves it unsound, where less than `gone`
    /// findings of `rule` are gone, or where some rule has more errors than before.
    pub(super) fn attempt(
        &mut self,
        file: &File,
        found: &[Diagnostic],
        edits: &[Edit],
        (rule, gone): (&Rule, usize),
    ) -> Option<Judged> {
        let sorted = within(edits, None);
        if !fit(&file.text, &sorted) {
            return None;
        }
        let edited = Arc::new(File::new(file.path.clone(), file.language(), &splice(&file.text, &sorted)));
        if !sound(file, &sorted, &edited) {
            return None;
        }
        if self.workspace.get(&file.path).is_some() {
            self.workspace.insert(Arc::clone(&edited));
        }
        let left = self.check(&edited);
        let fewer = of_rule(&left, rule) + gone <= of_rule(found, rule);
        (fewer && !self.adds_errors(found, &left)).then_some(Judged { file: edited, found: left })
    }

    /// Whether some rule has more errors in `after` than in `before`.
    fn adds_errors(&self, before: &[Diagnostic], after: &[Diagnostic]) -> bool {
        let errors = |found: &[Diagnostic], rule: &Rule| {
            found.iter().filter(|one| one.severity == Severity::Error && one.rule == rule).count()
        };
        self.rules.iter().any(|rule| errors(after, rule) > errors(before, rule))
    }
}

fn of_rule(found: &[Diagnostic], rule: &Rule) -> usize {
    found.iter().filter(|diagnostic| diagnostic.rule == rule).count()
}
