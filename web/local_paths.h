/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sources lie on the server is nobody's affair outside: of absolute paths only the last part is shown. */
#ifndef WEB_LOCAL_PATHS_H
#define WEB_LOCAL_PATHS_H

#include "query/shown.h"

/* The last part of an absolute path; everything else, addresses too, as it is. NULL in, NULL out. */
const char *rat_without_folders(const char *path);

/* The same in all that `show --json` prints. */
void rat_shown_hide_folders(struct rat_shown *shown);

#endif
