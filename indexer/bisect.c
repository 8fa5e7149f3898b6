/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/bisect.h"

#include "base/sort.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define GROUP 32u /* not halved any more: a quarter of a block of postings */
/* Of exchanging between two halves. The literature says 20: on council papers that makes postings 0.1 % smaller, and
 * takes half as long again, because the last pairs go back and forth. */
#define ITERATIONS 12u
#define FEW_SWAPS 256u /* fewer pairs than one in so many documents: not worth another iteration */
/* Fixed point: sums of integers are the same in any order and on any machine. A step is below 34 bits, so two fit 16 bits. */
#define BIT 512
#define THREADS_MAX 64u

/* A document and where its terms are. */
struct row {
    uint64_t start;
    uint32_t size, document;
};

struct bisection {
    /* Two of each: a part is read in one and written, sorted into halves, to the other, so that what is worked on lies together.
     * Without this two thirds of the time of bisecting short documents is waiting for memory. */
    uint16_t *lists[2];
    struct row *rows[2];
    int16_t
        *steps; /* f(x + 1) - f(x) for f(x) = x log2(x + 1), in BITs: what one more document spares a term */
    uint32_t *order;
    const volatile sig_atomic_t *stop;
    _Atomic int status;
};

/* A run of documents that is being halved; its terms are numbered anew, from 0. */
struct part {
    struct bisection *b;
    unsigned buffer;   /* lists[buffer], rows[buffer] */
    uint32_t first, n; /* rows */
    uint64_t start;    /* of their lists */
    uint32_t terms;
    unsigned threads;
    struct row *rows;
    uint8_t *sides;       /* by row: 0 or 1, the half in which it is; half of them are in 0 */
    uint32_t *degrees[2]; /* by term: documents of each half that have it */
    uint16_t *numbers;    /* old term -> new, or TERM_GONE */
    int16_t *gains[2];    /* by term: BITs that a document spares which leaves the half */
    int32_t *row_gains;
    uint64_t
        *keys; /* rows of half 0, then of half 1, each the greatest gain first; as much room behind them */
    uint32_t swaps;
};
#define TERM_GONE RAT_FORWARD_TERMS_MAX

/* ---- work on ranges, by several threads ---- */

typedef void work_fn(struct part *part, uint32_t from, uint32_t end);
struct share {
    struct part *part;
    work_fn *work;
    uint32_t from, end;
};

static void *run_share(void *ctx)
{
    struct share *s = ctx;
    s->work(s->part, s->from, s->end);
    return NULL;
}

/* work on [0, n), each thread on a run of it. What it does for one number must not depend on others. */
static void share_out(struct part *part, work_fn *work, uint32_t n)
{
    unsigned threads = part->threads < n ? part->threads : n;
    struct share shares[THREADS_MAX];
    pthread_t ids[THREADS_MAX];
    bool started[THREADS_MAX] = {false};
    if (threads <= 1) {
        work(part, 0, n);
        return;
    }
    for (unsigned i = 0; i < threads; i++) {
        shares[i] = (struct share){part, work, (uint32_t)((uint64_t)n * i / threads),
                                   (uint32_t)((uint64_t)n * (i + 1) / threads)};
        if (i + 1 < threads)
            started[i] = pthread_create(&ids[i], NULL, run_share, &shares[i]) == 0;
        if (!started[i])
            run_share(&shares[i]);
    }
    for (unsigned i = 0; i < threads; i++)
        if (started[i])
            pthread_join(ids[i], NULL);
}

/* ---- one halving ---- */

static uint16_t *list_of(const struct part *p, uint32_t row)
{
    return p->b->lists[p->buffer] + p->rows[row].start;
}

static uint32_t size_of_half(const struct part *p, uint32_t side)
{
    return side ? p->n - p->n / 2 : p->n / 2;
}

static void add_list(const struct part *p, uint32_t row, uint32_t *degrees, uint32_t much)
{
    const uint16_t *list = list_of(p, row);
    for (uint32_t k = 0, size = p->rows[row].size; k < size; k++)
        degrees[list[k]] += much;
}

static void count_degrees(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t side = from; side < end; side++) {
        uint32_t *degrees = p->degrees[side];
        for (uint32_t i = 0; i < p->n; i++)
            if (p->sides[i] == side)
                add_list(p, i, degrees, 1);
    }
}

/* A term that only one of the documents has, or that all have, is the same to every order of them: it is left out from here
 * on down. The lists of deep parts get short by that, and their tables fit the cache. */
static void number_terms(struct part *p)
{
    uint32_t kept = 0;
    for (uint32_t t = 0; t < p->terms; t++) {
        uint32_t left = p->degrees[0][t], right = p->degrees[1][t];
        bool stays =
            (left + right >= 2) & (left + right != p->n); /* as good as random: nothing branches on it */
        p->degrees[0][kept] = left;
        p->degrees[1][kept] = right;
        p->numbers[t] = (uint16_t)(stays ? kept : TERM_GONE);
        kept += stays;
    }
    p->terms = kept;
}

static void rewrite_lists(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        uint16_t *list = list_of(p, i);
        uint32_t kept = 0;
        for (uint32_t k = 0; k < p->rows[i].size; k++) {
            uint16_t number = p->numbers[list[k]];
            list[kept] = number;
            kept += number != TERM_GONE;
        }
        p->rows[i].size = kept;
    }
}

/* With l documents in one half and r in the other a term costs about l log2(n/(l+1)) + r log2(n/(r+1)) bits. */
static void find_term_gains(struct part *p, uint32_t from, uint32_t end)
{
    const int16_t *steps = p->b->steps;
    for (uint32_t t = from; t < end; t++) {
        uint32_t left = p->degrees[0][t], right = p->degrees[1][t];
        p->gains[0][t] = (int16_t)(steps[right] - steps[left ? left - 1 : 0]);
        p->gains[1][t] = (int16_t)(steps[left] - steps[right ? right - 1 : 0]);
    }
}

static void find_row_gains(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        const uint16_t *list = list_of(p, i);
        const int16_t *gains = p->gains[p->sides[i]];
        uint32_t size = p->rows[i].size, k = 0;
        int32_t sums[4] = {0}; /* four, so that additions need not wait for each other */
        for (; k + 4 <= size; k += 4) {
            sums[0] += gains[list[k]];
            sums[1] += gains[list[k + 1]];
            sums[2] += gains[list[k + 2]];
            sums[3] += gains[list[k + 3]];
        }
        for (; k < size; k++)
            sums[0] += gains[list[k]];
        p->row_gains[i] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
    }
}

static void sort_halves(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t side = from; side < end; side++) {
        uint64_t *keys = p->keys + (side ? size_of_half(p, 0) : 0);
        uint32_t held = 0;
        for (uint32_t i = 0; i < p->n; i++) /* numbers that ascend while gains descend */
            if (p->sides[i] == side)
                keys[held++] = (uint64_t)((uint32_t)INT32_MAX - (uint32_t)p->row_gains[i]) << 32 | i;
        rat_sort_upper(keys, keys + p->n, held);
    }
}

/* In pairs, those that gain most from leaving their half, while a pair gains. */
static void swap_rows(struct part *p)
{
    const uint64_t *left = p->keys, *right = p->keys + size_of_half(p, 0);
    for (p->swaps = 0; p->swaps < size_of_half(p, 0); p->swaps++) {
        uint32_t l = (uint32_t)left[p->swaps], r = (uint32_t)right[p->swaps];
        if ((int64_t)p->row_gains[l] + p->row_gains[r] <= 0)
            break;
        p->sides[l] = 1;
        p->sides[r] = 0;
    }
}

static void update_degrees(struct part *p, uint32_t from, uint32_t end)
{
    const uint64_t *left = p->keys, *right = p->keys + size_of_half(p, 0);
    for (uint32_t side = from; side < end; side++) {
        for (uint32_t i = 0; i < p->swaps; i++) {
            add_list(p, (uint32_t)(side ? left : right)[i], p->degrees[side], 1);
            add_list(p, (uint32_t)(side ? right : left)[i], p->degrees[side], UINT32_MAX); /* less one */
        }
    }
}

static bool must_end(struct bisection *b)
{
    if (b->stop && *b->stop)
        atomic_store(&b->status, RAT_EINTERRUPTED);
    return atomic_load(&b->status) != RAT_OK;
}

static void exchange(struct part *p)
{
    for (unsigned i = 0; i < ITERATIONS && !must_end(p->b); i++) {
        share_out(p, find_term_gains, p->terms);
        share_out(p, find_row_gains, p->n);
        share_out(p, sort_halves, 2);
        swap_rows(p);
        if (p->swaps <= p->n / FEW_SWAPS)
            break;
        share_out(p, update_degrees, 2);
    }
}

/* Writes the halves to the other buffer, one behind the other, each in the order of the last gains: cut in the middle, that is
 * a better start for the next halving than the order of numbers (0.6 % of the postings of council papers). */
static void part_rows(const struct part *p, struct part halves[2])
{
    struct bisection *b = p->b;
    uint32_t first = p->first;
    uint64_t start = p->start;
    for (uint32_t side = 0; side < 2; side++) {
        halves[side] = (struct part){.b = b,
                                     .buffer = !p->buffer,
                                     .first = first,
                                     .n = size_of_half(p, side),
                                     .start = start,
                                     .terms = p->terms};
        const uint64_t *own = p->keys + (side ? size_of_half(p, 0) : 0);
        const uint64_t *other = p->keys + (side ? 0 : size_of_half(p, 0));
        for (uint32_t i = 0; i < halves[side].n; i++) {
            uint32_t row = (uint32_t)(i < p->swaps ? other : own)[i];
            struct row *to = &b->rows[!p->buffer][first++];
            *to = (struct row){start, p->rows[row].size, p->rows[row].document};
            memcpy(b->lists[!p->buffer] + start, list_of(p, row), to->size * sizeof **b->lists);
            start += to->size;
        }
    }
}

/* False when memory ran out. */
static bool halve(struct part *p)
{
    size_t terms = p->terms;
    p->sides = malloc(p->n);
    p->degrees[0] = calloc(terms, sizeof(uint32_t));
    p->degrees[1] = calloc(terms, sizeof(uint32_t));
    p->numbers = malloc(terms * sizeof *p->numbers);
    p->gains[0] = malloc(terms * sizeof(int16_t));
    p->gains[1] = malloc(terms * sizeof(int16_t));
    p->row_gains = malloc(p->n * sizeof *p->row_gains);
    p->keys = malloc((size_t)p->n * 2 * sizeof *p->keys);
    if (!p->sides || !p->degrees[0] || !p->degrees[1] || !p->numbers || !p->gains[0] || !p->gains[1] ||
        !p->row_gains || !p->keys)
        return false;
    for (uint32_t i = 0; i < p->n; i++)
        p->sides[i] = i >= size_of_half(p, 0);
    share_out(p, count_degrees, 2);
    number_terms(p);
    share_out(p, rewrite_lists, p->n);
    exchange(p);
    return true;
}

static void release(struct part *p)
{
    free(p->sides);
    free(p->degrees[0]);
    free(p->degrees[1]);
    free(p->numbers);
    free(p->gains[0]);
    free(p->gains[1]);
    free(p->row_gains);
    free(p->keys);
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void *bisect(void *ctx)
{
    struct part *p = ctx, halves[2];
    pthread_t thread;
    p->rows = p->b->rows[p->buffer] + p->first;
    if (p->n <= GROUP || p->terms == 0 || must_end(p->b)) {
        uint32_t *order = p->b->order + p->first;
        for (uint32_t i = 0; i < p->n; i++)
            order[i] = p->rows[i].document;
        qsort(order, p->n, sizeof *order, by_number);
        return NULL;
    }
    if (!halve(p))
        atomic_store(&p->b->status, RAT_ENOMEM);
    bool ended = atomic_load(&p->b->status) != RAT_OK;
    if (!ended)
        part_rows(p, halves);
    release(p);
    if (ended)
        return NULL;
    halves[0].threads = p->threads > 1 ? p->threads / 2 : 1;
    halves[1].threads = p->threads > 1 ? p->threads - halves[0].threads : 1;
    bool started = p->threads > 1 && pthread_create(&thread, NULL, bisect, &halves[0]) == 0;
    if (!started)
        bisect(&halves[0]);
    bisect(&halves[1]);
    if (started)
        pthread_join(thread, NULL);
    return NULL;
}

static int16_t *make_steps(uint32_t n)
{
    int16_t *steps = malloc(((size_t)n + 1) * sizeof *steps);
    double before = 0;
    for (uint32_t x = 0; steps && x <= n; x++) {
        double next = (x + 1.0) * log2(x + 2.0);
        steps[x] = (int16_t)lrint((next - before) * BIT);
        before = next;
    }
    return steps;
}

rat_status rat_bisect(struct rat_forward *forward, unsigned threads, const volatile sig_atomic_t *stop,
                      uint32_t *order, struct rat_err *err)
{
    uint32_t n = forward->document_count;
    struct bisection b = {.order = order, .stop = stop};
    assert(forward->term_count <= RAT_FORWARD_TERMS_MAX);
    atomic_init(&b.status, RAT_OK);
    b.lists[0] = forward->lists;
    b.lists[1] = malloc((size_t)(forward->starts[n] + 1) * sizeof **b.lists);
    b.rows[0] = malloc(((size_t)n + 1) * sizeof **b.rows);
    b.rows[1] = malloc(((size_t)n + 1) * sizeof **b.rows);
    b.steps = make_steps(n);
    if (b.lists[1] && b.rows[0] && b.rows[1] && b.steps) {
        for (uint32_t d = 0; d < n; d++)
            b.rows[0][d] =
                (struct row){forward->starts[d], (uint32_t)(forward->starts[d + 1] - forward->starts[d]), d};
        struct part all = {.b = &b,
                           .n = n,
                           .terms = forward->term_count,
                           .threads = threads < THREADS_MAX ? threads : THREADS_MAX};
        bisect(&all);
    } else {
        atomic_store(&b.status, RAT_ENOMEM);
    }
    free(b.lists[1]);
    free(b.rows[0]);
    free(b.rows[1]);
    free(b.steps);
    switch (atomic_load(&b.status)) {
    case RAT_OK: return RAT_OK;
    case RAT_EINTERRUPTED: return rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen"));
    default: return rat_nomem(err);
    }
}
