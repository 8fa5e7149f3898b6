/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "query/answer.h"

#include "storage/fields.h"

static rat_status unknown_field(const char *name, size_t n, struct rat_err *err)
{
    rat_fail(err, RAT_EUSAGE, _("Das Feld \"%.*s\" gibt es hier nicht"), (int)(n < 100 ? n : 100), name);
    rat_err_hint(err, "%s",
                 _("Felder: nummer, typ, gremium, körperschaft, kommune, federführend, status, quelle, jahr; "
                   "zum Filtern auch id, datum"));
    return RAT_EUSAGE;
}

rat_status rat_hits_room_for_filters(struct rat_hits *hits, size_t n, struct rat_err *err)
{
    hits->filters = rat_arena_calloc(&hits->request_arena, n + 1, sizeof *hits->filters);
    hits->request.filters = hits->filters;
    return hits->filters ? RAT_OK : rat_nomem(err);
}

rat_status rat_hits_add_filter(struct rat_hits *hits, const char *text, const char *option,
                               struct rat_err *err)
{
    size_t n = strcspn(text, "=");
    if (!text[n] || n == 0 || !text[n + 1]) {
        rat_fail(err, RAT_EUSAGE, _("%s \"%s\" ist nicht von der Form FELD=WERT"), option, text);
        rat_err_hint(err, _("Zum Beispiel: %s gremium=Kreisausschuss"), option);
        return RAT_EUSAGE;
    }
    const struct rat_field_info *field = rat_field_by_name(text, n);
    if (!field || !(field->is_filter || field->facet))
        return unknown_field(text, n, err);
    hits->filters[hits->request.filter_count++] = (struct rat_filter){field->id, text + n + 1};
    return RAT_OK;
}

/* Whether this field was named before, also by another of its names. */
static bool facet_is_known(const struct rat_hits *hits, const uint8_t *ids, uint8_t id)
{
    for (size_t i = 0; i < hits->request.facet_count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

rat_status rat_hits_set_facets(struct rat_hits *hits, const char *text, struct rat_err *err)
{
    uint8_t *ids = rat_arena_alloc(&hits->request_arena, RAT_SEARCH_FACETS_MAX);
    if (!ids)
        return rat_nomem(err);
    hits->request.facets = ids;
    for (size_t n; *text; text += n + (text[n] == ',')) {
        n = strcspn(text, ",");
        const struct rat_field_info *field = rat_field_by_name(text, n);
        if (!field || !field->facet)
            return unknown_field(text, n, err);
        if (facet_is_known(hits, ids, field->id) || hits->request.facet_count == RAT_SEARCH_FACETS_MAX)
            continue;
        const char *name = rat_arena_strndup(&hits->request_arena, text, n);
        if (!name)
            return rat_nomem(err);
        hits->facet_names[hits->request.facet_count] = name;
        ids[hits->request.facet_count++] = field->id;
    }
    return RAT_OK;
}

enum rat_sort rat_sort_by_name(const char *name)
{
    return strcmp(name, "newest") == 0   ? RAT_SORT_NEWEST
           : strcmp(name, "oldest") == 0 ? RAT_SORT_OLDEST
                                         : RAT_SORT_RELEVANCE;
}

rat_status rat_hits_document(struct rat_hits *hits, size_t i, struct rat_document *out, struct rat_err *err)
{
    return rat_search_document(hits->search, i, &hits->arena, out, err);
}
