/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Why a file gave no text, or not all of it: short English names that are stored in the catalogue and understood by
 * programs, and what they mean to people. The helper program and the importing one both use them.
 */
#ifndef EXTRACT_PROBLEM_H
#define EXTRACT_PROBLEM_H

#include "base/buf.h"

#define RAT_PROBLEM_DAMAGED "damaged"         /* not readable as what it says it is */
#define RAT_PROBLEM_ENCRYPTED "encrypted"     /* a password is needed */
#define RAT_PROBLEM_UNSUPPORTED "unsupported" /* a kind that nobody here reads */
#define RAT_PROBLEM_NO_PROGRAM "no-program"   /* a program that is needed is not installed; ":NAME" follows */
#define RAT_PROBLEM_TIMEOUT "timeout"
#define RAT_PROBLEM_MEMORY "memory"
#define RAT_PROBLEM_OUTPUT "output"   /* more text than the file can sensibly hold: a bomb */
#define RAT_PROBLEM_MEMBERS "members" /* too many files inside */
#define RAT_PROBLEM_NESTED "nested"   /* archives in archives in archives, elements in elements */
#define RAT_PROBLEM_CRASHED "crashed" /* the reading program ended by a signal */
#define RAT_PROBLEM_SCAN "scan"       /* pictures of text, and no program to recognise it */
#define RAT_PROBLEM_OCR_POOR "ocr-poor"
#define RAT_PROBLEM_PAGES_MISSING "pages-missing" /* some pages could not be recognised */

/* Appends the names' meaning in the language of the person, "; " between them. problems: names with spaces between. */
void rat_problem_explain(const char *problems, struct rat_buf *out);

#endif
