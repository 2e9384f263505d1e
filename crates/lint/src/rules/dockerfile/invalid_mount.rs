//! `invalid-mount`: the options of a `RUN --mount` do not exist, or do not go together.

mod options;

use longshore_model::instructions::nearest;
use longshore_syntax::Span;
use longshore_syntax::dockerfile::Word;

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};
use options::{KEYS, Mount, TYPES};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-mount",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter();
    let flags = instructions.flat_map(|instruction| &instruction.flags).filter(|flag| flag.name == "mount");
    flags.filter_map(|flag| finding(flag.value.as_ref()?)).collect()
}

/// A defect of a mount: the part of its text that it is about, what is wrong, and what may be meant instead.
struct Fault {
    start: usize,
    end: usize,
    message: String,
    meant: Option<&'static str>,
}

fn finding(value: &Word) -> Option<Diagnostic> {
    let fault = fault(&value.raw)?;
    let verbatim = (value.outer.end - value.outer.start) as usize == value.raw.len();
    let place = Span::new(value.outer.start + fault.start as u32, value.outer.start + fault.end as u32);
    let span = if verbatim && !place.is_empty() { place } else { value.outer };
    let fix = fault.meant.filter(|_| verbatim).map(|meant| rename(Safety::Unsafe, span, meant));
    Some(Diagnostic::new(&RULE, span, fault.message).with_fixes([fix]))
}

/// The first thing that is wrong with a mount. What is quoted, and what variables hide, is not judged.
fn fault(text: &str) -> Option<Fault> {
    if text.contains('"') {
        return None;
    }
    let mut mount = Mount::default();
    let mut at = 0;
    for field in text.split(',') {
        if let Some(message) = mount.read(field) {
            let (key, value) = field.split_once('=').unwrap_or((field, ""));
            let meant = if !KEYS.contains(&key.to_ascii_lowercase().as_str()) {
                nearest(key, KEYS.iter().copied()).map(|meant| (at, at + key.len(), meant))
            } else if key.eq_ignore_ascii_case("type") {
                nearest(value, TYPES.iter().copied()).map(|meant| (at + key.len() + 1, at + field.len(), meant))
            } else {
                None
            };
            return Some(match meant {
                Some((start, end, meant)) => {
                    Fault { start, end, message: format!("{message}; did you mean `{meant}`?"), meant: Some(meant) }
                }
                None => Fault { start: at, end: at + field.len(), message, meant: None },
            });
        }
        at += field.len() + 1;
    }
    mount.together().map(|message| Fault { start: 0, end: text.len(), message, meant: None })
}

const DOCS: &str = r#"The options of a `RUN --mount` do not exist, or do not go together.

```dockerfile bad
FROM alpine:3.22
RUN --mount=type=cahce,target=/var/cache/apk apk add curl
RUN --mount=type=bind,target=/src,sharing=locked ls /src
RUN --mount=type=secret cat /run/secrets/token
```

```dockerfile good
FROM alpine:3.22
RUN --mount=type=cache,target=/var/cache/apk,sharing=locked apk add curl
RUN --mount=type=bind,target=/src,rw ls /src
RUN --mount=type=secret,id=token,required=true cat /run/secrets/token
RUN --mount=type=tmpfs,target=/tmp,size=64m true
RUN --mount=type=ssh,mode=0600 true
```

```dockerfile bad
FROM alpine:3.22
RUN --mount=type=cache,tagret=/var/cache/apk apk add curl
```

```dockerfile fixed
FROM alpine:3.22
RUN --mount=type=cache,target=/var/cache/apk apk add curl
```

| option | for |
|---|---|
| `type` | `bind`, which is the default, `cache`, `tmpfs`, `secret`, `ssh` |
| `target`, `dst`, `destination` | all |
| `source`, `src` | all but `tmpfs` |
| `from` | all but `secret`; without variables |
| `readonly`, `ro`, `readwrite`, `rw` | all |
| `id` | `cache`, `secret`, `ssh` |
| `sharing` | `cache`: `shared`, `private`, `locked` |
| `required` | `secret`, `ssh` |
| `mode`, `uid`, `gid` | `cache`, `secret`, `ssh` |
| `size` | `tmpfs` |
| `env` | `secret` |
"#;
