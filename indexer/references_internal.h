/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the readers of references share: the text, what was found, and the words around a place. */
#ifndef INDEXER_REFERENCES_INTERNAL_H
#define INDEXER_REFERENCES_INTERNAL_H

#include "base/buf.h"
#include "indexer/references.h"
#include "text/paper_number.h"

struct rat_reference_reader {
    const char *text;
    size_t n;
    struct rat_arena *arena;
    struct rat_buf found; /* struct rat_reference */
    struct rat_paper_number own[2];
    unsigned own_count;
    size_t led_end; /* where the last number with a lead-in ended */
};

/* Adds one; surface is taken from the text. */
void rat_reference_add(struct rat_reference_reader *r, struct rat_reference reference);

void rat_references_numbers(struct rat_reference_reader *r);   /* references_numbers.c */
void rat_references_laws(struct rat_reference_reader *r);      /* references_others.c */
void rat_references_decisions(struct rat_reference_reader *r); /* references_others.c */
void rat_references_budgets(struct rat_reference_reader *r);   /* references_others.c */

/* ---- the words around a place (references_window.c) ---- */

/* Lower case without umlauts, soft hyphens and line ends ("Ergän-⏎zung zur" is "erganzung zur"), so that cues are plain
 * strings. */
#define RAT_WINDOW_RAW 200u
#define RAT_WINDOW_BYTES 420u /* ß and ligatures grow */
struct rat_text_window {
    char text[RAT_WINDOW_BYTES];
    size_t size;
};
/* Up to `bytes` (<= RAT_WINDOW_RAW) before `at`, from `at` on. */
void rat_window_before(const struct rat_reference_reader *r, size_t at, size_t bytes,
                       struct rat_text_window *out);
void rat_window_after(const struct rat_reference_reader *r, size_t at, size_t bytes,
                      struct rat_text_window *out);
/* Letters from the end of the cue's last place to the end of the window; SIZE_MAX: it is not there. */
size_t rat_window_distance(const struct rat_text_window *window, const char *cue);
static inline bool rat_window_has(const struct rat_text_window *window, const char *cue)
{
    return rat_window_distance(window, cue) != SIZE_MAX;
}
bool rat_window_has_any(const struct rat_text_window *window, const char *const *cues); /* NULL ends */

/* The next place of a needle from `at` on; n: none. */
size_t rat_text_next(const struct rat_reference_reader *r, size_t at, const char *needle);

/* The day that is nearest to the stretch, at most `reach` bytes away; RAT_NO_DATE: none. *end: where it ends. */
int32_t rat_date_beside(const struct rat_reference_reader *r, size_t start, size_t end, size_t reach);
/* A day that begins at text[at]. Returns its bytes, 0: none. */
size_t rat_date_here(const struct rat_reference_reader *r, size_t at, int32_t *out);

#endif
