/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders by bisection: all documents, each once; the same with any number of threads; and with smaller gaps, as counted here
 * from the terms of the documents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/bisect.h"
#include "tests/support/prng.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Documents on `topics` subjects, which follow each other at random; a third of their terms are everybody's. */
#define TERMS_EACH 30u
#define TERMS_OF_TOPIC 60u

struct world {
    uint32_t documents, topics, terms;
    uint32_t *topic; /* by document */
    uint64_t *starts;
    uint16_t *lists; /* untouched; rat_bisect gets a copy */
    uint32_t *order;
};

static bool has(const uint16_t *list, uint32_t n, uint32_t term)
{
    for (uint32_t i = 0; i < n; i++)
        if (list[i] == term)
            return true;
    return false;
}

static void make_by(struct world *w, uint64_t seed, uint32_t documents, uint32_t topics, bool by_turns)
{
    struct prng random = {seed};
    *w = (struct world){.documents = documents, .topics = topics, .terms = (topics + 1) * TERMS_OF_TOPIC};
    w->topic = calloc(documents + 1, sizeof *w->topic);
    w->starts = calloc(documents + 1, sizeof *w->starts);
    w->lists = calloc((size_t)documents * TERMS_EACH + 1, sizeof *w->lists);
    w->order = calloc(documents + 1, sizeof *w->order);
    for (uint32_t d = 0; d < documents; d++) {
        uint16_t *list = w->lists + w->starts[d], n = 0, wanted = prng_below(&random, TERMS_EACH + 1);
        w->topic[d] = by_turns ? d % topics : prng_below(&random, topics);
        for (uint32_t i = 0; i < wanted; i++) {
            uint32_t base = prng_below(&random, 3) ? (w->topic[d] + 1) * TERMS_OF_TOPIC : 0;
            uint32_t term = base + prng_below(&random, TERMS_OF_TOPIC);
            if (!has(list, n, term))
                list[n++] = term;
        }
        w->starts[d + 1] = w->starts[d] + n;
    }
}

static void make(struct world *w, uint64_t seed, uint32_t documents, uint32_t topics)
{
    make_by(w, seed, documents, topics, false);
}

/* The same documents in the order that was found. */
static void make_sorted(struct world *w, const struct world *from)
{
    *w = (struct world){.documents = from->documents, .topics = from->topics, .terms = from->terms};
    w->topic = calloc(w->documents + 1, sizeof *w->topic);
    w->starts = calloc(w->documents + 1, sizeof *w->starts);
    w->lists = calloc(from->starts[from->documents] + 1, sizeof *w->lists);
    w->order = calloc(w->documents + 1, sizeof *w->order);
    for (uint32_t i = 0; i < w->documents; i++) {
        uint64_t at = from->starts[from->order[i]], n = from->starts[from->order[i] + 1] - at;
        memcpy(w->lists + w->starts[i], from->lists + at, n * sizeof *w->lists);
        w->topic[i] = from->topic[from->order[i]];
        w->starts[i + 1] = w->starts[i] + n;
    }
}

static void release(struct world *w)
{
    free(w->topic);
    free(w->starts);
    free(w->lists);
    free(w->order);
}

static rat_status order(const struct world *w, unsigned threads, const volatile sig_atomic_t *stop,
                        uint32_t *out)
{
    struct rat_err err;
    size_t bytes = (size_t)(w->starts[w->documents] + 1) * sizeof *w->lists;
    struct rat_forward forward = {w->documents, w->terms, w->starts, malloc(bytes)};
    memcpy(forward.lists, w->lists, bytes);
    rat_status st = rat_bisect(&forward, threads, stop, out, &err);
    free(forward.lists);
    return st;
}

static void assert_permutation(const struct world *w)
{
    bool *seen = calloc(w->documents + 1, sizeof *seen);
    for (uint32_t i = 0; i < w->documents; i++) {
        assert_true(w->order[i] < w->documents && !seen[w->order[i]]);
        seen[w->order[i]] = true;
    }
    free(seen);
}

/* Bits of all gaps in all lists: log2(gap) each. NULL: in the order they came in. */
static double cost(const struct world *w, const uint32_t *ordered)
{
    uint32_t *last = calloc(w->terms, sizeof *last);
    double bits = 0;
    for (uint32_t i = 0; i < w->documents; i++) {
        uint32_t d = ordered ? ordered[i] : i;
        for (uint64_t k = w->starts[d]; k < w->starts[d + 1]; k++) {
            bits += log2((double)(i + 1 - last[w->lists[k]]));
            last[w->lists[k]] = i + 1;
        }
    }
    free(last);
    return bits;
}

static void any_number_of_documents(void **state)
{
    static const uint32_t sizes[] = {0, 1, 2, 15, 16, 17, 31, 32, 33, 34, 67, 1000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct world w;
        make(&w, i, sizes[i], 1 + sizes[i] / 40);
        assert_int_equal(order(&w, 1 + i % 3, NULL, w.order), RAT_OK);
        assert_permutation(&w);
        release(&w);
    }
}

static void same_with_any_number_of_threads(void **state)
{
    struct world w;
    (void)state;
    make(&w, 5, 3001, 17);
    assert_int_equal(order(&w, 1, NULL, w.order), RAT_OK);
    assert_permutation(&w);
    for (unsigned threads = 2; threads <= 100; threads = threads < 9 ? threads + 1 : threads + 91) {
        uint32_t *other = calloc(w.documents, sizeof *other);
        assert_int_equal(order(&w, threads, NULL, other), RAT_OK);
        assert_memory_equal(other, w.order, w.documents * sizeof *other);
        free(other);
    }
    release(&w);
}

/* Two subjects without a common word come apart at the first cut. */
static void tells_two_subjects_apart(void **state)
{
    struct world w;
    struct prng random = {4};
    uint32_t documents[2] = {0}, left[2] = {0};
    (void)state;
    make(&w, 9, 400, 1);
    for (uint32_t d = 0; d < w.documents; d++) { /* 0, 2, 4.. or 1, 3, 5.. from some place on */
        uint32_t n = (uint32_t)(w.starts[d + 1] - w.starts[d]), first = prng_below(&random, 30) * 2 + d % 2;
        for (uint32_t k = 0; k < n; k++)
            w.lists[w.starts[d] + k] = (first + 2 * k) % w.terms;
        documents[d % 2] += n > 1;
    }
    assert_int_equal(order(&w, 2, NULL, w.order), RAT_OK);
    assert_permutation(&w);
    for (uint32_t i = 0; i < w.documents / 2; i++)
        left[w.order[i] % 2] += w.starts[w.order[i] + 1] - w.starts[w.order[i]] > 1;
    /* those with hardly a term may be on either side */
    assert_true((left[0] > documents[0] - 10 && left[1] < 10) ||
                (left[1] > documents[1] - 10 && left[0] < 10));
    release(&w);
}

static void makes_gaps_smaller(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 4; seed++) {
        struct world w;
        make(&w, seed, 2000, 40);
        double before = cost(&w, NULL);
        assert_int_equal(order(&w, 2, NULL, w.order), RAT_OK);
        double after = cost(&w, w.order);
        uint32_t *ideal = calloc(w.documents, sizeof *ideal), n = 0;
        for (uint32_t topic = 0; topic < w.topics; topic++)
            for (uint32_t d = 0; d < w.documents; d++)
                if (w.topic[d] == topic)
                    ideal[n++] = d;
        /* what the subjects would give, nearly: four fifths of the way there */
        assert_true(before - after > 0.8 * (before - cost(&w, ideal)));
        free(ideal);
        release(&w);
    }
}

/* Two subjects that take turns, half of whose words are everybody's: far below that order, and below any by chance. */
static void beats_turns_and_chance(void **state)
{
    struct world w;
    struct prng random = {8};
    (void)state;
    make_by(&w, 3, 1000, 2, true);
    assert_int_equal(order(&w, 2, NULL, w.order), RAT_OK);
    double found = cost(&w, w.order), turns = cost(&w, NULL);
    uint32_t *chance = calloc(w.documents, sizeof *chance);
    for (uint32_t i = 0; i < w.documents; i++)
        chance[i] = i;
    for (uint32_t i = w.documents; i > 1; i--) {
        uint32_t k = prng_below(&random, i), kept = chance[i - 1];
        chance[i - 1] = chance[k];
        chance[k] = kept;
    }
    assert_true(found < 0.75 * turns);
    assert_true(found < 0.75 * cost(&w, chance));
    free(chance);
    release(&w);
}

/* Also with a single subject; and an order that was found already does not get worse by more than one per cent. */
static void never_makes_gaps_larger(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        struct world w, sorted;
        make(&w, seed, 100 + (uint32_t)seed * 80, 1 + (uint32_t)seed % 7 * 5);
        double before = cost(&w, NULL);
        assert_int_equal(order(&w, 2, NULL, w.order), RAT_OK);
        assert_permutation(&w);
        assert_true(cost(&w, w.order) < before);
        make_sorted(&sorted, &w);
        before = cost(&sorted, NULL);
        assert_int_equal(order(&sorted, 1, NULL, sorted.order), RAT_OK);
        assert_true(cost(&sorted, sorted.order) < before * 1.01);
        release(&w);
        release(&sorted);
    }
}

static void stops_when_asked(void **state)
{
    struct world w;
    volatile sig_atomic_t stop = 1;
    (void)state;
    make(&w, 3, 500, 5);
    assert_int_equal(order(&w, 2, &stop, w.order), RAT_EINTERRUPTED);
    release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_documents),  cmocka_unit_test(same_with_any_number_of_threads),
        cmocka_unit_test(tells_two_subjects_apart), cmocka_unit_test(makes_gaps_smaller),
        cmocka_unit_test(beats_turns_and_chance),   cmocka_unit_test(never_makes_gaps_larger),
        cmocka_unit_test(stops_when_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
