//! The `longshore` command line.

fn main() {}
