/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/xapian_query.h"

#include "storage/xapian_index.h"

#include <stdlib.h>

/* Functions that return a query give NULL after a failure, which is in here; those that take some consume them. */
struct build {
    unsigned lacks;
    unsigned unscored; /* inside so many of what must not match: nobody looks at scores */
    rat_status status;
    struct rat_err *err;
};

static struct rat_xapian_query *failed(struct build *b, const struct rat_xapian_err *failure)
{
    b->status = rat_xapian_fail(failure, b->err);
    return NULL;
}

static struct rat_xapian_query *no_memory(struct build *b)
{
    b->status = rat_nomem(b->err);
    return NULL;
}

/* ---- the shim's makers ---- */

static struct rat_xapian_query *term(struct build *b, const unsigned char *key, size_t n)
{
    char bytes[RAT_XAPIAN_TERM_BYTES_MAX];
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    size_t size = rat_xapian_term_of(key, n, bytes);
    return rat_xapian_query_term(bytes, size, &made, &failure) == RAT_XAPIAN_OK ? made : failed(b, &failure);
}

static struct rat_xapian_query *nothing(struct build *b)
{
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    return rat_xapian_query_nothing(&made, &failure) == RAT_XAPIAN_OK ? made : failed(b, &failure);
}

static struct rat_xapian_query *everything(struct build *b)
{
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    return rat_xapian_query_all(&made, &failure) == RAT_XAPIAN_OK ? made : failed(b, &failure);
}

/* The parts, and the list itself, are consumed. A part that is NULL has failed. */
static struct rat_xapian_query *combine(struct build *b, enum rat_xapian_op op,
                                        struct rat_xapian_query **parts, size_t n, uint32_t window)
{
    struct rat_xapian_query *made = NULL;
    struct rat_xapian_err failure;
    if (!parts)
        return no_memory(b);
    if (b->status == RAT_OK &&
        rat_xapian_query_combine(op, parts, n, window, &made, &failure) != RAT_XAPIAN_OK)
        failed(b, &failure);
    for (size_t i = 0; i < n; i++)
        rat_xapian_query_free(parts[i]);
    free(parts);
    return made;
}

static struct rat_xapian_query *join(struct build *b, enum rat_xapian_op op, struct rat_xapian_query *first,
                                     struct rat_xapian_query *second)
{
    struct rat_xapian_query **parts = calloc(2, sizeof *parts);
    if (!parts) {
        rat_xapian_query_free(first);
        rat_xapian_query_free(second);
        return no_memory(b);
    }
    parts[0] = first;
    parts[1] = second;
    return combine(b, op, parts, 2, 0);
}

static struct rat_xapian_query *scale(struct build *b, struct rat_xapian_query *query, float factor)
{
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    if (!query || factor == 1)
        return query;
    rat_xapian_status st = rat_xapian_query_scale(query, factor, &made, &failure);
    rat_xapian_query_free(query);
    return st == RAT_XAPIAN_OK ? made : failed(b, &failure);
}

/* ---- leaves ---- */

/* The key of the word anywhere for the key of the word in the title. */
static bool outside_title(const unsigned char *key, size_t n, unsigned char *out)
{
    if (key[0] < RAT_SPACE_TITLE || key[0] >= RAT_SPACE_VALUE)
        return false;
    memcpy(out, key, n);
    out[0] &= (unsigned char)~RAT_SPACE_TITLE;
    return true;
}

static struct rat_xapian_query *build_term(struct build *b, const struct rat_plan *plan)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    struct rat_xapian_query *found = term(b, plan->key, plan->key_size);
    if (outside_title(plan->key, plan->key_size, key) && found)
        found = join(b, RAT_XAPIAN_FILTER, term(b, key, plan->key_size), found);
    return scale(b, found, plan->boost);
}

static struct rat_xapian_query *prefix(struct build *b, const unsigned char *key, size_t n)
{
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    return rat_xapian_query_prefix(key, n, RAT_PREFIX_TERMS_MAX, RAT_XAPIAN_FAIL, RAT_XAPIAN_OR, &made,
                                   &failure) == RAT_XAPIAN_OK
               ? made
               : failed(b, &failure);
}

/* By its terms, each with its frequency over all shards. */
static struct rat_xapian_query *build_spelled(struct build *b, const struct rat_plan *plan)
{
    struct rat_xapian_query **parts = calloc((size_t)plan->spelled_count + 1, sizeof *parts);
    for (uint32_t i = 0; parts && i < plan->spelled_count && b->status == RAT_OK; i++)
        parts[i] = term(b, plan->spelled[i]->key, plan->spelled[i]->key_size);
    return combine(b, RAT_XAPIAN_OR, parts, plan->spelled_count, 0);
}

static struct rat_xapian_query *build_prefix(struct build *b, const struct rat_plan *plan)
{
    unsigned char key[RAT_KEY_BYTES_MAX];
    if (plan->key_size > RAT_XAPIAN_KEY_WHOLE_MAX) {
        b->status = rat_fail(b->err, RAT_ELIMIT, "%s", _("Der Wortanfang ist für Xapian zu lang"));
        return NULL;
    }
    struct rat_xapian_query *found =
        plan->spelled ? build_spelled(b, plan) : prefix(b, plan->key, plan->key_size);
    if (outside_title(plan->key, plan->key_size, key) && found)
        found = join(b, RAT_XAPIAN_FILTER, prefix(b, key, plan->key_size), found);
    return scale(b, found, plan->boost);
}

/* Unknown dates have no value and are in no range. */
static struct rat_xapian_query *build_range(struct build *b, const struct rat_plan *plan)
{
    unsigned char from[RAT_XAPIAN_NUMBER_BYTES], to[RAT_XAPIAN_NUMBER_BYTES];
    struct rat_xapian_query *made;
    struct rat_xapian_err failure;
    size_t from_size = rat_xapian_number_encode(plan->from, from),
           to_size = rat_xapian_number_encode(plan->to, to);
    return rat_xapian_query_range(RAT_XAPIAN_SLOT_NEWEST, from, from_size, to, to_size, &made, &failure) ==
                   RAT_XAPIAN_OK
               ? made
               : failed(b, &failure);
}

/* ---- words next to each other ---- */

/* title: among the words of the title. */
static struct rat_xapian_query *phrase(struct build *b, const struct rat_plan *plan, bool title)
{
    struct rat_xapian_query **parts = calloc(plan->must_count + 1, sizeof *parts);
    unsigned char key[RAT_KEY_BYTES_MAX];
    size_t n = 0;
    uint32_t window = 0;
    for (uint32_t i = 0; parts && i < plan->must_count; i++) {
        if (i && plan->offsets[i] == plan->offsets[i - 1]) {
            b->lacks |= RAT_XAPIAN_LACKS_GAPS;
            continue;
        }
        if (plan->offsets[i] != i)
            b->lacks |= RAT_XAPIAN_LACKS_GAPS;
        memcpy(key, plan->must[i]->key, plan->must[i]->key_size);
        key[0] |= title ? RAT_SPACE_TITLE : 0;
        parts[n++] = term(b, key, plan->must[i]->key_size);
        window = plan->offsets[i] + 1;
    }
    return combine(b, RAT_XAPIAN_PHRASE, parts, n, window);
}

static struct rat_xapian_query *build_phrase(struct build *b, const struct rat_plan *plan)
{
    if (plan->must_count == 0)
        return nothing(b);
    struct rat_xapian_query *found = phrase(b, plan, false);
    if (found && plan->title_only)
        found = join(b, RAT_XAPIAN_FILTER, found, phrase(b, plan, true));
    return scale(b, found, plan->boost);
}

/* ---- what has children ---- */

static struct rat_xapian_query *build(struct build *b, const struct rat_plan *plan);

static struct rat_xapian_query *build_list(struct build *b, enum rat_xapian_op op,
                                           struct rat_plan *const *list, uint32_t count)
{
    if (count == 1)
        return build(b, list[0]);
    struct rat_xapian_query **parts = calloc((size_t)count + 1, sizeof *parts);
    for (uint32_t i = 0; parts && i < count && b->status == RAT_OK; i++)
        parts[i] = build(b, list[i]);
    return combine(b, op, parts, count, 0);
}

static bool is_title(const struct rat_plan *place)
{
    return place->key[0] >= RAT_SPACE_TITLE && place->key[0] < RAT_SPACE_VALUE;
}

/* Those places of a word that are in the title, or those that are not, as they are or without the title. */
static struct rat_xapian_query *places(struct build *b, enum rat_xapian_op op, const struct rat_plan *plan,
                                       bool title, bool as_they_are)
{
    struct rat_xapian_query **parts = calloc((size_t)plan->should_count + 1, sizeof *parts);
    unsigned char key[RAT_KEY_BYTES_MAX];
    size_t n = 0;
    for (uint32_t i = 0; parts && i < plan->should_count && b->status == RAT_OK; i++) {
        const struct rat_plan *place = plan->should[i];
        if (is_title(place) != title)
            continue;
        if (as_they_are || !outside_title(place->key, place->key_size, key))
            memcpy(key, place->key, place->key_size);
        parts[n++] = term(b, key, place->key_size);
    }
    return combine(b, op, parts, n, 0);
}

/* The stem and compounds around it. That it is in the title counts there already, twice; a word that is only looked for in the
 * title scores as anywhere. */
static struct rat_xapian_query *build_word(struct build *b, const struct rat_plan *plan)
{
    bool title = plan->should_count && is_title(plan->should[0]);
    for (uint32_t i = 0; i < plan->should_count; i++)
        if (plan->should[i]->boost != 1)
            b->lacks |= RAT_XAPIAN_LACKS_PLACES;
    struct rat_xapian_query *found = places(b, RAT_XAPIAN_SYNONYM, plan, title, false);
    if (found && title)
        found = join(b, RAT_XAPIAN_FILTER, found, places(b, RAT_XAPIAN_OR, plan, true, true));
    return scale(b, found, plan->boost);
}

static struct rat_xapian_query *build_bool(struct build *b, const struct rat_plan *plan)
{
    struct rat_xapian_query *found;
    if (plan->must_count) {
        found = build_list(b, RAT_XAPIAN_AND, plan->must, plan->must_count);
        /* Xapian 1.4.22 does not find what it should with an AND_MAYBE there */
        if (found && plan->should_count && !b->unscored)
            found = join(b, RAT_XAPIAN_AND_MAYBE, found,
                         build_list(b, RAT_XAPIAN_OR, plan->should, plan->should_count));
    } else if (plan->should_count) {
        found = build_list(b, RAT_XAPIAN_OR, plan->should, plan->should_count);
    } else {
        found = everything(b);
    }
    if (found && plan->must_not_count) {
        b->unscored++;
        found = join(b, RAT_XAPIAN_AND_NOT, found,
                     build_list(b, RAT_XAPIAN_OR, plan->must_not, plan->must_not_count));
        b->unscored--;
    }
    return found;
}

static struct rat_xapian_query *build(struct build *b, const struct rat_plan *plan)
{
    switch (plan->kind) {
    case RAT_PLAN_TERM: return build_term(b, plan);
    case RAT_PLAN_PHRASE: return build_phrase(b, plan);
    case RAT_PLAN_PREFIX: return build_prefix(b, plan);
    case RAT_PLAN_RANGE: return build_range(b, plan);
    case RAT_PLAN_WORD: return build_word(b, plan);
    case RAT_PLAN_BOOL: return build_bool(b, plan);
    case RAT_PLAN_ALL: return everything(b);
    case RAT_PLAN_NONE: break;
    }
    return nothing(b);
}

rat_status rat_xapian_translate(const struct rat_plan *plan, struct rat_xapian_query **out, unsigned *lacks,
                                struct rat_err *err)
{
    struct build b = {.err = err};
    struct rat_xapian_query *made = build(&b, plan);
    if (b.status != RAT_OK) {
        rat_xapian_query_free(made);
        return b.status;
    }
    *out = made;
    *lacks |= b.lacks;
    return RAT_OK;
}

rat_status rat_xapian_join(enum rat_xapian_op op, struct rat_xapian_query *first,
                           struct rat_xapian_query *second, struct rat_xapian_query **out,
                           struct rat_err *err)
{
    struct build b = {.err = err};
    struct rat_xapian_query *made = join(&b, op, first, second);
    if (b.status == RAT_OK)
        *out = made;
    return b.status;
}
