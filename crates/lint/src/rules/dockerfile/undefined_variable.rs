//! `undefined-variable`: an instruction uses a variable that nothing sets.

use std::collections::HashSet;

use longshore_model::FromImage;
use longshore_model::instructions::nearest;
use longshore_syntax::dockerfile::{Body, Heredoc, Instruction, Keyword, Operation, Variable, Word};
use longshore_syntax::{Logical, Span};

use crate::remedy::{put, rewrite};
use crate::{Check, Context, Diagnostic, Group, Rule, Safety, Severity};

pub(crate) static RULE: Rule = Rule {
    name: "undefined-variable",
    aliases: &["UndefinedVar", "DL3044"],
    group: Group::Build,
    severity: Severity::Warning,
    docs: DOCS,
    check: Check::Dockerfile(check),
};

fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let file = context.dockerfile;
    let mut found = Vec::new();
    for (index, stage) in file.stages.iter().enumerate() {
        for at in stage.instructions.clone().skip(1) {
            let instruction = file.instruction(at);
            if !instruction.span.text(&context.file.text).contains('$') {
                continue;
            }
            let mut named: HashSet<String> = HashSet::new();
            each_variable(context, instruction, &mut |variable| {
                let unset = !variable.name.is_empty() && !file.is_set(index, at, &variable.name);
                if unset && named.insert(variable.name.clone()) {
                    let help = found.len() < HELPED;
                    found.extend(finding(context, (index, at), variable, help));
                }
            });
        }
    }
    found
}

/// Calls `see` with each variable that the engine expands in the instruction.
fn each_variable(context: &Context<'_>, instruction: &Instruction, see: &mut dyn FnMut(&Variable)) {
    let expands = |name: &str| !matches!(name, "from" | "network" | "security" | "link" | "parents" | "keep-git-dir");
    if matches!(instruction.keyword, Keyword::Run | Keyword::Copy | Keyword::Add) {
        let flags = instruction.flags.iter().filter(|flag| expands(&flag.name));
        flags.filter_map(|flag| flag.value.as_ref()).flat_map(Word::variables).for_each(&mut *see);
    }
    match &instruction.body {
        Body::Pairs(pairs) => {
            pairs.iter().filter_map(|pair| pair.value.as_ref()).flat_map(Word::variables).for_each(see);
        }
        Body::Word(Some(word)) if instruction.keyword != Keyword::Maintainer => {
            word.variables().into_iter().for_each(see);
        }
        // The engine expands ports too, but does not look whether they are set.
        Body::Words(words) if instruction.keyword == Keyword::Volume => {
            words.iter().for_each(|word| in_word(context, word, see));
        }
        Body::Copy(copy) => {
            copy.sources.iter().chain(&copy.destination).for_each(|word| in_word(context, word, see));
            let heredocs = instruction.heredocs.iter().filter(|heredoc| heredoc.expand);
            heredocs.for_each(|heredoc| in_heredoc(context, heredoc, see));
        }
        _ => {}
    }
}

/// The variables in a word, or in a string of a JSON form, which is expanded too.
fn in_word(context: &Context<'_>, word: &Word, see: &mut dyn FnMut(&Variable)) {
    if word.raw.contains('$') && word.known().is_some() {
        let text = Logical::identity(&word.raw, word.span.start);
        let again = Word::new(&text, 0, word.raw.len(), context.dockerfile.syntax.escape);
        again.variables().into_iter().for_each(see);
    } else {
        word.variables().into_iter().for_each(see);
    }
}

/// The variables in a heredoc that becomes a file: quotes mean nothing in it.
fn in_heredoc(context: &Context<'_>, heredoc: &Heredoc, see: &mut dyn FnMut(&Variable)) {
    let body = heredoc.body.text(&context.file.text);
    if body.contains('$') {
        let plain = body.replace(['"', '\''], " ");
        let text = Logical::identity(&plain, heredoc.body.start);
        Word::new(&text, 0, plain.len(), '\\').variables().into_iter().for_each(see);
    }
}

/// So many findings of a file say what may have been meant, which takes a look at all variables.
const HELPED: usize = 30;

fn finding(context: &Context<'_>, at: (usize, usize), variable: &Variable, help: bool) -> Option<Diagnostic> {
    let file = context.dockerfile;
    let name = variable.name.as_str();
    let (severity, doubt) = match file.image_sets(at.0, name) {
        FromImage::Set => return None,
        FromImage::Unset => (Severity::Warning, ""),
        FromImage::Unknown => (Severity::Information, " unless the base image does"),
    };
    let meant = if help { nearest(name, file.variables(at.0, at.1)) } else { None };
    let way = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if help && file.globals().declares(name) => format!("repeat `ARG {name}` in the stage"),
        None => "declare it with `ARG` or `ENV` before".to_owned(),
    };
    let taken = match variable.operation {
        Some(Operation::Default { .. }) => "its default is taken",
        _ => "it is empty",
    };
    let message = format!("nothing sets `{name}` here{doubt}, so {taken}; {way}");
    let fix = meant.and_then(|meant| {
        let written = variable.span.text(&context.file.text);
        let start = variable.span.start + written.find(name)? as u32;
        let edit = put(Span::new(start, start + name.len() as u32), meant);
        Some(rewrite(format!("Use `{meant}`"), Safety::Unsafe, vec![edit]))
    });
    Some(Diagnostic { severity, ..Diagnostic::new(&RULE, variable.span, message).with_fixes([fix]) })
}

const DOCS: &str = r#"An instruction uses a variable that nothing sets.

The engine puts nothing in its place, and the build goes on with half a path or an empty value. Variables come from `ARG`
and `ENV` in the same stage, or in a stage that it builds on; an `ARG` before the first `FROM` has to be repeated. What
an instruction sets, only the next one sees.

```dockerfile bad
FROM alpine:3.22
ARG DIR_ASSETS=assets/
COPY $DIR_ASSET /srv/
```

```dockerfile fixed
FROM alpine:3.22
ARG DIR_ASSETS=assets/
COPY $DIR_ASSETS /srv/
```

It is information where the base image may set the variable, which is known of some images only.

## What is silent

Commands of `RUN`, `CMD` and `ENTRYPOINT`, which the shell expands when they run.

```dockerfile good
ARG VERSION=1
FROM golang:1.25
ARG VERSION
ENV APP=$GOPATH/src/app APP_VERSION=${VERSION}
RUN echo $HOME
```

## Deciding against it

Put `# check=skip=UndefinedVar` or `# longshore ignore=undefined-variable` above the instruction.
"#;
