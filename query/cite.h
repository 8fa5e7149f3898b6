/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a document is cited: who, which paper, what it is called, when, and the SHA-256 of its bytes, which stays the same whatever
 * becomes of addresses.
 *
 *     Auental, Vorlage 2020/740: Bau des Radweges, 2020-09-21. ID file/17, SHA-256 9f86d081….
 */
#ifndef QUERY_CITE_H
#define QUERY_CITE_H

#include "base/buf.h"
#include "storage/record.h"

/* Appends the citation. */
void rat_cite(const struct rat_document *document, struct rat_buf *out);
/* 64 hexadecimal digits and a NUL: of the original where it was kept, else of the text. */
void rat_cite_sha(const struct rat_document *document, char out[65]);

#endif
