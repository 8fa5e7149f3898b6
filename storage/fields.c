/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storage/fields.h"

#include <string.h>
#include <strings.h>

static const struct rat_field_info table[] = {
    {RAT_FIELD_REFERENCE,
     "reference",
     "nummer",
     {"vorlage", "vorlagennummer", "number", "drucksache", NULL},
     false,
     true},
    {RAT_FIELD_TYPE, "type", "typ", {"art", "vorlageart", NULL}, true, true},
    {RAT_FIELD_COMMITTEE, "committee", "gremium", {"ausschuss", NULL}, true, true},
    {RAT_FIELD_BODY, "body", "körperschaft", {"koerperschaft", NULL}, true, true},
    {RAT_FIELD_MUNICIPALITY, "municipality", "kommune", {"gemeinde", NULL}, true, true},
    {RAT_FIELD_OFFICE, "office", "federführend", {"federfuehrend", "amt", "lead_office", NULL}, true, true},
    {RAT_FIELD_STATUS, "status", "status", {NULL}, true, true},
    {RAT_FIELD_ID, "id", "id", {NULL}, false, true},
    {RAT_FIELD_SOURCE, "source", "quelle", {NULL}, true, true},
    {RAT_FIELD_CITED, "cites", "zitiert", {"nennt", NULL}, false, true},
    {RAT_FIELD_STATE, "is", "ist", {NULL}, true, true},
    {RAT_FIELD_TITLE, "title", "titel", {"betreff", NULL}, false, false},
    {RAT_FIELD_TEXT, "text", "text", {"volltext", NULL}, false, false},
    {RAT_FIELD_DATE, "date", "datum", {NULL}, false, true},
    {RAT_FIELD_YEAR, "year", "jahr", {NULL}, true, true},
    {RAT_FIELD_CITATION, "citation", "paragraf", {"paragraph", "section", NULL}, false, true},
    {RAT_FIELD_AMOUNT, "amount", "betrag", {"kosten", "costs", NULL}, false, true},
};

const struct rat_field_info *rat_field_table(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

static bool is_name(const char *candidate, const char *name, size_t n)
{
    return strlen(candidate) == n && strncasecmp(candidate, name, n) == 0;
}

const char *rat_state_by_name(const char *name, size_t n)
{
    static const char *const names[][2] = {{RAT_IS_WITHOUT_TEXT, "no-text"},
                                           {RAT_IS_FAILED, "failed"},
                                           {RAT_IS_INCOMPLETE, "incomplete"},
                                           {RAT_IS_UNDECODABLE, "undecodable"},
                                           {RAT_IS_RECOGNISED, "recognised"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (size_t k = 0; k < 2; k++)
            if (is_name(names[i][k], name, n))
                return names[i][0];
    return NULL;
}

const struct rat_field_info *rat_field_by_name(const char *name, size_t n)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        const struct rat_field_info *f = &table[i];
        if (is_name(f->name, name, n) || is_name(f->german, name, n))
            return f;
        for (size_t a = 0; f->aliases[a]; a++)
            if (is_name(f->aliases[a], name, n))
                return f;
    }
    return NULL;
}

const struct rat_field_info *rat_field_by_id(uint8_t id)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (table[i].id == id)
            return &table[i];
    return NULL;
}
