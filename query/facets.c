/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/facets.h"

#include "query/search_internal.h"

#include <stdlib.h>

#define YEARS 10000u /* index: year, 0: unknown */

rat_status rat_facet_init(struct rat_facet_counter *counter, uint8_t field, bool grouped, struct rat_err *err)
{
    memset(counter, 0, sizeof *counter);
    counter->field = field;
    counter->grouped = grouped;
    rat_strmap_init(&counter->values);
    rat_strmap_init(&counter->pairs);
    if (field != RAT_FIELD_YEAR)
        return RAT_OK;
    counter->room = YEARS;
    counter->by_ordinal = calloc(YEARS, sizeof *counter->by_ordinal);
    return counter->by_ordinal ? RAT_OK : rat_nomem(err);
}

void rat_facet_release(struct rat_facet_counter *counter)
{
    free(counter->by_ordinal);
    rat_strmap_release(&counter->values);
    rat_strmap_release(&counter->pairs);
    rat_buf_release(&counter->counts);
}

rat_status rat_facet_begin(struct rat_facet_counter *counter, const struct rat_segment *segment,
                           struct rat_err *err)
{
    if (counter->field == RAT_FIELD_YEAR)
        return RAT_OK;
    uint32_t room = segment->ordinals[counter->field].value_count + 1;
    uint64_t *table = calloc(room, sizeof *table);
    if (!table)
        return rat_nomem(err);
    free(counter->by_ordinal);
    counter->by_ordinal = table;
    counter->room = room;
    return RAT_OK;
}

/* Neighbours are often of one year: its days are remembered, dividing them out each time was a twentieth of a search. */
static uint32_t year_of(struct rat_facet_counter *counter, int32_t date)
{
    int year = 0, month, day;
    if (date == RAT_NO_DATE)
        return 0;
    if (date >= counter->year_first && date < counter->year_end)
        return counter->year;
    rat_date_to_ymd(date, &year, &month, &day);
    if (year <= 0 || (unsigned)year >= YEARS)
        return 0;
    if (year < (int)YEARS - 1 && rat_date_from_ymd(year, 1, 1, &counter->year_first) &&
        rat_date_from_ymd(year + 1, 1, 1, &counter->year_end))
        counter->year = (uint32_t)year;
    return (uint32_t)year;
}

static rat_status add(struct rat_facet_counter *counter, const char *value, uint32_t size, uint64_t count,
                      uint32_t *number, struct rat_err *err)
{
    bool added;
    *number = rat_strmap_add(&counter->values, value, size, &added);
    if (added)
        rat_buf_zero(&counter->counts, sizeof count);
    if (*number == RAT_STRMAP_NONE || counter->counts.failed)
        return rat_nomem(err);
    ((uint64_t *)(void *)counter->counts.data)[*number] += count;
    return RAT_OK;
}

/* Whether the group has not been counted with this value. */
static rat_status is_new(struct rat_facet_counter *counter, uint64_t group, uint32_t value, bool *out,
                         struct rat_err *err)
{
    unsigned char pair[sizeof group + sizeof value];
    memcpy(pair, &group, sizeof group);
    memcpy(pair + sizeof group, &value, sizeof value);
    return rat_strmap_add(&counter->pairs, pair, sizeof pair, out) == RAT_STRMAP_NONE ? rat_nomem(err)
                                                                                      : RAT_OK;
}

/* index: of by_ordinal */
static rat_status count_grouped(struct rat_facet_counter *counter, const struct rat_segment *segment,
                                uint64_t group, uint32_t index, struct rat_err *err)
{
    bool added;
    uint32_t number = index;
    if (counter->field == RAT_FIELD_YEAR) {
        rat_status st = is_new(counter, group, index, &added, err);
        counter->by_ordinal[index] += st == RAT_OK && added;
        return st;
    }
    if (!counter->by_ordinal[index]) {
        const char *value = "";
        uint32_t size = 0;
        rat_status st = RAT_OK;
        if (index)
            st = rat_ordinals_value(&segment->ordinals[counter->field], index - 1, &value, &size, err);
        if (st == RAT_OK)
            st = add(counter, value, size, 0, &number, err);
        if (st != RAT_OK)
            return st;
        counter->by_ordinal[index] = (uint64_t)number + 1;
    }
    number = (uint32_t)(counter->by_ordinal[index] - 1);
    rat_status st = is_new(counter, group, number, &added, err);
    if (st == RAT_OK && added)
        ((uint64_t *)(void *)counter->counts.data)[number]++;
    return st;
}

static rat_status count_value(struct rat_facet_counter *counter, const struct rat_segment *segment,
                              uint32_t document, uint32_t index, struct rat_err *err)
{
    if (!counter->grouped) {
        counter->by_ordinal[index]++;
        return RAT_OK;
    }
    uint32_t docnum = (uint32_t)rat_numbers_get(&segment->docnums, document);
    return count_grouped(counter, segment, rat_group_of(segment, document, docnum), index, err);
}

static rat_status count_document(struct rat_facet_counter *counter, const struct rat_segment *segment,
                                 uint32_t document, struct rat_err *err)
{
    if (counter->field == RAT_FIELD_YEAR)
        return count_value(counter, segment, document, year_of(counter, rat_segment_date(segment, document)),
                           err);
    const struct rat_ordinals *ordinals = &segment->ordinals[counter->field];
    uint64_t from, to;
    rat_ordinals_of(ordinals, document, &from, &to);
    rat_status st = from == to ? count_value(counter, segment, document, 0, err) : RAT_OK;
    for (; st == RAT_OK && from < to; from++) {
        uint32_t ordinal = rat_ordinals_at(ordinals, from);
        if (ordinal < ordinals->value_count)
            st = count_value(counter, segment, document, ordinal + 1, err);
    }
    return st;
}

rat_status rat_facet_count(struct rat_facet_counter *counter, const struct rat_segment *segment,
                           uint32_t base, const uint64_t *bits, uint32_t words, struct rat_err *err)
{
    for (uint32_t i = 0; i < words; i++) {
        for (uint64_t left = bits[i]; left; left &= left - 1) {
            rat_status st =
                count_document(counter, segment, base + i * 64 + (uint32_t)__builtin_ctzll(left), err);
            if (st != RAT_OK)
                return st;
        }
    }
    return RAT_OK;
}

rat_status rat_facet_end(struct rat_facet_counter *counter, const struct rat_segment *segment,
                         struct rat_err *err)
{
    rat_status st = RAT_OK;
    uint32_t number;
    if (counter->field == RAT_FIELD_YEAR || counter->grouped)
        return RAT_OK;
    for (uint32_t i = 0; i < counter->room && st == RAT_OK; i++) {
        const char *value = "";
        uint32_t size = 0;
        if (!counter->by_ordinal[i])
            continue;
        if (i)
            st = rat_ordinals_value(&segment->ordinals[counter->field], i - 1, &value, &size, err);
        if (st == RAT_OK)
            st = add(counter, value, size, counter->by_ordinal[i], &number, err);
    }
    return st;
}

rat_status rat_facet_add_value(struct rat_facet_counter *counter, const char *value, uint32_t size,
                               uint64_t count, struct rat_err *err)
{
    uint32_t number;
    return add(counter, value, size, count, &number, err);
}

void rat_facet_add_date(struct rat_facet_counter *counter, int32_t date, uint64_t count)
{
    counter->by_ordinal[year_of(counter, date)] += count;
}

static int by_count(const void *a, const void *b)
{
    const struct rat_facet_value *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->value, y->value);
}

static rat_status finish_years(struct rat_facet_counter *counter, struct rat_err *err)
{
    rat_status st = RAT_OK;
    uint32_t number;
    for (uint32_t year = 1; st == RAT_OK && year <= YEARS; year++) {
        uint32_t at = year % YEARS; /* the unknown ones last */
        char text[8];
        if (!counter->by_ordinal[at])
            continue;
        int n = at ? snprintf(text, sizeof text, "%04u", at % YEARS) : 0;
        st = add(counter, text, (uint32_t)n, counter->by_ordinal[at], &number, err);
    }
    return st;
}

rat_status rat_facet_finish(struct rat_facet_counter *counter, size_t max, struct rat_arena *arena,
                            struct rat_facet *out, struct rat_err *err)
{
    bool years = counter->field == RAT_FIELD_YEAR;
    if (years) {
        rat_status st = finish_years(counter, err);
        if (st != RAT_OK)
            return st;
    }
    size_t n = counter->values.count;
    struct rat_facet_value *values = rat_arena_calloc(arena, n, sizeof *values);
    if (!values)
        return rat_nomem(err);
    for (size_t i = 0; i < n; i++) {
        values[i].value =
            rat_arena_strndup(arena, counter->values.keys[i].bytes, counter->values.keys[i].size);
        values[i].count = ((const uint64_t *)(const void *)counter->counts.data)[i];
        if (!values[i].value)
            return rat_nomem(err);
    }
    if (!years && n)
        qsort(values, n, sizeof *values, by_count);
    *out = (struct rat_facet){counter->field, values, max && max < n ? max : n};
    return RAT_OK;
}
