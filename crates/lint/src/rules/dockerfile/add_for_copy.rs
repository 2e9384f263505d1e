//! `add-for-copy`: `ADD` does what `COPY` says more clearly.

use longshore_syntax::dockerfile::{Body, Copy, Instruction, Keyword, Word};

use crate::remedy::rename;
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "add-for-copy",
    aliases: &["DL3020"],
    group: Group::Style,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// How names of archives end that `ADD` unpacks.
/// Source: the reference of Dockerfiles, `ADD`.
const ARCHIVES: &[&str] = &[".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".xz", ".txz", ".zst", ".tzst"];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter().map(|instruction| instruction.inner());
    let adds = instructions.filter(|instruction| instruction.keyword == Keyword::Add);
    let plain = adds.filter(|instruction| matches!(&instruction.body, Body::Copy(copy) if is_plain(instruction, copy)));
    plain.map(|instruction| finding(context, instruction)).collect()
}

/// Whether nothing is fetched, and nothing unpacked as far as names tell; flags that only `ADD` knows ask for that.
fn is_plain(instruction: &Instruction, copy: &Copy) -> bool {
    let only_add = ["checksum", "keep-git-dir", "unpack"];
    let sources = copy.sources.iter().map(|word| word.raw.as_str());
    !copy.sources.is_empty()
        && copy.destination.is_some()
        && !instruction.flags.iter().any(|flag| only_add.contains(&flag.name.as_str()))
        && !copy.sources.iter().any(|word: &Word| word.raw.contains('$'))
        && !sources.into_iter().any(|source| is_fetched(source) || is_archive(source))
}

fn is_fetched(source: &str) -> bool {
    source.contains("://") || source.starts_with("git@")
}

/// Whether it is an archive, or one may be among what a pattern finds.
fn is_archive(source: &str) -> bool {
    let name = source.to_ascii_lowercase();
    ARCHIVES.iter().any(|ending| name.ends_with(ending)) || name.ends_with('*')
}

fn finding(context: &Context<'_>, instruction: &Instruction) -> Diagnostic {
    let lower = instruction.keyword_span.text(&context.file.text).starts_with('a');
    let written = if lower { "copy" } else { "COPY" };
    let message = "`ADD` also fetches addresses and unpacks archives, and does neither here; write `COPY`".to_owned();
    let fix = rename(Safety::Unsafe, instruction.keyword_span, written);
    Diagnostic::new(&RULE, instruction.keyword_span, message).with_fixes([Some(fix)])
}

const DOCS: &str = r#"`ADD` does what `COPY` says more clearly.

`ADD` fetches what is an address, and unpacks what is an archive, whatever it is called. Where neither is meant, `COPY`
says so, and a file that becomes an archive one day stays a file.

```dockerfile bad
FROM node:22-slim
ADD package.json /app/
```

```dockerfile fixed
FROM node:22-slim
COPY package.json /app/
```

```dockerfile good
FROM debian:13-slim
ADD rootfs.tar.xz /
ADD https://example.org/tool /usr/local/bin/tool
ADD --unpack=true bundle /srv/
```

Silent: archives and addresses, sources with a variable or a pattern at their end, and flags that only `ADD` knows.
"#;
