/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The helper confines itself before it looks at a foreign byte: limits of the operating system, no new privileges, a filter of
 * system calls (no sockets, no processes, no signals to others, no writing of files, one exec at most), and Landlock (only
 * programs, libraries and fonts can be opened). Where the kernel lacks one of the last two, the others still hold.
 */
#ifndef READERS_CONFINE_H
#define READERS_CONFINE_H

#include <stdbool.h>

struct rat_confinement {
    unsigned seconds, megabytes;
    /* opened program that may be executed once through this descriptor (RAT_EXEC_DESCRIPTOR), -1: none at all */
    int program;
    const char *folder; /* of that program, readable as well; NULL: none */
};

/* A descriptor above the limit of open files: once exec has closed it, no file can get it again. */
#define RAT_EXEC_DESCRIPTOR 1000

/* False: what must hold does not, so nothing may be read. Missing seccomp and Landlock are no failure. */
bool rat_confine(const struct rat_confinement *confinement);

#endif
