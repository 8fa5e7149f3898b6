/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What an analyzer is made of: the table behind analyzer.h. A new analyzer is a constant of this type, named
 * in analyzer.c's list. Callers have checked the arguments; `self` is what create gave.
 */
#ifndef TEXT_ANALYZER_INTERNAL_H
#define TEXT_ANALYZER_INTERNAL_H

#include "text/analyzer.h"

struct rat_analyzer_kind {
    const char *name;
    uint32_t version;
    uint32_t layers; /* bit (1 << layer) */
    uint32_t steps;  /* by default; 0: there are none to switch */
    bool is_plain;   /* each surface form has one term, which no other one has */
    rat_status (*create)(uint32_t steps, void **self, struct rat_err *err);
    void (*destroy)(void *self);
    void (*start)(void *self, const char *text, size_t n);
    rat_status (*next)(void *self, struct rat_token *out);
    rat_status (*terms)(void *self, const char *surface, size_t n, struct rat_terms *out);
    /* Up to `room` tokens into out, *count of them; NULL: one after the other with next. */
    rat_status (*next_many)(void *self, struct rat_token *out, uint32_t room, uint32_t *count);
    void (*set_model)(void *self, const struct rat_compounds *model); /* this and the next may be NULL */
    float (*noun_share)(void *self, const char *surface, size_t n);   /* NULL: unknown */
    unsigned (*split)(void *self, const char *surface, size_t n, struct rat_split *out);
};

extern const struct rat_analyzer_kind rat_analyzer_german;
extern const struct rat_analyzer_kind rat_analyzer_whitespace;

#endif
