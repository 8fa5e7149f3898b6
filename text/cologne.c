/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/cologne.h"

#include "text/fold_internal.h"

/* ä ö ü ß as the letters that sound like them, for the rules below; '\0' for what is no letter. */
static char letter_at(const struct rat_buf *word, size_t at, size_t *size)
{
    unsigned char byte = word->data[at];
    *size = 1;
    if (byte < 0x80)
        return (char)(byte >= 'a' && byte <= 'z' ? byte : '\0');
    if (byte == 0xc3 && at + 1 < word->size) {
        *size = 2;
        switch (word->data[at + 1]) {
        case 0xa4: return 'a';
        case 0xb6: return 'o';
        case 0xbc: return 'u';
        case 0x9f: return 's';
        default: return '\0';
        }
    }
    return '\0';
}

static bool is_one_of(char c, const char *letters)
{
    return c != '\0' && strchr(letters, c) != NULL;
}

/* "4", "8", ...: the code of one letter between its neighbours; "" for h and what is none. */
static const char *code(char before, char c, char after)
{
    switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'j':
    case 'o':
    case 'u':
    case 'y': return "0";
    case 'b': return "1";
    case 'p': return after == 'h' ? "3" : "1";
    case 'd':
    case 't': return is_one_of(after, "csz") ? "8" : "2";
    case 'f':
    case 'v':
    case 'w': return "3";
    case 'g':
    case 'k':
    case 'q': return "4";
    case 'c':
        if (before == '\0')
            return is_one_of(after, "ahkloqrux") ? "4" : "8";
        return is_one_of(after, "ahkoqux") && !is_one_of(before, "sz") ? "4" : "8";
    case 'x': return is_one_of(before, "ckq") ? "8" : "48";
    case 'l': return "5";
    case 'm':
    case 'n': return "6";
    case 'r': return "7";
    case 's':
    case 'z': return "8";
    default: return "";
    }
}

/* Doubled codes become one; "0" counts at the beginning only, but parts what stands beside it. */
static void put(struct rat_buf *out, size_t start, char digit, char *last)
{
    if (digit != *last && (digit != '0' || out->size == start))
        rat_buf_byte(out, (uint8_t)digit);
    *last = digit;
}

void rat_cologne(const char *surface, size_t n, struct rat_buf *out)
{
    struct rat_buf word = RAT_BUF_INIT;
    size_t start = out->size, size, next_size;
    char before = '\0', last = '\0';
    rat_fold_base(surface, n, &word); /* é sounds like e */
    for (size_t at = 0; !word.failed && at < word.size; at += size) {
        char c = letter_at(&word, at, &size);
        char after = at + size < word.size ? letter_at(&word, at + size, &next_size) : '\0';
        for (const char *digit = code(before, c, after); *digit; digit++)
            put(out, start, *digit, &last);
        before = c;
    }
    if (word.failed)
        out->failed = true;
    rat_buf_release(&word);
}
