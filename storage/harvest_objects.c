/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The objects of a harvest store, deflated: an object's JSON shrinks to a quarter. zlib's Adler-32 is their checksum. */
#include "storage/harvest_store_internal.h"

#include <zlib.h>

#define OBJECT_BYTES_MAX ((int64_t)256 << 20)

enum { COLUMN_KIND, COLUMN_SORT, COLUMN_KEY, COLUMN_PASS, COLUMN_SIZE, COLUMN_JSON };

/* The order of a dump's files as bytes to compare: digits by their number and value, other names behind them. */
static void sort_key(const char *key, struct rat_buf *out)
{
    const char *slash = strrchr(key, '/'), *name = slash ? slash + 1 : key;
    size_t digits = strspn(name, "0123456789");
    rat_buf_clear(out);
    if (digits)
        rat_buf_printf(out, "%04zu", digits < 9999 ? digits : 9999);
    else if (*key)
        rat_buf_puts(out, "~");
    rat_buf_puts(out, name);
}

void rat_hq_key(struct rat_harvest_query *q, const char *key)
{
    sort_key(key, &q->store->sort);
    const char *sort = rat_buf_cstr(&q->store->sort);
    if (q->store->sort.failed && q->rc == SQLITE_OK)
        q->rc = SQLITE_NOMEM;
    rat_hq_text(q, sort);
    rat_hq_text(q, key);
}

static rat_status deflated(struct rat_harvest_store *store, const char *json, size_t n, struct rat_err *err)
{
    rat_buf_clear(&store->scratch);
    uLongf room = compressBound((uLong)n);
    unsigned char *to = rat_buf_reserve(&store->scratch, room);
    if (!to)
        return rat_nomem(err);
    int rc = compress2(to, &room, (const Bytef *)json, (uLong)n, 2);
    store->scratch.size = rc == Z_OK ? room : 0;
    return rc == Z_OK ? RAT_OK : rat_nomem(err);
}

rat_status rat_harvest_put_object(struct rat_harvest_store *store, const struct rat_harvest_object *object,
                                  struct rat_err *err)
{
    rat_status st = deflated(store, object->json, object->json_size, err);
    if (st != RAT_OK)
        return st;
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_PUT_OBJECT, err);
    rat_hq_int(&q, object->kind);
    rat_hq_key(&q, object->key);
    rat_hq_int(&q, object->pass);
    rat_hq_int(&q, (int64_t)object->json_size);
    rat_hq_blob(&q, store->scratch.data, store->scratch.size);
    return rat_hq_run(&q);
}

static rat_status damaged(struct rat_harvest_store *store, struct rat_err *err)
{
    rat_status st =
        rat_fail(err, RAT_EDAMAGED, "%s", _("Zwischenspeicher der Abholung: ein Objekt ist beschädigt"));
    rat_err_where(err, "%s", store->database);
    return st;
}

/* The present row. */
static rat_status read_object(struct rat_harvest_query *q, struct rat_arena *arena,
                              struct rat_harvest_object *out)
{
    int64_t size = sqlite3_column_int64(q->stmt, COLUMN_SIZE);
    const void *blob = sqlite3_column_blob(q->stmt, COLUMN_JSON);
    uLong n = (uLong)sqlite3_column_bytes(q->stmt, COLUMN_JSON);
    if (size < 0 || size > OBJECT_BYTES_MAX || !blob)
        return damaged(q->store, q->err);
    char *json = rat_arena_alloc(arena, (size_t)size + 1);
    uLongf got = (uLongf)size;
    if (!json)
        return rat_nomem(q->err);
    int rc = uncompress((Bytef *)json, &got, blob, n);
    if (rc == Z_MEM_ERROR)
        return rat_nomem(q->err);
    if (rc != Z_OK || got != (uLongf)size)
        return damaged(q->store, q->err);
    json[size] = '\0';
    *out =
        (struct rat_harvest_object){.kind = (enum rat_harvest_kind)sqlite3_column_int64(q->stmt, COLUMN_KIND),
                                    .key = rat_hq_get_text(q, COLUMN_KEY, arena),
                                    .pass = sqlite3_column_int64(q->stmt, COLUMN_PASS),
                                    .json = json,
                                    .json_size = (size_t)size};
    return RAT_OK;
}

rat_status rat_harvest_object(struct rat_harvest_store *store, enum rat_harvest_kind kind, const char *key,
                              struct rat_arena *arena, struct rat_harvest_object *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_OBJECT, err);
    rat_hq_int(&q, kind);
    rat_hq_key(&q, key);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        st = read_object(&q, arena, out);
    return rat_hq_end_row(&q, st, arena);
}

rat_status rat_harvest_see_object(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                  const char *key, int64_t pass, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_SEE_OBJECT, err);
    rat_hq_int(&q, kind);
    rat_hq_key(&q, key);
    rat_hq_int(&q, pass);
    return rat_hq_run(&q);
}

rat_status rat_harvest_remove_object(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                     const char *key, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_REMOVE_OBJECT, err);
    rat_hq_int(&q, kind);
    rat_hq_key(&q, key);
    return rat_hq_run(&q);
}

/* The next row behind the key `after`, which becomes that row's. */
static rat_status next_object(struct rat_harvest_query *q, struct rat_buf *after, struct rat_arena *arena,
                              struct rat_harvest_object *out)
{
    rat_status st = after->failed ? rat_nomem(q->err) : rat_hq_step(q);
    if (st == RAT_OK)
        st = read_object(q, arena, out);
    rat_status ended = rat_hq_end_row(q, st, arena);
    if (ended != RAT_OK)
        return ended == RAT_ENOTFOUND ? RAT_END : ended;
    rat_buf_clear(after);
    rat_buf_puts(after, out->key);
    return after->failed ? rat_nomem(q->err) : RAT_OK;
}

rat_status rat_harvest_walk_objects(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                    struct rat_buf *after, struct rat_arena *arena,
                                    struct rat_harvest_object *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_WALK_OBJECTS, err);
    rat_hq_int(&q, kind);
    rat_hq_key(&q, rat_buf_cstr(after));
    return next_object(&q, after, arena, out);
}

rat_status rat_harvest_next_unseen(struct rat_harvest_store *store, enum rat_harvest_kind kind, int64_t pass,
                                   struct rat_buf *after, struct rat_arena *arena,
                                   struct rat_harvest_object *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_UNSEEN, err);
    rat_hq_int(&q, kind);
    rat_hq_key(&q, rat_buf_cstr(after));
    rat_hq_int(&q, pass);
    return next_object(&q, after, arena, out);
}

rat_status rat_harvest_count_objects(struct rat_harvest_store *store, enum rat_harvest_kind kind,
                                     int64_t pass_below, uint64_t *out, struct rat_err *err)
{
    struct rat_harvest_query q = rat_harvest_query(store, RAT_HS_COUNT_OBJECTS, err);
    rat_hq_int(&q, kind);
    rat_hq_int(&q, pass_below);
    rat_status st = rat_hq_step(&q);
    if (st == RAT_OK)
        *out = (uint64_t)sqlite3_column_int64(q.stmt, 0);
    return rat_hq_end_row(&q, st, NULL);
}
