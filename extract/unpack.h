/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files inside a ZIP or a mail, one after the other as the helper gives them, so that only one of them is in memory.
 *
 *     st = rat_unpack_start(bytes, n, RAT_FORMAT_ZIP, member_limit, &unpacked, &err);
 *     while ((st = rat_unpack_next(unpacked, &member, &err)) == RAT_OK) ...
 *     // RAT_END: all; then rat_unpack_problem says whether the archive was read to its end
 *     rat_unpack_close(unpacked);
 *
 * One thread at a time.
 */
#ifndef EXTRACT_UNPACK_H
#define EXTRACT_UNPACK_H

#include "base/status.h"
#include "extract/format.h"

struct rat_unpacked;

struct rat_member {   /* valid until the next call */
    const char *path; /* inside the archive, UTF-8, without control characters; may occur twice */
    const void *bytes;
    size_t size;
    const char *problem; /* NULL; else it cannot be had (problem.h), and there are no bytes */
};

/* bytes are copied for the helper and may go afterwards. member_limit: bytes of the largest member that is wanted. */
RAT_MUST_CHECK rat_status rat_unpack_start(const void *bytes, size_t n, enum rat_format format,
                                           size_t member_limit, struct rat_unpacked **out,
                                           struct rat_err *err);
RAT_MUST_CHECK rat_status rat_unpack_next(struct rat_unpacked *unpacked, struct rat_member *out,
                                          struct rat_err *err);
/* After RAT_END: NULL, or why it ended early. */
const char *rat_unpack_problem(const struct rat_unpacked *unpacked);
/* After the first call of next: what it really is ("zip", "mail", "docx", ...; "" when nobody knows). */
const char *rat_unpack_format(const struct rat_unpacked *unpacked);
void rat_unpack_close(struct rat_unpacked *unpacked); /* NULL is fine */

#endif
