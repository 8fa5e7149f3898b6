/* SPDX-License-Identifier: GPL-2.0-or-later */
/* After a purge no byte of the document is in any file: files as they lie there, packs inflated, the catalogue row by row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/dump.h"
#include "tests/indexer/ingest_world.h"

#include <sqlite3.h>

static const char *const canaries[] = {"kanarienwort", "kanarientitel", "kanarienart",
                                       "kanarienfeld", "kanarienalt",   "kanarienamt"};

/* ---- looking everywhere ---- */

struct hunt {
    const char *word;
    struct rat_buf bytes;
    unsigned found;
    char where[160];
};
static struct hunt hunt; /* nftw has no context */

static bool holds(const struct rat_buf *bytes, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= bytes->size; i++)
        if (strncasecmp((const char *)bytes->data + i, word, n) == 0)
            return true;
    return false;
}

static void look(const char *where)
{
    if (!holds(&hunt.bytes, hunt.word))
        return;
    hunt.found++;
    snprintf(hunt.where, sizeof hunt.where, "%s", where);
}

static int look_into_file(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)walk;
    if (type != FTW_F)
        return 0;
    scratch_read(path, &hunt.bytes);
    look(path);
    rat_buf_clear(&hunt.bytes);
    rat_buf_puts(&hunt.bytes, path);
    look(path);
    return 0;
}

static void look_into_contents(struct world *w)
{
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_content_place place = {0};
    uint8_t sha[RAT_SHA256_BYTES];
    rat_status st;
    while ((st = rat_catalogue_walk_contents(snapshot->catalogue, &place, sha, &w->err)) == RAT_OK) {
        rat_buf_clear(&hunt.bytes);
        assert_int_equal(
            rat_contents_read(snapshot->contents, &place, sha, 0, UINT64_MAX, &hunt.bytes, &w->err), RAT_OK);
        look("contents");
    }
    assert_int_equal(st, RAT_END);
    rat_snapshot_close(snapshot);
}

static void take_line(void *ctx, const char *text)
{
    (void)ctx;
    rat_buf_puts(&hunt.bytes, text);
    rat_buf_puts(&hunt.bytes, "\n");
}

/* Terms are front-coded, so a word can hide in a file from a look at its bytes. */
static void look_into_index(struct world *w)
{
    static const char *const parts[] = {"terms", "columns"};
    for (size_t i = 0; i < 2; i++) {
        rat_buf_clear(&hunt.bytes);
        rat_status st = rat_archive_dump(w->archive, parts[i], NULL, NULL, take_line, &w->err);
        if (st != RAT_OK)
            fail_msg("dump %s: %s", parts[i], w->err.msg);
        look(parts[i]);
    }
}

static int take_row(void *ctx, int columns, char **values, char **names)
{
    (void)ctx, (void)names;
    for (int i = 0; i < columns; i++)
        rat_buf_puts(&hunt.bytes, values[i]);
    return 0;
}

static void look_into_catalogue(struct world *w)
{
    static const char *const tables[] = {"settings",       "sources",       "papers",   "consultations",
                                         "paper_links",    "documents",     "versions", "meetings",
                                         "agenda_items",   "organizations", "audit",    "tombstones",
                                         "purged_contents"};
    char path[128], sql[64];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/catalogue.db", w->archive);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        rat_buf_clear(&hunt.bytes);
        snprintf(sql, sizeof sql, "SELECT * FROM %s", tables[i]);
        assert_int_equal(sqlite3_exec(db, sql, take_row, NULL, NULL), SQLITE_OK);
        look(tables[i]);
    }
    sqlite3_close(db);
}

static unsigned occurrences(struct world *w, const char *word)
{
    memset(&hunt, 0, sizeof hunt);
    hunt.word = word;
    assert_int_equal(nftw(w->archive, look_into_file, 16, FTW_PHYS), 0);
    look_into_contents(w);
    look_into_index(w);
    look_into_catalogue(w);
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

static void assert_there(struct world *w, const char *word)
{
    if (!occurrences(w, word))
        fail_msg("%s should be there: the hunt sees nothing", word);
}

static uint64_t purge(struct world *w, const char *id)
{
    uint64_t purged = 0;
    if (rat_purge(w->archive, &id, 1, "Löschbegehren", &w->options, &purged, &w->err) != RAT_OK)
        fail_msg("purge: %s", w->err.msg);
    return purged;
}

/* ---- tests ---- */

#define SECRET                                                                   \
    "{\"id\":\"g1\",\"title\":\"Kanarientitel\",\"text\":\"Ein Kanarienwort im " \
    "Text.\",\"type\":\"Kanarienart\","                                          \
    "\"committee\":\"Kanarienamt\",\"extra\":\"Kanarienfeld\",\"reference\":\"2020/7\"}\n"
#define OTHER \
    "{\"id\":\"g2\",\"title\":\"Radweg\",\"text\":\"Der Radweg bleibt.\",\"reference\":\"2020/8\"}\n"

static void of_a_line(void **state)
{
    struct world *w = *state;
    world_put(w, "old.jsonl", "{\"id\":\"g1\",\"text\":\"Erst stand hier Kanarienalt.\"}\n" OTHER);
    world_put(w, "in.jsonl", SECRET OTHER);
    world_import(w, "old.jsonl");
    world_import(w, "in.jsonl");
    assert_string_equal(world_find(w, "kanarienwort"), "g1");
    for (size_t i = 0; i < sizeof canaries / sizeof *canaries; i++)
        assert_there(w, canaries[i]);
    assert_int_equal(purge(w, "g1"), 1);
    assert_clean(w);
    assert_string_equal(world_find(w, "*"), "g2");
    assert_string_equal(world_find(w, "radweg"), "g2");
}

static void does_not_come_back(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl", SECRET OTHER);
    world_import(w, "in.jsonl");
    purge(w, "g1");
    world_import(w, "in.jsonl"); /* the line still says it all, title and paper too */
    assert_int_equal(w->report.skipped_purged, 1);
    assert_int_equal(w->report.added, 0);
    assert_clean(w);
    /* nor its bytes under another name */
    world_put(w, "again.jsonl",
              "{\"id\":\"neu\",\"title\":\"Kanarientitel\",\"text\":\"Ein Kanarienwort im Text.\"}\n");
    world_import(w, "again.jsonl");
    assert_int_equal(w->report.skipped_purged, 1);
    assert_clean(w);
    assert_string_equal(world_find(w, "*"), "g2");
}

/* Two documents of one paper: what only the purged one said of the paper goes, the paper stays for the other. */
static void of_a_shared_paper(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              SECRET "{\"id\":\"g3\",\"title\":\"Anlage\",\"text\":\"Plan.\",\"reference\":\"2020/7\"}\n");
    world_import(w, "in.jsonl");
    assert_int_equal(purge(w, "g1"), 1);
    assert_clean(w);
    struct rat_snapshot *snapshot = world_open(w);
    struct rat_paper paper;
    assert_int_equal(rat_catalogue_paper(snapshot->catalogue, "2020/7", &w->arena, &paper, &w->err), RAT_OK);
    assert_string_equal(paper.name, "Anlage");
    rat_snapshot_close(snapshot);
    assert_string_equal(world_find(w, "plan"), "g3");
    world_import(w, "in.jsonl"); /* g1's paper object stays out */
    assert_clean(w);
}

static void of_text_files(void **state)
{
    struct world *w = *state;
    world_put(w, "ordner/a.txt", "Kanarientitel\n\nEin Kanarienwort im Text.\n");
    world_put(w, "ordner/b.txt", "Radweg\n\nDer Radweg bleibt.\n");
    world_import(w, "ordner");
    world_put(w, "ordner/a.txt", "Kanarienalt\n\nEin Kanarienwort, jetzt anders.\n");
    world_import(w, "ordner");
    assert_int_equal(w->report.changed, 1);
    assert_int_equal(purge(w, "ordner/a.txt"), 1);
    assert_clean(w);
    world_import(w, "ordner");
    assert_int_equal(w->report.skipped_purged, 1);
    assert_clean(w);
    assert_string_equal(world_find(w, "*"), "ordner/b.txt");
}

static void of_a_whole_paper(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              SECRET OTHER "{\"id\":\"g3\",\"text\":\"Kanarienalt\",\"reference\":\"2020/7\"}\n");
    world_import(w, "in.jsonl");
    assert_int_equal(purge(w, "2020/7"), 2);
    assert_clean(w);
    assert_string_equal(world_find(w, "*"), "g2");
}

/* Also what its source removed before, and what a merge left behind as dead. */
static void of_removed_ones(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl", SECRET OTHER);
    world_put(w, "gone.jsonl", "{\"id\":\"g1\",\"deleted\":true}\n");
    world_import(w, "in.jsonl");
    world_import(w, "gone.jsonl");
    assert_there(w, "kanarienwort");
    assert_int_equal(purge(w, "g1"), 1);
    assert_clean(w);
}

/* The same text in two documents: only the last one takes it along. */
static void keeps_shared_contents(void **state)
{
    struct world *w = *state;
    world_put(
        w, "in.jsonl",
        "{\"id\":\"g1\",\"text\":\"Gemeinsamer Text\"}\n{\"id\":\"g2\",\"text\":\"Gemeinsamer Text\"}\n");
    world_import(w, "in.jsonl");
    purge(w, "g1");
    assert_string_equal(world_find(w, "gemeinsam"), "g2");
    world_sound(w);
    assert_there(w, "gemeinsamer");
    purge(w, "g2");
    assert_int_equal(occurrences(w, "gemeinsamer"), 0);
    world_sound(w);
}

/* Acronyms: what only purged documents explained is forgotten, even where every word of it is still written elsewhere. */
#define EXPLAINS(id, text) "{\"id\":\"" id "\",\"text\":\"" text "\"}\n"
static void of_acronyms(void **state)
{
    struct world *w = *state;
    world_put(w, "in.jsonl",
              EXPLAINS("g1", "Die Kanarienhilfe Altes Wort (KHAW) und der Kreisring Heide (KRH)")
                  EXPLAINS("g2", "Die Kanarienhilfe Altes Wort (KHAW), der Kreisring Heide (KRH)")
                      EXPLAINS("g3", "Wort Altes, der Kreisring Heide (KRH), KHAW. Kanarienhilfe")
                          EXPLAINS("g4", "Altes. Der Kreisring Heide (KRH)"));
    world_import(w, "in.jsonl");
    assert_there(w, "kanarienhilf alt wor"); /* its key in the model */
    assert_true(strstr(world_find(w, "KRH"), "g4") != NULL);
    assert_int_equal(purge(w, "g1"), 1);
    assert_int_equal(occurrences(w, "kanarienhilf alt wor"), 0);
    assert_there(w, "Kreisring Heide");
    assert_int_equal(purge(w, "g2"), 1);
    assert_int_equal(occurrences(w, "Kanarienhilfe Altes Wort"), 0);
    assert_int_equal(occurrences(w, "kanarienhilf alt wor"), 0);
    assert_int_equal(purge(w, "g3"), 1);
    assert_int_equal(purge(w, "g4"), 1);
    assert_int_equal(occurrences(w, "Kreisring"), 0);
    assert_int_equal(occurrences(w, "KHAW"), 0);
    world_sound(w);
}

static void all_or_nothing(void **state)
{
    struct world *w = *state;
    const char *const ids[] = {"g1", "nirgends"};
    uint64_t purged = 0;
    world_put(w, "in.jsonl", SECRET OTHER);
    world_import(w, "in.jsonl");
    uint64_t generation = world_generation(w);
    assert_int_equal(rat_purge(w->archive, ids, 2, "", &w->options, &purged, &w->err), RAT_ENOTFOUND);
    assert_int_equal(purged, 0);
    assert_int_equal(world_generation(w), generation);
    assert_string_equal(world_find(w, "kanarienwort"), "g1");
}

/* A purge that cannot scrub, because a reader holds the old state, is finished by the next writer. */
static void is_finished_later(void **state)
{
    struct world *w = *state;
    const char *id = "g1";
    world_put(w, "in.jsonl", SECRET OTHER);
    world_import(w, "in.jsonl");
    struct rat_snapshot *reader = world_open(w);
    rat_status st = rat_purge(w->archive, &id, 1, "", &w->options, NULL, &w->err);
    assert_int_equal(st, RAT_ELOCKED);
    rat_snapshot_close(reader);
    assert_string_equal(world_find(w, "kanarienwort"), ""); /* gone for searchers at once */
    world_put(w, "leer.jsonl", "");
    world_import(w, "leer.jsonl");
    assert_clean(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(of_a_line, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(does_not_come_back, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(of_a_shared_paper, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(of_text_files, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(of_a_whole_paper, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(of_removed_ones, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(keeps_shared_contents, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(of_acronyms, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(all_or_nothing, world_setup, world_teardown),
        cmocka_unit_test_setup_teardown(is_finished_later, world_setup, world_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
