/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text for people on standard output: width of the terminal, bold and marks (only on a terminal, never with NO_COLOR),
 * wrapped paragraphs, numbers and dates as the language writes them, and a progress line on standard error.
 *
 * Text that comes from archives goes through here: control characters are not passed on to the terminal. One thread.
 */
#ifndef APP_CONSOLE_H
#define APP_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rat_console {
    bool colour;    /* standard output takes escape codes */
    bool progress;  /* standard error takes a progress line */
    bool english;   /* 1,234.5 instead of 1.234,5 */
    unsigned width; /* columns of a line */
    bool progress_shown;
};

void rat_console_init(struct rat_console *console, bool english);

/* Around what matched, in texts given to rat_console_text and rat_console_wrap: bold and coloured, or nothing. */
#define RAT_MARK_ON "\001"
#define RAT_MARK_OFF "\002"

#define RAT_NUMBER_TEXT 48
char *rat_console_count(const struct rat_console *console, uint64_t value, char out[RAT_NUMBER_TEXT]);
char *rat_console_decimal(const struct rat_console *console, double value, unsigned digits,
                          char out[RAT_NUMBER_TEXT]);
char *rat_console_bytes(const struct rat_console *console, uint64_t bytes, char out[RAT_NUMBER_TEXT]);
/* "21.09.2020" (English: "2020-09-21"), "ohne Datum"; the second takes "2020-09-21...", other texts stay as they are */
char *rat_console_date(const struct rat_console *console, int32_t date, char out[RAT_NUMBER_TEXT]);
char *rat_console_iso_date(const struct rat_console *console, const char *text, char out[RAT_NUMBER_TEXT]);

/* Columns that text takes: characters, without marks and combining signs. */
size_t rat_console_columns(const char *text);

void rat_console_text(const struct rat_console *console,
                      const char *text); /* in the line, line breaks become spaces */
void rat_console_bold(const struct rat_console *console, const char *text);
/* A paragraph: starts at column `at`, later lines are indented by `indent`; ends with a line break. */
void rat_console_wrap(const struct rat_console *console, const char *text, unsigned at, unsigned indent);
/* As it is, line breaks kept, for texts of several lines; each line is indented. */
void rat_console_block(const struct rat_console *console, const char *text, unsigned indent);
/* "  label:   value", values aligned in one column; nothing when value is NULL or empty. */
void rat_console_row(const struct rat_console *console, const char *label, const char *value);
void rat_console_row_count(const struct rat_console *console, const char *label, uint64_t value);
void rat_console_row_bytes(const struct rat_console *console, const char *label, uint64_t bytes);
/* text and spaces up to `columns` (at least one space behind it) */
void rat_console_cell(const struct rat_console *console, const char *text, size_t columns);

/* Replaces the progress line; cuts it at the terminal's width. Nothing when standard error is no terminal. */
void rat_console_progress(struct rat_console *console, const char *line);
void rat_console_progress_clear(struct rat_console *console);

#endif
