//! `invalid-directive`: a parser directive that the engine refuses.

use std::collections::HashSet;

use longshore_model::instructions::nearest;
use longshore_syntax::dockerfile::Directive;

use crate::{Check, Context, Diagnostic, Group, Rule, Severity, rules};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-directive",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for directive in &context.dockerfile.syntax.directives {
        let name = directive.name.as_str();
        if !seen.insert(name) {
            found.push(Diagnostic::new(&RULE, directive.span, format!("the directive `{name}` may stand only once")));
        } else if name == "escape" && !matches!(directive.value.as_str(), "\\" | "`") {
            let message = format!("`{}` cannot be the escape character; only `\\` and `` ` `` can", directive.value);
            found.push(Diagnostic::new(&RULE, directive.value_span, message));
        } else if name == "check" {
            found.extend(option(directive));
        }
    }
    found
}

/// The first part of a `check` directive that the engine does not understand, or that names no check.
fn option(directive: &Directive) -> Option<Diagnostic> {
    let value = directive.value.split_whitespace().next()?;
    let error = |message: String| Some(Diagnostic::new(&RULE, directive.value_span, message));
    for part in value.splitn(3, ';') {
        let Some((key, value)) = part.split_once('=') else {
            return error(format!("`{part}` needs a value: `skip=…`, `experimental=…` or `error=true`"));
        };
        let named = match key.trim() {
            "error" if !is_boolean(value.trim()) => {
                return error(format!("`error` is `true` or `false`, not `{value}`"));
            }
            "error" => continue,
            "skip" | "experimental" => value.split(',').map(str::trim),
            other => return error(format!("there is no option `{other}`, only `skip`, `experimental` and `error`")),
        };
        let mut unknown = named.filter(|name| *name != "all" && !name.is_empty() && rules::find(name).is_none());
        if let Some(name) = unknown.next() {
            let names =
                rules::ALL.iter().filter(|rule| rule.group == Group::Build).flat_map(|rule| rule.aliases.first());
            let way = nearest(name, names.copied()).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            let diagnostic = error(format!("there is no check `{name}`{way}"))?;
            return Some(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
    }
    None
}

/// What Go reads as a boolean.
fn is_boolean(text: &str) -> bool {
    matches!(text, "1" | "t" | "T" | "true" | "TRUE" | "True" | "0" | "f" | "F" | "false" | "FALSE" | "False")
}

const DOCS: &str = r#"A parser directive is refused.

Directives stand at the top, before everything else, each at most once: `# syntax=` with the image of the frontend,
`# escape=` with a backslash or a backtick, and `# check=` with `skip=`, `experimental=` and `error=`.

```dockerfile bad
# escape=^
# check=ignore=all
FROM alpine:3.22
```

```dockerfile good
# syntax=docker/dockerfile:1
# escape=`
# check=skip=JSONArgsRecommended;error=true
FROM alpine:3.22
```

A check that does not exist is a warning.

```dockerfile bad
# check=skip=JSONArgRecommended
FROM alpine:3.22
```
"#;
