/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/passage.h"

#include <stdlib.h>
#include <string.h>

/* A term that the window, or a passage chosen before, shows already. Set by eye on council papers. */
#define WORTH_REPEATED 0.1f
#define WORTH_SHOWN 0.05f
#define WORTH_SHOWN_REPEATED 0.02f
#define WORTH_TIGHT 0.1f /* matches close to each other: up to this share more */
#define REPEATS_MAX 3u
/* One more passage must add this share, or the longer, fewer passages read better. */
#define WORTH_OF_SPLIT 1.1f
#define READ_AROUND 160u /* bytes on both sides of a passage in which its ends are looked for */

struct window {
    size_t first, last; /* matches, inclusive */
    float score;
};

struct chooser {
    const struct rat_match *matches;
    size_t count;
    uint32_t *in_window; /* by term: how often in the window that slides */
    bool *shown;         /* by term: in a passage chosen before */
    bool *taken;         /* by match: in a passage chosen before */
};

static float weight_of(const struct rat_match *match)
{
    return match->weight > 0 ? match->weight : 0;
}

/* What the nth (from 0) match of a term in a window is worth. */
static float worth(const struct chooser *c, const struct rat_match *match, uint32_t nth)
{
    static const float shares[2][2] = {{1.0f, WORTH_REPEATED}, {WORTH_SHOWN, WORTH_SHOWN_REPEATED}};
    if (nth > REPEATS_MAX)
        return 0;
    return shares[c->shown[match->term]][nth > 0] * weight_of(match);
}

static float tightness(const struct chooser *c, size_t first, size_t last, size_t width)
{
    uint32_t start = c->matches[first].start, end = c->matches[last].end;
    size_t extent = end > start ? end - start : 0;
    return extent >= width ? 0 : WORTH_TIGHT * (float)(width - extent) / (float)width;
}

/* The best run of matches that begin within width bytes. False when all are taken. */
static bool best_window(struct chooser *c, size_t width, struct window *best)
{
    size_t first = 0;
    float score = 0;
    bool found = false;
    for (size_t i = 0; i < c->count; i++) {
        const struct rat_match *match = &c->matches[i];
        if (c->taken[i]) {
            for (; first < i; first++)
                c->in_window[c->matches[first].term] = 0;
            first = i + 1;
            score = 0;
            continue;
        }
        score += worth(c, match, c->in_window[match->term]++);
        for (; first < i && match->end > c->matches[first].start &&
               match->end - c->matches[first].start > width;
             first++)
            score -= worth(c, &c->matches[first], --c->in_window[c->matches[first].term]);
        float total = score * (1 + tightness(c, first, i, width));
        if (!found || total > best->score * 1.0001f) { /* more than rounding: the earlier one wins */
            *best = (struct window){first, i, total};
            found = true;
        }
    }
    for (; first < c->count; first++)
        c->in_window[c->matches[first].term] = 0;
    return found;
}

static void take(struct chooser *c, const struct window *window)
{
    for (size_t i = window->first; i <= window->last; i++) {
        c->shown[c->matches[i].term] = true;
        c->taken[i] = true;
    }
}

/* Up to `number` windows of the same width into out; returns how many, and their joint score. */
static size_t choose_windows(struct chooser *c, size_t terms, size_t number, size_t width, struct window *out,
                             float *score)
{
    size_t chosen = 0;
    memset(c->shown, 0, terms * sizeof *c->shown);
    memset(c->taken, 0, c->count * sizeof *c->taken);
    *score = 0;
    while (chosen < number && best_window(c, width, &out[chosen])) {
        take(c, &out[chosen]);
        *score += out[chosen++].score;
    }
    return chosen;
}

static size_t min_size(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Bytes around a window: a third of what is free goes before the first match. */
static struct rat_passage place(const struct chooser *c, const struct window *window, size_t width,
                                size_t text_size)
{
    size_t start = min_size(c->matches[window->first].start, text_size), end = start;
    for (size_t i = window->first; i <= window->last; i++)
        if (c->matches[i].end > end)
            end = min_size(c->matches[i].end, text_size);
    if (end - start > width)
        end = start + width;
    size_t before = min_size((width - (end - start)) / 3, start);
    struct rat_passage passage = {.start = start - before};
    passage.end = min_size(passage.start + width, text_size);
    if (passage.end - passage.start < width) /* at the text's end there is more room before */
        passage.start -= min_size(width - (passage.end - passage.start), passage.start);
    return passage;
}

static int by_start(const void *a, const void *b)
{
    const struct rat_passage *left = a, *right = b;
    return (left->start > right->start) - (left->start < right->start);
}

/* Sorts, joins what touches, and sets what has to be read, which never reaches into the neighbours. */
static void arrange(struct rat_passages *passages, size_t text_size)
{
    struct rat_passage *item = passages->item;
    size_t kept = 0;
    qsort(item, passages->count, sizeof *item, by_start);
    for (size_t i = 0; i < passages->count; i++) {
        if (kept > 0 && item[i].start <= item[kept - 1].end + READ_AROUND / 4)
            item[kept - 1].end = item[i].end > item[kept - 1].end ? item[i].end : item[kept - 1].end;
        else
            item[kept++] = item[i];
    }
    passages->count = kept;
    for (size_t i = 0; i < kept; i++) {
        size_t lowest = i > 0 ? item[i - 1].read_end : 0;
        size_t highest = i + 1 < kept ? item[i].end + (item[i + 1].start - item[i].end) / 2 : text_size;
        item[i].read_start = item[i].start - min_size(READ_AROUND, item[i].start - lowest);
        item[i].read_end = item[i].end + min_size(READ_AROUND, highest - item[i].end);
        item[i].text = NULL;
    }
}

static void choose(struct chooser *c, size_t terms, size_t text_size, size_t length, size_t number,
                   struct rat_passages *out)
{
    struct window windows[RAT_PASSAGES_MAX];
    size_t best = 1;
    float best_score = 0, score;
    for (size_t tried = 1; tried <= number; tried++) {
        size_t found = choose_windows(c, terms, tried, length / tried, windows, &score);
        if (tried == 1 || (found == tried && score > best_score * WORTH_OF_SPLIT)) {
            best = tried;
            best_score = score;
        }
        if (found < tried)
            break;
    }
    out->count = choose_windows(c, terms, best, length / best, windows, &score);
    for (size_t i = 0; i < out->count; i++)
        out->item[i] = place(c, &windows[i], length / best, text_size);
}

static size_t count_terms(const struct rat_match *matches, size_t count)
{
    size_t terms = 0;
    for (size_t i = 0; i < count; i++)
        if (matches[i].term >= terms)
            terms = (size_t)matches[i].term + 1;
    return terms;
}

rat_status rat_passages_choose(const struct rat_match *matches, size_t count, size_t text_size,
                               const struct rat_passage_options *options, struct rat_passages *out,
                               struct rat_err *err)
{
    size_t length = options->length ? options->length : RAT_PASSAGE_LENGTH_UNSET;
    size_t number = options->passages ? options->passages : RAT_PASSAGE_NUMBER_UNSET;
    length = min_size(length, RAT_PASSAGE_LENGTH_MAX);
    number = min_size(min_size(number, RAT_PASSAGES_MAX), length);
    while (count > 0 && matches[count - 1].start >= text_size)
        count--;
    if (count == 0 || text_size <= length) {
        memset(out, 0, sizeof *out);
        out->count = text_size > 0;
        out->item[0].end = min_size(length, text_size);
        arrange(out, text_size);
        return RAT_OK;
    }
    size_t terms = count_terms(matches, count);
    struct chooser c = {matches, count, calloc(terms, sizeof *c.in_window), calloc(terms, sizeof *c.shown),
                        calloc(count, sizeof *c.taken)};
    rat_status status = RAT_OK;
    if (!c.in_window || !c.shown || !c.taken) {
        status = rat_nomem(err);
    } else {
        memset(out, 0, sizeof *out);
        choose(&c, terms, text_size, length, number, out);
        arrange(out, text_size);
    }
    free(c.in_window);
    free(c.shown);
    free(c.taken);
    return status;
}
