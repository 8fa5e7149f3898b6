/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of a search, printed for people (hits_text.c). cmd_search.c fills the struct, see query/answer.h. */
#ifndef APP_HITS_H
#define APP_HITS_H

#include "app/command.h"
#include "query/answer.h"

RAT_MUST_CHECK rat_status rat_hits_print_text(const struct rat_console *console, struct rat_hits *hits,
                                              struct rat_err *err);

#endif
