/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How the program ends: the exit codes that scripts rely on, and errors for people (standard error) or for programs (a
 * JSON object on standard output).
 */
#ifndef APP_EXIT_H
#define APP_EXIT_H

#include "base/status.h"

enum rat_exit {
    RAT_EXIT_DONE = 0,
    RAT_EXIT_NO_HITS = 1,
    RAT_EXIT_USAGE = 2,
    RAT_EXIT_DAMAGED = 3,
    RAT_EXIT_REJECTED = 4, /* done, but some input was not used */
    RAT_EXIT_LOCKED = 5,
    RAT_EXIT_IO = 6,
    RAT_EXIT_NOT_FOUND = 7,
    RAT_EXIT_INTERRUPTED = 8
};

/* The exit code of a status; RAT_OK is 0. */
int rat_exit_code(rat_status status);

/* Tells of an error that was not there: fills code and message when the callee left them empty. */
void rat_err_complete(struct rat_err *err, rat_status status);

/* "ratsarchiv: message" with place and hint on lines of their own, on standard error. */
void rat_error_print(const struct rat_err *err);

/* Prints the error the asked way (standard output gets the JSON) and returns the exit code. */
int rat_error_report(struct rat_err *err, rat_status status, bool json);

/* Flushes standard output. An answer that could not be written is RAT_EXIT_IO, whatever code says: quietly when the
 * reader of a pipe is gone, with the reason otherwise. */
int rat_finish_output(int code);

#endif
