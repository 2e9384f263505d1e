// The text of arguments and flags: for a shell, or in words with quotes and variables.
#ifndef DOCKERFILE_ARGUMENTS_H_
#define DOCKERFILE_ARGUMENTS_H_

#include "escapes.h"
#include "heredocs.h"

static inline void shell_step(Scanner *scanner, int32_t c) {
    if (!scanner->heredocs) return;
    Words *words = &scanner->words;
    bool plain = is_letter(c) || c == '-' || c == '/' || c == '.';
    if (plain && !words->depth && !words->escaped && !words->dollar) {
        words->in_word = true;
        words->angles = 0;
    } else {
        words_step(words, c);
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

// `empty`: whether nothing belongs to the token yet.
static bool scan_shell(Scanner *scanner, TSLexer *lexer, bool empty) {
    int32_t escape = escape_of(scanner);
    for (;; empty = false) {
        int32_t c = lexer->lookahead;
        if (c == escape) {
            uint32_t count;
            if (may_continue(lexer, escape, &count)) break;
            while (count--) shell_step(scanner, escape);
        } else if (c == '\n' || c == '\r' || c == 0) {
            if (line_ends(lexer)) break;
            shell_step(scanner, ' ');
            if (c == 0) advance(lexer);
        } else if (heredoc_may_start(scanner, c)) {
            Words before = scanner->words;
            if (!empty) lexer->mark_end(lexer);
            if (!heredoc_starts(scanner, lexer)) continue;
            if (empty) return scan_marker(scanner, lexer, SHELL_TEXT);
            scanner->words = before;
            break;
        } else {
            shell_step(scanner, c);
            advance(lexer);
        }
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
        if (lexer->lookahead == '{') depth++;
        if (lexer->lookahead == '}') depth--;
        advance(lexer);
    }
    return token_here(lexer, symbol);
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
    if (empty && heredoc_may_start(scanner, lexer->lookahead)) {
        if (heredoc_starts(scanner, lexer)) return scan_marker(scanner, lexer, symbol);
        scanner->words = (Words){.in_word = true};
        return scan_word(scanner, lexer, symbol, false);
    }
    scanner->words.in_word = true;
    for (;; empty = false) {
        int32_t c = lexer->lookahead;
        if (escapes(scanner, c)) {
            if (!pass_escape(scanner, lexer)) break;
        } else if (is_space(c) || c == '"' || c == '\'' || at_line_end(lexer)) {
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
    scanner->words.in_word = true;
    for (;;) {
        int32_t c = lexer->lookahead;
        if (escapes(scanner, c)) {
            if (!pass_escape(scanner, lexer)) break;
        } else if (at_line_end(lexer) || c == '=' || (is_space(c) && !scanner->quote)) {
            lexer->mark_end(lexer);
            if (c == '=') scanner->quote = 0;
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
    scanner->words.in_word = true;
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
    if (c == LINE_END || is_space(c)) {
        scanner->words.in_word = false;
        return token(lexer, FLAGS_END);
    }
    scanner->words.in_word = true;
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
    scanner->words.in_word = true;
    return token(lexer, WORD);
}

#endif
