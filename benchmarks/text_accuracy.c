/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "benchmarks/text_accuracy.h"

#include "base/file.h"
#include "base/strmap.h"
#include "text/charset.h"

#include <stdlib.h>

#define FILE_MAX ((size_t)4 << 20)

struct characters {
    uint32_t *items;
    size_t count;
};

static uint32_t next(const unsigned char **at)
{
    const unsigned char *p = *at;
    unsigned size = *p < 0x80 ? 1 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;
    uint32_t cp = size == 1 ? *p : *p & (0xffu >> (size + 1));
    for (unsigned i = 1; i < size; i++)
        cp = cp << 6 | (p[i] & 0x3f);
    *at = p + size;
    return cp;
}

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0xa0 || c == 0xfeff;
}

static bool read_text(const char *path, struct rat_buf *out, struct rat_err *err)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    struct rat_decode_report report;
    bool fine = rat_file_read(path, FILE_MAX, &bytes, err) == RAT_OK &&
                rat_charset_decode(bytes.data, bytes.size, NULL, out, &report, err) == RAT_OK;
    rat_buf_release(&bytes);
    return fine;
}

static bool read_characters(const struct rat_buf *text, struct characters *out)
{
    const unsigned char *at = text->data, *end = text->size ? at + text->size : at;
    out->items = calloc(text->size + 1, sizeof *out->items);
    while (out->items && at < end) {
        uint32_t c = next(&at);
        bool space = is_space(c);
        if (!space || (out->count && out->items[out->count - 1] != ' '))
            out->items[out->count++] = space ? ' ' : c;
    }
    return out->items != NULL;
}

/* Levenshtein, two rows. */
static size_t distance(const struct characters *a, const struct characters *b)
{
    size_t *row = calloc(b->count + 1, sizeof *row), result = SIZE_MAX;
    for (size_t k = 0; row && k <= b->count; k++)
        row[k] = k;
    for (size_t i = 1; row && i <= a->count; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b->count; k++) {
            size_t above = row[k], best = diagonal + (a->items[i - 1] != b->items[k - 1]);
            best = above + 1 < best ? above + 1 : best;
            row[k] = row[k - 1] + 1 < best ? row[k - 1] + 1 : best;
            diagonal = above;
        }
    }
    if (row)
        result = row[b->count];
    free(row);
    return result;
}

/* Counts words into map and counts; add: +1 or -1. */
static size_t count_words(const struct rat_buf *text, struct rat_strmap *map, struct rat_buf *counts, int add)
{
    size_t matched = 0;
    struct rat_buf word = RAT_BUF_INIT;
    for (size_t i = 0; i <= text->size; i++) {
        unsigned char c = i < text->size ? text->data[i] : ' ';
        if (isalnum(c) || c >= 0xc3) {
            rat_buf_byte(&word, (uint8_t)tolower(c));
            continue;
        }
        if (c >= 0x80 && word.size) {
            rat_buf_byte(&word, c);
            continue;
        }
        if (!word.size)
            continue;
        bool added = false;
        uint32_t at = rat_strmap_add(map, (const char *)word.data, word.size, &added);
        if (added)
            rat_buf_zero(counts, sizeof(int32_t));
        int32_t *count = at == RAT_STRMAP_NONE ? NULL : (int32_t *)(void *)counts->data + at;
        if (count && add > 0) {
            ++*count;
            matched++;
        } else if (count && *count > 0) {
            --*count;
            matched++;
        }
        rat_buf_clear(&word);
    }
    rat_buf_release(&word);
    return matched;
}

rat_status rat_text_accuracy(const char *reference, const char *candidate, struct rat_text_accuracy *out,
                             struct rat_err *err)
{
    struct rat_buf a = RAT_BUF_INIT, b = RAT_BUF_INIT, counts = RAT_BUF_INIT;
    struct characters x = {0}, y = {0};
    struct rat_strmap words;
    rat_strmap_init(&words);
    rat_status st = RAT_OK;
    if (!read_text(reference, &a, err) || !read_text(candidate, &b, err))
        st = err && err->code != RAT_OK ? err->code : RAT_EIO;
    if (st == RAT_OK && (!read_characters(&a, &x) || !read_characters(&b, &y)))
        st = rat_nomem(err);
    if (st == RAT_OK) {
        double wrong = (double)distance(&x, &y) / (double)(x.count ? x.count : 1);
        out->characters = wrong < 1 ? 1 - wrong : 0;
        out->reference_characters = x.count;
        out->reference_words = count_words(&a, &words, &counts, 1);
        out->words = (double)count_words(&b, &words, &counts, -1) /
                     (double)(out->reference_words ? out->reference_words : 1);
    }
    free(x.items);
    free(y.items);
    rat_strmap_release(&words);
    rat_buf_release(&a);
    rat_buf_release(&b);
    rat_buf_release(&counts);
    return st;
}
