/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the commands that write an archive have in common: the budget options, Ctrl-C, the progress line, naming of
 * rejected inputs. One at a time in a process (signal handlers); rat_ingest calls back on the calling thread.
 *
 *     struct rat_work work;
 *     rat_work_begin(&work, cli);
 *     st = rat_ingest(..., &work.options, &work.report, &err);
 *     rat_work_end(&work);
 */
#ifndef APP_WORK_H
#define APP_WORK_H

#include "app/command.h"
#include "app/json_out.h"
#include "indexer/ingest.h"

/* For the option tables of these commands. */
#define RAT_MEMORY_OPTION                                       \
    {                                                           \
        "memory", "MiB", RAT_OPTION_NUMBER, 16, 1u << 20, NULL, \
            N_("Arbeitsspeicher für den Import (sonst 512)")    \
    }
#define RAT_THREADS_OPTION                                             \
    {                                                                  \
        "threads", "N", RAT_OPTION_NUMBER, 1, 256, NULL,               \
            N_("Zahl der Threads (sonst so viele wie Prozessorkerne)") \
    }
/* Of commands that change documents. */
#define RAT_ENGINES_OPTION                                                                     \
    {                                                                                          \
        "engine", N_("NAME"), RAT_OPTION_TEXT, 0, 0, "native|both",                            \
            N_("both: auch den Xapian-Index, den es sonst nur weiterführt, wenn er schon da " \
               "ist; native: ihn nicht")                                                       \
    }
#define RAT_WORK_OPTIONS RAT_MEMORY_OPTION, RAT_THREADS_OPTION

#define RAT_REJECTIONS_LISTED 1000u /* in JSON; standard error names all */

struct rat_work {
    struct rat_cli *cli;
    struct rat_ingest_options options;
    struct rat_ingest_report report;
    double started;
    struct rat_err *rejections; /* the first ones */
    size_t rejection_count;
};

void rat_work_begin(struct rat_work *work, struct rat_cli *cli);
void rat_work_begin_plain(struct rat_work *work,
                          struct rat_cli *cli); /* of commands without RAT_WORK_OPTIONS */
void rat_work_end(struct rat_work *work);       /* signals as before, progress line gone, memory freed */

/* What --engine asks for; of commands that have the option. */
enum rat_engines rat_work_engines(const struct rat_args *args);

double rat_work_seconds(const struct rat_work *work); /* since begin */

/* All numbers of the report, and with rejections their list. */
void rat_work_put_report(const struct rat_work *work, struct rat_json *json, json_t *object);
void rat_work_print_report(const struct rat_work *work);

#endif
