//! `doubtful-value`: text with which the engine reads the file, and fails later or ignores it.

use longshore_model::compose::keys::Format;
use longshore_model::compose::{Fault, FaultKind};
use longshore_model::instructions::nearest;
use longshore_model::signal;
use longshore_syntax::yaml::Node;

use crate::remedy::rename;
use crate::rules::words::{code, inner, place};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "doubtful-value",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    let odd = context.faults().filter_map(|fault| match fault.kind {
        FaultKind::Odd(node, format) if format != Format::Command => Some(finding(context, fault, node, format)),
        _ => None,
    });
    odd.collect()
}

fn finding(context: &ComposeContext<'_>, fault: &Fault<'_>, node: &Node, format: Format) -> Diagnostic {
    let written = node.as_str().unwrap_or_default();
    let meant = meant(written, format);
    let way = match &meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => wanted(format),
    };
    let message = format!("`{written}` does not fit {}: {way}", place(fault.at));
    Diagnostic::new(&RULE, fault.span, message).with_fixes([fix(context, node, meant)])
}

fn fix(context: &ComposeContext<'_>, node: &Node, meant: Option<String>) -> Option<Fix> {
    Some(rename(Safety::Unsafe, inner(node, &context.file.text)?, &meant?))
}

/// The word that is most likely meant.
fn meant(written: &str, format: Format) -> Option<String> {
    let words = format.words().iter().copied();
    match format {
        Format::Signal => {
            let names: Vec<String> = signal::names().collect();
            nearest(written, names.iter().map(String::as_str)).map(str::to_owned)
        }
        Format::Image => {
            let lower = written.to_ascii_lowercase();
            (lower != written && format.judge(&lower) == longshore_model::compose::keys::Verdict::Fine).then_some(lower)
        }
        // `"no"` needs quotes, which stand there already or not.
        Format::Restart => nearest(written, words.filter(|word| *word != "no")).map(str::to_owned),
        _ => nearest(written, words).map(str::to_owned),
    }
}

fn wanted(format: Format) -> String {
    let text = match format {
        Format::Signal => "there is no such signal",
        Format::ContainerName => "the engine takes names of letters, digits, `_`, `.` and `-`",
        Format::ProjectName => "the engine takes away everything but lower-case letters, digits, `-` and `_`",
        Format::Image => "the engine takes no such image reference",
        Format::Platform => "a platform is written such as `linux/amd64`",
        Format::Port | Format::HostPort | Format::Exposed => "ports are numbers from 0 to 65535, or ranges of them",
        Format::Address | Format::HostAddress => "it must be an IP address",
        Format::Subnet => "it must be a range of addresses such as `172.28.0.0/16`",
        Format::MacAddress => "it must be six pairs of digits such as `02:42:ac:11:65:43`",
        Format::Mount => "the engine ignores options that it does not know",
        _ => return format!("it is {}", code(format.words())),
    };
    text.to_owned()
}

const DOCS: &str = r#"Text with which the engine reads the file, and fails later or ignores it.

`docker compose config` says nothing about it; `docker compose up` refuses to make the container, or goes on as if nothing
were written.

```compose bad
services:
  app:
    image: Nginx:1.29
    restart: alway
    stop_signal: SIGTEMR
    platform: linux/amd64/
```

```compose fixed
services:
  app:
    image: nginx:1.29
    restart: always
    stop_signal: SIGTERM
    platform: linux/amd64/
```

```compose good
services:
  app:
    image: nginx:1.29
    restart: on-failure:3
    stop_signal: SIGQUIT
    platform: linux/arm64/v8
```

Text with a variable in it is silent.
"#;
