/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/pages.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#define PAGE_BYTES 4096u /* of a system with larger ones the advice is refused, and nothing lost */

static size_t round_up(size_t n)
{
    return (n + RAT_PAGES_MIN - 1) / RAT_PAGES_MIN * RAT_PAGES_MIN;
}

void rat_pages_advise(void *at, size_t n)
{
#ifdef MADV_HUGEPAGE
    if (n >= RAT_PAGES_MIN) {
        size_t before = (size_t)(-(uintptr_t)at % PAGE_BYTES);
        (void)madvise((char *)at + before, (n - before) / PAGE_BYTES * PAGE_BYTES, MADV_HUGEPAGE);
    }
#else
    (void)at;
    (void)n;
#endif
}

void *rat_pages_alloc(size_t n)
{
    if (n > SIZE_MAX / 2)
        return NULL;
    size_t size = round_up(n), all = size + RAT_PAGES_MIN;
    unsigned char *from = mmap(NULL, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (from == MAP_FAILED)
        return NULL;
    size_t before = (size_t)(-(uintptr_t)from % RAT_PAGES_MIN), behind = all - before - size;
    if (before)
        munmap(from, before);
    if (behind)
        munmap(from + before + size, behind);
    rat_pages_advise(from + before, size);
    return from + before;
}

void rat_pages_free(void *pages, size_t n)
{
    if (pages)
        munmap(pages, round_up(n));
}

void *rat_table_alloc(size_t n)
{
    return n >= RAT_PAGES_MIN ? rat_pages_alloc(n) : calloc(1, n);
}

void rat_table_free(void *table, size_t n)
{
    if (n >= RAT_PAGES_MIN)
        rat_pages_free(table, n);
    else
        free(table);
}
