/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: versions, what its source removed, walks, where contents lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/storage/catalogue_world.h"

static void test_versions_are_kept(void **state)
{
    struct world *w = *state;
    struct rat_version *versions = NULL;
    struct rat_document out;
    size_t count = 0;
    world_begin(w);
    assert_int_equal(world_put(w, "a", NULL, 1), 1);
    assert_int_equal(world_put(w, "b", NULL, 2), 2);
    assert_int_equal(world_put(w, "a", "p", 3), 1);
    assert_int_equal(world_put(w, "a", "q", 4), 1);
    world_commit(w);
    OK(w, rat_catalogue_versions(w->db, 1, &w->arena, &versions, &count, &w->err));
    assert_int_equal(count, 3);
    for (uint8_t i = 0; i < 3; i++) {
        static const uint8_t contents[] = {1, 3, 4};
        assert_int_equal(versions[i].version, i + 1);
        assert_int_equal(versions[i].original_sha[5], contents[i]);
        assert_int_equal(versions[i].text_sha[5], contents[i] + 100);
        assert_string_equal(versions[i].title, "a");
        assert_int_equal(strlen(versions[i].imported_at), 20);
    }
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_int_equal(out.version, 3);
    assert_string_equal(out.paper_id, "q");
    OK(w, rat_catalogue_versions(w->db, 2, &w->arena, &versions, &count, &w->err));
    assert_int_equal(count, 1);
    assert_int_equal(rat_catalogue_versions(w->db, 3, &w->arena, &versions, &count, &w->err), RAT_ENOTFOUND);
}

static void test_removed_and_restored(void **state)
{
    struct world *w = *state;
    struct rat_known known;
    struct rat_document out;
    struct rat_paper paper;
    struct rat_catalogue_counts counts;
    world_begin(w);
    world_put(w, "a", NULL, 1);
    world_put(w, "b", NULL, 2);
    int64_t row = world_put_paper(w, "p", NULL, NULL);
    OK(w, rat_catalogue_remove_document(w->db, 1, "2024-05-06", &w->err));
    OK(w, rat_catalogue_remove_document(w->db, 1, "2025-05-06", &w->err)); /* the first day stays */
    OK(w, rat_catalogue_remove_paper(w->db, row, "2024-05-07", &w->err));
    OK(w, rat_catalogue_remove_paper(w->db, row, "2025-05-07", &w->err));
    world_commit(w);
    OK(w, rat_catalogue_known_document(w->db, "a", &known, &w->err));
    assert_true(known.removed);
    assert_int_equal(known.docnum, 1);
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_string_equal(out.removed_at, "2024-05-06");
    assert_int_equal(out.version, 1);
    OK(w, rat_catalogue_paper(w->db, "p", &w->arena, &paper, &w->err));
    assert_string_equal(paper.removed_at, "2024-05-07");
    OK(w, rat_catalogue_count(w->db, &counts, &w->err));
    assert_int_equal(counts.documents, 1);
    assert_int_equal(counts.removed_documents, 1);
    assert_int_equal(counts.papers, 0);
    assert_int_equal(counts.removed_papers, 1);
    assert_int_equal(counts.text_bytes, 20);
    OK(w, rat_catalogue_begin(w->db, &w->err));
    world_put(w, "a", NULL, 1);
    world_commit(w);
    OK(w, rat_catalogue_document(w->db, 1, &w->arena, &out, &w->err));
    assert_null(out.removed_at);
    assert_int_equal(out.version, 2);
}

static void test_walks(void **state)
{
    struct world *w = *state;
    struct rat_document_walk walk;
    uint32_t *docnums = NULL;
    size_t count = 99;
    int64_t row = 0, source;
    bool removed = true;
    world_begin(w);
    world_put(w, "a", "p", 1);
    struct rat_document other = world_document("b", "p", 2);
    other.source = folder.name;
    uint32_t docnum;
    OK(w, rat_catalogue_put_document(w->db, &other, &docnum, &w->err));
    world_put(w, "c", NULL, 3);
    world_put(w, "d", "p", 4);
    world_put_paper(w, "p", NULL, NULL);
    world_put_paper(w, "q", NULL, NULL);
    OK(w, rat_catalogue_remove_document(w->db, 3, "2020-01-01", &w->err));
    world_commit(w);
    uint32_t seen = 0, after = 0;
    rat_status st;
    while ((st = rat_catalogue_walk_documents(w->db, 0, after, &walk, &w->err)) == RAT_OK) {
        after = walk.docnum;
        assert_int_equal(after, ++seen);
        assert_int_equal(walk.removed, after == 3);
        assert_int_equal(walk.text_size, 20);
        assert_int_equal(walk.source_id, after == 2 ? 2 : 1);
        assert_int_equal(walk.original_sha[0], after);
        assert_int_equal(walk.text_sha[0], after + 100);
    }
    assert_int_equal(st, RAT_END);
    assert_int_equal(seen, 4);
    OK(w, rat_catalogue_walk_documents(w->db, 2, 0, &walk, &w->err));
    assert_int_equal(walk.docnum, 2);
    assert_int_equal(rat_catalogue_walk_documents(w->db, 2, 2, &walk, &w->err), RAT_END);
    OK(w, rat_catalogue_paper_documents(w->db, "p", &w->arena, &docnums, &count, &w->err));
    assert_int_equal(count, 3);
    assert_int_equal(docnums[0], 1);
    assert_int_equal(docnums[1], 2);
    assert_int_equal(docnums[2], 4);
    OK(w, rat_catalogue_paper_documents(w->db, "x", &w->arena, &docnums, &count, &w->err));
    assert_int_equal(count, 0);
    OK(w, rat_catalogue_walk_papers(w->db, 0, &row, &removed, &w->err));
    assert_int_equal(row, 1);
    assert_false(removed);
    OK(w, rat_catalogue_walk_papers(w->db, 1, &row, &removed, &w->err));
    assert_int_equal(row, 2);
    assert_int_equal(rat_catalogue_walk_papers(w->db, 1, &row, &removed, &w->err), RAT_END);
    row = 0;
    assert_int_equal(rat_catalogue_walk_papers(w->db, 2, &row, &removed, &w->err), RAT_END);
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* the same source again keeps its row */
    OK(w, rat_catalogue_put_source(w->db, &folder, &source, &w->err));
    assert_int_equal(source, 2);
    world_commit(w);
}

static void test_contents_by_sha_and_by_place(void **state)
{
    struct world *w = *state;
    struct rat_content_place place = {0}, found;
    uint8_t sha[RAT_SHA256_BYTES];
    world_begin(w);
    world_put_places(w, 2, 5000);
    world_put_places(w, 1, 24);
    memset(sha, 9, sizeof sha);
    place = (struct rat_content_place){2, 24, 1, 2};
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
    place = (struct rat_content_place){3, 24, 64, 0};
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err)); /* moved by a purge */
    world_commit(w);
    OK(w, rat_catalogue_find_content(w->db, sha, &found, &w->err));
    assert_int_equal(found.pack, 3);
    assert_int_equal(found.offset, 24);
    assert_int_equal(found.stored, 64);
    assert_int_equal(found.size, 0);
    memset(sha, 77, sizeof sha);
    assert_int_equal(rat_catalogue_find_content(w->db, sha, &found, &w->err), RAT_ENOTFOUND);
    static const struct {
        uint32_t pack;
        uint64_t offset;
        uint8_t sha;
    } wanted[] = {{1, 24, 1}, {1, 124, 101}, {1, 5000, 2}, {1, 5100, 102}, {3, 24, 9}};
    memset(&place, 0, sizeof place);
    for (size_t i = 0; i < 5; i++) {
        OK(w, rat_catalogue_walk_contents(w->db, &place, sha, &w->err));
        assert_int_equal(place.pack, wanted[i].pack);
        assert_int_equal(place.offset, wanted[i].offset);
        assert_int_equal(sha[7], wanted[i].sha);
    }
    assert_int_equal(rat_catalogue_walk_contents(w->db, &place, sha, &w->err), RAT_END);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_versions_are_kept),
        T(test_removed_and_restored),
        T(test_walks),
        T(test_contents_by_sha_and_by_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
