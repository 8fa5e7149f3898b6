/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading the head of a paper's text: number, date, type, status, lead office, Beratungsfolge, costs,
 * Relevanz grid, Beschlussvorschlag, for the layouts of councils (Landkreis Peine, ALLRIS, SessionNet, the
 * eras of Karlsruhe, typewriters). Every value says that it was read from the text; what is not found stays
 * NULL. Pure function, any thread.
 */
#ifndef INDEXER_HEADER_H
#define INDEXER_HEADER_H

#include "storage/record.h"

/* Part of every document's stamp: texts are read again when this changes. */
#define RAT_HEADER_VERSION 1

struct rat_header {
    const char *layout;    /* "peine", "allris", "schreibmaschine", "karlsruhe-2007", ...; NULL: none */
    const char *reference; /* "2020/740" */
    const char *type;      /* "Beschlussvorlage", "Antrag", ... as printed, in normal case and with ss */
    const char *subject;
    const char *first_line; /* below the letterhead, at most 160 characters: a title for want of a better */
    const char *status;     /* "öffentlich" */
    const char *lead_office;
    int32_t date;
    const struct rat_consultation *consultations;
    size_t consultation_count;
    /* kosten, im-budget, mitwirkung-landrat, relevanz.*, beschlussvorschlag, eingegangen, antrag.vom, ... */
    const struct rat_field *fields;
    size_t field_count;
};

/* text[0..n): valid UTF-8. Strings go into the arena. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_header_read(const char *text, size_t n, struct rat_arena *arena,
                                          struct rat_header *out);

/* Fills what the document does not know yet (never overrides what is stated); its committees grow by the
 * consultations' bodies when it had none. */
RAT_MUST_CHECK rat_status rat_header_fill_document(const struct rat_header *header, struct rat_arena *arena,
                                                   struct rat_document *document);

/* The paper that a text without any other source stands for: id as rat_paper_id_for says, fields and
 * consultations of the header. */
RAT_MUST_CHECK rat_status rat_header_make_paper(const struct rat_header *header, struct rat_arena *arena,
                                                const struct rat_document *document, struct rat_paper *out);

/* The paper's id for texts that come without one: a reference that carries its year ("2020/740", "427/2009",
 * "VO/4680/2016") names the paper, behind the municipality when there is one ("Peine 2020/740"); otherwise
 * the document stands for itself and its id is the paper's. */
const char *rat_paper_id_for(struct rat_arena *arena, const char *municipality, const char *reference,
                             const char *document_id);

#endif
