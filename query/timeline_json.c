/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/timeline_json.h"

void rat_timeline_put(struct rat_json *json, json_t *object, const char *key,
                      const struct rat_timeline *timeline)
{
    json_t *years = rat_json_put_array(json, object, key);
    for (size_t i = 0; i < timeline->year_count; i++) {
        const struct rat_year *y = &timeline->years[i];
        json_t *year = rat_json_add_object(json, years);
        if (y->year)
            rat_json_put_number(json, year, "year", (uint64_t)y->year);
        else
            rat_json_put_text(json, year, "year", NULL);
        rat_json_put_number(json, year, "count", y->count);
        rat_json_put_number(json, year, "documents", y->documents);
        rat_json_put_number(json, year, "without_text", y->without_text);
        rat_json_put_real(json, year, "per_1000", y->per_thousand);
    }
}
