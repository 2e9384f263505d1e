//! Mends a whole file: pass after pass, one rule after the other, until nothing is left that can be mended.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use longshore_model::{Content, File, Workspace};
use longshore_syntax::Span;

use super::Selection;
use super::trial::{Ground, Judged};
use crate::{Diagnostic, Edit, Fix, Rule, Settings};

/// After so many passes a file is left as it is, better than it was.
const PASSES: usize = 100;

/// What tells a finding from others across passes: rule, message, and which one of those that say the same.
type Key = (&'static str, String, usize);

/// The state of one fix-all.
struct Run<'a> {
    rules: &'a [&'static Rule],
    selection: Selection<'a>,
    /// Findings whose fix did not help.
    refused: HashSet<Key>,
    /// The texts that were there already, so that fixes which undo each other come to an end.
    seen: HashSet<Arc<str>>,
    /// Whether several fixes are made in one pass: not while the one is searched that spoils the others.
    together: bool,
}

/// A fix of a finding.
struct Choice<'d> {
    key: Key,
    rule: &'static Rule,
    fix: &'d Fix,
}

/// See [`super::fix_all`].
pub(super) fn fix_all(
    rules: &[&'static Rule],
    workspace: &Workspace,
    file: &File,
    settings: &Settings,
    selection: Selection<'_>,
) -> Option<String> {
    let mut ground = Ground::new(rules, workspace, settings);
    let seen = HashSet::from([Arc::clone(&file.text)]);
    let mut run = Run { rules, selection, refused: HashSet::new(), seen, together: true };
    let mut found = ground.check(file);
    let mut current: Option<Arc<File>> = None;
    for _ in 0..PASSES {
        let here = current.as_deref().unwrap_or(file);
        let choices = run.choose(here, &found);
        if choices.is_empty() {
            break;
        }
        if let Some(better) = run.attempt(&mut ground, here, &found, &choices) {
            (current, found) = (Some(better.file), better.found);
        }
    }
    current.map(|file| file.text.to_string())
}

impl<'a> Run<'a> {
    /// The fixes of the next pass: those of the first rule that has any left, as far as they keep out of each other's
    /// way.
    fn choose<'d>(&self, file: &File, found: &'d [Diagnostic]) -> Vec<Choice<'d>> {
        let keys = keys(found);
        let open = |rule: &'static Rule| {
            let own = found.iter().zip(&keys).filter(move |(diagnostic, _)| diagnostic.rule == rule);
            own.filter(|(_, key)| !self.refused.contains(key)).filter_map(|(diagnostic, key)| {
                let fix = self.fix(diagnostic)?;
                Some(Choice { key: key.clone(), rule: diagnostic.rule, fix })
            })
        };
        let mut rules = self.rules.iter().copied().filter(|rule| self.selection.takes(rule));
        let first = rules.find_map(|rule| Some(open(rule).collect::<Vec<_>>()).filter(|open| !open.is_empty()));
        let mut choices = apart(file, first.unwrap_or_default());
        if !self.together {
            choices.truncate(1);
        }
        choices
    }

    /// The fix that the selection takes: the preferred one where it allows that, else the first.
    fn fix<'d>(&self, diagnostic: &'d Diagnostic) -> Option<&'d Fix> {
        let own = |fix: &&Fix| !fix.edits.is_empty() && fix.edits.iter().all(|edit| edit.path.is_none());
        let allowed = || diagnostic.fixes.iter().filter(own).filter(|fix| self.selection.allows(fix));
        allowed().find(|fix| fix.preferred).or_else(|| allowed().next())
    }

    /// Makes the fixes together. Where that does not help, they are made one by one in the next passes, until the one
    /// that spoils the others is found.
    fn attempt(
        &mut self,
        ground: &mut Ground<'a>,
        file: &File,
        found: &[Diagnostic],
        choices: &[Choice<'_>],
    ) -> Option<Judged> {
        let edits: Vec<Edit> = choices.iter().flat_map(|choice| choice.fix.edits.iter().cloned()).collect();
        let rule = choices.first()?.rule;
        let better = ground.attempt(file, found, &edits, (rule, choices.len()));
        let better = better.filter(|better| self.seen.insert(Arc::clone(&better.file.text)));
        if better.is_none() {
            self.together = choices.len() == 1;
            if let [choice] = choices {
                self.refused.insert(choice.key.clone());
            }
        }
        better
    }
}

/// The key of each finding, in the same order.
fn keys(found: &[Diagnostic]) -> Vec<Key> {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::new();
    let keys = found.iter().map(|diagnostic| {
        let count = counts.entry((diagnostic.rule.name, &diagnostic.message)).or_default();
        *count += 1;
        (diagnostic.rule.name, diagnostic.message.clone(), *count)
    });
    keys.collect()
}

/// Those of `choices` that touch neither the text nor the instructions that one before them touches.
fn apart<'d>(file: &File, choices: Vec<Choice<'d>>) -> Vec<Choice<'d>> {
    let mut touched: Vec<Span> = Vec::new();
    let free = choices.into_iter().filter(|choice| {
        let reach: Vec<Span> = choice.fix.edits.iter().map(|edit| instructions_at(file, edit.span)).collect();
        let free = !reach.iter().any(|one| touched.iter().any(|other| one.overlaps(*other)));
        if free {
            touched.extend(reach);
        }
        free
    });
    free.collect()
}

/// `span` together with all instructions that share a byte with it, or that it is an insertion at the edge of. In a
/// compose file with its neighbours: who takes the last entry away takes its key, too.
fn instructions_at(file: &File, span: Span) -> Span {
    let Content::Dockerfile(dockerfile) = &file.content else {
        return Span::new(span.start.saturating_sub(1), span.end.saturating_add(1));
    };
    let spans = dockerfile.syntax.instructions.iter().map(|instruction| instruction.span);
    spans.filter(|one| one.overlaps(span)).fold(span, Span::join)
}
