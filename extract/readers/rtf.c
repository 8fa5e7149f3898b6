/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RTF 1.x -> text: groups, destinations that hold no text, characters by code page or by \u, the title. Own reader: the
 * common converter leaves fields and wraps lines.
 */
#include "extract/problem.h"
#include "extract/readers/reader.h"

#include <iconv.h>
#include <stdlib.h>

#define GROUPS_MAX 512u
#define WORD_MAX 32u

struct group {
    bool silent, title;
    unsigned unicode_skip; /* characters behind a \u that stand in for it */
};

struct rtf {
    const unsigned char *at, *end;
    struct rat_flow flow;
    struct rat_buf bytes, title; /* bytes: of the code page, not yet converted */
    struct group groups[GROUPS_MAX];
    size_t depth;
    unsigned skip;
    unsigned code_page;
    uint32_t high; /* surrogate that waits for its second half */
};

static struct group *top(struct rtf *r)
{
    return &r->groups[r->depth];
}

static void put(struct rtf *r, const char *text, size_t n)
{
    if (top(r)->title)
        rat_buf_append(&r->title, text, r->title.size < 4096 ? n : 0);
    else if (!top(r)->silent)
        rat_flow_text(&r->flow, text, n);
}

static const char *page_name(unsigned page, char *room, size_t n)
{
    if (page == 10000)
        return "MACINTOSH";
    if (page == 0)
        page = 1252;
    snprintf(room, n, "CP%u", page);
    return room;
}

/* Bytes come one by one, but some code pages take two for a character. */
static void flush(struct rtf *r)
{
    char name[16], out[1024];
    if (!r->bytes.size)
        return;
    iconv_t convert = iconv_open("UTF-8", page_name(r->code_page, name, sizeof name));
    if (convert == (iconv_t)-1)
        convert = iconv_open("UTF-8", "CP1252");
    char *from = (char *)r->bytes.data;
    size_t left = r->bytes.size;
    while (convert != (iconv_t)-1 && left) {
        char *to = out;
        size_t room = sizeof out, before = left;
        (void)iconv(convert, &from, &left, &to, &room);
        put(r, out, (size_t)(to - out));
        if (left == before) {
            put(r, "\xef\xbf\xbd", 3);
            from++;
            left--;
        }
    }
    if (convert != (iconv_t)-1)
        iconv_close(convert);
    rat_buf_clear(&r->bytes);
}

static void put_byte(struct rtf *r, unsigned char byte)
{
    if (r->skip) {
        r->skip--;
        return;
    }
    rat_buf_byte(&r->bytes, byte);
}

static void put_code_point(struct rtf *r, uint32_t cp)
{
    char out[4];
    size_t n = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    if (n == 1) {
        out[0] = (char)cp;
    } else {
        for (size_t i = n - 1; i > 0; i--, cp >>= 6)
            out[i] = (char)(0x80 | (cp & 0x3f));
        out[0] = (char)((0xf00 >> n & 0xff) | cp);
    }
    put(r, out, n);
}

static void put_unicode(struct rtf *r, int32_t value)
{
    uint32_t cp = (uint32_t)value & 0xffff;
    flush(r);
    r->skip = top(r)->unicode_skip;
    if (cp >= 0xd800 && cp < 0xdc00) {
        r->high = cp;
        return;
    }
    if (cp >= 0xdc00 && cp < 0xe000)
        cp = r->high ? 0x10000 + ((r->high - 0xd800) << 10) + (cp - 0xdc00) : 0xfffd;
    r->high = 0;
    put_code_point(r, cp ? cp : ' ');
}

static void take_hex(struct rtf *r)
{
    char digits[3] = {0};
    if (r->end - r->at < 2)
        return;
    digits[0] = (char)r->at[0];
    digits[1] = (char)r->at[1];
    r->at += 2;
    put_byte(r, (unsigned char)strtoul(digits, NULL, 16));
}

static bool is_one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* What a word that stands for a character stands for, NULL: none. */
static const char *character(const char *word)
{
    static const char *const characters[][2] = {
        {"emdash", "—"},    {"endash", "–"}, {"lquote", "‘"},  {"rquote", "’"},  {"ldblquote", "“"},
        {"rdblquote", "”"}, {"bullet", "•"}, {"emspace", " "}, {"enspace", " "}, {"qmspace", " "}};
    for (size_t i = 0; i < sizeof characters / sizeof *characters; i++)
        if (strcmp(word, characters[i][0]) == 0)
            return characters[i][1];
    return NULL;
}

static void take_break(struct rtf *r, const char *word)
{
    static const char *const ends[] = {"par", "line", "sect", "page", "softline", NULL};
    flush(r);
    if (top(r)->silent || top(r)->title)
        return;
    if (is_one_of(word, ends)) {
        rat_flow_break(&r->flow);
    } else if (strcmp(word, "tab") == 0 || strcmp(word, "cell") == 0 || strcmp(word, "nestcell") == 0) {
        rat_flow_tab(&r->flow);
    } else if (strcmp(word, "row") == 0 || strcmp(word, "nestrow") == 0) {
        r->flow.tab = false;
        rat_flow_lines(&r->flow, 1);
    }
}

static void take_word(struct rtf *r, const char *word, bool has_number, int32_t number)
{
    static const char *const destinations[] = {"fonttbl",
                                               "colortbl",
                                               "stylesheet",
                                               "info",
                                               "pict",
                                               "object",
                                               "themedata",
                                               "datastore",
                                               "generator",
                                               "listtable",
                                               "listoverridetable",
                                               "rsidtbl",
                                               "xmlnstbl",
                                               "fldinst",
                                               "bkmkstart",
                                               "bkmkend",
                                               "filetbl",
                                               "revtbl",
                                               "header",
                                               "footer",
                                               "headerl",
                                               "headerr",
                                               "headerf",
                                               "footerl",
                                               "footerr",
                                               "footerf",
                                               "latentstyles",
                                               "datafield",
                                               "shpinst",
                                               "nonshppict",
                                               NULL};
    const char *stands_for = character(word);
    if (strcmp(word, "u") == 0 && has_number) {
        put_unicode(r, number);
    } else if (strcmp(word, "uc") == 0) {
        top(r)->unicode_skip = number >= 0 && number < 16 ? (unsigned)number : 1;
    } else if (strcmp(word, "ansicpg") == 0) {
        r->code_page = number > 0 ? (unsigned)number : 1252;
    } else if (strcmp(word, "mac") == 0) {
        r->code_page = 10000;
    } else if (strcmp(word, "pc") == 0) {
        r->code_page = 437;
    } else if (strcmp(word, "pca") == 0) {
        r->code_page = 850;
    } else if (strcmp(word, "shptxt") == 0) {
        top(r)->silent = false; /* text in a frame, inside of a drawing */
    } else if (strcmp(word, "title") == 0) {
        top(r)->title = true;
    } else if (strcmp(word, "bin") == 0) {
        size_t left = (size_t)(r->end - r->at);
        r->at += number > 0 && (size_t)number < left ? (size_t)number : number > 0 ? left : 0;
    } else if (is_one_of(word, destinations)) {
        top(r)->silent = true;
    } else if (stands_for) {
        flush(r);
        put(r, stands_for, strlen(stands_for));
    } else {
        take_break(r, word);
    }
}

static void take_control(struct rtf *r)
{
    char word[WORD_MAX + 1];
    size_t n = 0;
    if (r->at == r->end)
        return;
    if (!isalpha(*r->at)) {
        unsigned char symbol = *r->at++;
        if (symbol == '\'')
            take_hex(r);
        else if (symbol == '*')
            top(r)->silent = true; /* a destination that may be passed over by whoever does not know it */
        else if (symbol == '~')
            put_byte(r, ' ');
        else if (symbol == '_')
            put_unicode(r, 0x2011), r->skip = 0;
        else if (symbol == '-')
            put_unicode(r, 0xad), r->skip = 0;
        else if (symbol == '\n' || symbol == '\r')
            take_break(r, "par");
        else
            put_byte(r, symbol); /* \\ \{ \} */
        return;
    }
    while (r->at < r->end && isalpha(*r->at)) {
        if (n < WORD_MAX)
            word[n++] = (char)*r->at;
        r->at++;
    }
    word[n] = '\0';
    bool negative = r->at < r->end && *r->at == '-', has_number = false;
    int64_t number = 0;
    r->at += negative;
    for (; r->at < r->end && isdigit(*r->at); r->at++, has_number = true)
        number = number < INT32_MAX ? number * 10 + (*r->at - '0') : number;
    if (r->at < r->end && *r->at == ' ')
        r->at++;
    number = number > INT32_MAX ? INT32_MAX : number;
    take_word(r, word, has_number, (int32_t)(negative ? -number : number));
}

static void open_group(struct rtf *r)
{
    flush(r);
    if (r->depth + 1 == GROUPS_MAX)
        rat_say_end(RAT_PROBLEM_NESTED);
    r->groups[r->depth + 1] = r->groups[r->depth];
    r->depth++;
}

static void close_group(struct rtf *r)
{
    flush(r);
    r->skip = 0;
    r->depth -= r->depth > 0;
}

void rat_read_rtf(const struct rat_reader_input *input)
{
    struct rtf *r = calloc(1, sizeof *r);
    if (!r)
        rat_say_end(RAT_PROBLEM_MEMORY);
    r->at = (const unsigned char *)input->bytes;
    r->end = r->at + input->size;
    r->groups[0].unicode_skip = 1;
    rat_flow_init(&r->flow, rat_text_limit(input->size));
    rat_say_text('F', "rtf");
    rat_say_text('X', "rtf/1");
    while (r->at < r->end) {
        unsigned char c = *r->at++;
        switch (c) {
        case '{': open_group(r); break;
        case '}': close_group(r); break;
        case '\\': take_control(r); break;
        case '\r':
        case '\n': break;
        default: put_byte(r, c); break;
        }
        if (r->depth == 0 && c == '}')
            break; /* what follows is not RTF any more */
    }
    flush(r);
    if (r->depth)
        rat_say_text('P', RAT_PROBLEM_DAMAGED);
    if (r->title.size)
        rat_say('N', r->title.data, r->title.size);
    rat_say_flow(&r->flow);
}
