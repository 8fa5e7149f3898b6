/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/reference/reference.h"

#include "base/strmap.h"
#include "text/analyzer.h"
#include "text/fold.h"

#include <math.h>
#include <stdlib.h>

struct ref_archive {
    struct rat_arena arena;
    struct rat_strmap terms, ids;
    struct rat_analyzer *analyzer; /* NULL: whitespace */
    struct ref_entry *entries;
    size_t count, room;
};

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

struct ref_archive *ref_archive_new(const char *analyzer)
{
    struct ref_archive *archive = must(calloc(1, sizeof *archive));
    rat_arena_init(&archive->arena, 0);
    rat_strmap_init(&archive->terms);
    rat_strmap_init(&archive->ids);
    if (strcmp(analyzer, "whitespace") != 0 &&
        rat_analyzer_open(analyzer, rat_analyzer_version_with(analyzer, REF_STEPS), &archive->analyzer,
                          NULL) != RAT_OK)
        abort();
    return archive;
}

void ref_archive_free(struct ref_archive *archive)
{
    if (!archive)
        return;
    rat_analyzer_free(archive->analyzer);
    rat_strmap_release(&archive->terms);
    rat_strmap_release(&archive->ids);
    rat_arena_release(&archive->arena);
    free(archive->entries);
    free(archive);
}

size_t ref_archive_count(const struct ref_archive *archive)
{
    return archive->count;
}

size_t ref_entries(const struct ref_archive *archive, const struct ref_entry **out)
{
    *out = archive->entries;
    return archive->count;
}

const struct ref_document *ref_archive_document(const struct ref_archive *archive, size_t i, bool *removed)
{
    *removed = archive->entries[i].removed;
    return archive->entries[i].purged ? NULL : &archive->entries[i].document;
}

bool ref_has_stems(const struct ref_archive *archive)
{
    return archive->analyzer && rat_analyzer_has_layer(archive->analyzer, RAT_LAYER_STEM);
}

const char *ref_term(const struct ref_archive *archive, uint32_t term)
{
    return (const char *)archive->terms.keys[term].bytes;
}

uint32_t ref_term_count(const struct ref_archive *archive)
{
    return archive->terms.count;
}

static uint32_t term_number(struct ref_archive *archive, uint8_t layer, const char *bytes, size_t n)
{
    char key[1024];
    if (n >= sizeof key)
        abort();
    key[0] = (char)layer;
    memcpy(key + 1, bytes, n);
    uint32_t number = rat_strmap_add(&archive->terms, key, n + 1, NULL);
    if (number == RAT_STRMAP_NONE)
        abort();
    return number;
}

/* Whatever stands between white space. */
static size_t split(struct ref_archive *archive, const char *text, struct ref_word *words)
{
    static const char space[] = " \t\n\v\f\r";
    size_t count = 0;
    for (text += strspn(text, space); *text; text += strspn(text, space)) {
        size_t n = strcspn(text, space);
        words[count] = (struct ref_word){term_number(archive, RAT_LAYER_EXACT, text, n), (uint32_t)count,
                                         RAT_LAYER_EXACT};
        count++;
        text += n;
    }
    return count;
}

static size_t ask_analyzer(struct ref_archive *archive, const char *text, struct ref_word *words, size_t room)
{
    struct rat_token token;
    size_t count = 0;
    rat_analyzer_start(archive->analyzer, text, strlen(text));
    while (rat_analyzer_next(archive->analyzer, &token) == RAT_OK) {
        struct rat_terms terms;
        char surface[1024];
        memcpy(surface, token.surface, token.surface_size);
        if (rat_analyzer_terms(archive->analyzer, surface, token.surface_size, &terms) != RAT_OK)
            abort();
        for (uint32_t i = 0; i < terms.count; i++) {
            if (count == room)
                abort();
            uint32_t term =
                term_number(archive, terms.term[i].layer, terms.term[i].bytes, terms.term[i].size);
            words[count++] = (struct ref_word){term, token.position, terms.term[i].layer};
        }
    }
    return count;
}

size_t ref_analyze(struct ref_archive *archive, const char *text, struct rat_arena *arena,
                   struct ref_word **out)
{
    size_t room = 4 * strlen(text) + 16;
    *out = must(rat_arena_calloc(arena, room, sizeof **out));
    return archive->analyzer ? ask_analyzer(archive, text, *out, room) : split(archive, text, *out);
}

static uint64_t distinct_positions(const struct ref_word *words, size_t count)
{
    uint64_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += i == 0 || words[i].position != words[i - 1].position;
    return n;
}

static void copy_document(struct ref_archive *archive, const struct ref_document *from,
                          struct ref_document *to)
{
    struct rat_arena *arena = &archive->arena;
    *to = *from;
    to->id = rat_arena_strdup(arena, from->id);
    to->title = rat_arena_strdup(arena, from->title);
    to->text = rat_arena_strdup(arena, from->text);
    to->type = rat_arena_strdup(arena, from->type);
    to->municipality = rat_arena_strdup(arena, from->municipality);
    to->body = rat_arena_strdup(arena, from->body);
    to->reference = rat_arena_strdup(arena, from->reference);
    to->paper = rat_arena_strdup(arena, from->paper);
    for (size_t i = 0; i < from->committee_count; i++)
        to->committees[i] = rat_arena_strdup(arena, from->committees[i]);
    if (arena->failed)
        abort();
}

void ref_archive_put(struct ref_archive *archive, const struct ref_document *document)
{
    struct rat_arena scratch;
    struct ref_word *words[2];
    uint32_t number = rat_strmap_add(&archive->ids, document->id, strlen(document->id), NULL);
    if (number == archive->count) {
        if (archive->count == archive->room) {
            archive->room = archive->room ? archive->room * 2 : 64;
            archive->entries = must(realloc(archive->entries, archive->room * sizeof *archive->entries));
        }
        archive->count++;
    }
    struct ref_entry *entry = &archive->entries[number];
    *entry = (struct ref_entry){0};
    copy_document(archive, document, &entry->document);
    rat_arena_init(&scratch, 0);
    size_t counts[2] = {ref_analyze(archive, document->title ? document->title : "", &scratch, &words[0]),
                        ref_analyze(archive, document->text ? document->text : "", &scratch, &words[1])};
    entry->postings = must(rat_arena_calloc(&archive->arena, counts[0] + counts[1], sizeof *entry->postings));
    for (int part = 0; part < 2; part++) {
        entry->length += distinct_positions(words[part], counts[part]);
        for (size_t i = 0; i < counts[part]; i++)
            entry->postings[entry->posting_count++] =
                (struct ref_posting){words[part][i].term, words[part][i].position, part == 0};
    }
    rat_arena_release(&scratch);
}

bool ref_is_no_noun(struct ref_archive *archive, const char *word)
{
    struct rat_buf surface = RAT_BUF_INIT;
    if (!archive->analyzer)
        return false;
    rat_fold_surface(word, strlen(word), &surface);
    float share = rat_analyzer_noun_share(archive->analyzer, (const char *)surface.data, surface.size);
    rat_buf_release(&surface);
    return share >= 0 && share < 0.4f;
}

static struct ref_entry *find(struct ref_archive *archive, const char *id)
{
    uint32_t number = rat_strmap_find(&archive->ids, id, strlen(id));
    if (number == RAT_STRMAP_NONE)
        abort();
    return &archive->entries[number];
}

void ref_archive_remove(struct ref_archive *archive, const char *id)
{
    find(archive, id)->removed = true;
}

void ref_archive_purge(struct ref_archive *archive, const char *id)
{
    find(archive, id)->purged = true;
}

/* ---- answers ---- */

struct sorting {
    const struct ref_archive *archive;
    enum rat_sort sort;
};

/* Newest or oldest first, unknown dates last; the rest by score; ties by number. */
static int compare(const void *a, const void *b, void *ctx)
{
    const struct ref_hit *x = a, *y = b;
    const struct sorting *s = ctx;
    int32_t xd = s->archive->entries[x->docnum - 1].document.date,
            yd = s->archive->entries[y->docnum - 1].document.date;
    if (s->sort != RAT_SORT_RELEVANCE && xd != yd) {
        if (xd == RAT_NO_DATE || yd == RAT_NO_DATE)
            return xd == RAT_NO_DATE ? 1 : -1;
        return (xd < yd) == (s->sort == RAT_SORT_OLDEST) ? -1 : 1;
    }
    if (s->sort == RAT_SORT_RELEVANCE && x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return x->docnum < y->docnum ? -1 : 1;
}

static bool is_close(double a, double b)
{
    return a != b && fabs(a - b) <= 1e-5 * fabs(a);
}

/* Whether a hit and the one that was kept of its paper differ by less than floats tell apart. */
static bool is_close_to_best(const struct ref_archive *archive, const struct ref_answer *out, size_t kept,
                             size_t hit)
{
    const char *paper = archive->entries[out->hits[hit].docnum - 1].document.paper;
    for (size_t i = 0; i < kept; i++) {
        const char *other = archive->entries[out->hits[i].docnum - 1].document.paper;
        if (other && strcmp(other, paper) == 0)
            return is_close(out->hits[i].score, out->hits[hit].score);
    }
    return false;
}

/* Of each paper only the first hit. */
static void keep_first_of_paper(const struct ref_archive *archive, struct ref_answer *out)
{
    struct rat_strmap papers;
    size_t kept = 0;
    rat_strmap_init(&papers);
    for (size_t i = 0; i < out->hit_count; i++) {
        const char *paper = archive->entries[out->hits[i].docnum - 1].document.paper;
        bool added = true;
        if (paper && rat_strmap_add(&papers, paper, strlen(paper), &added) == RAT_STRMAP_NONE)
            abort();
        if (added)
            out->hits[kept++] = out->hits[i];
        else
            out->is_close = out->is_close || is_close_to_best(archive, out, kept, i);
    }
    out->hit_count = kept;
    rat_strmap_release(&papers);
}

static void count_value(struct ref_answer *out, size_t facet, const char *value)
{
    size_t i = 0;
    while (i < out->facet_sizes[facet] && strcmp(out->facets[facet][i].value, value) != 0)
        i++;
    if (i == out->facet_sizes[facet])
        out->facets[facet][out->facet_sizes[facet]++] = (struct ref_value){value, 0};
    out->facets[facet][i].count++;
}

/* The distinct values of a field as they were written. */
static size_t values_of(const struct ref_document *d, uint8_t field, struct rat_arena *arena,
                        const char *values[REF_COMMITTEES_MAX + 1])
{
    size_t n = 0;
    if (field == RAT_FIELD_YEAR && d->date != RAT_NO_DATE) {
        int year, month, day;
        rat_date_to_ymd(d->date, &year, &month, &day);
        values[n++] = rat_arena_printf(arena, "%04d", year);
    }
    if (field == RAT_FIELD_TYPE && d->type)
        values[n++] = d->type;
    if (field == RAT_FIELD_MUNICIPALITY && d->municipality)
        values[n++] = d->municipality;
    if (field == RAT_FIELD_BODY && d->body)
        values[n++] = d->body;
    for (size_t i = 0; i < d->committee_count && (field == RAT_FIELD_BODY || field == RAT_FIELD_COMMITTEE);
         i++) {
        size_t k = 0;
        while (k < n && strcmp(values[k], d->committees[i]) != 0)
            k++;
        if (k == n)
            values[n++] = d->committees[i];
    }
    if (n == 0)
        values[n++] = "";
    return n > 1 && !*values[0] ? 1 : n;
}

static int by_year(const void *a, const void *b)
{
    const struct ref_value *x = a, *y = b;
    if (!*x->value || !*y->value)
        return *x->value ? -1 : 1;
    return strcmp(x->value, y->value);
}

static int by_count(const void *a, const void *b)
{
    const struct ref_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return strcmp(x->value, y->value);
}

/* Whether no document of the paper had the value before. */
static bool is_new_pair(struct rat_strmap *pairs, const char *paper, const char *value,
                        struct rat_arena *arena)
{
    bool added = true;
    const char *pair = paper ? must(rat_arena_printf(arena, "%s\t%s", paper, value)) : NULL;
    if (pair && rat_strmap_add(pairs, pair, strlen(pair), &added) == RAT_STRMAP_NONE)
        abort();
    return added;
}

/* grouped: of a paper each value once */
static void count_facet(const struct ref_archive *archive, struct ref_answer *out, size_t facet,
                        uint8_t field, bool grouped)
{
    out->facets[facet] =
        must(rat_arena_calloc(&out->arena, 4 * out->hit_count + 1, sizeof(struct ref_value)));
    struct rat_strmap pairs;
    rat_strmap_init(&pairs);
    for (size_t i = 0; i < out->hit_count; i++) {
        const char *values[REF_COMMITTEES_MAX + 1];
        const struct ref_document *d = &archive->entries[out->hits[i].docnum - 1].document;
        size_t n = values_of(d, field, &out->arena, values);
        for (size_t k = 0; k < n; k++)
            if (!grouped || is_new_pair(&pairs, d->paper, values[k], &out->arena))
                count_value(out, facet, values[k]);
    }
    rat_strmap_release(&pairs);
    if (out->facet_sizes[facet])
        qsort(out->facets[facet], out->facet_sizes[facet], sizeof(struct ref_value),
              field == RAT_FIELD_YEAR ? by_year : by_count);
}

void ref_search(struct ref_archive *archive, const struct ref_request *request, struct ref_answer *out)
{
    memset(out, 0, sizeof *out);
    rat_arena_init(&out->arena, 0);
    out->scores = ref_match(archive, request->root, request->of_mode, &out->arena);
    for (size_t f = 0; f < request->filter_count; f++) {
        const double *filter = ref_match(archive, request->filters[f], false, &out->arena);
        for (size_t i = 0; i < archive->count; i++)
            if (isnan(filter[i]))
                out->scores[i] = NAN;
    }
    out->hits = must(rat_arena_calloc(&out->arena, archive->count, sizeof *out->hits));
    for (size_t i = 0; i < archive->count; i++) {
        const struct ref_entry *entry = &archive->entries[i];
        if (isnan(out->scores[i]) || entry->purged || (entry->removed && !request->include_removed))
            continue;
        out->hits[out->hit_count++] = (struct ref_hit){(uint32_t)i + 1, entry->document.id, out->scores[i]};
    }
    for (size_t f = 0; f < request->facet_count; f++)
        count_facet(archive, out, f, request->facets[f], request->group_by_paper);
    struct sorting sorting = {archive, request->sort};
    if (out->hit_count)
        qsort_r(out->hits, out->hit_count, sizeof *out->hits, compare, &sorting);
    if (request->group_by_paper)
        keep_first_of_paper(archive, out);
    if (request->of_mode || request->sort != RAT_SORT_RELEVANCE)
        return;
    size_t best = out->hit_count < REF_NEAR_DOCUMENTS ? out->hit_count : REF_NEAR_DOCUMENTS;
    if (best < out->hit_count)
        out->is_close = out->is_close || is_close(out->hits[best - 1].score, out->hits[best].score);
    ref_nearness(archive, request, out);
    if (best)
        qsort_r(out->hits, best, sizeof *out->hits, compare, &sorting);
}

void ref_answer_release(struct ref_answer *answer)
{
    rat_arena_release(&answer->arena);
}
