/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arguments of one command, read by a table of its options. Options may stand anywhere among the words, as
 * "--limit 5" or "--limit=5"; "--" ends them. Numbers and choices are checked here, so that the getters cannot fail.
 *
 *     static const struct rat_option_spec options[] = {{"limit", "N", RAT_OPTION_NUMBER, ...}, RAT_OPTIONS_END};
 *     st = rat_args_parse(&args, options, argv, argc, 0, &err);
 *     uint64_t limit = rat_args_number(&args, "limit", 10);
 *     rat_args_release(&args);
 *
 * Strings are borrowed from argv. One thread.
 */
#ifndef APP_OPTIONS_H
#define APP_OPTIONS_H

#include "base/status.h"

enum rat_option_kind {
    RAT_OPTION_FLAG,
    RAT_OPTION_TEXT,   /* any value; a table of choices ("a|b") restricts it */
    RAT_OPTION_NUMBER, /* a whole number in min..max */
    RAT_OPTION_LIST    /* may be given again and again */
};

struct rat_option_spec {
    const char *name;  /* without the dashes; NULL ends a table */
    const char *value; /* how help calls the value (untranslated msgid); NULL for flags */
    enum rat_option_kind kind;
    uint64_t min, max;   /* RAT_OPTION_NUMBER */
    const char *choices; /* RAT_OPTION_TEXT: "native|xapian", or NULL */
    const char *help;    /* untranslated msgid */
};
#define RAT_OPTIONS_END                               \
    {                                                 \
        NULL, NULL, RAT_OPTION_FLAG, 0, 0, NULL, NULL \
    }

struct rat_given {
    const struct rat_option_spec *spec;
    const char *value;
    uint64_t number;
};

struct rat_args {
    const struct rat_option_spec *specs; /* of the command */
    struct rat_given *given;
    size_t given_count;
    const char **words;
    size_t word_count;
    bool help, version; /* --help, -h; --version, -V */
    bool json;          /* --json, which every command knows */
    const char *lang;   /* --lang de|en, or NULL */
};

/* What every command understands besides its own table, for help. */
extern const struct rat_option_spec rat_common_options[];

/* Reads argv[0..argc), which begins behind the name of the command. dash_words: "-word" is a word (queries).
 * RAT_EUSAGE names the option and the next step. */
RAT_MUST_CHECK rat_status rat_args_parse(struct rat_args *args, const struct rat_option_spec *specs,
                                         const char *const *argv, size_t argc, bool dash_words,
                                         struct rat_err *err);
void rat_args_release(struct rat_args *args); /* a zeroed one is fine */

/* The last value given, or what stands for missing. name must be in the table: another one is our bug. */
bool rat_args_flag(const struct rat_args *args, const char *name);
const char *rat_args_text(const struct rat_args *args, const char *name, const char *missing);
uint64_t rat_args_number(const struct rat_args *args, const char *name, uint64_t missing);

/* Digits only, nothing before or behind them, min..max. */
bool rat_number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out);

/* The value of an option in raw arguments, before any table is known: "--lang=en", "--lang", "en". NULL: not there. For a
 * flag any text that is not NULL. Ends at "--". */
const char *rat_args_peek(const char *const *argv, size_t argc, const char *name);

#endif
