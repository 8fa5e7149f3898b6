/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/dump_internal.h"
#include "storage/lengths.h"

#define SPANS_SHOWN 20u

static unsigned long long ull(uint64_t n)
{
    return n;
}

/* ---- columns ---- */

static rat_status put_numbers(struct rat_dump *dump, const char *name, const struct rat_numbers *numbers,
                              struct rat_err *err)
{
    rat_buf_printf(&dump->text, "  %s: %llu numbers, minimum %llu, %u bits, %llu bytes", name,
                   ull(numbers->count), ull(numbers->minimum), numbers->width, ull(numbers->section.size));
    return rat_dump_flush(dump, err);
}

static rat_status put_field(struct rat_dump *dump, const struct rat_ordinals *o, uint8_t field,
                            struct rat_err *err)
{
    const struct rat_field_info *info = rat_field_by_id(field);
    const char *name = info ? info->name : "?";
    if (!o->values.container)
        return RAT_OK;
    rat_buf_printf(&dump->text, "  field %u %s: %u values, %llu ordinals of %u bits", field, name,
                   o->value_count, ull(o->ordinals.count), o->ordinals.width);
    rat_status st = rat_dump_flush(dump, err);
    uint32_t *uses = calloc((size_t)o->value_count + 1, sizeof *uses);
    if (!uses)
        return rat_nomem(err);
    for (uint64_t i = 0; i < o->ordinals.count; i++) {
        uint32_t ordinal = rat_ordinals_at(o, i);
        if (ordinal < o->value_count)
            uses[ordinal]++;
    }
    for (uint32_t i = 0; i < o->value_count && st == RAT_OK; i++) {
        const char *value;
        uint32_t size;
        st = rat_ordinals_value(o, i, &value, &size, err);
        if (st == RAT_OK) {
            rat_buf_printf(&dump->text, "    %u  %u times  ", i, uses[i]);
            rat_buf_append(&dump->text, value, size);
            st = rat_dump_flush(dump, err);
        }
    }
    free(uses);
    return st;
}

static rat_status segment_columns(struct rat_dump *dump, const struct rat_segment *s, struct rat_err *err)
{
    rat_buf_printf(&dump->text, "segment %llu: %u documents", ull(s->meta.id), s->meta.documents);
    rat_status st = rat_dump_flush(dump, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "docnum", &s->docnums, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "paper", &s->papers, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "date", &s->dates, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "body position", &s->bodies, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "starts of ids", &s->id_starts, err);
    if (st == RAT_OK && s->offs_file)
        st = put_numbers(dump, "starts of offsets", &s->offset_starts, err);
    if (st == RAT_OK)
        st = put_numbers(dump, "starts of forms", &s->form_starts, err);
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX && st == RAT_OK; field++)
        st = put_field(dump, &s->ordinals[field], field, err);
    return st;
}

static rat_status undamaged(const struct rat_segment *s, struct rat_err *err)
{
    return rat_segment_is_damaged(s)
               ? rat_damaged(err, s->docs_file->path, _("Prüfsumme einer Spalte stimmt nicht"))
               : RAT_OK;
}

rat_status rat_dump_columns(struct rat_dump *dump, struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < dump->snapshot->manifest.segment_count && st == RAT_OK; i++) {
        st = segment_columns(dump, dump->snapshot->segments[i], err);
        if (st == RAT_OK)
            st = undamaged(dump->snapshot->segments[i], err);
    }
    return st;
}

/* ---- one document ---- */

static rat_status put_values(struct rat_dump *dump, const struct rat_segment *s, uint32_t document,
                             struct rat_err *err)
{
    rat_status st = RAT_OK;
    for (uint8_t field = 1; field <= RAT_FIELD_STORED_MAX && st == RAT_OK; field++) {
        const struct rat_ordinals *o = &s->ordinals[field];
        const struct rat_field_info *info = rat_field_by_id(field);
        uint64_t from, to;
        rat_ordinals_of(o, document, &from, &to);
        for (uint64_t i = from; i < to && st == RAT_OK; i++) {
            const char *value;
            uint32_t size;
            st = rat_ordinals_value(o, rat_ordinals_at(o, i), &value, &size, err);
            if (st == RAT_OK) {
                rat_buf_printf(&dump->text, "  %s: ", info ? info->name : "?");
                rat_buf_append(&dump->text, value, size);
                st = rat_dump_flush(dump, err);
            }
        }
    }
    return st;
}

static rat_status put_offsets(struct rat_dump *dump, const struct rat_segment *s, uint32_t document,
                              struct rat_err *err)
{
    struct rat_offsets offsets;
    rat_status st = rat_segment_offsets(s, document, &offsets, err);
    if (st != RAT_OK)
        return st == RAT_ENOTFOUND ? RAT_OK : st;
    rat_buf_printf(&dump->text, "  offsets: %u tokens", offsets.count);
    for (uint32_t i = 0; i < offsets.count && i < SPANS_SHOWN; i++) {
        struct rat_span span;
        if (!rat_offsets_get(&offsets, i, &span))
            return rat_damaged(err, s->offs_file->path, _("Stellen eines Dokuments sind unlesbar"));
        rat_buf_printf(&dump->text, " %u-%u", span.start, span.end);
    }
    if (offsets.count > SPANS_SHOWN)
        rat_buf_puts(&dump->text, " ...");
    return rat_dump_flush(dump, err);
}

static rat_status put_document(struct rat_dump *dump, const struct rat_segment *s, uint32_t document,
                               struct rat_err *err)
{
    const char *id;
    const uint8_t *length;
    uint32_t size;
    char date[RAT_DATE_TEXT];
    rat_status st = rat_segment_id(s, document, &id, &size, err);
    if (st == RAT_OK)
        st = rat_segment_lengths(s, document, 1, &length, err);
    if (st != RAT_OK)
        return st;
    rat_buf_printf(&dump->text, "segment %llu document %u: docnum %llu, id ", ull(s->meta.id), document,
                   ull(rat_numbers_get(&s->docnums, document)));
    rat_buf_append(&dump->text, id, size);
    if (rat_bit(s->dead, document))
        rat_buf_puts(&dump->text, ", dead");
    if (rat_bit(s->hidden, document))
        rat_buf_puts(&dump->text, ", hidden");
    st = rat_dump_flush(dump, err);
    if (st != RAT_OK)
        return st;
    rat_buf_printf(
        &dump->text, "  paper %016llx  date %s  body at position %llu  length code %u (%u tokens or more)",
        ull(rat_numbers_get(&s->papers, document)), rat_date_format(rat_segment_date(s, document), date),
        ull(rat_numbers_get(&s->bodies, document)), *length, rat_length_decode(*length));
    st = rat_dump_flush(dump, err);
    if (st == RAT_OK)
        st = put_values(dump, s, document, err);
    if (st == RAT_OK)
        st = put_offsets(dump, s, document, err);
    return st == RAT_OK ? undamaged(s, err) : st;
}

static rat_status find_in(struct rat_dump *dump, const struct rat_segment *s, uint64_t docnum, bool *found,
                          struct rat_err *err)
{
    size_t wanted = strlen(dump->argument);
    for (uint32_t d = 0; d < s->meta.documents; d++) {
        const char *id;
        uint32_t size;
        rat_status st = rat_segment_id(s, d, &id, &size, err);
        bool is_it = st == RAT_OK && ((size == wanted && memcmp(id, dump->argument, size) == 0) ||
                                      (docnum && rat_numbers_get(&s->docnums, d) == docnum));
        if (is_it)
            st = put_document(dump, s, d, err);
        if (st != RAT_OK)
            return st;
        *found |= is_it;
    }
    return undamaged(s, err);
}

rat_status rat_dump_document(struct rat_dump *dump, struct rat_err *err)
{
    bool found = false;
    char *end = NULL;
    if (!dump->argument || !*dump->argument) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Es fehlt die Nummer oder Kennung des Dokuments"));
        rat_err_hint(err, "%s", _("Zum Beispiel: ratsarchiv dump ARCHIV --what document 17"));
        return RAT_EUSAGE;
    }
    uint64_t docnum = strtoull(dump->argument, &end, 10);
    if (*end)
        docnum = 0;
    rat_status st = RAT_OK;
    for (uint32_t i = 0; i < dump->snapshot->manifest.segment_count && st == RAT_OK; i++)
        st = find_in(dump, dump->snapshot->segments[i], docnum, &found, err);
    if (st == RAT_OK && !found)
        st = rat_fail(err, RAT_ENOTFOUND, _("Das Dokument „%s“ steht nicht im Index"), dump->argument);
    return st;
}
