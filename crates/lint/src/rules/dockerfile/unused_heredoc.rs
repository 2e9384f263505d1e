//! `unused-heredoc`: nothing reads what stands in a heredoc.

use longshore_syntax::Span;
use longshore_syntax::dockerfile::{Body, Command};
use longshore_syntax::shell::{Redirect, RedirectKind, Simple};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "unused-heredoc",
    aliases: &[],
    group: Group::Correctness,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

/// Programs that never read their standard input. `:` and `true` are left out: with a heredoc they are comments.
/// Source: POSIX.1-2024, Shell and Utilities; the manuals of GNU coreutils and shadow.
const DEAF: &[&str] = &[
    "basename", "cd", "chgrp", "chmod", "chown", "date", "dirname", "echo", "export", "false", "groupadd", "id", "ln",
    "ls", "mkdir", "printf", "pwd", "rmdir", "sleep", "test", "touch", "uname", "unset", "useradd", "which", "whoami",
];

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let instructions = context.dockerfile.syntax.instructions.iter().map(|instruction| instruction.inner());
    let scripts =
        instructions.filter(|instruction| !instruction.heredocs.is_empty()).filter_map(
            |instruction| match &instruction.body {
                Body::Run(Command::Shell(shell)) => Some(&shell.script),
                _ => None,
            },
        );
    scripts.flat_map(|script| script.commands()).flat_map(unused).collect()
}

fn unused(simple: &Simple) -> Vec<Diagnostic> {
    let inputs: Vec<&Redirect> = simple.redirects.iter().filter(|redirect| is_input(redirect)).collect();
    let Some((last, others)) = inputs.split_last() else { return Vec::new() };
    let mut found: Vec<Diagnostic> =
        others.iter().filter(|one| is_heredoc(one)).map(|one| replaced(one, last)).collect();
    let name = simple.name().unwrap_or_default();
    if is_heredoc(last) && DEAF.contains(&&*name) {
        found.push(unheard(simple, last, &name));
    }
    found
}

/// Whether standard input comes from there.
fn is_input(redirect: &Redirect) -> bool {
    use RedirectKind::{DupIn, HereDoc, HereString, Read, ReadWrite};
    let reads = matches!(redirect.kind, Read | ReadWrite | DupIn | HereString | HereDoc { .. });
    reads && redirect.fd.is_none_or(|fd| fd == 0)
}

const fn is_heredoc(redirect: &Redirect) -> bool {
    matches!(redirect.kind, RedirectKind::HereDoc { .. })
}

fn replaced(heredoc: &Redirect, last: &Redirect) -> Diagnostic {
    let message =
        "nothing reads this heredoc: the command takes its input from the last place that is given; remove one";
    Diagnostic::new(&RULE, heredoc.span, message.to_owned()).with_related(last.span, "its input comes from here")
}

fn unheard(simple: &Simple, heredoc: &Redirect, name: &str) -> Diagnostic {
    let prints = matches!(name, "echo" | "printf");
    let way_out = if prints { "let `cat` print it" } else { "give it to a program that reads it, or remove it" };
    let message = format!("nothing reads this heredoc: `{name}` does not look at its input; {way_out}");
    let fix = (prints && simple.words.len() == 1).then(|| cat(simple.words[0].span));
    Diagnostic::new(&RULE, heredoc.span, message).with_fixes([fix])
}

/// `cat` in the place of a program that has nothing else to print.
fn cat(name: Span) -> Fix {
    rewrite("Write `cat`", Safety::Unsafe, vec![put(name, "cat")])
}

const DOCS: &str = r#"Nothing reads what stands in a heredoc.

A heredoc is a command's standard input. `echo` and its kin never look at theirs, so the lines are lost and the file that
they were meant for gets an empty line. Of two heredocs of one command only the last one is read.

```dockerfile bad
FROM nginx:1.29
RUN echo <<EOF > /etc/nginx/conf.d/default.conf
server { listen 8080; }
EOF
```

```dockerfile fixed
FROM nginx:1.29
RUN cat <<EOF > /etc/nginx/conf.d/default.conf
server { listen 8080; }
EOF
```

```dockerfile bad
FROM alpine:3.22
RUN cat <<ONE <<TWO > /etc/motd
first
ONE
second
TWO
```

```dockerfile good
FROM alpine:3.22
RUN cat <<ONE > /etc/motd && tee /etc/issue <<TWO
first
ONE
second
TWO
```

Silent: programs that are not known; heredocs of other file descriptors; `: <<WORD`, which is a comment.
"#;
