/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Xapian index of an archive through its life: it follows imports, says when it is behind, is rebuilt when terms change, forgets
 * what was purged (files as they lie there, and whatever inflates in them), and damage to it is found and harms nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "query/engine.h"
#include "storage/xapian_index.h"
#include "tests/indexer/ingest_world.h"

#include <zlib.h>

#define LINE(id, title, text, more) \
    "{\"id\":\"" id "\",\"title\":\"" title "\",\"text\":\"" text "\"" more "}\n"
#define PLAIN LINE("g2", "Radweg", "Der Radweg bleibt.", ",\"type\":\"Antrag\",\"committee\":\"Kreistag\"")

/* ---- asking ---- */

static struct rat_search *ask(struct world *w, struct rat_snapshot *snapshot, struct rat_engine **engine,
                              const char *query, bool removed)
{
    struct rat_request request = RAT_REQUEST_INIT;
    if (rat_engine_open(RAT_ENGINE_XAPIAN, snapshot, engine, &w->err) != RAT_OK)
        fail_msg("engine: %s", w->err.msg);
    request.query = query;
    request.limit = 1000;
    request.sort = RAT_SORT_OLDEST; /* by number among equals */
    request.engine = *engine;
    request.include_removed = removed;
    return world_ask(w, snapshot, &request);
}

/* "id id", by number */
static const char *find(struct world *w, const char *query, bool removed)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_engine *engine;
    struct rat_search *search = ask(w, snapshot, &engine, query, removed);
    const struct rat_result *result = rat_search_result(search);
    rat_buf_clear(&w->found);
    for (size_t i = 0; i < result->hit_count; i++)
        rat_buf_printf(&w->found, "%s%s", i ? " " : "", result->hits[i].id);
    rat_search_free(search);
    rat_engine_close(engine);
    rat_snapshot_close(snapshot);
    return rat_buf_cstr(&w->found);
}

static bool has_note(struct world *w, const char *word)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_engine *engine;
    struct rat_search *search = ask(w, snapshot, &engine, "radweg", false);
    const struct rat_result *result = rat_search_result(search);
    bool found = false;
    for (size_t i = 0; i < result->note_count; i++)
        found = found || strstr(result->notes[i], word);
    rat_search_free(search);
    rat_engine_close(engine);
    rat_snapshot_close(snapshot);
    return found;
}

static void with_xapian(struct world *w)
{
    w->options.engines = RAT_ENGINES_BOTH;
}

static uint64_t generation_of_index(struct world *w)
{
    struct rat_xapian_stats stats;
    if (rat_xapian_index_stats(w->archive, &stats, &w->err) != RAT_OK)
        fail_msg("stats: %s", w->err.msg);
    return stats.state.generation;
}

/* ---- following ---- */

static void follows_imports(void **state)
{
    struct world *w = *state;
    struct rat_engine *engine;
    world_put(w, "a.jsonl", LINE("g1", "Brücke", "Die alte Brücke.", "") PLAIN);
    world_import(w, "a.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    assert_int_equal(rat_engine_open(RAT_ENGINE_XAPIAN, snapshot, &engine, &w->err), RAT_ENOTFOUND);
    assert_true(strstr(w->err.hint, "reindex") != NULL);
    rat_snapshot_close(snapshot);
    with_xapian(w);
    world_import(w, "a.jsonl"); /* nothing new, but there is no index yet */
    assert_int_equal(w->report.xapian_documents, 2);
    assert_string_equal(find(w, "radweg", false), "g2");
    assert_string_equal(find(w, "\"alte Brücke\" typ:Antrag", false), "");
    w->options.engines = RAT_ENGINES_KEEP; /* there is one: it is kept up */
    world_put(w, "b.jsonl",
              LINE("g3", "Radweg", "Noch ein Radweg.", "") LINE("g1", "Brücke", "Eine neue Brücke.", ""));
    world_import(w, "b.jsonl");
    assert_int_equal(w->report.xapian_documents, 2);
    assert_string_equal(find(w, "radweg", false), "g2 g3");
    assert_string_equal(find(w, "alte", false), "");
    assert_string_equal(find(w, "neue", false), "g1");
    world_put(w, "c.jsonl", "{\"id\":\"g2\",\"deleted\":true}\n");
    world_import(w, "c.jsonl");
    assert_string_equal(find(w, "radweg", false), "g3");
    assert_string_equal(find(w, "radweg", true), "g2 g3");
    world_import(w, "c.jsonl");
    assert_int_equal(w->report.xapian_documents, 0);
    assert_int_equal(generation_of_index(w), world_generation(w));
    world_sound(w);
}

static void says_that_it_is_behind(void **state)
{
    struct world *w = *state;
    with_xapian(w);
    world_put(w, "a.jsonl", PLAIN);
    world_import(w, "a.jsonl");
    assert_false(has_note(w, "Generation"));
    w->options.engines = RAT_ENGINES_NATIVE;
    world_put(w, "b.jsonl", LINE("g3", "Radweg", "Noch ein Radweg.", ""));
    world_import(w, "b.jsonl");
    assert_string_equal(find(w, "radweg", false), "g2");
    assert_true(has_note(w, "Generation"));
    assert_true(generation_of_index(w) < world_generation(w));
    world_sound(w); /* to be behind is no damage */
    assert_int_equal(rat_optimize(w->archive, NULL, &w->err), RAT_OK);
    assert_string_equal(find(w, "radweg", false), "g2 g3");
    assert_false(has_note(w, "Generation"));
}

/* A reindex makes other terms: then all documents are put again, also when the index was left out. */
static void is_rebuilt(void **state)
{
    struct world *w = *state;
    struct rat_ingest_options native = {.engines = RAT_ENGINES_NATIVE},
                              xapian = {.engines = RAT_ENGINES_XAPIAN};
    struct rat_ingest_report report;
    uint64_t before, after;
    with_xapian(w);
    world_put(w, "a.jsonl", PLAIN LINE("g3", "Radweg", "Noch ein Radweg.", ""));
    world_import(w, "a.jsonl");
    assert_int_equal(rat_xapian_newest(w->archive, &before, &w->err), RAT_OK);
    assert_int_equal(rat_reindex(w->archive, &native, &report, &w->err), RAT_OK);
    assert_int_equal(report.xapian_documents, 0);
    world_put(w, "b.jsonl", LINE("g4", "Radweg", "Und noch einer.", ""));
    world_import(w, "b.jsonl");
    assert_int_equal(w->report.xapian_documents, 3);
    assert_int_equal(rat_xapian_newest(w->archive, &after, &w->err), RAT_OK);
    assert_true(after > before);
    assert_int_equal(rat_reindex(w->archive, &xapian, &report, &w->err), RAT_OK);
    assert_int_equal(report.xapian_documents, 3);
    assert_int_equal(rat_reindex(w->archive, NULL, &report, &w->err), RAT_OK);
    assert_int_equal(report.xapian_documents, 3);
    assert_string_equal(find(w, "radweg", false), "g2 g3 g4");
    world_sound(w);
}

/* Facets of a field with several values, of years, of nothing; groups. */
static void counts_facets(void **state)
{
    struct world *w = *state;
    static const uint8_t fields[] = {RAT_FIELD_COMMITTEE, RAT_FIELD_YEAR};
    struct rat_request request = RAT_REQUEST_INIT;
    struct rat_engine *engine;
    with_xapian(w);
    world_put(w, "a.jsonl",
              LINE("g1", "a", "Radweg", ",\"committee\":[\"Rat\",\"Bau\"],\"date\":\"2020-05-01\"")
                  LINE("g2", "b", "Radweg", ",\"committee\":[\"Bau\"],\"date\":\"1969-12-31\"")
                      LINE("g3", "c", "Radweg", ""));
    world_import(w, "a.jsonl");
    struct rat_snapshot *snapshot = world_open(w);
    assert_int_equal(rat_engine_open(RAT_ENGINE_XAPIAN, snapshot, &engine, &w->err), RAT_OK);
    request.query = "radweg";
    request.facets = fields;
    request.facet_count = 2;
    request.engine = engine;
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_result *result = rat_search_result(search);
    rat_buf_clear(&w->found);
    for (size_t f = 0; f < result->facet_count; f++)
        for (size_t i = 0; i < result->facets[f].value_count; i++)
            rat_buf_printf(&w->found, "%s=%llu ", result->facets[f].values[i].value,
                           (unsigned long long)result->facets[f].values[i].count);
    assert_string_equal(rat_buf_cstr(&w->found), "Bau=2 =1 Rat=1 1969=1 2020=1 =1 ");
    rat_search_free(search);
    rat_engine_close(engine);
    rat_snapshot_close(snapshot);
}

/* ---- purging ---- */

/* The largest and the smallest values of their slots, which Xapian keeps apart. */
#define SECRET                                                                                         \
    LINE("g1", "Kanarientitel", "Ein Kanarienwort, ein Kanarienvogelkäfig im Text.",                   \
         ",\"type\":\"ÄÄ Kanarienart\",\"committee\":[\"AAA Kanarienamt\"],\"date\":\"2031-03-07\"," \
         "\"municipality\":\"ZZZ Kanarienort\",\"reference\":\"2020/7777\"")

static const char *const canaries[] = {"kanarien", "7777", "kaefig"};

static struct hunt {
    struct rat_buf bytes;
    const char *word;
    unsigned found;
    char where[200];
} hunt; /* nftw has no context */

static void look(const unsigned char *bytes, size_t n, const char *where)
{
    size_t size = strlen(hunt.word);
    for (size_t i = 0; i + size <= n; i++) {
        if (strncasecmp((const char *)bytes + i, hunt.word, size) == 0) {
            hunt.found++;
            snprintf(hunt.where, sizeof hunt.where, "%s", where);
            return;
        }
    }
}

/* Xapian compresses what is long in its tables: whatever inflates, wherever it begins. */
static void look_into_deflated(const unsigned char *bytes, size_t n, const char *where)
{
    static unsigned char out[65536];
    for (size_t i = 0; i < n; i++) {
        z_stream z = {.next_in = (unsigned char *)(uintptr_t)(bytes + i),
                      .avail_in = (uInt)(n - i < 8192 ? n - i : 8192),
                      .next_out = out,
                      .avail_out = sizeof out};
        assert_int_equal(inflateInit2(&z, -15), Z_OK);
        inflate(&z, Z_SYNC_FLUSH);
        if (z.total_out >= 8)
            look(out, z.total_out, where);
        inflateEnd(&z);
    }
}

static int look_into_file(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)walk;
    if (type == FTW_F && strstr(path, "/xapian/")) {
        scratch_read(path, &hunt.bytes);
        look(hunt.bytes.data, hunt.bytes.size, path);
        look_into_deflated(hunt.bytes.data, hunt.bytes.size, path);
    }
    return 0;
}

static char terms[] = "terms", values[] = "values";

static bool look_at_item(void *ctx, const struct rat_xapian_item *item)
{
    look(item->bytes, item->size, ctx);
    return true;
}

static void look_through_xapian(struct world *w)
{
    struct rat_xapian_database *db;
    struct rat_xapian_state state;
    struct rat_xapian_err failure;
    char bytes[512];
    size_t size;
    assert_int_equal(rat_xapian_index_open(w->archive, &db, &state, &w->err), RAT_OK);
    assert_int_equal(rat_xapian_database_terms(db, "", 0, look_at_item, terms, &failure), RAT_XAPIAN_OK);
    for (uint32_t slot = 0; slot < 32; slot++) {
        assert_int_equal(rat_xapian_database_values(db, slot, look_at_item, values, &failure), RAT_XAPIAN_OK);
        for (int upper = 0; upper < 2; upper++) {
            assert_int_equal(
                rat_xapian_database_value_bound(db, slot, upper, bytes, sizeof bytes, &size, &failure),
                RAT_XAPIAN_OK);
            look((const unsigned char *)bytes, size, "bounds");
        }
    }
    rat_xapian_database_free(db);
}

static unsigned occurrences(struct world *w, const char *word)
{
    memset(&hunt, 0, sizeof hunt);
    hunt.word = word;
    assert_int_equal(nftw(w->archive, look_into_file, 16, FTW_PHYS), 0);
    look_through_xapian(w);
    rat_buf_release(&hunt.bytes);
    return hunt.found;
}

static void assert_clean(struct world *w)
{
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
        if (occurrences(w, canaries[i]))
            fail_msg("%s is still in %s", canaries[i], hunt.where);
    world_sound(w);
}

static void assert_there(struct world *w)
{
    for (size_t i = 0; i < 3; i++)
        if (!occurrences(w, canaries[i]))
            fail_msg("%s should be there: the hunt sees nothing", canaries[i]);
}

static void forgets_what_is_purged(void **state)
{
    struct world *w = *state;
    const char *id = "g1";
    with_xapian(w);
    world_put(w, "old.jsonl", LINE("g1", "Titel", "Erst ein Kanarienkaefig, käfig.", ""));
    world_put(w, "a.jsonl",
              SECRET PLAIN LINE("g3", "Radweg", "Noch ein Radweg.",
                                ",\"municipality\":\"Peine\",\"date\":\"2020-01-01\""));
    world_import(w, "old.jsonl");
    world_import(w, "a.jsonl"); /* replaced: its old bytes may lie in free blocks */
    assert_there(w);
    assert_string_equal(find(w, "kanarienwort", false), "g1");
    assert_int_equal(rat_purge(w->archive, &id, 1, "", &w->options, NULL, &w->err), RAT_OK);
    assert_clean(w);
    assert_string_equal(find(w, "*", false), "g3 g2");
    assert_string_equal(find(w, "kommune:Peine datum:2020", false), "g3");
}

/* Somebody else writes the index: what was acknowledged as purged is gone for searchers, and for good with the next writer. */
static void forgets_later(void **state)
{
    struct world *w = *state;
    const char *id = "g1";
    struct rat_buf path = RAT_BUF_INIT;
    struct rat_xapian_writer *other;
    struct rat_xapian_err failure;
    with_xapian(w);
    world_put(w, "a.jsonl", SECRET PLAIN);
    world_import(w, "a.jsonl");
    rat_xapian_path(w->archive, 1, "", &path);
    assert_int_equal(rat_xapian_writer_open(&(struct rat_xapian_place){.path = rat_buf_cstr(&path)},
                                            RAT_XAPIAN_OPEN, 0, &other, &failure),
                     RAT_XAPIAN_OK);
    assert_int_equal(rat_purge(w->archive, &id, 1, "", &w->options, NULL, &w->err), RAT_ELOCKED);
    assert_string_equal(find(w, "kanarienwort", false), "");
    assert_true(has_note(w, "Generation"));
    rat_xapian_writer_free(other);
    w->options.engines = RAT_ENGINES_NATIVE; /* not even asked to */
    world_put(w, "leer.jsonl", "");
    world_import(w, "leer.jsonl");
    assert_clean(w);
    rat_buf_release(&path);
}

/* ---- damage ---- */

static void damage_is_found(void **state)
{
    struct world *w = *state;
    struct rat_buf file = RAT_BUF_INIT, path = RAT_BUF_INIT;
    struct rat_ingest_options xapian = {.engines = RAT_ENGINES_XAPIAN};
    uint64_t findings = 0;
    with_xapian(w);
    world_put(w, "a.jsonl", PLAIN LINE("g3", "Radweg", "Noch ein Radweg.", ""));
    world_import(w, "a.jsonl");
    rat_xapian_path(w->archive, 1, "/postlist.glass", &path);
    scratch_read(rat_buf_cstr(&path), &file);
    memset(file.data, 0x5a, file.size);
    scratch_write(rat_buf_cstr(&path), file.data, file.size);
    assert_int_equal(rat_archive_check(w->archive, true, NULL, NULL, &findings, &w->err), RAT_OK);
    assert_true(findings > 0);
    assert_string_equal(world_find(w, "radweg"), "g2 g3"); /* the other engine does not mind */
    assert_int_equal(rat_reindex(w->archive, &xapian, NULL, &w->err), RAT_OK);
    assert_string_equal(find(w, "radweg", false), "g2 g3");
    world_sound(w);
    rat_buf_release(&file);
    rat_buf_release(&path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(follows_imports, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(says_that_it_is_behind, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(is_rebuilt, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(counts_facets, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(forgets_what_is_purged, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(forgets_later, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(damage_is_found, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
