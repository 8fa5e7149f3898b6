/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any text names something or nothing: nothing is read behind its end, places lie in it, keys are read as what they are. */
#include "indexer/references.h"
#include "text/charset.h"
#include "text/paper_number.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_number(const char *key)
{
    assert(strlen(key) < RAT_PAPER_NUMBER_BYTES &&
           strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789/-") == strlen(key));
    assert(strpbrk(key, "0123456789"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!rat_utf8_valid(data, size))
        return 0;
    const struct rat_reference *list;
    struct rat_arena arena;
    size_t count;
    uint32_t last = 0;
    rat_arena_init(&arena, 0);
    if (rat_references_read((const char *)data, size, "2021/0100", "421", &arena, &list, &count) == RAT_OK) {
        for (size_t i = 0; i < count; i++) {
            const struct rat_reference *r = &list[i];
            assert(r->start <= r->end && r->end <= size && r->start >= last);
            assert(r->times >= 1 && *r->key);
            assert(rat_utf8_valid(r->surface, strlen(r->surface)) && strlen(r->surface) <= 100);
            last = r->start;
            if (r->kind == RAT_REFERENCE_PAPER || r->kind == RAT_REFERENCE_OUTSIDE)
                check_number(r->key);
        }
    }
    rat_arena_release(&arena);
    return 0;
}
