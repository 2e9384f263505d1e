//! A line on the terminal that says how far a long check has come.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What takes less time than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files that are done; shows the count only in a terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    total: usize,
    done: AtomicUsize,
    /// In percent, what was shown last.
    shown: AtomicUsize,
    started: Instant,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new(total: usize) -> Self {
        let terminal = io::stderr().is_terminal();
        let (done, shown) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Self { total, done, shown, started: Instant::now(), terminal }
    }

    /// One more file is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let percent = done * 100 / self.total.max(1);
        if self.terminal
            && self.started.elapsed() > PATIENCE
            && self.shown.fetch_max(percent, Ordering::Relaxed) < percent
        {
            let _ = write!(io::stderr(), "\r{done} of {} files", self.total);
        }
    }
}

impl Drop for Progress {
    /// Wipes the line.
    fn drop(&mut self) {
        if self.terminal && self.shown.load(Ordering::Relaxed) > 0 {
            let _ = write!(io::stderr(), "\r\u{1b}[K");
        }
    }
}
