/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pieces that the layouts of papers share. Called only from gen_layout*.c; every function appends to the page of
 * the job. rat_gen_write_ka() writes the forms of the four Karlsruhe eras, the answer's head alone with `answer`.
 * Names returned are constant tables.
 */
#ifndef RAT_CORPUS_GEN_LAYOUT_H
#define RAT_CORPUS_GEN_LAYOUT_H

#include "corpus/gen_doc.h"

void rat_gen_layout_title(struct rat_gen_job *job);
/* Decision, facts and costs under the given headings; a request's text when the paper is one. */
void rat_gen_layout_body(struct rat_gen_job *job, const char *decision, const char *facts, const char *costs);
const char *rat_gen_stop_name(const struct rat_gen_job *job, int stop);
int32_t rat_gen_stop_date(const struct rat_gen_job *job, int stop);
void rat_gen_write_ka(struct rat_gen_job *job, bool answer);

#endif
