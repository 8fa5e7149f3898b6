/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/bisect.h"

#include "indexer/sort.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define GROUP 16u /* not halved any more */
/* Of exchanging between two halves. The literature says 20: on council papers that makes postings 0.1 % smaller, and
 * takes half as long again, because the last pairs go back and forth. */
#define ITERATIONS 12u
#define BIT \
    512 /* fixed point: sums of integers are the same in any order and on any machine; a step is below 34 bits */
#define THREADS_MAX 64u
#define FETCH_AHEAD 6u /* documents */
#define FETCH_LINES 4  /* of 64 bytes */

struct bisection {
    const struct rat_forward *forward;
    uint32_t *sizes; /* terms that are left of each document's list */
    int16_t
        *steps; /* f(x + 1) - f(x) for f(x) = x log2(x + 1), in BITs: what one more document spares a term */
    const volatile sig_atomic_t *stop;
    _Atomic int status;
};

/* A run of documents that is being halved; its terms are numbered anew, from 0. */
struct part {
    struct bisection *b;
    uint32_t *documents, n, half; /* documents[0, half) and documents[half, n) */
    uint32_t terms;
    unsigned threads;
    uint32_t *degrees[2]; /* by term: documents of each half that have it */
    uint16_t *numbers;    /* old term -> new, or TERM_GONE */
    int16_t *gains[2];    /* by term: BITs that a document spares which leaves the half */
    uint64_t *keys;       /* by document, greatest gain first; as much room behind them */
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

static uint16_t *list_of(const struct bisection *b, uint32_t document)
{
    return b->forward->lists + b->forward->starts[document];
}

/* The first lines of a list that will be read soon. Documents lie in the order of their gains, their lists do not: without
 * this a third of the time of bisecting short documents is waiting for memory. */
static void fetch_list(const struct part *p, uint32_t i, uint32_t end)
{
    if (i >= end)
        return;
    const char *at = (const char *)list_of(p->b, p->documents[i]);
    for (int line = 0; line < FETCH_LINES; line++)
        __builtin_prefetch(at + line * 64);
}

static void count_degrees(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t side = from; side < end; side++) {
        uint32_t *degrees = p->degrees[side], last = side ? p->n : p->half;
        for (uint32_t i = side ? p->half : 0; i < last; i++) {
            const uint16_t *list = list_of(p->b, p->documents[i]);
            fetch_list(p, i + FETCH_AHEAD, last);
            for (uint32_t k = 0, size = p->b->sizes[p->documents[i]]; k < size; k++)
                degrees[list[k]]++;
        }
    }
}

/* A term that only one of the documents has, or that all have, is the same to every order of them: it is left out from here
 * on down. The lists of deep parts get short by that, and their tables fit the cache. */
static void number_terms(struct part *p)
{
    uint32_t kept = 0;
    for (uint32_t t = 0; t < p->terms; t++) {
        uint32_t left = p->degrees[0][t], right = p->degrees[1][t];
        p->numbers[t] = TERM_GONE;
        if (left + right < 2 || left + right == p->n)
            continue;
        p->degrees[0][kept] = left;
        p->degrees[1][kept] = right;
        p->numbers[t] = (uint16_t)kept++;
    }
    p->terms = kept;
}

static void rewrite_lists(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        uint16_t *list = list_of(p->b, p->documents[i]);
        uint32_t *size = &p->b->sizes[p->documents[i]], kept = 0;
        fetch_list(p, i + FETCH_AHEAD, end);
        for (uint32_t k = 0; k < *size; k++) {
            uint16_t number = p->numbers[list[k]];
            if (number != TERM_GONE)
                list[kept++] = number;
        }
        *size = kept;
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

/* As numbers that ascend while it descends, and back. */
static uint32_t descending(int32_t gain)
{
    return (uint32_t)INT32_MAX - (uint32_t)gain;
}

static int64_t gain_of(uint64_t key)
{
    return (int64_t)INT32_MAX - (int64_t)(key >> 32);
}

static void find_gains(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i++) {
        uint32_t document = p->documents[i], size = p->b->sizes[document], k = 0;
        const uint16_t *list = list_of(p->b, document);
        const int16_t *gains = p->gains[i >= p->half];
        fetch_list(p, i + FETCH_AHEAD, end);
        int32_t sums[4] = {0}; /* four, so that additions need not wait for each other */
        for (; k + 4 <= size; k += 4) {
            sums[0] += gains[list[k]];
            sums[1] += gains[list[k + 1]];
            sums[2] += gains[list[k + 2]];
            sums[3] += gains[list[k + 3]];
        }
        for (; k < size; k++)
            sums[0] += gains[list[k]];
        p->keys[i] = (uint64_t)descending((sums[0] + sums[1]) + (sums[2] + sums[3])) << 32 | document;
    }
}

static void sort_sides(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t side = from; side < end; side++) {
        uint32_t first = side ? p->half : 0;
        rat_sort_upper(p->keys + first, p->keys + p->n + first, side ? p->n - p->half : p->half);
    }
}

static void swap_documents(struct part *p)
{
    const uint64_t *left = p->keys, *right = p->keys + p->half;
    uint32_t swaps = 0;
    while (swaps < p->half && gain_of(left[swaps]) + gain_of(right[swaps]) > 0)
        swaps++;
    for (uint32_t i = 0; i < p->n; i++)
        p->documents[i] = (uint32_t)p->keys[i < swaps ? p->half + i : i];
    for (uint32_t i = 0; i < swaps; i++)
        p->documents[p->half + i] = (uint32_t)left[i];
    p->swaps = swaps;
}

static void update_degrees(struct part *p, uint32_t from, uint32_t end)
{
    for (uint32_t side = from; side < end; side++) {
        uint32_t *degrees = p->degrees[side];
        for (uint32_t i = 0; i < p->swaps; i++) {
            uint32_t came = p->documents[side ? p->half + i : i], went = p->documents[side ? i : p->half + i];
            const uint16_t *list = list_of(p->b, came);
            for (uint32_t k = 0, size = p->b->sizes[came]; k < size; k++)
                degrees[list[k]]++;
            list = list_of(p->b, went);
            for (uint32_t k = 0, size = p->b->sizes[went]; k < size; k++)
                degrees[list[k]]--;
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
        share_out(p, find_gains, p->n);
        share_out(p, sort_sides, 2);
        swap_documents(p);
        if (p->swaps == 0)
            break;
        share_out(p, update_degrees, 2);
    }
}

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void *bisect(void *ctx);

static void bisect_halves(const struct part *p)
{
    struct part left = {.b = p->b, .documents = p->documents, .n = p->half, .terms = p->terms};
    struct part right = {
        .b = p->b, .documents = p->documents + p->half, .n = p->n - p->half, .terms = p->terms};
    pthread_t thread;
    left.threads = p->threads > 1 ? p->threads / 2 : 1;
    right.threads = p->threads > 1 ? p->threads - left.threads : 1;
    bool started = p->threads > 1 && pthread_create(&thread, NULL, bisect, &left) == 0;
    if (!started)
        bisect(&left);
    bisect(&right);
    if (started)
        pthread_join(thread, NULL);
}

static void *bisect(void *ctx)
{
    struct part *p = ctx;
    if (p->n <= GROUP || p->terms == 0 || must_end(p->b)) {
        qsort(p->documents, p->n, sizeof *p->documents, by_number);
        return NULL;
    }
    p->half = p->n / 2;
    size_t terms = p->terms;
    p->degrees[0] = calloc(terms, sizeof(uint32_t));
    p->degrees[1] = calloc(terms, sizeof(uint32_t));
    p->numbers = malloc(terms * sizeof *p->numbers);
    p->gains[0] = malloc(terms * sizeof(int16_t));
    p->gains[1] = malloc(terms * sizeof(int16_t));
    p->keys = malloc((size_t)p->n * 2 * sizeof(uint64_t));
    if (p->degrees[0] && p->degrees[1] && p->numbers && p->gains[0] && p->gains[1] && p->keys) {
        share_out(p, count_degrees, 2);
        number_terms(p);
        share_out(p, rewrite_lists, p->n);
        exchange(p);
    } else {
        atomic_store(&p->b->status, RAT_ENOMEM);
    }
    free(p->degrees[0]);
    free(p->degrees[1]);
    free(p->numbers);
    free(p->gains[0]);
    free(p->gains[1]);
    free(p->keys);
    bisect_halves(p);
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
    struct bisection b = {.forward = forward, .stop = stop};
    atomic_init(&b.status, RAT_OK);
    b.sizes = malloc(((size_t)n + 1) * sizeof *b.sizes);
    b.steps = make_steps(n);
    if (!b.sizes || !b.steps) {
        free(b.sizes);
        free(b.steps);
        return rat_nomem(err);
    }
    for (uint32_t d = 0; d < n; d++) {
        b.sizes[d] = (uint32_t)(forward->starts[d + 1] - forward->starts[d]);
        order[d] = d;
    }
    struct part all = {.b = &b,
                       .documents = order,
                       .n = n,
                       .terms = forward->term_count,
                       .threads = threads < THREADS_MAX ? threads : THREADS_MAX};
    bisect(&all);
    free(b.sizes);
    free(b.steps);
    switch (atomic_load(&b.status)) {
    case RAT_OK: return RAT_OK;
    case RAT_EINTERRUPTED: return rat_fail(err, RAT_EINTERRUPTED, "%s", _("Unterbrochen"));
    default: return rat_nomem(err);
    }
}
