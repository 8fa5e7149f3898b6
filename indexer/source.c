/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/source_internal.h"

#include "base/file.h"
#include "base/hash.h"
#include "indexer/url.h"
#include "text/charset.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

void rat_item_free(struct rat_item *item)
{
    if (!item)
        return;
    rat_arena_release(&item->arena);
    free(item);
}

struct rat_item *rat_item_new(enum rat_item_kind kind, size_t chunk)
{
    struct rat_item *item = calloc(1, sizeof *item);
    if (!item)
        return NULL;
    item->kind = kind;
    rat_arena_init(&item->arena, chunk);
    if (kind == RAT_ITEM_DOCUMENT) {
        item->document.date = RAT_NO_DATE;
        item->document.is_public = RAT_UNKNOWN;
    } else if (kind == RAT_ITEM_PAPER) {
        item->paper.date = RAT_NO_DATE;
        item->paper.is_public = RAT_UNKNOWN;
    }
    return item;
}

rat_status rat_item_finish(struct rat_item *item, struct rat_item **out, struct rat_err *err)
{
    if (!item)
        return rat_nomem(err);
    if (item->arena.failed) {
        rat_item_free(item);
        return rat_nomem(err);
    }
    *out = item;
    return RAT_OK;
}

rat_status rat_item_refuse(enum rat_item_kind kind, const struct rat_err *reason, const char *where,
                           struct rat_item **out, struct rat_err *err)
{
    struct rat_item *item = rat_item_new(kind, 64);
    if (!item)
        return rat_nomem(err);
    item->reason = *reason;
    if (!item->reason.where[0])
        rat_err_where(&item->reason, "%s", where);
    *out = item;
    return RAT_OK;
}

rat_status rat_item_reject(const struct rat_err *reason, const char *where, enum rat_protects protects,
                           const char *place, struct rat_item **out, struct rat_err *err)
{
    struct rat_item *item;
    rat_status st = rat_item_refuse(RAT_ITEM_REJECTED, reason, where, &item, err);
    if (st != RAT_OK)
        return st;
    item->protects = protects;
    item->place = place ? rat_name_as_utf8(&item->arena, place) : NULL;
    return rat_item_finish(item, out, err);
}

bool rat_name_has_suffix(const char *name, const char *const *suffixes)
{
    size_t n = strlen(name);
    for (; *suffixes; suffixes++) {
        size_t m = strlen(*suffixes);
        if (n >= m && strcasecmp(name + n - m, *suffixes) == 0)
            return true;
    }
    return false;
}

void rat_name_as_utf8_buf(struct rat_buf *out, const char *name)
{
    size_t n = strlen(name);
    if (rat_utf8_valid(name, n)) {
        rat_buf_append(out, name, n);
        return;
    }
    for (size_t i = 0; i < n;) {
        size_t m = 1;
        while (m <= 4 && (i + m > n || !rat_utf8_valid(name + i, m)))
            m++;
        if (m <= 4) {
            rat_buf_append(out, name + i, m);
        } else {
            rat_buf_printf(out, "%%%02X", (unsigned char)name[i]);
            m = 1;
        }
        i += m;
    }
    rat_buf_printf(out, "~%08x", (unsigned)rat_hash64(name, n));
}

char *rat_name_as_utf8(struct rat_arena *arena, const char *name)
{
    struct rat_buf buf = RAT_BUF_INIT;
    rat_name_as_utf8_buf(&buf, name);
    char *copy = buf.failed ? NULL : rat_arena_strndup(arena, buf.data, buf.size);
    if (!copy)
        arena->failed = true;
    rat_buf_release(&buf);
    return copy;
}

static bool is_folder(const char *folder, const char *name)
{
    struct rat_buf path = RAT_BUF_INIT;
    struct stat info;
    rat_path_join(&path, folder, name);
    bool yes = !path.failed && stat(rat_buf_cstr(&path), &info) == 0 && S_ISDIR(info.st_mode);
    rat_buf_release(&path);
    return yes;
}

static rat_status open_as_what_it_is(struct rat_source *source, struct rat_err *err)
{
    static const char *const jsonl[] = {".jsonl", NULL};
    struct stat info;
    if (stat(source->path, &info) != 0)
        return rat_fail_errno(err, RAT_EIO, errno, "%s", _("Quelle lässt sich nicht öffnen"));
    if (S_ISDIR(info.st_mode)) {
        source->record.mirror = true;
        return is_folder(source->path, "papers") && is_folder(source->path, "file-contents")
                   ? rat_source_open_oparl(source, err)
                   : rat_source_open_folder(source, err);
    }
    if (!S_ISREG(info.st_mode)) {
        rat_fail(err, RAT_EUSAGE, "%s", _("Die Quelle ist weder Datei noch Ordner"));
        rat_err_hint(err, "%s",
                     _("Eine Textdatei, einen Ordner, eine *.jsonl oder einen OParl-Abzug angeben"));
        return RAT_EUSAGE;
    }
    source->total_bytes = (uint64_t)info.st_size;
    return rat_name_has_suffix(source->path, jsonl) ? rat_source_open_jsonl(source, err)
                                                    : rat_source_open_file(source, err);
}

/* An address names itself. */
static rat_status name_address(struct rat_source *source, const char *url, struct rat_err *err)
{
    source->path = strdup(url);
    source->name = strdup(url);
    source->record.name = source->name;
    return source->path && source->name ? RAT_OK : rat_nomem(err);
}

/* The absolute path, and its name in UTF-8. */
static rat_status name_source(struct rat_source *source, const char *path, struct rat_err *err)
{
    source->path = realpath(path, NULL);
    if (!source->path) {
        if (errno == ENOMEM)
            return rat_nomem(err);
        bool missing = errno == ENOENT || errno == ENOTDIR;
        rat_status st = rat_fail_errno(err, missing ? RAT_ENOTFOUND : RAT_EIO, errno, "%s",
                                       _("Quelle lässt sich nicht öffnen"));
        rat_err_hint(err, "%s", _("Den Pfad prüfen"));
        return st;
    }
    struct rat_buf name = RAT_BUF_INIT;
    rat_name_as_utf8_buf(&name, source->path);
    source->name = name.failed ? NULL : strdup(rat_buf_cstr(&name));
    rat_buf_release(&name);
    if (!source->name)
        return rat_nomem(err);
    source->record.name = source->name;
    return RAT_OK;
}

rat_status rat_source_open(const char *path, const struct rat_source_options *options,
                           struct rat_source **out, struct rat_err *err)
{
    bool web = rat_url_is_web(path);
    struct rat_source *source = calloc(1, sizeof *source);
    if (!source)
        return rat_nomem(err);
    if (options)
        source->options = *options;
    if (!source->options.file_limit)
        source->options.file_limit = RAT_FILE_LIMIT_DEFAULT;
    rat_status st = web ? name_address(source, path, err) : name_source(source, path, err);
    if (st == RAT_OK)
        st = web ? rat_source_open_harvest(source, err) : open_as_what_it_is(source, err);
    if (st != RAT_OK) {
        if (err && !err->where[0])
            rat_err_where(err, "%s", path);
        rat_source_close(source);
        return st;
    }
    *out = source;
    return RAT_OK;
}

void rat_source_close(struct rat_source *source)
{
    if (!source)
        return;
    if (source->self)
        source->reader->close(source->self);
    free(source->path);
    free(source->name);
    free(source);
}

const struct rat_source_record *rat_source_record(const struct rat_source *source)
{
    return &source->record;
}

uint64_t rat_source_total_bytes(const struct rat_source *source)
{
    return source->total_bytes;
}

rat_status rat_source_next(struct rat_source *source, struct rat_item **out, struct rat_err *err)
{
    return source->reader->next(source->self, out, err);
}
