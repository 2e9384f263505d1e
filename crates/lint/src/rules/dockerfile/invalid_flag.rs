//! `invalid-flag`: a flag is given twice, has no value, or one that it cannot take.

use longshore_model::instructions::{self, FlagKind};
use longshore_model::{duration, instructions::nearest};
use longshore_syntax::dockerfile::{Flag, Instruction, Keyword};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-flag",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for instruction in &context.dockerfile.syntax.instructions {
        if instruction.keyword == Keyword::Healthcheck && instruction.arguments.text.trim().eq_ignore_ascii_case("none")
        {
            continue;
        }
        for (index, flag) in instruction.flags.iter().enumerate() {
            let Some(known) = instructions::flag(instruction.keyword, &flag.name) else { continue };
            let twice = known.kind != FlagKind::List && is_repeated(instruction, index);
            let message =
                if twice { Some(format!("`--{}` may be given only once", flag.name)) } else { fault(known, flag) };
            found.extend(message.map(|message| finding(known, flag, message)));
        }
    }
    found
}

fn is_repeated(instruction: &Instruction, index: usize) -> bool {
    let name = &instruction.flags[index].name;
    instruction.flags.iter().take(index.min(MOST)).any(|other| other.name == *name)
}

/// So many flags before one are compared with it.
const MOST: usize = 100;

fn finding(known: &instructions::Flag, flag: &Flag, message: String) -> Diagnostic {
    let value = flag.value.as_ref();
    let span = value.filter(|value| !value.raw.is_empty()).map_or(flag.span, |value| value.span);
    let meant = value.and_then(|value| nearest(&value.raw, words(known).iter().copied()));
    let fix = meant.map(|meant| rename(Safety::Unsafe, span, meant));
    Diagnostic::new(&RULE, span, message).with_fixes([fix])
}

/// The only words that the flag takes; none where it takes others.
fn words(flag: &instructions::Flag) -> &'static [&'static str] {
    match flag.name {
        _ if flag.kind == FlagKind::Boolean => &["true", "false"],
        "network" => &["default", "none", "host"],
        "security" => &["sandbox", "insecure"],
        _ => &[],
    }
}

/// What is wrong with the value. What variables hide is not judged.
fn fault(known: &instructions::Flag, flag: &Flag) -> Option<String> {
    let name = known.name;
    let Some(value) = &flag.value else {
        return (known.kind != FlagKind::Boolean).then(|| format!("`--{name}` needs a value: `--{name}=…`"));
    };
    let raw = value.raw.as_str();
    if known.kind == FlagKind::Boolean && raw.is_empty() {
        return Some(format!("`--{name}=` needs `true` or `false`; without `=` it is `true`"));
    }
    let words = words(known);
    if !words.is_empty() {
        let case =
            |word: &&&str| if known.kind == FlagKind::Boolean { word.eq_ignore_ascii_case(raw) } else { **word == raw };
        let listed = words.iter().any(|word| case(&word));
        return (!listed).then(|| format!("`--{name}` takes `{}`, not `{raw}`", words.join("`, `")));
    }
    let value = value.known()?;
    match name {
        "interval" | "timeout" | "start-period" | "start-interval" => length(name, value),
        "retries" => {
            let count = value.parse::<i32>().ok().filter(|count| *count >= 0);
            (!value.is_empty() && count.is_none()).then(|| format!("`--retries` takes a number, not `{value}`"))
        }
        "chmod" if !is_mode(value) => {
            Some(format!("`--chmod` takes an octal mode such as `755`, or `u=rwx,go=rx`, not `{value}`"))
        }
        "platform" if !is_platform(value) => {
            Some(format!("`{value}` is no platform; write it like `linux/amd64` or `linux/arm/v7`"))
        }
        _ => None,
    }
}

/// The engine takes no duration below a millisecond but 0.
fn length(name: &str, value: &str) -> Option<String> {
    const LEAST: i64 = 1_000_000;
    match duration::nanoseconds(value) {
        _ if value.is_empty() => None,
        Some(0) => None,
        Some(length) if length >= LEAST => None,
        Some(_) => Some(format!("`--{name}` takes 0, or at least `1ms`, not `{value}`")),
        None => Some(format!("`--{name}` takes a duration such as `30s` or `1m30s`, not `{value}`")),
    }
}

/// An octal mode up to 7777, or clauses such as `u+x,go=rX`.
fn is_mode(text: &str) -> bool {
    let octal =
        text.bytes().all(|b| matches!(b, b'0'..=b'7')) && u32::from_str_radix(text, 8).is_ok_and(|mode| mode <= 0o7777);
    let clause = |clause: &str| {
        let rest = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        rest.starts_with(['+', '-', '=']) && rest.chars().all(|c| "+-=rwxXstugo".contains(c))
    };
    text.is_empty() || octal || text.split(',').all(clause)
}

/// Up to three parts of letters, digits, `.`, `_` and `-`; the system may carry its version in brackets.
fn is_platform(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let system = |part: &str| match part.split_once('(') {
        Some((name, version)) => plain(name) && version.ends_with(')'),
        None => plain(part),
    };
    let parts: Vec<&str> = text.split('/').collect();
    text.is_empty() || parts.len() <= 3 && system(parts[0]) && parts[1..].iter().all(|part| plain(part))
}

const DOCS: &str = r#"A flag is given twice, has no value, or one that it cannot take.

```dockerfile bad
FROM alpine:3.22
RUN --network=bridge apk add --no-cache curl
COPY --chmod=rwx app /app
HEALTHCHECK --interval=30 --retries=many CMD wget -q -O /dev/null http://localhost/
```

```dockerfile good
FROM alpine:3.22
RUN --network=host apk add --no-cache curl
COPY --chmod=755 --link app /app
HEALTHCHECK --interval=30s --retries=3 CMD wget -q -O /dev/null http://localhost/
```

A typing error in a value of which there are few is corrected:

```dockerfile bad
FROM alpine:3.22
RUN --network=nonee apk info
```

```dockerfile fixed
FROM alpine:3.22
RUN --network=none apk info
```
"#;
