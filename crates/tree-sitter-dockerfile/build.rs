//! Compiles the generated parser and the scanner.

fn main() {
    let mut build = cc::Build::new();
    build.std("c11").include("src").file("src/parser.c").file("src/scanner.c");
    // Without optimisation the parser is too slow to test with, in any profile.
    build.opt_level(3).flag_if_supported("-Wno-unused-parameter").flag_if_supported("-Wno-unused-but-set-variable");
    build.compile("tree-sitter-dockerfile");
    println!("cargo:rerun-if-changed=src");
}
