/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory for large tables that are read here and there: huge pages where the system has them (Linux, transparent ones set to
 * "madvise" or "always"), so that finding the page of an address does not cost more than the read, and filling it takes
 * a five-hundredth of the page faults.
 *
 *     void *table = rat_pages_alloc(bytes);
 *     rat_pages_free(table, bytes);
 */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include <stddef.h>

#define RAT_PAGES_MIN ((size_t)2 << 20) /* what is smaller gains nothing */

/* n (> 0) zero bytes at a multiple of RAT_PAGES_MIN; what is not touched takes no memory. NULL: there is none. */
void *rat_pages_alloc(size_t n);
void rat_pages_free(void *pages, size_t n); /* with the same n; NULL: nothing */
/* n (> 0) zero bytes for a table that may be small: pages, or less than RAT_PAGES_MIN from malloc. */
void *rat_table_alloc(size_t n);
void rat_table_free(void *table, size_t n);
/* Asks for huge pages in memory from elsewhere, of 2 MiB and more; less is left as it is. */
void rat_pages_advise(void *at, size_t n);

#endif
