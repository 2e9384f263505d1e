//! What a `check` directive at the top of a file asks for besides skipping rules.

use longshore_syntax::dockerfile::Dockerfile;

use crate::Rule;

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
    let directive = file.directives.iter().find(|directive| directive.name == "check")?;
    let fields = directive.value.split_whitespace().next()?.split(';');
    let mut pairs = fields.filter_map(|field| field.split_once('='));
    pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
