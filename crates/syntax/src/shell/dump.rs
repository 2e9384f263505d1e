//! Trees as short text, for tests.

use std::fmt::Write;

use super::{Command, CommandKind, Operator, Part, PartKind, Redirect, Script, Simple, SubstitutionForm, Word};

/// One line per list: commands in brackets, operators as written, quoted literals in `'…'`.
pub(super) fn script(script: &Script) -> String {
    let mut result = String::new();
    for item in &script.items {
        if !result.is_empty() {
            result.push(' ');
        }
        result.push_str(&command(&item.command));
        result.push_str(match item.operator {
            Operator::And => " &&",
            Operator::Or => " ||",
            Operator::Semi => " ;",
            Operator::Background => " &",
            Operator::End => "",
        });
    }
    result
}

fn command(command: &Command) -> String {
    let mut result = match &command.kind {
        CommandKind::Simple(it) => simple(it),
        CommandKind::Pipeline(it) => {
            let commands: Vec<String> = it.commands.iter().map(self::command).collect();
            format!("{}({})", if it.negated { "!" } else { "" }, commands.join(" | "))
        }
        CommandKind::Subshell(it) => format!("subshell({})", script(it)),
        CommandKind::Group(it) => format!("group({})", script(it)),
        CommandKind::For(it) => {
            let list = it.words.as_deref().map_or("args".to_owned(), words);
            let keyword = if it.select { "select" } else { "for" };
            format!("{keyword}({} in {list}: {})", word(&it.variable), script(&it.body))
        }
        CommandKind::ForArithmetic(header, body) => format!("for(({}): {})", word(header), script(body)),
        CommandKind::If(it) => {
            let arms: Vec<String> = it.arms.iter().map(|(a, b)| format!("{} => {}", script(a), script(b))).collect();
            let otherwise = it.otherwise.as_ref().map_or(String::new(), |it| format!(" else {}", script(it)));
            format!("if({}{otherwise})", arms.join(" elif "))
        }
        CommandKind::While(it) => {
            let keyword = if it.until { "until" } else { "while" };
            format!("{keyword}({}: {})", script(&it.condition), script(&it.body))
        }
        CommandKind::Case(it) => {
            let arms: Vec<String> = it.arms.iter().map(|(a, b)| format!("[{}] => {}", words(a), script(b))).collect();
            format!("case({} {})", word(&it.subject), arms.join(", "))
        }
        CommandKind::Function(it) => {
            format!("function({} {})", word(&it.name), it.body.as_deref().map_or("?".to_owned(), self::command))
        }
        CommandKind::Test(it) => format!("[[{}]]", words(it)),
        CommandKind::Arithmetic(it) => format!("(({}))", word(it)),
        CommandKind::Opaque => "OPAQUE".to_owned(),
    };
    command.redirects.iter().for_each(|it| result.push_str(&redirect(it)));
    result
}

fn simple(simple: &Simple) -> String {
    let mut result = String::from("(");
    for it in &simple.assignments {
        let operator = if it.append { "+=" } else { "=" };
        let _ = write!(result, "{}{operator}{} ", it.name, word(&it.value));
    }
    result.push_str(&words(&simple.words));
    simple.redirects.iter().for_each(|it| result.push_str(&redirect(it)));
    result.truncate(result.trim_end().len());
    result.push(')');
    result
}

fn redirect(redirect: &Redirect) -> String {
    let fd = redirect.fd.map_or(String::new(), |fd| fd.to_string());
    let body = match &redirect.body {
        Some(body) => format!(" {}", body.word().map_or("MISSING".to_owned(), word)),
        None => String::new(),
    };
    format!(" {fd}{:?}<{}{body}>", redirect.kind, word(&redirect.target))
}

fn words(words: &[Word]) -> String {
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

pub(super) fn word(word: &Word) -> String {
    word.parts.iter().map(part).collect()
}

fn part(part: &Part) -> String {
    let text = match &part.kind {
        PartKind::Literal(text) if part.quoted => return format!("{text:?}").replace('"', "'"),
        PartKind::Literal(text) => text.clone(),
        PartKind::Variable(it) => {
            let index = it.index.as_ref().map_or(String::new(), |it| format!("[{}]", word(it)));
            let operation = it.operation.as_ref().map_or(String::new(), |it| {
                let second = it.second.as_ref().map_or(String::new(), |it| format!(", {}", word(it)));
                format!(" {:?} {}{second}", it.kind, word(&it.operand))
            });
            format!("${{{}{index}{operation}}}", it.name)
        }
        PartKind::Substitution(it) => {
            let form = match it.form {
                SubstitutionForm::Dollar => "$",
                SubstitutionForm::Backquote => "`",
                SubstitutionForm::ProcessIn => "<",
                SubstitutionForm::ProcessOut => ">",
            };
            format!("{form}[{}]", script(&it.script))
        }
        PartKind::Arithmetic(it) => format!("$(({}))", word(it)),
        PartKind::Glob(it) => format!("glob:{it}:"),
        PartKind::Brace(it) => format!("brace<{}>", it.iter().map(word).collect::<Vec<_>>().join("|")),
        PartKind::Range(it) => format!("range<{it}>"),
        PartKind::Tilde(it) => format!("tilde<{it}>"),
        PartKind::Array(it) => format!("array<{}>", words(it)),
        PartKind::Opaque => "OPAQUE".to_owned(),
    };
    if part.quoted { format!("'{text}'") } else { text }
}
