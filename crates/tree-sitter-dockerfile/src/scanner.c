// Makes every token of a Dockerfile. The parser's state says which kinds of token can follow (`valid`), the state
// below what the bytes before mean for the ones to come.
#include "logical_line.h"
#include "shell_words.h"

#include "tree_sitter/alloc.h"

#include <string.h>

// In the order of `externals` in grammar.js.
enum Token {
    NEWLINE,
    HEREDOC_NEWLINE,
    BLANK,
    LINE_CONTINUATION,
    WORD_CONTINUATION,
    COMMENT,
    DIRECTIVE_MARK,
    DIRECTIVE_NAME,
    DIRECTIVE_EQUALS,
    DIRECTIVE_VALUE,
    FLAG_START,
    FLAG_REST,
    FLAG_EQUALS,
    FLAG_TEXT,
    FLAGS_END,
    SHELL_TEXT,
    HEREDOC_MARKER,
    HEREDOC_BODY,
    HEREDOC_END,
    JSON_OPEN,
    JSON_COMMA,
    JSON_CLOSE,
    STRING_OPEN,
    STRING_TEXT,
    STRING_CLOSE,
    WORD,
    VARIABLE,
    NAME,
    EQUALS,
    AS_KEYWORD,
    HEALTH_TYPE,
    TEXT,
    FIRST_KEYWORD,
};

#define UNKNOWN_KEYWORD 18
#define LONGEST_KEYWORD 11

static const char *const KEYWORDS[UNKNOWN_KEYWORD] = {
    "from",   "run",  "cmd",     "label", "maintainer", "expose",     "env",         "add",   "copy", "entrypoint",
    "volume", "user", "workdir", "arg",   "onbuild",    "stopsignal", "healthcheck", "shell",
};

// Which directives may still come.
enum Phase {
    FIRST_LINE,
    HASH_DIRECTIVES,  // after a directive
    SHEBANG_DIRECTIVES, // after `#!`: only those that BuildKit looks for without parsing
    SLASH_DIRECTIVES, // after `//syntax=`
    NO_DIRECTIVES,
};

enum Mode {
    LINE_START,
    IN_LINE,
    CONTINUED,     // at the start of a continued line, or at a comment in its place
    AFTER_COMMENT, // at the end of such a comment
    HEREDOC,       // at the start of a heredoc's line
};

// Every heredoc needs nine bytes of state. More than this on one line are taken for plain words.
#define MAX_HEREDOCS 64

// The word that ends a heredoc, as its hash: it may be of any length, the state may not.
typedef struct {
    uint64_t end;
    bool chomp;
} Heredoc;

typedef struct {
    uint8_t phase;
    uint8_t mode;
    uint8_t quote;    // the quote that is open in a word, flag or JSON string
    uint8_t onbuilds; // how many ONBUILD the instruction is below
    bool backtick;    // the escape character is ` and not a backslash
    bool heredocs;    // the instruction may have heredocs
    bool json;        // in a JSON array
    uint8_t open;     // heredocs that wait for their lines
    Words words;
    Heredoc pending[MAX_HEREDOCS];
} Scanner;

static inline int32_t escape_of(const Scanner *scanner) { return scanner->backtick ? '`' : '\\'; }

// What escapes a character in a word: heredocs and JSON know the backslash only.
static inline int32_t word_escape(const Scanner *scanner) {
    return scanner->heredocs || scanner->json ? '\\' : escape_of(scanner);
}

static inline void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

static inline bool token(TSLexer *lexer, int symbol) {
    lexer->result_symbol = (TSSymbol)symbol;
    return true;
}

static inline bool token_here(TSLexer *lexer, int symbol) {
    lexer->mark_end(lexer);
    return token(lexer, symbol);
}

static inline uint32_t skip_run(TSLexer *lexer, int32_t c) {
    uint32_t count = 0;
    for (; lexer->lookahead == c; count++) advance(lexer);
    return count;
}

static const uint64_t EMPTY_HASH = 14695981039346656037ULL;

static inline uint64_t hash_char(uint64_t hash, int32_t c) { return (hash ^ (uint32_t)c) * 1099511628211ULL; }

// The instruction is over, and what its words meant with it.
static void end_instruction(Scanner *scanner) {
    scanner->mode = LINE_START;
    scanner->quote = scanner->onbuilds = 0;
    scanner->heredocs = scanner->json = false;
    memset(&scanner->words, 0, sizeof scanner->words);
}

// At the end of a line, perhaps after blanks (`empty` if not). Nothing is left to be a token at the end of the file.
static bool scan_newline(Scanner *scanner, TSLexer *lexer, bool empty) {
    if (empty && at_end(lexer)) return false;
    if (!at_end(lexer)) advance(lexer);
    bool heredoc = scanner->open > 0;
    end_instruction(scanner);
    if (heredoc) scanner->mode = HEREDOC;
    return token_here(lexer, heredoc ? HEREDOC_NEWLINE : NEWLINE);
}

// Comments and directives.

static void mark_line_end(TSLexer *lexer) {
    for (;;) {
        while (!at_line_end(lexer) && lexer->lookahead != '\r') advance(lexer);
        lexer->mark_end(lexer);
        skip_carriage_returns(lexer);
        if (at_line_end(lexer)) return;
    }
}

static bool scan_comment(TSLexer *lexer) {
    mark_line_end(lexer);
    return token(lexer, COMMENT);
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
        return scan_comment(lexer);
    }
    scanner->phase = NO_DIRECTIVES;
    if (phase > SHEBANG_DIRECTIVES) return scan_comment(lexer);
    int32_t value = 0;
    enum Directive directive = read_directive(lexer, &value);
    if (directive == NOT_A_DIRECTIVE) return scan_comment(lexer);
    scanner->phase = phase == SHEBANG_DIRECTIVES ? phase : HASH_DIRECTIVES;
    // BuildKit's parser, the one that minds `escape`, does not look beyond a shebang.
    if (directive == ESCAPE && phase == SHEBANG_DIRECTIVES) return scan_comment(lexer);
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

// Keywords.

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
    scanner->words.in_word = false;
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

// Continuations.

// Whether the next character of the joined line belongs to the word before. Only looks.
static bool word_goes_on(TSLexer *lexer, int32_t escape) {
    LogicalLine line = {lexer, escape, 0, 0, 0};
    skip_dropped_lines(&line);
    return !line.blanks && !at_end(lexer);
}

// At the end of a line that is continued, or of a comment in a continuation. The token takes the empty lines that
// follow, and the blanks before a comment: what is left of an instruction without its continuations and comments is
// the line that BuildKit sees. At the end of the file it leaves the last line break out.
static bool scan_continuation(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    bool after_comment = scanner->mode == AFTER_COMMENT;
    lexer->mark_end(lexer);
    skip_carriage_returns(lexer);
    if (!at_end(lexer)) advance(lexer);
    scanner->mode = CONTINUED;
    if (at_end(lexer) && after_comment) return scan_newline(scanner, lexer, false);
    bool comment = false;
    bool blank_first = false;
    while (!at_end(lexer)) {
        lexer->mark_end(lexer);
        blank_first = false;
        while (is_space(lexer->lookahead) && lexer->lookahead != '\n') {
            blank_first = true;
            advance(lexer);
        }
        comment = lexer->lookahead == '#';
        if (lexer->lookahead != '\n') break;
        advance(lexer);
    }
    if (comment) lexer->mark_end(lexer);
    bool in_word = valid[WORD_CONTINUATION] && (scanner->quote || scanner->words.in_word);
    if (in_word && !scanner->quote) {
        in_word = comment ? word_goes_on(lexer, escape_of(scanner)) : !blank_first && !at_end(lexer);
    }
    if (!in_word && !valid[SHELL_TEXT]) scanner->words.in_word = false;
    return token(lexer, in_word ? WORD_CONTINUATION : LINE_CONTINUATION);
}

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

// Heredocs.

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
    if (!named || words.depth) return token(lexer, text);
    if (!rest_has_words(&line, words)) {
        scanner->words.failed = true;
        return token(lexer, text);
    }
    if (scanner->open == MAX_HEREDOCS) return token(lexer, text);
    scanner->pending[scanner->open++] = heredoc;
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
        if (at_end(lexer)) return !first && token(lexer, HEREDOC_BODY);
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

// Text for a shell.

static inline void shell_step(Scanner *scanner, int32_t c) {
    if (scanner->heredocs) words_step(&scanner->words, c);
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

// Words.

// At a `$`: a variable, or the token that text is here.
static bool scan_variable(TSLexer *lexer, int text) {
    advance(lexer);
    if (is_name(lexer->lookahead)) {
        while (is_name(lexer->lookahead)) advance(lexer);
        return token_here(lexer, VARIABLE);
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
    return token_here(lexer, VARIABLE);
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
            if (empty) return scan_variable(lexer, STRING_TEXT);
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

// Text of a word up to a blank, a quote or a variable.
static bool scan_word(Scanner *scanner, TSLexer *lexer, bool empty) {
    bool between = empty && !scanner->words.in_word;
    scanner->words.in_word = true;
    if (between && scanner->heredocs && (lexer->lookahead == '<' || is_digit(lexer->lookahead))) {
        Words before = {0};
        scanner->words = before;
        if (heredoc_starts(scanner, lexer)) return scan_marker(scanner, lexer, WORD);
        scanner->words = (Words){.in_word = true};
        empty = false;
    }
    for (;; empty = false) {
        int32_t c = lexer->lookahead;
        if (escapes(scanner, c)) {
            if (!pass_escape(scanner, lexer)) break;
        } else if (is_space(c) || c == '"' || c == '\'' || at_line_end(lexer)) {
            lexer->mark_end(lexer);
            break;
        } else if (c == '$') {
            if (empty) return scan_variable(lexer, WORD);
            lexer->mark_end(lexer);
            break;
        } else {
            advance(lexer);
        }
    }
    return token(lexer, WORD);
}

// A name up to `=` or a blank. A quote only protects blanks.
static bool scan_name(Scanner *scanner, TSLexer *lexer) {
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
    return token(lexer, NAME);
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

// At `-` after a keyword or a flag; `text` is what else may follow.
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
    if (lower(lexer->lookahead) != 's') return scan_word(scanner, lexer, false);
    advance(lexer);
    lexer->mark_end(lexer);
    if (is_space(lexer->lookahead) || at_line_end(lexer)) return token(lexer, AS_KEYWORD);
    if (lexer->lookahead != escape_of(scanner)) return scan_word(scanner, lexer, false);
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    int32_t c = line_peek(&line);
    if (c == LINE_END || is_space(c)) return token(lexer, AS_KEYWORD);
    scanner->words.in_word = true;
    return token(lexer, WORD);
}

// The instruction's arguments and flags.

// Text of whatever kind may stand here; the token has a character already unless `empty`.
static bool scan_argument(Scanner *scanner, TSLexer *lexer, const bool *valid, bool empty) {
    if (valid[STRING_TEXT] && scanner->quote) return scan_string_text(scanner, lexer, empty);
    if (valid[FLAG_TEXT] && scanner->words.in_word) return scan_flag_text(scanner, lexer, FLAG_TEXT);
    if (valid[FLAG_REST] && scanner->words.in_word) return scan_flag_text(scanner, lexer, FLAG_REST);
    if (valid[HEALTH_TYPE]) return scan_health_type(scanner, lexer);
    if (valid[SHELL_TEXT]) return scan_shell(scanner, lexer, empty);
    if (valid[TEXT]) return scan_text(lexer, escape_of(scanner));
    if (valid[NAME] && !(valid[WORD] && scanner->words.in_word)) return scan_name(scanner, lexer);
    return scan_word(scanner, lexer, empty);
}

// At the escape character where a token starts.
static bool scan_leading_escape(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    int32_t escape = escape_of(scanner);
    uint32_t count;
    bool takes_blank = word_escape(scanner) == escape && !valid[FIRST_KEYWORD];
    enum Escape found = scan_escape(lexer, escape, takes_blank, &count);
    if (found == CONTINUES) return scan_continuation(scanner, lexer, valid);
    if (valid[FIRST_KEYWORD]) {
        Keyword keyword = {.length = LONGEST_KEYWORD + 1};
        if (found == ESCAPE_DONE) return end_keyword(scanner, lexer, &keyword);
        return scan_keyword(scanner, lexer, keyword);
    }
    if (valid[SHELL_TEXT]) {
        for (uint32_t i = 0; i < count; i++) shell_step(scanner, escape);
        if (found == ESCAPE_DONE && takes_blank) shell_step(scanner, ' ');
    }
    if (found == ESCAPE_DONE) {
        lexer->result_symbol = WORD;
        if (valid[STRING_TEXT] && scanner->quote) return token(lexer, STRING_TEXT);
        if (valid[FLAG_TEXT] && scanner->words.in_word) return token(lexer, FLAG_TEXT);
        if (valid[FLAG_REST] && scanner->words.in_word) return token(lexer, FLAG_REST);
        if (valid[HEALTH_TYPE]) return token(lexer, HEALTH_TYPE);
        if (valid[SHELL_TEXT]) return token(lexer, SHELL_TEXT);
        if (valid[TEXT]) return token(lexer, TEXT);
        if (valid[NAME] && !(valid[WORD] && scanner->words.in_word)) {
            scanner->words.in_word = true;
            return token(lexer, NAME);
        }
        scanner->words.in_word = true;
        return token(lexer, WORD);
    }
    if (count % 2 && word_escape(scanner) == escape && !valid[SHELL_TEXT] && scanner->quote != '\'') {
        skip_escaped(lexer, escape);
    }
    return scan_argument(scanner, lexer, valid, false);
}

static bool scan_json(Scanner *scanner, TSLexer *lexer) {
    int32_t c = lexer->lookahead;
    advance(lexer);
    if (c == '"') {
        scanner->quote = '"';
        return token_here(lexer, STRING_OPEN);
    }
    if (c == ']') scanner->json = false;
    return token_here(lexer, c == ']' ? JSON_CLOSE : JSON_COMMA);
}

// At a `[` that may open an array.
static bool scan_bracket(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    advance(lexer);
    lexer->mark_end(lexer);
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    if (json_array(&line)) {
        scanner->json = true;
        return token(lexer, JSON_OPEN);
    }
    if (valid[SHELL_TEXT]) shell_step(scanner, '[');
    scanner->words.in_word = true;
    return token(lexer, valid[SHELL_TEXT] ? SHELL_TEXT : WORD);
}

// At blanks between words: a token, unless the line ends behind them.
static bool scan_blank(Scanner *scanner, TSLexer *lexer) {
    while (is_space(lexer->lookahead) && lexer->lookahead != '\n') advance(lexer);
    if (at_line_end(lexer)) return scan_newline(scanner, lexer, false);
    scanner->words.in_word = false;
    return token_here(lexer, BLANK);
}

// At carriage returns where blanks are text.
static bool scan_carriage_returns(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    skip_carriage_returns(lexer);
    if (at_line_end(lexer)) return scan_newline(scanner, lexer, false);
    if (valid[SHELL_TEXT]) shell_step(scanner, ' ');
    return scan_argument(scanner, lexer, valid, false);
}

static bool scan_line(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    int32_t c = lexer->lookahead;
    bool in_word = scanner->words.in_word;
    if (valid[DIRECTIVE_NAME] || valid[DIRECTIVE_EQUALS] || valid[DIRECTIVE_VALUE]) return scan_directive(lexer, valid);
    if (at_line_end(lexer)) return scan_newline(scanner, lexer, true);
    if (is_space(c) && valid[BLANK] && !scanner->quote) return scan_blank(scanner, lexer);
    if (c == '\r') return scan_carriage_returns(scanner, lexer, valid);
    if (c == escape_of(scanner)) return scan_leading_escape(scanner, lexer, valid);
    if (scanner->quote) return scan_argument(scanner, lexer, valid, true);
    if (scanner->json) return scan_json(scanner, lexer);
    if (c == '=' && ((valid[FLAG_EQUALS] && in_word) || (valid[EQUALS] && !(valid[WORD] && in_word)))) {
        advance(lexer);
        scanner->words.in_word = true;
        return token_here(lexer, valid[EQUALS] ? EQUALS : FLAG_EQUALS);
    }
    if (c == '-' && valid[FLAG_START] && !in_word) {
        advance(lexer);
        if (lexer->lookahead == '-') return scan_flag_start(scanner, lexer);
        if (valid[SHELL_TEXT]) shell_step(scanner, '-');
        if (valid[FIRST_KEYWORD]) return scan_keyword(scanner, lexer, (Keyword){.length = LONGEST_KEYWORD + 1});
        return scan_argument(scanner, lexer, valid, false);
    }
    if (valid[FIRST_KEYWORD]) return scan_keyword(scanner, lexer, (Keyword){.length = 0});
    if (c == '[' && valid[JSON_OPEN] && !in_word) return scan_bracket(scanner, lexer, valid);
    if (valid[AS_KEYWORD] && !in_word && lower(c) == 'a') return scan_as(scanner, lexer);
    if ((c == '"' || c == '\'') && valid[STRING_OPEN] && !(valid[NAME] && !in_word)) {
        advance(lexer);
        scanner->quote = (uint8_t)c;
        scanner->words.in_word = true;
        return token_here(lexer, STRING_OPEN);
    }
    return scan_argument(scanner, lexer, valid, true);
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

static bool scan_line_start(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    bool first_byte = true;
    while (is_space(lexer->lookahead)) {
        if (lexer->lookahead == '\n') scanner->phase = NO_DIRECTIVES;
        first_byte = false;
        lexer->advance(lexer, true);
    }
    // Blanks before the end of the file need a token to lead them.
    if (at_end(lexer)) return !first_byte && token_here(lexer, NEWLINE);
    if (lexer->lookahead == '#') return scan_hash(scanner, lexer, first_byte);
    uint8_t phase = scanner->phase;
    scanner->phase = NO_DIRECTIVES;
    if (lexer->lookahead == '/' && first_byte && phase != HASH_DIRECTIVES && phase != NO_DIRECTIVES) {
        return scan_slash(scanner, lexer);
    }
    if (lexer->lookahead != escape_of(scanner)) return scan_keyword(scanner, lexer, (Keyword){.length = 0});
    uint32_t count;
    enum Escape found = scan_escape(lexer, escape_of(scanner), false, &count);
    Keyword keyword = {.length = LONGEST_KEYWORD + 1};
    if (found == ESCAPE_DONE) return end_keyword(scanner, lexer, &keyword);
    if (found == ESCAPES) return scan_keyword(scanner, lexer, keyword);
    if (!at_end(lexer)) advance(lexer);
    return token_here(lexer, LINE_CONTINUATION);
}

bool tree_sitter_dockerfile_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    Scanner *scanner = payload;
    switch (scanner->mode) {
    case LINE_START: return scan_line_start(scanner, lexer, valid);
    case HEREDOC: return scan_heredoc(scanner, lexer);
    case CONTINUED:
        if (lexer->lookahead == '#') {
            scanner->mode = AFTER_COMMENT;
            return scan_comment(lexer);
        }
        scanner->mode = IN_LINE;
        return scan_line(scanner, lexer, valid);
    case AFTER_COMMENT:
        if (at_end(lexer)) return false;
        return scan_continuation(scanner, lexer, valid);
    default: return scan_line(scanner, lexer, valid);
    }
}

void *tree_sitter_dockerfile_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_dockerfile_external_scanner_destroy(void *payload) { ts_free(payload); }

static unsigned put_words(char *buffer, const Words *words) {
    buffer[0] = (char)words->depth;
    buffer[1] = (char)(words->angles | words->in_word << 2 | words->escaped << 3 | words->dollar << 4 |
                       words->failed << 5);
    memcpy(buffer + 2, words->frames, words->depth);
    return 2U + words->depth;
}

static unsigned get_words(const char *buffer, Words *words) {
    uint8_t bits = (uint8_t)buffer[1];
    memset(words, 0, sizeof *words);
    words->depth = (uint8_t)buffer[0];
    words->angles = bits & 3;
    words->in_word = bits >> 2 & 1;
    words->escaped = bits >> 3 & 1;
    words->dollar = bits >> 4 & 1;
    words->failed = bits >> 5 & 1;
    memcpy(words->frames, buffer + 2, words->depth);
    return 2U + words->depth;
}

unsigned tree_sitter_dockerfile_external_scanner_serialize(void *payload, char *buffer) {
    const Scanner *scanner = payload;
    buffer[0] = (char)(scanner->phase | scanner->mode << 3);
    buffer[1] = (char)(scanner->backtick | scanner->heredocs << 1 | scanner->json << 2 | scanner->onbuilds << 3);
    buffer[2] = (char)scanner->quote;
    buffer[3] = (char)scanner->open;
    unsigned size = 4U + put_words(buffer + 4, &scanner->words);
    for (uint8_t i = 0; i < scanner->open; i++) {
        memcpy(buffer + size, &scanner->pending[i].end, sizeof(uint64_t));
        size += sizeof(uint64_t);
        buffer[size++] = (char)scanner->pending[i].chomp;
    }
    return size;
}

void tree_sitter_dockerfile_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    Scanner *scanner = payload;
    memset(scanner, 0, sizeof *scanner);
    if (!length) return;
    scanner->phase = (uint8_t)buffer[0] & 7;
    scanner->mode = (uint8_t)buffer[0] >> 3;
    scanner->backtick = buffer[1] & 1;
    scanner->heredocs = buffer[1] >> 1 & 1;
    scanner->json = buffer[1] >> 2 & 1;
    scanner->onbuilds = (uint8_t)buffer[1] >> 3;
    scanner->quote = (uint8_t)buffer[2];
    scanner->open = (uint8_t)buffer[3];
    unsigned size = 4U + get_words(buffer + 4, &scanner->words);
    for (uint8_t i = 0; i < scanner->open; i++) {
        memcpy(&scanner->pending[i].end, buffer + size, sizeof(uint64_t));
        size += sizeof(uint64_t);
        scanner->pending[i].chomp = buffer[size++];
    }
}
