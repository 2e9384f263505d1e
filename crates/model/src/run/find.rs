//! The commands that `find` and `xargs` build.

use longshore_syntax::Span;

use super::Argument;
use super::commands::nowhere;
use super::state::{Call, Shell};
use crate::value::Value;

impl Shell<'_> {
    /// Runs what stands behind each `-exec`.
    pub(super) fn find(&mut self, call: &Call) {
        let is_start = |word: &&Argument| !word.text().starts_with(['-', '(', '!']);
        let options = |word: &&Argument| matches!(word.text(), "-H" | "-L" | "-P");
        let starts: Vec<&Argument> = call.words.iter().skip(1).skip_while(options).take_while(is_start).collect();
        let found: Vec<Value> = starts.iter().map(|start| below(&start.value)).collect();
        let mut words = call.words.as_slice();
        while let Some(at) = words.iter().position(|word| is_exec(word.text())) {
            let inside = words[at].text().ends_with("dir");
            words = &words[at + 1..];
            let end = words.iter().position(|word| matches!(word.text(), ";" | "+")).unwrap_or(words.len());
            let found = if inside { vec![Value::unknown()] } else { found.clone() };
            let command = replaced(&words[..end], "{}", &found);
            self.subshell(|shell| {
                if inside {
                    shell.state.directory = Value::unknown();
                }
                shell.state.conditional = true;
                shell.execute_words(command, None);
            });
            words = &words[end..];
        }
    }

    /// Runs the command behind the options of `xargs`, which begins at word `at`, with the words of the input.
    pub(super) fn xargs(&mut self, call: &Call, at: usize) {
        let Some(words) = call.words.get(at..).filter(|words| !words.is_empty()) else { return };
        let given: Vec<Argument> = match &call.input {
            Some(input) => input
                .words()
                .take(super::state::WORDS)
                .map(|(word, span)| Argument::new(Value::from(word), span))
                .collect(),
            None => vec![Argument::new(Value::unknown(), nowhere(call))],
        };
        match placeholder(&call.words[..at]) {
            Some(mark) => {
                let values: Vec<Value> = given.into_iter().map(|word| word.value).collect();
                for value in values {
                    self.execute_words(replaced(words, &mark, &[value]), None);
                }
            }
            None => self.execute_words([words, &given].concat(), None),
        }
    }

    fn execute_words(&mut self, words: Vec<Argument>, input: Option<super::Text>) {
        if !words.is_empty() {
            self.execute(Call::new(words, input));
        }
    }
}

fn is_exec(text: &str) -> bool {
    matches!(text, "-exec" | "-execdir" | "-ok" | "-okdir")
}

/// Something below a path.
fn below(start: &Value) -> Value {
    let mut path = Value::from(start.text().trim_end_matches('/'));
    path.push("/");
    path.append(&Value::unknown());
    path
}

/// The mark of `-I mark`, `-Imark`, `-i` and `--replace`.
fn placeholder(options: &[Argument]) -> Option<String> {
    options.iter().enumerate().find_map(|(index, word)| match word.text() {
        "-I" => options.get(index + 1).map(|mark| mark.text().to_owned()),
        "-i" | "--replace" => Some("{}".to_owned()),
        text => {
            let mark = text.strip_prefix("-I").or_else(|| text.strip_prefix("--replace="));
            mark.filter(|mark| !mark.is_empty()).map(str::to_owned)
        }
    })
}

/// `words` with `mark` replaced: a word that is the mark by all `values`, in others it is one of them.
fn replaced(words: &[Argument], mark: &str, values: &[Value]) -> Vec<Argument> {
    let any = match values {
        [one] => one.clone(),
        _ => Value::unknown(),
    };
    words.iter().flat_map(|word| replacement(word, mark, values, &any)).collect()
}

fn replacement(word: &Argument, mark: &str, values: &[Value], any: &Value) -> Vec<Argument> {
    if word.text() == mark {
        let values = if values.is_empty() { std::slice::from_ref(any) } else { values };
        return values.iter().map(|value| placed(value.clone(), word.span)).collect();
    }
    if mark.is_empty() || !word.text().contains(mark) {
        return vec![word.clone()];
    }
    vec![placed(Value::from(word.text().replace(mark, any.text())), word.span)]
}

fn placed(value: Value, span: Span) -> Argument {
    Argument::new(value, span)
}
