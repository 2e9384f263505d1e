//! The `longshore` command line.

mod args;
mod atomic;
mod check;
mod completions;
mod configuration;
mod explain;
mod fence;
mod inventory;
mod markdown;
mod memory;
mod page;
mod place;
mod progress;
mod repair;
mod report;
mod source;
mod walk;

use std::io::{self, Write};
use std::process::ExitCode;

use anstream::stream::RawStream;
use anstream::{AutoStream, ColorChoice};
use clap::Parser;

use args::{Args, Command};

/// What is derived from a file is many small pieces that live as long as the file: the allocators of the C libraries, above
/// all musl's, take several times as long for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The command could not be carried out: wrong use, unreadable input or a broken configuration.
const FAILURE: u8 = 2;

fn main() -> ExitCode {
    memory::sparing();
    let args = Args::parse();
    args.color.write_global();
    let done = match args.command {
        Command::Check(options) => check::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Report(options) => inventory::run(&options),
        Command::Completions(options) => completions::run(&options),
        Command::Lsp(_) => return longshore_server::run(),
    };
    done.unwrap_or_else(|error| ended(&error))
}

/// A reader that closed its end early, as `head` does, is no error.
fn ended(error: &anyhow::Error) -> ExitCode {
    let closed = |cause: &io::Error| cause.kind() == io::ErrorKind::BrokenPipe;
    if error.chain().any(|cause| cause.downcast_ref().is_some_and(closed)) {
        return ExitCode::SUCCESS;
    }
    complain(&format!("{error:#}"));
    ExitCode::from(FAILURE)
}

/// Says on stderr what went wrong. Where even that fails there is nobody to tell.
fn complain(message: &str) {
    let _ = writeln!(anstream::stderr(), "\u{1b}[1;31merror{RESET}: {}", place::printable(message));
}

/// Whether `stream` is to be written to in colour.
fn colored(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

/// Ends a style. Where there is no colour, the streams of `anstream` take it out.
const RESET: &str = "\u{1b}[0m";
