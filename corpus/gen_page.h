/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes lines the way text comes out of a council PDF: wrapped near a column, words broken with hyphens, page
 * markers in the middle of sentences, trailing blanks, spaced-out headings. Set the fields after init, add text,
 * take `out`. Old spelling is applied here, to every line that is added, when `old_spelling` is set.
 */
#ifndef RAT_CORPUS_GEN_PAGE_H
#define RAT_CORPUS_GEN_PAGE_H

#include "corpus/gen_base.h"

enum rat_gen_marker {
    RAT_GEN_MARK_NONE,
    RAT_GEN_MARK_DASH,
    RAT_GEN_MARK_OF,
    RAT_GEN_MARK_COUNT,
    RAT_GEN_MARK_BARE,
    RAT_GEN_MARK_FEED,
    RAT_GEN_MARK_EXPLAIN
};

struct rat_gen_page {
    struct rat_gen_str out;
    struct rat_gen_rng *rng;
    int width;
    bool hyphenate;
    bool trailing; /* blank at the end of wrapped lines */
    bool wide;     /* two blanks between words here and there, as in justified text */
    bool spaced;   /* headings as "B e s c h l u s s" */
    bool old_spelling;
    enum rat_gen_marker marker;
    int lines; /* on this page */
    int page;
    int hyphens; /* words broken so far */
};

void rat_gen_page_init(struct rat_gen_page *page, struct rat_gen_rng *rng, int year);
/* A line as it is; "" makes an empty one. */
void rat_gen_page_line(struct rat_gen_page *page, const char *text);
void rat_gen_page_linef(struct rat_gen_page *page, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A paragraph, wrapped. */
void rat_gen_page_para(struct rat_gen_page *page, const char *text);
void rat_gen_page_head(struct rat_gen_page *page, const char *text);

#endif
