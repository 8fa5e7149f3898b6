/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/archive_internal.h"
#include "storage/audit_note.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct rat_writer {
    char *path;
    struct rat_layout layout;
    int lock;
    struct rat_catalogue *catalogue;
    struct rat_contents *contents;
    struct rat_manifest manifest;
    char analyzer[16];
    uint32_t analyzer_version;
    bool nonpublic;
    _Atomic uint64_t next_segment;
};

static bool names_number(const char *name, const char *prefix, uint64_t *number, const char **rest)
{
    size_t n = strlen(prefix);
    if (strncmp(name, prefix, n) != 0)
        return false;
    char *end;
    *number = strtoull(name + n, &end, 10);
    *rest = end;
    return end != name + n;
}

/* Whether the manifest needs this file of index/. What is not ours is kept as well. */
static bool is_needed(const struct rat_manifest *manifest, const char *name)
{
    uint64_t number;
    const char *rest;
    if (names_number(name, "manifest-", &number, &rest))
        return *rest == '\0' && number == manifest->generation;
    if (names_number(name, "model-", &number, &rest))
        return *rest == '\0' && number == manifest->model;
    if (!names_number(name, "seg-", &number, &rest))
        return true;
    for (uint32_t i = 0; i < manifest->segment_count; i++) {
        const struct rat_manifest_segment *s = &manifest->segments[i];
        uint64_t state;
        if (s->id != number)
            continue;
        if (names_number(rest, ".state-", &state, &rest))
            return *rest == '\0' && state == s->state;
        return true;
    }
    return false;
}

/* Files of older generations and of crashes. Readers that have them mapped keep them until they close. Failures are
 * left to the next time: an extra file harms nobody. */
static void sweep(struct rat_writer *writer)
{
    char **names;
    size_t count;
    struct rat_buf path = RAT_BUF_INIT;
    if (rat_folder_list(writer->layout.index, &names, &count, NULL) != RAT_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        if (!is_needed(&writer->manifest, names[i])) {
            rat_path_join(&path, writer->layout.index, names[i]);
            unlink(rat_buf_cstr(&path));
        }
    }
    rat_folder_list_free(names, count);
    rat_buf_release(&path);
}

/* Packs that no row names: a purge was killed behind its commit, before it removed them. The current one may be empty. */
static rat_status drop_unused_packs(struct rat_writer *writer, uint64_t current, struct rat_err *err)
{
    char **names;
    size_t count;
    rat_status st = rat_folder_list(writer->layout.contents, &names, &count, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < count && st == RAT_OK; i++) {
        uint64_t pack;
        const char *rest;
        uint8_t sha[RAT_SHA256_BYTES];
        if (!names_number(names[i], "pack-", &pack, &rest) || strcmp(rest, ".rat") != 0 || pack >= current)
            continue;
        struct rat_content_place place = {.pack = (uint32_t)pack};
        st = rat_catalogue_walk_contents(writer->catalogue, &place, sha, err);
        if (st == RAT_END || (st == RAT_OK && place.pack != pack))
            st = rat_contents_drop_pack(writer->contents, (uint32_t)pack, err);
    }
    rat_folder_list_free(names, count);
    return st;
}

static rat_status open_catalogue(struct rat_writer *writer, uint64_t *generation, struct rat_err *err)
{
    struct rat_arena arena;
    const char *analyzer;
    uint64_t version = 0, nonpublic = 0;
    rat_arena_init(&arena, 1024);
    rat_status st =
        rat_catalogue_open(writer->layout.catalogue, RAT_CATALOGUE_WRITE, &writer->catalogue, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(writer->catalogue, RAT_SETTING_GENERATION, 0, generation, err);
    if (st == RAT_OK && *generation == 0) {
        rat_fail(err, RAT_ENOTFOUND, "%s", _("Das Archiv wurde nie fertig angelegt"));
        rat_err_where(err, "%s", writer->path);
        rat_err_hint(err, _("`ratsarchiv init %s` wiederholen"), writer->path);
        st = RAT_ENOTFOUND;
    }
    if (st == RAT_OK)
        st = rat_catalogue_get(writer->catalogue, RAT_SETTING_ANALYZER, &arena, &analyzer, err);
    if (st == RAT_ENOTFOUND && *generation)
        st = rat_damaged(err, writer->layout.catalogue, _("Der Name der Textanalyse fehlt"));
    if (st == RAT_OK) {
        snprintf(writer->analyzer, sizeof writer->analyzer, "%s", analyzer);
        st = rat_catalogue_get_number(writer->catalogue, RAT_SETTING_ANALYZER_VERSION, 0, &version, err);
    }
    if (st == RAT_OK)
        st = rat_catalogue_get_number(writer->catalogue, RAT_SETTING_NONPUBLIC, 0, &nonpublic, err);
    writer->analyzer_version = (uint32_t)version;
    writer->nonpublic = nonpublic != 0;
    rat_arena_release(&arena);
    return st;
}

/* Cuts what a crash left in contents/, so only after everything else was found to be readable. */
static rat_status open_contents(struct rat_writer *writer, struct rat_err *err)
{
    uint64_t pack = 0, bytes = 0;
    rat_status st = rat_catalogue_get_number(writer->catalogue, RAT_SETTING_PACK, 0, &pack, err);
    if (st == RAT_OK)
        st = rat_catalogue_get_number(writer->catalogue, RAT_SETTING_PACK_BYTES, 0, &bytes, err);
    if (st == RAT_OK)
        st = rat_contents_open(writer->layout.contents, true, &writer->contents, err);
    if (st == RAT_OK)
        st = rat_contents_resume(writer->contents, (uint32_t)pack, bytes, err);
    return st == RAT_OK ? drop_unused_packs(writer, pack, err) : st;
}

/* The lock is held, so nobody can have removed it rightly. */
static rat_status read_manifest(struct rat_writer *writer, uint64_t generation, struct rat_err *err)
{
    rat_status st = rat_manifest_read(writer->layout.index, generation, &writer->manifest, err);
    if (st == RAT_ENOTFOUND) {
        st = RAT_EDAMAGED;
        if (err)
            err->code = st;
    }
    return st;
}

/* Behind everything in index/ that has a number: nothing there is overwritten before the commit. */
static rat_status number_behind(const struct rat_writer *writer, uint64_t *next, struct rat_err *err)
{
    char **names;
    size_t count;
    *next = 1;
    rat_status st = rat_folder_list(writer->layout.index, &names, &count, err);
    if (st != RAT_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        uint64_t number;
        const char *rest;
        if (names_number(names[i], "seg-", &number, &rest) && number >= *next && number < UINT64_MAX / 2)
            *next = number + 1;
    }
    rat_folder_list_free(names, count);
    return RAT_OK;
}

/* Instead of read_manifest: starts from nothing. A file or whatever else bears the name index/ is for a person to move. */
static rat_status start_anew(struct rat_writer *writer, uint64_t generation, struct rat_err *err)
{
    struct stat info;
    struct rat_manifest *m = &writer->manifest;
    rat_status st = RAT_OK;
    if (stat(writer->layout.index, &info) != 0 && errno == ENOENT)
        st = rat_folder_make(writer->layout.index, err);
    if (st == RAT_OK)
        st = rat_folder_sync(writer->path, err);
    if (st == RAT_OK)
        st = number_behind(writer, &m->next_segment, err);
    m->generation = generation;
    m->analyzer_version = writer->analyzer_version;
    memcpy(m->analyzer, writer->analyzer, sizeof m->analyzer);
    return st;
}

static rat_status open_writer(const char *path, bool rebuild, struct rat_writer **out, struct rat_err *err)
{
    bool index_only = false;
    uint64_t generation = 0;
    struct rat_writer *writer = calloc(1, sizeof *writer);
    if (!writer)
        return rat_nomem(err);
    writer->lock = -1;
    rat_status st =
        (writer->path = strdup(path)) ? rat_layout_make(path, &writer->layout, err) : rat_nomem(err);
    if (st == RAT_OK)
        st = rat_layout_probe(path, &writer->layout, &index_only, err);
    if (st == RAT_OK)
        st = rat_file_lock(writer->layout.lock, &writer->lock, err);
    if (st == RAT_OK)
        st = index_only ? rat_manifest_newest(writer->layout.index, &generation, err)
                        : open_catalogue(writer, &generation, err);
    if (st == RAT_OK)
        st = rebuild && !index_only ? start_anew(writer, generation, err)
                                    : read_manifest(writer, generation, err);
    if (st == RAT_OK && !index_only)
        st = open_contents(writer, err);
    if (st != RAT_OK) {
        rat_writer_close(writer);
        return st;
    }
    if (index_only) {
        memcpy(writer->analyzer, writer->manifest.analyzer, sizeof writer->analyzer);
        writer->analyzer_version = writer->manifest.analyzer_version;
    }
    atomic_init(&writer->next_segment, writer->manifest.next_segment);
    if (!rebuild || index_only)
        sweep(writer);
    st = rat_writer_scrub(writer, err);
    if (st != RAT_OK &&
        st != RAT_ELOCKED) { /* a reader may be in its way: then the next writer tries again */
        rat_writer_close(writer);
        return st;
    }
    /* what cannot be taken over now waits for the next writer */
    st = index_only ? RAT_OK : rat_audit_take_notes(path, writer->catalogue, NULL);
    if (st == RAT_ENOMEM) {
        rat_writer_close(writer);
        return rat_nomem(err);
    }
    *out = writer;
    return RAT_OK;
}

rat_status rat_writer_open(const char *path, struct rat_writer **out, struct rat_err *err)
{
    return open_writer(path, false, out, err);
}

rat_status rat_writer_open_rebuild(const char *path, struct rat_writer **out, struct rat_err *err)
{
    return open_writer(path, true, out, err);
}

void rat_writer_close(struct rat_writer *writer)
{
    if (!writer)
        return;
    rat_contents_close(writer->contents);
    rat_catalogue_close(writer->catalogue);
    rat_manifest_release(&writer->manifest);
    rat_file_unlock(writer->lock);
    rat_layout_release(&writer->layout);
    free(writer->path);
    free(writer);
}

struct rat_catalogue *rat_writer_catalogue(struct rat_writer *writer)
{
    return writer->catalogue;
}

struct rat_contents *rat_writer_contents(struct rat_writer *writer)
{
    return writer->contents;
}

const struct rat_manifest *rat_writer_manifest(const struct rat_writer *writer)
{
    return &writer->manifest;
}

const char *rat_writer_path(const struct rat_writer *writer)
{
    return writer->path;
}

const char *rat_writer_index(const struct rat_writer *writer)
{
    return writer->layout.index;
}

const char *rat_writer_analyzer(const struct rat_writer *writer, uint32_t *version)
{
    *version = writer->analyzer_version;
    return writer->analyzer;
}

bool rat_writer_nonpublic(const struct rat_writer *writer)
{
    return writer->nonpublic;
}

uint64_t rat_writer_new_segment(struct rat_writer *writer)
{
    return atomic_fetch_add_explicit(&writer->next_segment, 1, memory_order_relaxed);
}

static rat_status commit_catalogue(struct rat_writer *writer, uint64_t generation, struct rat_err *err)
{
    uint32_t pack;
    uint64_t bytes;
    rat_status st = rat_contents_sync(writer->contents, &pack, &bytes, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(writer->catalogue, RAT_SETTING_PACK, pack, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(writer->catalogue, RAT_SETTING_PACK_BYTES, bytes, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(writer->catalogue, RAT_SETTING_GENERATION, generation, err);
    if (st == RAT_OK)
        st = rat_catalogue_set_number(writer->catalogue, RAT_SETTING_ANALYZER_VERSION,
                                      writer->analyzer_version, err);
    return st == RAT_OK ? rat_catalogue_commit(writer->catalogue, err) : st;
}

rat_status rat_writer_commit(struct rat_writer *writer, struct rat_manifest *next, struct rat_err *err)
{
    struct rat_manifest committed;
    next->generation = writer->manifest.generation + 1;
    next->next_segment = atomic_load_explicit(&writer->next_segment, memory_order_relaxed);
    next->analyzer_version = writer->analyzer_version;
    next->index_only = !writer->catalogue;
    memcpy(next->analyzer, writer->analyzer, sizeof next->analyzer);
    rat_status st = rat_manifest_copy(next, &committed, err);
    if (st != RAT_OK)
        return st;
    st = rat_manifest_write(writer->layout.index, next, err);
    if (st == RAT_OK && writer->catalogue)
        st = commit_catalogue(writer, next->generation, err);
    if (st != RAT_OK) {
        rat_manifest_release(&committed);
        return st;
    }
    rat_manifest_release(&writer->manifest);
    writer->manifest = committed;
    sweep(writer);
    return RAT_OK;
}

void rat_writer_set_analyzer_version(struct rat_writer *writer, uint32_t version)
{
    writer->analyzer_version = version;
}
