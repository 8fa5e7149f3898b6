/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The part of a purge that compacting a Xapian index does not do. */
#ifndef INDEXER_XAPIAN_FORGET_H
#define INDEXER_XAPIAN_FORGET_H

#include "storage/xapian_writer.h"

/*
 * Xapian keeps the smallest and the largest value of a slot, and does not make them tighter when their document goes: they may be
 * words of a document that was purged. Where no document has them any more, the values of the slot are taken out and put in
 * again. After the deletions, before the commit that compacts.
 */
RAT_MUST_CHECK rat_status rat_xapian_forget_bounds(struct rat_xapian_writer *writer, struct rat_err *err);

#endif
