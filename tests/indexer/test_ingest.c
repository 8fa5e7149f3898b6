/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Imports from end to end: what is found afterwards, what the report says, and that the same again changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"

#define O "https://o.example/"

static void assert_report(const struct world *w, uint64_t added, uint64_t changed, uint64_t unchanged,
                          uint64_t removed)
{
    assert_int_equal(w->report.added, added);
    assert_int_equal(w->report.changed, changed);
    assert_int_equal(w->report.unchanged, unchanged);
    assert_int_equal(w->report.removed, removed);
}

/* Names, sizes and times of all files of the archive. */
static struct rat_buf listing;
static int list_file(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)walk;
    /* SQLite's shared memory is touched by whoever opens the catalogue */
    if (type == FTW_F && !strstr(path, "catalogue.db-"))
        rat_buf_printf(&listing, "%s %lld %lld.%09ld\n", path, (long long)info->st_size,
                       (long long)info->st_mtim.tv_sec, info->st_mtim.tv_nsec);
    return 0;
}

static const char *list_files(struct world *w)
{
    rat_buf_clear(&listing);
    assert_int_equal(nftw(w->archive, list_file, 16, FTW_PHYS), 0);
    const char *copy = rat_arena_strdup(&w->arena, rat_buf_cstr(&listing));
    rat_buf_release(&listing);
    return copy;
}

static void assert_same_again(struct world *w, const char *source, uint64_t documents)
{
    uint64_t generation = world_generation(w);
    const char *before = list_files(w);
    world_import(w, source);
    assert_report(w, 0, 0, documents, 0);
    assert_int_equal(w->report.papers_added + w->report.papers_changed + w->report.papers_removed, 0);
    assert_int_equal(w->report.commits, 0);
    assert_int_equal(world_generation(w), generation);
    assert_string_equal(list_files(w), before);
}

static const char *removed_at(struct world *w, const char *id)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_resolved named;
    struct rat_document document;
    assert_int_equal(rat_catalogue_resolve(snapshot->catalogue, id, &w->arena, &named, &w->err), RAT_OK);
    assert_int_equal(rat_catalogue_document(snapshot->catalogue, named.docnum, &w->arena, &document, &w->err),
                     RAT_OK);
    rat_snapshot_close(snapshot);
    return document.removed_at;
}

static void lines_again_and_changed(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Radweg\",\"title\":\"Eins\",\"reference\":\"2020/1\"}\n"
              "{\"id\":\"b\",\"text\":\"Schule\",\"title\":\"Zwei\"}\n{\"id\":\"c\",\"text\":\"\"}\n");
    world_import(w, "in.jsonl");
    assert_report(w, 3, 0, 0, 0);
    assert_int_equal(w->report.without_text, 1);
    assert_same_again(w, "in.jsonl", 3);
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Brücke\",\"title\":\"Eins\",\"reference\":\"2020/1\"}\n"
              "{\"id\":\"b\",\"text\":\"Schule\",\"title\":\"Drei\"}\n{\"id\":\"c\",\"text\":\"\"}\n");
    world_import(w, "in.jsonl");
    assert_report(w, 0, 2, 1, 0);
    assert_string_equal(world_find(w, "radweg"), "");
    assert_string_equal(world_find(w, "zwei"), "");
    assert_string_equal(world_find(w, "brücke"), "a");
    assert_string_equal(world_find(w, "titel:drei"), "b");
    assert_string_equal(world_find(w, "*"), "a b c");
    assert_same_again(w, "in.jsonl", 3);
    world_sound(w);
}

static void same_id_twice(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"erstens\"}\n{\"id\":\"b\",\"text\":\"zweitens\"}\n"
              "{\"id\":\"a\",\"text\":\"drittens\"}\n{\"id\":\"a\",\"text\":\"viertens\"}\n");
    world_import(w, "in.jsonl");
    assert_report(w, 2, 2, 0, 0);
    assert_string_equal(world_find(w, "erstens drittens"), "");
    assert_string_equal(world_find(w, "viertens"), "a");
    assert_string_equal(world_find(w, "*"), "a b");
    world_sound(w);
}

static void bad_lines_are_named(void **state)
{
    struct world *w = *state;
    world_put(
        w, "in.jsonl",
        "{\"id\":\"a\",\"text\":\"Radweg\"}\n{\"id\":\"b\"}\nnonsense\n{\"id\":\"c\",\"text\":\"Schule\"}\n"
        "{\"id\":\"d\",\"text\":\"geheim\",\"public\":false}\n");
    world_import(w, "in.jsonl");
    assert_report(w, 2, 0, 0, 0);
    assert_int_equal(w->report.rejected, 2);
    assert_int_equal(w->report.skipped_nonpublic, 1);
    assert_non_null(strstr(rat_buf_cstr(&w->rejected), "in.jsonl:2\n"));
    assert_non_null(strstr(rat_buf_cstr(&w->rejected), "in.jsonl:3\n"));
    assert_string_equal(world_find(w, "*"), "a c");
    assert_string_equal(world_find(w, "geheim"), "");
}

static void folder_is_a_mirror(void **state)
{
    struct world *w = *state;
    world_put(w, "ordner/a.txt", "Radweg\n\nAm Radweg.\n");
    world_put(w, "ordner/tief/b.txt", "Schule\n\nAn der Schule.\n");
    world_put(w, "ordner/l.jsonl", "{\"id\":\"zeile\",\"text\":\"Brücke\",\"reference\":\"2020/3\"}\n");
    world_import(w, "ordner");
    assert_report(w, 3, 0, 0, 0);
    assert_same_again(w, "ordner", 3);

    assert_int_equal(unlink(scratch_path(&w->dir, "ordner/a.txt")), 0);
    world_import(w, "ordner");
    assert_report(w, 0, 0, 2, 1);
    assert_int_equal(w->report.papers_removed, 1);
    assert_string_equal(world_find(w, "radweg"), "");
    char today[RAT_DATE_TEXT];
    assert_string_equal(removed_at(w, "ordner/a.txt"), rat_date_format(rat_date_today(), today));
    struct rat_request all = RAT_REQUEST_INIT;
    all.query = "radweg";
    all.include_removed = true;
    assert_string_equal(world_hits(w, &all, true), "ordner/a.txt");
    assert_same_again(w, "ordner", 2);

    world_put(w, "ordner/a.txt", "Radweg\n\nAm Radweg.\n");
    world_import(w, "ordner");
    assert_int_equal(w->report.restored, 1);
    assert_string_equal(world_find(w, "radweg"), "ordner/a.txt");
    assert_null(removed_at(w, "ordner/a.txt"));
    assert_same_again(w, "ordner", 3);
    world_sound(w);
}

/* What a second source brings does not belong to the first, and is not missed there. */
static void two_sources(void **state)
{
    struct world *w = *state;
    world_put(w, "eins/a.txt", "Radweg\n");
    world_put(w, "zwei/b.txt", "Schule\n");
    world_import(w, "eins");
    world_import(w, "zwei");
    assert_report(w, 1, 0, 0, 0);
    assert_int_equal(unlink(scratch_path(&w->dir, "zwei/b.txt")), 0);
    world_import(w, "eins");
    assert_report(w, 0, 0, 1, 0);
    world_import(w, "zwei");
    assert_report(w, 0, 0, 0, 1);
    assert_string_equal(world_find(w, "*"), "eins/a.txt");
    assert_int_equal(
        rat_ingest(w->archive, (const char *const[]){"/nirgends/hier"}, 1, &w->options, &w->report, &w->err),
        RAT_ENOTFOUND);
    assert_string_equal(world_find(w, "*"), "eins/a.txt");
}

/* A file that cannot be read today is not gone. */
static void unreadable_is_not_gone(void **state)
{
    struct world *w = *state;
    world_put(w, "ordner/a.txt", "Radweg\n");
    world_put(w, "ordner/b.txt", "Schule\n");
    world_import(w, "ordner");
    assert_int_equal(unlink(scratch_path(&w->dir, "ordner/a.txt")), 0);
    assert_int_equal(symlink("nirgends", scratch_path(&w->dir, "ordner/a.txt")), 0);
    world_import(w, "ordner");
    assert_int_equal(w->report.rejected, 1);
    assert_report(w, 0, 0, 1, 0);
    assert_string_equal(world_find(w, "radweg"), "ordner/a.txt");
}

/* ---- OParl ---- */

static void put_dump(struct world *w)
{
    world_put(w, "dump/organizations.json", "[{\"id\":\"" O "gr/1\",\"name\":\"Kreisausschuss\"}]");
    world_put(w, "dump/consultations.json", "[]");
    world_put(
        w, "dump/meetings/5.json",
        "{\"id\":\"" O
        "meetings/5\",\"name\":\"Sitzung\",\"start\":\"2020-10-14T16:30:00+02:00\",\"organization\":[\"" O
        "gr/1\"],\"agendaItem\":[{\"id\":\"" O "items/7\",\"number\":\"2\",\"result\":\"zugestimmt\"}],"
        "\"resultsProtocol\":{\"id\":\"" O "files/70\",\"name\":\"Protokoll\"}}");
    world_put(w, "dump/papers/1.json",
              "{\"id\":\"" O "papers/1\",\"name\":\"Neubau "
              "Schule\",\"reference\":\"2020/1\",\"date\":\"2020-09-01\",\"mainFile\":{"
              "\"id\":\"" O "files/10\",\"name\":\"Vorlage\"},\"auxiliaryFile\":[{\"id\":\"" O
              "files/11\",\"name\":\"Plan\"},"
              "{\"id\":\"" O "files/12\",\"name\":\"ohne Text\"}],\"consultation\":[{\"id\":\"" O
              "consultations/1\","
              "\"organization\":[\"" O "gr/1\"],\"meeting\":\"" O "meetings/5\",\"agendaItem\":\"" O
              "items/7\"},{\"id\":\"" O "consultations/2\",\"organization\":[\"" O
              "gr/404\"],\"meeting\":\"" O "meetings/404\"}],"
              "\"superordinatedPaper\":[\"" O "papers/404\"]}");
    world_put(w, "dump/papers/2.json",
              "{\"id\":\"" O "papers/"
              "2\",\"deleted\":true,\"modified\":\"2021-05-06T00:00:00Z\",\"name\":\"Weg\","
              "\"mainFile\":{\"id\":\"" O "files/20\",\"name\":\"Weg\"}}");
    world_put(w, "dump/papers/3.json", "{kaputt");
    world_put(w, "dump/file-contents/10.txt", "Die Grundschule wird gebaut.");
    world_put(w, "dump/file-contents/11.txt", "Lageplan der Turnhalle.");
    world_put(w, "dump/file-contents/20.txt", "Gelöschtes.");
    world_put(w, "dump/file-contents/70.txt", "Niederschrift der Sitzung.");
    world_put(w, "dump/file-contents/99.txt", "Waise ohne Vorlage.");
    world_put(w, "dump/file-contents/99.json", "{\"id\":\"" O "files/99\",\"name\":\"Waise\"}");
}

static void oparl_dump(void **state)
{
    struct world *w = *state;
    put_dump(w);
    world_import(w, "dump");
    assert_int_equal(w->report.rejected, 1);
    assert_non_null(strstr(rat_buf_cstr(&w->rejected), "papers/3.json"));
    assert_string_equal(world_find(w, "\"grundschule\""), O "files/10");
    assert_string_equal(world_find(w, "gremium:kreisausschuss AND turnhalle"), O "files/11");
    assert_string_equal(world_find(w, "waise"), O "files/99");
    assert_string_equal(world_find(w, "niederschrift"), O "files/70");
    assert_string_equal(world_find(w, "nummer:2020/1 AND datum:2020-09"), O "files/10 " O "files/11");
    assert_string_equal(world_find(w, "gelöschtes"), "");
    assert_true(w->report.without_paper >= 2);
    uint64_t again = w->report.documents;
    world_import(w, "dump");
    assert_int_equal(w->report.added + w->report.changed + w->report.removed + w->report.restored, 0);
    assert_int_equal(w->report.commits, 0);
    assert_int_equal(w->report.documents, again);

    /* mended, one paper deleted at its source, one file gone */
    world_put(w, "dump/papers/3.json", "{\"id\":\"" O "papers/3\",\"name\":\"Drei\"}");
    world_put(
        w, "dump/papers/1.json",
        "{\"id\":\"" O "papers/1\",\"deleted\":true,\"modified\":\"2022-01-02T00:00:00Z\",\"name\":\"Neubau "
        "Schule\",\"mainFile\":{\"id\":\"" O "files/10\"},\"auxiliaryFile\":[{\"id\":\"" O "files/11\"}]}");
    assert_int_equal(unlink(scratch_path(&w->dir, "dump/file-contents/99.txt")), 0);
    world_import(w, "dump");
    assert_int_equal(w->report.rejected, 0);
    assert_string_equal(world_find(w, "grundschule"), "");
    assert_string_equal(world_find(w, "waise"), "");
    assert_string_equal(removed_at(w, O "files/10"), "2022-01-02");
    world_sound(w);
}

/* ---- batches ---- */

static void put_many(struct world *w, unsigned count)
{
    struct rat_buf lines = RAT_BUF_INIT;
    for (unsigned i = 0; i < count; i++) {
        rat_buf_printf(&lines, "{\"id\":\"d%u\",\"title\":\"Vorlage\",\"text\":\"radweg nummer%u", i, i);
        for (unsigned k = 0; k < 120; k++)
            rat_buf_printf(&lines, " wort%u", (i * 31 + k * k) % 9973);
        rat_buf_puts(&lines, "\"}\n");
    }
    world_put(w, "viele.jsonl", rat_buf_cstr(&lines));
    rat_buf_release(&lines);
}

static uint64_t total_of(struct world *w, const char *query)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_request request = RAT_REQUEST_INIT;
    request.query = query;
    struct rat_search *search = world_ask(w, snapshot, &request);
    uint64_t total = rat_search_result(search)->total;
    rat_search_free(search);
    rat_snapshot_close(snapshot);
    return total;
}

static void small_budget_makes_batches(void **state)
{
    struct world *w = *state;
    put_many(w, 1500);
    w->options.memory_bytes = 4u << 20;
    world_import(w, "viele.jsonl");
    assert_report(w, 1500, 0, 0, 0);
    assert_true(w->report.commits > 1);
    assert_int_equal(total_of(w, "radweg"), 1500);
    assert_string_equal(world_find(w, "nummer77"), "d77");
    assert_same_again(w, "viele.jsonl", 1500);
    world_sound(w);
}

struct stopper {
    struct world *w;
    volatile sig_atomic_t stop;
    uint64_t at;
};

static void stop_at(void *ctx, const struct rat_ingest_report *so_far)
{
    struct stopper *s = ctx;
    if (so_far->documents >= s->at)
        s->stop = 1;
}

/* Stopped again and again, it gets to the same end. */
static void interrupted_and_continued(void **state)
{
    struct world *w = *state;
    volatile sig_atomic_t stop = 1;
    put_many(w, 300);
    w->options.stop = &stop;
    assert_int_equal(world_try_import(w, "viele.jsonl"), RAT_EINTERRUPTED);
    assert_in_range(total_of(w, "*"), 0, 299);
    assert_int_equal(world_try_import(w, "viele.jsonl"), RAT_EINTERRUPTED);

    struct stopper s = {w, 0, 100};
    w->options.stop = &s.stop;
    w->options.ctx = &s;
    w->options.rejected = NULL;
    w->options.progress = stop_at;
    rat_status st = world_try_import(w, "viele.jsonl");
    assert_true(st == RAT_EINTERRUPTED || st == RAT_OK);
    w->options.stop = NULL;
    w->options.progress = NULL;
    world_import(w, "viele.jsonl");
    assert_int_equal(w->report.added + w->report.unchanged, 300);
    assert_int_equal(total_of(w, "radweg"), 300);
    assert_same_again(w, "viele.jsonl", 300);
    world_sound(w);
}

/* An interrupted pass over a mirror saw only a part: nothing of the rest is gone. */
static void interrupted_mirror_removes_nothing(void **state)
{
    struct world *w = *state;
    volatile sig_atomic_t stop = 1;
    world_put(w, "ordner/a.txt", "Radweg\n");
    world_put(w, "ordner/b.txt", "Schule\n");
    world_import(w, "ordner");
    w->options.stop = &stop;
    assert_int_equal(world_try_import(w, "ordner"), RAT_EINTERRUPTED);
    assert_int_equal(w->report.removed, 0);
    assert_string_equal(world_find(w, "*"), "ordner/a.txt ordner/b.txt");
}

static void reindex_finds_the_same(void **state)
{
    static const char *const queries[] = {"grundschule OR turnhalle",
                                          "gremium:kreisausschuss",
                                          "\"wird gebaut\"",
                                          "nummer:2020/1",
                                          "titel:neubau",
                                          "*",
                                          "turn*",
                                          "weg",
                                          "datum:2020.."};
    struct world *w = *state;
    const char *before[sizeof queries / sizeof *queries];
    put_dump(w);
    world_put(w, "gone.jsonl", "{\"id\":\"" O "files/70\",\"deleted\":true}\n");
    world_import(w, "dump");
    world_import(w, "gone.jsonl");
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        before[i] = rat_arena_strdup(&w->arena, world_find(w, queries[i]));
    assert_string_equal(world_find(w, "niederschrift"), "");
    assert_int_equal(rat_reindex(w->archive, &w->options, &w->report, &w->err), RAT_OK);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        assert_string_equal(world_find(w, queries[i]), before[i]);
    assert_string_equal(world_find(w, "niederschrift"), "");
    assert_string_not_equal(before[0], "");
    world_import(w, "dump"); /* and nothing looks new, but for what was taken out of the dump's way */
    assert_int_equal(w->report.added + w->report.changed, 0);
    world_sound(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_again_and_changed, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(same_id_twice, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(bad_lines_are_named, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(folder_is_a_mirror, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(two_sources, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(unreadable_is_not_gone, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(oparl_dump, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(small_budget_makes_batches, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(interrupted_and_continued, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(interrupted_mirror_removes_nothing, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(reindex_finds_the_same, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
