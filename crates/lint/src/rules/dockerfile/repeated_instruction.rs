//! `repeated-instruction`: a second `CMD`, `ENTRYPOINT` or `HEALTHCHECK` makes the first one void.

use longshore_syntax::dockerfile::Keyword;

use crate::remedy::{delete_lines, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "repeated-instruction",
    aliases: &["MultipleInstructionsDisallowed", "DL4003", "DL4004", "DL3012", "DS007", "DS016", "DS023"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for stage in &file.stages {
        for keyword in [Keyword::Cmd, Keyword::Entrypoint, Keyword::Healthcheck] {
            let mut earlier = None;
            for at in stage.instructions.clone().filter(|&at| file.instruction(at).keyword == keyword) {
                let later = file.instruction(at);
                if let Some(void) = earlier.replace(later) {
                    let name = keyword.name();
                    let message =
                        format!("this `{name}` has no effect: a later one in the stage replaces it; remove it");
                    let edits = vec![delete_lines(context.file, void.span)];
                    let fix = rewrite(format!("Remove the `{name}` without effect"), Safety::Safe, edits);
                    let diagnostic = Diagnostic::new(&RULE, void.keyword_span, message).with_fixes([Some(fix)]);
                    found.push(diagnostic.with_related(later.keyword_span, "the one that replaces it"));
                }
            }
        }
    }
    found
}

const DOCS: &str = r#"Of several `CMD`, `ENTRYPOINT` or `HEALTHCHECK` in a stage only the last one counts.

The engine drops the earlier ones without a word, so whoever reads or changes them is misled.

```dockerfile bad
FROM node:22-slim
CMD ["npm", "start"]
COPY . .
CMD ["node", "server.js"]
```

```dockerfile fixed
FROM node:22-slim
COPY . .
CMD ["node", "server.js"]
```

## What is silent

What another stage sets, which may well be replaced.

```dockerfile good
FROM node:22-slim AS base
CMD ["npm", "start"]

FROM base
CMD ["node", "server.js"]
```

## Deciding against it

Put `# check=skip=MultipleInstructionsDisallowed` or `# longshore ignore=repeated-instruction` above the instruction.
Suppressions of hadolint's `DL4003`, `DL4004` and `DL3012` are respected.
"#;
