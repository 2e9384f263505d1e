//! The owned syntax nodes of a Dockerfile: what each instruction says, down to the word, with byte spans.

mod derived;
mod json;
mod lower;
mod patch;
mod shift;
mod words;

use std::sync::Arc;

pub use derived::Derived;
pub(crate) use lower::Lowered;
pub(crate) use patch::Change;
pub use words::{Operation, Part, Variable, Word};

use crate::shell::Script;
use crate::{Logical, Span};

/// A whole Dockerfile.
#[derive(Clone, Debug, PartialEq)]
pub struct Dockerfile {
    /// The escape character: a backslash, or a backtick where a directive says so.
    pub escape: char,
    /// `# name=value` lines at the top.
    pub directives: Vec<Directive>,
    /// All comment lines, also those inside continued instructions, in order.
    pub comments: Vec<Comment>,
    /// All instructions, in order; shared with what an open document was before, as far as they are unchanged.
    pub instructions: Vec<Arc<Instruction>>,
}

/// Parses `text` from nothing; for texts that are not under edit.
#[must_use]
pub fn parse(text: &Arc<str>) -> Option<Dockerfile> {
    crate::document::parse(text, None).map(|tree| Lowered::new(&tree, text, None).file)
}

/// A parser directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    /// The line from `#` on.
    pub span: Span,
    /// Its name in lower case.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where the value stands.
    pub value_span: Span,
}

/// A comment line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From `#` to the end of the line, without its terminator.
    pub span: Span,
}

impl Comment {
    /// What it says, without `#` and blanks around.
    #[must_use]
    pub fn text<'t>(&self, source: &'t str) -> &'t str {
        self.span.text(source).trim_start_matches('#').trim()
    }
}

/// The instructions that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the instruction of that name")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
    /// Any other word.
    Unknown,
}

impl Keyword {
    const NAMES: [(&'static str, Self); 18] = [
        ("ADD", Self::Add),
        ("ARG", Self::Arg),
        ("CMD", Self::Cmd),
        ("COPY", Self::Copy),
        ("ENTRYPOINT", Self::Entrypoint),
        ("ENV", Self::Env),
        ("EXPOSE", Self::Expose),
        ("FROM", Self::From),
        ("HEALTHCHECK", Self::Healthcheck),
        ("LABEL", Self::Label),
        ("MAINTAINER", Self::Maintainer),
        ("ONBUILD", Self::Onbuild),
        ("RUN", Self::Run),
        ("SHELL", Self::Shell),
        ("STOPSIGNAL", Self::Stopsignal),
        ("USER", Self::User),
        ("VOLUME", Self::Volume),
        ("WORKDIR", Self::Workdir),
    ];

    /// The keyword that `word` is, in any case.
    #[must_use]
    pub fn parse(word: &str) -> Self {
        let found = Self::NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
        found.map_or(Self::Unknown, |&(_, keyword)| keyword)
    }

    /// The names of all instructions, in upper case.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::NAMES.iter().map(|(name, _)| *name)
    }

    /// Its name in upper case; empty for an unknown one.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|&&(_, keyword)| keyword == self).map_or("", |&(name, _)| name)
    }
}

/// One instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Instruction {
    /// From the keyword to the end of its last line (heredocs included), without the line terminator.
    pub span: Span,
    /// Which one it is.
    pub keyword: Keyword,
    /// Where the keyword stands.
    pub keyword_span: Span,
    /// `--name=value` words behind the keyword.
    pub flags: Vec<Flag>,
    /// What follows the flags, joined over continuations, without heredoc bodies.
    pub arguments: Logical,
    /// Its heredocs, in the order of their markers.
    pub heredocs: Vec<Heredoc>,
    /// The comment lines between its lines.
    pub comments: Vec<Comment>,
    /// Its arguments by kind.
    pub body: Body,
    /// What later stages worked out about it.
    pub derived: Derived,
}

impl Instruction {
    /// The first flag of that name, given without dashes.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Flag> {
        self.flags.iter().find(|flag| flag.name == name)
    }

    /// The mounts of a `RUN`.
    pub fn mounts(&self) -> impl Iterator<Item = Mount<'_>> {
        self.flags.iter().filter(|flag| flag.name == "mount").filter_map(|flag| flag.value.as_ref()).map(Mount)
    }

    /// The instruction that takes effect: the one behind `ONBUILD`, or itself.
    #[must_use]
    pub fn inner(&self) -> &Self {
        match &self.body {
            Body::Onbuild(Some(inner)) => inner,
            _ => self,
        }
    }
}

/// A flag of an instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// The whole flag.
    pub span: Span,
    /// Its name without dashes, as written.
    pub name: String,
    /// What stands behind `=`.
    pub value: Option<Word>,
}

/// The options of a `--mount` flag.
#[derive(Clone, Copy, Debug)]
pub struct Mount<'a>(&'a Word);

impl<'a> Mount<'a> {
    /// The value of the first option with one of these names.
    #[must_use]
    pub fn option(self, names: &[&str]) -> Option<&'a str> {
        let options = self.0.raw.split(',').filter_map(|field| field.split_once('='));
        let mut named = options.filter(|(name, _)| names.contains(&name.trim()));
        named.next().map(|(_, value)| value.trim())
    }

    /// Its type; `bind` where none is given.
    #[must_use]
    pub fn kind(self) -> &'a str {
        self.option(&["type"]).unwrap_or("bind")
    }

    /// Where it is mounted.
    #[must_use]
    pub fn target(self) -> Option<&'a str> {
        self.option(&["target", "dst", "destination"])
    }
}

/// A here-document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc {
    /// The `<<NAME` word.
    pub marker: Span,
    /// Its name without quotes.
    pub name: String,
    /// Whether variables in it are expanded, that is, no part of the name was quoted.
    pub expand: bool,
    /// Whether leading tabs are removed (`<<-`).
    pub strip_tabs: bool,
    /// The lines of its body, with the terminator of the last one.
    pub body: Span,
    /// The word that ends it; `None` where the file ends first.
    pub end: Option<Span>,
}

/// What an instruction says, by kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// `FROM image [AS name]`.
    From(From),
    /// `RUN`.
    Run(Command),
    /// `CMD`.
    Cmd(Command),
    /// `ENTRYPOINT`.
    Entrypoint(Command),
    /// `HEALTHCHECK CMD`; `None` for `NONE` and for what is neither.
    Healthcheck(Option<Command>),
    /// `COPY` or `ADD`.
    Copy(Copy),
    /// `ENV`, `LABEL` or `ARG`.
    Pairs(Vec<Pair>),
    /// `EXPOSE`, `VOLUME`, `SHELL`: a list of words.
    Words(Vec<Word>),
    /// `USER`, `WORKDIR`, `STOPSIGNAL`, `MAINTAINER`: the rest of the line as one word; `None` where it is empty.
    Word(Option<Word>),
    /// `ONBUILD`; `None` where no instruction follows.
    Onbuild(Option<Box<Instruction>>),
    /// An unknown instruction.
    Unknown,
}

/// The arguments of a `FROM`.
#[derive(Clone, Debug, PartialEq)]
pub struct From {
    /// The image or stage it builds on; `None` in a half-typed one.
    pub image: Option<Word>,
    /// The `AS` word.
    pub keyword: Option<Span>,
    /// The stage's name.
    pub name: Option<Word>,
}

/// The arguments of a `COPY` or `ADD`.
#[derive(Clone, Debug, PartialEq)]
pub struct Copy {
    /// What is copied; heredoc markers are among them.
    pub sources: Vec<Word>,
    /// Where to; `None` in a half-typed one.
    pub destination: Option<Word>,
}

/// A command in one of its two forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Given to a shell.
    Shell(Shell),
    /// Started as it stands, from a JSON array.
    Exec(Vec<Word>),
}

/// A command that a shell runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Shell {
    /// Its text, with the heredocs that belong to it.
    pub text: Logical,
    /// Its commands.
    pub script: Script,
    /// The interpreter that a `#!` line of a heredoc names.
    pub interpreter: Option<String>,
}

/// A `key=value` of `ENV`, `LABEL` or `ARG`.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The whole pair.
    pub span: Span,
    /// Its key, quotes removed.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value; `None` for an `ARG` without a default.
    pub value: Option<Word>,
}
