// Escape characters: what they protect, and the lines that they continue.
#ifndef DOCKERFILE_ESCAPES_H_
#define DOCKERFILE_ESCAPES_H_

#include "logical_line.h"
#include "state.h"

enum Escape {
    CONTINUES,   // the lexer is at the line's end
    ESCAPES,     // what comes next is escaped, and may be taken into the same token
    ESCAPE_DONE, // the token ends where it was marked
};

// At an escape character where a token starts. A lone one with nothing but blanks behind it continues the line.
// `count` becomes how many there are. If it turns out to escape a blank, the token ends behind that.
static enum Escape scan_escape(TSLexer *lexer, int32_t escape, bool takes_blank, uint32_t *count) {
    *count = skip_run(lexer, escape);
    if (*count > 1) return ESCAPES;
    bool blank = lexer->lookahead == ' ' || lexer->lookahead == '\t';
    if (blank && takes_blank) advance(lexer);
    if (blank || lexer->lookahead == '\r') lexer->mark_end(lexer);
    while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
    bool carriage_return = lexer->lookahead == '\r';
    skip_carriage_returns(lexer);
    if (at_line_end(lexer)) return CONTINUES;
    return blank || carriage_return ? ESCAPE_DONE : ESCAPES;
}

// In the middle of a token, which is marked before the escape character: whether the token must end there, for the
// line may be continued.
static bool may_continue(TSLexer *lexer, int32_t escape, uint32_t *count) {
    lexer->mark_end(lexer);
    *count = skip_run(lexer, escape);
    int32_t c = lexer->lookahead;
    return *count == 1 && (c == ' ' || c == '\t' || c == '\r' || at_line_end(lexer));
}

// In the middle of a token: whether the line ends here, with its carriage returns. Marks the end before them.
static bool line_ends(TSLexer *lexer) {
    if (lexer->lookahead != '\r' && !at_line_end(lexer)) return false;
    lexer->mark_end(lexer);
    skip_carriage_returns(lexer);
    return at_line_end(lexer);
}

// Passes the character that an escape protects, unless that may itself continue the line or is none.
static void skip_escaped(TSLexer *lexer, int32_t escape) {
    if (lexer->lookahead != escape && lexer->lookahead != '\r' && !at_line_end(lexer)) advance(lexer);
}

// At an escape in the middle of a word or string; false if the token must end at its mark.
static bool pass_escape(Scanner *scanner, TSLexer *lexer) {
    int32_t escape = escape_of(scanner);
    if (lexer->lookahead == escape) {
        uint32_t count;
        if (may_continue(lexer, escape, &count)) return false;
        if (count % 2 && word_escape(scanner) == escape) skip_escaped(lexer, escape);
    } else {
        advance(lexer);
        skip_escaped(lexer, escape);
    }
    return true;
}

static inline bool escapes(const Scanner *scanner, int32_t c) {
    return c == escape_of(scanner) || c == word_escape(scanner);
}

// Whether the next character of the joined line belongs to the word before. Only looks.
static bool word_goes_on(TSLexer *lexer, int32_t escape) {
    LogicalLine line = {lexer, escape, 0, 0, 0};
    skip_dropped_lines(&line);
    return !line.blanks && !at_end(lexer);
}

// Passes the empty lines after a continued one, and marks the start of the line that follows them; true if that is a
// comment, which is then marked itself. `indented` becomes whether the line starts with blanks.
static bool pass_empty_lines(TSLexer *lexer, bool *indented) {
    *indented = true;
    while (!at_end(lexer)) {
        lexer->mark_end(lexer);
        *indented = false;
        while (is_space(lexer->lookahead) && lexer->lookahead != '\n') {
            *indented = true;
            advance(lexer);
        }
        if (lexer->lookahead != '\n') break;
        advance(lexer);
    }
    if (at_end(lexer)) *indented = true;
    if (lexer->lookahead != '#') return false;
    lexer->mark_end(lexer);
    return true;
}

// At the end of a line that is continued, or of a comment in a continuation. The token takes the empty lines that
// follow, and the blanks before a comment: what is left of an instruction without its continuations and comments is
// the line that BuildKit sees. At the end of the file it leaves the last line break out.
static bool scan_continuation(Scanner *scanner, TSLexer *lexer) {
    bool after_comment = scanner->mode == AFTER_COMMENT;
    bool indented;
    lexer->mark_end(lexer);
    skip_carriage_returns(lexer);
    if (!at_end(lexer)) advance(lexer);
    if (at_end(lexer) && after_comment) return end_file(scanner, lexer);
    scanner->mode = CONTINUED;
    bool comment = pass_empty_lines(lexer, &indented);
    bool in_word = scanner->quote || (scanner->part != NO_PART && scanner->part != SHELL_PART);
    if (in_word && !scanner->quote) in_word = comment ? word_goes_on(lexer, escape_of(scanner)) : !indented;
    return token(lexer, in_word ? WORD_CONTINUATION : LINE_CONTINUATION);
}

#endif
