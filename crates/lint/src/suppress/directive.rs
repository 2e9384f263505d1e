//! The `check` directive at the top of a file: what it asks for besides skipping rules, and how one more is skipped.

use longshore_model::{Content, File};
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Directive, Dockerfile};

use super::dockerfile::behind_directives;
use super::{line_end, mark_length};
use crate::{Diagnostic, Edit, Group, Rule};

/// The edit by which the engine's builds skip the check of `diagnostic` too, with the engine's name of it: in the `check`
/// directive of the file, or in a new one. `None` where the engine has no such check, or reads no directive there.
#[must_use]
pub fn skip_check(file: &File, diagnostic: &Diagnostic) -> Option<(&'static str, Edit)> {
    let Content::Dockerfile(dockerfile) = &file.content else { return None };
    let name = diagnostic.rule.aliases.first().filter(|_| diagnostic.rule.group == Group::Build)?;
    let edit = |at: u32, text: String| Some((*name, Edit { path: None, span: Span::empty(at), text }));
    if let Some(directive) = check(&dockerfile.syntax) {
        let start = directive.value_span.start;
        let value = directive.value.split_whitespace().next().unwrap_or_default();
        let skip = value.split(';').find(|field| field.trim_start().to_ascii_lowercase().starts_with("skip="));
        return match skip.and_then(|field| Some((value.find(field)? + field.len(), field))) {
            Some((_, field)) if field.ends_with('=') => edit(start, format!("skip={name};")),
            Some((end, _)) => edit(start + end as u32, format!(",{name}")),
            None => edit(start, format!("skip={name};")),
        };
    }
    let begins = file.text.get(mark_length(&file.text) as usize..).unwrap_or_default();
    let at = behind_directives(&file.text, dockerfile);
    let own_line = at == mark_length(&file.text) || file.text.get(..at as usize)?.ends_with('\n');
    if begins.starts_with("#!") || !own_line {
        return None;
    }
    edit(at, format!("# check=skip={name}{}", line_end(&file.text)))
}

fn check(file: &Dockerfile) -> Option<&Directive> {
    file.directives.iter().find(|directive| directive.name == "check")
}

/// Whether the directive turns on `rule`, which is experimental.
pub(crate) fn experimental(file: &Dockerfile, rule: &Rule) -> bool {
    let named = |word: &str| {
        let same = |name: &str| name.eq_ignore_ascii_case(word.trim());
        same("all") || same(rule.name) || rule.aliases.iter().any(|alias| same(alias))
    };
    field(file, "experimental").is_some_and(|value| value.split(',').any(named))
}

/// Whether findings of the engine's own checks fail the build.
pub(crate) fn makes_errors(file: &Dockerfile) -> bool {
    field(file, "error").is_some_and(|value| value.trim().eq_ignore_ascii_case("true"))
}

/// The value of the field of that name; the value of the directive ends with the first blank.
fn field<'f>(file: &'f Dockerfile, name: &str) -> Option<&'f str> {
    let fields = check(file)?.value.split_whitespace().next()?.split(';');
    let mut pairs = fields.filter_map(|field| field.split_once('='));
    pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
