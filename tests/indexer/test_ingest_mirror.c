/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Imports of what changes and of what is broken: nothing is lost, nothing is overwritten, what is gone is gone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/indexer/ingest_world.h"

#define O "https://o.example/"

static void remove_file(struct world *w, const char *name)
{
    assert_int_equal(unlink(scratch_path(&w->dir, name)), 0);
}

/* How a paper is called now; "-" when it is gone, NULL when it never was. */
static const char *paper_name(struct world *w, const char *id, size_t *consultations)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_paper paper;
    rat_status st = rat_catalogue_paper(snapshot->catalogue, id, &w->arena, &paper, &w->err);
    rat_snapshot_close(snapshot);
    if (st != RAT_OK)
        return NULL;
    if (consultations)
        *consultations = paper.consultation_count;
    return paper.removed_at ? "-" : paper.name;
}

static bool meeting_is_gone(struct world *w, const char *id)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_meeting meeting;
    assert_int_equal(rat_catalogue_meeting(snapshot->catalogue, id, &w->arena, &meeting, &w->err), RAT_OK);
    rat_snapshot_close(snapshot);
    return meeting.removed_at != NULL;
}

static void assert_nothing_new(struct world *w, const char *source)
{
    world_import(w, source);
    assert_int_equal(w->report.added + w->report.changed + w->report.removed + w->report.restored, 0);
    assert_int_equal(w->report.papers_added + w->report.papers_changed + w->report.papers_removed, 0);
    assert_int_equal(w->report.meetings_changed + w->report.meetings_removed, 0);
    assert_int_equal(w->report.commits, 0);
}

/* Many workers, texts of very different size with one number each: the first is the paper, every time. */
static void order_of_the_source_decides(void **state)
{
    struct world *w = *state;
    struct rat_buf lines = RAT_BUF_INIT;
    for (unsigned i = 0; i < 60; i++) {
        rat_buf_printf(&lines,
                       "{\"id\":\"d%02u\",\"reference\":\"2020/1\",\"title\":\"Titel %u\",\"text\":\"", i, i);
        for (unsigned k = 0; k < (60 - i) * 300; k++)
            rat_buf_printf(&lines, "wort%u ", k);
        rat_buf_puts(&lines, "\"}\n");
        char name[32];
        snprintf(name, sizeof name, "viele/%02u.jsonl", i);
        world_put(w, name, rat_buf_cstr(&lines));
        rat_buf_clear(&lines);
    }
    rat_buf_release(&lines);
    w->options.threads = 4;
    world_import(w, "viele");
    assert_int_equal(w->report.added, 60);
    assert_string_equal(paper_name(w, "2020/1", NULL), "Titel 0");
    assert_string_equal(world_find(w, "titel:59"), "d59");
    assert_nothing_new(w, "viele");
    world_sound(w);
}

static void equal_names_of_two_folders(void **state)
{
    struct world *w = *state;
    world_put(w, "a/texte/x.txt", "Radweg\n");
    world_put(w, "b/texte/x.txt", "Schule\n");
    const char *a = rat_arena_strdup(&w->arena, scratch_path(&w->dir, "a/texte"));
    const char *b = rat_arena_strdup(&w->arena, scratch_path(&w->dir, "b/texte"));
    const char *const sources[] = {a, b};
    for (int pass = 0; pass < 2; pass++) {
        assert_int_equal(rat_ingest(w->archive, sources, 2, &w->options, &w->report, &w->err), RAT_OK);
        assert_int_equal(w->report.added, pass ? 0 : 2);
        assert_int_equal(w->report.unchanged, pass ? 2 : 0);
        assert_int_equal(w->report.removed, 0);
        assert_string_equal(world_find(w, "radweg"), "texte/x.txt");
        assert_non_null(strstr(world_find(w, "schule"), "texte/x.txt@"));
    }
    remove_file(w, "a/texte/x.txt");
    world_import(w, "a/texte");
    assert_int_equal(w->report.removed, 1);
    assert_nothing_new(w, "b/texte");
    world_put(w, "eins/y.txt", "Brücke\n");
    world_put(w, "zwei/y.txt", "Kanal\n");
    world_import(w, "eins/y.txt");
    world_import(w, "zwei/y.txt");
    assert_int_equal(w->report.added, 1);
    assert_string_equal(world_find(w, "brücke"), "y.txt");
    world_sound(w);
}

/* A purged name of one folder does not take the other folder's text of that name along. */
static void purged_name_of_another_folder(void **state)
{
    struct world *w = *state;
    uint64_t purged;
    world_put(w, "a/texte/x.txt", "Radweg\n");
    world_put(w, "b/texte/x.txt", "Schule\n");
    world_import(w, "a/texte");
    world_import(w, "b/texte");
    assert_int_equal(rat_purge(w->archive, (const char *const[]){"texte/x.txt"}, 1, "Grund", &w->options,
                               &purged, &w->err),
                     RAT_OK);
    assert_nothing_new(w, "b/texte");
    assert_non_null(strstr(world_find(w, "schule"), "texte/x.txt@"));
    world_import(w, "a/texte");
    assert_int_equal(w->report.skipped_purged, 1);
}

static void a_missing_source_stops_all(void **state)
{
    struct world *w = *state;
    world_put(w, "da/a.txt", "Radweg\n");
    const char *there = rat_arena_strdup(&w->arena, scratch_path(&w->dir, "da"));
    const char *const sources[] = {there, "/nirgends/hier"};
    assert_int_equal(rat_ingest(w->archive, sources, 2, &w->options, &w->report, &w->err), RAT_ENOTFOUND);
    assert_non_null(strstr(w->err.where, "/nirgends/hier"));
    assert_int_equal(w->report.commits, 0);
    assert_string_equal(world_find(w, "*"), "");
}

/* A PDF among the texts is named, and what is missing beside it is still noticed. */
static void foreign_file_protects_nothing(void **state)
{
    struct world *w = *state;
    world_put(w, "ordner/a.txt", "Radweg\n");
    world_put(w, "ordner/b.txt", "Schule\n");
    world_put(w, "ordner/c/d.txt", "Kanal\n");
    world_put(w, "ordner/l.jsonl",
              "{\"id\":\"z1\",\"text\":\"Brücke\"}\n{\"id\":\"z2\",\"text\":\"Steg\"}\n");
    world_put(w, "ordner/plan.pdf", "%PDF");
    world_import(w, "ordner");
    assert_int_equal(w->report.added, 5);
    remove_file(w, "ordner/a.txt");
    remove_file(w, "ordner/b.txt");
    assert_int_equal(symlink("nirgends", scratch_path(&w->dir, "ordner/b.txt")), 0);
    world_put(w, "ordner/l.jsonl", "{\"id\":\"z1\",\"text\":\"Brücke\"}\n{kaputt\n");
    world_import(w, "ordner");
    assert_int_equal(w->report.rejected, 3);
    assert_int_equal(w->report.removed, 1);
    assert_string_equal(world_find(w, "radweg"), "");
    assert_string_equal(world_find(w, "schule"), "ordner/b.txt");
    assert_string_equal(paper_name(w, "ordner/b.txt", NULL), "Schule");
    assert_string_equal(world_find(w, "steg"), "z2");
    world_put(w, "ordner/l.jsonl", "{\"id\":\"z1\",\"text\":\"Brücke\"}\n");
    world_import(w, "ordner");
    assert_string_equal(world_find(w, "steg"), "");
}

static void nonpublic_goes_out_of_sight(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Radweg\",\"reference\":\"2020/1\",\"title\":\"Weg\"}\n"
              "{\"id\":\"b\",\"text\":\"Schule\"}\n");
    world_import(w, "in.jsonl");
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"Radweg\",\"public\":false}\n"
              "{\"id\":\"c\",\"text\":\"Kanal\"}\n{\"id\":\"c\",\"text\":\"\",\"public\":false}\n");
    world_import(w, "in.jsonl");
    assert_int_equal(w->report.skipped_nonpublic, 2);
    assert_int_equal(w->report.removed, 2);
    world_put(w, "in.jsonl",
              "{\"id\":\"a\",\"text\":\"\",\"public\":false}\n{\"id\":\"b\",\"text\":\"Schule\"}\n");
    assert_string_equal(world_find(w, "*"), "b");
    assert_string_equal(paper_name(w, "2020/1", NULL), "-");
    assert_nothing_new(w, "in.jsonl");
}

/* ---- OParl ---- */

static void put_paper(struct world *w, const char *number, const char *extra)
{
    char name[64];
    struct rat_buf json = RAT_BUF_INIT;
    snprintf(name, sizeof name, "dump/papers/%s.json", number);
    rat_buf_printf(&json,
                   "{\"id\":\"" O
                   "papers/%s\",\"name\":\"Name %s\",\"reference\":\"2020/%s\",\"mainFile\":{\"id\":"
                   "\"" O "files/%s0\",\"name\":\"Vorlage\"}%s}",
                   number, number, number, number, extra);
    world_put(w, name, rat_buf_cstr(&json));
    snprintf(name, sizeof name, "dump/file-contents/%s0.txt", number);
    rat_buf_clear(&json);
    rat_buf_printf(&json, "Inhalt%s der Vorlage.", number);
    world_put(w, name, rat_buf_cstr(&json));
    rat_buf_release(&json);
}

static void put_meetings(struct world *w)
{
    world_put(w, "dump/meetings/5.json", "{\"id\":\"" O "meetings/5\",\"name\":\"Sitzung\"}");
    world_put(w, "dump/meetings/6.json", "{\"id\":\"" O "meetings/6\",\"name\":\"Sitzung\"}");
    world_put(w, "dump/meetings/7.json", "{\"id\":\"" O "meetings/7\",\"name\":\"Sitzung\"}");
}

static void broken_paper_keeps_its_documents(void **state)
{
    struct world *w = *state;
    put_meetings(w);
    put_paper(w, "1", "");
    put_paper(w, "2", "");
    put_paper(w, "3", "");
    world_import(w, "dump");
    assert_int_equal(w->report.added, 3);
    world_put(w, "dump/papers/1.json", "{kaputt");
    remove_file(w, "dump/papers/3.json");
    remove_file(w, "dump/file-contents/30.txt");
    world_import(w, "dump");
    assert_int_equal(w->report.rejected, 1);
    assert_int_equal(w->report.changed + w->report.added, 0);
    assert_int_equal(w->report.removed, 1);
    assert_int_equal(w->report.papers_removed, 1);
    assert_string_equal(paper_name(w, O "papers/1", NULL), "Name 1");
    assert_string_equal(paper_name(w, O "papers/3", NULL), "-");
    assert_string_equal(world_find(w, "titel:\"Name 1\""), O "files/10");
    assert_string_equal(world_find(w, "inhalt3"), "");
    /* also when its text is gone */
    remove_file(w, "dump/file-contents/10.txt");
    world_import(w, "dump");
    assert_int_equal(w->report.removed, 0);
    assert_string_equal(world_find(w, "inhalt1"), O "files/10");
    put_paper(w, "1", "");
    assert_nothing_new(w, "dump");
    world_sound(w);
}

static void paper_turns_nonpublic(void **state)
{
    struct world *w = *state;
    put_meetings(w);
    put_paper(w, "1", "");
    put_paper(w, "2", "");
    world_import(w, "dump");
    put_paper(w, "1", ",\"public\":false");
    world_put(w, "dump/papers/3.json", "{kaputt");
    world_import(w, "dump");
    assert_int_equal(w->report.removed, 1);
    assert_string_equal(world_find(w, "*"), O "files/20");
    assert_string_equal(paper_name(w, O "papers/1", NULL), "-");
    put_paper(w, "1", "");
    world_import(w, "dump");
    assert_int_equal(w->report.restored, 1);
    assert_string_equal(world_find(w, "inhalt1"), O "files/10");
}

static void meetings_disappear(void **state)
{
    struct world *w = *state;
    put_meetings(w);
    put_paper(w, "1", "");
    world_import(w, "dump");
    remove_file(w, "dump/meetings/5.json");
    world_put(w, "dump/meetings/7.json", "{kaputt");
    world_import(w, "dump");
    assert_int_equal(w->report.meetings_removed, 1);
    assert_true(meeting_is_gone(w, O "meetings/5"));
    assert_false(meeting_is_gone(w, O "meetings/6"));
    assert_false(meeting_is_gone(w, O "meetings/7"));
    put_meetings(w);
    world_import(w, "dump");
    assert_false(meeting_is_gone(w, O "meetings/5"));
    assert_nothing_new(w, "dump");
    world_sound(w);
}

/* ---- heads ---- */

#define ALLRIS(rows)                                                                                         \
    "Stadt Brakenfelde\n\nVorlage - VO/4680/2016\n\nBetreff:\nNeubau der Feuerwache\nStatus:\töffentlich\n" \
    "Vorlage-Art:\tBeschlussvorlage\nFederführend:\tBauamt\n" rows "\nSachverhalt:\nX\n"

static const char rich_head[] =
    ALLRIS("Beratungsfolge:\nAusschuss für Bau und Umwelt\tVorberatung\t\n08.11.2016\nöffentliche Sitzung "
           "Ausschuss für Bau und Umwelt\n\nBeschlussvorschlag:\nDer Rat baut.\n");
static const char poor_head[] = ALLRIS("");

/* Whichever of the two comes first, the head with the Beratungsfolge makes the paper. */
static void poorer_head_does_not_replace(void **state)
{
    static const char id[] = "VO/4680/2016";
    struct world *w = *state;
    size_t consultations = 0;
    world_put(w, "eins/1-vorlage.txt", rich_head);
    world_put(w, "eins/2-anlage.txt", poor_head);
    world_import(w, "eins");
    assert_int_equal(w->report.added, 2);
    assert_non_null(paper_name(w, id, &consultations));
    assert_int_equal(consultations, 1);
    assert_nothing_new(w, "eins");
    world_put(w, "zwei/0-anlage.txt", poor_head);
    world_import(w, "zwei");
    assert_int_equal(w->report.added, 1);
    assert_non_null(paper_name(w, id, &consultations));
    assert_int_equal(consultations, 1);
    world_sound(w);
}

static void richer_head_replaces(void **state)
{
    struct world *w = *state;
    size_t consultations = 0;
    world_put(w, "eins/1-anlage.txt", poor_head);
    world_put(w, "eins/2-vorlage.txt", rich_head);
    world_import(w, "eins");
    assert_non_null(paper_name(w, "VO/4680/2016", &consultations));
    assert_int_equal(consultations, 1);
    assert_nothing_new(w, "eins");
    /* what the text itself no longer says goes, when nobody else said it */
    remove_file(w, "eins/1-anlage.txt");
    world_put(w, "eins/2-vorlage.txt", poor_head);
    world_import(w, "eins");
    assert_nothing_new(w, "eins");
}

/* A line larger than the budget allows is named and the rest goes on. */
static void too_large_for_the_budget(void **state)
{
    struct world *w = *state;
    size_t n = (size_t)17 << 20;
    char *text = malloc(n + 1);
    assert_non_null(text);
    memset(text, 'x', n);
    text[n] = '\0';
    world_put(w, "ordner/a.txt", "Radweg\n");
    world_put(w, "ordner/b.txt", text);
    free(text);
    w->options.memory_bytes = (uint64_t)32 << 20;
    world_import(w, "ordner");
    assert_int_equal(w->report.rejected, 1);
    assert_non_null(strstr(rat_buf_cstr(&w->rejected), "ordner/b.txt"));
    assert_string_equal(world_find(w, "*"), "ordner/a.txt");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)
    const struct CMUnitTest tests[] = {
        TEST(order_of_the_source_decides),
        TEST(equal_names_of_two_folders),
        TEST(purged_name_of_another_folder),
        TEST(a_missing_source_stops_all),
        TEST(foreign_file_protects_nothing),
        TEST(nonpublic_goes_out_of_sight),
        TEST(broken_paper_keeps_its_documents),
        TEST(paper_turns_nonpublic),
        TEST(meetings_disappear),
        TEST(poorer_head_does_not_replace),
        TEST(richer_head_replaces),
        TEST(too_large_for_the_budget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
