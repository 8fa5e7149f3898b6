/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Gender forms: "Bürger*innen", ":innen", "_innen", "·innen", "’innen", "/innen", "/-innen", ".innen",
 * "-innen",
 * "(innen)", "BürgerInnen", each also with -in, and compounds of them ("Ausländer*innenbeirat"). One stretch
 * of text stands for a masculine and a feminine form. "10:30", addresses and "Plug-in" are left alone. To be
 * asked by the tokenizer for each word that begins with a capital. Pure functions, any thread.
 *
 *     struct rat_gender form;
 *     if (rat_gender_find(text, n, start, end, &form))
 *         rat_gender_forms(text, &form, &masculine, &feminine);   // "bürger", "bürgerinnen"
 */
#ifndef TEXT_GENDER_H
#define TEXT_GENDER_H

#include "base/buf.h"

struct rat_gender {
    size_t start, stem_end; /* "Bürger" */
    size_t tail_start, end; /* what follows -innen directly ("beirat"), mostly empty; end closes the form */
    bool plural;            /* -innen */
};

/* text[start..end) is a run of letters. Whether a gender form begins there; then *out is set, out->end may
 * lie behind end, also on the next line ("Schüler*in-⏎nen"). text is valid UTF-8. */
bool rat_gender_find(const char *text, size_t n, size_t start, size_t end, struct rat_gender *out);

/* Appends both surface forms: plural "studenten", "studentinnen"; singular "arzt", "ärztin". */
void rat_gender_forms(const char *text, const struct rat_gender *form, struct rat_buf *masculine,
                      struct rat_buf *feminine);

#endif
