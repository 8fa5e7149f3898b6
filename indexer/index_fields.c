/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/index_fields.h"

#include <string.h>

rat_status rat_index_fields(const struct rat_document *document, const char *printed, struct rat_arena *arena,
                            struct rat_index_document *out)
{
    size_t room = 14 + 2 * document->committee_count + 3 * document->reference_count, n = 0;
    struct rat_field_value *values = rat_arena_calloc(arena, room, sizeof *values);
    if (!values)
        return RAT_ENOMEM;
    values[n++] = (struct rat_field_value){RAT_FIELD_REFERENCE, document->reference};
    values[n++] = (struct rat_field_value){RAT_FIELD_REFERENCE, printed};
    values[n++] = (struct rat_field_value){RAT_FIELD_TYPE, document->type};
    values[n++] = (struct rat_field_value){RAT_FIELD_BODY, document->body};
    for (size_t i = 0; i < document->committee_count; i++) {
        values[n++] = (struct rat_field_value){RAT_FIELD_COMMITTEE, document->committees[i]};
        values[n++] = (struct rat_field_value){RAT_FIELD_BODY, document->committees[i]};
    }
    values[n++] = (struct rat_field_value){RAT_FIELD_MUNICIPALITY, document->municipality};
    values[n++] = (struct rat_field_value){RAT_FIELD_OFFICE, document->lead_office};
    values[n++] = (struct rat_field_value){RAT_FIELD_STATUS, document->status};
    values[n++] = (struct rat_field_value){RAT_FIELD_ID, document->id};
    values[n++] = (struct rat_field_value){RAT_FIELD_ID, document->paper_id};
    values[n++] = (struct rat_field_value){RAT_FIELD_SOURCE, document->source};
    for (size_t i = 0; i < document->reference_count; i++) {
        const struct rat_reference *r = &document->references[i];
        const char *supplement = strchr(r->key, '-');
        if (r->kind != RAT_REFERENCE_PAPER)
            continue;
        values[n++] = (struct rat_field_value){RAT_FIELD_CITED, r->key};
        if (r->detail)
            values[n++] = (struct rat_field_value){RAT_FIELD_CITED, r->detail};
        if (!supplement) /* who names a supplement names the paper */
            continue;
        values[n].field = RAT_FIELD_CITED;
        values[n].value = rat_arena_strndup(arena, r->key, (size_t)(supplement - r->key));
        if (!values[n++].value)
            return RAT_ENOMEM;
    }
    bool lost = document->text_state == RAT_TEXT_FAILED || document->text_state == RAT_TEXT_NONE;
    values[n++] = (struct rat_field_value){RAT_FIELD_STATE, lost ? RAT_IS_WITHOUT_TEXT : NULL};
    values[n++] = (struct rat_field_value){RAT_FIELD_STATE,
                                           document->text_state == RAT_TEXT_FAILED   ? RAT_IS_FAILED
                                           : document->text_state == RAT_TEXT_PARTLY ? RAT_IS_INCOMPLETE
                                                                                     : NULL};
    values[n++] =
        (struct rat_field_value){RAT_FIELD_STATE, document->undecodable ? RAT_IS_UNDECODABLE : NULL};
    values[n++] = (struct rat_field_value){RAT_FIELD_STATE, document->confidence ? RAT_IS_RECOGNISED : NULL};
    out->id = document->id;
    out->date = document->date;
    out->paper_key = document->paper_id ? rat_hash64(document->paper_id, strlen(document->paper_id)) : 0;
    out->values = values;
    out->value_count = n;
    return RAT_OK;
}
