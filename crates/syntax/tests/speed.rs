//! Prints what an edit and a fresh parse cost; run with `cargo test --release -p longshore-syntax --test speed -- --ignored --nocapture`.

use std::time::{Duration, Instant};

use longshore_syntax::{Document, Encoding, Language, Position};

fn text() -> String {
    let stage = "FROM node:22 AS build\nWORKDIR /app\nENV A=1 B=\"two words\"\nCOPY --chown=node:node package.json ./\n\
                 RUN --mount=type=cache,target=/root/.npm npm ci \\\n    # a comment\n    && npm run build $A \\\n    && rm -rf /tmp/x\n\
                 EXPOSE 3000\nCMD [\"node\", \"server.js\"]\n\n";
    stage.repeat(2000 / stage.lines().count())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement"]
fn an_edit_of_two_thousand_lines() {
    let text = text();
    let mut document = Document::new(Language::Dockerfile, &text);
    let at = Position { line: 1000, column: 6 };
    let (mut edits, mut lowerings) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        let start = Instant::now();
        document.edit(at, at, Encoding::Utf16, "x");
        edits.push(start.elapsed());
        let start = Instant::now();
        assert!(document.dockerfile().is_some());
        lowerings.push(start.elapsed());
    }
    let start = Instant::now();
    let mut fresh = Document::new(Language::Dockerfile, &text);
    println!("edit {:?}, lower {:?}, new {:?}", median(edits), median(lowerings), start.elapsed());
    assert!(fresh.dockerfile().is_some());
}
