/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A catalogue in a scratch folder and one line per record. Everything fails the running cmocka test. Include after <cmocka.h>.
 *
 *     world_setup, world_teardown            of cmocka; the catalogue is open for writing
 *     world_begin(w), world_commit(w)        a transaction, in which the sources have the rows 1 and 2
 *     world_put(w, "d1", "p1", 1)            a document whose contents have sums made of the number
 *     T(test)                                the test with a world of its own
 */
#ifndef TESTS_STORAGE_CATALOGUE_WORLD_H
#define TESTS_STORAGE_CATALOGUE_WORLD_H

#include "storage/catalogue.h"
#include "tests/storage/scratch.h"

#define T(name) cmocka_unit_test_setup_teardown(name, world_setup, world_teardown)

static const struct rat_source_record oparl = {"/quelle/oparl", "oparl", true};
static const struct rat_source_record folder = {"/quelle/ordner", "folder", false};

struct world {
    struct scratch dir;
    char path[200];
    struct rat_catalogue *db; /* writer */
    struct rat_arena arena;
    struct rat_err err;
};

#define OK(w, call)                                                       \
    do {                                                                  \
        if ((call) != RAT_OK)                                             \
            fail_msg("%s: %s (%s)", #call, (w)->err.msg, (w)->err.where); \
    } while (0)

static inline int world_setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    snprintf(w->path, sizeof w->path, "%s", scratch_path(&w->dir, "catalogue.db"));
    rat_arena_init(&w->arena, 0);
    OK(w, rat_catalogue_open(w->path, RAT_CATALOGUE_CREATE, &w->db, &w->err));
    *state = w;
    return 0;
}

static inline int world_teardown(void **state)
{
    struct world *w = *state;
    rat_catalogue_close(w->db);
    rat_arena_release(&w->arena);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static inline void world_reopen(struct world *w, enum rat_catalogue_mode mode)
{
    rat_catalogue_close(w->db);
    w->db = NULL;
    OK(w, rat_catalogue_open(w->path, mode, &w->db, &w->err));
}

static inline void world_begin(struct world *w)
{
    int64_t id;
    OK(w, rat_catalogue_begin(w->db, &w->err));
    OK(w, rat_catalogue_put_source(w->db, &oparl, &id, &w->err));
    assert_int_equal(id, 1);
    OK(w, rat_catalogue_put_source(w->db, &folder, &id, &w->err));
    assert_int_equal(id, 2);
}

static inline void world_commit(struct world *w)
{
    OK(w, rat_catalogue_commit(w->db, &w->err));
}

static inline struct rat_document world_document(const char *id, const char *paper_id, uint8_t content)
{
    struct rat_document document = {.id = id,
                                    .paper_id = paper_id,
                                    .source = oparl.name,
                                    .title = id,
                                    .text_size = 20,
                                    .date = RAT_NO_DATE,
                                    .is_public = RAT_UNKNOWN,
                                    .stamp = content};
    memset(document.original_sha, content, RAT_SHA256_BYTES);
    memset(document.text_sha, content + 100, RAT_SHA256_BYTES);
    return document;
}

static inline uint32_t world_put(struct world *w, const char *id, const char *paper_id, uint8_t content)
{
    uint32_t docnum = 0;
    struct rat_document document = world_document(id, paper_id, content);
    OK(w, rat_catalogue_put_document(w->db, &document, &docnum, &w->err));
    return docnum;
}

static inline int64_t world_put_paper(struct world *w, const char *id, const char *reference,
                                      const char *printed)
{
    int64_t row = 0;
    struct rat_paper paper = {.id = id,
                              .source = oparl.name,
                              .reference = reference,
                              .reference_printed = printed,
                              .name = "Radweg",
                              .date = RAT_NO_DATE};
    OK(w, rat_catalogue_put_paper(w->db, &paper, 11, &row, &w->err));
    return row;
}

static inline void world_put_places(struct world *w, uint8_t content, uint64_t offset)
{
    uint8_t sha[RAT_SHA256_BYTES];
    struct rat_content_place place = {1, offset, 100, 20};
    memset(sha, content, sizeof sha);
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
    memset(sha, content + 100, sizeof sha);
    place.offset += 100;
    OK(w, rat_catalogue_put_content(w->db, sha, &place, &w->err));
}

#endif
