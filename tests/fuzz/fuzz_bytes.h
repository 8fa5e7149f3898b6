/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A container without a file, for fuzzing what lies in its sections: good checksums around bad bytes. The bytes are
 * copied to memory of exactly their size and the padding that every section has; fuzz_container_free frees it.
 */
#ifndef TESTS_FUZZ_BYTES_H
#define TESTS_FUZZ_BYTES_H

#include "storage/container.h"

#include <stdlib.h>

static inline bool fuzz_container_make(struct rat_container *file, const uint8_t *bytes, size_t n)
{
    static char path[] = "fuzz";
    unsigned char *copy = calloc(n + RAT_CONTAINER_PAD, 1);
    memset(file, 0, sizeof *file);
    file->block_count = (uint32_t)(n / RAT_CONTAINER_BLOCK + 1);
    file->verified = malloc(file->block_count * sizeof *file->verified);
    if (!copy || !file->verified) {
        free(copy);
        free((void *)file->verified);
        return false;
    }
    if (n)
        memcpy(copy, bytes, n);
    memset((void *)file->verified, 1, file->block_count);
    file->map.data = copy;
    file->map.size = n + RAT_CONTAINER_PAD;
    file->path = path;
    return true;
}

static inline void fuzz_container_free(struct rat_container *file)
{
    free((void *)(uintptr_t)file->map.data);
    free((void *)file->verified);
}

#endif
