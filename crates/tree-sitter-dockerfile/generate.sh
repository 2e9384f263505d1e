#!/bin/sh
# Makes src/parser.c, grammar.json and node-types.json from grammar.js, and notes of which grammar.js they are.
# Needs node and: cargo install tree-sitter-cli --version 0.27.1 --locked --no-default-features
set -eu
cd "$(dirname "$0")"
tree-sitter generate --abi 15
sha256sum grammar.js | cut -d ' ' -f 1 > src/grammar.js.sha256
