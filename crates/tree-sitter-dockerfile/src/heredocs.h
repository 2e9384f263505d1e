// Heredocs: the words that open them and the lines that belong to them.
#ifndef DOCKERFILE_HEREDOCS_H_
#define DOCKERFILE_HEREDOCS_H_

#include "logical_line.h"
#include "state.h"

static const uint64_t EMPTY_HASH = 14695981039346656037ULL;

static inline uint64_t hash_char(uint64_t hash, int32_t c) { return (hash ^ (uint32_t)c) * 1099511628211ULL; }

// Takes the next character of a heredoc's name, as it is written; true if it is part of what ends the heredoc, after
// quotes and escapes are gone. An escape that stays one gives two characters (`kept`).
static bool name_step(Words *words, int32_t c, bool *kept) {
    uint8_t frame = frame_of(words);
    bool escaped = words->escaped;
    words_step(words, c);
    *kept = false;
    if (frame == SINGLE_QUOTED) return c != '\'';
    if (frame == TOP) return escaped || (c != '\\' && c != '"' && c != '\'');
    if (frame != DOUBLE_QUOTED) return true;
    *kept = escaped && c != '"' && c != '$' && c != '\\';
    return escaped || (c != '\\' && c != '"');
}

// Whether the rest of the line is one that BuildKit can cut into words.
static bool rest_has_words(LogicalLine *line, Words words) {
    for (int32_t c = line_peek(line); c != LINE_END; c = line_peek(line)) {
        words_step(&words, c);
        line_advance(line);
    }
    return !words.failed && !words.depth;
}

// At the second `<` of what may be a heredoc's word: a marker, or `text` if it is none.
static bool scan_marker(Scanner *scanner, TSLexer *lexer, int text) {
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    Words words = {.in_word = true};
    Heredoc heredoc = {EMPTY_HASH, false};
    bool named = false;
    advance(lexer);
    lexer->mark_end(lexer);
    scanner->words = (Words){.in_word = true, .angles = 2};
    heredoc.chomp = line_peek(&line) == '-';
    if (heredoc.chomp) line_advance(&line);
    while (!heredoc.chomp && is_space(line_peek(&line))) line_advance(&line);
    for (int32_t c = line_peek(&line); c != LINE_END; c = line_peek(&line)) {
        if (frame_of(&words) == TOP && !words.escaped && is_space(c)) break;
        if (c == '<') return token(lexer, text);
        bool kept;
        if (name_step(&words, c, &kept)) {
            if (kept) heredoc.end = hash_char(heredoc.end, '\\');
            heredoc.end = hash_char(heredoc.end, c);
            named = true;
        }
        line_advance(&line);
        if (line_pending(&line)) continue;
        lexer->mark_end(lexer);
        scanner->words = words;
    }
    // The limit comes first: the rest of the line is read once for each marker that counts, and never more often.
    if (!named || words.depth || scanner->open == MAX_HEREDOCS) return token(lexer, text);
    if (!rest_has_words(&line, words)) {
        scanner->words.failed = true;
        return token(lexer, text);
    }
    scanner->pending[scanner->open++] = heredoc;
    scanner->words = (Words){0};
    if (text == SHELL_TEXT) scanner->part = SHELL_PART;
    return token(lexer, HEREDOC_MARKER);
}

// Reads a line; true if it ends the heredoc. `mark` marks the end of its text.
static bool read_heredoc_line(TSLexer *lexer, Heredoc heredoc, bool mark) {
    uint64_t hash = EMPTY_HASH;
    while (heredoc.chomp && lexer->lookahead == '\t') advance(lexer);
    while (!at_line_end(lexer)) {
        uint32_t returns = 0;
        if (lexer->lookahead == '\r') {
            if (mark) lexer->mark_end(lexer);
            returns = skip_run(lexer, '\r');
            if (at_line_end(lexer)) return hash == heredoc.end;
        }
        for (; returns; returns--) hash = hash_char(hash, '\r');
        hash = hash_char(hash, lexer->lookahead);
        advance(lexer);
    }
    if (mark) lexer->mark_end(lexer);
    return hash == heredoc.end;
}

static bool scan_heredoc(Scanner *scanner, TSLexer *lexer) {
    for (bool first = true;; first = false) {
        if (!first) lexer->mark_end(lexer);
        if (at_end(lexer)) return token(lexer, HEREDOC_BODY);
        if (read_heredoc_line(lexer, scanner->pending[0], first)) {
            if (!first) return token(lexer, HEREDOC_BODY);
            scanner->open--;
            memmove(scanner->pending, scanner->pending + 1, scanner->open * sizeof(Heredoc));
            scanner->mode = IN_LINE;
            return token(lexer, HEREDOC_END);
        }
        if (!at_end(lexer)) advance(lexer);
    }
}

#endif
