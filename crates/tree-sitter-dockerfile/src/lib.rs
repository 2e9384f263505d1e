//! The tree-sitter grammar of Dockerfiles: the language, its node types and the queries for editors.
#![expect(unsafe_code, reason = "the language is a C function")]

use tree_sitter_language::LanguageFn;

unsafe extern "C" {
    fn tree_sitter_dockerfile() -> *const ();
}

/// The language, for `tree_sitter::Parser::set_language(&LANGUAGE.into())`. Any text parses to a tree without ERROR
/// and MISSING nodes.
pub const LANGUAGE: LanguageFn = unsafe { LanguageFn::from_raw(tree_sitter_dockerfile) };

/// The nodes that a tree is made of and their fields, as the JSON that tree-sitter documents.
pub const NODE_TYPES: &str = include_str!("node-types.json");

/// What to highlight as what.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../queries/highlights.scm");

/// Which parts are in another language: shell commands and heredocs.
pub const INJECTIONS_QUERY: &str = include_str!("../queries/injections.scm");
