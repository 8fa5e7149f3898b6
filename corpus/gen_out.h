/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writers of a planned archive: text files with a manifest, an OParl 1.1 dump, JSON lines. Each returns 0, or 6
 * after it said on standard error what could not be written. The folder is made when it is missing.
 */
#ifndef RAT_CORPUS_GEN_OUT_H
#define RAT_CORPUS_GEN_OUT_H

#include "corpus/gen_doc.h"

int rat_gen_out_text(const struct rat_gen_world *world, const char *folder);
int rat_gen_out_oparl(const struct rat_gen_world *world, const char *folder);
int rat_gen_out_jsonl(const struct rat_gen_world *world, const char *file);

/* ---- shared helpers ---- */

/* Writes a whole file; 0 or 6. */
int rat_gen_write_file(const char *folder, const char *name, const struct rat_gen_str *text);
int rat_gen_make_folder(const char *folder, const char *name);
/* Appends "text" with JSON escapes. */
void rat_gen_add_json(struct rat_gen_str *out, const char *text, size_t len);

#endif
