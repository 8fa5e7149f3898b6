/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Answers of a search, printed for people (hits_text.c). cmd_search.c fills the struct, see query/answer.h. */
#ifndef APP_HITS_H
#define APP_HITS_H

#include "app/command.h"
#include "query/answer.h"

#include "query/engine.h"

/* The engine that --engine names; the caller closes it. */
#define RAT_ENGINE_OPTION                                                                            \
    {                                                                                                \
        "engine", N_("NAME"), RAT_OPTION_TEXT, 0, 0, "native|xapian",                                \
            N_("Suchmaschine: native, die eingebaute (sonst); xapian: der Xapian-Index des Archivs") \
    }
RAT_MUST_CHECK rat_status rat_hits_engine(const struct rat_args *args, struct rat_snapshot *snapshot,
                                          struct rat_engine **out, struct rat_err *err);

RAT_MUST_CHECK rat_status rat_hits_print_text(const struct rat_console *console, struct rat_hits *hits,
                                              struct rat_err *err);

/* Years, counts and shares as a table with bars. */
void rat_timeline_print(const struct rat_console *console, const struct rat_timeline *timeline);

#endif
