/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/support/pruned_compare.h"

#include <math.h>
#include <stdio.h>

#define TOLERANCE 1e-5
#define EQUALS 1000u

static char difference[512];

static bool is_near(double a, double b)
{
    return fabs(a - b) <= TOLERANCE * fmax(fabs(a), fabs(b));
}

static const char *compare_hits(const struct rat_result *every, const struct rat_result *got, size_t limit)
{
    size_t expected = every->hit_count < limit ? every->hit_count : limit;
    if (expected != got->hit_count) {
        snprintf(difference, sizeof difference, "%zu hits instead of %zu", got->hit_count, expected);
        return difference;
    }
    for (size_t i = 0; i < got->hit_count; i++) {
        const struct rat_hit *a = &every->hits[i], *b = &got->hits[i];
        /* a document in another place has nearly the score of that place, and its own */
        bool is_same = false;
        for (size_t k = 0; k < every->hit_count && !is_same; k++)
            is_same = every->hits[k].docnum == b->docnum && is_near(every->hits[k].score, b->score);
        bool is_after = i == 0 || got->hits[i - 1].score > b->score ||
                        (got->hits[i - 1].score == b->score && got->hits[i - 1].docnum < b->docnum);
        if (is_same && is_after && is_near(a->score, b->score))
            continue;
        snprintf(difference, sizeof difference, "place %zu: document %u with %.9g instead of %u with %.9g%s",
                 i, b->docnum, b->score, a->docnum, a->score, is_after ? "" : ", out of order");
        return difference;
    }
    return NULL;
}

static struct rat_search *run(struct rat_snapshot *snapshot, const struct rat_request *request)
{
    struct rat_search *search;
    struct rat_err err;
    if (rat_search_run(snapshot, request, &search, &err) == RAT_OK)
        return search;
    snprintf(difference, sizeof difference, "%.200s %.200s", err.where, err.msg);
    return NULL;
}

const char *pruned_compare(struct rat_snapshot *snapshot, struct rat_request request, bool *pruned)
{
    static const uint8_t year = RAT_FIELD_YEAR;
    *pruned = false;
    request.facets = &year;
    request.facet_count = 1;
    request.want_total = true;
    size_t limit = request.limit;
    request.limit = limit + EQUALS; /* of documents that are as good as the last one, others may be in */
    struct rat_search *every = run(snapshot, &request);
    request.limit = limit;
    request.facet_count = 0;
    const char *what = every ? NULL : difference;
    for (int counted = 0; counted < 2 && !what; counted++) {
        request.want_total = counted;
        struct rat_search *search = run(snapshot, &request);
        if (!search) {
            what = difference;
            break;
        }
        const struct rat_result *all = rat_search_result(every), *got = rat_search_result(search);
        what = compare_hits(all, got, limit);
        if (!what && (got->total_is_exact ? got->total != all->total : got->total > all->total)) {
            snprintf(difference, sizeof difference, "total %llu (%s) instead of %llu",
                     (unsigned long long)got->total, got->total_is_exact ? "exact" : "at least",
                     (unsigned long long)all->total);
            what = difference;
        }
        if (!what && counted && !got->total_is_exact)
            what = "a total that was wanted is not exact";
        *pruned = *pruned || !got->total_is_exact;
        rat_search_free(search);
    }
    rat_search_free(every);
    return what;
}
