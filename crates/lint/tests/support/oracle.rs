//! What real engines say about the corpus, as far as it is on this machine.

use std::path::PathBuf;

use serde_json::Value;

/// The folder with the corpus and the answers.
pub(crate) fn shared() -> PathBuf {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    std::env::var_os("LONGSHORE_SHARED").map_or(beside, PathBuf::from)
}

/// The records of a file of answers; none where it is not there.
pub(crate) fn records(name: &str) -> Vec<Value> {
    let path = shared().join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return Vec::new();
    };
    if name.ends_with(".json") {
        return serde_json::from_str(&text).expect("a list of cases");
    }
    text.lines().map(|line| serde_json::from_str(line).expect("a JSON object a line")).collect()
}
