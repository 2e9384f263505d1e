//! `stage-cycle`: a stage needs itself.

use longshore_model::{Base, Dockerfile, Link};

use crate::{Check, Context, Diagnostic, Group, Rule, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "stage-cycle",
    aliases: &["DL3023", "DS006"],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// So many uses of later stages are followed in a file.
const MOST: usize = 100;

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let links = file.links();
    // Every cycle goes forward somewhere: what `FROM` names stands above it.
    let forward = links.iter().filter_map(|link| Some((link, link.target.filter(|target| *target >= link.stage)?)));
    let needs = needs(file, &links);
    let closing = forward.take(MOST).filter(|(link, target)| reaches(&needs, *target, link.stage));
    let findings = closing.map(|(link, target)| {
        let message = if target == link.stage {
            format!("the stage takes files from itself: `{}` is where this stands", link.name)
        } else {
            format!(
                "`{}` needs this stage, directly or through others, and this one needs it: none can be built",
                link.name
            )
        };
        Diagnostic::new(&RULE, link.span, message)
    });
    findings.collect()
}

/// The stages that each stage needs.
fn needs(file: &Dockerfile, links: &[Link]) -> Vec<Vec<usize>> {
    let base = |base: &Base| if let Base::Stage(parent) = base { vec![*parent] } else { Vec::new() };
    let mut needs: Vec<Vec<usize>> = file.stages.iter().map(|stage| base(&stage.base)).collect();
    for link in links {
        needs[link.stage].extend(link.target);
    }
    needs
}

/// Whether `from` is `to`, or needs it.
fn reaches(needs: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; needs.len()];
    let mut open = vec![from];
    while let Some(stage) = open.pop() {
        if stage == to {
            return true;
        }
        if !std::mem::replace(&mut seen[stage], true) {
            open.extend(&needs[stage]);
        }
    }
    false
}

const DOCS: &str = r#"A stage needs itself, directly or through other stages.

```dockerfile bad
FROM alpine:3.22 AS build
COPY --from=build /app /app
```

```dockerfile bad
FROM alpine:3.22 AS one
COPY --from=two /a /a

FROM alpine:3.22 AS two
COPY --from=one /b /b
```

```dockerfile good
FROM alpine:3.22 AS one
RUN touch /b

FROM alpine:3.22 AS two
COPY --from=one /b /b
```
"#;
