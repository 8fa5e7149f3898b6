/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/catalogue_internal.h"

static struct rat_content_place get_place(const struct rat_query *query)
{
    struct rat_content_place place;
    place.pack = (uint32_t)rat_query_get_int(query, RAT_CONTENT_PACK);
    place.offset = (uint64_t)rat_query_get_int(query, RAT_CONTENT_OFFSET);
    place.stored = (uint64_t)rat_query_get_int(query, RAT_CONTENT_STORED);
    place.size = (uint64_t)rat_query_get_int(query, RAT_CONTENT_SIZE);
    return place;
}

rat_status rat_catalogue_find_content(struct rat_catalogue *catalogue, const uint8_t sha[RAT_SHA256_BYTES],
                                      struct rat_content_place *out, struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_CONTENT, err);
    rat_query_blob(&query, sha, RAT_SHA256_BYTES);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        *out = get_place(&query);
    } else if (st == RAT_END) {
        char hex[RAT_SHA256_HEX];
        rat_sha256_hex(sha, hex);
        st = rat_fail(err, RAT_ENOTFOUND, _("Der Inhalt mit SHA-256 %s ist nicht im Archiv"), hex);
        rat_err_where(err, "%s", catalogue->path);
    }
    rat_query_end(&query);
    return st;
}

rat_status rat_catalogue_put_content(struct rat_catalogue *catalogue, const uint8_t sha[RAT_SHA256_BYTES],
                                     const struct rat_content_place *place, struct rat_err *err)
{
    rat_status st = rat_catalogue_may_write(catalogue, err);
    if (st != RAT_OK)
        return st;
    struct rat_row row = rat_row_start(catalogue, RAT_T_CONTENTS, err);
    rat_row_blob(&row, sha, RAT_SHA256_BYTES);
    rat_row_int(&row, place->pack);
    rat_row_int(&row, (int64_t)place->offset);
    rat_row_int(&row, (int64_t)place->stored);
    rat_row_int(&row, (int64_t)place->size);
    return rat_row_finish(&row);
}

rat_status rat_catalogue_walk_contents(struct rat_catalogue *catalogue, struct rat_content_place *place,
                                       uint8_t sha[RAT_SHA256_BYTES], struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_CONTENT_NEXT, err);
    rat_query_int(&query, place->pack);
    rat_query_int(&query, (int64_t)place->offset);
    rat_status st = rat_query_next(&query);
    if (st == RAT_OK) {
        if (rat_query_get_sha(&query, RAT_CONTENT_SHA, sha))
            *place = get_place(&query);
        else
            st = rat_catalogue_damaged(catalogue, "SHA-256", err);
    }
    rat_query_end(&query);
    return st;
}

rat_status rat_catalogue_is_purged_content(struct rat_catalogue *catalogue,
                                           const uint8_t sha[RAT_SHA256_BYTES], bool *out,
                                           struct rat_err *err)
{
    struct rat_query query = rat_query_start(catalogue, RAT_S_PURGED, err);
    rat_query_blob(&query, sha, RAT_SHA256_BYTES);
    rat_status st = rat_query_next(&query);
    rat_query_end(&query);
    if (st != RAT_OK && st != RAT_END)
        return st;
    *out = st == RAT_OK;
    return RAT_OK;
}
