/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes are a record of token offsets or are refused; ranges within a group ascend. */
#include "storage/container.h"
#include "storage/offsets.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct rat_offsets offsets;
    struct rat_span span;
    unsigned char *copy = calloc(size + RAT_CONTAINER_PAD, 1);
    if (!copy)
        return 0;
    if (size)
        memcpy(copy, data, size);
    if (rat_offsets_open(&offsets, copy, size)) {
        uint32_t end = 0;
        for (uint32_t i = 0; i < offsets.count && i < 5000; i++) {
            if (!rat_offsets_get(&offsets, i, &span))
                break;
            assert(span.end >= span.start);
            assert(i % 128 == 0 || span.start >= end);
            end = span.end;
        }
        if (offsets.count)
            (void)rat_offsets_get(&offsets, offsets.count - 1, &span);
        assert(!rat_offsets_get(&offsets, offsets.count, &span));
    }
    free(copy);
    return 0;
}
