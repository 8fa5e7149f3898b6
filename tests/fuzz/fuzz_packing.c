/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes are a packed group or are refused; what was decoded survives being packed again. First byte: how many numbers. */
#include "storage/container.h"
#include "storage/packing.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t values[RAT_GROUP], again[RAT_GROUP];
    if (size == 0)
        return 0;
    uint32_t n = 1 + data[0] % RAT_GROUP;
    unsigned char *copy = calloc(size + RAT_CONTAINER_PAD, 1);
    if (!copy)
        return 0;
    memcpy(copy, data + 1, size - 1);
    struct rat_cursor in = rat_cursor_of(copy, size - 1);
    if (rat_unpack(&in, n, values)) {
        struct rat_buf packed = RAT_BUF_INIT;
        rat_pack(values, n, &packed);
        assert(!packed.failed);
        assert(rat_buf_reserve(&packed, RAT_CONTAINER_PAD));
        struct rat_cursor back = rat_cursor_of(packed.data, packed.size);
        assert(rat_unpack(&back, n, again) && rat_cursor_left(&back) == 0);
        assert(memcmp(values, again, n * sizeof *values) == 0);
        rat_buf_release(&packed);
    } else {
        assert(in.bad);
    }
    free(copy);
    return 0;
}
