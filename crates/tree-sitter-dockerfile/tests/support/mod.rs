//! What the tests share.
#![allow(clippy::allow_attributes, dead_code, reason = "no test needs all of it")]
#![allow(clippy::unwrap_used, reason = "a test may fail so")]

use std::path::{Path, PathBuf};
use tree_sitter::{Node, Parser, Tree};

/// The folder with corpus and oracles, if there is one.
pub(crate) fn shared() -> Option<PathBuf> {
    let path = std::env::var_os("LONGSHORE_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    if path.join("oracle").is_dir() {
        return Some(path);
    }
    eprintln!("skipped: no corpus at {}", path.display());
    None
}

/// A parser for Dockerfiles.
pub(crate) fn parser() -> Parser {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_dockerfile::LANGUAGE.into()).unwrap();
    parser
}

/// The tree of `source`.
pub(crate) fn parse(source: &[u8]) -> Tree {
    parser().parse(source, None).unwrap()
}

/// The text of a node.
pub(crate) fn text(node: Node, source: &[u8]) -> String {
    String::from_utf8_lossy(&source[node.byte_range()]).into_owned()
}

/// The children of a node, in order.
pub(crate) fn children(node: Node) -> impl Iterator<Item = Node> {
    (0..node.child_count() as u32).filter_map(move |index| node.child(index))
}

/// All nodes below `node`, in the order of their starts.
pub(crate) fn descendants(node: Node) -> Vec<Node> {
    children(node).flat_map(|child| std::iter::once(child).chain(descendants(child))).collect()
}
