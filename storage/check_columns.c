/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/check_internal.h"
#include "storage/lengths.h"

struct checker {
    struct rat_check *check;
    const struct rat_segment *s;
    const struct rat_manifest_segment *entry;
    uint32_t index;
};

static void wrong(struct checker *c, const struct rat_container *file, const char *what)
{
    rat_check_finding(c->check, file->path, "%s", what);
}

/* Stored minimum and maximum of each run are those of its numbers. */
static void check_runs(struct checker *c, const struct rat_container *file, const struct rat_numbers *numbers)
{
    for (uint64_t start = 0; start < numbers->count; start += RAT_NUMBERS_RUN) {
        uint64_t end = numbers->count - start < RAT_NUMBERS_RUN ? numbers->count : start + RAT_NUMBERS_RUN;
        uint64_t low = UINT64_MAX, high = 0, stored_low, stored_high;
        for (uint64_t i = start; i < end; i++) {
            uint64_t value = rat_numbers_get(numbers, i);
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        rat_numbers_range(numbers, start / RAT_NUMBERS_RUN, &stored_low, &stored_high);
        if (low != stored_low || high != stored_high) {
            wrong(c, file, _("Spalte: kleinste und größte Zahl stimmen nicht"));
            return;
        }
    }
}

/* starts of something of `size` pieces: from 0, ascending, up to size. */
static bool check_starts(struct checker *c, const struct rat_container *file,
                         const struct rat_numbers *starts, uint64_t size)
{
    uint64_t before = 0;
    check_runs(c, file, starts);
    for (uint64_t i = 0; i < starts->count; i++) {
        uint64_t start = rat_numbers_get(starts, i);
        if (start < before || (i == 0 && start != 0)) {
            wrong(c, file, _("Anfänge sind nicht aufsteigend"));
            return false;
        }
        before = start;
    }
    if (before == size)
        return true;
    wrong(c, file, _("Anfänge enden nicht am Ende ihres Abschnitts"));
    return false;
}

static void check_numbers(struct checker *c)
{
    const struct rat_segment *s = c->s;
    check_runs(c, s->docs_file, &s->docnums);
    check_runs(c, s->docs_file, &s->papers);
    check_runs(c, s->docs_file, &s->dates);
    check_runs(c, s->docs_file, &s->bodies);
    check_runs(c, s->docs_file, &s->exact_lengths);
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        if (rat_numbers_get(&s->dates, d) > UINT32_MAX || rat_numbers_get(&s->bodies, d) > UINT32_MAX ||
            rat_numbers_get(&s->docnums, d) > UINT32_MAX) {
            wrong(c, s->docs_file, _("Zahl einer Spalte ist zu groß"));
            return;
        }
    }
}

static rat_status check_lengths(struct checker *c)
{
    const struct rat_segment *s = c->s;
    const uint8_t *lengths;
    struct rat_err err = RAT_ERR_INIT;
    uint64_t sum = 0;
    bool fits = true;
    rat_status st = rat_segment_lengths(s, 0, s->meta.documents, &lengths, &err);
    if (st != RAT_OK)
        return rat_check_failed(c->check, st, s->docs_file->path, &err);
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        uint64_t exact = rat_numbers_get(&s->exact_lengths, d);
        fits = fits && exact <= INT32_MAX && rat_length_encode((uint32_t)exact) == lengths[d];
        sum += exact;
    }
    if (!fits || sum != s->meta.tokens)
        wrong(c, s->docs_file, _("Längen der Dokumente passen nicht zur Summe im Kopf"));
    return RAT_OK;
}

static int compare(const char *a, uint32_t an, const char *b, uint32_t bn)
{
    int order = memcmp(a, b, an < bn ? an : bn);
    return order ? order : (an > bn) - (an < bn);
}

static rat_status check_field(struct checker *c, uint8_t field)
{
    const struct rat_segment *s = c->s;
    const struct rat_ordinals *o = &s->ordinals[field];
    struct rat_err err = RAT_ERR_INIT;
    const char *before = "", *value;
    uint32_t before_size = 0, size;
    if (!o->values.container)
        return RAT_OK;
    for (uint32_t i = 0; i < o->value_count; i++) {
        rat_status st = rat_ordinals_value(o, i, &value, &size, &err);
        if (st != RAT_OK)
            return rat_check_failed(c->check, st, s->docs_file->path, &err);
        if (i && compare(before, before_size, value, size) >= 0) {
            wrong(c, s->docs_file, _("Werte eines Felds sind nicht aufsteigend"));
            return RAT_OK;
        }
        before = value;
        before_size = size;
    }
    if (o->starts.count != (uint64_t)s->meta.documents + 1) {
        wrong(c, s->docs_file, _("Spalte hat nicht so viele Einträge wie das Segment Dokumente"));
        return RAT_OK;
    }
    check_runs(c, s->docs_file, &o->ordinals);
    if (!check_starts(c, s->docs_file, &o->starts, o->ordinals.count))
        return RAT_OK;
    for (uint64_t i = 0; i < o->ordinals.count; i++) {
        if (rat_numbers_get(&o->ordinals, i) >= o->value_count) {
            wrong(c, s->docs_file, _("Nummer eines Werts, den es nicht gibt"));
            break;
        }
    }
    return RAT_OK;
}

/* Ranges of tokens ascend and do not overlap. */
static rat_status check_offsets(struct checker *c)
{
    const struct rat_segment *s = c->s;
    struct rat_offsets offsets;
    struct rat_err err = RAT_ERR_INIT;
    if (!s->offs_file || !check_starts(c, s->offs_file, &s->offset_starts, s->offsets.size))
        return RAT_OK;
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        rat_status st = rat_segment_offsets(s, d, &offsets, &err);
        if (st != RAT_OK)
            return rat_check_failed(c->check, st, s->offs_file->path, &err);
        uint32_t end = 0;
        struct rat_span span;
        for (uint32_t i = 0; i < offsets.count; i++) {
            if (!rat_offsets_get(&offsets, i, &span) || span.start < end || span.end < span.start) {
                rat_check_finding(c->check, s->offs_file->path, _("Stellen von Dokument %u sind unlesbar"),
                                  d);
                break;
            }
            end = span.end;
        }
    }
    return RAT_OK;
}

static uint32_t count_bits(const unsigned char *bitmap, uint32_t documents)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < documents; i++)
        n += rat_bit(bitmap, i);
    return n;
}

static bool has_stray_bits(const unsigned char *bitmap, uint32_t documents)
{
    return bitmap && documents % 8 && bitmap[documents / 8] >> (documents % 8);
}

static rat_status check_state(struct checker *c)
{
    const struct rat_segment *s = c->s;
    uint32_t n = s->meta.documents;
    if (count_bits(s->dead, n) != c->entry->dead || count_bits(s->hidden, n) != c->entry->hidden)
        wrong(c, s->state_file ? s->state_file : s->docs_file,
              _("Zahl der toten oder verborgenen Dokumente ist nicht die des Verzeichnisses"));
    if (!s->state_file)
        return RAT_OK;
    if (has_stray_bits(s->dead, n) || has_stray_bits(s->hidden, n))
        wrong(c, s->state_file, _("nennt ein Dokument, das es nicht gibt"));
    struct rat_section meta;
    struct rat_err err = RAT_ERR_INIT;
    const unsigned char *bytes;
    rat_status st = rat_container_require(s->state_file, RAT_SECTION_META, &meta, &err);
    if (st == RAT_OK)
        st = rat_section_get(&meta, 0, 12, &bytes, &err);
    if (st != RAT_OK)
        return rat_check_failed(c->check, st, s->state_file->path, &err);
    if (rat_load_u64(bytes) != s->meta.id || rat_load_u32(bytes + 8) != n)
        wrong(c, s->state_file, _("gehört nicht zu diesem Segment oder wurde vertauscht"));
    return RAT_OK;
}

static rat_status collect(struct checker *c)
{
    for (uint32_t d = 0; d < c->s->meta.documents; d++) {
        if (rat_bit(c->s->dead, d))
            continue;
        struct rat_check_document one = {(uint32_t)rat_numbers_get(&c->s->docnums, d), c->index, d,
                                         rat_bit(c->s->hidden, d)};
        rat_buf_append(&c->check->documents, &one, sizeof one);
    }
    return c->check->documents.failed ? RAT_ENOMEM : RAT_OK;
}

rat_status rat_check_columns(struct rat_check *check, const struct rat_segment *segment,
                             const struct rat_manifest_segment *entry, uint32_t index)
{
    struct checker c = {check, segment, entry, index};
    check_numbers(&c);
    check_starts(&c, segment->docs_file, &segment->id_starts, segment->ids.size);
    check_starts(&c, segment->term_file, &segment->form_starts, segment->forms.size);
    rat_status st = check_lengths(&c);
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX && st == RAT_OK; field++)
        st = check_field(&c, field);
    if (st == RAT_OK)
        st = check_offsets(&c);
    if (st == RAT_OK)
        st = check_state(&c);
    return st == RAT_OK ? collect(&c) : st;
}
