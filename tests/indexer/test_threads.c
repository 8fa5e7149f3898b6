/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One snapshot searched by four threads, another thread that opens and closes snapshots, and imports with two workers.
 * What this test is for shows under ThreadSanitizer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "indexer/ingest.h"
#include "query/search.h"
#include "tests/storage/scratch.h"
#include "text/analyzer.h"

#include <pthread.h>
#include <stdatomic.h>

#define DOCUMENTS 300
#define THREADS 4
#define PASSES 12
#define BUDGET (3u << 20) /* several commits */

static const char *const queries[] = {
    "Radweg",           "\"neue Schule\"", "Radweg UND Kosten", "Schul*", "Haushalt NICHT Radweg",
    "datum:2005..2010", "typ:Antrag",
};
#define QUERIES (sizeof queries / sizeof queries[0])

struct answer {
    uint64_t total;
    double first;
    uint32_t docnum;
};

struct world {
    struct scratch dir;
    struct rat_snapshot *snapshot;
    struct answer answers[QUERIES];
    _Atomic unsigned wrong, done;
};

static void write_source(struct world *w, const char *name, unsigned from, unsigned to)
{
    static const char *const topics[] = {"Der Radweg an der Kreisstraße", "Die neue Schule in der Stadt",
                                         "Der Haushalt des Kreises", "Kosten für den Radweg"};
    struct rat_buf out = RAT_BUF_INIT;
    for (unsigned i = from; i < to; i++) {
        rat_buf_printf(
            &out,
            "{\"id\":\"d%u\",\"title\":\"Vorlage %u\",\"date\":\"%u-02-03\",\"type\":\"%s\",\"text\":\"", i,
            i, 2000 + i % 15, i % 3 ? "Antrag" : "Bericht");
        for (unsigned k = 0; k <= i % 7; k++)
            rat_buf_printf(&out, "%s wurde beraten, Punkt %u. ", topics[(i + k) % 4], i * 31 + k);
        rat_buf_puts(&out, "\"}\n");
    }
    assert_false(out.failed);
    scratch_write(scratch_path(&w->dir, name), out.data, out.size);
    rat_buf_release(&out);
}

static rat_status ask(struct rat_snapshot *snapshot, const char *query, bool snippets, struct answer *out)
{
    static const uint8_t facets[] = {RAT_FIELD_TYPE, RAT_FIELD_YEAR};
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_search *search;
    request.query = query;
    request.facets = facets;
    request.facet_count = 2;
    rat_status st = rat_search_run(snapshot, &request, &search, NULL);
    if (st != RAT_OK)
        return st;
    const struct rat_result *result = rat_search_result(search);
    *out = (struct answer){result->total, 0, 0};
    if (result->hit_count) {
        out->first = result->hits[0].score;
        out->docnum = result->hits[0].docnum;
    }
    struct rat_arena arena;
    rat_arena_init(&arena, 0);
    for (size_t i = 0; snippets && st == RAT_OK && i < result->hit_count; i++) {
        const char *html;
        st = rat_search_snippet(search, i, NULL, &arena, &html, NULL);
    }
    rat_arena_release(&arena);
    rat_search_free(search);
    return st;
}

static int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    struct rat_archive_options create = {.analyzer = "german"};
    struct rat_ingest_options options = {.threads = 1}; /* a segment for each source */
    struct rat_ingest_report report;
    struct rat_analyzer *analyzer;
    assert_non_null(w);
    scratch_make(&w->dir);
    write_source(w, "quelle.jsonl", 0, DOCUMENTS / 2);
    write_source(w, "zweite.jsonl", DOCUMENTS / 2, DOCUMENTS);
    assert_int_equal(rat_analyzer_new("german", &analyzer, NULL), RAT_OK);
    create.analyzer_version = rat_analyzer_version(analyzer);
    rat_analyzer_free(analyzer);
    const char *archive = scratch_path(&w->dir, "archiv");
    const char *sources[] = {scratch_path(&w->dir, "quelle.jsonl"), scratch_path(&w->dir, "zweite.jsonl")};
    assert_int_equal(rat_archive_create(archive, &create, NULL), RAT_OK);
    assert_int_equal(rat_ingest(archive, sources, 2, &options, &report, NULL), RAT_OK);
    assert_int_equal(report.added, DOCUMENTS);
    assert_int_equal(rat_snapshot_open(archive, &w->snapshot, NULL), RAT_OK);
    assert_int_equal(w->snapshot->manifest.segment_count, 2);
    for (size_t q = 0; q < QUERIES; q++) {
        assert_int_equal(ask(w->snapshot, queries[q], false, &w->answers[q]), RAT_OK);
        assert_true(w->answers[q].total > 0);
    }
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;
    rat_snapshot_close(w->snapshot);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

struct reader {
    struct world *world;
    struct rat_snapshot *snapshot; /* NULL: one of its own in every pass */
    bool snippets;
    unsigned start;
    pthread_t thread;
};

/* cmocka's asserts belong to the main thread. */
static void compare(struct world *w, rat_status st, const struct answer *got, const struct answer *want)
{
    if (st != RAT_OK || got->total != want->total || got->docnum != want->docnum ||
        got->first < want->first - 1e-9 || got->first > want->first + 1e-9)
        atomic_fetch_add(&w->wrong, 1);
    atomic_fetch_add(&w->done, 1);
}

static void *read_on(void *ctx)
{
    struct reader *r = ctx;
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, r->world->dir.folder, "archiv");
    for (size_t pass = 0; pass < PASSES; pass++) {
        struct rat_snapshot *snapshot = r->snapshot;
        rat_status st = snapshot ? RAT_OK : rat_snapshot_open(rat_buf_cstr(&path), &snapshot, NULL);
        for (size_t i = 0; i < QUERIES; i++) {
            size_t q = (r->start + i) % QUERIES;
            struct answer got = {0};
            if (st == RAT_OK)
                st = ask(snapshot, queries[q], r->snippets, &got);
            compare(r->world, st, &got, &r->world->answers[q]);
        }
        if (!r->snapshot && snapshot)
            rat_snapshot_close(snapshot);
    }
    rat_buf_release(&path);
    return NULL;
}

static void threads_share_a_snapshot(void **state)
{
    struct world *w = *state;
    struct reader readers[THREADS + 1];
    for (unsigned i = 0; i <= THREADS; i++) {
        readers[i] = (struct reader){w, i < THREADS ? w->snapshot : NULL, i == 0 || i == THREADS, i, 0};
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }
    for (unsigned i = 0; i <= THREADS; i++)
        pthread_join(readers[i].thread, NULL);
    assert_int_equal(w->wrong, 0);
    assert_int_equal(w->done, (THREADS + 1) * PASSES * QUERIES);
}

static void *import_again(void *ctx)
{
    struct world *w = ctx;
    struct rat_buf archive = RAT_BUF_INIT, source = RAT_BUF_INIT;
    struct rat_ingest_options options = {.memory_bytes = BUDGET, .threads = 2};
    struct rat_ingest_report report;
    rat_path_join(&archive, w->dir.folder, "archiv");
    rat_path_join(&source, w->dir.folder, "quelle.jsonl");
    const char *sources[] = {rat_buf_cstr(&source)};
    for (int i = 0; i < 2; i++) /* what is unchanged stays; reindex writes all anew */
        if (rat_ingest(rat_buf_cstr(&archive), sources, 1, &options, &report, NULL) != RAT_OK ||
            report.added || rat_reindex(rat_buf_cstr(&archive), &options, &report, NULL) != RAT_OK ||
            rat_optimize(rat_buf_cstr(&archive), &options, NULL) != RAT_OK)
            atomic_fetch_add(&w->wrong, 1);
    rat_buf_release(&archive);
    rat_buf_release(&source);
    return NULL;
}

/* A writer and readers in one process, as a server will have them. */
static void a_writer_beside_them(void **state)
{
    struct world *w = *state;
    struct reader readers[2];
    pthread_t writer;
    w->wrong = w->done = 0;
    assert_int_equal(pthread_create(&writer, NULL, import_again, w), 0);
    for (unsigned i = 0; i < 2; i++) {
        readers[i] = (struct reader){w, i ? w->snapshot : NULL, true, i, 0};
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }
    for (unsigned i = 0; i < 2; i++)
        pthread_join(readers[i].thread, NULL);
    pthread_join(writer, NULL);
    assert_int_equal(w->wrong, 0);
    assert_int_equal(w->done, 2 * PASSES * QUERIES);
}

static void a_second_writer_is_refused(void **state)
{
    struct world *w = *state;
    const char *archive = scratch_path(&w->dir, "archiv");
    struct rat_writer *first, *second = NULL;
    struct rat_err err = RAT_ERR_INIT;
    struct answer got;
    assert_int_equal(rat_writer_open(archive, &first, NULL), RAT_OK);
    assert_int_equal(rat_writer_open(archive, &second, &err), RAT_ELOCKED);
    assert_null(second);
    assert_true(err.msg[0] && err.where[0] && err.hint[0]);
    assert_int_equal(rat_optimize(archive, NULL, NULL), RAT_ELOCKED);
    assert_int_equal(ask(w->snapshot, queries[0], true, &got), RAT_OK);
    struct rat_snapshot *snapshot;
    assert_int_equal(rat_snapshot_open(archive, &snapshot, NULL), RAT_OK);
    rat_snapshot_close(snapshot);
    rat_writer_close(first);
    assert_int_equal(rat_writer_open(archive, &second, &err), RAT_OK);
    rat_writer_close(second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_share_a_snapshot),
        cmocka_unit_test(a_writer_beside_them),
        cmocka_unit_test(a_second_writer_is_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
