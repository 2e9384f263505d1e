//! `invalid-value`: text that the engine cannot read at its place: a duration, a size, a port, one of a few words.

use longshore_model::compose::keys::{Element, Format, List, PortFault, Verdict};
use longshore_model::compose::{At, Fault, FaultKind};
use longshore_model::instructions::nearest;
use longshore_syntax::yaml::Node;

use crate::remedy::{put, rename, rewrite};
use crate::rules::words::{code, inner, place};
use crate::{Check, ComposeContext, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "invalid-value",
    aliases: &[],
    group: Group::Error,
    severity: Severity::Error,
    docs: DOCS,
    check: Check::Compose(check),
};

fn check(context: &ComposeContext<'_>) -> Vec<Diagnostic> {
    context.faults().filter_map(|fault| finding(context, fault)).collect()
}

fn finding(context: &ComposeContext<'_>, fault: &Fault<'_>) -> Option<Diagnostic> {
    let text = &context.file.text;
    let (message, fix) = match fault.kind {
        FaultKind::BadName(element) => (name(element, fault.span.text(text)), None),
        FaultKind::Refused(node, format) => (refused(fault.at, node, format), respelt(node, format, text)),
        FaultKind::First(node, list) => (first(fault.at, node, list), prefix(node, list, text)),
        FaultKind::Repeated(other) => {
            let message = format!("{} stands in `{}` twice: remove one", shown(fault.span.text(text)), fault.at.key);
            let found = Diagnostic::new(&RULE, fault.span, message);
            return Some(found.with_related(other, "it stands here already"));
        }
        _ => return None,
    };
    Some(Diagnostic::new(&RULE, fault.span, message).with_fixes([fix]))
}

fn shown(text: &str) -> String {
    format!("`{}`", text.trim_matches(['"', '\'']))
}

fn name(element: Element, written: &str) -> String {
    format!("{} is no name for a {}: it is made of letters, digits, `.`, `_` and `-`", shown(written), element.word())
}

fn refused(at: At<'_>, node: &Node, format: Format) -> String {
    let written = node.as_str().unwrap_or_default();
    if let Some(fault) = format.port_fault(written) {
        return port(written, fault);
    }
    match format {
        Format::Command => {
            format!("the command in {} does not close a quote or parenthesis: the engine cannot split it", place(at))
        }
        Format::ContainerName => {
            format!("`{written}` is no name for a container: it has at least two of letters, digits, `_`, `.` and `-`")
        }
        _ if written.is_empty() => format!("{} is empty: it must be {}", place(at), wanted(format)),
        _ => format!("`{written}` cannot stand in {}: it must be {}", place(at), wanted(format)),
    }
}

/// What `format` wants.
fn wanted(format: Format) -> String {
    let text = match format {
        Format::Flag => "`true` or `false`",
        Format::Whole { least: i64::MIN, .. } => "a whole number",
        Format::Whole { least: 0, most: i64::MAX } => "a whole number from 0 on",
        Format::Whole { least, most } => return format!("a whole number from {least} to {most}"),
        Format::Decimal => "a number",
        Format::Duration => "a duration such as `90s` or `1m30s`",
        Format::Size | Format::PositiveSize => "a size such as `512m` or `2gb`",
        Format::PullPolicy => "`always`, `never`, `missing`, `build`, `daily`, `weekly` or such as `every_12h`",
        Format::Port => "one port",
        Format::HostAddress => "an IP address",
        Format::Mount => "`[source:]target[:options]` without empty parts",
        Format::Device => "`device[:path[:permissions]]`",
        Format::Host => "`name=address`",
        Format::Pair => "`name=value`",
        Format::Mode => "octal digits such as `0440`",
        Format::SshKey => "`default` or `name=path`",
        Format::Variable => "`NAME=value` without a blank before the `=`",
        Format::Count => "a number or `all`",
        Format::WatchedPath => "a path",
        _ => return code(format.words()),
    };
    text.to_owned()
}

fn port(written: &str, fault: PortFault) -> String {
    match fault {
        PortFault::OnePort => {
            format!("`{written}` has an address and one port: write `{}`", both(written))
        }
        PortFault::Missing => format!("`{written}` names no port of the container"),
        PortFault::Number => format!("`{written}` is no port: ports are numbers from 0 to 65535, or ranges of them"),
        PortFault::Backwards => format!("a range in `{written}` ends before it begins"),
        PortFault::Protocol => format!("`{written}` has another protocol than `tcp`, `udp` and `sctp`"),
        PortFault::Ranges => format!("the ranges in `{written}` are not equally long"),
        PortFault::Address => format!("what stands before the ports in `{written}` is no IP address"),
    }
}

/// The port behind an address as the port of the host and of the container.
fn both(written: &str) -> String {
    let (ports, protocol) = written.split_at(written.find('/').unwrap_or(written.len()));
    let port = ports.rsplit(':').next().unwrap_or_default();
    format!("{ports}:{port}{protocol}")
}

fn first(at: At<'_>, node: &Node, list: &List) -> String {
    let written = node.as_str().unwrap_or_default();
    format!("{} begins with `{written}`: it must begin with {}", place(at), code(list.first))
}

/// Writes what is most likely meant: a known word, seconds for a number without unit, a port on both sides.
fn respelt(node: &Node, format: Format, text: &str) -> Option<Fix> {
    let written = node.as_str()?;
    let meant = match format {
        Format::Duration => Some(format!("{written}s")).filter(|meant| format.judge(meant) == Verdict::Fine),
        Format::Publish => (format.port_fault(written) == Some(PortFault::OnePort)).then(|| both(written)),
        Format::Variable => written.split_once('=').map(|(name, value)| format!("{}={value}", name.trim_end())),
        _ => nearest(written, format.words().iter().copied()).map(str::to_owned),
    };
    Some(rename(Safety::Unsafe, inner(node, text)?, &meant?))
}

/// Writes the word in capitals, or puts `CMD` before a command that lacks it.
fn prefix(node: &Node, list: &List, text: &str) -> Option<Fix> {
    let written = node.as_str()?;
    if let Some(meant) = list.first.iter().find(|word| word.eq_ignore_ascii_case(written)) {
        return Some(rename(Safety::Unsafe, inner(node, text)?, meant));
    }
    let word = list.first.first()?;
    let line = text.get(..node.span.start as usize)?.rsplit('\n').next()?;
    let dashed = line.trim_start().starts_with("- ") && line.trim_start()[1..].trim().is_empty();
    let put_in = if dashed { format!("{word}\n{line}") } else { format!("{word}, ") };
    let start = longshore_syntax::Span::empty(node.span.start);
    Some(rewrite(format!("Put `{word}` before it"), Safety::Unsafe, vec![put(start, put_in)]))
}

const DOCS: &str = r#"Text that the engine cannot read at its place.

The engine refuses the whole file.

```compose bad
services:
  app:
    image: nginx:1.29
    pull_policy: allways
    stop_grace_period: "30"
    ports:
      - "99999:80"
      - "127.0.0.1:81"
    environment:
      - TZ =UTC
    mem_limit: lots
    healthcheck:
      test: [curl, -f, "http://localhost/"]
      interval: 10 s
    depends_on:
      db:
        condition: service_health
  db:
    image: postgres:18
```

```compose fixed
services:
  app:
    image: nginx:1.29
    pull_policy: always
    stop_grace_period: "30s"
    ports:
      - "99999:80"
      - "127.0.0.1:81:81"
    environment:
      - TZ=UTC
    mem_limit: lots
    healthcheck:
      test: [CMD, curl, -f, "http://localhost/"]
      interval: 10 s
    depends_on:
      db:
        condition: service_healthy
  db:
    image: postgres:18
```

- Durations are numbers with units, without blanks: `1h30m`, `1.5s`, `500ms`; also `d` and `w`.
- Sizes are numbers with `b`, `k`, `m`, `g`, `t` or `p`, with or without another `b` or `ib`.
- Ports are `[[address:]host:]container[/protocol]`, with ranges of equal length.
- Names of services, volumes, secrets and configs are made of letters, digits, `.`, `_` and `-`.
- Some lists do not take an item twice: `depends_on`, `networks`, `security_opt`, `group_add`, `extra_hosts` …

```compose good
services:
  app:
    image: nginx:1.29
    pull_policy: every_12h
    stop_grace_period: 1m30s
    ports:
      - "127.0.0.1:8080-8081:80-81/tcp"
      - "${PORT}:80"
    mem_limit: 512m
    healthcheck:
      test: curl -f http://localhost/
      interval: ${INTERVAL}
```

Text with a variable in it is silent.
"#;
