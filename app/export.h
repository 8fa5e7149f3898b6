/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Result sets as files for other programs: CSV (RFC 4180, UTF-8), JSON Lines, BibTeX, RIS. One record after the other, so that
 * memory does not grow with the result. Each file begins by saying what was asked and of what: the query as typed and as
 * understood, the layer, filters, the archive's generation, the analyzer and its version, so that it can be repeated. Records
 * come in the order of import, which does not change.
 */
#ifndef APP_EXPORT_H
#define APP_EXPORT_H

#include "app/console.h"
#include "base/buf.h"
#include "query/search.h"

#include <stdio.h>

enum rat_export_format { RAT_EXPORT_CSV, RAT_EXPORT_JSONL, RAT_EXPORT_BIBTEX, RAT_EXPORT_RIS };

struct rat_export {
    enum rat_export_format format;
    FILE *file;
    const struct rat_console *console;
    struct rat_snapshot *snapshot;
    const struct rat_request *request;
    const struct rat_result *result;
    struct rat_arena arena; /* of one record */
    struct rat_buf line;
    uint64_t written;
};

RAT_MUST_CHECK rat_status rat_export_head(struct rat_export *out, struct rat_err *err);
RAT_MUST_CHECK rat_status rat_export_document(struct rat_export *out, const struct rat_document *document,
                                              struct rat_err *err);

#endif
