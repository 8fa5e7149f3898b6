/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What answers a search: our own index (engine_native.c), or the archive's Xapian index (engine_xapian.c). Parsing, the plan,
 * hits, snippets are the same for both (search.h); what an engine cannot do it says in the notes of the result.
 *
 *     st = rat_engine_open(RAT_ENGINE_XAPIAN, snapshot, &engine, err);
 *     request.engine = engine;
 *     ... rat_search_run(snapshot, &request, ...), any number of them
 *     rat_engine_close(engine);
 *
 * An engine belongs to one thread, and to the snapshot it was opened with, which outlives it.
 */
#ifndef QUERY_ENGINE_H
#define QUERY_ENGINE_H

#include "storage/archive.h"

struct rat_engine;
enum rat_engine_kind { RAT_ENGINE_NATIVE, RAT_ENGINE_XAPIAN };

/* RAT_ENOTFOUND with a hint when the archive has no Xapian index. */
RAT_MUST_CHECK rat_status rat_engine_open(enum rat_engine_kind kind, struct rat_snapshot *snapshot,
                                          struct rat_engine **out, struct rat_err *err);
void rat_engine_close(struct rat_engine *engine); /* NULL is fine */

/* "native", "xapian"; false for another name. */
bool rat_engine_by_name(const char *name, enum rat_engine_kind *out);
const char *rat_engine_name(const struct rat_engine *engine); /* NULL: the native one */

#endif
