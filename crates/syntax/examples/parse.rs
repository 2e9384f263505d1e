//! Reads and parses the Dockerfiles whose paths stand on standard input, a line each, on all cores, and does no more:
//! the floor that `tests/bench/corpus` measures the command line by.

use std::fs;
use std::io::{self, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tree_sitter::Parser;

fn main() -> io::Result<()> {
    let paths: Vec<String> = io::stdin().lines().collect::<io::Result<_>>()?;
    let next = AtomicUsize::new(0);
    let threads = thread::available_parallelism()?.get();
    let parsed: usize = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(|| parse(&paths, &next))).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).sum()
    });
    writeln!(io::stdout(), "{parsed} files")
}

/// Takes paths from `next` on until none is left. Gives how many of them were read and have a tree.
fn parse(paths: &[String], next: &AtomicUsize) -> usize {
    let mut parser = Parser::new();
    if parser.set_language(&tree_sitter_dockerfile::LANGUAGE.into()).is_err() {
        return 0;
    }
    let mut parsed = 0;
    while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
        let text = fs::read_to_string(path);
        parsed += usize::from(text.is_ok_and(|text| parser.parse(&text, None).is_some()));
    }
    parsed
}
