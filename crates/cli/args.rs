//! What the command line takes.

use std::path::PathBuf;

use anstream::ColorChoice;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use longshore_config::{Level, PresetName, RuleName};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str = "Exit codes: 0 nothing at or above the fail level, 1 findings, 2 wrong use, unreadable input or \
                          broken configuration.";

/// Makes containers ephemeral: finds what a Dockerfile would lose when its container is replaced.
#[derive(Debug, Parser)]
#[command(name = "longshore", version, styles = STYLES, after_help = EXIT_CODES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    /// When to use colour.
    #[arg(long, global = true, value_name = "WHEN", value_parser = color, default_value = "auto")]
    pub(crate) color: Color,
}

/// When to use colour; `auto` follows the terminal, `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Color(ColorChoice);

impl Color {
    pub(crate) fn write_global(self) {
        self.0.write_global();
    }
}

fn color(word: &str) -> Result<Color, String> {
    match word {
        "auto" => Ok(Color(ColorChoice::Auto)),
        "always" => Ok(Color(ColorChoice::Always)),
        "never" => Ok(Color(ColorChoice::Never)),
        _ => Err("it is one of auto, always, never".to_owned()),
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Lint files and folders.
    Check(Check),
    /// Show the page of a rule, or list all rules.
    Explain(Explain),
    /// Tell what services and images hold, where it is kept, and what is lost on replacement.
    Report(Report),
    /// Print the completions of a shell.
    Completions(Completions),
    /// Serve an editor over the standard streams.
    Lsp(Lsp),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people: the source, what is wrong with it, and the way out.
    Text,
    /// One object with all findings, their places and their fixes.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Commands that mark the lines of a change on GitHub.
    Github,
    /// A report of code quality for GitLab.
    Gitlab,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Check {
    /// Files and folders; `-` reads the standard input.
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How findings are told.
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// Apply the fixes that keep the meaning.
    #[arg(long)]
    pub(crate) fix: bool,
    /// Apply the fixes that change what the image does, too; means --fix where --diff is not given.
    #[arg(long)]
    pub(crate) unsafe_fixes: bool,
    /// Show what --fix would change and write nothing.
    #[arg(long)]
    pub(crate) diff: bool,
    /// What holds where the configuration says nothing of a rule or its group: recommended or strict.
    #[arg(long, value_name = "PRESET")]
    pub(crate) preset: Option<PresetName>,
    /// Judge by this rule only; may be given more than once.
    #[arg(long = "rule", value_name = "RULE")]
    pub(crate) rules: Vec<RuleName>,
    /// The lowest severity that makes the exit code 1: off, information, warning or error [default: warning].
    #[arg(long, value_name = "LEVEL")]
    pub(crate) fail_level: Option<Level>,
    /// Use this configuration instead of the one in the nearest folder.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) config: Option<PathBuf>,
    /// What the standard input is called.
    #[arg(long, value_name = "NAME", value_hint = ValueHint::FilePath)]
    pub(crate) stdin_filename: Option<PathBuf>,
}

impl Check {
    /// Whether files are to be changed.
    pub(crate) fn fixes(&self) -> bool {
        (self.fix || self.unsafe_fixes) && !self.diff
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// The rule, by its name or by what another linter calls it; all rules where it is left out.
    pub(crate) rule: Option<String>,
    /// Print Markdown.
    #[arg(long)]
    pub(crate) markdown: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a terminal.
    Table,
    /// For reviews and wikis.
    Markdown,
    /// One object, for programs.
    Json,
    /// One page that needs nothing else, with a picture.
    Html,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Report {
    /// Files and folders.
    #[arg(value_name = "PATH", default_value = ".", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    /// How it is told.
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: ReportFormat,
    /// Write to this file instead of the standard output.
    #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Debug, clap::Args)]
pub(crate) struct Lsp {
    /// Accepted because editors give it; the standard streams are the only transport.
    #[arg(long)]
    stdio: bool,
}
