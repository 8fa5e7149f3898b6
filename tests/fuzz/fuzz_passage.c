/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Passages of any text with any matches. Input: length, number of passages, number of matches (a byte each), four
 * bytes per match (distance from the one before, two sizes, term), then the text.
 */
#include "query/passage.h"

#include "text/charset.h"

#include <stdlib.h>
#include <string.h>

#define MATCHES_MAX 255

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t read_matches(const uint8_t *data, size_t count, struct rat_match *matches)
{
    uint32_t start = 0;
    for (size_t i = 0; i < count; i++, data += 4) {
        start += data[0];
        matches[i] = (struct rat_match){start, start + data[1] + (uint32_t)(data[2] >> 6) * 256, data[3] % 16,
                                        (float)(data[2] & 15)};
    }
    return count;
}

static void check_output(struct rat_buf *out)
{
    size_t open = 0, closed = 0, other = 0;
    const char *text = rat_buf_cstr(out);
    if (!rat_utf8_valid(out->data, out->size))
        abort();
    for (const char *at = strpbrk(text, "<>\"'"); at; at = strpbrk(at + 1, "<>\"'")) {
        if (strncmp(at, "<mark>", 6) == 0)
            open++;
        else if (strncmp(at, "</mark>", 7) == 0)
            closed++;
        else
            other += *at != '>';
        if (open != closed && open != closed + 1)
            abort();
    }
    if (open != closed || other)
        abort();
}

/* Each passage in a block of its own, so that ASan sees every byte beyond it. */
static void render(struct rat_passages *passages, const struct rat_match *matches, size_t count,
                   const uint8_t *text, size_t n, const struct rat_passage_options *options)
{
    struct rat_buf out = RAT_BUF_INIT;
    char *copies[RAT_PASSAGES_MAX];
    for (size_t i = 0; i < passages->count; i++) {
        struct rat_passage *p = &passages->item[i];
        if (p->read_start > p->start || p->start > p->end || p->end > p->read_end || p->read_end > n)
            abort();
        copies[i] = malloc(p->read_end - p->read_start + 1);
        if (!copies[i])
            abort();
        p->text = copies[i] + 1;
        memcpy(copies[i] + 1, text + p->read_start, p->read_end - p->read_start);
    }
    rat_passages_render(passages, matches, count, n, options, &out);
    check_output(&out);
    rat_buf_release(&out);
    for (size_t i = 0; i < passages->count; i++)
        free(copies[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rat_match matches[MATCHES_MAX];
    struct rat_passages passages;
    if (size < 3 || (size - 3) / 4 < data[2])
        return 0;
    struct rat_passage_options options = {.length = data[0], .passages = data[1] % 16};
    size_t count = read_matches(data + 3, data[2], matches);
    const uint8_t *text = data + 3 + 4 * count;
    size_t n = size - 3 - 4 * count;
    if (rat_passages_choose(matches, count, n, &options, &passages, NULL) != RAT_OK)
        return 0;
    render(&passages, matches, count, text, n, &options);
    return 0;
}
