/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lists of the catalogue that pages show: which papers carry a number, what a meeting dealt with, which meetings a body
 * held, papers and meetings one after the other for harvesters. Readers of any catalogue handle; strings live in the
 * arena; rows are verified as everywhere (catalogue.h).
 */
#ifndef STORAGE_BROWSE_H
#define STORAGE_BROWSE_H

#include "storage/catalogue.h"

/* What a line about a paper says. */
struct rat_paper_brief {
    const char *id, *reference, *reference_printed, *name, *type;
    const char *body, *municipality;
    const char *removed_at; /* NULL while it is there */
    int32_t date;
};

/* All papers with this number, as stated or as printed, in the order of their rows. */
RAT_MUST_CHECK rat_status rat_browse_papers_by_reference(struct rat_catalogue *catalogue,
                                                         const char *reference, struct rat_arena *arena,
                                                         struct rat_paper_brief **out, size_t *count,
                                                         struct rat_err *err);

/* A paper's station in one meeting. */
struct rat_meeting_paper {
    const char *consultation_id, *item_id, *item_number, *role, *result;
    struct rat_paper_brief paper;
};
/* Papers without a row are left out. */
RAT_MUST_CHECK rat_status rat_browse_meeting_papers(struct rat_catalogue *catalogue, const char *meeting_id,
                                                    struct rat_arena *arena, struct rat_meeting_paper **out,
                                                    size_t *count, struct rat_err *err);

struct rat_meeting_brief {
    const char *id, *name, *start, *removed_at;
    size_t item_count;
};
/* Meetings of an organization, newest first; organization_id NULL: all. At most max of them; *total counts all. */
RAT_MUST_CHECK rat_status rat_browse_meetings(struct rat_catalogue *catalogue, const char *organization_id,
                                              size_t skip, size_t max, struct rat_arena *arena,
                                              struct rat_meeting_brief **out, size_t *count, size_t *total,
                                              struct rat_err *err);

/* RAT_ENOTFOUND as for documents. */
RAT_MUST_CHECK rat_status rat_browse_organization(struct rat_catalogue *catalogue, const char *id,
                                                  struct rat_arena *arena, struct rat_organization *out,
                                                  struct rat_err *err);

enum rat_browse_kind {
    RAT_BROWSE_PAPERS,
    RAT_BROWSE_MEETINGS,
    RAT_BROWSE_ORGANIZATIONS,
    RAT_BROWSE_DOCUMENTS
};
struct rat_browse_entry {
    const char *id;
    const char *modified; /* as the source says; documents: when this version was imported; may be NULL */
    const char *removed_at;
    uint32_t docnum; /* documents */
};
/* Every object of a kind, in the order of its row (organizations: of their ids). RAT_OK to go on; anything else ends the
 * walk and is returned, RAT_END as RAT_OK. The entry's strings live until the next call. */
typedef rat_status rat_browse_visit(void *context, const struct rat_browse_entry *entry);
RAT_MUST_CHECK rat_status rat_browse_each(struct rat_catalogue *catalogue, enum rat_browse_kind kind,
                                          rat_browse_visit *visit, void *context, struct rat_err *err);

#endif
