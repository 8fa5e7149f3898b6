/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the eras of Karlsruhe share: the lines that header_karlsruhe.c found, values
 * (header_karlsruhe_values.c) and one reader per era. A reader is true when the text has its layout.
 */
#ifndef INDEXER_HEADER_KARLSRUHE_INTERNAL_H
#define INDEXER_HEADER_KARLSRUHE_INTERNAL_H

#include "indexer/header_internal.h"

#define RAT_NOT_FOUND SIZE_MAX

struct rat_karlsruhe_marks {
    size_t number;  /* line of "Vorlage Nr." */
    size_t gremium; /* line of the label "Gremium:" */
    size_t termin, responsible, office;
    size_t session; /* "17. Sitzung des Gemeinderates am ..." */
    size_t table;   /* first line of the Beratungsfolge */
    bool modern;    /* with Zuständigkeit: 2023 */
    bool results;   /* with Ergebnis */
};

/* The kind of paper in the first lines, into the draft. */
void rat_karlsruhe_read_type(struct rat_header_draft *draft, size_t lines);
/* "vom: 12.03.2013", "eingegangen: ..." before line `lines`. */
void rat_karlsruhe_read_received(struct rat_header_draft *draft, size_t lines);
/* What stands behind "Vorlage Nr.:" in the line. */
struct rat_line rat_karlsruhe_behind_number_label(struct rat_line line);
/* The line as lead office, when it looks like one. */
void rat_karlsruhe_set_responsible(struct rat_header_draft *draft, struct rat_line line);
/* "Dez. 4 und": the next line belongs to it. */
bool rat_karlsruhe_ends_open(struct rat_line line);
/* A detached value of "Verantwortlich:" at the line, perhaps of two lines. Returns the line behind it. */
size_t rat_karlsruhe_read_responsible(struct rat_header_draft *draft, size_t at);
/* A line at the end of a subject that says who moved it. */
bool rat_karlsruhe_is_author(struct rat_line line);
/* Lines from..to-1, unless they are no subject. */
void rat_karlsruhe_set_subject(struct rat_header_draft *draft, size_t from, size_t to);
/* The end of the paragraph that begins at `from`: an empty line, the table, a heading, the text. */
size_t rat_karlsruhe_paragraph_end(const struct rat_head *head, size_t from, size_t table);
/* The paragraph at or behind `from`, above the table. */
void rat_karlsruhe_subject_at(struct rat_header_draft *draft, size_t from, size_t table);
/* Table, forms and Beschlussvorschlag at or behind `from`. */
void rat_karlsruhe_read_below(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks,
                              size_t from);
/* A row made of single values rather than of a table's line. */
void rat_karlsruhe_add_row(struct rat_header_draft *draft, char *body, int32_t day, struct rat_line item,
                           enum rat_tristate is_public);

bool rat_karlsruhe_read_2005(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks);
bool rat_karlsruhe_read_2007(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks);
bool rat_karlsruhe_read_2016(struct rat_header_draft *draft, const struct rat_karlsruhe_marks *marks);

#endif
