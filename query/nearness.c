/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/nearness.h"

#include "query/forms.h"

#include <stdlib.h>

#define UNITS_MAX 64u /* words of the query that are looked for */
/* A word in more than a fifth of the documents stands near everything, and costs the most to look up. */
#define IDF_MIN 1.6f
#define PLACES_MAX 2000u /* of one form in one document: enough to find the best stretch */

struct unit {
    const unsigned char *key;
    uint32_t key_size;
    float idf;
};

struct units {
    struct unit item[UNITS_MAX];
    uint32_t count;
};

static void add_unit(struct units *units, const struct rat_plan *term)
{
    if (term->kind != RAT_PLAN_TERM || term->idf < IDF_MIN || !term->df)
        return;
    for (uint32_t i = 0; i < units->count; i++) {
        const struct unit *have = &units->item[i];
        if (have->key_size == term->key_size && memcmp(have->key, term->key, term->key_size) == 0)
            return;
    }
    if (units->count < UNITS_MAX)
        units->item[units->count++] = (struct unit){term->key, term->key_size, term->idf};
}

/* One word of the query: its stems; without stems the word as it is written. */
static void add_word(struct units *units, const struct rat_plan *word)
{
    bool stems = false;
    for (uint32_t i = 0; i < word->should_count; i++) {
        const struct rat_plan *reading = word->should[i];
        const struct rat_plan *term = reading->kind == RAT_PLAN_WORD ? reading->should[0] : reading;
        if (reading->is_part || term->kind != RAT_PLAN_TERM || term->key[0] != RAT_LAYER_STEM)
            continue;
        add_unit(units, term);
        stems = true;
    }
    for (uint32_t i = 0; !stems && i < word->should_count; i++)
        add_unit(units, word->should[i]);
}

static void collect(struct units *units, const struct rat_plan *plan)
{
    if (plan->kind == RAT_PLAN_TERM && plan->key[0] == RAT_LAYER_EXACT)
        add_unit(units, plan);
    if (plan->kind != RAT_PLAN_BOOL)
        return;
    if (plan->surface) {
        add_word(units, plan);
        return;
    }
    for (uint32_t i = 0; i < plan->must_count; i++)
        collect(units, plan->must[i]);
    for (uint32_t i = 0; i < plan->should_count; i++)
        collect(units, plan->should[i]);
}

bool rat_nearness_matters(const struct rat_plan *plan)
{
    struct units units;
    units.count = 0;
    collect(&units, plan);
    return units.count > 1;
}

/* ---- where the words stand ---- */

/* A place as one number, so that sorting orders by document, then position. */
static uint64_t place_of(uint32_t entry, uint32_t position, uint32_t unit)
{
    return (uint64_t)entry << 40 | (uint64_t)position << 8 | unit;
}

struct seek {
    const struct rat_segment *segment;
    const struct rat_entry *entries;
    const uint32_t *order; /* entries of this segment by document */
    uint32_t count, unit;
    struct rat_postings *postings;
    struct rat_buf positions, forms, places;
    struct rat_deadline *deadline;
    struct rat_err *err;
};

static rat_status add_places(void *context, const struct rat_term_info *info)
{
    struct seek *s = context;
    struct rat_postings *p = s->postings;
    rat_postings_open(p, &s->segment->postings, &s->segment->positions, &s->segment->lengths, info);
    for (uint32_t i = 0; i < s->count && !rat_deadline_passed(s->deadline); i++) {
        uint32_t document = s->entries[s->order[i]].local, at = 0;
        if (!rat_postings_seek_block(p, document))
            break;
        while (p->documents[at] < document)
            at++;
        if (p->documents[at] != document)
            continue;
        uint32_t count = rat_postings_positions(p, at, &s->positions);
        const uint32_t *position = (const uint32_t *)(const void *)s->positions.data;
        for (uint32_t k = 0; k < count && k < PLACES_MAX; k++) {
            uint64_t place = place_of(s->order[i], position[k], s->unit);
            rat_buf_append(&s->places, &place, sizeof place);
        }
    }
    if (p->status != RAT_OK && s->err)
        *s->err = p->err;
    return s->places.failed ? rat_nomem(s->err) : p->status;
}

/* ---- the best stretch ---- */

static int by_place(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* places: of one document, sorted. */
static float gain_of(const struct units *units, const uint64_t *places, size_t count)
{
    uint32_t inside[UNITS_MAX] = {0};
    float sum = 0, best = 0;
    for (size_t first = 0, i = 0; i < count; i++) {
        uint32_t unit = places[i] & 0xff;
        if (inside[unit]++ == 0)
            sum += units->item[unit].idf;
        for (; (places[i] >> 8) - (places[first] >> 8) >= RAT_NEAR_WORDS; first++) {
            uint32_t gone = places[first] & 0xff;
            if (--inside[gone] == 0)
                sum -= units->item[gone].idf;
        }
        best = sum > best ? sum : best;
    }
    return best;
}

static void add_gains(const struct units *units, float weight, struct rat_buf *places,
                      struct rat_entry *entries)
{
    uint64_t *place = (uint64_t *)(void *)places->data;
    size_t count = places->size / sizeof *place;
    if (count > 1)
        qsort(place, count, sizeof *place, by_place);
    for (size_t from = 0, to; from < count; from = to) {
        struct rat_entry *entry = &entries[place[from] >> 40];
        for (to = from; to < count && place[to] >> 40 == place[from] >> 40;)
            to++;
        entry->score += weight * gain_of(units, place + from, to - from);
        entry->key = entry->score;
    }
}

/* The entries of one segment by document: cursors only go forward. */
static uint32_t entries_of(uint32_t segment, const struct rat_entry *entries, size_t count, uint32_t *order)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (entries[i].segment != segment)
            continue;
        uint32_t at = n++;
        for (; at > 0 && entries[order[at - 1]].local > entries[i].local; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return n;
}

rat_status rat_nearness_add(struct rat_search *search, float weight, struct rat_entry *entries, size_t count,
                            struct rat_deadline *deadline, struct rat_err *err)
{
    uint32_t order[RAT_NEAR_DOCUMENTS];
    struct units *units = rat_arena_calloc(&search->arena, 1, sizeof *units);
    struct seek s = {.entries = entries,
                     .order = order,
                     .deadline = deadline,
                     .err = err,
                     .postings = malloc(sizeof *s.postings)};
    rat_status st = units && s.postings ? RAT_OK : rat_nomem(err);
    if (st == RAT_OK)
        collect(units, search->plan);
    for (uint32_t i = 0; st == RAT_OK && i < search->snapshot->manifest.segment_count; i++) {
        s.segment = search->snapshot->segments[i];
        s.count = entries_of(i, entries, count, order);
        for (s.unit = 0; st == RAT_OK && s.count && s.unit < units->count; s.unit++)
            st = rat_each_form(s.segment, units->item[s.unit].key, units->item[s.unit].key_size, &s.forms,
                               add_places, &s, err);
    }
    if (st == RAT_OK && !deadline->passed)
        add_gains(units, weight, &s.places, entries);
    free(s.postings);
    rat_buf_release(&s.positions);
    rat_buf_release(&s.forms);
    rat_buf_release(&s.places);
    return st;
}
