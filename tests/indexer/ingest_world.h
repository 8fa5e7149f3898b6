/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An archive in a scratch folder, input files beside it, and one line per question. Everything fails the running
 * cmocka test. Include after <cmocka.h>.
 *
 *     world_setup, world_teardown     of cmocka; the archive is "german"
 *     world_put(w, "in/a.txt", "Text")
 *     world_import(w, "in")           report in w->report
 *     world_find(w, "radweg")         "id id id" by number, valid until the next call
 */
#ifndef TESTS_INDEXER_INGEST_WORLD_H
#define TESTS_INDEXER_INGEST_WORLD_H

#include "indexer/ingest.h"
#include "query/search.h"
#include "tests/storage/scratch.h"
#include "text/analyzer.h"

#include <sys/stat.h>

struct world {
    struct scratch dir;
    char archive[96];
    struct rat_err err;
    struct rat_ingest_options options;
    struct rat_ingest_report report;
    struct rat_buf rejected; /* where each was, one a line */
    struct rat_buf found;
    struct rat_arena arena;
};

static inline void world_note_rejected(void *ctx, const struct rat_err *reason)
{
    struct world *w = ctx;
    rat_buf_printf(&w->rejected, "%s\n", reason->where);
}

static inline void world_init(struct world *w, const char *analyzer)
{
    struct rat_archive_options options = {.analyzer = analyzer,
                                          .analyzer_version = rat_analyzer_version_of(analyzer)};
    if (rat_archive_create(w->archive, &options, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
}

static inline int world_setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    snprintf(w->archive, sizeof w->archive, "%s/archive", w->dir.folder);
    w->options = (struct rat_ingest_options){.threads = 2, .ctx = w, .rejected = world_note_rejected};
    rat_arena_init(&w->arena, 0);
    world_init(w, "german");
    *state = w;
    return 0;
}

static inline int world_teardown(void **state)
{
    struct world *w = *state;
    rat_buf_release(&w->rejected);
    rat_buf_release(&w->found);
    rat_arena_release(&w->arena);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

/* Makes the folders on the way. */
static inline void world_put(struct world *w, const char *name, const char *text)
{
    for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
        char folder[128];
        snprintf(folder, sizeof folder, "%.*s", (int)(slash - name), name);
        mkdir(scratch_path(&w->dir, folder), 0777);
    }
    scratch_write(scratch_path(&w->dir, name), text, strlen(text));
}

static inline rat_status world_try_import(struct world *w, const char *name)
{
    const char *source = scratch_path(&w->dir, name);
    rat_buf_clear(&w->rejected);
    return rat_ingest(w->archive, &source, 1, &w->options, &w->report, &w->err);
}

static inline void world_import(struct world *w, const char *name)
{
    if (world_try_import(w, name) != RAT_OK)
        fail_msg("import: %s %s", w->err.where, w->err.msg);
}

static inline struct rat_snapshot *world_open(struct world *w)
{
    struct rat_snapshot *snapshot;
    if (rat_snapshot_open(w->archive, &snapshot, &w->err) != RAT_OK)
        fail_msg("open: %s %s", w->err.where, w->err.msg);
    return snapshot;
}

static inline struct rat_search *world_ask(struct world *w, struct rat_snapshot *snapshot,
                                           const struct rat_request *request)
{
    struct rat_search *search;
    if (rat_search_run(snapshot, request, &search, &w->err) != RAT_OK)
        fail_msg("search: %s", w->err.msg);
    return search;
}

static inline int world_by_docnum(const void *a, const void *b)
{
    const struct rat_hit *x = a, *y = b;
    return (x->docnum > y->docnum) - (x->docnum < y->docnum);
}

/* Ids in the order that the request gives, or (sorted) by number. */
static inline const char *world_hits(struct world *w, const struct rat_request *request, bool sorted)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_search *search = world_ask(w, snapshot, request);
    const struct rat_result *result = rat_search_result(search);
    struct rat_hit *hits = calloc(result->hit_count + 1, sizeof *hits);
    assert_non_null(hits);
    if (result->hit_count)
        memcpy(hits, result->hits, result->hit_count * sizeof *hits);
    if (sorted)
        qsort(hits, result->hit_count, sizeof *hits, world_by_docnum);
    rat_buf_clear(&w->found);
    for (size_t i = 0; i < result->hit_count; i++)
        rat_buf_printf(&w->found, "%s%s", i ? " " : "", hits[i].id);
    free(hits);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    return rat_buf_cstr(&w->found);
}

static inline const char *world_find(struct world *w, const char *query)
{
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    request.limit = 1000;
    return world_hits(w, &request, true);
}

static inline uint64_t world_generation(struct world *w)
{
    struct rat_snapshot *snapshot = world_open(w);
    uint64_t generation = snapshot->generation;
    rat_snapshot_close(snapshot);
    return generation;
}

static inline void world_name_damage(void *ctx, const char *file, const char *what)
{
    (void)ctx;
    print_message("%s: %s\n", file, what);
}

static inline void world_sound(struct world *w)
{
    uint64_t findings = 1;
    assert_int_equal(rat_archive_check(w->archive, true, world_name_damage, NULL, &findings, &w->err),
                     RAT_OK);
    assert_int_equal(findings, 0);
}

#endif
