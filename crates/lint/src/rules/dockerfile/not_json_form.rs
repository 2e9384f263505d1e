//! `not-json-form`: what looks like a JSON array is none, so it means something else.

use longshore_model::json::{self, Array};
use longshore_syntax::Logical;
use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "not-json-form",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let findings = instructions.filter_map(|instruction| {
        let inner = instruction.inner();
        let (text, becomes) = meant(inner)?;
        let name = inner.keyword.name();
        let message = format!(
            "this is no JSON array of strings, so `{name}` takes it {becomes}; put every word in double quotes, with \
             commas between them"
        );
        Some(Diagnostic::new(&RULE, text.whole(), message).with_fixes([fix(context, text)]))
    });
    findings.collect()
}

/// The text that begins like an array and is none, and what the engine makes of it.
fn meant(instruction: &Instruction) -> Option<(&Logical, &'static str)> {
    let (text, becomes) = match (&instruction.body, instruction.keyword) {
        (Body::Healthcheck(Some(Command::Shell(shell))), _) => (&shell.text, "for a shell's command"),
        (Body::Run(Command::Shell(_)) | Body::Cmd(Command::Shell(_)) | Body::Entrypoint(Command::Shell(_)), _) => {
            (&instruction.arguments, "for a shell's command")
        }
        (_, Keyword::Volume | Keyword::Copy | Keyword::Add) => (&instruction.arguments, "word by word"),
        _ => return None,
    };
    // `[ -f x ]` is a test; no test has a quote right behind the bracket.
    let rest = text.text.strip_prefix('[')?;
    let quoted = rest.trim_start().starts_with(['"', '\'', '“', '‘']);
    let test = instruction.keyword == Keyword::Run && rest.starts_with([' ', '\t']);
    (quoted && !test && json::array(&text.text).is_none()).then_some((text, becomes))
}

/// Double quotes for single and curly ones, and no comma behind the last string, where that makes an array.
fn fix(context: &Context<'_>, text: &Logical) -> Option<Fix> {
    let whole = text.whole();
    let raw = whole.text(&context.file.text);
    let quotes = ['\'', '“', '”', '‘', '’'];
    let straight = if raw.contains(quotes) && raw.contains('"') { raw.to_owned() } else { raw.replace(quotes, "\"") };
    let mended = match straight.trim_end().strip_suffix(']').map(str::trim_end).and_then(|rest| rest.strip_suffix(','))
    {
        Some(rest) => format!("{rest}]"),
        None => straight,
    };
    let array = json::array(&mended) == Some(Array::Strings);
    array.then(|| rewrite(format!("Write `{mended}`"), Safety::Unsafe, vec![put(whole, mended)]))
}

const DOCS: &str = r#"What looks like a JSON array is none.

The engine then takes it for plain text: `CMD ['node']` runs a shell that looks for a program called `[node]`, and
`COPY ['a', 'b']` copies a file called `['a',`. JSON knows double quotes only, and no comma behind the last string.

```dockerfile bad
FROM node:22-slim
COPY ["package.json", "./",]
CMD ['node', 'server.js']
```

```dockerfile fixed
FROM node:22-slim
COPY ["package.json", "./"]
CMD ["node", "server.js"]
```

## What is silent

Tests, which begin with a bracket too.

```dockerfile good
FROM node:22-slim
RUN [ -f package.json ] && npm ci
CMD ["node", "server.js"]
```

## Deciding against it

Put `# longshore ignore=not-json-form` above the instruction.
"#;
