/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fields of a document that can be searched, filtered and counted apart from its text. The numbers are stored in
 * segments (as part of term keys and column names): never reuse one. Constant data, any thread.
 */
#ifndef STORAGE_FIELDS_H
#define STORAGE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Positions between the title's last word and the text's first, so that no phrase spans both. */
#define RAT_FIELD_GAP 32u

enum rat_field_id {
    RAT_FIELD_NONE = 0,
    RAT_FIELD_REFERENCE = 1,    /* nummer: reference as stated and as printed */
    RAT_FIELD_TYPE = 2,         /* typ */
    RAT_FIELD_COMMITTEE = 3,    /* gremium: names of the bodies that consult */
    RAT_FIELD_BODY = 4,         /* körperschaft: the body as stated and the committees */
    RAT_FIELD_MUNICIPALITY = 5, /* kommune */
    RAT_FIELD_OFFICE = 6,       /* federführend */
    RAT_FIELD_STATUS = 7,       /* status */
    RAT_FIELD_ID = 8,           /* id: document and paper ids */
    RAT_FIELD_SOURCE = 9,       /* quelle: source path */
    RAT_FIELD_CITED = 10,       /* zitiert: numbers of papers that the text names */
    RAT_FIELD_STATE =
        11, /* ist: what became of its file, RAT_IS_...; in queries also whether it is public, gone */
    RAT_FIELD_STORED_MAX = 11,
    /* not stored as values of their own: */
    RAT_FIELD_TITLE = 32, /* titel: words of the title */
    RAT_FIELD_TEXT = 33,  /* text: words of title and text, the default */
    RAT_FIELD_DATE = 34,  /* datum: range over the date column */
    RAT_FIELD_YEAR = 35,  /* jahr: year of the date column; a facet */
    /* conditions over what the index has anyway, written right behind the colon: */
    RAT_FIELD_CITATION = 40, /* paragraf: a section of a law */
    RAT_FIELD_AMOUNT = 41    /* betrag: amounts of money that the text names */
};

/* The values of RAT_FIELD_STATE as they are stored and shown. */
#define RAT_IS_WITHOUT_TEXT "ohne-text"
#define RAT_IS_FAILED "fehlgeschlagen"     /* its text could not be read; is without text as well */
#define RAT_IS_INCOMPLETE "unvollständig"  /* a part of it could not */
#define RAT_IS_UNDECODABLE "zeichenfehler" /* it has characters that could not be decoded */
#define RAT_IS_RECOGNISED "erkannt"        /* its text was recognised in pictures */

/* The stored value that a query's word for it means ("no-text"), NULL: none. */
const char *rat_state_by_name(const char *name, size_t n);

struct rat_field_info {
    uint8_t id;
    const char *name;       /* English, for JSON: "committee" */
    const char *german;     /* "gremium" */
    const char *aliases[8]; /* other accepted names, lower case with umlauts; NULL ends */
    bool facet;             /* has an ordinal column (or is the year) */
    bool is_filter;         /* restricts; in a run of words it is required */
};

/* By English or German name or alias, ASCII case ignored; NULL when unknown. */
const struct rat_field_info *rat_field_by_name(const char *name, size_t n);
const struct rat_field_info *rat_field_by_id(uint8_t id); /* NULL when unknown */
/* All fields in the order of their declaration; *count of them. */
const struct rat_field_info *rat_field_table(size_t *count);

#endif
