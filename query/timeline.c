/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/timeline.h"

#include "base/strmap.h"
#include "query/search_internal.h"

#include <stdlib.h>

/* A year with less than a third of the usual number of documents, or a fifth of them without text, is worth a word. */
#define FEW_SHARE 3u
#define TEXTLESS_PERCENT 20u
#define NAMED_MAX 6u /* years or sources in one note */
#define NOTES_MAX 3u
#define SOURCE_PERCENT 10u /* of its first year's documents, for a source that begins to matter */
#define YEARS 10000u       /* index: year, 0: unknown */

/* What the archive has by years. */
struct coverage {
    struct rat_year years[YEARS];
    int first, last; /* years with documents; 0: none has a date */
    struct rat_strmap sources;
    struct rat_buf source_years; /* uint32_t [source][year] */
    const struct rat_segment *last_segment;
    uint32_t last_ordinal, last_number;
};

/* ---- the archive by years ---- */

static rat_status count_source(struct coverage *c, const struct rat_segment *s, uint32_t document, int year,
                               struct rat_err *err)
{
    const struct rat_ordinals *ordinals = &s->ordinals[RAT_FIELD_SOURCE];
    uint64_t from, to;
    rat_ordinals_of(ordinals, document, &from, &to);
    if (from == to || year == 0)
        return RAT_OK;
    uint32_t ordinal = rat_ordinals_at(ordinals, from), size;
    if (c->last_segment != s || c->last_ordinal != ordinal) { /* mostly the same as before */
        const char *name;
        rat_status st = rat_ordinals_value(ordinals, ordinal, &name, &size, err);
        if (st != RAT_OK)
            return st;
        bool added = false;
        c->last_number = rat_strmap_add(&c->sources, name, size, &added);
        if (added)
            rat_buf_zero(&c->source_years, YEARS * sizeof(uint32_t));
        if (c->last_number == RAT_STRMAP_NONE || c->source_years.failed)
            return rat_nomem(err);
        c->last_segment = s;
        c->last_ordinal = ordinal;
    }
    ((uint32_t *)(void *)c->source_years.data)[(size_t)c->last_number * YEARS + (size_t)year]++;
    return RAT_OK;
}

static rat_status count_segment(struct coverage *c, const struct rat_segment *s, bool with_removed,
                                struct rat_err *err)
{
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        int32_t date = rat_segment_date(s, d);
        int year = 0, month, day;
        if (rat_bit(s->dead, d) || (!with_removed && rat_bit(s->hidden, d)))
            continue;
        if (date != RAT_NO_DATE)
            rat_date_to_ymd(date, &year, &month, &day);
        if (year < 0 || year >= (int)YEARS)
            year = 0;
        c->years[year].documents++;
        c->years[year].without_text += rat_has_no_text(s, d);
        rat_status st = count_source(c, s, d, year, err);
        if (st != RAT_OK)
            return st;
    }
    return rat_segment_is_damaged(s) ? rat_damaged(err, s->docs_file->path, _("eine Spalte ist unlesbar"))
                                     : RAT_OK;
}

static void find_span(struct coverage *c)
{
    for (int year = 1; year < (int)YEARS; year++) {
        if (!c->years[year].documents)
            continue;
        c->first = c->first ? c->first : year;
        c->last = year;
    }
}

/* ---- what to warn of ---- */

static int by_size(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t usual_size(const struct coverage *c)
{
    uint64_t *sizes = calloc((size_t)(c->last - c->first) + 1, sizeof *sizes), usual;
    size_t n = 0;
    if (!sizes)
        return 0;
    for (int year = c->first; year <= c->last; year++)
        if (c->years[year].documents)
            sizes[n++] = c->years[year].documents;
    if (n > 1)
        qsort(sizes, n, sizeof *sizes, by_size);
    usual = n ? sizes[n / 2] : 0;
    free(sizes);
    return usual;
}

struct noting {
    struct rat_arena *arena;
    const char **notes;
    size_t count;
    struct rat_buf list;
    unsigned named;
};

static void name_year(struct noting *n, int year, uint64_t number, const char *unit)
{
    if (n->named++ < NAMED_MAX)
        rat_buf_printf(&n->list, "%s%d (%llu%s)", n->list.size ? ", " : "", year, (unsigned long long)number,
                       unit);
    else if (n->named == NAMED_MAX + 1)
        rat_buf_puts(&n->list, " …");
}

static void finish(struct noting *n, const char *format)
{
    if (n->list.size) {
        /* format has one %s */
        const char *at = strstr(format, "%s");
        struct rat_buf text = RAT_BUF_INIT;
        rat_buf_append(&text, format, (size_t)(at - format));
        rat_buf_append(&text, n->list.data, n->list.size);
        rat_buf_puts(&text, at + 2);
        n->notes[n->count++] = rat_arena_strdup(n->arena, rat_buf_cstr(&text));
        rat_buf_release(&text);
    }
    rat_buf_clear(&n->list);
    n->named = 0;
}

static void note_sources(struct noting *n, const struct coverage *c)
{
    for (uint32_t i = 0; i < c->sources.count && c->sources.count > 1; i++) {
        const uint32_t *by_year = (const uint32_t *)(const void *)c->source_years.data + (size_t)i * YEARS;
        int first = c->first;
        while (first < c->last && !by_year[first])
            first++;
        if (first == c->first || by_year[first] * 100 < c->years[first].documents * SOURCE_PERCENT)
            continue;
        if (n->named++ < NAMED_MAX)
            rat_buf_printf(&n->list, "%s%s (%d)", n->list.size ? ", " : "",
                           (const char *)c->sources.keys[i].bytes, first);
    }
    finish(n, _("Quellen, die erst später beginnen: %s; ein Anstieg kann daran liegen"));
}

static void note_coverage(struct noting *n, const struct coverage *c)
{
    uint64_t usual = usual_size(c);
    for (int year = c->first; c->first && year <= c->last; year++)
        if (c->years[year].documents * FEW_SHARE < usual)
            name_year(n, year, c->years[year].documents, "");
    finish(n, _("Jahre mit wenigen Dokumenten, deren Anteile wenig sagen: %s"));
    for (int year = c->first; c->first && year <= c->last; year++) {
        uint64_t documents = c->years[year].documents, textless = c->years[year].without_text;
        if (documents && textless * 100 >= documents * TEXTLESS_PERCENT)
            name_year(n, year, textless * 100 / documents, " %");
    }
    finish(n, _("Jahre mit vielen Dokumenten ohne Text, in denen nichts zu finden ist: %s"));
    note_sources(n, c);
    rat_buf_release(&n->list);
}

/* ---- together ---- */

static rat_status fill(struct rat_search *search, const struct coverage *c, struct rat_arena *arena,
                       struct rat_timeline *out, struct rat_err *err)
{
    const struct rat_result *result = rat_search_result(search);
    const struct rat_facet *facet = &result->facets[0];
    size_t span = c->first ? (size_t)(c->last - c->first) + 1 : 0;
    struct rat_year *years = rat_arena_calloc(arena, span + 1, sizeof *years);
    struct noting noting = {.arena = arena};
    noting.notes = rat_arena_calloc(arena, result->note_count + NOTES_MAX, sizeof *noting.notes);
    if (!years || !noting.notes)
        return rat_nomem(err);
    for (size_t i = 0; i < span; i++)
        years[i] = c->years[c->first + (int)i];
    for (size_t i = 0; i < span; i++)
        years[i].year = c->first + (int)i;
    years[span] = c->years[0];
    for (size_t i = 0; i < facet->value_count; i++) {
        int year = (int)strtol(facet->values[i].value, NULL, 10);
        size_t at = year >= c->first && year <= c->last && c->first ? (size_t)(year - c->first) : span;
        years[at].count += facet->values[i].count;
    }
    for (size_t i = 0; i <= span; i++)
        if (years[i].documents)
            years[i].per_thousand = 1000.0 * (double)years[i].count / (double)years[i].documents;
    for (size_t i = 0; i < result->note_count; i++)
        noting.notes[noting.count++] = rat_arena_strdup(arena, result->notes[i]);
    note_coverage(&noting, c);
    *out = (struct rat_timeline){.years = years,
                                 .year_count = span + (years[span].documents > 0),
                                 .total = result->total,
                                 .total_is_exact = result->total_is_exact,
                                 .interpreted = rat_arena_strdup(arena, result->interpreted),
                                 .notes = noting.notes,
                                 .note_count = noting.count};
    return arena->failed ? rat_nomem(err) : RAT_OK;
}

rat_status rat_timeline_run(struct rat_snapshot *snapshot, const struct rat_request *request,
                            struct rat_arena *arena, struct rat_timeline *out, struct rat_err *err)
{
    static const uint8_t year[] = {RAT_FIELD_YEAR};
    struct rat_request own = *request;
    struct rat_search *search = NULL;
    struct coverage *c = calloc(1, sizeof *c);
    uint64_t started = rat_deadline_clock_us();
    own.limit = own.offset = 0;
    own.engine = NULL; /* facets of the native one */
    own.facets = year;
    own.facet_count = 1;
    own.facet_values_max = 0;
    own.group_by_paper = own.keep_matches = false;
    own.want_total = true;
    if (!c)
        return rat_nomem(err);
    rat_strmap_init(&c->sources);
    rat_status st = rat_search_run(snapshot, &own, &search, err);
    for (uint32_t i = 0; st == RAT_OK && i < snapshot->manifest.segment_count; i++)
        st = count_segment(c, snapshot->segments[i], rat_search_shows_removed(search), err);
    find_span(c);
    if (st == RAT_OK)
        st = fill(search, c, arena, out, err);
    if (st == RAT_OK)
        out->took_us = rat_deadline_clock_us() - started;
    rat_search_free(search);
    rat_strmap_release(&c->sources);
    rat_buf_release(&c->source_years);
    free(c);
    return st;
}
