// Classes of characters, as BuildKit's Go code sees them.
#ifndef DOCKERFILE_CHARACTERS_H_
#define DOCKERFILE_CHARACTERS_H_

#include "tree_sitter/parser.h"

#include <stdint.h>

// NUL is an ordinary character, and the lookahead is 0 at the end of the file too.
static inline bool at_end(TSLexer *lexer) { return lexer->lookahead == 0 && lexer->eof(lexer); }

static inline bool at_line_end(TSLexer *lexer) { return lexer->lookahead == '\n' || at_end(lexer); }

static inline bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f'; }

// Go's unicode.IsSpace.
static inline bool is_space(int32_t c) {
    if (c < 0x80) return is_blank(c) || c == '\n';
    return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

static inline bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static inline int32_t lower(int32_t c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; }

static inline bool is_letter(int32_t c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

// What may stand in a variable's name; letters beyond ASCII are taken for such.
static inline bool is_name(int32_t c) { return is_letter(c) || is_digit(c) || c == '_' || (c > 0x7F && !is_space(c)); }

#endif
