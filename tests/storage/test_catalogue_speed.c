/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue: the figures that an import relies on, with room for sanitizers and busy machines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/storage/catalogue_world.h"

#include <time.h>

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void test_speed(void **state)
{
    struct world *w = *state;
    const int papers = 1000, documents = 3000;
    struct rat_consultation consultations[2] = {{.body = "Kreisausschuss", .role = "Vorberatung"},
                                                {.body = "Kreistag", .role = "Entscheidung"}};
    world_begin(w);
    double start = now();
    for (int i = 0; i < documents; i++) {
        char id[100], paper_id[100], text[40];
        snprintf(id, sizeof id, "https://web1.karlsruhe.de/oparl/bodies/0001/files/%d", 100000 + i * 7);
        snprintf(paper_id, sizeof paper_id, "https://web1.karlsruhe.de/oparl/bodies/0001/papers/%d", i / 3);
        snprintf(text, sizeof text, "2020/%d", i / 3);
        int64_t row;
        if (i < papers) {
            struct rat_paper paper = {.id = paper_id,
                                      .source = oparl.name,
                                      .reference = text,
                                      .name = "Ausbau des Radweges an der Kreisstraße",
                                      .consultations = consultations,
                                      .consultation_count = 2};
            OK(w, rat_catalogue_put_paper(w->db, &paper, 1, &row, &w->err));
        }
        struct rat_document document = world_document(id, paper_id, 0);
        struct rat_content_place place = {1, 24 + (uint64_t)i * 5000, 5000, 9000};
        rat_sha256(id, strlen(id), document.original_sha);
        rat_sha256(id, strlen(id) - 1, document.text_sha);
        document.title = "Ausbau des Radweges an der Kreisstraße Vorlage";
        document.reference = text;
        document.location = document.download_url = id;
        uint32_t docnum;
        OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
        OK(w, rat_catalogue_put_content(w->db, document.original_sha, &place, &w->err));
    }
    world_commit(w);
    double put_s = now() - start;
    OK(w, rat_catalogue_begin(w->db, &w->err)); /* as an import does; else every look-up locks the file */
    start = now();
    for (int i = 0; i < documents; i++) {
        char id[100];
        struct rat_known known;
        snprintf(id, sizeof id, "https://web1.karlsruhe.de/oparl/bodies/0001/files/%d", 100000 + i * 7);
        OK(w, rat_catalogue_known_document(w->db, id, &known, &w->err));
        assert_int_equal(known.docnum, i + 1);
    }
    double known_s = now() - start;
    rat_catalogue_rollback(w->db);
    int rows = documents * 2 + papers * 3;
    print_message("%.0f rows/s, known_document %.1f us\n", rows / put_s, known_s / documents * 1e6);
    assert_true(put_s < 20);
    assert_true(known_s < 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_speed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
