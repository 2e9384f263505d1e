//! The examples in a rule's page: code blocks whose first line says what they show.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use longshore_model::{File, Workspace, language};
use longshore_syntax::Language;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The rule finds something.
    Bad,
    /// The rule finds nothing.
    Good,
    /// What the fixes make of the bad example before it.
    Fixed,
    /// Another file that stands beside those of the examples that follow.
    Beside,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) kind: Kind,
    /// The language: `dockerfile` or `compose`.
    pub(crate) language: String,
    /// What the file is called.
    pub(crate) file: String,
    /// The content of the file.
    pub(crate) text: String,
    /// The names and contents of the files beside it.
    pub(crate) beside: Vec<(String, String)>,
}

impl Example {
    /// The file with those beside it, in a workspace that has nothing else.
    pub(crate) fn project(&self) -> (Workspace, Arc<File>) {
        let read = |name: &str, id: &str, text: &str| {
            let path = PathBuf::from(name);
            let language = language(&path, Some(id)).unwrap_or(Language::Dockerfile);
            Arc::new(File::new(path, language, text))
        };
        let file = read(&self.file, &self.language, &self.text);
        let mut workspace = Workspace::new(Vec::new());
        workspace.set_whole();
        workspace.insert(Arc::clone(&file));
        for (name, text) in &self.beside {
            match language(Path::new(name), None) {
                Some(_) => workspace.insert(read(name, "", text)),
                None => workspace.set_text(Path::new(name), Some(text.as_str().into())),
            }
        }
        (workspace, file)
    }
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A line outside of examples, without its line end.
    Line(String),
    /// An example.
    Example(Example),
}

/// Takes a page apart. Code blocks that are no examples stay lines.
pub(crate) fn parts(page: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = page.lines();
    let mut beside: Vec<(String, String)> = Vec::new();
    while let Some(line) = lines.next() {
        let Some(mut example) = line.strip_prefix("```").and_then(opening) else {
            parts.push(Part::Line(line.to_owned()));
            continue;
        };
        for content in lines.by_ref().take_while(|content| *content != "```") {
            example.text.push_str(content);
            example.text.push('\n');
        }
        if example.kind == Kind::Beside {
            beside.retain(|(name, _)| *name != example.file);
            beside.push((example.file.clone(), example.text.clone()));
        } else {
            example.beside.clone_from(&beside);
        }
        parts.push(Part::Example(example));
    }
    parts
}

/// The examples of a page, without the files beside them.
pub(crate) fn examples(page: &str) -> Vec<Example> {
    let example = |part| match part {
        Part::Example(example) if example.kind != Kind::Beside => Some(example),
        _ => None,
    };
    parts(page).into_iter().filter_map(example).collect()
}

/// What stands behind the fence: `dockerfile bad file=app.Dockerfile`.
fn opening(words: &str) -> Option<Example> {
    let mut words = words.split_whitespace();
    let language = words.next()?.to_owned();
    let kind = match words.next()? {
        "bad" => Kind::Bad,
        "good" => Kind::Good,
        "fixed" => Kind::Fixed,
        "beside" => Kind::Beside,
        _ => return None,
    };
    let named = words.find_map(|word| word.strip_prefix("file="));
    let file = named.unwrap_or(if language == "compose" { "compose.yaml" } else { "Dockerfile" }).to_owned();
    Some(Example { kind, language, file, text: String::new(), beside: Vec::new() })
}
