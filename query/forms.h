/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where a term stands: only exact terms have positions, so a stem or a part is found through the exact terms that it
 * stands for. Internal to query/.
 */
#ifndef QUERY_FORMS_H
#define QUERY_FORMS_H

#include "storage/archive.h"

/* Calls found for every exact term behind a key (the space's byte and the term) of a segment; for an exact one that is
 * itself, for one without any, or that the segment does not have, there is none. Ends with the first that is not RAT_OK.
 * scratch is overwritten. */
RAT_MUST_CHECK rat_status rat_each_form(const struct rat_segment *segment, const unsigned char *key,
                                        uint32_t key_size, struct rat_buf *scratch,
                                        rat_status (*found)(void *context, const struct rat_term_info *info),
                                        void *context, struct rat_err *err);

#endif
