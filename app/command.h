/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The commands of the program: each cmd_*.c defines one rat_cmd_*, commands.c lists them, runs the one that was asked
 * for and prints help from these tables. Texts in the tables are msgids, translated when they are shown.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/console.h"
#include "app/exit.h"
#include "app/options.h"

struct rat_command;

/* One run of the program. */
struct rat_cli {
    const struct rat_command *command;
    struct rat_args args;
    struct rat_console console;
    bool json;
};

struct rat_command {
    const char *name;
    const char *arguments; /* "ARCHIV ANFRAGE..." */
    const char *summary;   /* one line */
    const char *notes;     /* more for its own help, or NULL */
    const char *examples;  /* lines of commands */
    const struct rat_option_spec *options;
    size_t words_min, words_max;     /* without options; SIZE_MAX: any number */
    bool dash_words;                 /* "-word" belongs to a query */
    bool takes_archive;              /* the first word is an archive that must exist ... */
    const char *instead_of_archive;  /* ... unless this option is given; may be NULL */
    int (*run)(struct rat_cli *cli); /* returns the exit code */
};

extern const struct rat_command rat_cmd_init, rat_cmd_import, rat_cmd_search, rat_cmd_show, rat_cmd_related,
    rat_cmd_trace, rat_cmd_topics, rat_cmd_analyze, rat_cmd_stats, rat_cmd_check, rat_cmd_dump,
    rat_cmd_optimize, rat_cmd_reindex, rat_cmd_purge, rat_cmd_serve, rat_cmd_shard;

/* In the order of help; the last one is NULL. */
extern const struct rat_command *const rat_commands[];

void rat_help_program(const struct rat_console *console);
void rat_help_command(const struct rat_console *console, const struct rat_command *command);

/* Reports err the way the person asked for; returns the exit code. */
int rat_cli_fail(struct rat_cli *cli, rat_status status, struct rat_err *err);
/* The same for an error made here: status, hint (may be NULL) and the formatted message. */
int rat_cli_error(struct rat_cli *cli, rat_status status, const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Runs the program: argv[0] is its name. The locale is set already. */
int rat_program_run(const char *const *argv, size_t argc, bool english);

#endif
