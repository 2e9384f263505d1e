//! `undefined-from-argument`: `FROM` uses an argument that is not declared before it.

use longshore_model::Globals;
use longshore_model::instructions::nearest;
use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Instruction, Variable};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undefined-from-argument",
    aliases: &["UndefinedArgInFrom"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let globals = context.dockerfile.globals();
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        let unknown = variables(instruction).into_iter().filter(|variable| !globals.declares(&variable.name));
        found.extend(unknown.map(|variable| finding(context, &globals, variable)));
    }
    found
}

/// The variables in a `FROM`.
fn variables(instruction: &Instruction) -> Vec<&Variable> {
    let Body::From(from) = &instruction.body else { return Vec::new() };
    let platform = instruction.flag("platform").and_then(|flag| flag.value.as_ref());
    platform.into_iter().chain(&from.image).flat_map(|word| word.variables()).collect()
}

fn finding(context: &Context<'_>, globals: &Globals<'_>, variable: &Variable) -> Diagnostic {
    let name = &variable.name;
    let meant = nearest(name, globals.names());
    let hidden = context.dockerfile.default_in_stage(name);
    let way = match meant {
        Some(meant) => format!("; `{meant}` is"),
        None if hidden.is_some() => "; move its `ARG` there".to_owned(),
        None => format!("; declare it with `ARG {name}`"),
    };
    let message = format!("`FROM` sees only arguments that stand before the first `FROM`, and `{name}` is none{way}");
    let fix = meant.and_then(|meant| {
        let written = variable.span.text(&context.file.text);
        let at = variable.span.start + written.find(name.as_str())? as u32;
        let edit = put(Span::new(at, at + name.len() as u32), meant);
        Some(rewrite(format!("Use `{meant}`"), Safety::Unsafe, vec![edit]))
    });
    let finding = Diagnostic::new(&RULE, variable.span, message).with_fixes([fix]);
    match hidden {
        Some(place) => finding.with_related(place, "this default counts in its stage only"),
        None => finding,
    }
}

const DOCS: &str = r#"`FROM` uses an argument that does not exist there.

Only arguments that are declared before the first `FROM`, and those that tell the platforms, are known in it. All others
are empty, so that another image is built on, or the build fails.

```dockerfile bad
ARG GO_VERSION=1.25
FROM golang:${GOVERSION}
```

```dockerfile fixed
ARG GO_VERSION=1.25
FROM golang:${GO_VERSION}
```

```dockerfile good
ARG GO_VERSION=1.25
FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}
```

## Deciding against it

Put `# check=skip=UndefinedArgInFrom` or `# longshore ignore=undefined-from-argument` above the instruction.
"#;
