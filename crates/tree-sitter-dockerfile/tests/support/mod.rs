//! What the tests share.
#![expect(clippy::mod_module_files, reason = "beside the tests, `support.rs` would be a test of its own")]

use std::path::{Path, PathBuf};
use tree_sitter::{Node, Parser, Tree};

/// The folder with corpus and oracles, if there is one.
pub fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("LONGSHORE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    if path.join("oracle").is_dir() {
        return Some(path);
    }
    println!("skipped: no corpus at {}", path.display());
    None
}

pub fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_dockerfile::LANGUAGE.into()).unwrap();
    parser
}

pub fn parse(source: &[u8]) -> Tree {
    parser().parse(source, None).unwrap()
}

pub fn text(node: Node, source: &[u8]) -> String {
    String::from_utf8_lossy(&source[node.byte_range()]).into_owned()
}
