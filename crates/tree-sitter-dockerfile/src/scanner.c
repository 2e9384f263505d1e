// Makes every token of a Dockerfile. The parser's state says which kinds of token can follow (`valid`), the scanner's
// (state.h) what the bytes before mean for the ones to come.
#include "arguments.h"
#include "lines.h"

#include "tree_sitter/alloc.h"

// Line ends.

// At the start of a line, perhaps with blanks before it that belong to no token yet (`skipped`).
static bool scan_line_start(Scanner *scanner, TSLexer *lexer, bool skipped) {
    bool indented = false;
    for (; is_space(lexer->lookahead); skipped = true) {
        indented = lexer->lookahead != '\n';
        if (!indented) scanner->phase = NO_DIRECTIVES;
        lexer->advance(lexer, true);
    }
    if (at_end(lexer)) return skipped && end_file(scanner, lexer);
    if (lexer->lookahead == '#') return scan_hash(scanner, lexer, !indented);
    uint8_t phase = scanner->phase;
    scanner->phase = NO_DIRECTIVES;
    if (lexer->lookahead == '/' && !indented && phase != HASH_DIRECTIVES && phase != NO_DIRECTIVES) {
        return scan_slash(scanner, lexer);
    }
    if (lexer->lookahead != escape_of(scanner)) return scan_keyword(scanner, lexer, (Keyword){.length = 0});
    uint32_t count;
    enum Escape found = scan_escape(lexer, escape_of(scanner), false, &count);
    if (found != CONTINUES) return scan_keyword_escape(scanner, lexer, found);
    if (!at_end(lexer)) advance(lexer);
    return token_here(lexer, ROOT_CONTINUATION);
}

// At the end of an instruction's line. A line break is no token, but where an ONBUILD still waits for its instruction
// and at the end of the file.
static bool scan_line_end(Scanner *scanner, TSLexer *lexer, bool skipped) {
    if (at_end(lexer)) return skipped && end_file(scanner, lexer);
    bool child = scanner->child;
    end_instruction(scanner);
    lexer->advance(lexer, !child);
    if (child) return token_here(lexer, NEWLINE);
    if (!scanner->open) return scan_line_start(scanner, lexer, true);
    if (at_end(lexer)) return end_file(scanner, lexer);
    scanner->mode = HEREDOC;
    return scan_heredoc(scanner, lexer);
}

// The instruction's arguments and flags.

// What kind of text stands here.
static int argument_symbol(const Scanner *scanner, const bool *valid) {
    if (scanner->quote && (scanner->json || scanner->part == WORD_PART)) return STRING_TEXT;
    switch (scanner->part) {
    case FLAG_NAME_PART: return FLAG_REST;
    case FLAG_VALUE_PART: return FLAG_TEXT;
    case NAME_PART: return NAME_REST;
    case WORD_PART: return WORD_REST;
    case SHELL_PART: return SHELL_TEXT;
    }
    if (valid[HEALTH_TYPE]) return HEALTH_TYPE;
    if (valid[SHELL_TEXT]) return SHELL_TEXT;
    if (valid[TEXT]) return TEXT;
    return valid[NAME] ? NAME : WORD;
}

// What the character after a token may go on with.
static uint8_t part_after(uint8_t part, uint16_t symbol) {
    switch (symbol) {
    case FLAG_START:
    case FLAG_REST: return FLAG_NAME_PART;
    case FLAG_EQUALS:
    case FLAG_TEXT: return FLAG_VALUE_PART;
    case NAME:
    case NAME_REST: return NAME_PART;
    case EQUALS:
    case LEADING_EQUALS:
    case WORD:
    case WORD_REST:
    case VARIABLE:
    case VARIABLE_REST:
    case STRING_OPEN:
    case STRING_OPEN_REST:
    case STRING_TEXT:
    case STRING_CLOSE:
    case WHOLE_STRING:
    case WHOLE_STRING_REST: return WORD_PART;
    case SHELL_TEXT:
    case POWERSHELL_TEXT:
    case BATCH_TEXT:
    case OTHER_TEXT: return SHELL_PART;
    case WORD_CONTINUATION:
    case INNER_COMMENT:
    case HEREDOC_MARKER: return part;
    default: return part == SHELL_PART ? part : NO_PART;
    }
}

// Text (`symbol`) that has a character already unless `empty`.
static bool scan_argument(Scanner *scanner, TSLexer *lexer, int symbol, bool empty) {
    switch (symbol) {
    case STRING_TEXT: return scan_string_text(scanner, lexer, empty);
    case FLAG_TEXT:
    case FLAG_REST: return scan_flag_text(scanner, lexer, symbol);
    case HEALTH_TYPE: return scan_health_type(scanner, lexer);
    case SHELL_TEXT: return scan_shell(scanner, lexer, empty);
    case TEXT: return scan_text(lexer, escape_of(scanner));
    case NAME:
    case NAME_REST: return scan_name(scanner, lexer, symbol);
    default: return scan_word(scanner, lexer, symbol, empty);
    }
}

// At the escape character where a token starts.
static bool scan_leading_escape(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    int32_t escape = escape_of(scanner);
    uint32_t count;
    bool protects = word_escape(scanner) == escape;
    enum Escape found = scan_escape(lexer, escape, protects && !scanner->child, &count);
    if (found == CONTINUES) return scan_continuation(scanner, lexer);
    if (scanner->child) return scan_keyword_escape(scanner, lexer, found);
    int symbol = argument_symbol(scanner, valid);
    if (symbol == SHELL_TEXT) {
        shell_escape(scanner, found, count);
    } else if (found == ESCAPES && protects && count % 2 && scanner->quote != '\'') {
        skip_escaped(lexer, escape);
    }
    if (found == ESCAPE_DONE) return token(lexer, symbol);
    return scan_argument(scanner, lexer, symbol, false);
}

// At a character of a JSON array, which is known to be one.
static bool scan_json(Scanner *scanner, TSLexer *lexer) {
    int32_t c = lexer->lookahead;
    if (c == '"') return scan_string(scanner, lexer, STRING_OPEN);
    advance(lexer);
    if (c == ']') scanner->json = false;
    return token_here(lexer, c == ']' ? JSON_CLOSE : JSON_COMMA);
}

static uint8_t shell_of(const char *program) {
    if (!strncmp(program, "powershell", 10) || !strncmp(program, "pwsh", 4)) return POWERSHELL;
    if (!strcmp(program, "cmd") || !strcmp(program, "cmd.exe")) return BATCH;
    const char *end = program + strlen(program);
    return end - program > 1 && !strcmp(end - 2, "sh") ? POSIX : OTHER_SHELL;
}

// At a `[` that may open an array. If not, it is a token of its own, for the lexer has looked far ahead.
static bool scan_bracket(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    advance(lexer);
    lexer->mark_end(lexer);
    LogicalLine line = {lexer, escape_of(scanner), 0, 0, 0};
    FileName program = {0};
    if (json_array(&line, &program)) {
        if (scanner->names_shell && program.length) scanner->shell = shell_of(program.text);
        scanner->json = true;
        return token(lexer, JSON_OPEN);
    }
    if (valid[SHELL_TEXT]) shell_step(scanner, '[');
    return token(lexer, valid[SHELL_TEXT] ? SHELL_TEXT : WORD);
}

// At a `-` where a flag may start.
static bool scan_dash(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    advance(lexer);
    if (lexer->lookahead == '-') return scan_flag_start(scanner, lexer);
    if (scanner->child) return scan_keyword(scanner, lexer, (Keyword){.length = LONGEST_KEYWORD + 1});
    int symbol = argument_symbol(scanner, valid);
    if (symbol == SHELL_TEXT) shell_step(scanner, '-');
    return scan_argument(scanner, lexer, symbol, false);
}

static bool scan_one(Scanner *scanner, TSLexer *lexer, int symbol) {
    advance(lexer);
    return token_here(lexer, symbol);
}

// At the first character of a word, which may decide what it is.
static bool scan_word_start(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    int32_t c = lexer->lookahead;
    if (c == '-' && valid[FLAG_START]) return scan_dash(scanner, lexer, valid);
    if (scanner->child) return scan_keyword(scanner, lexer, (Keyword){.length = 0});
    if (c == '[' && valid[JSON_OPEN]) return scan_bracket(scanner, lexer, valid);
    if (c == '=' && valid[LEADING_EQUALS]) return scan_one(scanner, lexer, LEADING_EQUALS);
    if (lower(c) == 'a' && valid[AS_KEYWORD]) return scan_as(scanner, lexer);
    if ((c == '"' || c == '\'') && valid[STRING_OPEN] && !valid[NAME]) return scan_string(scanner, lexer, STRING_OPEN);
    return scan_argument(scanner, lexer, argument_symbol(scanner, valid), true);
}

// At a character that goes on with a word.
static bool scan_word_rest(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    int32_t c = lexer->lookahead;
    int symbol = argument_symbol(scanner, valid);
    if (c == '=' && symbol == FLAG_REST) return scan_one(scanner, lexer, FLAG_EQUALS);
    if (c == '=' && symbol == NAME_REST) {
        scanner->quote = 0;
        return scan_one(scanner, lexer, EQUALS);
    }
    if ((c == '"' || c == '\'') && symbol == WORD_REST) return scan_string(scanner, lexer, STRING_OPEN_REST);
    return scan_argument(scanner, lexer, symbol, true);
}

// Passes blanks between words; true if there are any.
static bool skip_blanks(Scanner *scanner, TSLexer *lexer) {
    if (!is_space(lexer->lookahead) || lexer->lookahead == '\n') return false;
    while (is_space(lexer->lookahead) && lexer->lookahead != '\n') lexer->advance(lexer, true);
    if (scanner->part == SHELL_PART) {
        shell_step(scanner, ' ');
    } else {
        scanner->part = NO_PART;
        scanner->words = (Words){.failed = scanner->words.failed};
    }
    return true;
}

// At carriage returns in quotes.
static bool scan_carriage_returns(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    skip_carriage_returns(lexer);
    if (!at_line_end(lexer)) return scan_argument(scanner, lexer, argument_symbol(scanner, valid), false);
    if (at_end(lexer)) return end_file(scanner, lexer);
    return scan_line_end(scanner, lexer, true);
}

static bool scan_line(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    if (valid[DIRECTIVE_NAME] || valid[DIRECTIVE_EQUALS] || valid[DIRECTIVE_VALUE]) return scan_directive(lexer, valid);
    bool skipped = !scanner->quote && skip_blanks(scanner, lexer);
    if (at_line_end(lexer)) return scan_line_end(scanner, lexer, skipped);
    if (lexer->lookahead == '\r') return scan_carriage_returns(scanner, lexer, valid);
    if (lexer->lookahead == escape_of(scanner)) return scan_leading_escape(scanner, lexer, valid);
    if (scanner->quote) return scan_word_rest(scanner, lexer, valid);
    if (scanner->json) return scan_json(scanner, lexer);
    if (scanner->part == NO_PART) return scan_word_start(scanner, lexer, valid);
    return scan_word_rest(scanner, lexer, valid);
}

static bool scan(Scanner *scanner, TSLexer *lexer, const bool *valid) {
    switch (scanner->mode) {
    case LINE_START: return scan_line_start(scanner, lexer, false);
    case HEREDOC: return !at_end(lexer) && scan_heredoc(scanner, lexer);
    case CONTINUED:
        if (lexer->lookahead == '#') {
            scanner->mode = AFTER_COMMENT;
            return scan_comment(lexer, INNER_COMMENT);
        }
        scanner->mode = IN_LINE;
        return scan_line(scanner, lexer, valid);
    case AFTER_COMMENT: return !at_end(lexer) && scan_continuation(scanner, lexer);
    default: return scan_line(scanner, lexer, valid);
    }
}

bool tree_sitter_dockerfile_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
    Scanner *scanner = payload;
    uint8_t part = scanner->part;
    if (!scan(scanner, lexer, valid)) return false;
    if (lexer->result_symbol == SHELL_TEXT && part != SHELL_PART) lexer->result_symbol = SHELL_TEXT + scanner->shell;
    scanner->part = scanner->json ? NO_PART : part_after(scanner->part, lexer->result_symbol);
    return true;
}

void *tree_sitter_dockerfile_external_scanner_create(void) { return ts_calloc(1, sizeof(Scanner)); }

void tree_sitter_dockerfile_external_scanner_destroy(void *payload) { ts_free(payload); }

unsigned tree_sitter_dockerfile_external_scanner_serialize(void *payload, char *buffer) {
    return put_state(payload, buffer);
}

void tree_sitter_dockerfile_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
    get_state(payload, buffer, length);
}
