// How lines begin: directives, comments and keywords.
#ifndef DOCKERFILE_LINES_H_
#define DOCKERFILE_LINES_H_

#include "escapes.h"

#define UNKNOWN_KEYWORD 18
#define LONGEST_KEYWORD 11

static const char *const KEYWORDS[UNKNOWN_KEYWORD] = {
    "from",   "run",  "cmd",     "label", "maintainer", "expose",     "env",         "add",   "copy", "entrypoint",
    "volume", "user", "workdir", "arg",   "onbuild",    "stopsignal", "healthcheck", "shell",
};

static void mark_line_end(TSLexer *lexer) {
    for (;;) {
        while (!at_line_end(lexer) && lexer->lookahead != '\r') advance(lexer);
        lexer->mark_end(lexer);
        skip_carriage_returns(lexer);
        if (at_line_end(lexer)) return;
    }
}

static bool scan_comment(TSLexer *lexer, int symbol) {
    mark_line_end(lexer);
    return token(lexer, symbol);
}

static inline bool in_directive(TSLexer *lexer) { return !at_line_end(lexer); }

static void skip_directive_space(TSLexer *lexer) {
    while (in_directive(lexer) && is_space(lexer->lookahead)) advance(lexer);
}

enum Directive { NOT_A_DIRECTIVE, SYNTAX, ESCAPE, CHECK };

static enum Directive directive_name(TSLexer *lexer) {
    char name[8] = {0};
    uint32_t length = 0;
    while (is_letter(lexer->lookahead) || (length && is_digit(lexer->lookahead))) {
        if (length < sizeof name - 1) name[length] = (char)lower(lexer->lookahead);
        length++;
        advance(lexer);
    }
    if (length == 6 && !strcmp(name, "syntax")) return SYNTAX;
    if (length == 6 && !strcmp(name, "escape")) return ESCAPE;
    if (length == 5 && !strcmp(name, "check")) return CHECK;
    return NOT_A_DIRECTIVE;
}

// After the mark: reads `name = value`; `value` becomes its only character, or 0.
static enum Directive read_directive(TSLexer *lexer, int32_t *value) {
    skip_directive_space(lexer);
    enum Directive directive = directive_name(lexer);
    skip_directive_space(lexer);
    if (directive == NOT_A_DIRECTIVE || lexer->lookahead != '=') return NOT_A_DIRECTIVE;
    advance(lexer);
    skip_directive_space(lexer);
    if (!in_directive(lexer)) return NOT_A_DIRECTIVE;
    *value = lexer->lookahead;
    advance(lexer);
    skip_directive_space(lexer);
    if (in_directive(lexer)) *value = 0;
    return directive;
}

static bool directive_mark(Scanner *scanner, TSLexer *lexer, enum Directive directive, int32_t value) {
    if (directive == ESCAPE && (value == '`' || value == '\\')) scanner->backtick = value == '`';
    scanner->mode = IN_LINE;
    return token(lexer, DIRECTIVE_MARK);
}

// At a `#` that starts a line.
static bool scan_hash(Scanner *scanner, TSLexer *lexer, bool first_byte) {
    uint8_t phase = scanner->phase;
    advance(lexer);
    lexer->mark_end(lexer);
    scanner->mode = IN_LINE;
    if (phase == FIRST_LINE && first_byte && lexer->lookahead == '!') {
        scanner->phase = SHEBANG_DIRECTIVES;
        return scan_comment(lexer, COMMENT);
    }
    scanner->phase = NO_DIRECTIVES;
    if (phase > SHEBANG_DIRECTIVES) return scan_comment(lexer, COMMENT);
    int32_t value = 0;
    enum Directive directive = read_directive(lexer, &value);
    if (directive == NOT_A_DIRECTIVE) return scan_comment(lexer, COMMENT);
    scanner->phase = phase == SHEBANG_DIRECTIVES ? phase : HASH_DIRECTIVES;
    // BuildKit's parser, the one that minds `escape`, does not look beyond a shebang.
    if (directive == ESCAPE && phase == SHEBANG_DIRECTIVES) return scan_comment(lexer, COMMENT);
    return directive_mark(scanner, lexer, directive, value);
}

static bool scan_directive(TSLexer *lexer, const bool *valid) {
    while (is_space(lexer->lookahead)) lexer->advance(lexer, true);
    if (valid[DIRECTIVE_NAME]) {
        while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) advance(lexer);
        return token_here(lexer, DIRECTIVE_NAME);
    }
    if (valid[DIRECTIVE_EQUALS]) {
        advance(lexer);
        return token_here(lexer, DIRECTIVE_EQUALS);
    }
    while (!at_line_end(lexer)) {
        if (is_space(lexer->lookahead)) {
            advance(lexer);
        } else {
            advance(lexer);
            lexer->mark_end(lexer);
        }
    }
    return token(lexer, DIRECTIVE_VALUE);
}

typedef struct {
    char text[LONGEST_KEYWORD + 1];
    uint32_t length;
} Keyword;

static void keyword_push(Keyword *keyword, int32_t c) {
    if (keyword->length < LONGEST_KEYWORD) {
        // What is not a letter must not look like one once it is cut to a byte.
        keyword->text[keyword->length] = (char)(is_letter(c) ? lower(c) : '?');
    }
    keyword->length++;
}

static int keyword_index(const Keyword *keyword) {
    if (keyword->length > LONGEST_KEYWORD) return UNKNOWN_KEYWORD;
    for (int i = 0; i < UNKNOWN_KEYWORD; i++) {
        if (strlen(KEYWORDS[i]) == keyword->length && !memcmp(KEYWORDS[i], keyword->text, keyword->length)) return i;
    }
    return UNKNOWN_KEYWORD;
}

static bool end_keyword(Scanner *scanner, TSLexer *lexer, const Keyword *keyword) {
    int index = keyword_index(keyword);
    const char *name = index < UNKNOWN_KEYWORD ? KEYWORDS[index] : "";
    bool onbuild = !strcmp(name, "onbuild");
    // One ONBUILD below another is a node of its own; BuildKit refuses it later. More are not worth a deep tree.
    if (onbuild && scanner->onbuilds > 1) index = UNKNOWN_KEYWORD;
    if (onbuild) scanner->onbuilds += scanner->onbuilds < 2;
    bool takes_heredocs = !strcmp(name, "run") || !strcmp(name, "copy") || !strcmp(name, "add");
    scanner->heredocs = takes_heredocs && scanner->onbuilds < 2;
    scanner->mode = IN_LINE;
    scanner->phase = NO_DIRECTIVES;
    scanner->names_shell = !strcmp(name, "shell") && !scanner->onbuilds;
    if (!strcmp(name, "from")) scanner->shell = scanner->backtick ? BATCH : POSIX;
    scanner->child = onbuild && index < UNKNOWN_KEYWORD;
    return token(lexer, FIRST_KEYWORD + index);
}

// Reads the rest of a keyword, also over continuations in its middle. The token ends where it was last marked, or
// where the word does.
static bool scan_keyword(Scanner *scanner, TSLexer *lexer, Keyword keyword) {
    for (;;) {
        int32_t c = lexer->lookahead;
        if (is_blank(c) || at_line_end(lexer)) {
            lexer->mark_end(lexer);
            return end_keyword(scanner, lexer, &keyword);
        }
        if (c != escape_of(scanner)) {
            keyword_push(&keyword, c);
            advance(lexer);
            continue;
        }
        lexer->mark_end(lexer);
        LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
        bool joined = line_join(&line);
        if (joined && (line.blanks || at_end(lexer))) return end_keyword(scanner, lexer, &keyword);
        for (uint32_t i = 0; i < line.escapes; i++) keyword_push(&keyword, c);
        if (line.blanks) return end_keyword(scanner, lexer, &keyword);
    }
}

// After the escape characters that a keyword starts with: it is none that BuildKit knows.
static bool scan_keyword_escape(Scanner *scanner, TSLexer *lexer, enum Escape found) {
    Keyword keyword = {.length = LONGEST_KEYWORD + 1};
    if (found == ESCAPE_DONE) return end_keyword(scanner, lexer, &keyword);
    return scan_keyword(scanner, lexer, keyword);
}

// `//syntax=…` at the top of a file for another frontend, else the start of a keyword.
static bool scan_slash(Scanner *scanner, TSLexer *lexer) {
    Keyword keyword = {.length = LONGEST_KEYWORD + 1};
    advance(lexer);
    if (lexer->lookahead != '/') return scan_keyword(scanner, lexer, keyword);
    advance(lexer);
    lexer->mark_end(lexer);
    // The look ahead must stop at the first blank or escape, where the keyword would end.
    int32_t value = 0;
    if (directive_name(lexer) == SYNTAX && lexer->lookahead == '=') {
        advance(lexer);
        value = lexer->lookahead;
    }
    bool directive = value && !is_space(value) && !at_line_end(lexer);
    if (!directive) return scan_keyword(scanner, lexer, keyword);
    scanner->phase = SLASH_DIRECTIVES;
    scanner->mode = IN_LINE;
    return token(lexer, DIRECTIVE_MARK);
}

#endif
