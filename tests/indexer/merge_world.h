/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments of made documents, some dead, some hidden, for tests of merges. Everything fails the running cmocka test. Include
 * after <cmocka.h>. */
#ifndef TESTS_INDEXER_MERGE_WORLD_H
#define TESTS_INDEXER_MERGE_WORLD_H

#include "indexer/accumulate.h"
#include "indexer/merge.h"
#include "tests/storage/scratch.h"
#include "tests/support/prng.h"
#include "text/analyzer.h"

#define DOCUMENTS 400u /* numbers of documents from here on have short texts */
#define DOCUMENTS_MAX 2600u

struct world {
    struct scratch dir;
    struct rat_segment *segments[4];
    struct rat_err err;
};

static inline int setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    scratch_make(&w->dir);
    *state = w;
    return 0;
}

static inline int teardown(void **state)
{
    struct world *w = *state;
    for (size_t i = 0; i < 4; i++)
        rat_segment_close(w->segments[i]);
    scratch_remove(&w->dir);
    free(w);
    return 0;
}

static inline bool is_dead(uint32_t docnum)
{
    return docnum % 7 == 3;
}

static inline bool is_hidden(uint32_t docnum)
{
    return docnum % 11 == 5 && !is_dead(docnum);
}

static inline void add(struct world *w, struct rat_accumulator *a, uint32_t docnum)
{
    static const char *const types[] = {"Antrag", "Bericht", "Zusatz"};
    struct prng random = {docnum};
    struct rat_buf text = RAT_BUF_INIT;
    struct rat_field_value type = {RAT_FIELD_TYPE, types[docnum % 3]};
    char id[16];
    /* long ones too, whose length is not to be had from its code */
    for (uint32_t n = prng_below(&random, docnum % 5 == 0 && docnum < DOCUMENTS ? 700 : 30); n > 0; n--)
        rat_buf_printf(&text, "Straße%u Schulen%u ", prng_below(&random, 20), prng_below(&random, 500));
    snprintf(id, sizeof id, "d%u", docnum);
    struct rat_index_document d = {
        docnum,    id,    docnum, (int32_t)docnum, "CDU-Fraktion Titel", 18, rat_buf_cstr(&text),
        text.size, &type, 1};
    assert_int_equal(rat_accumulator_add(a, &d, NULL, &w->err), RAT_OK);
    rat_buf_release(&text);
}

/* A segment of documents from, from + step .. below to; with_dead: all of them, and a state that says who is dead and hidden. */
static inline struct rat_segment *make_every(struct world *w, uint64_t id, uint32_t from, uint32_t to,
                                             uint32_t step, bool with_dead)
{
    struct rat_accumulator *a;
    struct rat_segment *segment;
    struct rat_manifest_segment entry = {0};
    unsigned char dead[DOCUMENTS_MAX / 8 + 1] = {0}, hidden[DOCUMENTS_MAX / 8 + 1] = {0};
    uint32_t n = 0;
    assert_int_equal(rat_accumulator_new("german", rat_analyzer_version_of("german"), true, &a, &w->err),
                     RAT_OK);
    for (uint32_t d = from; d < to; d += step) {
        if (is_dead(d) && !with_dead)
            continue;
        add(w, a, d);
        dead[n / 8] |= (unsigned char)(is_dead(d) << (n % 8));
        hidden[n / 8] |= (unsigned char)(is_hidden(d) << (n % 8));
        n++;
    }
    assert_int_equal(rat_accumulator_flush(a, w->dir.folder, id, &entry, &w->err), RAT_OK);
    rat_accumulator_free(a);
    if (with_dead) {
        struct rat_buf path = RAT_BUF_INIT;
        entry.state = 1;
        rat_state_path(w->dir.folder, id, 1, &path);
        assert_int_equal(
            rat_state_write(rat_buf_cstr(&path), id, n, dead, hidden, &entry.state_file, &w->err), RAT_OK);
        rat_buf_release(&path);
        for (uint32_t i = 0; i < n; i++) {
            entry.dead += rat_bit(dead, i);
            entry.hidden += rat_bit(hidden, i);
        }
    }
    if (rat_segment_open(w->dir.folder, &entry, &segment, &w->err) != RAT_OK)
        fail_msg("%s", w->err.msg);
    return segment;
}

static inline struct rat_segment *make(struct world *w, uint64_t id, uint32_t from, uint32_t to,
                                       bool with_dead)
{
    return make_every(w, id, from, to, 1, with_dead);
}

static inline void assert_same_file(struct world *w, uint64_t a, uint64_t b, const char *kind)
{
    struct rat_buf path = RAT_BUF_INIT, bytes[2] = {RAT_BUF_INIT, RAT_BUF_INIT};
    rat_segment_path(w->dir.folder, a, kind, &path);
    scratch_read(rat_buf_cstr(&path), &bytes[0]);
    rat_segment_path(w->dir.folder, b, kind, &path);
    scratch_read(rat_buf_cstr(&path), &bytes[1]);
    assert_int_equal(bytes[0].size, bytes[1].size);
    /* the container's head names the segment; behind it all bytes are equal but for its checksums */
    size_t differ = 0;
    for (size_t i = 0; i < bytes[0].size; i++)
        differ += bytes[0].data[i] != bytes[1].data[i];
    assert_in_range(differ, 0, 64);
    rat_buf_release(&path);
    rat_buf_release(&bytes[0]);
    rat_buf_release(&bytes[1]);
}

#endif
