//! `shell-form-command`: `CMD` or `ENTRYPOINT` is run by a shell, which does not pass signals on.

use longshore_syntax::dockerfile::{Body, Command, Instruction, Keyword};
use longshore_syntax::shell::CommandKind;

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Fix, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "shell-form-command",
    aliases: &["JSONArgsRecommended", "DL3025"],
    group: Group::Build,
    severity: Severity::Information,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (index, stage) in file.stages.iter().enumerate() {
        for at in stage.instructions.clone() {
            let instruction = file.instruction(at);
            let (Body::Cmd(command) | Body::Entrypoint(command)) = &instruction.body else { continue };
            if matches!(command, Command::Exec(_)) || file.has_shell(index, at) {
                continue;
            }
            let name = instruction.keyword.name();
            let fix = fix(context, index, instruction, command);
            let way = match &fix {
                Some(_) => "write a JSON array of its words",
                None => "write `[\"sh\", \"-c\", \"exec …\"]`, or a script that ends in `exec`",
            };
            let message = format!(
                "a shell runs this `{name}` and may not pass on the signal to stop, so that the engine kills the program \
                 in the end; {way}"
            );
            found.push(Diagnostic::new(&RULE, instruction.keyword_span, message).with_fixes([fix]));
        }
    }
    found
}

/// What only a shell has.
const BUILTINS: [&str; 26] = [
    ".", ":", "alias", "bg", "cd", "command", "eval", "exec", "exit", "export", "fg", "getopts", "hash", "jobs",
    "local", "read", "readonly", "return", "set", "shift", "source", "trap", "type", "ulimit", "umask", "wait",
];

/// The words as an array, where the shell does nothing but to find them.
fn fix(context: &Context<'_>, stage: usize, instruction: &Instruction, command: &Command) -> Option<Fix> {
    let file = context.dockerfile;
    let Command::Shell(shell) = command else { return None };
    // Behind an entrypoint the words would be its arguments instead of a command of a shell.
    let entrypoint = instruction.keyword == Keyword::Cmd && file.last(stage, Keyword::Entrypoint).is_some();
    if entrypoint || file.is_windows(stage) || !shell.text.text.is_ascii() {
        return None;
    }
    let [item] = shell.script.items.as_slice() else { return None };
    let CommandKind::Simple(simple) = &item.command.kind else { return None };
    if !simple.assignments.is_empty() || !simple.redirects.is_empty() || !item.operator_span.is_empty() {
        return None;
    }
    let words: Option<Vec<_>> = simple.words.iter().map(|word| word.literal()).collect();
    let mut words = words?;
    if words.first().is_some_and(|first| first == "exec") && words.get(1).is_some_and(|next| !next.starts_with('-')) {
        words.remove(0);
    }
    let runs = words.first().is_some_and(|first| !BUILTINS.contains(&&**first));
    let shown = instruction.arguments.whole();
    // An array has no place for the comments and lines of a longer command.
    if !runs || shown.text(&context.file.text).contains(['\n', '*', '?', '[', '~', '{']) {
        return None;
    }
    let strings: Vec<String> = words.iter().map(|word| json(word)).collect();
    let array = format!("[{}]", strings.join(", "));
    Some(rewrite(format!("Write `{array}`"), Safety::Unsafe, vec![put(shown, array)]))
}

fn json(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
}

const DOCS: &str = r#"`CMD` or `ENTRYPOINT` is not written as a JSON array.

What stands there as plain text is given to `/bin/sh -c`. The shell is then the first process of the container: it gets
the signals of `docker stop` and does not pass them on, so the container is killed when its time is over, in the middle
of whatever it does.

```dockerfile bad
FROM node:22-slim
CMD node server.js --name "my app"
```

The fix is offered where nothing in the command needs a shell:

```dockerfile fixed
FROM node:22-slim
CMD ["node", "server.js", "--name", "my app"]
```

Variables, redirections and the like need one; `CMD ["sh", "-c", "exec node server.js --port $PORT"]` says so, and `exec`
lets the program take the shell's place.

## What is silent

Files that choose their shell with `SHELL`, and health checks.

```dockerfile good
FROM node:22-slim
HEALTHCHECK CMD curl -f http://localhost/
CMD ["node", "server.js"]
```

## Deciding against it

Put `# check=skip=JSONArgsRecommended` or `# longshore ignore=shell-form-command` above the instruction. Suppressions of
hadolint's `DL3025` are respected.
"#;
