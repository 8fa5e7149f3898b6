/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What OParl puts on the wire besides objects, read and written so that every server family understands it: ids as keys,
 * times, the filters of lists. No state; any thread.
 */
#ifndef INDEXER_OPARL_WIRE_H
#define INDEXER_OPARL_WIRE_H

#include "base/buf.h"
#include "storage/harvest_store.h"

#include <jansson.h>

/* Members of objects that hold other objects: as one, as a list of them, or (deviating) as addresses of them. */
struct rat_oparl_member {
    enum rat_harvest_kind kind;
    const char *key;
    enum rat_harvest_kind holds;
};
extern const struct rat_oparl_member rat_oparl_members[];
extern const size_t rat_oparl_member_count;

/* The id as it is compared: one slash where a server writes several in the path ("//oparl//paper/5"), and none at the end.
 * Appended to out. */
void rat_oparl_key(const char *id, struct rat_buf *out);

/* Seconds since 1970 of "2024-03-01T12:00:00+01:00", also with a fraction, with Z, with a space for the '+' that a query
 * lost, or a day alone. False when it is none. */
bool rat_oparl_time(const char *text, int64_t *seconds);
/* The same moment for a query, "2024-03-01T10:00:00-01:00", appended to out: with an offset that needs no '+', which some
 * servers take for a space and others refuse when it is encoded; without a fraction, which others refuse. */
void rat_oparl_time_put(int64_t seconds, struct rat_buf *out);

/* url with modified_since=... in place of such a filter or behind the others; other time filters are written as
 * rat_oparl_time_put does. Appended to out. */
void rat_oparl_filter(const char *url, int64_t modified_since, struct rat_buf *out);

/* A Body's official key ("ags", "rgs"): with the leading zero that numbers lose. Appended to out; nothing when absent. */
void rat_oparl_municipal_key(const json_t *body, const char *name, struct rat_buf *out);

/* Whether two objects say the same but for `created` and `modified`, at any depth. */
bool rat_oparl_same_but_times(const json_t *a, const json_t *b);

#endif
