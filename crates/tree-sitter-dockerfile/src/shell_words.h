// How BuildKit cuts a joined line into words to find its heredocs: quotes, escapes and ${…}, a character at a time.
#ifndef DOCKERFILE_SHELL_WORDS_H_
#define DOCKERFILE_SHELL_WORDS_H_

#include "characters.h"

#define MAX_FRAMES 16

// What is open at a point of the line.
enum Frame {
    TOP,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    BRACE_START,    // after `${`
    BRACE_NAME,     // in the variable's name
    BRACE_DIGITS,   // in a name of digits
    BRACE_OPERATOR, // where `}` or an operator must follow
    BRACE_COLON,    // after the `:` of an operator
    BRACE_SLASH,    // after `${name/`
    BRACE_PATTERN,  // up to the second `/`
    BRACE_WORD,     // up to `}`
};

typedef struct {
    uint8_t depth;
    uint8_t frames[MAX_FRAMES];
    uint8_t angles; // how many `<` stand directly before, two at most
    bool in_word;
    bool escaped; // a backslash stands directly before
    bool dollar;  // a `$` stands directly before
    bool failed;  // BuildKit gives up on the line: it has no heredocs
} Words;

static inline uint8_t frame_of(const Words *words) { return words->depth ? words->frames[words->depth - 1] : TOP; }

static inline void open_frame(Words *words, uint8_t frame) {
    if (words->depth == MAX_FRAMES) {
        words->failed = true;
    } else {
        words->frames[words->depth++] = frame;
    }
}

static inline void change_frame(Words *words, uint8_t frame) { words->frames[words->depth - 1] = frame; }

static void brace_operator(Words *words, int32_t c) {
    switch (c) {
    case '}': words->depth--; break;
    case ':': change_frame(words, BRACE_COLON); break;
    case '/': change_frame(words, BRACE_SLASH); break;
    case '+': case '-': case '?': case '#': case '%': change_frame(words, BRACE_WORD); break;
    default: words->failed = true;
    }
}

static void brace_start(Words *words, int32_t c) {
    switch (c) {
    case '{': case '}': case ':': words->failed = true; break;
    case '@': case '*': case '#': case '?': case '-': case '$': case '!': change_frame(words, BRACE_OPERATOR); break;
    default:
        if (is_digit(c)) {
            change_frame(words, BRACE_DIGITS);
        } else if (is_name(c)) {
            change_frame(words, BRACE_NAME);
        } else {
            brace_operator(words, c);
        }
    }
}

// Text in which quotes, `$` and escapes count.
static void open_text(Words *words, int32_t c, uint8_t frame) {
    if (c == '\\') {
        words->escaped = true;
    } else if (c == '$') {
        words->dollar = true;
    } else if (c == '"') {
        if (frame == DOUBLE_QUOTED) words->depth--; else open_frame(words, DOUBLE_QUOTED);
    } else if (frame == DOUBLE_QUOTED) {
        return;
    } else if (frame == BRACE_WORD && c == '}') {
        words->depth--;
    } else if (frame == BRACE_PATTERN && c == '/') {
        change_frame(words, BRACE_WORD);
    } else if (c == '\'') {
        open_frame(words, SINGLE_QUOTED);
    }
}

static void text_step(Words *words, int32_t c, uint8_t frame) {
    if (words->escaped) {
        words->escaped = false;
        if (frame != DOUBLE_QUOTED || c == '"' || c == '$' || c == '\\') return;
    }
    if (words->dollar) {
        words->dollar = false;
        if (c == '$') return;
        if (c == '{') {
            open_frame(words, BRACE_START);
            return;
        }
    }
    open_text(words, c, frame);
}

// Takes the line's next character.
static void words_step(Words *words, int32_t c) {
    uint8_t frame = frame_of(words);
    if (frame == TOP && !words->escaped && is_space(c)) {
        // Blanks after `<<` belong to the word.
        if (words->angles != 2) words->in_word = false;
        words->dollar = false;
        return;
    }
    words->in_word = true;
    words->angles = frame == TOP && c == '<' && !words->escaped ? (words->angles == 1 ? 2 : 1) : 0;
    switch (frame) {
    case SINGLE_QUOTED:
        if (c == '\'') words->depth--;
        break;
    case BRACE_START: brace_start(words, c); break;
    case BRACE_NAME:
        if (!is_name(c)) brace_operator(words, c);
        break;
    case BRACE_DIGITS:
        if (!is_digit(c)) brace_operator(words, c);
        break;
    case BRACE_OPERATOR: brace_operator(words, c); break;
    case BRACE_COLON: change_frame(words, BRACE_WORD); break;
    case BRACE_SLASH:
        change_frame(words, BRACE_PATTERN);
        if (c != '/') text_step(words, c, BRACE_PATTERN);
        break;
    default: text_step(words, c, frame);
    }
}

// Whether a new word would start with the next character.
static inline bool between_words(const Words *words) {
    return !words->in_word && !words->depth && !words->escaped && !words->dollar && !words->failed;
}

#endif
