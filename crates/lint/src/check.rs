//! Runs the rules over a file.

use std::collections::HashMap;

use longshore_model::compose::faults;
use longshore_model::{Content, File, Frontend, State, Workspace, patterns};

use crate::rule::Way;
use crate::{ComposeContext, Context, Diagnostic, Group, Rule, Severity, rules, suppress};

/// What holds for rules about which nothing else is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// What is worth being told in every project.
    #[default]
    Recommended,
    /// All there is: rules of style too, and nothing less than a warning.
    Strict,
}

/// What users configure about rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Severity by rule name; `None` turns the rule off.
    pub rules: HashMap<&'static str, Option<Severity>>,
    /// Severity by group name, where no rule says otherwise; `None` turns the group off.
    pub groups: HashMap<&'static str, Option<Severity>>,
    /// What holds for all others.
    pub preset: Preset,
}

impl Settings {
    /// What `rule` reports instead of `severity`; `None` where it is off.
    #[must_use]
    pub fn severity(&self, rule: &Rule, severity: Severity) -> Option<Severity> {
        let group: fn(Group) -> &'static str = Group::name;
        let configured = self.rules.get(rule.name).or_else(|| self.groups.get(group(rule.group)));
        configured.copied().unwrap_or(match self.preset {
            Preset::Recommended => rule.group.is_on().then_some(severity),
            Preset::Strict => Some(severity.max(Severity::Warning)),
        })
    }

    /// These, where nothing is judged but by the rules that `wanted` names: they are on whatever their group, and all
    /// others are off.
    #[must_use]
    pub fn only(mut self, wanted: impl Fn(&Rule) -> bool) -> Self {
        for rule in rules::ALL {
            if !wanted(rule) {
                self.rules.insert(rule.name, None);
            } else if !rule.group.is_on() && !self.is_on(rule) {
                self.rules.insert(rule.name, Some(rule.severity));
            }
        }
        self
    }

    /// Whether `rule` reports anything.
    #[must_use]
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.severity(rule, rule.severity).is_some()
    }
}

/// All findings in `file`, as it stands in `workspace`, ordered by place; suppressed ones are left out.
#[must_use]
pub fn check(workspace: &Workspace, file: &File, settings: &Settings) -> Vec<Diagnostic> {
    check_with(rules::ALL, workspace, file, settings)
}

/// [`check`] with other rules than all; tests bring their own.
pub(crate) fn check_with(
    rules: &[&'static Rule],
    workspace: &Workspace,
    file: &File,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let rules: Vec<&'static Rule> = rules.iter().copied().filter(|rule| settings.is_on(rule)).collect();
    let mut found = all(&rules, workspace, file, settings);
    found.retain_mut(|diagnostic| match settings.severity(diagnostic.rule, diagnostic.severity) {
        Some(severity) => {
            diagnostic.severity = severity;
            true
        }
        None => false,
    });
    let suppressions = suppress::Suppressions::of(file);
    found.retain(|diagnostic| !suppressions.cover(diagnostic));
    found.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    found
}

/// What `rules` find, in their order.
fn all(rules: &[&'static Rule], workspace: &Workspace, file: &File, settings: &Settings) -> Vec<Diagnostic> {
    match &file.content {
        Content::Dockerfile(dockerfile) => {
            let state = State::derive(workspace, file, dockerfile);
            let context = Context { file, dockerfile, state: &state, workspace, settings };
            // What a custom frontend refuses, nobody knows.
            let custom = Frontend::of(&dockerfile.syntax).is_custom();
            let known = rules.iter().filter(|rule| !(custom && rule.group == Group::Error));
            let mut found: Vec<Diagnostic> = known.flat_map(|rule| rule.check.dockerfile(&context)).collect();
            if suppress::makes_errors(&dockerfile.syntax) {
                let checks = found.iter_mut().filter(|diagnostic| diagnostic.rule.group == Group::Build);
                checks.for_each(|diagnostic| diagnostic.severity = Severity::Error);
            }
            found
        }
        Content::Compose(compose) => {
            let ways = Way::all(workspace, file);
            let development = patterns::development_file(workspace.relative(&file.path));
            let facts = ways.first().map(|way| way.facts(workspace, file)).unwrap_or_default();
            let faults = faults(&compose.yaml);
            let context = ComposeContext {
                file,
                compose,
                ways: &ways,
                facts: &facts,
                faults: &faults,
                development,
                workspace,
                settings,
            };
            rules.iter().flat_map(|rule| rule.check.compose(&context)).collect()
        }
    }
}
