/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How well a stemmer groups forms of words: pairwise precision and recall of 'same stem' against a list whose lines
 * each hold the forms of one word. One thread.
 *
 *     struct rat_stem_list list = {0};
 *     rat_stem_list_read(path, &list, &err);
 *     rat_stem_list_score(&list, RAT_STEP_STEMS, &score, &err);
 *     rat_stem_list_release(&list);
 *
 * Items are distinct surface forms (fold.h: "Essen" and "essen" are one). A pair of items is true when some line holds
 * both; so a form that stands in several lines belongs to all of them, is no pair with itself, and two forms that share
 * several lines are one pair. A pair is found when both have the same stem, in whatever lines they stand.
 */
#ifndef BENCHMARKS_STEM_SCORE_H
#define BENCHMARKS_STEM_SCORE_H

#include "base/strmap.h"
#include "base/status.h"

struct rat_stem_list {
    struct rat_strmap forms;
    uint64_t *pairs; /* smaller id << 32 | larger id, ascending, each once */
    size_t pair_count, room;
    uint64_t lines;
};

struct rat_stem_score {
    uint64_t stems, found, right; /* distinct stems, pairs with the same stem, true pairs among them */
    double precision, recall, f1;
};

RAT_MUST_CHECK rat_status rat_stem_list_read(const char *path, struct rat_stem_list *out,
                                             struct rat_err *err);
void rat_stem_list_release(struct rat_stem_list *list); /* a zeroed one is fine */
/* steps: enum rat_step with RAT_STEP_STEMS in it; the first term of the stem layer is the stem. */
RAT_MUST_CHECK rat_status rat_stem_list_score(const struct rat_stem_list *list, uint32_t steps,
                                              struct rat_stem_score *out, struct rat_err *err);

#endif
