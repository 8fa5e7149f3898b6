/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the helper program says on its standard output: records of a tag, a length (u32, little-endian) and so many bytes.
 * The helper has read foreign bytes, so the reading side believes nothing: it checks every length and every text.
 *
 *     F format      "docx"                       X extractor   "docx/1"
 *     N title       UTF-8                        D date        "YYYY-MM-DD"
 *     K charset     of the file, as IANA calls it
 *     T text        UTF-8, a form feed ends a page; repeated
 *     M member      path inside the container, UTF-8; C bytes of it, repeated
 *     R refused     path inside the container, then a space and the problem's name: a member that cannot be had
 *     P problem     one of extract/problem.h; the text goes on
 *     E end         empty: all is well; else the problem that ended it. Without it the helper was stopped.
 */
#ifndef EXTRACT_RECORDS_H
#define EXTRACT_RECORDS_H

#define RAT_RECORD_HEAD 5u
#define RAT_RECORD_MAX (1u << 20) /* bytes of one record; longer content comes in several */

#endif
