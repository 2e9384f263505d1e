//! What commands print, where their arguments say it.

use longshore_syntax::Span;

use super::state::Shell;
use super::{Argument, Ran, Text};
use crate::value::{UNKNOWN, Value};

/// Commands that print nothing and need not be looked at.
const SILENT: &[&str] = &["cd", "set", "export", "local", ":", "true", "shift", "umask"];

impl Shell<'_> {
    /// What the commands print to stream `output` that were noted from index `from` on; `None` where it is not known.
    pub(super) fn printed_since(&self, from: usize, output: u32) -> Option<Text> {
        let commands = self.ran.get(from..)?.iter().filter(|ran| ran.output == output && !SILENT.contains(&ran.name()));
        let mut text = Text::default();
        let mut any = false;
        for ran in commands {
            text.append(&printed(ran)?);
            any = true;
        }
        any.then_some(text)
    }
}

fn printed(ran: &Ran) -> Option<Text> {
    if ran.conditional || ran.redirects.iter().any(super::Redirected::takes_output) {
        return None;
    }
    let arguments = ran.arguments();
    match ran.name() {
        "echo" => Some(echo(arguments, end(ran))),
        "printf" => printf(arguments, end(ran)),
        "pwd" => Some(line(ran.directory.text(), ran.span)),
        "cat" | "tee" if ran.name() == "tee" || arguments.iter().all(|word| word.text() == "-") => ran.input.clone(),
        "dirname" => one(arguments).map(|path| {
            let parent = path.value.parent().unwrap_or_else(|| Value::from(if path.text() == "/" { "/" } else { "." }));
            line(parent.text(), path.span)
        }),
        "basename" => basename(arguments),
        _ => None,
    }
}

fn end(ran: &Ran) -> Span {
    Span::empty(ran.span.end)
}

fn line(text: &str, span: Span) -> Text {
    let mut result = Text::new(text, span);
    result.push("\n", Span::empty(span.end));
    result
}

fn one(arguments: &[Argument]) -> Option<&Argument> {
    let [word] = arguments else { return None };
    (!word.text().ends_with(UNKNOWN) && !word.text().starts_with('-')).then_some(word)
}

fn basename(arguments: &[Argument]) -> Option<Text> {
    let (path, suffix) = match arguments {
        [path] => (path, ""),
        [path, suffix] => (path, suffix.value.known()?),
        _ => return None,
    };
    let name = path.value.name();
    let name = name.strip_suffix(suffix).filter(|kept| !kept.is_empty()).unwrap_or(name);
    (!name.starts_with(UNKNOWN) && !path.text().starts_with('-')).then(|| line(name, path.span))
}

/// Shells do not agree whether `echo` reads escapes; who writes `\n` wants a line end.
fn echo(arguments: &[Argument], end: Span) -> Text {
    let is_option = |word: &&Argument| {
        let letters = word.text().strip_prefix('-');
        letters.is_some_and(|all| !all.is_empty() && all.chars().all(|c| matches!(c, 'n' | 'e' | 'E')))
    };
    let options = arguments.iter().take_while(is_option).count();
    let has = |letter: char| arguments.iter().take(options).any(|word| word.text().contains(letter));
    let mut text = Text::default();
    for (index, word) in arguments.iter().skip(options).enumerate() {
        if index > 0 {
            text.push(" ", Span::empty(word.span.start));
        }
        if has('E') { text.append(word.source()) } else { text.append(&unescaped(word.source())) }
    }
    if !has('n') {
        text.push("\n", end);
    }
    text
}

/// `text` with the escapes of `printf` replaced; those that are not known stay.
fn unescaped(text: &Text) -> Text {
    let mut result = Text::default();
    let whole = text.as_str();
    let mut from = 0;
    while let Some(at) = whole[from..].find('\\').map(|at| from + at) {
        let new = match whole.as_bytes().get(at + 1) {
            Some(b'n') => "\n",
            Some(b't') => "\t",
            Some(b'r') => "\r",
            Some(b'\\') => "\\",
            _ => "",
        };
        let after = if new.is_empty() { at + 1 } else { at + 2 };
        result.append(&text.slice(from, if new.is_empty() { after } else { at }));
        if !new.is_empty() {
            result.push(new, text.logical().span(at, after));
        }
        from = after;
    }
    result.append(&text.slice(from, whole.len()));
    result
}

/// The format is used again until no argument is left.
fn printf(arguments: &[Argument], end: Span) -> Option<Text> {
    let arguments = if arguments.first()?.text() == "--" { arguments.get(1..)? } else { arguments };
    let format = arguments.first()?.source();
    if format.as_str().starts_with('-') {
        return None;
    }
    let mut left = arguments.iter().skip(1);
    let mut text = Text::default();
    loop {
        let before = left.len();
        formatted(format, &mut left, end, &mut text)?;
        if left.len() == 0 || left.len() == before {
            return Some(text);
        }
    }
}

fn formatted<'a>(
    format: &Text,
    left: &mut impl Iterator<Item = &'a Argument>,
    end: Span,
    text: &mut Text,
) -> Option<()> {
    let whole = format.as_str();
    let mut from = 0;
    while let Some(at) = whole[from..].find('%').map(|at| from + at) {
        text.append(&unescaped(&format.slice(from, at)));
        match whole.as_bytes().get(at + 1)? {
            b'%' => text.push("%", format.logical().span(at, at + 1)),
            b's' | b'd' | b'i' | b'u' => {
                if let Some(word) = left.next() {
                    text.append(word.source());
                }
            }
            b'b' => {
                if let Some(word) = left.next() {
                    text.append(&unescaped(word.source()));
                }
            }
            _ => text.push(Value::unknown().text(), end),
        }
        from = at + 2;
        if !whole.is_char_boundary(from) {
            return None;
        }
    }
    text.append(&unescaped(&format.slice(from, whole.len())));
    Some(())
}
