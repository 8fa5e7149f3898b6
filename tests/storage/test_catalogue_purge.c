/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: purge and scrub leave no byte of what was deleted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "storage/catalogue_internal.h"
#include "tests/storage/catalogue_world.h"

#define CANARY "Kanarienvogel-Zwitscher-4711"

static bool file_has(const char *path, const char *needle)
{
    struct rat_buf bytes = RAT_BUF_INIT;
    bool has = false;
    if (access(path, F_OK) == 0) {
        scratch_read(path, &bytes);
        has = bytes.size && memmem(bytes.data, bytes.size, needle, strlen(needle));
    }
    rat_buf_release(&bytes);
    return has;
}

static bool anywhere(struct world *w, const char *needle)
{
    static const char *const names[] = {"catalogue.db", "catalogue.db-wal", "catalogue.db-shm",
                                        "catalogue.db-journal"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (file_has(scratch_path(&w->dir, names[i]), needle))
            return true;
    return false;
}

static void put_canary(struct world *w, const char *id, const char *secret, uint8_t content)
{
    struct rat_field field = {"feld", secret, RAT_ORIGIN_TEXT};
    struct rat_document document = world_document(id, NULL, content);
    uint32_t docnum;
    document.title = document.raw = document.reference = document.location = secret;
    document.committees = &secret, document.committee_count = 1;
    document.fields = &field, document.field_count = 1;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
}

static void test_purge_leaves_no_byte(void **state)
{
    struct world *w = *state;
    char large[9000]; /* reaches into overflow pages */
    memset(large, 'z', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    memcpy(large + 8000, CANARY, strlen(CANARY));
    world_begin(w);
    for (uint8_t i = 0; i < 60; i++) {
        char id[16];
        snprintf(id, sizeof id, "vor%d", i);
        put_canary(w, id, "harmlos", 1);
    }
    put_canary(w, "geheim", CANARY, 2);
    put_canary(w, "geheim", large, 3); /* the version before has it too */
    for (uint8_t i = 0; i < 60; i++) {
        char id[16];
        snprintf(id, sizeof id, "nach%d", i);
        put_canary(w, id, "harmlos", 1);
    }
    world_put_places(w, 2, 1000);
    world_put_places(w, 3, 2000);
    world_commit(w);
    assert_true(anywhere(w, CANARY));
    uint8_t(*shas)[RAT_SHA256_BYTES] = NULL;
    struct rat_content_place *places = NULL;
    size_t count = 0;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w,
       rat_catalogue_purge_document(w->db, 61, "Art. 17 DSGVO", &w->arena, &shas, &places, &count, &w->err));
    world_commit(w);
    assert_int_equal(count, 4);
    OK(w, rat_catalogue_scrub(w->db, &w->err));
    assert_false(anywhere(w, CANARY));
    assert_true(anywhere(w, "Art. 17 DSGVO"));
    uint64_t findings = 1;
    struct rat_known known;
    OK(w, rat_catalogue_known_document(w->db, "geheim", &known, &w->err));
    assert_true(known.purged);
    assert_int_equal(known.docnum, 0);
    assert_int_equal(rat_catalogue_check(w->db, NULL, NULL, &findings, &w->err), RAT_OK);
    rat_catalogue_close(w->db);
    w->db = NULL;
    assert_false(anywhere(w, CANARY));
}

static void test_purge_spares_shared_contents(void **state)
{
    struct world *w = *state;
    uint8_t(*shas)[RAT_SHA256_BYTES] = NULL, sha[RAT_SHA256_BYTES];
    struct rat_content_place *places = NULL, place;
    struct rat_catalogue_counts counts;
    size_t count = 0;
    bool purged = true;
    world_begin(w);
    world_put(w, "a", NULL, 1);
    world_put(w, "b", NULL, 1); /* the same bytes */
    world_put(w, "c", NULL, 2);
    world_put(w, "c", NULL, 3);
    struct rat_document empty = world_document("leer", NULL, 4);
    uint32_t docnum;
    rat_sha256("", 0, empty.text_sha);
    OK(w, rat_catalogue_put_document(w->db, &empty, &docnum, &w->err));
    world_put_places(w, 1, 1000);
    world_put_places(w, 2, 2000);
    world_put_places(w, 3, 3000);
    OK(w, rat_catalogue_purge_document(w->db, 1, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 0);
    memset(sha, 1, sizeof sha);
    OK(w, rat_catalogue_find_content(w->db, sha, &place, &w->err));
    OK(w, rat_catalogue_is_purged_content(w->db, sha, &purged, &w->err));
    assert_false(purged);
    OK(w, rat_catalogue_purge_document(w->db, 3, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        assert_true(shas[i][0] == 2 || shas[i][0] == 3 || shas[i][0] == 102 || shas[i][0] == 103);
        assert_true(places[i].offset == (uint64_t)(shas[i][0] % 100) * 1000 + (shas[i][0] > 100 ? 100 : 0));
        OK(w, rat_catalogue_is_purged_content(w->db, shas[i], &purged, &w->err));
        assert_true(purged);
        assert_int_equal(rat_catalogue_find_content(w->db, shas[i], &place, &w->err), RAT_ENOTFOUND);
    }
    OK(w, rat_catalogue_purge_document(w->db, 2, "x", &w->arena, &shas, &places, &count, &w->err));
    assert_int_equal(count, 2);
    OK(w, rat_catalogue_is_purged_content(w->db, sha, &purged, &w->err));
    assert_true(purged);
    OK(w, rat_catalogue_purge_document(w->db, docnum, "x", &w->arena, &shas, &places, &count, &w->err));
    OK(w, rat_catalogue_is_purged_content(w->db, empty.text_sha, &purged, &w->err));
    assert_false(purged); /* every document without text has these bytes */
    world_commit(w);
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.purged, 4);
    assert_int_equal(counts.documents, 0);
    assert_int_equal(counts.contents, 0);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    struct rat_document back = world_document("a", NULL, 9);
    assert_int_equal(rat_catalogue_put_document(w->db, &back, &docnum, &w->err), RAT_EUSAGE);
    assert_int_equal(world_put(w, "neu", NULL, 9), 5); /* numbers of purged documents are not given again */
    world_commit(w);
}

static void test_scrub_says_that_a_reader_is_in_the_way(void **state)
{
    struct world *w = *state;
    struct rat_catalogue *reader = NULL;
    world_begin(w);
    world_put(w, "a", NULL, 1);
    world_commit(w);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_READ, &reader, &w->err));
    sqlite3_busy_timeout(w->db->db, 10);
    assert_int_equal(rat_catalogue_scrub(w->db, &w->err), RAT_ELOCKED);
    rat_catalogue_close(reader);
    OK(w, rat_catalogue_scrub(w->db, &w->err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_purge_leaves_no_byte),
        T(test_purge_spares_shared_contents),
        T(test_scrub_says_that_a_reader_is_in_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
