// The text of arguments and flags: for a shell, or in words with quotes and variables.
#ifndef DOCKERFILE_ARGUMENTS_H_
#define DOCKERFILE_ARGUMENTS_H_

#include "escapes.h"
#include "heredocs.h"

static inline void shell_step(Scanner *scanner, int32_t c) {
    if (scanner->heredocs) words_step(&scanner->words, c);
}

// Passes the characters of a word that mean nothing but themselves: most of all text, and so worth its own loop.
static void pass_plain(Scanner *scanner, TSLexer *lexer, bool skip) {
    Words *words = &scanner->words;
    if (words->escaped || words->dollar || (words->depth && frame_of(words) > DOUBLE_QUOTED)) return;
    words->in_word = true;
    words->angles = 0;
    while (is_letter(lexer->lookahead) || lexer->lookahead == '-' || lexer->lookahead == '/') {
        lexer->advance(lexer, skip);
    }
}

static inline bool heredoc_may_start(const Scanner *scanner, int32_t c) {
    return (c == '<' || is_digit(c)) && scanner->heredocs && between_words(&scanner->words);
}

// At digits or `<` between words: true if `<<` follows, and the lexer is at its second `<`.
static bool heredoc_starts(Scanner *scanner, TSLexer *lexer) {
    while (is_digit(lexer->lookahead)) {
        words_step(&scanner->words, lexer->lookahead);
        advance(lexer);
    }
    if (lexer->lookahead != '<') return false;
    words_step(&scanner->words, '<');
    advance(lexer);
    return lexer->lookahead == '<';
}

// Escape characters in text for a shell.
static void shell_escape(Scanner *scanner, enum Escape found, uint32_t count) {
    bool blank = found == ESCAPE_DONE && word_escape(scanner) == escape_of(scanner);
    for (; count; count--) shell_step(scanner, escape_of(scanner));
    if (blank) shell_step(scanner, ' ');
}

// At a `<` or digit between words: a heredoc's marker or text before it (SHELL_TEXT), or no token yet.
static bool scan_shell_marker(Scanner *scanner, TSLexer *lexer, bool empty) {
    Words before = scanner->words;
    if (!empty) lexer->mark_end(lexer);
    if (!heredoc_starts(scanner, lexer)) return false;
    if (empty) return scan_marker(scanner, lexer, SHELL_TEXT);
    scanner->words = before;
    return token(lexer, SHELL_TEXT);
}

// Text for a shell. The command's first token has all its text; later ones only lead what follows it: that halves the
// tokens of a command over many lines, and the text is what is left of the command's node without its children. So
// the token at the end of the command may be empty. `empty`: whether nothing belongs to the token yet.
static bool scan_shell(Scanner *scanner, TSLexer *lexer, bool empty) {
    int32_t escape = escape_of(scanner);
    bool skip = scanner->part == SHELL_PART;
    for (;;) {
        int32_t c = lexer->lookahead;
        uint32_t count;
        if (c == '\n' || c == '\r' || c == 0) {
            if (line_ends(lexer)) break;
            shell_step(scanner, ' ');
            if (c == 0) advance(lexer);
        } else if (c == escape && skip) {
            enum Escape found = scan_escape(lexer, escape, word_escape(scanner) == escape, &count);
            if (found == CONTINUES) return scan_continuation(scanner, lexer);
            shell_escape(scanner, found, count);
            if (found == ESCAPE_DONE) break;
        } else if (c == escape) {
            if (may_continue(lexer, escape, &count)) break;
            shell_escape(scanner, ESCAPES, count);
        } else if (heredoc_may_start(scanner, c)) {
            if (scan_shell_marker(scanner, lexer, skip || empty)) return true;
        } else {
            shell_step(scanner, c);
            lexer->advance(lexer, skip);
            if (is_letter(lexer->lookahead)) pass_plain(scanner, lexer, skip);
        }
        empty = false;
    }
    return token(lexer, SHELL_TEXT);
}

static bool scan_text(TSLexer *lexer, int32_t escape) {
    for (;;) {
        uint32_t count;
        if (lexer->lookahead == escape) {
            if (may_continue(lexer, escape, &count)) break;
        } else if (lexer->lookahead == '\r' || at_line_end(lexer)) {
            if (line_ends(lexer)) break;
        } else {
            advance(lexer);
        }
    }
    return token(lexer, TEXT);
}

// How deep the braces of a variable may nest; a deeper one is text, so that a line of unclosed ones is not read to its
// end for each of them.
#define MAX_BRACES 64

// At a `$`: a variable (`symbol`), or the token that text is here.
static bool scan_variable(TSLexer *lexer, int symbol, int text) {
    advance(lexer);
    if (is_name(lexer->lookahead)) {
        while (is_name(lexer->lookahead)) advance(lexer);
        return token_here(lexer, symbol);
    }
    bool brace = lexer->lookahead == '{';
    if (brace) advance(lexer);
    lexer->mark_end(lexer);
    if (!brace) return token(lexer, text);
    for (uint32_t depth = 1; depth;) {
        if (lexer->lookahead == '\r' || at_line_end(lexer)) return token(lexer, text);
        if (lexer->lookahead == '{' && ++depth > MAX_BRACES) return token(lexer, text);
        if (lexer->lookahead == '}') depth--;
        advance(lexer);
    }
    return token_here(lexer, symbol);
}

// At a quote: a whole string if nothing in it needs a token of its own, else only its start (`symbol`).
static bool scan_string(Scanner *scanner, TSLexer *lexer, int symbol) {
    int32_t quote = lexer->lookahead;
    advance(lexer);
    lexer->mark_end(lexer);
    for (int32_t c = lexer->lookahead; c != quote; c = lexer->lookahead) {
        bool plain = c != '$' && c != '\r' && !escapes(scanner, c) && !at_line_end(lexer);
        if (!plain) {
            scanner->quote = (uint8_t)quote;
            return token(lexer, symbol);
        }
        advance(lexer);
    }
    advance(lexer);
    return token_here(lexer, symbol + (WHOLE_STRING - STRING_OPEN));
}

// Text in a quoted string. The token has a character already unless `empty`.
static bool scan_string_text(Scanner *scanner, TSLexer *lexer, bool empty) {
    for (;; empty = false) {
        int32_t c = lexer->lookahead;
        if (c == scanner->quote) {
            if (empty) {
                advance(lexer);
                scanner->quote = 0;
                return token_here(lexer, STRING_CLOSE);
            }
            lexer->mark_end(lexer);
            break;
        }
        if (c == '$' && scanner->quote == '"') {
            if (empty) return scan_variable(lexer, VARIABLE_REST, STRING_TEXT);
            lexer->mark_end(lexer);
            break;
        }
        if (c == escape_of(scanner) || (c == word_escape(scanner) && scanner->quote == '"')) {
            if (scanner->quote == '"') {
                if (!pass_escape(scanner, lexer)) break;
            } else {
                uint32_t count;
                if (may_continue(lexer, c, &count)) break;
            }
        } else if (c == '\r' || at_line_end(lexer)) {
            if (line_ends(lexer)) break;
        } else {
            advance(lexer);
        }
    }
    return token(lexer, STRING_TEXT);
}

// Text of a word (`symbol`) up to a blank, a quote or a variable. The token has a character already unless `empty`.
static bool scan_word(Scanner *scanner, TSLexer *lexer, int symbol, bool empty) {
    if (empty && symbol == WORD && heredoc_may_start(scanner, lexer->lookahead)) {
        if (heredoc_starts(scanner, lexer)) return scan_marker(scanner, lexer, symbol);
        scanner->words = (Words){0};
        empty = false;
    }
    for (;; empty = false) {
        int32_t c = lexer->lookahead;
        if (escapes(scanner, c)) {
            if (!pass_escape(scanner, lexer)) break;
        } else if (is_space(c) || at_line_end(lexer) || (!empty && (c == '"' || c == '\''))) {
            lexer->mark_end(lexer);
            break;
        } else if (c == '$') {
            if (empty) return scan_variable(lexer, symbol + (VARIABLE - WORD), symbol);
            lexer->mark_end(lexer);
            break;
        } else {
            advance(lexer);
        }
    }
    return token(lexer, symbol);
}

// A name (`symbol`) up to `=` or a blank. A quote only protects blanks.
static bool scan_name(Scanner *scanner, TSLexer *lexer, int symbol) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (escapes(scanner, c)) {
            if (!pass_escape(scanner, lexer)) break;
        } else if (at_line_end(lexer) || c == '=' || (is_space(c) && !scanner->quote)) {
            lexer->mark_end(lexer);
            break;
        } else if (c == '\r') {
            if (line_ends(lexer)) break;
        } else {
            if (c == scanner->quote) {
                scanner->quote = 0;
            } else if (!scanner->quote && (c == '"' || c == '\'')) {
                scanner->quote = (uint8_t)c;
            }
            advance(lexer);
        }
    }
    return token(lexer, symbol);
}

// Text of a flag's name or value (`symbol`), up to a blank outside of quotes or, in a name, `=`.
static bool scan_flag_text(Scanner *scanner, TSLexer *lexer, int symbol) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (c == escape_of(scanner) || c == '\\') {
            if (c != escape_of(scanner)) {
                advance(lexer);
                skip_escaped(lexer, escape_of(scanner));
            } else {
                uint32_t count;
                if (may_continue(lexer, c, &count)) break;
                if (count % 2 && c == '\\') skip_escaped(lexer, c);
            }
        } else if (at_line_end(lexer) || (is_space(c) && !scanner->quote) || (c == '=' && symbol != FLAG_TEXT)) {
            lexer->mark_end(lexer);
            break;
        } else if (c == '\r') {
            if (line_ends(lexer)) break;
        } else {
            if (c == scanner->quote) {
                scanner->quote = 0;
            } else if (!scanner->quote && (c == '"' || c == '\'')) {
                scanner->quote = (uint8_t)c;
            }
            advance(lexer);
        }
    }
    return token(lexer, symbol);
}

// At the second `-` of a flag.
static bool scan_flag_start(Scanner *scanner, TSLexer *lexer) {
    advance(lexer);
    lexer->mark_end(lexer);
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    int32_t c = line_peek(&line);
    if (c == LINE_END || is_space(c)) return token(lexer, FLAGS_END);
    if (line_pending(&line) || c != lexer->lookahead) return token(lexer, FLAG_START);
    return scan_flag_text(scanner, lexer, FLAG_START);
}

static bool scan_health_type(Scanner *scanner, TSLexer *lexer) {
    while (!is_space(lexer->lookahead) && !at_line_end(lexer)) {
        uint32_t count;
        if (lexer->lookahead != escape_of(scanner)) {
            advance(lexer);
        } else if (may_continue(lexer, escape_of(scanner), &count)) {
            return token(lexer, HEALTH_TYPE);
        }
    }
    return token_here(lexer, HEALTH_TYPE);
}

// At `a` or `A`: AS if that is the whole word, else the start of a word.
static bool scan_as(Scanner *scanner, TSLexer *lexer) {
    advance(lexer);
    if (lower(lexer->lookahead) != 's') return scan_word(scanner, lexer, WORD, false);
    advance(lexer);
    lexer->mark_end(lexer);
    if (is_space(lexer->lookahead) || at_line_end(lexer)) return token(lexer, AS_KEYWORD);
    if (lexer->lookahead != escape_of(scanner)) return scan_word(scanner, lexer, WORD, false);
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    int32_t c = line_peek(&line);
    if (c == LINE_END || is_space(c)) return token(lexer, AS_KEYWORD);
    return token(lexer, WORD);
}

#endif
