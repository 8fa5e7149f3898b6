/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading what a text names: papers by their printed numbers, decisions by body and day, laws, budgets, printed matters of
 * parliaments. Each with its place in the text and the words around it (storage/record.h). A number is kept when it may be
 * a paper's; whether there is such a paper is asked when somebody looks (query/resolver.h), so that the order of imports
 * does not matter.
 *
 *     "siehe Vorlage Nr. 2019/0123"              paper 2019/123, see
 *     "Vorlagen 2022/2024 und 2023/1125"         two papers: behind "Vorlage" even what looks like years
 *     "Doppelhaushalt 2015/2016"                 budget 2015/2016, no paper
 *     "Gemeinderatsbeschluss vom 17. Juli 2007"  decision 2007-07-17, gemeinderat
 *     "§ 58 Abs. 1 NKomVG"                       law §nkomvg:58.a1
 *     "BT-Drs. 18/3784"                          outside 18/3784
 *
 * Dates, regulations of the EU, file numbers, plots, plans, telephone numbers are nothing. Pure function, any thread.
 */
#ifndef INDEXER_REFERENCES_H
#define INDEXER_REFERENCES_H

#include "storage/record.h"

/* Kept with what was read: `reindex` reads texts again when this has changed. */
#define RAT_REFERENCES_VERSION 1

#define RAT_REFERENCES_MAX 4096u /* of one text; what follows is not kept */

/* text[0..n): valid UTF-8. own: what the document prints as its number; stated: what its source says (both may be NULL):
 * those are not references, but own is given out first, as RAT_REFERENCE_OWN. Sorted by place. Strings and list in the
 * arena. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_references_read(const char *text, size_t n, const char *own, const char *stated,
                                              struct rat_arena *arena, const struct rat_reference **out,
                                              size_t *count);

/* The numbers of a paper, from the record's reference and reference_printed, in the arena. RAT_ENOMEM only. */
RAT_MUST_CHECK rat_status rat_paper_numbers(struct rat_paper *paper, struct rat_arena *arena);

#endif
