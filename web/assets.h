/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The files of web/static, compiled in by embed.cmake. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

struct rat_asset {
    const char *name; /* "style.css" */
    const unsigned char *bytes;
    size_t size;
};

extern const struct rat_asset rat_assets[]; /* a NULL name ends it */
extern const char rat_assets_hash[];        /* changes with any of them: part of their addresses */

#endif
