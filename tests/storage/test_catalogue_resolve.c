/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: from a name that a person types to the document or paper that it means. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/storage/catalogue_world.h"

static void resolves_to_document(struct world *w, const char *text, uint32_t docnum)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 1);
    assert_int_equal(got.kind, RAT_NAMED_DOCUMENT);
    assert_int_equal(got.docnum, docnum);
}

static void resolves_to_paper(struct world *w, const char *text, const char *id)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 1);
    assert_int_equal(got.kind, RAT_NAMED_PAPER);
    assert_string_equal(got.paper_id, id);
}

static void is_ambiguous(struct world *w, const char *text, const char *first, const char *second)
{
    struct rat_resolved got;
    OK(w, rat_catalogue_resolve(w->db, text, &w->arena, &got, &w->err));
    assert_int_equal(got.matches, 2);
    assert_string_equal(got.ids[0], first);
    assert_string_equal(got.ids[1], second);
}

static void put_reference(struct world *w, const char *id, const char *paper_id, const char *reference)
{
    struct rat_document document = world_document(id, paper_id, 50);
    uint32_t docnum;
    document.reference = reference;
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
}

static void test_resolve(void **state)
{
    struct world *w = *state;
    struct rat_resolved got;
    world_begin(w);
    world_put(w, "https://x.de/files/100", "https://x.de/papers/7", 1); /* 1 */
    world_put(w, "https://x.de/files/7", NULL, 2); /* 2: the file wins over the paper of that number */
    world_put(w, "https://x.de/body1/files/200", NULL, 3);
    world_put(w, "https://x.de/body2/files/200", NULL, 4);
    world_put(w, "ordner/datei.txt", NULL, 5);
    world_put_paper(w, "https://x.de/papers/7", "2020/740", NULL);
    world_put_paper(w, "https://x.de/papers/8", "2020/741", " Ä 12 ");
    world_put_paper(w, "https://x.de/papers/9", "doppelt", NULL);
    world_put_paper(w, "https://x.de/papers/10", NULL, "Doppelt");
    world_put_paper(w, "2019/5", "2019/5", "2019/5");
    put_reference(w, "d1", "https://x.de/papers/7", "DOC-1");
    put_reference(w, "d2", "https://x.de/papers/7", "doc-1");
    put_reference(w, "d3", NULL, "DOC-2");
    put_reference(w, "d4", "https://x.de/papers/7", "DOC-3");
    put_reference(w, "d5", "https://x.de/papers/8", "DOC-3");
    put_reference(w, "d6", NULL, "DOC-4");
    put_reference(w, "d7", NULL, "DOC-4");
    put_reference(w, "d8", "hängt", "DOC-5");
    put_reference(w, "d9", "hängt", "DOC-5");
    put_reference(w, "d10", NULL, "2020/740"); /* papers come before documents */
    world_commit(w);
    resolves_to_document(w, "https://x.de/files/100", 1);
    resolves_to_document(w, "100", 1);
    resolves_to_document(w, "7", 2);
    resolves_to_document(w, "ordner/datei.txt", 5);
    resolves_to_paper(w, "https://x.de/papers/7", "https://x.de/papers/7");
    resolves_to_paper(w, "8", "https://x.de/papers/8");
    resolves_to_paper(w, "2020/740", "https://x.de/papers/7");
    resolves_to_paper(w, "  2020/741\t", "https://x.de/papers/8");
    resolves_to_paper(w, "ä  12", "https://x.de/papers/8");
    resolves_to_paper(w, "2019/5", "2019/5");
    is_ambiguous(w, "200", "https://x.de/body1/files/200", "https://x.de/body2/files/200");
    is_ambiguous(w, "DOPPELT", "https://x.de/papers/9", "https://x.de/papers/10");
    resolves_to_paper(w, "Doc-1", "https://x.de/papers/7");
    resolves_to_document(w, "doc-2", 8);
    is_ambiguous(w, "doc-3", "d4", "d5");
    is_ambiguous(w, "doc-4", "d6", "d7");
    is_ambiguous(w, "doc-5", "d8", "d9"); /* their paper is not here */
    assert_int_equal(rat_catalogue_resolve(w->db, "datei.txt", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_resolve(w->db, "", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(rat_catalogue_resolve(w->db, "' OR 1=1 --", &w->arena, &got, &w->err), RAT_ENOTFOUND);
    assert_int_equal(got.matches, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_resolve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
