/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reading (xapian_index.c) and writing (xapian_writer.c) of the Xapian index share. */
#ifndef STORAGE_XAPIAN_INDEX_INTERNAL_H
#define STORAGE_XAPIAN_INDEX_INTERNAL_H

#include "storage/xapian_index.h"

RAT_XAPIAN_CHECKED rat_xapian_status rat_xapian_put_state(struct rat_xapian_writer *writer,
                                                          const struct rat_xapian_state *state,
                                                          struct rat_xapian_err *err);

#endif
