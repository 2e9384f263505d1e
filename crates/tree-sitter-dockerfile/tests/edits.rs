//! Random edits of random texts: the incremental tree is the fresh one, and no text leads to an ERROR or MISSING node.
#![expect(clippy::unwrap_used, reason = "a test may fail so")]

mod support;

use std::ops::Range;
use support::{parser, shared};
use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

/// What texts and edits are made of: all that the grammar treats in a special way, and some of what it does not.
const FRAGMENTS: &[&str] = &[
    "\n",
    "\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    " ",
    "\t",
    "\\\n",
    " \\\n  ",
    "\\ \n",
    "\\\r\n",
    "\\",
    "\\\\",
    "`\n",
    "`",
    "#",
    "# c\n",
    "# escape=`\n",
    "# syntax=docker/dockerfile:1\n",
    "# check=skip=all\n",
    "#!/bin/sh\n",
    "//syntax=x\n",
    "FROM ",
    "from a AS b\n",
    "RUN ",
    "RUN",
    "COPY ",
    "ADD ",
    "CMD ",
    "ENV ",
    "LABEL ",
    "ARG ",
    "ONBUILD ",
    "HEALTHCHECK ",
    "SHELL ",
    "VOLUME ",
    "USER x\n",
    "EXPOSE 80\n",
    "MAINTAINER it's\n",
    "NONE",
    "as",
    "AS",
    "--",
    "--from=b ",
    "--mount=type=cache,\\\n",
    "-",
    "=",
    "a=b",
    "a",
    "Z",
    "7",
    "/",
    "\"",
    "'",
    "\\\"",
    "$",
    "$X",
    "${X:-",
    "${",
    "}",
    "{",
    ":",
    "<",
    "<<EOF",
    "<<-\"E F\" ",
    "<<'EOF'\n",
    "<<a <<b c\n",
    "EOF\n",
    "\tEOF\n",
    "a\n",
    "3<<",
    "[",
    "]",
    ",",
    "[\"a\", \"b\"]",
    "[ \"a\\\n",
    "é",
    "\u{a0}",
    "\u{2028}",
    "\u{feff}",
    "\0",
    "🐳",
    "\u{b}",
    "|",
    "&&",
    ";",
];

const START: &str = "# syntax=docker/dockerfile:1\nFROM a:${V:-1} AS b\nRUN --mount=type=cache,target=/x \\\n  # why\n\n  a \"b\" && \\\n  \
    cat <<EOF <<-'E' | sh\none\nEOF\n\ttwo\n\tE\nCOPY --from=b [\"x\", \"y\"]\nENV A=b C=\"d $X\" \\\n  E=f\nCMD [\"a\"]\n\
    ONBUILD RUN <<Z\nz\nZ\nHEALTHCHECK --interval=5s CMD a\nLABEL a.b=\"c\" d='e'\n";

/// A small generator, so that a failure can be repeated from its number.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }

    fn text(&mut self, longest: usize) -> String {
        (0..self.below(longest + 1)).map(|_| FRAGMENTS[self.below(FRAGMENTS.len())]).collect()
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut offset = self.below(text.len() + 1);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }

    fn range(&mut self, text: &str) -> Range<usize> {
        let start = self.boundary(text);
        let mut end = (start + [0, 0, 1, 2, 5, 40][self.below(6)]).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }
}

fn point(text: &str, offset: usize) -> Point {
    let before = &text.as_bytes()[..offset];
    let line = before.iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1);
    Point::new(before.iter().filter(|it| **it == b'\n').count(), offset - line)
}

fn edit(tree: &mut Tree, text: &mut String, range: Range<usize>, new: &str) {
    let (start_position, old_end_position) = (point(text, range.start), point(text, range.end));
    text.replace_range(range.clone(), new);
    let new_end_byte = range.start + new.len();
    tree.edit(&InputEdit {
        start_byte: range.start,
        old_end_byte: range.end,
        new_end_byte,
        start_position,
        old_end_position,
        new_end_position: point(text, new_end_byte),
    });
}

/// Every node of the tree: depth, kind, field, range and points.
fn nodes(tree: &Tree) -> Vec<(u32, &'static str, Option<&'static str>, tree_sitter::Range)> {
    let mut cursor = tree.walk();
    let mut nodes = Vec::new();
    loop {
        nodes.push((cursor.depth(), cursor.node().kind(), cursor.field_name(), cursor.node().range()));
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return nodes;
            }
        }
    }
}

fn assert_whole(root: Node, text: &str, what: &str) {
    assert!(!root.has_error(), "{what}: {}\n{text:?}", root.to_sexp());
}

/// Edits `text` and compares after each edit.
fn edit_and_compare(parser: &mut Parser, random: &mut Random, text: &mut String, edits: usize, what: &str) {
    let mut tree = parser.parse(&*text, None).unwrap();
    assert_whole(tree.root_node(), text, what);
    for number in 0..edits {
        let range = random.range(text);
        let new = random.text(3);
        let before = text.clone();
        edit(&mut tree, text, range.clone(), &new);
        tree = parser.parse(&*text, Some(&tree)).unwrap();
        let fresh = parser.parse(&*text, None).unwrap();
        assert_whole(fresh.root_node(), text, what);
        assert_eq!(
            nodes(&fresh),
            nodes(&tree),
            "{what}, edit {number}: {range:?} becomes {new:?} in\n{before:?}\nfresh:       {}\nincremental: {}",
            fresh.root_node().to_sexp(),
            tree.root_node().to_sexp()
        );
    }
}

fn edits_wanted(default: usize) -> usize {
    std::env::var("LONGSHORE_EDITS").ok().and_then(|it| it.parse().ok()).unwrap_or(default)
}

#[test]
fn edited_trees_are_fresh_trees() {
    let (mut parser, wanted) = (parser(), edits_wanted(2_000));
    let mut compared = 0;
    for seed in 1.. {
        if compared >= wanted {
            break;
        }
        let mut random = Random(seed);
        random.below(1);
        let mut text = if seed % 2 == 0 { START.to_owned() } else { random.text(60) };
        edit_and_compare(&mut parser, &mut random, &mut text, 20, &format!("seed {seed}"));
        compared += 20;
    }
    eprintln!("{compared} edits compared");
}

#[test]
fn edited_corpus_trees_are_fresh_trees() {
    let Some(shared) = shared() else { return };
    let oracle = std::fs::read_to_string(shared.join("oracle/buildkit_parse.jsonl")).unwrap();
    let files: Vec<_> = oracle.lines().map(|it| serde_json::from_str::<serde_json::Value>(it).unwrap()).collect();
    let (mut parser, mut random, wanted, mut compared) = (parser(), Random(7), edits_wanted(2_000), 0);
    while compared < wanted {
        let name = files[random.below(files.len())]["file"].as_str().unwrap();
        let bytes = std::fs::read(shared.join("corpus").join(name)).unwrap();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        edit_and_compare(&mut parser, &mut random, &mut text, 20, name);
        compared += 20;
    }
    eprintln!("{compared} edits compared");
}

#[test]
fn no_text_leads_to_an_error() {
    let (mut parser, wanted) = (parser(), edits_wanted(20_000));
    for seed in 1..=wanted as u64 {
        let mut random = Random(seed);
        random.below(1);
        let text = random.text(30);
        let tree = parser.parse(&text, None).unwrap();
        assert_whole(tree.root_node(), &text, &format!("seed {seed}"));
    }
}

#[test]
fn no_bytes_lead_to_an_error() {
    let mut parser = parser();
    for seed in 1..=2_000 {
        let mut random = Random(seed);
        let bytes: Vec<u8> = (0..random.below(60)).map(|_| random.below(256) as u8).collect();
        let tree = parser.parse(&bytes, None).unwrap();
        assert_whole(tree.root_node(), &String::from_utf8_lossy(&bytes), &format!("seed {seed}"));
    }
}
