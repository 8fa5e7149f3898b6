/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/xapian_index_internal.h"

#include "storage/dictionary.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define FORMAT 1u
#define STATE_KEY "ratsarchiv"
#define SETTING_EPOCH "index.epoch"
#define OPEN_ATTEMPTS 20

size_t rat_xapian_term_of(const void *key, size_t n, void *dst)
{
    char hex[17];
    if (n <= RAT_XAPIAN_KEY_WHOLE_MAX) {
        memcpy(dst, key, n);
        return n;
    }
    snprintf(hex, sizeof hex, "%016" PRIx64, rat_hash64(key, n));
    memcpy(dst, key, RAT_XAPIAN_KEY_WHOLE_MAX);
    memcpy((unsigned char *)dst + RAT_XAPIAN_KEY_WHOLE_MAX, hex, 16);
    return RAT_XAPIAN_KEY_WHOLE_MAX + 16;
}

uint64_t rat_xapian_stamp(const struct rat_document_walk *document)
{
    const uint64_t parts[3] = {document->stamp, document->version, document->removed};
    return rat_hash64(parts, sizeof parts);
}

rat_status rat_xapian_state_of(struct rat_catalogue *catalogue, const struct rat_manifest *manifest,
                               struct rat_xapian_state *out, struct rat_err *err)
{
    struct rat_xapian_state state = {.generation = manifest->generation,
                                     .analyzer_version = manifest->analyzer_version};
    memcpy(state.analyzer, manifest->analyzer, sizeof state.analyzer);
    rat_status st = rat_catalogue_get_number(catalogue, SETTING_EPOCH, 0, &state.epoch, err);
    if (st == RAT_OK)
        *out = state;
    return st;
}

rat_status rat_xapian_next_epoch(struct rat_catalogue *catalogue, struct rat_err *err)
{
    uint64_t epoch;
    rat_status st = rat_catalogue_get_number(catalogue, SETTING_EPOCH, 0, &epoch, err);
    return st == RAT_OK ? rat_catalogue_set_number(catalogue, SETTING_EPOCH, epoch + 1, err) : st;
}

bool rat_xapian_state_fits(const struct rat_xapian_state *a, const struct rat_xapian_state *b)
{
    return strcmp(a->analyzer, b->analyzer) == 0 && a->analyzer_version == b->analyzer_version &&
           a->epoch == b->epoch;
}

/* ---- errors ---- */

static rat_status status_of(rat_xapian_status status)
{
    switch (status) {
    case RAT_XAPIAN_OK: return RAT_OK;
    case RAT_XAPIAN_NO_MEMORY: return RAT_ENOMEM;
    case RAT_XAPIAN_DATABASE_LOCK: return RAT_ELOCKED;
    case RAT_XAPIAN_DATABASE_NOT_FOUND:
    case RAT_XAPIAN_DOCUMENT_NOT_FOUND: return RAT_ENOTFOUND;
    case RAT_XAPIAN_DATABASE_CORRUPT:
    case RAT_XAPIAN_DATABASE_VERSION:
    case RAT_XAPIAN_DATABASE_OPENING:
    case RAT_XAPIAN_SERIALISATION:
    case RAT_XAPIAN_RANGE: return RAT_EDAMAGED;
    case RAT_XAPIAN_WILDCARD: return RAT_ELIMIT;
    case RAT_XAPIAN_ASSERTION:
    case RAT_XAPIAN_INVALID_ARGUMENT:
    case RAT_XAPIAN_INVALID_OPERATION:
    case RAT_XAPIAN_UNIMPLEMENTED:
    case RAT_XAPIAN_DATABASE:
    case RAT_XAPIAN_DATABASE_CLOSED:
    case RAT_XAPIAN_DATABASE_CREATE:
    case RAT_XAPIAN_DATABASE_MODIFIED:
    case RAT_XAPIAN_FEATURE_UNAVAILABLE:
    case RAT_XAPIAN_INTERNAL:
    case RAT_XAPIAN_NETWORK:
    case RAT_XAPIAN_NETWORK_TIMEOUT:
    case RAT_XAPIAN_QUERY_PARSER:
    case RAT_XAPIAN_OTHER:
    case RAT_XAPIAN_FOREIGN:
    case RAT_XAPIAN_UNKNOWN: break;
    }
    return RAT_EIO;
}

rat_status rat_xapian_fail(const struct rat_xapian_err *from, struct rat_err *err)
{
    rat_status st = status_of(from->status);
    if (st == RAT_ENOMEM)
        return rat_nomem(err);
    rat_fail(err, st, _("Xapian: %s"), from->msg[0] ? from->msg : rat_xapian_status_name(from->status));
    if (from->context[0])
        rat_err_where(err, "%s", from->context);
    if (st == RAT_EDAMAGED)
        rat_err_hint(err, "%s", _("Der Xapian-Index lässt sich mit `reindex --engine xapian` neu aufbauen"));
    return st;
}

/* ---- names ---- */

void rat_xapian_path_in(const char *folder, uint64_t number, const char *suffix, struct rat_buf *out)
{
    rat_buf_clear(out);
    rat_buf_puts(out, folder);
    if (number)
        rat_buf_printf(out, "/db-%06" PRIu64 "%s", number, suffix);
}

void rat_xapian_path(const char *archive, uint64_t number, const char *suffix, struct rat_buf *out)
{
    rat_path_join(out, archive, "xapian");
    if (number)
        rat_buf_printf(out, "/db-%06" PRIu64 "%s", number, suffix);
}

/* "db-000012", no more and no less. */
static uint64_t number_of(const char *name)
{
    char *end;
    if (strncmp(name, "db-", 3) != 0)
        return 0;
    uint64_t number = strtoull(name + 3, &end, 10);
    return *end ? 0 : number;
}

rat_status rat_xapian_newest_in(const char *folder, uint64_t *number, struct rat_err *err)
{
    char **names = NULL;
    size_t count = 0;
    *number = 0;
    rat_status st = access(folder, F_OK) != 0 ? RAT_OK : rat_folder_list(folder, &names, &count, err);
    for (size_t i = 0; i < count; i++) {
        uint64_t n = number_of(names[i]);
        *number = n > *number ? n : *number;
    }
    rat_folder_list_free(names, count);
    return st;
}

rat_status rat_xapian_newest(const char *archive, uint64_t *number, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_xapian_path(archive, 0, "", &path);
    rat_status st = path.failed ? rat_nomem(err) : rat_xapian_newest_in(rat_buf_cstr(&path), number, err);
    rat_buf_release(&path);
    return st;
}

bool rat_xapian_index_exists(const char *archive)
{
    uint64_t number;
    return rat_xapian_newest(archive, &number, NULL) == RAT_OK && number > 0;
}

/* ---- opening ---- */

static rat_status no_index(const char *archive, struct rat_err *err)
{
    rat_fail(err, RAT_ENOTFOUND, "%s", _("Dieses Archiv hat keinen Xapian-Index"));
    rat_err_where(err, "%s", archive);
    rat_err_hint(err, _("`ratsarchiv reindex %s --engine xapian` legt ihn an"), archive);
    return RAT_ENOTFOUND;
}

rat_status rat_xapian_index_state(const struct rat_xapian_database *database, struct rat_xapian_state *out,
                                  struct rat_err *err)
{
    struct rat_xapian_state state = {0};
    struct rat_xapian_err failure;
    char text[160];
    size_t size;
    unsigned format;
    if (rat_xapian_database_metadata(database, STATE_KEY, sizeof STATE_KEY - 1, text, sizeof text - 1, &size,
                                     &failure) != RAT_XAPIAN_OK)
        return rat_xapian_fail(&failure, err);
    text[size < sizeof text ? size : 0] = '\0';
    if (sscanf(text, "%u %" SCNu64 " %15s %" SCNu32 " %" SCNu64, &format, &state.generation, state.analyzer,
               &state.analyzer_version, &state.epoch) != 5 ||
        format != FORMAT) {
        rat_fail(err, RAT_EDAMAGED, "%s", _("Der Xapian-Index sagt nicht, welchen Stand er hat"));
        rat_err_hint(err, "%s", _("Der Xapian-Index lässt sich mit `reindex --engine xapian` neu aufbauen"));
        return RAT_EDAMAGED;
    }
    *out = state;
    return RAT_OK;
}

rat_xapian_status rat_xapian_put_state(struct rat_xapian_writer *writer, const struct rat_xapian_state *state,
                                       struct rat_xapian_err *err)
{
    char text[160];
    int n = snprintf(text, sizeof text, "%u %" PRIu64 " %s %" PRIu32 " %" PRIu64, FORMAT, state->generation,
                     state->analyzer, state->analyzer_version, state->epoch);
    return rat_xapian_writer_set_metadata(writer, STATE_KEY, sizeof STATE_KEY - 1, text, (size_t)n, err);
}

static rat_status open_once(const char *archive, struct rat_xapian_database **out, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_xapian_err failure;
    uint64_t number;
    rat_status st = rat_xapian_newest(archive, &number, err);
    if (st == RAT_OK && number == 0)
        return no_index(archive, err);
    rat_xapian_path(archive, number, "", &path);
    if (st == RAT_OK && path.failed)
        st = rat_nomem(err);
    if (st == RAT_OK && rat_xapian_database_open(&(struct rat_xapian_place){.path = rat_buf_cstr(&path)}, out,
                                                 &failure) != RAT_XAPIAN_OK) {
        st = rat_xapian_fail(&failure, err);
        rat_err_where(err, "%s", rat_buf_cstr(&path));
        /* replaced while it was being opened: there is another one */
        st = access(rat_buf_cstr(&path), F_OK) == 0 ? st : RAT_END;
    }
    rat_buf_release(&path);
    return st;
}

rat_status rat_xapian_index_open(const char *archive, struct rat_xapian_database **out,
                                 struct rat_xapian_state *state, struct rat_err *err)
{
    struct rat_xapian_database *database = NULL;
    rat_status st = RAT_END;
    for (int attempt = 0; st == RAT_END && attempt < OPEN_ATTEMPTS; attempt++)
        st = open_once(archive, &database, err);
    if (st == RAT_END)
        st = RAT_EIO;
    if (st == RAT_OK)
        st = rat_xapian_index_state(database, state, err);
    if (st != RAT_OK) {
        rat_xapian_database_free(database);
        return st;
    }
    *out = database;
    return RAT_OK;
}

static rat_status size_of_folder(const char *folder, uint64_t *bytes, struct rat_err *err)
{
    struct rat_buf path = RAT_BUF_INIT;
    char **names = NULL;
    size_t count = 0;
    rat_status st = rat_folder_list(folder, &names, &count, err);
    *bytes = 0;
    for (size_t i = 0; i < count; i++) {
        struct stat info;
        rat_path_join(&path, folder, names[i]);
        if (stat(rat_buf_cstr(&path), &info) == 0)
            *bytes += (uint64_t)info.st_size;
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
    return st;
}

rat_status rat_xapian_index_stats(const char *archive, struct rat_xapian_stats *out, struct rat_err *err)
{
    struct rat_xapian_database *database;
    struct rat_xapian_stats stats;
    struct rat_xapian_facts facts;
    struct rat_xapian_err failure;
    struct rat_buf path = RAT_BUF_INIT;
    uint64_t number;
    rat_status st = rat_xapian_index_open(archive, &database, &stats.state, err);
    if (st != RAT_OK)
        return st;
    if (rat_xapian_database_facts(database, &facts, &failure) != RAT_XAPIAN_OK)
        st = rat_xapian_fail(&failure, err);
    rat_xapian_database_free(database);
    if (st == RAT_OK)
        st = rat_xapian_newest(archive, &number, err);
    if (st == RAT_OK) {
        rat_xapian_path(archive, number, "", &path);
        st = size_of_folder(rat_buf_cstr(&path), &stats.bytes, err);
    }
    rat_buf_release(&path);
    if (st != RAT_OK)
        return st;
    stats.documents = facts.documents;
    *out = stats;
    return RAT_OK;
}
