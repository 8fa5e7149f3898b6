/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How people are told what connects two papers; translated, never NULL. Any thread. */
#ifndef QUERY_CONNECTION_TITLES_H
#define QUERY_CONNECTION_TITLES_H

#include "query/related.h"

const char *rat_relation_title(enum rat_relation relation);
const char *rat_reason_title(enum rat_reason reason);

#endif
