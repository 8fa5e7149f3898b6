/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child process that reads foreign bytes: the helper program (readers/helper.c), which confines itself and then reads or
 * becomes the program that does. This side hands over the bytes as a sealed file without a name, takes what comes back through
 * a pipe, and ends the child when its time is over, when it says too much, or when nobody wants it any more.
 *
 *     struct rat_child_options options = RAT_CHILD_OPTIONS_INIT;
 *     options.arguments = (const char *const[]){"read", "html", NULL};
 *     options.input = bytes; options.input_size = n;
 *     st = rat_child_start(&options, &child, err);
 *     while ((st = rat_child_read(child, buffer, sizeof buffer, &got, err)) == RAT_OK && got) ...
 *     rat_child_end(child, &end);
 *
 * Any thread; a child belongs to one thread at a time.
 */
#ifndef EXTRACT_CHILD_H
#define EXTRACT_CHILD_H

#include "base/buf.h"
#include "base/status.h"

#include <sys/types.h>

#define RAT_CHILD_SECONDS 30u
#define RAT_CHILD_MEGABYTES 512u
#define RAT_CHILD_SAID_MAX 4096u

struct rat_child_options {
    const char *const *arguments; /* of the helper, without its name; NULL ends */
    const void *input;
    size_t input_size;
    unsigned seconds;   /* of waiting for the child, and of its processor time */
    unsigned megabytes; /* of its address space */
};
#define RAT_CHILD_OPTIONS_INIT                                \
    {                                                         \
        NULL, NULL, 0, RAT_CHILD_SECONDS, RAT_CHILD_MEGABYTES \
    }

struct rat_child;

/* RAT_ENOTFOUND: the helper program is not there. RAT_EIO: no process, no file to be had. */
RAT_MUST_CHECK rat_status rat_child_start(const struct rat_child_options *options, struct rat_child **out,
                                          struct rat_err *err);

/* Up to room bytes of the child's standard output; *got 0: that was all. RAT_ELIMIT: its time is over, and so is the child.
 * Time in which nobody waits here does not count. */
RAT_MUST_CHECK rat_status rat_child_read(struct rat_child *child, void *to, size_t room, size_t *got,
                                         struct rat_err *err);

struct rat_child_end {
    const char *problem; /* NULL: it ended by itself with exit code 0; else one of extract/problem.h */
    int exit_code;       /* -1: ended by a signal or by us */
    char said
        [RAT_CHILD_SAID_MAX]; /* the beginning of its standard error; printable ASCII or UTF-8 as it came */
};
/* Ends the child if it still runs, waits for it, frees. */
void rat_child_end(struct rat_child *child, struct rat_child_end *out);

/* Everything the child says, at most limit bytes; end->problem is RAT_PROBLEM_OUTPUT when it said more. */
RAT_MUST_CHECK rat_status rat_child_run(const struct rat_child_options *options, size_t limit,
                                        struct rat_buf *out, struct rat_child_end *end, struct rat_err *err);

/* Whether this kernel can filter system calls; else only limits hold a child. */
bool rat_child_is_filtered(void);

/* Where the helper is: $RATSARCHIV_HELPER, beside the running program, in the build's folder, where it is installed. NULL: nowhere.
 * Found once; valid for the life of the process. */
const char *rat_child_helper(void);

#endif
