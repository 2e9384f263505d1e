//! Applies fixes: one, all of a rule, all of a file; and verifies them.

mod all;
mod difference;
mod sound;
#[cfg(test)]
mod tests;
mod trial;

use std::path::Path;

use longshore_model::{File, Workspace};

use crate::{Diagnostic, Edit, Fix, Rule, Safety, Settings, rules};
pub use difference::difference;
use trial::Ground;

/// Which fixes a fix-all takes.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'a> {
    /// Only this rule's, where given.
    pub rule: Option<&'a str>,
    /// Unsafe ones too.
    pub safety: Safety,
}

impl Selection<'_> {
    /// Whether fixes of `rule` are asked for.
    fn takes(self, rule: &Rule) -> bool {
        self.rule.is_none_or(|name| name.eq_ignore_ascii_case(rule.name))
    }

    /// Whether `fix` is as safe as asked for.
    fn allows(self, fix: &Fix) -> bool {
        fix.safety == Safety::Safe || self.safety == Safety::Unsafe
    }
}

/// `text` with the edits that belong to the file itself (those without a path) applied. Of edits that overlap, the
/// first one counts; insertions at one place come in the order given.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> String {
    splice(text, &within(edits, None))
}

/// The edits of the file at `path`, or of the file itself, in ascending order.
fn within<'a>(edits: &'a [Edit], path: Option<&Path>) -> Vec<&'a Edit> {
    let mut sorted: Vec<&Edit> = edits.iter().filter(|edit| edit.path.as_deref() == path).collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    sorted
}

/// `text` with `sorted` applied; what does not fit is left out.
fn splice(text: &str, sorted: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        let range = edit.span.range();
        if range.start < at || text.get(range.clone()).is_none() {
            continue;
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// Whether all of `sorted` lie in `text`, at the edges of characters, and none overlaps the next.
fn fit(text: &str, sorted: &[&Edit]) -> bool {
    let inside = sorted.iter().all(|edit| text.get(edit.span.range()).is_some());
    inside && sorted.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
}

/// The fixes of `diagnostic`, one of the findings `found` in `file`, that hold: the text stays sound outside what they
/// touch, there are fewer findings of the rule, and no rule has more errors than before. Edits of other files are
/// made in the workspace for that, as far as it has them.
#[must_use]
pub fn verified(
    workspace: &Workspace,
    file: &File,
    settings: &Settings,
    found: &[Diagnostic],
    diagnostic: &Diagnostic,
) -> Vec<Fix> {
    verified_with(rules::ALL, workspace, file, settings, found, diagnostic)
}

fn verified_with(
    rules: &[&'static Rule],
    workspace: &Workspace,
    file: &File,
    settings: &Settings,
    found: &[Diagnostic],
    diagnostic: &Diagnostic,
) -> Vec<Fix> {
    let holds = |fix: &&Fix| {
        let mut ground = Ground::new(rules, workspace, settings);
        ground.edit_others(&fix.edits) && ground.attempt(file, found, &fix.edits, (diagnostic.rule, 1)).is_some()
    };
    diagnostic.fixes.iter().filter(holds).cloned().collect()
}

/// Applies the preferred fixes of all findings, again and again until nothing changes, and gives the new text;
/// `None` where nothing changes. Fixes that edit other files are left alone. Rules are mended in the order of
/// [`rules::ALL`]: a rule is only begun once those before it have nothing left to mend.
#[must_use]
pub fn fix_all(workspace: &Workspace, file: &File, settings: &Settings, selection: Selection<'_>) -> Option<String> {
    all::fix_all(rules::ALL, workspace, file, settings, selection)
}
