// Looks ahead along the line that BuildKit sees: continuations joined, comments and empty lines within them dropped.
#ifndef DOCKERFILE_LOGICAL_LINE_H_
#define DOCKERFILE_LOGICAL_LINE_H_

#include "characters.h"

#include <stddef.h>

#define LINE_END (-2)

typedef struct {
    TSLexer *lexer;
    int32_t escape;
    // Characters that the lexer has passed but the line has not: to know whether an escape character continues the
    // line, what follows it must be read.
    uint32_t escapes;
    uint32_t blanks;
    int32_t blank;
} LogicalLine;

static inline bool line_pending(const LogicalLine *line) { return line->escapes || line->blanks; }

static inline void take_blank(LogicalLine *line) {
    if (!line->blanks || line->lexer->lookahead == '\t') line->blank = line->lexer->lookahead;
    line->blanks++;
    line->lexer->advance(line->lexer, false);
}

static void skip_carriage_returns(TSLexer *lexer) {
    while (lexer->lookahead == '\r') lexer->advance(lexer, false);
}

static void skip_to_line_end(TSLexer *lexer) {
    while (!at_line_end(lexer)) lexer->advance(lexer, false);
}

// From the start of a continued line to the first that is neither a comment nor empty; its blanks become pending.
static void skip_dropped_lines(LogicalLine *line) {
    TSLexer *lexer = line->lexer;
    for (;;) {
        line->blanks = 0;
        while (is_space(lexer->lookahead) && lexer->lookahead != '\n') take_blank(line);
        if (lexer->lookahead == '#') {
            line->blanks = 0;
            skip_to_line_end(lexer);
        }
        if (lexer->lookahead != '\n') break;
        lexer->advance(lexer, false);
    }
    if (at_end(lexer)) line->blanks = 0;
}

// At an escape character: joins the next line, or makes what was read pending.
static bool line_join(LogicalLine *line) {
    TSLexer *lexer = line->lexer;
    while (lexer->lookahead == line->escape) {
        line->escapes++;
        lexer->advance(lexer, false);
    }
    if (line->escapes > 1) return false;
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') take_blank(line);
    skip_carriage_returns(lexer);
    if (!at_line_end(lexer)) return false;
    line->escapes = line->blanks = 0;
    if (!at_end(lexer)) lexer->advance(lexer, false);
    skip_dropped_lines(line);
    return true;
}

// The line's next character, LINE_END after the last.
static int32_t line_peek(LogicalLine *line) {
    TSLexer *lexer = line->lexer;
    for (;;) {
        if (line->escapes) return line->escape;
        if (line->blanks) return line->blank;
        if (lexer->lookahead == '\r') {
            while (lexer->lookahead == '\r') take_blank(line);
            if (at_line_end(lexer)) line->blanks = 0;
        } else if (at_line_end(lexer)) {
            return LINE_END;
        } else if (lexer->lookahead == line->escape) {
            line_join(line);
        } else {
            return lexer->lookahead;
        }
    }
}

// Passes the character that `line_peek` returned.
static inline void line_advance(LogicalLine *line) {
    if (line->escapes) {
        line->escapes--;
    } else if (line->blanks) {
        line->blanks--;
    } else {
        line->lexer->advance(line->lexer, false);
    }
}

static int32_t line_skip_json_space(LogicalLine *line) {
    int32_t c = line_peek(line);
    while (c == ' ' || c == '\t' || c == '\r') {
        line_advance(line);
        c = line_peek(line);
    }
    return c;
}

static bool json_escape(LogicalLine *line) {
    int32_t c = line_peek(line);
    line_advance(line);
    switch (c) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return true;
    case 'u':
        for (int i = 0; i < 4; i++) {
            c = lower(line_peek(line));
            if (!is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
            line_advance(line);
        }
        return true;
    default: return false;
    }
}

// The last part of a path in lower case, as far as it fits: ended by a NUL.
typedef struct {
    char text[16];
    uint32_t length;
} FileName;

static void file_name_push(FileName *name, int32_t c) {
    if (c == '/' || c == '\\') {
        name->length = 0;
    } else if (name->length < sizeof name->text - 1) {
        name->text[name->length++] = c < 0x80 ? (char)lower(c) : '?';
    }
    name->text[name->length] = 0;
}

// After the opening quote; passes the closing one.
static bool json_string(LogicalLine *line, FileName *name) {
    for (;;) {
        int32_t c = line_peek(line);
        if (c == LINE_END || (c >= 0 && c < ' ')) return false;
        line_advance(line);
        if (c == '"') return true;
        if (name) file_name_push(name, c);
        if (c == '\\' && !json_escape(line)) return false;
    }
}

// After `[`: whether the rest of the line is a JSON array of strings. Anything else is the shell's, or words. `program`
// becomes the file name in the first string.
static bool json_array(LogicalLine *line, FileName *program) {
    int32_t c = line_skip_json_space(line);
    while (c == '"') {
        line_advance(line);
        if (!json_string(line, program)) return false;
        program = NULL;
        c = line_skip_json_space(line);
        if (c != ',') break;
        line_advance(line);
        c = line_skip_json_space(line);
        if (c != '"') return false;
    }
    if (c != ']') return false;
    do {
        line_advance(line);
        c = line_peek(line);
    } while (is_space(c));
    return c == LINE_END;
}

#endif
