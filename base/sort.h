/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sorting 64-bit keys by their upper half. Any thread. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Ascending and stable. room: n more keys to work with. */
void rat_sort_upper(uint64_t *keys, uint64_t *room, size_t n);

#endif
