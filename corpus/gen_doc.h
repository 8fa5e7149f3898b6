/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes the text of one document of a planned paper, always as UTF-8: the main paper in its layout, the answer of
 * the administration, minutes, attachments. A text depends on the seed and on (paper, document) only. The caller
 * owns `out`; it is appended to. Not thread-safe by itself, but documents are independent of one another.
 */
#ifndef RAT_CORPUS_GEN_DOC_H
#define RAT_CORPUS_GEN_DOC_H

#include "corpus/gen_page.h"
#include "corpus/gen_phrases.h"
#include "corpus/gen_world.h"

/* What a text had done to it; names for the manifest. */
enum { RAT_GEN_HAS_HYPHENS = 1, RAT_GEN_HAS_SPACED = 2, RAT_GEN_HAS_OLD = 4 };

void rat_gen_doc_text(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                      const struct rat_gen_doc *doc, struct rat_gen_str *out, unsigned *marks);
/* File name as people upload it: "Beschlussvorlage", "Anlage 1 Kostenaufstellung", "Protokoll TOP 9". */
void rat_gen_doc_name(const struct rat_gen_paper *paper, const struct rat_gen_doc *doc,
                      struct rat_gen_str *out);
/* Date of the document: that of the paper, for minutes that of the meeting. */
int32_t rat_gen_doc_date(const struct rat_gen_world *world, const struct rat_gen_paper *paper,
                         const struct rat_gen_doc *doc);
/* Agenda of a meeting, or its whole minutes. */
void rat_gen_meeting_text(const struct rat_gen_world *world, int meeting, bool minutes,
                          struct rat_gen_str *out);

/* ---- shared by the files of this unit ---- */

struct rat_gen_job {
    const struct rat_gen_world *world;
    const struct rat_gen_paper *paper;
    struct rat_gen_ctx *ctx;
    struct rat_gen_page *page;
    uint32_t used[RAT_GEN_POOLS]; /* phrases this text has said already */
    uint32_t used_tags[32];
};

/* Up to `n` different phrases of a pool as one paragraph. */
void rat_gen_para_pool(struct rat_gen_job *job, enum rat_gen_pool pool, int n);
/* Up to `n` different lines of the topic with that tag as one paragraph. */
void rat_gen_para_topic(struct rat_gen_job *job, char tag, int n);
/* One template as a paragraph. */
void rat_gen_para_text(struct rat_gen_job *job, const char *text);
/* The decision: one sentence, or a numbered list. */
void rat_gen_para_decision(struct rat_gen_job *job);
/* Facts of the case: reasons, measures, references, compounds. */
void rat_gen_para_case(struct rat_gen_job *job);
void rat_gen_write_minutes(struct rat_gen_job *job, const struct rat_gen_stop *stop);
void rat_gen_write_attachment(struct rat_gen_job *job, const struct rat_gen_doc *doc);
void rat_gen_write_paper(struct rat_gen_job *job);
void rat_gen_write_answer(struct rat_gen_job *job);
/* Body of a motion or a question, without any head. */
void rat_gen_write_request(struct rat_gen_job *job);

#endif
