// The kinds of token, what the scanner remembers between them, and how that is kept in the tree.
#ifndef DOCKERFILE_STATE_H_
#define DOCKERFILE_STATE_H_

#include "shell_words.h"

#include <stddef.h>
#include <string.h>

// In the order of `externals` in grammar.js.
enum Token {
    NEWLINE,
    ROOT_CONTINUATION,
    COMMENT,
    LINE_CONTINUATION,
    WORD_CONTINUATION,
    INNER_COMMENT,
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
    POWERSHELL_TEXT, // the first token of a command for another shell: in the order of `enum Shell`
    BATCH_TEXT,
    OTHER_TEXT,
    HEREDOC_MARKER,
    HEREDOC_BODY,
    HEREDOC_END,
    JSON_OPEN,
    JSON_COMMA,
    JSON_CLOSE,
    STRING_OPEN,
    STRING_OPEN_REST,
    WHOLE_STRING,
    WHOLE_STRING_REST,
    STRING_TEXT,
    STRING_CLOSE,
    WORD,
    WORD_REST, // …_REST goes on with a word: it directly follows its kind
    VARIABLE,
    VARIABLE_REST,
    NAME,
    NAME_REST,
    EQUALS,
    LEADING_EQUALS,
    AS_KEYWORD,
    HEALTH_TYPE,
    TEXT,
    FIRST_KEYWORD,
};

// Which directives may still come.
enum Phase {
    FIRST_LINE,
    HASH_DIRECTIVES,    // after a directive
    SHEBANG_DIRECTIVES, // after `#!`: only those that BuildKit looks for without parsing
    SLASH_DIRECTIVES,   // after `//syntax=`
    NO_DIRECTIVES,
};

enum Mode {
    LINE_START,
    IN_LINE,
    CONTINUED,     // at the start of a continued line, or at a comment in its place
    AFTER_COMMENT, // at the end of such a comment
    HEREDOC,       // at the start of a heredoc's line
};

// What runs the commands of a stage, as SHELL names it.
enum Shell {
    POSIX,
    POWERSHELL,
    BATCH,
    OTHER_SHELL,
};

// What the next character goes on with, unless a blank comes first. Never ask `valid` for that: the parser may have
// taken a whole node from an old tree, and be in a state that no longer knows how the node could have gone on. If the
// token then does not fit, the parser takes the node apart and asks again.
enum Part {
    NO_PART,
    FLAG_NAME_PART,
    FLAG_VALUE_PART,
    NAME_PART,
    WORD_PART,
    SHELL_PART, // a shell's command, which blanks do not end
};

// Every heredoc needs nine bytes of state. More than this on one line are taken for plain words.
#define MAX_HEREDOCS 64
_Static_assert(6 + MAX_FRAMES + 9 * MAX_HEREDOCS <= TREE_SITTER_SERIALIZATION_BUFFER_SIZE, "the state must fit");

// The word that ends a heredoc, as its hash: it may be of any length, the state may not.
typedef struct {
    uint64_t end;
    bool chomp;
} Heredoc;

typedef struct {
    uint8_t phase;
    uint8_t mode;
    uint8_t part;
    uint8_t shell;
    uint8_t quote;    // the quote that is open in a word, flag or JSON string
    uint8_t onbuilds; // how many ONBUILD the instruction is below
    bool backtick;    // the escape character is ` and not a backslash
    bool heredocs;    // the instruction may have heredocs
    bool json;        // in a JSON array
    bool names_shell; // the instruction is a SHELL
    bool child;       // an ONBUILD waits for its instruction
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

// The instruction is over, and what its words meant with it.
static void end_instruction(Scanner *scanner) {
    scanner->mode = LINE_START;
    scanner->part = NO_PART;
    scanner->quote = scanner->onbuilds = 0;
    scanner->heredocs = scanner->json = scanner->child = scanner->names_shell = false;
    memset(&scanner->words, 0, sizeof scanner->words);
}

// Nothing is left but the end of the file, which cannot lead blanks or a line break as other tokens do.
static bool end_file(Scanner *scanner, TSLexer *lexer) {
    end_instruction(scanner);
    scanner->open = 0;
    return token_here(lexer, NEWLINE);
}

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

static unsigned put_state(const Scanner *scanner, char *buffer) {
    buffer[0] = (char)(scanner->phase | scanner->mode << 3);
    buffer[1] = (char)(scanner->backtick | scanner->heredocs << 1 | scanner->json << 2 | scanner->child << 3 |
                       scanner->onbuilds << 4 | scanner->names_shell << 6);
    buffer[2] = (char)(scanner->part | (scanner->quote == '"' ? 8 : scanner->quote ? 16 : 0) |
                       scanner->shell << 5);
    buffer[3] = (char)scanner->open;
    unsigned size = 4U + put_words(buffer + 4, &scanner->words);
    for (uint8_t i = 0; i < scanner->open; i++) {
        memcpy(buffer + size, &scanner->pending[i].end, sizeof(uint64_t));
        size += sizeof(uint64_t);
        buffer[size++] = (char)scanner->pending[i].chomp;
    }
    return size;
}

static void get_state(Scanner *scanner, const char *buffer, unsigned length) {
    memset(scanner, 0, offsetof(Scanner, pending));
    if (!length) return;
    scanner->phase = (uint8_t)buffer[0] & 7;
    scanner->mode = (uint8_t)buffer[0] >> 3;
    scanner->backtick = buffer[1] & 1;
    scanner->heredocs = buffer[1] >> 1 & 1;
    scanner->json = buffer[1] >> 2 & 1;
    scanner->child = buffer[1] >> 3 & 1;
    scanner->onbuilds = buffer[1] >> 4 & 3;
    scanner->names_shell = buffer[1] >> 6 & 1;
    scanner->part = buffer[2] & 7;
    scanner->shell = (uint8_t)buffer[2] >> 5;
    scanner->quote = buffer[2] & 8 ? '"' : buffer[2] & 16 ? '\'' : 0;
    scanner->open = (uint8_t)buffer[3];
    unsigned size = 4U + get_words(buffer + 4, &scanner->words);
    for (uint8_t i = 0; i < scanner->open; i++) {
        memcpy(&scanner->pending[i].end, buffer + size, sizeof(uint64_t));
        size += sizeof(uint64_t);
        scanner->pending[i].chomp = buffer[size++];
    }
}

#endif
