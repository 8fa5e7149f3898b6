/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the parts of rat_archive_check share. A *finding* is reported and the check goes on where it can; only running out
 * of memory ends it. The parts below check one opened segment whose blocks have all been verified: what they find is
 * not a flipped bit but a file that was written wrongly.
 */
#ifndef STORAGE_CHECK_INTERNAL_H
#define STORAGE_CHECK_INTERNAL_H

#include "storage/archive_internal.h"

/* A document of the index that is not dead. */
struct rat_check_document {
    uint32_t docnum, segment, document; /* segment: place in the manifest */
    bool hidden;
};

struct rat_check {
    bool deep;
    double sample;                   /* deep, only of this share of the contents; 0: all */
    uint64_t random;                 /* what is drawn next */
    struct rat_check_result *result; /* counts what was read */
    rat_archive_damage *damaged;
    void *ctx;
    uint64_t findings;
    struct rat_segment **segments; /* by place in the manifest; NULL where one cannot be opened */
    struct rat_buf documents;      /* struct rat_check_document each */
};

void rat_check_finding(struct rat_check *check, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A failure of the functions that read files, as a finding about file (or the place that err names). RAT_OK, or
 * RAT_ENOMEM when memory ran out, which is no finding. */
RAT_MUST_CHECK rat_status rat_check_failed(struct rat_check *check, rat_status st, const char *file,
                                           const struct rat_err *failure);

/* check_index.c: dictionary, postings, positions, bounds, forms. */
RAT_MUST_CHECK rat_status rat_check_terms(struct rat_check *check, const struct rat_segment *segment);
/* check_columns.c: columns, ids, values, offsets, state; collects check->documents. index: place in the manifest. */
RAT_MUST_CHECK rat_status rat_check_columns(struct rat_check *check, const struct rat_segment *segment,
                                            const struct rat_manifest_segment *entry, uint32_t index);
/* check_catalogue.c: the catalogue's rows and the packs; then whether catalogue and check->documents fit together. */
RAT_MUST_CHECK rat_status rat_check_catalogue(struct rat_check *check, struct rat_catalogue *catalogue,
                                              const char *path);
RAT_MUST_CHECK rat_status rat_check_packs(struct rat_check *check, struct rat_catalogue *catalogue,
                                          const struct rat_layout *layout);
RAT_MUST_CHECK rat_status rat_check_fit(struct rat_check *check, struct rat_catalogue *catalogue,
                                        const char *path);
/* check_xapian.c: the Xapian index, if there is one; a state behind the archive's is no damage. */
RAT_MUST_CHECK rat_status rat_check_xapian(struct rat_check *check, struct rat_catalogue *catalogue,
                                           const struct rat_manifest *manifest, const char *archive);

#endif
