/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/xapian_forget.h"

#include "storage/fields.h"

#include <stdlib.h>

struct values {
    struct rat_buf items; /* struct value */
    struct rat_buf bytes;
};

struct value {
    uint32_t docid;
    size_t at, size; /* into bytes */
};

static bool note_value(void *ctx, const struct rat_xapian_item *item)
{
    struct values *v = ctx;
    struct value value = {item->number, v->bytes.size, item->size};
    rat_buf_append(&v->items, &value, sizeof value);
    rat_buf_append(&v->bytes, item->bytes, item->size);
    return !v->items.failed && !v->bytes.failed;
}

static const unsigned char *bytes_of(const struct values *v, const struct value *value)
{
    return v->bytes.data + value->at;
}

static bool has_value(const struct values *v, const void *bytes, size_t size)
{
    const struct value *items = (const struct value *)(const void *)v->items.data;
    for (size_t i = 0; i < v->items.size / sizeof *items; i++)
        if (items[i].size == size && memcmp(bytes_of(v, &items[i]), bytes, size) == 0)
            return true;
    return false;
}

/* Whether a document has the bound, or there is none. */
static rat_status is_tight(const struct rat_xapian_database *database, uint32_t slot, const struct values *v,
                           bool upper, bool *out, struct rat_err *err)
{
    struct rat_xapian_err failure;
    struct rat_buf bound = RAT_BUF_INIT;
    size_t size = 0;
    rat_status st = RAT_OK;
    if (rat_xapian_database_value_bound(database, slot, upper, NULL, 0, &size, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    else if (!rat_buf_reserve(&bound, size + 1))
        st = rat_nomem(err);
    else if (rat_xapian_database_value_bound(database, slot, upper, bound.data, size, &size, &failure) !=
             RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    *out = st == RAT_OK && (size == 0 || has_value(v, bound.data, size));
    rat_buf_release(&bound);
    return st;
}

static rat_xapian_status set_value(struct rat_xapian_writer *writer,
                                   const struct rat_xapian_database *database, uint32_t docid, uint32_t slot,
                                   const void *bytes, size_t size, struct rat_xapian_err *failure)
{
    struct rat_xapian_document *document = NULL;
    rat_xapian_status st = rat_xapian_database_document(database, docid, &document, failure);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_document_set_value(document, slot, bytes, size, failure);
    if (st == RAT_XAPIAN_OK)
        st = rat_xapian_writer_put(writer, docid, document, failure);
    rat_xapian_document_free(document);
    return st;
}

/* With the last value of a slot Xapian forgets its bounds. */
static rat_status put_again(struct rat_xapian_writer *writer, const struct rat_xapian_database *database,
                            uint32_t slot, const struct values *v, struct rat_err *err)
{
    const struct value *items = (const struct value *)(const void *)v->items.data;
    size_t count = v->items.size / sizeof *items;
    struct rat_xapian_err failure;
    rat_xapian_status st = RAT_XAPIAN_OK;
    for (size_t i = 0; i < count && st == RAT_XAPIAN_OK; i++)
        st = set_value(writer, database, items[i].docid, slot, NULL, 0, &failure);
    for (size_t i = 0; i < count && st == RAT_XAPIAN_OK; i++)
        st = set_value(writer, database, items[i].docid, slot, bytes_of(v, &items[i]), items[i].size,
                       &failure);
    return st == RAT_XAPIAN_OK ? RAT_OK : rat_xapian_fail(&failure, err);
}

static rat_status forget_slot(struct rat_xapian_writer *writer, const struct rat_xapian_database *database,
                              uint32_t slot, struct rat_err *err)
{
    struct values v = {RAT_BUF_INIT, RAT_BUF_INIT};
    struct rat_xapian_err failure;
    bool lower = false, upper = false;
    rat_status st = RAT_OK;
    if (rat_xapian_database_values(database, slot, note_value, &v, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    else if (v.items.failed || v.bytes.failed)
        st = rat_nomem(err);
    if (st == RAT_OK)
        st = is_tight(database, slot, &v, false, &lower, err);
    if (st == RAT_OK)
        st = is_tight(database, slot, &v, true, &upper, err);
    if (st == RAT_OK && !(lower && upper))
        st = put_again(writer, database, slot, &v, err);
    rat_buf_release(&v.items);
    rat_buf_release(&v.bytes);
    return st;
}

rat_status rat_xapian_forget_bounds(struct rat_xapian_writer *writer, struct rat_err *err)
{
    struct rat_xapian_database *database;
    struct rat_xapian_err failure;
    if (rat_xapian_writer_database(writer, &database, &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, err);
    rat_status st = RAT_OK;
    for (uint32_t slot = RAT_XAPIAN_SLOT_STAMP; st == RAT_OK && slot <= RAT_XAPIAN_SLOT_OLDEST_FIRST; slot++)
        st = forget_slot(writer, database, slot, err);
    for (uint32_t field = 1; st == RAT_OK && field <= RAT_FIELD_STORED_MAX; field++)
        if (rat_field_by_id((uint8_t)field)->facet)
            st = forget_slot(writer, database, RAT_XAPIAN_SLOT_VALUES + field, err);
    rat_xapian_database_free(database);
    return st;
}
