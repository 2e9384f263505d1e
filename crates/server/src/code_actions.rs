//! Code actions: the fixes of findings, fix-all, suppressions and explanations.

use longshore_lint::fix::{self, Selection};
use longshore_lint::{Diagnostic, Edit, Safety, ignore_file, ignore_here, skip_check};
use longshore_model::Workspace;
use serde_json::{Value, json};
use tower_lsp::ls_types as lsp;

use crate::capabilities::Profile;
use crate::diagnostics::{Findings, rewrite};
use crate::files::{Files, Source};
use crate::{commands, convert, edits};

/// The kind of the action that applies all safe fixes, as editors run it on save.
pub(crate) const FIX_ALL: lsp::CodeActionKind = lsp::CodeActionKind::new("source.fixAll.longshore");

/// Whether the client can be given actions at all: as literals, or as commands that make it apply an edit.
pub(crate) const fn offered(profile: &Profile) -> bool {
    profile.literals || profile.apply_edit
}

/// What the actions of one document are made from.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'a> {
    /// What was found.
    pub(crate) findings: &'a Findings,
    /// The text it was found in.
    pub(crate) source: &'a Source,
    /// The other texts.
    pub(crate) files: Files<'a>,
    /// The client.
    pub(crate) profile: &'a Profile,
}

/// The actions for `params`. Without a finding in the range, and unless fix-all is asked for, this costs nothing to
/// speak of: clients ask at every move of the cursor.
pub(crate) fn actions(ground: Ground<'_>, params: &lsp::CodeActionParams) -> lsp::CodeActionResponse {
    let source = ground.source;
    let span = convert::span(&source.text, &source.lines, params.range, ground.profile.encoding);
    let found: Vec<usize> = (0..ground.findings.found.len())
        .filter(|&index| ground.findings.found.get(index).is_some_and(|found| found.span.overlaps(span)))
        .collect();
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if wanted(only, &lsp::CodeActionKind::QUICKFIX) {
        actions.extend(found.iter().flat_map(|&index| ground.fixes(index)));
        actions.extend(ground.rule_fixes(&found));
        actions.extend(found.iter().flat_map(|&index| ground.suppressions(index)));
        actions.extend(ground.explanations(&found));
    }
    // Unasked, it is left out where the client only wants to know whether to show a light bulb.
    let automatic = params.context.trigger_kind == Some(lsp::CodeActionTriggerKind::AUTOMATIC);
    if wanted(only, &FIX_ALL) && (only.is_some() || !automatic) {
        actions.extend(ground.fix_all());
    }
    if ground.profile.literals {
        return actions.into_iter().map(lsp::CodeActionOrCommand::CodeAction).collect();
    }
    actions.into_iter().filter_map(as_command).map(lsp::CodeActionOrCommand::Command).collect()
}

/// Whether the client wants `kind`: it names no kinds, or one that includes it.
fn wanted(only: Option<&[lsp::CodeActionKind]>, kind: &lsp::CodeActionKind) -> bool {
    let includes = |outer: &str| {
        let rest = kind.as_str().strip_prefix(outer);
        outer.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    only.is_none_or(|only| only.iter().any(|outer| includes(outer.as_str())))
}

/// The same as a command, for clients that know no literals.
fn as_command(action: lsp::CodeAction) -> Option<lsp::Command> {
    action.command.or_else(|| {
        let edit = serde_json::to_value(action.edit?).ok()?;
        Some(command(action.title, commands::APPLY, edit))
    })
}

fn command(title: String, command: &str, argument: Value) -> lsp::Command {
    lsp::Command { title, command: command.to_owned(), arguments: Some(vec![argument]) }
}

impl Ground<'_> {
    fn workspace(&self) -> &Workspace {
        self.files.workspace
    }

    /// An action that makes `edits`; it mends or silences the findings at `indices`.
    fn action(&self, title: String, indices: &[usize], edits: &[Edit]) -> Option<lsp::CodeAction> {
        if edits.is_empty() {
            return None;
        }
        let edit = edits::workspace_edit(edits, self.source, self.files, self.profile)?;
        let kind = Some(lsp::CodeActionKind::QUICKFIX);
        Some(lsp::CodeAction { title, kind, edit: Some(edit), diagnostics: self.shown(indices), ..Default::default() })
    }

    fn shown(&self, indices: &[usize]) -> Option<Vec<lsp::Diagnostic>> {
        let shown: Vec<_> = indices.iter().filter_map(|&index| self.findings.shown.get(index)).cloned().collect();
        Some(shown).filter(|shown| !shown.is_empty())
    }

    fn diagnostic(&self, index: usize) -> Option<&Diagnostic> {
        self.findings.found.get(index)
    }

    fn fixes(&self, index: usize) -> Vec<lsp::CodeAction> {
        let Some(diagnostic) = self.diagnostic(index) else { return Vec::new() };
        let Findings { file, settings, found, .. } = self.findings;
        let fixes = fix::verified(self.workspace(), file, settings, found, diagnostic).into_iter();
        let actions = fixes.filter_map(|fix| {
            let mut action = self.action(fix.title, &[index], &fix.edits)?;
            action.is_preferred = fix.preferred.then_some(true);
            Some(action)
        });
        actions.collect()
    }

    /// For each rule among the findings at `indices` that has more findings in the file: all of them at once.
    fn rule_fixes(&self, indices: &[usize]) -> Vec<lsp::CodeAction> {
        let actions = self.rules(indices).into_iter().filter_map(|rule| {
            let of_rule = |&index: &usize| self.diagnostic(index).is_some_and(|found| found.rule.name == rule);
            let all: Vec<usize> = (0..self.findings.found.len()).filter(of_rule).collect();
            if all.len() < 2 {
                return None;
            }
            let edits =
                rewrite(self.findings, self.workspace(), Selection { rule: Some(rule), safety: Safety::Unsafe });
            self.action(format!("Fix all `{rule}` in this file"), &all, &edits)
        });
        actions.collect()
    }

    fn suppressions(&self, index: usize) -> Vec<lsp::CodeAction> {
        let Some(diagnostic) = self.diagnostic(index) else { return Vec::new() };
        let name = diagnostic.rule.name;
        let file = &self.findings.file;
        let here = (format!("Ignore `{name}` here"), ignore_here(file, diagnostic));
        let whole = (format!("Ignore `{name}` in this file"), ignore_file(file, diagnostic));
        let skip = skip_check(file, diagnostic)
            .map(|(check, edit)| (format!("Skip `{check}` in this file, in builds too (`# check=skip`)"), Some(edit)));
        let all = [here, whole].into_iter().chain(skip);
        all.filter_map(|(title, edit)| self.action(title, &[index], &[edit?])).collect()
    }

    fn explanations(&self, indices: &[usize]) -> Vec<lsp::CodeAction> {
        let explain = |rule: &str| {
            let title = format!("Explain `{rule}`");
            let command = command(title.clone(), commands::EXPLAIN, json!(rule));
            let kind = Some(lsp::CodeActionKind::QUICKFIX);
            lsp::CodeAction { title, kind, command: Some(command), ..Default::default() }
        };
        self.rules(indices).into_iter().map(explain).collect()
    }

    fn fix_all(&self) -> Option<lsp::CodeAction> {
        let safe = |found: &Diagnostic| found.fixes.iter().any(|fix| fix.safety == Safety::Safe);
        if !self.findings.found.iter().any(safe) {
            return None;
        }
        let edits = self.findings.fix_all(self.workspace());
        let mut action = self.action("Fix all that is safe to fix".to_owned(), &[], edits)?;
        action.kind = Some(FIX_ALL);
        Some(action)
    }

    /// The rules of the findings at `indices`, each once, in their order.
    fn rules(&self, indices: &[usize]) -> Vec<&'static str> {
        let mut rules = Vec::new();
        for name in indices.iter().filter_map(|&index| self.diagnostic(index)).map(|found| found.rule.name) {
            if !rules.contains(&name) {
                rules.push(name);
            }
        }
        rules
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_include_what_is_below_them() {
        let wants = |only: &[&'static str], kind: &lsp::CodeActionKind| {
            let only: Vec<_> = only.iter().map(|&kind| lsp::CodeActionKind::new(kind)).collect();
            wanted(Some(&only), kind)
        };
        assert!(wanted(None, &FIX_ALL));
        assert!(wants(&[""], &FIX_ALL));
        assert!(wants(&["refactor", "source"], &FIX_ALL));
        assert!(wants(&["source.fixAll"], &FIX_ALL));
        assert!(!wants(&["source.fixAll.longshor"], &FIX_ALL));
        assert!(!wants(&["source.fixAll.longshore.x"], &FIX_ALL));
        assert!(!wants(&["source"], &lsp::CodeActionKind::QUICKFIX));
        assert!(!wants(&[], &lsp::CodeActionKind::QUICKFIX));
    }
}
