/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/shard.h"

#include "base/cursor.h"
#include "storage/xapian_index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

#define FORMAT 1u
#define STATE_KEY "ratsarchiv-shard"
#define NAMES_KEY "ratsarchiv-shard-names"
#define MODEL_KEY "ratsarchiv-shard-model"
#define ACRONYMS_KEY "ratsarchiv-shard-acronyms"
#define METADATA_MAX ((size_t)64 << 20)
#define WORDS_MAX ((uint64_t)256 << 20)

/* ---- metadata ---- */

static rat_status read_bytes(const struct rat_xapian_database *database, const char *key, struct rat_buf *out,
                             struct rat_err *err)
{
    struct rat_xapian_err failure;
    size_t size = 0, again = 0;
    /* most are short: one round trip */
    size_t guess = 1024;
    if (!rat_buf_reserve(out, guess))
        return rat_nomem(err);
    if (rat_xapian_database_metadata(database, key, strlen(key), out->data + out->size, guess, &size,
                                     &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, err);
    if (size > METADATA_MAX)
        return rat_fail(err, RAT_EDAMAGED, "%s", _("Ein Teil sagt von sich mehr, als sein kann"));
    if (size > guess) {
        if (!rat_buf_reserve(out, size))
            return rat_nomem(err);
        if (rat_xapian_database_metadata(database, key, strlen(key), out->data + out->size, size, &again,
                                         &failure) != RAT_XAPIAN_OK)
            return rat_xapian_fail(&failure, err);
        size = again < size ? again : size;
    }
    out->size += size;
    return RAT_OK;
}

static rat_status write_bytes(struct rat_xapian_writer *writer, const char *key, const void *bytes, size_t n,
                              struct rat_err *err)
{
    struct rat_xapian_err failure;
    return rat_xapian_writer_set_metadata(writer, key, strlen(key), bytes, n, &failure) == RAT_XAPIAN_OK
               ? RAT_OK
               : rat_xapian_fail(&failure, err);
}

/* ---- state ---- */

bool rat_shard_state_fits(const struct rat_shard_state *a, const struct rat_shard_state *b)
{
    return a->archive == b->archive && strcmp(a->analyzer, b->analyzer) == 0 &&
           a->analyzer_version == b->analyzer_version && a->epoch == b->epoch;
}

static bool parse(const char *text, struct rat_shard_state *s)
{
    unsigned format, moving;
    bool fine = sscanf(text,
                       "%u %" SCNx64 " %" SCNu64 " %15s %" SCNu32 " %" SCNu64 " %" SCNu64 " %" SCNu64
                       " %" SCNu64 " %" SCNu64 " %" SCNu64 " %" SCNx64 " %u",
                       &format, &s->archive, &s->generation, s->analyzer, &s->analyzer_version, &s->epoch,
                       &s->documents, &s->tokens, &s->last_docnum, &s->purged, &s->deleted, &s->words,
                       &moving) == 13 &&
                format == FORMAT;
    s->is_moving = fine && moving;
    return fine;
}

rat_status rat_shard_state_read(const struct rat_xapian_database *database, struct rat_shard_state *out,
                                struct rat_err *err)
{
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_shard_state state = {0};
    rat_status st = read_bytes(database, STATE_KEY, &text, err);
    if (st == RAT_OK && text.size == 0)
        st = rat_fail(err, RAT_ENOTFOUND, "%s", _("Das ist kein Teil eines Archivs"));
    else if (st == RAT_OK && !parse(rat_buf_cstr(&text), &state))
        st = rat_fail(err, RAT_EDAMAGED, "%s", _("Das Teil sagt nicht, welchen Stand es hat"));
    rat_buf_release(&text);
    if (st == RAT_OK)
        *out = state;
    return st;
}

rat_status rat_shard_state_write(struct rat_xapian_writer *writer, const struct rat_shard_state *s,
                                 struct rat_err *err)
{
    char text[320];
    int n =
        snprintf(text, sizeof text,
                 "%u %" PRIx64 " %" PRIu64 " %s %" PRIu32 " %" PRIu64 " %" PRIu64 " %" PRIu64 " %" PRIu64
                 " %" PRIu64 " %" PRIu64 " %" PRIx64 " %u",
                 FORMAT, s->archive, s->generation, s->analyzer, s->analyzer_version, s->epoch, s->documents,
                 s->tokens, s->last_docnum, s->purged, s->deleted, s->words, (unsigned)s->is_moving);
    return write_bytes(writer, STATE_KEY, text, (size_t)n, err);
}

/* ---- names ---- */

void rat_shard_names_of(const struct rat_shard_map *map, struct rat_buf *out)
{
    for (uint32_t i = 0; i < map->count; i++)
        rat_buf_printf(out, "%s %" PRIu32 "\n", map->shards[i].name, map->shards[i].weight);
}

rat_status rat_shard_names_read(const struct rat_xapian_database *database, struct rat_buf *out,
                                struct rat_err *err)
{
    return read_bytes(database, NAMES_KEY, out, err);
}

rat_status rat_shard_names_write(struct rat_xapian_writer *writer, const struct rat_buf *names,
                                 struct rat_err *err)
{
    return write_bytes(writer, NAMES_KEY, names->data, names->size, err);
}

/* ---- words ---- */

static rat_status write_deflated(struct rat_xapian_writer *writer, const char *key, const void *bytes,
                                 size_t n, struct rat_err *err)
{
    struct rat_buf out = RAT_BUF_INIT;
    uLongf packed = compressBound((uLong)n);
    rat_status st = RAT_OK;
    if (n) {
        rat_buf_varint(&out, n);
        unsigned char *to = rat_buf_reserve(&out, packed);
        if (!to || compress2(to, &packed, bytes, (uLong)n, Z_DEFAULT_COMPRESSION) != Z_OK)
            st = rat_nomem(err);
        else
            out.size += packed;
    }
    if (st == RAT_OK)
        st = write_bytes(writer, key, out.data, out.size, err);
    rat_buf_release(&out);
    return st;
}

static rat_status read_deflated(const struct rat_xapian_database *database, const char *key,
                                struct rat_buf *out, struct rat_err *err)
{
    struct rat_buf packed = RAT_BUF_INIT;
    rat_status st = read_bytes(database, key, &packed, err);
    struct rat_cursor in = rat_cursor_of(packed.data, packed.size);
    uint64_t size = packed.size ? rat_cursor_varint_max(&in, WORDS_MAX) : 0;
    uLongf got = (uLongf)size;
    if (st == RAT_OK && packed.size) {
        unsigned char *to = rat_buf_reserve(out, (size_t)size + 1);
        if (!to)
            st = rat_nomem(err);
        else if (in.bad || uncompress(to, &got, in.at, (uLong)rat_cursor_left(&in)) != Z_OK || got != size)
            st = rat_fail(err, RAT_EDAMAGED, "%s", _("Das Wortmodell eines Teils ist beschädigt"));
        else
            out->size += (size_t)size;
    }
    rat_buf_release(&packed);
    return st;
}

rat_status rat_shard_words_write(struct rat_xapian_writer *writer, const void *model, size_t model_size,
                                 const void *acronyms, size_t acronyms_size, struct rat_err *err)
{
    rat_status st = write_deflated(writer, MODEL_KEY, model, model_size, err);
    return st == RAT_OK ? write_deflated(writer, ACRONYMS_KEY, acronyms, acronyms_size, err) : st;
}

rat_status rat_shard_words_read(const struct rat_xapian_database *database, struct rat_buf *model,
                                struct rat_buf *acronyms, struct rat_err *err)
{
    rat_status st = read_deflated(database, MODEL_KEY, model, err);
    return st == RAT_OK ? read_deflated(database, ACRONYMS_KEY, acronyms, err) : st;
}

/* ---- documents ---- */

void rat_shard_term(uint32_t docnum, uint64_t stamp, char out[RAT_SHARD_TERM_BYTES])
{
    snprintf(out, RAT_SHARD_TERM_BYTES, RAT_SHARD_TERM_PREFIX "%08" PRIx32 "%016" PRIx64, docnum, stamp);
}

bool rat_shard_term_parse(const void *term, size_t n, uint32_t *docnum, uint64_t *stamp)
{
    char text[RAT_SHARD_TERM_BYTES];
    if (n != RAT_SHARD_TERM_BYTES - 1)
        return false;
    memcpy(text, term, n);
    text[n] = '\0';
    return sscanf(text, RAT_SHARD_TERM_PREFIX "%8" SCNx32 "%16" SCNx64, docnum, stamp) == 2;
}

struct rat_xapian_place rat_shard_place(const struct rat_shard *shard)
{
    return (struct rat_xapian_place){.path = shard->path,
                                     .host = shard->host,
                                     .port = shard->port,
                                     .program = shard->program,
                                     .args = shard->args};
}
