/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/resolver.h"

#include "text/paper_number.h"

#include <stdlib.h>

#define TERM_DAYS \
    2009 /* five years and a half: the longest term of a council, and what is left over from it */
#define AHEAD_DAYS 31 /* a paper may be dated a little after the one that announces it */
#define HINT_DAYS 62  /* between a paper's date and the meeting that is named beside its number */

struct candidate {
    const char *paper_id;
    int32_t date;
};

struct search {
    struct rat_catalogue *catalogue;
    const struct rat_citer *citer;
    const struct rat_reference *reference;
    struct rat_arena *arena;
    struct rat_buf found; /* struct candidate */
    struct rat_err *err;
};

struct rat_citer rat_citer_of(const struct rat_document *document)
{
    return (struct rat_citer){document->paper_id, document->body, document->municipality, document->date};
}

const char *rat_resolution_name(enum rat_resolution resolution)
{
    switch (resolution) {
    case RAT_RESOLVED_NOT: break;
    case RAT_RESOLVED_AMBIGUOUS: return "ambiguous";
    case RAT_RESOLVED_EXACT: return "exact";
    case RAT_RESOLVED_FAMILY: return "family";
    case RAT_RESOLVED_TERM: return "term";
    }
    return "unknown";
}

static bool is_same_council(const struct rat_citer *citer, const char *body, const char *municipality)
{
    if (citer->municipality && municipality)
        return strcmp(citer->municipality, municipality) == 0;
    /* what JSONL calls a body may be a committee; OParl's are addresses */
    if (citer->body && body && strstr(citer->body, "://") && strstr(body, "://"))
        return strcmp(citer->body, body) == 0;
    return true;
}

static size_t candidate_count(const struct search *s)
{
    return s->found.size / sizeof(struct candidate);
}

static void add_candidate(struct search *s, const char *paper_id, int32_t date)
{
    struct candidate *list = (struct candidate *)(void *)s->found.data;
    for (size_t i = 0; i < candidate_count(s); i++)
        if (strcmp(list[i].paper_id, paper_id) == 0)
            return;
    struct candidate one = {paper_id, date};
    rat_buf_append(&s->found, &one, sizeof one);
}

static rat_status by_number(struct search *s, enum rat_number_part part, const char *key)
{
    struct rat_numbered *numbered;
    size_t count = 0;
    rat_status st = rat_catalogue_numbered(s->catalogue, part, key, s->arena, &numbered, &count, s->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        const struct rat_numbered *n = &numbered[i];
        bool cut = s->reference->digits && n->number.digits && s->reference->digits < n->number.digits;
        if (!n->removed && !cut && is_same_council(s->citer, n->body, n->municipality))
            add_candidate(s, n->paper_id, n->date);
    }
    return st;
}

static int year_of(int32_t date)
{
    int year = 0, month, day;
    if (date != RAT_NO_DATE)
        rat_date_to_ymd(date, &year, &month, &day);
    return year;
}

/* Papers whose documents print the number as theirs; of that year, 0: any. */
static rat_status by_own_print(struct search *s, const char *key, int year)
{
    struct rat_citing *citing;
    size_t count = 0;
    rat_status st =
        rat_catalogue_citing(s->catalogue, RAT_REFERENCE_OWN, key, s->arena, &citing, &count, s->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_document document;
        struct rat_known known = {0};
        st = rat_catalogue_document(s->catalogue, citing[i].docnum, s->arena, &document, s->err);
        if (st == RAT_OK && document.paper_id)
            st = rat_catalogue_known_paper(s->catalogue, document.paper_id, &known, s->err);
        if (st == RAT_OK && known.docnum && !known.removed && (!year || year_of(document.date) == year) &&
            is_same_council(s->citer, document.body, document.municipality))
            add_candidate(s, document.paper_id, document.date);
    }
    return st;
}

static int32_t distance(int32_t a, int32_t b)
{
    return a > b ? a - b : b - a;
}

/* Whether the paper was before a body on the day, or is dated near it. */
static rat_status fits_hint(struct search *s, const struct candidate *c, bool *out)
{
    struct rat_paper paper;
    int32_t hint = s->reference->hint;
    rat_status st = rat_catalogue_paper(s->catalogue, c->paper_id, s->arena, &paper, s->err);
    *out = false;
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < paper.consultation_count; i++)
        *out |= paper.consultations[i].date == hint;
    *out |= paper.date != RAT_NO_DATE && distance(paper.date, hint) <= HINT_DAYS;
    return RAT_OK;
}

/* Of several the one that the day beside the number means. */
static rat_status choose_by_hint(struct search *s, const char **paper_id)
{
    const struct candidate *list = (const struct candidate *)(const void *)s->found.data;
    size_t fitting = 0;
    for (size_t i = 0; i < candidate_count(s); i++) {
        bool fits;
        rat_status st = fits_hint(s, &list[i], &fits);
        if (st != RAT_OK)
            return st;
        if (fits && fitting++ == 0)
            *paper_id = list[i].paper_id;
    }
    if (fitting != 1)
        *paper_id = NULL;
    return RAT_OK;
}

/* The latest before the citing document, within a term. Two of one day: nobody knows. */
static const char *choose_by_term(const struct search *s)
{
    const struct candidate *list = (const struct candidate *)(const void *)s->found.data, *best = NULL;
    int32_t day = s->citer->date;
    bool tied = false;
    for (size_t i = 0; day != RAT_NO_DATE && i < candidate_count(s); i++) {
        int32_t date = list[i].date;
        if (date == RAT_NO_DATE || date > day + AHEAD_DAYS || day - date > TERM_DAYS)
            continue;
        tied = best && best->date == date;
        if (!best || date > best->date)
            best = &list[i];
    }
    return best && !tied ? best->paper_id : NULL;
}

static bool restarts_by_term(const char *key)
{
    struct rat_paper_number number;
    return rat_paper_number_read(key, strlen(key), 0, &number) && !number.year_first && !number.year_last &&
           number.parts == 1;
}

static rat_status settle(struct search *s, enum rat_resolution kind, enum rat_resolution *out,
                         const char **paper_id)
{
    const struct candidate *list = (const struct candidate *)(const void *)s->found.data;
    rat_status st = RAT_OK;
    if (s->found.failed || s->arena->failed)
        return rat_nomem(s->err);
    size_t count = candidate_count(s);
    if (restarts_by_term(s->reference->key)) {
        *paper_id = NULL;
        if (s->reference->hint != RAT_NO_DATE)
            st = choose_by_hint(s, paper_id);
        else
            *paper_id = choose_by_term(s);
        *out = *paper_id ? RAT_RESOLVED_TERM : count > 1 ? RAT_RESOLVED_AMBIGUOUS : RAT_RESOLVED_NOT;
        return st;
    }
    *out = count == 0 ? RAT_RESOLVED_NOT : count == 1 ? kind : RAT_RESOLVED_AMBIGUOUS;
    *paper_id = count == 1 ? list[0].paper_id : NULL;
    return RAT_OK;
}

/* "228/2013" for 2013/228 and the other way round, where both parts are there; NULL: no year in it. *number: the part that is
 * no year. */
static const char *swapped(struct rat_arena *arena, const char *key, const char **number, int *year)
{
    struct rat_paper_number parsed;
    const char *slash = strchr(key, '/');
    if (!slash || !rat_paper_number_read(key, strlen(key), 0, &parsed) || parsed.parts != 2 ||
        parsed.bare[0] || strchr(key, '-') || !(parsed.year_first || parsed.year_last))
        return NULL;
    *year = (int)strtol(parsed.year_first ? key : slash + 1, NULL, 10);
    *number = parsed.year_first ? slash + 1 : rat_arena_strndup(arena, key, (size_t)(slash - key));
    return rat_arena_printf(arena, "%s/%.*s", slash + 1, (int)(slash - key), key);
}

/* Other spellings of a number behind a lead-in: without its prefix, with the year at the other end, with a year before a
 * number that its paper prints without. */
static rat_status by_other_spelling(struct search *s)
{
    const char *number = NULL;
    int year = 0;
    rat_status st = RAT_OK;
    if (!s->reference->detail)
        st = by_number(s, RAT_NUMBER_BARE, s->reference->key);
    const char *other = swapped(s->arena, s->reference->key, &number, &year);
    if (st == RAT_OK && candidate_count(s) == 0 && other)
        st = by_number(s, RAT_NUMBER_KEY, other);
    if (st == RAT_OK && candidate_count(s) == 0 && other && number)
        st = by_own_print(s, number, year);
    return st;
}

rat_status rat_resolve_reference(struct rat_catalogue *catalogue, const struct rat_citer *citer,
                                 const struct rat_reference *reference, struct rat_arena *arena,
                                 enum rat_resolution *out, const char **paper_id, struct rat_err *err)
{
    struct search s = {catalogue, citer, reference, arena, RAT_BUF_INIT, err};
    enum rat_resolution kind = RAT_RESOLVED_EXACT;
    const char *supplement = strchr(reference->key, '-');
    rat_status st = by_number(&s, RAT_NUMBER_KEY, reference->key);
    if (st == RAT_OK && candidate_count(&s) == 0)
        st = by_own_print(&s, reference->key, 0);
    if (st == RAT_OK && candidate_count(&s) == 0 && reference->is_led)
        st = by_other_spelling(&s);
    if (st == RAT_OK && candidate_count(&s) == 0 && supplement) {
        const char *base = rat_arena_strndup(arena, reference->key, (size_t)(supplement - reference->key));
        kind = RAT_RESOLVED_FAMILY;
        st = base ? by_number(&s, RAT_NUMBER_KEY, base) : rat_nomem(err);
    }
    if (st == RAT_OK)
        st = settle(&s, kind, out, paper_id);
    rat_buf_release(&s.found);
    return st;
}

/* ---- back ---- */

struct back {
    struct rat_catalogue *catalogue;
    const struct rat_paper *paper;
    struct rat_arena *arena;
    struct rat_buf found; /* struct rat_cited_by */
    struct rat_buf keys;  /* const char *, asked already */
    struct rat_err *err;
};

static bool is_asked(const struct back *b, const char *key)
{
    const char *const *keys = (const char *const *)(const void *)b->keys.data;
    for (size_t i = 0; i < b->keys.size / sizeof *keys; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

static rat_status keep_if_meant(struct back *b, const struct rat_citing *citing)
{
    struct rat_cited_by one = {.reference = citing->reference};
    const char *paper_id = NULL;
    rat_status st = rat_catalogue_document(b->catalogue, citing->docnum, b->arena, &one.document, b->err);
    if (st != RAT_OK || (one.document.paper_id && strcmp(one.document.paper_id, b->paper->id) == 0))
        return st;
    struct rat_citer citer = rat_citer_of(&one.document);
    st = rat_resolve_reference(b->catalogue, &citer, &citing->reference, b->arena, &one.resolution, &paper_id,
                               b->err);
    if (st == RAT_OK && paper_id && strcmp(paper_id, b->paper->id) == 0)
        rat_buf_append(&b->found, &one, sizeof one);
    return st;
}

static rat_status ask(struct back *b, const char *key, bool supplements)
{
    struct rat_citing *citing;
    size_t count = 0;
    if (!key || is_asked(b, key))
        return RAT_OK;
    rat_buf_append(&b->keys, &key, sizeof key);
    rat_status st =
        rat_catalogue_citing(b->catalogue, RAT_REFERENCE_PAPER, key, b->arena, &citing, &count, b->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = keep_if_meant(b, &citing[i]);
    if (st != RAT_OK || !supplements)
        return st;
    st = rat_catalogue_citing_supplements(b->catalogue, key, b->arena, &citing, &count, b->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++)
        st = keep_if_meant(b, &citing[i]);
    return st;
}

static rat_status ask_swapped(struct back *b, const char *key)
{
    const char *number;
    int year;
    return ask(b, swapped(b->arena, key, &number, &year), false);
}

/* "2012/967" for what prints 967 and is of 2012. */
static rat_status ask_with_year(struct back *b, const char *key, int32_t date)
{
    if (date == RAT_NO_DATE || strchr(key, '/') || strchr(key, '-'))
        return RAT_OK;
    return ask(b, rat_arena_printf(b->arena, "%d/%s", year_of(date), key), false);
}

static rat_status ask_own_prints(struct back *b)
{
    uint32_t *docnums;
    size_t count = 0;
    rat_status st =
        rat_catalogue_paper_documents(b->catalogue, b->paper->id, b->arena, &docnums, &count, b->err);
    for (size_t i = 0; st == RAT_OK && i < count; i++) {
        struct rat_reference *list;
        size_t n = 0;
        st = rat_catalogue_references(b->catalogue, docnums[i], b->arena, &list, &n, b->err);
        /* it stands first */
        if (st == RAT_OK && n > 0 && list[0].kind == RAT_REFERENCE_OWN)
            st = ask(b, list[0].key, false);
        struct rat_document document;
        if (st == RAT_OK && n > 0 && list[0].kind == RAT_REFERENCE_OWN)
            st = rat_catalogue_document(b->catalogue, docnums[i], b->arena, &document, b->err);
        if (st == RAT_OK && n > 0 && list[0].kind == RAT_REFERENCE_OWN)
            st = ask_with_year(b, list[0].key, document.date);
    }
    return st;
}

rat_status rat_references_to_paper(struct rat_catalogue *catalogue, const struct rat_paper *paper,
                                   struct rat_arena *arena, struct rat_cited_by **out, size_t *count,
                                   struct rat_err *err)
{
    struct back b = {catalogue, paper, arena, RAT_BUF_INIT, RAT_BUF_INIT, err};
    struct rat_number *numbers;
    size_t n = 0;
    rat_status st = rat_catalogue_numbers(catalogue, paper->id, arena, &numbers, &n, err);
    for (size_t i = 0; st == RAT_OK && i < n; i++) {
        st = ask(&b, numbers[i].key, strcmp(numbers[i].key, numbers[i].family) == 0);
        if (st == RAT_OK)
            st = ask(&b, numbers[i].bare, false);
        if (st == RAT_OK)
            st = ask_swapped(&b, numbers[i].key);
    }
    if (st == RAT_OK)
        st = ask_own_prints(&b);
    if (st == RAT_OK) {
        *out = rat_arena_memdup(arena, b.found.data, b.found.size);
        *count = b.found.size / sizeof **out;
        if (!*out || b.found.failed || b.keys.failed || arena->failed)
            st = rat_nomem(err);
    }
    rat_buf_release(&b.found);
    rat_buf_release(&b.keys);
    return st;
}

/* ---- what a person typed ---- */

rat_status rat_resolve_name(struct rat_catalogue *catalogue, const char *text, struct rat_arena *arena,
                            struct rat_resolved *out, struct rat_err *err)
{
    struct rat_paper_number number;
    struct rat_numbered *numbered = NULL;
    size_t count = 0;
    rat_status st = rat_catalogue_resolve(catalogue, text, arena, out, err);
    if (st != RAT_ENOTFOUND || !rat_paper_number_parse(text, &number))
        return st;
    struct rat_err unused;
    rat_status found =
        rat_catalogue_numbered(catalogue, RAT_NUMBER_KEY, number.key, arena, &numbered, &count, &unused);
    if (found == RAT_OK && count == 0)
        found =
            rat_catalogue_numbered(catalogue, RAT_NUMBER_BARE, number.key, arena, &numbered, &count, &unused);
    if (found != RAT_OK || count == 0)
        return found == RAT_OK ? st : found;
    const char **ids = rat_arena_calloc(arena, count, sizeof *ids);
    if (!ids)
        return rat_nomem(err);
    for (size_t i = 0; i < count; i++)
        ids[i] = numbered[i].paper_id;
    *out = (struct rat_resolved){
        .kind = RAT_NAMED_PAPER, .paper_id = count == 1 ? ids[0] : NULL, .ids = ids, .matches = count};
    return RAT_OK;
}
