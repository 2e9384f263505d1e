//! What each instruction takes.

use longshore_syntax::dockerfile::{Body, Command, Copy, Instruction, Keyword, Word};

use super::Fault;

/// What is wrong with the arguments of `instruction`.
pub(super) fn fault(instruction: &Instruction) -> Option<Fault> {
    let at = instruction.keyword_span;
    let name = instruction.keyword.name();
    let text = instruction.arguments.text.trim();
    match (&instruction.body, instruction.keyword) {
        (Body::From(_), _) => from(instruction),
        (Body::Pairs(_), Keyword::Arg) => argument(instruction),
        (Body::Pairs(_), _) => pairs(instruction),
        (Body::Copy(copy), _) => sources(instruction, copy),
        (Body::Words(_), Keyword::Shell) => shell(instruction),
        (Body::Words(words), _) if words.is_empty() => Some((at, format!("`{name}` needs at least one argument"))),
        (Body::Words(words), Keyword::Volume) => {
            let empty = words.iter().find(|word| word.raw.trim().is_empty())?;
            Some((empty.outer, "a volume needs a path, and this one is empty".to_owned()))
        }
        (Body::Word(None), _) => Some((at, format!("`{name}` needs an argument"))),
        (Body::Onbuild(None), _) if text.is_empty() => Some((at, "`ONBUILD` needs an instruction".to_owned())),
        (Body::Healthcheck(command), _) => health(instruction, command.as_ref()),
        _ => None,
    }
}

fn from(instruction: &Instruction) -> Option<Fault> {
    let words: Vec<&str> = instruction.arguments.text.split_whitespace().collect();
    match words.as_slice() {
        [_] => None,
        [_, keyword, _] if keyword.eq_ignore_ascii_case("as") => None,
        [] => Some((instruction.keyword_span, "`FROM` needs an image".to_owned())),
        _ => Some((instruction.arguments.whole(), "`FROM` takes an image, and `AS name` behind it".to_owned())),
    }
}

fn argument(instruction: &Instruction) -> Option<Fault> {
    let Body::Pairs(pairs) = &instruction.body else { return None };
    if pairs.is_empty() {
        return Some((instruction.keyword_span, "`ARG` needs a name".to_owned()));
    }
    let nameless = pairs.iter().find(|pair| pair.key.is_empty() && pair.value.is_some())?;
    Some((nameless.span, "an argument needs a name before `=`".to_owned()))
}

/// What the engine sees wrong with an `ENV` or `LABEL` when it parses it, behind `ONBUILD` too.
pub(super) fn pairs(instruction: &Instruction) -> Option<Fault> {
    let (Body::Pairs(pairs), Keyword::Env | Keyword::Label) = (&instruction.body, instruction.keyword) else {
        return None;
    };
    let name = instruction.keyword.name();
    let Some(first) = pairs.first() else {
        return Some((instruction.keyword_span, format!("`{name}` needs `key=value`")));
    };
    let legacy = pairs.len() == 1 && !first_word(instruction).contains('=');
    if legacy && first.value.is_none() {
        return Some((first.key_span, format!("`{}` has no value; write `{0}=…`", first.key)));
    }
    if let Some(lone) = pairs.iter().find(|pair| pair.value.is_none()) {
        return Some((lone.span, format!("`{}` has no `=`; quote a value that holds blanks", lone.key)));
    }
    let nameless = pairs.iter().find(|pair| pair.key.is_empty())?;
    Some((nameless.span, "a value needs a key before `=`".to_owned()))
}

fn first_word(instruction: &Instruction) -> &str {
    instruction.arguments.text.split_whitespace().next().unwrap_or_default()
}

fn sources(instruction: &Instruction, copy: &Copy) -> Option<Fault> {
    let name = instruction.keyword.name();
    let Some(destination) = &copy.destination else {
        let message = match copy.sources.first() {
            Some(only) => format!("`{name}` needs a destination behind `{}`", only.raw),
            None => format!("`{name}` needs a source and a destination"),
        };
        return Some((instruction.keyword_span, message));
    };
    is_heredoc(destination, instruction)
        .then(|| (destination.outer, format!("a heredoc is no destination; say where `{name}` puts the file")))
}

fn is_heredoc(word: &Word, instruction: &Instruction) -> bool {
    instruction.heredocs.iter().any(|heredoc| heredoc.marker == word.outer)
}

fn shell(instruction: &Instruction) -> Option<Fault> {
    let text = instruction.arguments.text.trim();
    match longshore_model::json::array(text) {
        Some(_) if matches!(&instruction.body, Body::Words(words) if !words.is_empty()) => None,
        _ if text.is_empty() => Some((instruction.keyword_span, "`SHELL` needs a JSON array of words".to_owned())),
        Some(_) => Some((instruction.arguments.whole(), "`SHELL` needs at least one word".to_owned())),
        None => Some((
            instruction.arguments.whole(),
            "`SHELL` takes a JSON array of words in double quotes, such as `[\"/bin/bash\", \"-c\"]`".to_owned(),
        )),
    }
}

fn health(instruction: &Instruction, command: Option<&Command>) -> Option<Fault> {
    let text = instruction.arguments.text.trim();
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let at = instruction.keyword_span;
    match command {
        Some(Command::Exec(words)) if words.is_empty() => {}
        Some(Command::Shell(shell)) if shell.text.text.trim().is_empty() => {}
        Some(_) => return None,
        None if first.is_empty() => return Some((at, "`HEALTHCHECK` needs `CMD` and a command, or `NONE`".to_owned())),
        None if first.eq_ignore_ascii_case("none") && rest.trim().is_empty() => return None,
        None if first.eq_ignore_ascii_case("none") => {
            return Some((instruction.arguments.whole(), "nothing may stand behind `HEALTHCHECK NONE`".to_owned()));
        }
        None => {
            let whole = instruction.arguments.span(0, first.len());
            return Some((whole, format!("`HEALTHCHECK` takes `CMD` or `NONE`, not `{first}`")));
        }
    }
    Some((instruction.arguments.whole(), "`HEALTHCHECK CMD` needs a command".to_owned()))
}
