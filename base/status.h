/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Status codes and errors: the one way a function of this tree says that it failed.
 *
 * A function that can fail returns rat_status, which the caller must look at, and takes a caller-owned
 * struct rat_err as its last argument, which may be NULL. On failure outputs are untouched unless their
 * declaration says otherwise, and err says what happened, where, and what the person can do next.
 * No thread rule: an err belongs to one thread at a time.
 *
 *     struct rat_err err = RAT_ERR_INIT;
 *     rat_status st = rat_file_map(path, &file, &err);
 *     if (st != RAT_OK)
 *         return st;
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/message.h"

#define RAT_MUST_CHECK __attribute__((warn_unused_result))

/* Negative values are causes that a caller can act on. The numbers are not stored anywhere. */
typedef enum rat_status {
    RAT_OK = 0,
    RAT_END = 1,           /* an iterator or a stream is at its end; not an error */
    RAT_ENOMEM = -1,       /* an allocation failed */
    RAT_EIO = -2,          /* the operating system refused a read, write, sync or open */
    RAT_EDAMAGED = -3,     /* bytes on disk are not what their checksum or format says */
    RAT_ELOCKED = -4,      /* another writer holds the archive */
    RAT_ENOTFOUND = -5,    /* no such archive, document, paper, term */
    RAT_EUSAGE = -6,       /* the caller's or person's request makes no sense as given */
    RAT_EINPUT = -7,       /* an input document cannot be used; others can */
    RAT_EINTERRUPTED = -8, /* a signal asked to stop; what was committed stays */
    RAT_ELIMIT = -9,       /* a limit on length, nesting, expansion, time was reached */
    RAT_ENOTYET = -10      /* a later version brings it */
} rat_status;

struct rat_err {
    rat_status code;
    uint64_t pos;    /* byte offset in the input where that has a meaning, else 0 */
    char where[256]; /* file, line, field: cut, never overrun; "" when unknown */
    char msg[512];   /* what happened, one sentence without a full stop */
    char hint[320];  /* what to do next; "" when there is nothing to add */
};

#define RAT_ERR_INIT          \
    {                         \
        RAT_OK, 0, "", "", "" \
    }

/* Fills *err (when not NULL) with code and a printf-style message; clears where, hint and pos.
 * Returns code, so that a failing function can end in `return rat_fail(...)`. */
rat_status rat_fail(struct rat_err *err, rat_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* As rat_fail, and appends the operating system's reason for errno value saved_errno. */
rat_status rat_fail_errno(struct rat_err *err, rat_status code, int saved_errno, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds to an error already set: the place (file, line, field) and the next step. err may be NULL. */
void rat_err_where(struct rat_err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));
void rat_err_hint(struct rat_err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The short English name of a code for JSON: "ok", "io", "damaged", "locked", ... Never NULL. */
const char *rat_status_name(rat_status code);

/* RAT_ENOMEM with its message: `return rat_nomem(err)`. */
rat_status rat_nomem(struct rat_err *err);

#endif
