/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What every command that searches understands: the query from its words, filters, the layer, what was removed, the time limit.
 * Strings live in the arena or in argv.
 */
#ifndef APP_REQUEST_H
#define APP_REQUEST_H

#include "app/command.h"
#include "base/arena.h"
#include "query/search.h"

/* For tables of options. */
#define RAT_REQUEST_OPTIONS                                                                                \
    {"filter",                                                                                             \
     N_("FELD=WERT"),                                                                                      \
     RAT_OPTION_LIST,                                                                                      \
     0,                                                                                                    \
     0,                                                                                                    \
     NULL,                                                                                                 \
     N_("nur Treffer mit diesem Wert; mehrfach: eines Feldes einer der Werte, verschiedene Felder alle")}, \
        {"layer",                                                                                          \
         N_("EBENE"),                                                                                      \
         RAT_OPTION_TEXT,                                                                                  \
         0,                                                                                                \
         0,                                                                                                \
         "parts|stem|exact",                                                                               \
         N_("wodurch ein Wort gefunden wird: parts (sonst) auch durch Teile und Zusammensetzungen, stem "  \
            "durch "                                                                                       \
            "andere Formen, exact nur, wie es dasteht")},                                                  \
        {"deadline",                                                                                       \
         "MS",                                                                                             \
         RAT_OPTION_NUMBER,                                                                                \
         0,                                                                                                \
         UINT32_MAX,                                                                                       \
         NULL,                                                                                             \
         N_("nach so vielen Millisekunden abbrechen und zeigen, was gefunden ist (sonst 10000; 0: nie)")}, \
    {                                                                                                      \
        "removed", NULL, RAT_OPTION_FLAG, 0, 0, NULL, N_("auch, was bei der Quelle entfernt wurde")        \
    }

/* args: words from `first` on are the query, joined by blanks. The rest of *out is RAT_REQUEST_INIT. */
RAT_MUST_CHECK rat_status rat_request_read(const struct rat_args *args, size_t first, struct rat_arena *arena,
                                           struct rat_request *out, struct rat_err *err);
/* What a layer counts, for people: "mit Teilen und Zusammensetzungen", ... */
const char *rat_layers_text(enum rat_layers layers);

#endif
