/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes are a container or are refused. So that more than checksums is tried, the checksum of the table of contents is made right
 * before a second attempt; blocks stay as they are.
 */
#include "base/cursor.h"
#include "base/hash.h"
#include "storage/container.h"
#include "storage/numbers.h"

#include <assert.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore_damage(void *ctx, const char *path, const char *what)
{
    (void)ctx, (void)path, (void)what;
}

static void use(struct rat_container *file)
{
    uint64_t findings = 0;
    for (uint32_t type = 0; type < 20; type++) {
        struct rat_section section;
        struct rat_numbers numbers;
        const unsigned char *at;
        if (!rat_container_find(file, type, &section))
            continue;
        volatile unsigned char sum = 0;
        if (rat_section_get(&section, 0, section.size, &at, NULL) == RAT_OK)
            for (uint64_t i = 0; i < section.size + RAT_CONTAINER_PAD; i++)
                sum = (unsigned char)(sum + at[i]);
        assert(rat_section_get(&section, section.size, 1, &at, NULL) == RAT_EDAMAGED);
        if (rat_numbers_open(file, type, &numbers, NULL) == RAT_OK)
            for (uint64_t i = 0; i < numbers.count && i < 1000; i++)
                (void)rat_numbers_get(&numbers, i);
    }
    rat_container_check(file, ignore_damage, NULL, &findings);
}

static void attempt(int fd, const uint8_t *data, size_t size)
{
    char path[64];
    struct rat_container *file;
    if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
        return;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (rat_container_open(path, "test", &file, NULL) != RAT_OK)
        return;
    use(file);
    rat_container_close(file);
}

static void mend(uint8_t *data, size_t size)
{
    uint8_t *footer = data + size - 32;
    uint64_t at = rat_load_u64(footer), n = rat_load_u64(footer + 8);
    if (at > size - 32 || n != size - 32 - at)
        return;
    uint64_t hash = rat_hash64(data + at, (size_t)n + 16);
    for (unsigned i = 0; i < 8; i++)
        footer[16 + i] = (uint8_t)(hash >> (8 * i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static int fd = -1;
    if (fd < 0)
        fd = memfd_create("fuzz", 0);
    if (fd < 0)
        return 0;
    attempt(fd, data, size);
    uint8_t *copy = size >= 32 ? malloc(size) : NULL;
    if (copy) {
        memcpy(copy, data, size);
        mend(copy, size);
        attempt(fd, copy, size);
        free(copy);
    }
    return 0;
}
