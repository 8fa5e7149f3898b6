/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes are a postings list and a position list, or end in an error: never a read outside, and documents ascend as long as
 * they are given out. Input: u16 df, u16 size of the postings, the postings, the positions.
 */
#include "storage/postings.h"
#include "tests/fuzz/fuzz_bytes.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const struct rat_section *postings, const struct rat_section *positions,
                 const struct rat_section *lengths, const struct rat_term_info *info, uint32_t step)
{
    struct rat_postings p;
    struct rat_bounds bounds;
    struct rat_buf buf = RAT_BUF_INIT;
    uint64_t next = 0;
    rat_postings_open(&p, postings, positions, lengths, info);
    while (next <= UINT32_MAX &&
           (step ? rat_postings_seek_block(&p, (uint32_t)next) : rat_postings_next_block(&p))) {
        assert(p.held >= 1 && p.held <= RAT_POSTINGS_BLOCK);
        for (uint32_t i = 0; i < p.held; i++) {
            assert(p.documents[i] != RAT_NO_DOCUMENT);
            assert(i == 0 || p.documents[i] > p.documents[i - 1]);
        }
        assert(!step || p.documents[p.held - 1] >= next);
        next = (uint64_t)p.documents[p.held - 1] + 1 + step;
        rat_postings_block_ahead(&p, p.documents[0], &bounds);
        if (!rat_postings_tfs(&p))
            break;
        uint32_t held = p.held, total = 0;
        for (uint32_t i = 0; i < held && p.status == RAT_OK && total < 10000; i++)
            if (p.tfs[i] < 10000)
                total += rat_postings_positions(&p, i, &buf);
    }
    if (p.status != RAT_OK)
        assert(p.status == RAT_EDAMAGED || p.status == RAT_ENOMEM);
    rat_buf_release(&buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rat_container file;
    if (size < 4)
        return 0;
    uint32_t documents = data[0] | (uint32_t)data[1] << 8;
    uint64_t cut = data[2] | (uint64_t)data[3] << 8, bytes = size - 4;
    cut = cut < bytes ? cut : bytes;
    if (documents < 2 || !fuzz_container_make(&file, data + 4, bytes))
        return 0;
    struct rat_section postings = {&file, 0, cut}, positions = {&file, cut, bytes - cut},
                       lengths = {&file, 0, bytes};
    struct rat_term_info info = {.documents = documents, .postings_size = cut, .positions_size = bytes - cut};
    walk(&postings, &positions, &lengths, &info, 0);
    walk(&postings, &positions, &lengths, &info, 1);
    walk(&postings, &positions, &lengths, &info, 1000);
    fuzz_container_free(&file);
    return 0;
}
