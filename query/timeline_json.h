/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A timeline as JSON: [{"year","count","documents","without_text","per_1000"}...]; documents without a date have year null. */
#ifndef QUERY_TIMELINE_JSON_H
#define QUERY_TIMELINE_JSON_H

#include "base/json.h"
#include "query/timeline.h"

void rat_timeline_put(struct rat_json *json, json_t *object, const char *key,
                      const struct rat_timeline *timeline);

#endif
