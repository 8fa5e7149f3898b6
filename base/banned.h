/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions that this tree does not use, because they overrun, hide errors or depend on the locale.
 * Forced into every file by the build. The standard headers come first, so that only our calls are caught.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof rand srand asctime ctime gmtime localtime tmpnam mktemp tempnam

#endif
