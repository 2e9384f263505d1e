//! Shell scripts (POSIX sh and what bash adds) as plain trees with exact source spans, whatever the text.

mod brace;
mod bytes;
mod command;
mod compound;
mod dialect;
mod expansion;
mod literal;
mod parser;
mod quote;
mod redirect;
mod shift;
mod visit;
mod word;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod dump;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};

use crate::{Logical, Span};

pub use dialect::{Dialect, dialect};
pub use visit::Node;

/// Parses `text` as a shell script. It cannot fail: what is not shell becomes [`CommandKind::Opaque`], and the
/// commands around it stay. Time and stack are bounded: constructs nested more than 64 deep are left unread.
#[must_use]
pub fn parse(text: &Logical) -> Script {
    parser::Parser::new(text).script_file()
}

/// A list of commands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The commands in order, each with the operator behind it.
    pub items: Vec<Item>,
}

/// One command of a list and the operator that ends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The command.
    pub command: Command,
    /// What stands behind it.
    pub operator: Operator,
    /// Where that stands; empty, at the end of the command, for [`Operator::End`].
    pub operator_span: Span,
}

/// What follows a command in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;` or a line end
    Semi,
    /// `&`
    Background,
    /// Nothing: the list ends, or what follows is not shell.
    End,
}

/// A command that is not a list: from its first word or bracket up to its last, redirects included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: CommandKind,
    /// The redirects behind a compound command; those of simple commands are in [`Simple`].
    pub redirects: Vec<Redirect>,
}

/// The kinds of commands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// Words, assignments and redirects.
    Simple(Simple),
    /// Commands joined with `|`, or one with `!` before it.
    Pipeline(Pipeline),
    /// `( list )`
    Subshell(Script),
    /// `{ list; }`
    Group(Script),
    /// `for` and `select`.
    For(For),
    /// bash's `for ((…; …; …))`: what stands between the brackets, and the body.
    ForArithmetic(Word, Script),
    /// `if`, its `elif`s and its `else`.
    If(If),
    /// `while` and `until`.
    While(While),
    /// `case`.
    Case(Case),
    /// A function's definition.
    Function(Function),
    /// bash's `[[ … ]]`: operands and operators between the brackets, each as a word.
    Test(Vec<Word>),
    /// bash's `(( … ))`: what stands between the brackets.
    Arithmetic(Word),
    /// A piece of text that is not shell.
    Opaque,
}

/// A command of words: `NAME=value word… >file`, each part possibly empty, but not all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Simple {
    /// From its first part up to its last.
    pub span: Span,
    /// The assignments before the first word.
    pub assignments: Vec<Assignment>,
    /// The command's name and its arguments.
    pub words: Vec<Word>,
    /// The redirects, wherever they stand between the words.
    pub redirects: Vec<Redirect>,
}

/// `NAME=value`, `NAME+=value` or `NAME[index]=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Name and value.
    pub span: Span,
    /// The variable's name.
    pub name: String,
    /// Where the name stands, without index.
    pub name_span: Span,
    /// Whether `+=` stands there.
    pub append: bool,
    /// The value; for `NAME=(…)` one [`PartKind::Array`].
    pub value: Word,
}

/// Commands joined with `|` or `|&`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pipeline {
    /// Whether `!` stands before it.
    pub negated: bool,
    /// The commands in order, at least one.
    pub commands: Vec<Command>,
}

/// `for variable in words; do body; done`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct For {
    /// Whether it is bash's `select`.
    pub select: bool,
    /// The name behind `for`.
    pub variable: Word,
    /// The words behind `in`; nothing where there is no `in`.
    pub words: Option<Vec<Word>>,
    /// What is between `do` and `done`.
    pub body: Script,
}

/// `if condition; then body; elif …; else …; fi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct If {
    /// Conditions with what runs where they hold.
    pub arms: Vec<(Script, Script)>,
    /// What is behind `else`.
    pub otherwise: Option<Script>,
}

/// `while condition; do body; done`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct While {
    /// Whether it is `until`.
    pub until: bool,
    /// What is before `do`.
    pub condition: Script,
    /// What is between `do` and `done`.
    pub body: Script,
}

/// `case subject in pattern) list;; esac`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The word behind `case`.
    pub subject: Word,
    /// Patterns with what runs where one of them matches.
    pub arms: Vec<(Vec<Word>, Script)>,
}

/// `name() body` or `function name body`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: Word,
    /// The command behind it; nothing where the text ends before.
    pub body: Option<Box<Command>>,
}

/// A redirect: `2>file`, `<<EOF`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Number, operator and target.
    pub span: Span,
    /// The number before the operator.
    pub fd: Option<u32>,
    /// The operator.
    pub kind: RedirectKind,
    /// The word behind the operator; a here-document's delimiter. Without parts where the text ends before.
    pub target: Word,
    /// The body of a here-document.
    pub body: Option<HereBody>,
}

/// The redirect operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RedirectKind {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `>|`
    Clobber,
    /// `<>`
    ReadWrite,
    /// `<&`
    DupIn,
    /// `>&`
    DupOut,
    /// `&>`
    Both,
    /// `&>>`
    BothAppend,
    /// `<<<`
    HereString,
    /// `<<` and `<<-`
    HereDoc {
        /// Whether it is `<<-`.
        strip_tabs: bool,
        /// Whether variables are replaced in the body: no part of the delimiter is quoted.
        expand: bool,
    },
}

/// A here-document's body. It stands behind the line of its redirect, so it is read after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HereBody(Arc<OnceLock<Word>>);

impl HereBody {
    /// The lines before the delimiter's: all parts are quoted, tabs that `<<-` strips are not in the literals.
    /// Nothing where the text ends before the body begins.
    #[must_use]
    pub fn word(&self) -> Option<&Word> {
        self.0.get()
    }
}

/// A word, that is what becomes one argument, or several by expansion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// From its first byte to its last, quotes included.
    pub span: Span,
    /// Its parts in order; none for an empty operand.
    pub parts: Vec<Part>,
}

/// A part of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes, without quotes around it; the quotes themselves for an empty quoted literal.
    pub span: Span,
    /// Whether it is inside quotes, or escaped.
    pub quoted: bool,
    /// What it is.
    pub kind: PartKind,
}

/// The kinds of a word's parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// Text that stands for itself, quotes and escapes removed.
    Literal(String),
    /// `$name`, `${name…}`
    Variable(Box<Variable>),
    /// `$(…)`, `` `…` ``, `<(…)`, `>(…)`
    Substitution(Box<Substitution>),
    /// `$((…))`: what stands between the brackets.
    Arithmetic(Word),
    /// `*`, `?`, `[…]`, and the brackets of bash's `@(…)`, as written.
    Glob(String),
    /// bash's `{a,b}`: the alternatives.
    Brace(Vec<Word>),
    /// bash's `{1..9}`: what is between the braces.
    Range(String),
    /// `~` or `~name`: the name.
    Tilde(String),
    /// bash's `=(…)`: the elements.
    Array(Vec<Word>),
    /// Text that is not shell.
    Opaque,
}

/// A variable's use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name: a name, a number, or one of `@*#?-$!`. Empty where `${` is followed by something else.
    pub name: String,
    /// What is between `[` and `]` behind the name.
    pub index: Option<Word>,
    /// What is done with the value.
    pub operation: Option<Operation>,
}

/// What `${name…}` does with the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Which operation it is.
    pub kind: OperationKind,
    /// The word behind the operator; the pattern of a replacement, the offset of a substring.
    pub operand: Word,
    /// The replacement of a replacement, the length of a substring.
    pub second: Option<Word>,
}

/// The operations of `${name…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// `-`, and `:-` where `null`.
    Default {
        /// Whether an empty value counts as unset.
        null: bool,
    },
    /// `=`, and `:=` where `null`.
    Assign {
        /// Whether an empty value counts as unset.
        null: bool,
    },
    /// `?`, and `:?` where `null`.
    Error {
        /// Whether an empty value counts as unset.
        null: bool,
    },
    /// `+`, and `:+` where `null`.
    Alternative {
        /// Whether an empty value counts as unset.
        null: bool,
    },
    /// `#`, and `##` where `longest`.
    RemovePrefix {
        /// Whether the longest match goes.
        longest: bool,
    },
    /// `%`, and `%%` where `longest`.
    RemoveSuffix {
        /// Whether the longest match goes.
        longest: bool,
    },
    /// `/`, and `//` where `all`.
    Replace {
        /// Whether all matches are replaced.
        all: bool,
    },
    /// `:offset:length`
    Substring,
    /// `^`, `^^`, `,`, `,,`
    Case,
    /// `@Q` and the like.
    Transform,
    /// `${#name}`
    Length,
    /// `${!name}`; an operation that follows is its operand, unread.
    Indirect,
    /// What no shell knows.
    Unknown,
}

/// A command whose output, or whose stream, is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Substitution {
    /// How it is written.
    pub form: SubstitutionForm,
    /// The commands.
    pub script: Script,
}

/// The ways to write a substitution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SubstitutionForm {
    /// `$(…)`
    Dollar,
    /// `` `…` ``
    Backquote,
    /// `<(…)`
    ProcessIn,
    /// `>(…)`
    ProcessOut,
}
