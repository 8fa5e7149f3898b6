/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An index that is missing or damaged is made anew from the catalogue and the texts; dead documents do not count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"

static const char *in_archive(struct world *w, const char *name)
{
    struct rat_buf path = RAT_BUF_INIT;
    rat_path_join(&path, w->archive, name);
    const char *copy = rat_arena_strdup(&w->arena, rat_buf_cstr(&path));
    rat_buf_release(&path);
    return copy;
}

/* The first file of index/ whose name begins or ends so. */
static const char *index_file(struct world *w, const char *part)
{
    char **names, name[96] = "";
    size_t count;
    assert_int_equal(rat_folder_list(in_archive(w, "index"), &names, &count, NULL), RAT_OK);
    for (size_t i = 0; i < count && !name[0]; i++)
        if (strstr(names[i], part))
            snprintf(name, sizeof name, "index/%s", names[i]);
    rat_folder_list_free(names, count);
    assert_true(name[0] != '\0');
    return in_archive(w, name);
}

static void flip(const char *path)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    scratch_read(path, &bytes);
    bytes.data[bytes.size / 2] ^= 1;
    scratch_write(path, bytes.data, bytes.size);
    rat_buf_release(&bytes);
}

static void break_folder(struct world *w)
{
    assert_int_equal(nftw(in_archive(w, "index"), scratch_remove_entry, 16, FTW_DEPTH | FTW_PHYS), 0);
}

static void break_manifest(struct world *w)
{
    flip(index_file(w, "manifest-"));
}

static void lose_manifest(struct world *w)
{
    assert_int_equal(unlink(index_file(w, "manifest-")), 0);
}

static void empty_manifest(struct world *w)
{
    scratch_write(index_file(w, "manifest-"), "", 0);
}

static void lose_segment(struct world *w)
{
    assert_int_equal(unlink(index_file(w, ".docs")), 0);
}

static void break_segment(struct world *w)
{
    flip(index_file(w, ".post"));
}

static void rebuilds_what_is_broken(void **state)
{
    static void (*const breaks[])(struct world *) = {break_folder,   break_manifest, lose_manifest,
                                                     empty_manifest, lose_segment,   break_segment};
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Radweg\"}\n{\"id\":\"b\",\"text\":\"Schule und Radweg\"}\n"
              "{\"id\":\"c\",\"text\":\"Radweg\"}\n");
    world_import(w, "in.jsonl");
    world_put(w, "gone.jsonl", "{\"id\":\"c\",\"deleted\":true}\n");
    world_import(w, "gone.jsonl");
    for (size_t i = 0; i < sizeof breaks / sizeof *breaks; i++) {
        uint64_t findings = 0, generation = world_generation(w);
        volatile sig_atomic_t stop = 1;
        breaks[i](w);
        assert_int_equal(rat_archive_check(w->archive, false, NULL, NULL, &findings, NULL), RAT_OK);
        assert_true(findings > 0);
        w->options.stop = &stop; /* what is there stays until the commit */
        assert_int_equal(rat_reindex(w->archive, &w->options, &w->report, &w->err), RAT_EINTERRUPTED);
        w->options.stop = NULL;
        if (rat_reindex(w->archive, &w->options, &w->report, &w->err) != RAT_OK)
            fail_msg("%zu: %s %s", i, w->err.where, w->err.msg);
        assert_true(world_generation(w) > generation);
        assert_string_equal(world_find(w, "radweg"), "a b");
        assert_string_equal(world_find(w, "schule"), "b");
        world_sound(w);
    }
}

/* An interrupted reindex of a sound archive leaves the index as it was. */
static void interrupted_keeps_the_old_index(void **state)
{
    struct world *w = *state;
    volatile sig_atomic_t stop = 1;
    world_put(w, "in.jsonl", "{\"id\":\"a\",\"text\":\"Radweg\"}\n");
    world_import(w, "in.jsonl");
    w->options.stop = &stop;
    assert_int_equal(rat_reindex(w->archive, &w->options, &w->report, &w->err), RAT_EINTERRUPTED);
    assert_string_equal(world_find(w, "radweg"), "a");
    world_sound(w);
}

static void put_many(struct world *w, int from, int to, const char *words)
{
    struct rat_buf lines = RAT_BUF_INIT;
    for (int i = from; i < to; i++)
        rat_buf_printf(&lines, "{\"id\":\"d%d\",\"title\":\"Brief\",\"text\":\"%s\"}\n", i, words);
    world_put(w, "in.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
    world_import(w, "in.jsonl");
}

static void assert_statistics(struct world *w, uint64_t documents, uint64_t tokens, uint64_t dead)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_archive_stats stats;
    assert_int_equal(rat_snapshot_stats(snapshot, &stats, NULL), RAT_OK);
    assert_int_equal(snapshot->documents, documents);
    assert_int_equal(snapshot->tokens, tokens);
    assert_int_equal(stats.dead, dead);
    rat_snapshot_close(snapshot);
}

static void dead_documents_do_not_count(void **state)
{
    struct world *w = *state;
    w->options.threads = 1; /* one segment */
    put_many(w, 0, 120, "Radweg an der Grundschule");
    assert_statistics(w, 120, 120 * 5, 0);
    put_many(w, 0, 30, "Brücke im Ort"); /* a quarter: stays */
    assert_statistics(w, 120, 90 * 5 + 30 * 4, 30);
    put_many(w, 30, 31, "Brücke"); /* more: written anew */
    assert_statistics(w, 120, 89 * 5 + 30 * 4 + 2, 0);
    world_sound(w);
    world_put(w, "gone.jsonl", "{\"id\":\"d99\",\"deleted\":true}\n");
    world_import(w, "gone.jsonl"); /* hidden, not dead */
    assert_statistics(w, 120, 89 * 5 + 30 * 4 + 2, 0);
}

/* A word that more documents had than there are now: still found, and no score is below 0. */
static void more_dead_than_alive(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 5; i++)
        put_many(w, 0, 10, i % 2 ? "Radweg und Schule" : "Radweg oder Schule");
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    assert_int_equal(snapshot->documents, 10);
    request.query = "radweg";
    struct rat_search *search = world_ask(w, snapshot, &request);
    const struct rat_result *result = rat_search_result(search);
    assert_int_equal(result->hit_count, 10);
    for (size_t i = 0; i < result->hit_count; i++)
        assert_true(result->hits[i].score > 0);
    rat_search_free(search);
    rat_snapshot_close(snapshot);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rebuilds_what_is_broken, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(interrupted_keeps_the_old_index, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(dead_documents_do_not_count, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(more_dead_than_alive, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
